"""The kinds of rule, and how each judges the facts.

Theory of operation. A rule looks at facts (what the person's answers say) and gives a `Verdict` in three values:
met, not met, unknown. A fact that is missing, hidden or unknown never makes a rule fail (study-facts 4). A failure is
lasting or temporary, and a temporary one has an end date or none (4.1). "Today" is an argument. Which facts, months,
numbers and classes a rule uses is data of the study file; only the kinds live here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction

from dialogs.fixed import fixed
from dialogs.study.windows import Window
from dialogs.values import PLANNED, Medicine, Quantity, Unknown, When

#: Share of the threshold on either side inside which an estimated value decides nothing (study-facts 4.6).
BAND = Fraction(1, 10)


class Truth(Enum):
    """Met, not met, unknown. There is no fourth and no truthiness: write `is Truth.MET`."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("a Truth has three values: compare it with `is`")


class VerdictNote(StrEnum):
    """What a rule notes for the study team beside its verdict."""

    PLANNED = "planned"  # it lies ahead
    ONGOING = "ongoing"  # it goes on, dose after dose
    EDGE = "edge"  # at the edge of a window: the day matters
    UNDATED = "undated"
    UNSURE = "unsure"  # it may count or not
    ESTIMATED = "estimated"  # worked out here, not printed by a laboratory
    OLD_RESULT = "old_result"
    OTHER_TEST = "other_test"
    ABSENT = "absent"  # there is none
    EXPIRED = "expired"  # older than the window
    UNWANTED = "unwanted"  # of none of the wanted classes
    BELOW = "below"  # on that side of a range
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Treatment:
    """One treatment, as far as a rule must know it."""

    medicine: Medicine
    #: Of the last dose, or of the start for a newly started drug by mouth.
    when: When | Unknown = field(default_factory=Unknown)
    #: Newly started: "yes", "no", "unknown". Only some classes ask (study-facts 4.5).
    new: str = "unknown"
    #: Goes on, dose after dose.
    ongoing: bool = False
    #: It was said to have ended.
    stopped: bool = False
    #: When it was begun, where that was asked.
    began: When | Unknown = field(default_factory=Unknown)
    #: How much of it is taken, where that was asked.
    dose: Quantity | Unknown = field(default_factory=Unknown)


@dataclass(frozen=True, slots=True)
class Range:
    """What is known of a number: it lies between two ends. None is no end; an end belongs to it or not."""

    low: Fraction | None
    high: Fraction | None
    low_in: bool = True
    high_in: bool = True
    #: Worked out here, and not exactly: near a limit it decides nothing.
    estimated: bool = False


Fact = int | Decimal | str | When | Quantity | Range | tuple[Treatment, ...] | Unknown
Facts = Mapping[str, Fact]


@fixed(frozen=True, slots=True)
class Verdict:
    """What one rule says, and why."""

    truth: Truth
    lasting: bool = False
    #: From this day on a temporary failure no longer holds; None: no date can be given.
    until: date | None = None
    notes: tuple[VerdictNote, ...] = ()


MET = Verdict(Truth.MET)
OPEN = Verdict(Truth.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Between:
    """A number lies in a range, both ends included."""

    fact: str
    lowest: int
    highest: int
    lasting: bool = True

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return (self.fact,)

    def judge(self, facts: Facts, today: date) -> Verdict:
        """Return not met outside the range; unknown where neither a number nor its side of the range is known."""
        side = self._known_side(facts.get(self.fact))
        if side == "inside":
            return MET
        if side in (VerdictNote.BELOW, VerdictNote.ABOVE):
            return Verdict(Truth.NOT_MET, self.lasting, notes=(VerdictNote(side),))
        return OPEN

    def _known_side(self, value: Fact | None) -> str:
        if isinstance(value, Range):
            return self._sides(value)
        return self._side(value) if isinstance(value, int | Decimal) else str(value)

    def _sides(self, value: Range) -> str:
        """Return the side of a number that is not quite known, where all that it can be lies on it."""
        ends = {self._side(end) for end in (value.low, value.high) if end is not None}
        return ends.pop() if len(ends) == 1 and None not in (value.low, value.high) else "unknown"

    def _side(self, value: int | Decimal | Fraction) -> str:
        if value < self.lowest:
            return "below"
        return "inside" if value <= self.highest else "above"


@dataclass(frozen=True, slots=True)
class Is:
    """A yes-or-no fact has the wanted answer."""

    fact: str
    wanted: str
    lasting: bool

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return (self.fact,)

    def judge(self, facts: Facts, today: date) -> Verdict:
        """Return met or not met for a plain yes or no; unknown for everything else."""
        value = facts.get(self.fact)
        if value not in ("yes", "no"):
            return OPEN
        return MET if value == self.wanted else Verdict(Truth.NOT_MET, self.lasting)


@dataclass(frozen=True, slots=True)
class NoneOf:
    """None of some facts is "yes"; does not apply at all where `unless`, if there is one, is "no"."""

    facts: tuple[str, ...]
    unless: str
    lasting: bool

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return (*self.facts, self.unless) if self.unless else self.facts

    def judge(self, facts: Facts, today: date) -> Verdict:
        """Return not met for any yes, met where all say no, unknown for anything else (study-facts 5, pregnancy)."""
        if self.unless and facts.get(self.unless) == "no":
            return MET
        values = [facts.get(name) for name in self.facts]
        if "yes" in values:
            return Verdict(Truth.NOT_MET, self.lasting)
        return MET if all(value == "no" for value in values) else OPEN


@dataclass(frozen=True, slots=True)
class ClassWithin:
    """A dated examination of some class is not older than a window.

    Judged by the window first, then by the class. The window counts its last day: `today <= date + window` (study-facts
    4.3).
    """

    fact: str
    dated: str
    window: Window
    wanted: tuple[str, ...]
    #: Is a class that is not wanted lasting? Not where the next examination may show another.
    lasting: bool = True

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return (self.fact, self.dated)

    def judge(self, facts: Facts, today: date) -> Verdict:
        """Fail for good, if at all, only for a known class that is not wanted, inside the window or of unknown date."""
        found = facts.get(self.fact)
        if found == "none":
            return Verdict(Truth.NOT_MET, notes=(VerdictNote.ABSENT,))
        when = facts.get(self.dated)
        notes: tuple[VerdictNote, ...] = ()
        inside = Truth.UNKNOWN
        if isinstance(when, When):
            if when.first > today:
                return Verdict(Truth.UNKNOWN, notes=(VerdictNote.PLANNED,))
            inside = within(when, today, self.window)
            notes = (VerdictNote.EDGE,) if inside is Truth.UNKNOWN else ()
        if inside is Truth.NOT_MET:
            return Verdict(Truth.NOT_MET, notes=(VerdictNote.EXPIRED,))
        if not isinstance(found, str) or found == "unknown":
            return Verdict(Truth.UNKNOWN, notes=notes)
        if not set(found.split("+")) & set(self.wanted):
            return Verdict(Truth.NOT_MET, self.lasting, notes=(VerdictNote.UNWANTED,))
        return MET if inside is Truth.MET else Verdict(Truth.UNKNOWN, notes=notes)

    def valid_until(self, facts: Facts) -> date | None:
        """Return the last day on which the examination surely still counts; None without a date."""
        when = facts.get(self.dated)
        return self.window.after(when.first) if isinstance(when, When) else None


def all_some_none(first: bool, last: bool) -> Truth:
    """Return whether something holds for every possible day, for some or for none, from what holds at both ends."""
    if first is last:
        return Truth.MET if first else Truth.NOT_MET
    return Truth.UNKNOWN


def within(when: When, today: date, window: Window) -> Truth:
    """Tell whether a dated examination counts today; unknown where only some of its possible days do."""
    return all_some_none(*(today <= window.after(day) for day in (when.first, when.last)))


def inside(when: When, today: date, window: Window) -> Truth:
    """Tell whether a treatment's window still excludes: `today < date + window` for all, some or none of its days."""
    return all_some_none(*(today < window.after(day) for day in (when.first, when.last)))


@dataclass(frozen=True, slots=True)
class Washout:
    """No treatment of some classes was added within a window (study-facts 4.4 and 4.5)."""

    fact: str
    window: Window
    #: Any dose counts, first or repeated; the date is that of the last one.
    any_dose: tuple[str, ...] = ()
    #: Only a drug newly started counts; the date is its start, whether or not it goes on.
    newly_started: tuple[str, ...] = ()
    #: Cannot be told apart here; unknown while inside the window.
    unsure: tuple[str, ...] = ()

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return (self.fact,)

    def judge(self, facts: Facts, today: date) -> Verdict:
        """Judge each treatment: a failure outranks an unknown, and ends with the last that has an end, if all do."""
        treatments = facts.get(self.fact)
        if not isinstance(treatments, tuple):
            return OPEN
        verdicts = [self._one(treatment, today) for treatment in treatments]
        failures = [v for v in verdicts if v.truth is Truth.NOT_MET]
        notes = tuple(dict.fromkeys(note for v in verdicts for note in v.notes))
        if failures:
            ends = [v.until for v in failures]
            until = None if None in ends else max(end for end in ends if end is not None)
            return Verdict(Truth.NOT_MET, until=until, notes=notes)
        if any(v.truth is Truth.UNKNOWN for v in verdicts):
            return Verdict(Truth.UNKNOWN, notes=notes)
        return Verdict(Truth.MET, notes=notes)

    def _one(self, treatment: Treatment, today: date) -> Verdict:
        group = treatment.medicine.group
        started_only = group in self.newly_started
        if not (started_only or group in self.any_dose or group in self.unsure):
            return MET
        if started_only and treatment.new == "no":
            return MET
        when = treatment.when
        if isinstance(when, Unknown):
            return Verdict(Truth.UNKNOWN, notes=(VerdictNote.PLANNED if when.said == PLANNED else VerdictNote.UNDATED,))
        if when.first > today:
            return Verdict(Truth.UNKNOWN, notes=(VerdictNote.PLANNED,))
        counts = inside(when, today, self.window)
        # what is judged by its start keeps its window whether or not it goes on
        goes_on = treatment.ongoing and not started_only
        if counts is Truth.NOT_MET:
            # The date of something that goes on is its start: the last dose is not known.
            return Verdict(Truth.UNKNOWN, notes=(VerdictNote.ONGOING,)) if goes_on else MET
        certain = group not in self.unsure and not (started_only and treatment.new != "yes")
        if counts is Truth.UNKNOWN or not certain:
            return Verdict(
                Truth.UNKNOWN, notes=(VerdictNote.EDGE,) if counts is Truth.UNKNOWN else (VerdictNote.UNSURE,)
            )
        if goes_on:
            return Verdict(Truth.NOT_MET, notes=(VerdictNote.ONGOING,))
        return Verdict(Truth.NOT_MET, until=self.window.after(when.last))


def at_least(value: Fraction, comparator: str, threshold: Fraction, estimated: bool) -> Truth:
    """Is a value, maybe with a comparator, at or above the threshold? (study-facts 4.6)

    >>> at_least(Fraction(60), ">", Fraction(40), estimated=False)
    <Truth.MET: 'met'>
    >>> at_least(Fraction(60), "<", Fraction(40), estimated=False)
    <Truth.UNKNOWN: 'unknown'>
    """
    high = threshold * (1 + BAND) if estimated else threshold
    low = threshold * (1 - BAND) if estimated else threshold
    if comparator in (">", ">="):
        return Truth.MET if value >= high else Truth.UNKNOWN
    if comparator == "<" or (comparator == "<=" and value != low):
        return Truth.NOT_MET if value <= low else Truth.UNKNOWN
    if comparator == "<=":
        return Truth.UNKNOWN
    if value >= high:
        return Truth.MET
    return Truth.NOT_MET if value < low else Truth.UNKNOWN
