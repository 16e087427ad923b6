"""Finding dates in a text, each as exact as it was given.

Theory of operation. The text becomes tokens, each token one letter (a month `m`, a number `n`, "hace" `g`, …), and the
letters one short string on which a table of patterns works: `no*m` is "5 de octubre". The first pattern that fits at a
place wins; what it gives is a span of days. Words that make a date loose ("más de", "poco", "otoño") are kept as marks
for the reader to ask about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from dialogs.answers.calendar_dates import Found, day_of, full_year, in_digits, latest_day, latest_month, month_of
from dialogs.answers.date_tokens import Token, counts, is_day_behind, tokens_of
from dialogs.answers.reading import MisreadReason
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.values import When, months_ago, weeks_ago

#: Kept as marks only; they stand in no pattern.
_MARKS = "ke>rvfiysC"
#: How several of a unit of time end.
_PLURAL = "s"
#: Lists of plain words.
_OF_THE_MONTH, _ONE_IN_S = "of_the_month", "one_in_s"
OLDEST_YEAR = 1930
HALF_A_MONTH = timedelta(days=15)
_WHICH = Found(None, reason=MisreadReason.WHICH_MONTH)


@dataclass(slots=True)
class _Calendar:
    """What the patterns work with."""

    today: date
    language_words: LanguageWords
    may_invert: bool
    tokens: Sequence[Token] = field(default_factory=list)

    def is_any_of(self, label: str, word: str) -> bool:
        """Tell whether a word stands in a list of plain words."""
        return word in self.language_words.patterns.words(label)


def find_dates(text: str, language_words: LanguageWords, today: date, *, may_invert: bool = True) -> list[Found]:
    """Return the dates of a folded text, from left to right."""
    return dates_among(tokens_of(text, language_words), language_words, today, may_invert=may_invert)


def dates_among(
    tokens: Sequence[Token], language_words: LanguageWords, today: date, *, may_invert: bool = True
) -> list[Found]:
    """Return the dates that some tokens hold. `may_invert`: month and day of digits may be swapped in English."""
    kept = [token for token in tokens if token.letter not in _MARKS]
    letters = "".join(token.letter for token in kept)
    work = _Calendar(today, language_words, may_invert, kept)
    found: list[Found] = []
    for match in _ANY.finditer(letters):
        name = match.lastgroup or ""
        part = kept[match.start() : match.end()]
        dated = _READERS[name](work, part)
        if dated is not None:
            found.append(_placed(dated, _without_count(part)))
    return found


def _placed(found: Found, part: Sequence[Token]) -> Found:
    start, end = part[0].start, part[-1].end
    return replace(found, start=start, end=end)


def _pick(part: Sequence[Token], letters: str) -> list[Token]:
    return [token for token in part if token.letter in letters]


def _month(part: Sequence[Token]) -> int:
    return int(_pick(part, "m")[0].label[1:])


def _day_month_year(work: _Calendar, part: Sequence[Token]) -> Found:
    numbers = _pick(part, "nY")
    if is_day_behind(part):  # "12 October the 3rd"
        return Found(None, reason=MisreadReason.TWO_VALUES)
    if counts(part):
        return month_of(full_year(numbers[-1].number, work.today), _month(part))
    return day_of(full_year(numbers[-1].number, work.today), _month(part), numbers[0].number)


def _without_count(part: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens of a date without a count before its month: "62 in October" leaves the number to others."""
    letters = [token.letter for token in part]
    return part[letters.index("m") :] if "m" in letters and counts(part) else part


def _day_month(work: _Calendar, part: Sequence[Token]) -> Found:
    if counts(part):
        return latest_month(work.today, _month(part))
    return latest_day(work.today, _month(part), _pick(part, "n")[0].number)


def _day_of_numbered_month(work: _Calendar, part: Sequence[Token]) -> Found | None:
    """ "el 5 del 10", "the 5th of the 10th"; "2 de 6" is a count."""
    day, month = _pick(part, "n")
    named = work.is_any_of(_OF_THE_MONTH, part[-2].text) or not (day.text.isdigit() or month.text.isdigit())
    return latest_day(work.today, month.number, day.number) if named and 1 <= month.number <= 12 else None


def _month_year(work: _Calendar, part: Sequence[Token]) -> Found:
    last = _pick(part, "nY")[-1]
    if is_day_behind(part):  # June the 5th
        return latest_day(work.today, _month(part), last.number)
    return month_of(full_year(last.number, work.today), _month(part))


def _month_number(work: _Calendar, part: Sequence[Token]) -> Found:
    """October 25: the day, or the year? Asked when both can be."""
    month, number = _month(part), _pick(part, "n")[0].number
    year = full_year(number, work.today)
    day = latest_day(work.today, month, number)
    if day.when is None:
        return month_of(year, month)
    if work.today.year - 4 < year <= work.today.year and number > 12:
        return Found(None, reason=MisreadReason.AMBIGUOUS_DATE, offers=(day.when, When.month(year, month)))
    return day


def _month_some_year(work: _Calendar, part: Sequence[Token]) -> Found | None:
    unit = [token for token in part if token.letter == "u"]
    if unit and unit[0].label != "year":
        return None
    shift = _shift(part)
    if not unit and shift < 0 and _month(part) == work.today.month:
        # "last November", said in November: this one, or that of the year before?
        years = (work.today.year, work.today.year - 1)
        return Found(
            None, reason=MisreadReason.AMBIGUOUS_DATE, offers=tuple(When.month(y, _month(part)) for y in years)
        )
    if not unit:
        return latest_month(work.today, _month(part)) if shift <= 0 else _next_month(work, _month(part))
    return month_of(work.today.year + shift, _month(part))


def _shift(part: Sequence[Token]) -> int:
    """Return how many units ahead it is: last -1, the one before that -2, next 1."""
    last = _pick(part, "l")
    if last:
        return -2 if last[0].label == "beforelast" else -1
    return 1 if _pick(part, "x") else 0


def _next_month(work: _Calendar, month: int) -> Found:
    year = work.today.year if month > work.today.month else work.today.year + 1
    return month_of(year, month)


def _only_month(work: _Calendar, part: Sequence[Token]) -> Found:
    return latest_month(work.today, _month(part))


def _ago(work: _Calendar, part: Sequence[Token]) -> Found:
    """Return the day so many days, weeks, months or years before today."""
    if len(_pick(part, "n")) > len(_pick(part, "u")):
        return Found(None, reason=MisreadReason.RANGE)
    day = work.today
    for at, token in enumerate(part):
        if token.letter != "u":
            continue
        before = part[at - 1] if at else token
        count = 2 if before.letter == "p" else before.number if before.letter == "n" else 1
        halves = before.letter == "h"
        if count == 1 and not halves and token.text.endswith(_PLURAL) and not work.is_any_of(_ONE_IN_S, token.text):
            return Found(None, reason=MisreadReason.WHICH_MONTH)
        more = at + 1 < len(part) and part[at + 1].letter == "c"
        if count > 1200 or (count == 0 and before.letter == "n"):
            return Found(None, reason=MisreadReason.IMPLAUSIBLE)
        day = _back(day, token.label, count, halves, more)
        if day.year < OLDEST_YEAR:
            return Found(None, reason=MisreadReason.IMPLAUSIBLE)
    return Found(When.day(day), relative=any(token.label != "day" for token in _pick(part, "u")))


def _back(day: date, unit: str, count: int, halves: bool, more: bool) -> date:
    """Return the day so many of a unit before another; `halves`: half of one instead, `more`: and a half."""
    if unit == "year":
        if halves:
            return months_ago(day, 6)
        return months_ago(day, 12 * min(count, 120) + (6 if more else 0))
    if unit == "month":
        day = day - HALF_A_MONTH if halves else months_ago(day, count)
        return day - HALF_A_MONTH if more else day
    if unit in ("week", "fortnight"):
        return weeks_ago(day, count if unit == "week" else 2 * count)
    return day - timedelta(days=count)


def _unit_shifted(work: _Calendar, part: Sequence[Token]) -> Found | None:
    """Return the last, this or the next week, month or year."""
    unit = _pick(part, "u")[0].label
    shift = _shift(part)
    if unit == "month":
        first = months_ago(work.today.replace(day=1), -shift)
        return month_of(first.year, first.month)
    if unit == "year":
        return Found(None, reason=MisreadReason.WHICH_MONTH, offers=(When.year(work.today.year + shift),))
    if unit == "week" and shift:
        return Found(When.day(work.today + timedelta(days=7 * shift)))
    return _WHICH if unit == "week" else None


def _near_day(work: _Calendar, part: Sequence[Token]) -> Found:
    return Found(When.day(work.today - timedelta(days=int(part[0].label[1:]))))


def _weekday(work: _Calendar, part: Sequence[Token]) -> Found:
    wanted = int(_pick(part, "w")[0].label[1:]) - 1
    if _pick(part, "x"):
        return Found(When.day(work.today + timedelta(days=(wanted - work.today.weekday() - 1) % 7 + 1)))
    before = timedelta(days=7) if _shift(part) == -2 else timedelta()  # "the Monday before last"
    return Found(When.day(work.today - timedelta(days=(work.today.weekday() - wanted - 1) % 7 + 1) - before))


def _only_year(work: _Calendar, part: Sequence[Token]) -> Found:
    return Found(When.year(_pick(part, "Yn")[-1].number), clear=False)


def _year_of_two(work: _Calendar, part: Sequence[Token]) -> Found | None:
    if _pick(part, "u")[0].label != "year":
        return None
    return Found(When.year(full_year(_pick(part, "n")[-1].number, work.today)))


def _digits(work: _Calendar, part: Sequence[Token]) -> Found:
    numbers = [int(number[:6]) for number in re.findall(r"\d+", " ".join(token.text for token in part))]
    found = in_digits(numbers, work.today, work.language_words.language, may_invert=work.may_invert)
    return found if len(numbers) == 3 else replace(found, clear=False)


def _named_day(work: _Calendar, part: Sequence[Token]) -> Found:
    """Return the day of "the 11th of the 6th 2026"; of "2 of 6 2026", a count, the year."""
    day, month = _pick(part, "n")[:2]
    named = work.is_any_of(_OF_THE_MONTH, part[part.index(month) - 1].text) or not (
        day.text.isdigit() or month.text.isdigit()
    )
    if named or part[-2].letter == "o":
        return _digits(replace(work, may_invert=work.may_invert and not named), part)
    return _only_year(work, part)


#: Pattern on the letters → what reads it. Order matters: the first that fits wins.
_PATTERNS: tuple[tuple[str, str, Callable[[_Calendar, Sequence[Token]], Found | None]], ...] = (
    ("range_of_units", r"g?[oa]*Fu", lambda work, part: Found(None, reason=MisreadReason.RANGE)),
    (
        "count_before_a_date",
        r"[nlxt](?=o*mo*n[oa]*Y)|[lx](?=o*m[oa]*(?:tu|ut|Y))",
        lambda work, part: None,
    ),  # "last one Nov 12th 2026"
    ("named_day", r"no+n[oa]*Y", _named_day),
    ("digits", r"F|nnY|no+no+[Yn]", _digits),
    ("day_month_year", r"no*m[oa]*Y|no*mo*n(?!u)|no*mou?n(?!u)", _day_month_year),
    ("day_month_some_year", r"no*m[oa]*(?:ul|lu|tu|ut)", lambda work, part: _day_of_some_year(work, part)),
    ("day_month", r"no*m", _day_month),
    ("day_of_numbered_month", r"no+n(?![oa]*[mYnFu])", lambda work, part: _day_of_numbered_month(work, part)),
    ("month_then_day", r"mao+n(?!u|[oa]*Y)", _day_month),
    ("month_day_year", r"mo*n[oa]*Y", _day_month_year),
    ("month_year", r"mo*[oa]?u?Y|mo+u?n(?!u)|mun(?!u)", _month_year),
    ("month_day_some_year", r"mo*no*(?:lu|ul|tu)", lambda work, part: _day_of_some_year(work, part)),
    (
        "day_of_some_month",
        r"no*(?:tu|ut|ul|lu)|(?:tu|ut|ul|lu)a?o+n(?![oa]*[mYnFub])",
        lambda work, part: _day_of_some_month(work, part),
    ),
    (
        "month_some_year_then_day",
        r"m[oa]*(?:ul|lu|tu|ut)[oa]+n(?![oa]*[mYnFub])",
        lambda work, part: _day_of_some_year(work, part),
    ),
    ("month_number", r"mn(?!u)", _month_number),
    (
        "month_some_year",
        r"m[oaz]*(?:ul|lu|xu|ux|tu)|m[oa]*[lx]|[lxt]m|(?:lu|ul|tu|ux|xu)[oa]*m|Y[oa]*m",
        lambda w, p: _year_first(w, p),
    ),
    ("month_of_last_year", r"m[oaz]*j", lambda work, part: month_of(work.today.year - 1, _month(part))),
    ("month_of_the_year_before", r"m[oaz]*J", lambda work, part: month_of(work.today.year - 2, _month(part))),
    ("month", r"m", _only_month),
    ("which", r"g?nw(?![oa]*no*m)|q[az]?g?[kz]?[nph]u|[nph]uq|No*tu?[aoz]*l(?!u)", lambda *_: _WHICH),
    ("ago", r"g[nphoz]*uc?(?:a?nu)?|[npo]*+(?:h?uc?b|ua?[npo]*ub)", _ago),
    ("two_digit_year", r"un(?!u)", _year_of_two),
    ("unit", r"lu|ul|tu|xu|ux", _unit_shifted),
    ("near", r"q", _near_day),
    ("weekday", r"[lx]?w[lx]?(?![oa]*[nmF])", _weekday),
    ("year", r"u?Y", _only_year),
    ("length", r"(?<!o)[np]uc?$", _ago),
)


def _year_first(work: _Calendar, part: Sequence[Token]) -> Found | None:
    years = _pick(part, "Y")
    return month_of(years[0].number, _month(part)) if years else _month_some_year(work, part)


def _day_of_some_year(work: _Calendar, part: Sequence[Token]) -> Found | None:
    month = _month_some_year(work, part)
    if month is None or month.when is None or counts(part):
        return month
    return day_of(month.when.first.year, month.when.first.month, _pick(part, "n")[0].number)


def _day_of_some_month(work: _Calendar, part: Sequence[Token]) -> Found | None:
    """ "el 2 de este mes"."""
    if _pick(part, "u")[0].label != "month":
        return None
    month = _unit_shifted(work, [token for token in part if token.letter != "n"])
    if month is None or month.when is None:
        return month
    return day_of(month.when.first.year, month.when.first.month, _pick(part, "n")[0].number)


_ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _PATTERNS))
_READERS = {name: reader for name, _, reader in _PATTERNS}
