"""Values that are worked out of other answers, as the study file declares them: which formula, of which facts.

A formula is a kind, as a rule is one: the file names it and says where its numbers come from. What goes in may be
known in part ("more than 60", a year of birth, no sex told); what comes out is then a range, and where nothing can be
said there is no value at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product

from dialogs.study.amounts import range_of
from dialogs.study.laboratory import ADULT, ckd_epi_2021
from dialogs.study.rules import Fact, Facts, Range
from dialogs.study.study import Computed, Measure
from dialogs.values import Unknown, When

#: What the filtration formula must know of the two.
_SEXES = ("female", "male")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula: what it needs, in which base unit, and how it is worked out."""

    #: Name of what it needs → its base unit; empty for a number or an answer without a unit.
    needs: Mapping[str, str]
    of: Callable[..., Fraction | None]
    #: The unit of what comes out.
    unit: str
    #: Does what comes out decide nothing near a limit?
    estimated: bool
    #: What is needed and is an answer, not a number: its possible values.
    answers: Mapping[str, tuple[str, ...]]


def bmi(weight: Fraction, height: Fraction) -> Fraction:
    """Return the body mass index of a weight in kg and a height in cm.

    >>> float(bmi(Fraction(81), Fraction(180)))
    25.0
    """
    return weight / (height / 100) ** 2


def _filtration(creatinine: Fraction, age: Fraction, sex: str) -> Fraction | None:
    """Return what the filtration formula gives; None for a minor, for whom it was not made."""
    return None if age < ADULT else ckd_epi_2021(creatinine, int(age), sex == "female")


FORMULAS: Mapping[str, Formula] = {
    "bmi": Formula({"weight": "kg", "height": "cm"}, bmi, "kg/m²", estimated=False, answers={}),
    "ckd_epi_2021": Formula(
        {"creatinine": "mg/dL", "age": "", "sex": ""},
        _filtration,
        "mL/min/1.73 m²",
        estimated=True,
        answers={"sex": _SEXES},
    ),
}


def age_on(birth: When, today: date) -> Range:
    """Return the age of somebody born on one of these days: one number, or the two that it can be."""
    ages = [_years(day, today) for day in (birth.last, birth.first)]
    return Range(Fraction(max(ages[0], 0)), Fraction(max(ages[1], 0)))


def _years(birth: date, today: date) -> int:
    had_birthday = (today.month, today.day) >= (birth.month, birth.day)
    return today.year - birth.year - (0 if had_birthday else 1)


def said(number: Fraction) -> Decimal:
    """Return a number as precisely as it can be told to people.

    >>> said(Fraction(76, 3))
    Decimal('25.3')
    """
    return Decimal(round(number * 10)) / 10


def worked_out(
    computed: Iterable[Computed], facts: Facts, measures: Mapping[str, Measure]
) -> Iterator[tuple[str, Fact]]:
    """Return each value that these facts give."""
    known = dict(facts)
    for each in computed:
        before = known.get(each.fact)
        if before is not None and (not isinstance(before, Unknown) or before.said):
            continue  # what was answered is never worked out as well
        found = _worked_out(each, known, measures)
        if found is not None:
            known[each.fact] = found
            yield each.fact, found


def _worked_out(each: Computed, facts: Facts, measures: Mapping[str, Measure]) -> Range | None:
    """Return the range between the least and the most that the formula can give; None where an end is open."""
    formula = FORMULAS[each.formula]
    choices: list[tuple[Fraction | str, ...]] = []
    estimated = formula.estimated
    for name in formula.needs:
        fact = facts.get(each.of[name])
        if name in formula.answers:
            choices.append(
                (fact,) if isinstance(fact, str) and fact in formula.answers[name] else formula.answers[name]
            )
            continue
        known = range_of(fact, measures)
        if known is None or known.low is None or known.high is None:
            return None
        estimated = estimated or known.estimated
        choices.append((known.low, known.high))
    results = [formula.of(*given) for given in product(*choices)]
    given = [result for result in results if result is not None]
    if len(given) != len(results):
        return None
    return replace(Range(min(given), max(given)), estimated=estimated)
