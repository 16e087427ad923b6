"""Rules on treatments beside the washout: being on one for so long, how much of it, and never having had one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dialogs.study.amounts import Limits, range_of
from dialogs.study.rules import MET, OPEN, Facts, Treatment, Truth, Verdict, VerdictNote, all_some_none
from dialogs.study.study import Measure
from dialogs.study.windows import Window
from dialogs.values import When


@dataclass(frozen=True, slots=True)
class OnTreatment:
    """Some treatment is taken, for so long, and in such a dose."""

    fact: str
    groups: tuple[str, ...]
    since: Window | None = None
    dose: Limits | None = None
    lasting: bool = False
    measures: Mapping[str, Measure] | None = None
    #: Cannot be told apart here: perhaps one of these groups.
    unsure: tuple[str, ...] = ()

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return (self.fact,)

    def judge(self, facts: Facts, today: date) -> Verdict:
        """One that fits is enough; not met where none is taken, or all too short or in another dose."""
        named = facts.get(self.fact)
        if not isinstance(named, tuple):
            return OPEN
        verdicts = [self._one(each, today) for each in named if each.medicine.group in self.groups]
        if any(verdict.truth is Truth.MET for verdict in verdicts):
            return MET
        open_ = [verdict for verdict in verdicts if verdict.truth is Truth.UNKNOWN]
        if open_ or any(each.medicine.group in self.unsure for each in named):
            notes = tuple(note for verdict in open_ for note in verdict.notes) or (VerdictNote.UNSURE,)
            return Verdict(Truth.UNKNOWN, notes=notes)
        if not verdicts:
            return Verdict(Truth.NOT_MET, self.lasting, notes=(VerdictNote.ABSENT,))
        ends = [verdict.until for verdict in verdicts if verdict.until is not None]
        until = None if self.lasting else min(ends, default=None)
        notes = tuple(dict.fromkeys(note for verdict in verdicts for note in verdict.notes))
        return Verdict(Truth.NOT_MET, self.lasting, until, notes)

    def _one(self, treatment: Treatment, today: date) -> Verdict:
        if treatment.stopped:
            return Verdict(Truth.NOT_MET, self.lasting, notes=(VerdictNote.ABSENT,))
        dosed = MET if self.dose is None else _dosed(treatment, self.dose, self.measures or {})
        if dosed.truth is Truth.NOT_MET:
            return dosed
        long_enough = self._long_enough(treatment, today)
        if long_enough.truth is not Truth.MET:
            return long_enough
        return dosed

    def _long_enough(self, treatment: Treatment, today: date) -> Verdict:
        began = treatment.began
        if self.since is None:
            return MET
        if not isinstance(began, When):
            return Verdict(Truth.UNKNOWN, notes=(VerdictNote.UNDATED,))
        if began.first > today:
            return Verdict(Truth.UNKNOWN, notes=(VerdictNote.PLANNED,))
        since = self.since
        truth = all_some_none(*(today >= since.after(day) for day in (began.first, began.last)))
        if truth is Truth.NOT_MET:
            until = None if self.lasting else since.after(began.last)
            return Verdict(truth, self.lasting, until)
        return Verdict(truth, notes=(VerdictNote.EDGE,) if truth is Truth.UNKNOWN else ())


@dataclass(frozen=True, slots=True)
class DoseLimit:
    """What is taken of some treatments lies within limits; met where none of them is taken."""

    fact: str
    groups: tuple[str, ...]
    dose: Limits
    measures: Mapping[str, Measure]
    lasting: bool = False

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return (self.fact,)

    def judge(self, facts: Facts, today: date) -> Verdict:
        """One dose outside fails it; one that is not known leaves it open."""
        named = facts.get(self.fact)
        if not isinstance(named, tuple):
            return OPEN
        taken = [each for each in named if each.medicine.group in self.groups and not each.stopped]
        verdicts = [_dosed(each, self.dose, self.measures) for each in taken]
        for truth in (Truth.NOT_MET, Truth.UNKNOWN):
            for verdict in verdicts:
                if verdict.truth is truth:
                    return verdict
        return MET


def _dosed(treatment: Treatment, dose: Limits, measures: Mapping[str, Measure]) -> Verdict:
    found = range_of(treatment.dose, measures)
    return OPEN if found is None else dose.of_range(found)


@dataclass(frozen=True, slots=True)
class Never:
    """None of some treatments was ever given."""

    fact: str
    groups: tuple[str, ...]
    lasting: bool = True
    unsure: tuple[str, ...] = ()

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return (self.fact,)

    def judge(self, facts: Facts, today: date) -> Verdict:
        """One that was given fails it, whenever that was; what is only planned was not given yet."""
        named = facts.get(self.fact)
        if not isinstance(named, tuple):
            return OPEN
        given = [each for each in named if each.medicine.group in self.groups]
        if any(not _is_planned(each, today) for each in given):
            return Verdict(Truth.NOT_MET, self.lasting)
        if given:
            return Verdict(Truth.UNKNOWN, notes=(VerdictNote.PLANNED,))
        if any(each.medicine.group in self.unsure for each in named):
            return Verdict(Truth.UNKNOWN, notes=(VerdictNote.UNSURE,))
        return MET


def _is_planned(treatment: Treatment, today: date) -> bool:
    return isinstance(treatment.when, When) and treatment.when.first > today
