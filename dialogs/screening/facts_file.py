"""Facts of a case as outside programs write them (JSON), read for the rules (study-facts 4.8).

Which facts there are and what each can hold follows from the questions of the study file: a number, a date, a
laboratory value, a class, a list of treatments, or yes, no and unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from dialogs.screening.facts import with_computed
from dialogs.study.computed import age_on
from dialogs.study.laboratory import unit_of
from dialogs.study.rules import Fact, Facts, Treatment
from dialogs.study.study import LOWER, NUMBERS, UPPER, Kind, Question, Study
from dialogs.values import UNKNOWN, UNKNOWN_WORD, Medicine, Quantity, Unknown, When, months_ago

Classify = Callable[[str], Medicine]


#: Years that anything about a living person can lie in; near the calendar's ends months could not be counted.
YEARS = range(1900, 2200)


#: Powers of ten that a laboratory could print; beyond them exact arithmetic would take for ever.
PRINTABLE = range(-12, 13)


class FactsError(ValueError):
    """A fact of the case cannot be read. The message names the fact, what is wrong and what would be right."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """What reading a fact takes beside its question."""

    classify: Classify
    today: date
    #: The questions that ask how much of a treatment is taken.
    doses: tuple[Question, ...]


def read_facts(study: Study, raw: Mapping[str, Any], classify: Classify, today: date) -> Facts:
    """Return the facts of one case; FactsError for the first one that cannot be read.

    `classify` says what a treatment's name is. A fact that is left out is unknown."""
    if not isinstance(raw, Mapping):
        raise FactsError('`facts` is no object. Write {"facts": {…}}.')
    by_fact, reader = _readers(study), _Reader(classify, today, _doses(study))
    facts: dict[str, Fact] = {}
    for name, value in raw.items():
        if name not in by_fact:
            near = get_close_matches(name, by_fact, n=1)
            hint = f'Did you mean "{near[0]}"?' if near else f"Known are: {', '.join(by_fact)}."
            raise FactsError(f'fact "{name}" is not known. {hint}')
        known = value not in (UNKNOWN_WORD, None)
        facts[name] = _fact(name, value, by_fact[name], reader) if known else UNKNOWN
    return with_computed(study, facts)


def _readers(study: Study) -> dict[str, Question | None]:
    """Fact → the question whose kind says what it can hold; None for plain yes and no."""
    found: dict[str, Question | None] = {}
    for question in study.questions:
        for option in question.options:
            for name in option.sets:
                found.setdefault(name, None)
        if question.kind is Kind.PRESSURE:
            found |= dict.fromkeys((question.fact + UPPER, question.fact + LOWER), question)
        elif question.fact and not question.for_each:
            found[question.fact] = found.get(question.fact) or question
    return found


def _fact(name: str, value: Any, question: Question | None, reader: _Reader) -> Fact:
    if question is None:
        return _yes_or_no(name, value)
    match question.kind:
        case kind if kind in (*NUMBERS, Kind.PRESSURE, Kind.BIRTH):
            return _plain_number(name, value, question, reader.today)
        case Kind.MONTH:
            return "none" if value == "none" else _date(name, value)
        case Kind.QUANTITY:
            return _quantity(name, value, question)
        case Kind.MEDICINES:
            if not isinstance(value, list):
                raise FactsError(f'fact "{name}" is no list. Write [] for none, or "unknown".')
            return tuple(_treatment(row, reader) for row in value)
        case Kind.CHOICE | Kind.CHOICES:
            return _choice(name, value, question)
    return _yes_or_no(name, value)


def _plain_number(name: str, value: Any, question: Question, today: date) -> Fact:
    """Return a number without a unit; of a date of birth the age, which may be told as well."""
    if isinstance(value, str) and value in {option.value for option in (*question.options, *question.fallback)}:
        return value
    if question.kind is Kind.DECIMAL:
        return _number(name, value, signed=True)
    if question.kind is Kind.BIRTH and isinstance(value, str):
        return age_on(_date(name, value), today)
    may_be_below_zero = question.kind in NUMBERS and not question.age
    if isinstance(value, int) and not isinstance(value, bool) and (value >= 0 or may_be_below_zero):
        return value
    raise FactsError(f'fact "{name}" is no whole number. Write it as in 34, or "unknown".')


def _yes_or_no(name: str, value: Any) -> str:
    if value in ("yes", "no"):
        return str(value)
    raise FactsError(f'fact "{name}" is neither "yes", "no" nor "unknown".')


def _date(name: str, value: Any) -> When:
    try:
        when = When.parse(str(value))
    except ValueError:
        raise FactsError(f'"{name}" is no date. Write YYYY-MM-DD, YYYY-MM or "unknown".') from None
    if not {when.first.year, when.last.year} <= set(YEARS):
        raise FactsError(
            f'"{name}" lies before {YEARS.start} or after {YEARS.stop - 1}. Write the year with four digits.'
        )
    return when


def _choice(name: str, value: Any, question: Question) -> str:
    """One option, or some of the terms joined with "+"; an option that only opens more is no answer."""
    alone = {"none", *(option.value for option in question.options if not option.opens)}
    parts = [part.strip() for part in str(value).split("+")]
    several = set(question.terms) or {option.value for option in question.options if question.kind is Kind.CHOICES}
    if "+".join(parts) in alone or (set(parts) <= several):
        return "+".join(parts)
    known = ", ".join(sorted({*alone, *question.terms}))
    raise FactsError(f'fact "{name}" is not one of {known}, or some of them joined with "+".')


def _quantity(name: str, value: Any, question: Question) -> Fact:
    """Take a value of another test, or without a unit that this test has, as unknown: its raw form goes to the
    team."""
    if isinstance(value, str) and value in {option.value for option in question.options}:
        return value
    if not isinstance(value, Mapping) or "value" not in value:
        raise FactsError(
            f'fact "{name}" is no laboratory value. Write {{"value": 1.2, "unit": "mg/dL"}}, or "unknown".'
        )
    measures = {measure.id: measure for measure in question.measures}
    measure = measures.get(str(value.get("kind", question.measures[0].id)))
    unit = str(value.get("unit") or (measure.units[0].name if measure and measure.unit_optional else ""))
    comparator = str(value.get("comparator") or "")
    if comparator not in ("", "<", "<=", ">", ">=", "="):
        raise FactsError(f'fact "{name}" has the comparator "{comparator[:5]}". Use <, <=, > or >=, or leave it out.')
    number = _number(name, value["value"], signed=measure is not None and measure.lowest < 0)
    if measure is None or unit_of(measure, unit) is None:
        return Unknown(f"{comparator}{number} {unit}".strip())
    return Quantity(number, unit, "" if comparator == "=" else comparator, measure.id)


def _number(name: str, value: Any, *, signed: bool = False) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise FactsError(f'fact "{name}" has a `value` that is no number. Write it as in 1.2.') from None
    if not number.is_finite() or (number < 0 and not signed) or number.adjusted() not in PRINTABLE:
        raise FactsError(f'fact "{name}" has a `value` that cannot be measured. Write it as in 1.2.')
    return number


def _doses(study: Study) -> tuple[Question, ...]:
    """Return the questions that ask how much of a treatment is taken."""
    return tuple(question for question in study.questions if question.for_each and question.fact == "dose")


def _dose(row: Mapping[str, Any], group: str, doses: tuple[Question, ...]) -> Quantity | Unknown:
    """Return how much of a treatment is taken, where the case says so in a unit that this study asks for."""
    told = row.get("dose")
    asked = next((question for question in doses if group in question.groups), None)
    if told in (UNKNOWN_WORD, None) or asked is None:
        return UNKNOWN
    found = _quantity("dose", told, asked)
    return found if isinstance(found, Quantity) else UNKNOWN


def _treatment(row: Any, reader: _Reader) -> Treatment:
    if not isinstance(row, Mapping) or not isinstance(row.get("name"), str):
        raise FactsError('a treatment has no `name`. Write {"name": "aspirin", "date": "2026-03"}.')
    medicine = reader.classify(row["name"])
    return Treatment(
        medicine,
        when=_given(row, reader.today),
        new=_said(row, "newly_added"),
        # not known whether it goes on: as in the conversation (study-facts 4.4)
        ongoing=_said(row, "ongoing") == "yes" or row.get("ongoing") == UNKNOWN_WORD,
        stopped=_said(row, "ongoing") == "no",
        began=_date("start", row["start"]) if row.get("start") not in (UNKNOWN_WORD, None) else UNKNOWN,
        dose=_dose(row, medicine.group, reader.doses),
    )


def _given(row: Mapping[str, Any], today: date) -> When | Unknown:
    """Return the date of a treatment, however it is told."""
    ago = row.get("months_ago")
    if ago not in (UNKNOWN_WORD, None):
        if not isinstance(ago, int) or isinstance(ago, bool) or not 0 <= ago <= 1200:
            raise FactsError("`months_ago` is no whole number of months. Write it as in 24.")
        return When.day(months_ago(today, ago))
    told = row.get("date")
    return UNKNOWN if told in (UNKNOWN_WORD, None) else _date("date", told)


def _said(row: Mapping[str, Any], key: str) -> str:
    """Yes, no or unknown of a treatment's true, false or "unknown"; what is left out is unknown."""
    match row.get(key):
        case bool(said):
            return "yes" if said else "no"
        case None | "unknown":
            return UNKNOWN_WORD
    raise FactsError(f'a treatment has a `{key}` that is neither true, false nor "unknown".')
