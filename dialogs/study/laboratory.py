"""Laboratory values against a threshold: units, estimates, and the filtration formula (study-facts 4.6 and 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from dialogs.study.rules import OPEN, Facts, Truth, Verdict, VerdictNote, at_least
from dialogs.study.study import Measure, Unit
from dialogs.values import Quantity, Unknown, When, add_months

#: A result older than this is still judged, and its age shown to the team (study-facts 7).
OLD_AFTER_MONTHS = 3

#: The filtration formula is for adults only (study-facts 7).
ADULT = 18

#: The formulas that a measure may name.
FORMULAS = ("ckd_epi_2021",)

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "": ""}


def unit_of(measure: Measure, name: str) -> Unit | None:
    """Return the measure's unit of that name or spelling, case and spaces ignored; None where it has none."""
    wanted = plain_unit(name)
    for unit in measure.units:
        if wanted in {plain_unit(spelling) for spelling in written(unit)}:
            return unit
    return None


def written(unit: Unit) -> tuple[str, ...]:
    """Return every way in which a unit may be written."""
    return tuple(dict.fromkeys((unit.name, unit.as_shown, *unit.spellings)))


@lru_cache(maxsize=256)
def plain_unit(name: str) -> str:
    """Return a unit for comparing: no case, no spaces, one micro sign, one square.

    >>> plain_unit("mL/min/1,73 m²")
    'ml/min/1.73m2'
    """
    # Folding the case makes the micro sign a Greek letter.
    return name.casefold().replace(" ", "").replace("μ", "u").replace("²", "2").replace(",", ".")


def ckd_epi_2021(creatinine: Fraction, age: int, female: bool) -> Fraction:
    """Estimated GFR in mL/min/1.73 m² from creatinine in mg/dL, CKD-EPI 2021 (study-facts 7, V13).

    >>> round(float(ckd_epi_2021(Fraction("1.2"), 34, True)), 1)
    60.9
    """
    kappa, alpha = (0.7, -0.241) if female else (0.9, -0.302)
    ratio = float(creatinine) / kappa
    value = 142 * min(ratio, 1) ** alpha * max(ratio, 1) ** -1.2 * 0.9938**age * (1.012 if female else 1)
    return Fraction(value)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A laboratory value is at or above a threshold, in the base unit of the measure that is judged."""

    fact: str
    threshold: Fraction
    measures: Mapping[str, Measure]
    lasting: bool = True
    #: Plain words that fail it.
    fails_on: tuple[str, ...] = ()
    #: Facts that a formula needs.
    age: str = ""
    sex: str = ""

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return (self.fact, *(name for name in (self.age, self.sex) if name))

    def judge(self, facts: Facts, today: date) -> Verdict:
        """Estimated values decide only outside the band; another test's value is unknown."""
        value = facts.get(self.fact)
        if isinstance(value, str) and value in self.fails_on:
            return Verdict(Truth.NOT_MET, self.lasting)
        if isinstance(value, Unknown) and value.said:
            return Verdict(Truth.UNKNOWN, notes=(VerdictNote.OTHER_TEST,))
        if not isinstance(value, Quantity):
            return OPEN
        base = self.base(value)
        if base is None:
            return Verdict(Truth.UNKNOWN, notes=(VerdictNote.OTHER_TEST,))
        measure = self.measures[value.measure]
        notes: tuple[VerdictNote, ...] = (VerdictNote.OLD_RESULT,) if is_old(value.taken, today) else ()
        if measure.formula:
            truth = self._by_formula(value, facts)
            notes = (*notes, VerdictNote.ESTIMATED)
        else:
            unit = unit_of(measure, value.unit)
            estimated = unit is not None and unit.estimated
            truth = at_least(base, value.comparator, self.threshold, estimated)
            notes = (*notes, VerdictNote.ESTIMATED) if estimated else notes
        return Verdict(truth, self.lasting and truth is Truth.NOT_MET, notes=notes)

    def base(self, value: Quantity) -> Fraction | None:
        """Return the number in the base unit of its measure; None for a unit or a size that this test does not have."""
        measure = self.measures.get(value.measure)
        unit = unit_of(measure, value.unit) if measure else None
        if measure is None or unit is None:
            return None
        base = unit.to_base(Fraction(value.number))
        return base if measure.lowest <= base <= measure.highest else None

    def estimates(self, value: Quantity, facts: Facts) -> tuple[Fraction, ...]:
        """Return what the formula gives: one value, or two where the sex at birth is not known; none without an adult
        age."""
        base, age, sex = self.base(value), facts.get(self.age), facts.get(self.sex)
        if base is None or not isinstance(age, int) or age < ADULT or not self.measures[value.measure].formula:
            return ()
        sexes = (True, False) if sex not in ("female", "male") else (sex == "female",)
        return tuple(ckd_epi_2021(base, age, female) for female in sexes)

    def _by_formula(self, value: Quantity, facts: Facts) -> Truth:
        """More creatinine means less filtration: the comparator turns round. Two sexes must agree."""
        truths = {
            at_least(estimate, FLIPPED[value.comparator], self.threshold, estimated=True)
            for estimate in self.estimates(value, facts)
        }
        return truths.pop() if len(truths) == 1 else Truth.UNKNOWN


def is_old(taken: When | None, today: date) -> bool:
    """Is a result surely older than three months?"""
    return taken is not None and today > add_months(taken.last, OLD_AFTER_MONTHS)
