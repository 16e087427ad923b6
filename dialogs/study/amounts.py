"""Numbers within limits: whole numbers, decimals, laboratory values, pressures, and what was worked out of others.

Theory of operation. Whatever is known of a number becomes a `Range`: one point, a half line ("more than 60"), or the
span that a computed value can lie in. A limit is met where the whole range lies on its good side, not met where none
of it does, and unknown otherwise. An estimated number decides nothing within 10 % of a limit (study-facts 4.6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dialogs.study.laboratory import is_old, unit_of
from dialogs.study.rules import BAND, MET, OPEN, Fact, Facts, Range, Truth, Verdict, VerdictNote
from dialogs.study.study import Measure
from dialogs.values import Quantity, Unknown


@dataclass(frozen=True, slots=True)
class Limit:
    """One end of what is wanted."""

    number: Fraction
    #: Is the number itself still wanted?
    included: bool = True


def range_of(value: Fact | None, measures: Mapping[str, Measure]) -> Range | None:
    """Return what is known of a number, in the base unit; None where nothing is, or it is no number."""
    match value:
        case bool():
            return None
        case int() | Decimal():
            return Range(Fraction(value), Fraction(value))
        case Range():
            return value
        case Quantity():
            return _of_quantity(value, measures)
    return None


def _of_quantity(value: Quantity, measures: Mapping[str, Measure]) -> Range | None:
    measure = measures.get(value.measure)
    unit = unit_of(measure, value.unit) if measure else None
    if measure is None or unit is None:
        return None
    base = unit.to_base(Fraction(value.number))
    if not measure.lowest <= base <= measure.highest:
        return None
    exact = Range(base, base, estimated=unit.estimated)
    match value.comparator:
        case "<":
            return replace(exact, low=None, high_in=False)
        case "<=":
            return replace(exact, low=None)
        case ">":
            return replace(exact, high=None, low_in=False)
        case ">=":
            return replace(exact, high=None)
    return exact


def not_under(found: Range, limit: Limit) -> Truth:
    """Is a number at or above a limit; where the limit is not included, above it?

    >>> not_under(Range(Fraction(40), Fraction(40)), Limit(Fraction(40))).value
    'met'
    >>> not_under(Range(Fraction(40), Fraction(40)), Limit(Fraction(40), included=False)).value
    'not_met'
    """
    margin = abs(limit.number) * BAND if found.estimated else 0
    upper, lower = limit.number + margin, limit.number - margin
    if found.low is not None:
        at_edge = found.low == upper and (limit.included or not found.low_in)
        if found.low > upper or at_edge:
            return Truth.MET
    if found.high is not None:
        at_edge = found.high == lower and (not limit.included or not found.high_in)
        if found.high < lower or at_edge:
            return Truth.NOT_MET
    return Truth.UNKNOWN


def _mirrored(found: Range) -> Range:
    low = None if found.high is None else -found.high
    high = None if found.low is None else -found.low
    return Range(low, high, found.high_in, found.low_in, found.estimated)


def not_over(found: Range, limit: Limit) -> Truth:
    """Is a number at or below a limit; where the limit is not included, below it?"""
    return not_under(_mirrored(found), replace(limit, number=-limit.number))


@dataclass(frozen=True, slots=True)
class Limits:
    """A number lies above one limit, below another, or between the two."""

    fact: str
    lower: Limit | None = None
    upper: Limit | None = None
    measures: Mapping[str, Measure] | None = None
    lasting: bool = True
    #: Answers in place of a number that fail it, and that meet it.
    fails_on: tuple[str, ...] = ()
    meets_on: tuple[str, ...] = ()

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return (self.fact,)

    def judge(self, facts: Facts, today: date) -> Verdict:
        """Not met outside; unknown where a part of what the number can be lies outside."""
        value = facts.get(self.fact)
        if isinstance(value, str):
            if value in self.fails_on:
                return Verdict(Truth.NOT_MET, self.lasting)
            return MET if value in self.meets_on else OPEN
        if isinstance(value, Unknown) and value.said:
            return Verdict(Truth.UNKNOWN, notes=(VerdictNote.OTHER_TEST,))
        found = range_of(value, self.measures or {})
        if found is None:
            other = (VerdictNote.OTHER_TEST,) if isinstance(value, Quantity) else ()
            return Verdict(Truth.UNKNOWN, notes=other)
        return self.of_range(found, _notes(found, value, today))

    def of_range(self, found: Range, notes: tuple[VerdictNote, ...] = ()) -> Verdict:
        """Say of a number, as far as it is known, whether it lies within."""
        under = Truth.MET if self.lower is None else not_under(found, self.lower)
        over = Truth.MET if self.upper is None else not_over(found, self.upper)
        if under is Truth.NOT_MET:
            return Verdict(Truth.NOT_MET, self.lasting, notes=(VerdictNote.BELOW, *notes))
        if over is Truth.NOT_MET:
            return Verdict(Truth.NOT_MET, self.lasting, notes=(VerdictNote.ABOVE, *notes))
        truth = Truth.MET if under is over is Truth.MET else Truth.UNKNOWN
        return Verdict(truth, notes=notes)


def _notes(found: Range, value: Fact | None, today: date) -> tuple[VerdictNote, ...]:
    old = isinstance(value, Quantity) and is_old(value.taken, today)
    told = (VerdictNote.OLD_RESULT, VerdictNote.ESTIMATED)
    return tuple(note for note, holds in zip(told, (old, found.estimated), strict=True) if holds)
