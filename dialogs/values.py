"""What an answer can be.

Theory of operation. Every answer is one of the types of `Value`. *Unknown is a value*: a person who does not know
has answered, and nothing here is ever `None`, `""` or `False` in place of it. A date is a span of possible days
(`When`): "June 2026" is each of its thirty days, and the rules of the study ask about all of them
(study-facts 4.4). Values travel as JSON through `encode` and `decode`, so that a conversation survives a restart.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from dialogs.fixed import fixed

UNKNOWN_WORD = "unknown"
#: The class of a treatment that no list knows.
UNRECOGNISED = "unrecognised"
#: Between words that were not understood and stood apart in the text.
APART = ", "
#: The option of a date question that says: it lies ahead.
PLANNED = "planned"
#: No date of an illness lies before this one (study-facts 11).
EARLIEST = date(1930, 1, 1)


Words = TypeVar("Words", bound=StrEnum)


@fixed(frozen=True, slots=True)
class Unknown:
    """The person does not know. It never excludes and never includes."""

    #: What was typed instead, for the study team ("3.100 mg/24 h"); empty when somebody just does not know.
    said: str = ""


UNKNOWN = Unknown()


def add_months(day: date, months: int) -> date:
    """Return the same day number so many calendar months on, or that month's last day (study-facts 4.3).

    >>> add_months(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    years, month0 = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month0 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class When:
    """A date as exact as the person gave it: every day from `first` to `last` is possible.

    >>> str(When.parse("2026-06"))
    '2026-06'
    """

    first: date
    last: date

    @classmethod
    def day(cls, day: date) -> When:
        """One exact day."""
        return cls(day, day)

    @classmethod
    def month(cls, year: int, month: int) -> When:
        """Every day of one month."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @classmethod
    def year(cls, year: int) -> When:
        """Every day of one year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def before(cls, day: date) -> When:
        """Return some day before this one, as far back as anybody remembers."""
        return cls(EARLIEST, day - timedelta(days=1))

    @classmethod
    def parse(cls, text: str) -> When:
        """Read `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `first/last`; ValueError for anything else."""
        if "/" in text:
            first, last = (date.fromisoformat(part) for part in text.split("/", 1))
            if first > last:
                raise ValueError("not a span: it ends before it begins")
            return cls(first, last)
        match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
        if not match:
            raise ValueError(f"not a date: {text[:20]!r}")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if month is None:
            return cls.year(year)
        return cls.month(year, month) if day is None else cls.day(date(year, month, day))

    @property
    def precision(self) -> str:
        """`day`, `month`, `year`, or `span` for anything else."""
        for name, whole in (
            ("day", When.day(self.first)),
            ("month", When.month(self.first.year, self.first.month)),
            ("year", When.year(self.first.year)),
        ):
            if whole == self:
                return name
        return "span"

    def __str__(self) -> str:
        """Return the ISO form with the precision that the person gave."""
        cut = {"day": 10, "month": 7, "year": 4}.get(self.precision)
        return self.first.isoformat()[:cut] if cut else f"{self.first}/{self.last}"


def months_ago(today: date, months: int) -> date:
    """Today minus so many calendar months, month ends clamped (study-facts 4.3)."""
    return add_months(today, -months)


def weeks_ago(today: date, weeks: int) -> date:
    """Today minus so many weeks of seven days (study-facts 11)."""
    return today - timedelta(days=7 * weeks)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A laboratory value as typed: number, unit and comparator, of one measure of its question."""

    #: Exactly as read; never rounded.
    number: Decimal
    #: The name of a unit of the measure in the study file.
    unit: str
    #: `""`, `"<"`, `"<="`, `">"` or `">="`.
    comparator: str = ""
    #: Which measure of the question.
    measure: str = ""
    #: Date of the result, where one was given.
    taken: When | None = None


@dataclass(frozen=True, slots=True)
class Pressure:
    """A blood pressure in mmHg: the upper number, and the lower one.

    >>> str(Pressure(150, 95))
    '150/95'
    """

    upper: int
    lower: int

    def __str__(self) -> str:
        """Return it as everybody writes it."""
        return f"{self.upper}/{self.lower}"


@dataclass(frozen=True, slots=True)
class Medicine:
    """One treatment as the person named it and what the lexicon makes of it (study-facts 8)."""

    #: Class of the lexicon, such as `none` and `unrecognised`.
    group: str
    #: Generic name, Spanish, without accents; empty where only the class is known.
    name: str = ""
    #: The person's own words.
    said: str = ""

    @property
    def key(self) -> str:
        """What names this treatment among the answers: the drug, or the class where no drug was named."""
        return self.name or (self.group if self.group != UNRECOGNISED else self.said) or self.group


Value = int | Decimal | str | tuple[str, ...] | When | Quantity | Pressure | tuple[Medicine, ...] | Unknown
Answers = Mapping[str, Value]


def member(words: type[Words], said: Any) -> Words | None:
    """Return the member of a closed set that a stored string names; None where it names none.

    For what comes back from where this program did not write it just now: a row of an older or a newer one. The set
    itself takes 5 µs to say that it has no such member, and each answer asks whether a question is a fixed state."""
    return _by_value(words).get(said) if isinstance(said, str) else None


@cache
def _by_value(words: type[Words]) -> dict[str, Words]:
    return {str(each.value): each for each in words}


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("not a number") from None
    if not number.is_finite():
        raise ValueError("not a number")
    return number


def encode(value: Value) -> Any:
    """Return the JSON form of a value; `decode` gives the equal value back."""
    match value:
        case Unknown(said=said):
            return {"unknown": said}
        case When():
            return {"when": str(value)}
        case Quantity():
            taken = str(value.taken) if value.taken else None
            return {"quantity": [str(value.number), value.unit, value.comparator, value.measure, taken]}
        case Decimal():
            return {"number": str(value)}
        case Pressure(upper=upper, lower=lower):
            return {"pressure": [upper, lower]}
        case tuple():
            if value and isinstance(value[0], Medicine):
                return {"medicines": [[m.group, m.name, m.said] for m in value if isinstance(m, Medicine)]}
            return {"choices": list(value)}
        case _:
            return value


def decode(raw: Any) -> Value:
    """Return the value that `encode` made this of; ValueError where it is none."""
    match raw:
        case bool():
            raise ValueError("not a value: a boolean")
        case int() | str():
            return raw
        case {"unknown": str(said)}:
            return Unknown(said)
        case {"when": str(text)}:
            return When.parse(text)
        case {"quantity": [str(number), str(unit), str(comparator), str(measure), taken]}:
            return Quantity(Decimal(number), unit, comparator, measure, When.parse(taken) if taken else None)
        case {"number": str(number)}:
            return _number(number)
        case {"pressure": [int(upper), int(lower)]}:
            return Pressure(upper, lower)
        case {"medicines": list(rows)}:
            return tuple(Medicine(*row) for row in rows)
        case {"choices": list(names)}:
            return tuple(str(name) for name in names)
    raise ValueError("not a value")
