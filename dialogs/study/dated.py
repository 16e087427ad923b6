"""How long ago something dated may, or must, have been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogs.study.rules import MET, OPEN, Facts, Truth, Verdict, VerdictNote, all_some_none
from dialogs.study.windows import Window
from dialogs.values import When


@dataclass(frozen=True, slots=True)
class Ago:
    """Something dated lies no longer ago than a window, or at least so long ago; both days count."""

    fact: str
    at_most: Window | None = None
    at_least: Window | None = None
    lasting: bool = False
    #: What "there was none" means: met, not met, or unknown.
    none: Truth = Truth.UNKNOWN

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return (self.fact,)

    def judge(self, facts: Facts, today: date) -> Verdict:
        """Not met by a date on the wrong side; what lies ahead is unknown, and so is a date only partly inside."""
        when = facts.get(self.fact)
        if when == "none":
            lasting = self.lasting and self.none is Truth.NOT_MET
            return Verdict(self.none, lasting, notes=(VerdictNote.ABSENT,) if self.none is Truth.NOT_MET else ())
        if not isinstance(when, When):
            return OPEN
        if when.first > today:
            return Verdict(Truth.UNKNOWN, notes=(VerdictNote.PLANNED,))
        late, early = self._too_late(when, today), self._too_early(when, today)
        if late is Truth.MET:
            return Verdict(Truth.NOT_MET, self.lasting, notes=(VerdictNote.EXPIRED,))
        if early is Truth.MET and self.at_least is not None:
            return Verdict(Truth.NOT_MET, self.lasting, None if self.lasting else self.at_least.after(when.last))
        if Truth.UNKNOWN in (late, early):
            return Verdict(Truth.UNKNOWN, notes=(VerdictNote.EDGE,))
        return MET

    def _too_late(self, when: When, today: date) -> Truth:
        """Is it longer ago than it may be?"""
        most = self.at_most
        if most is None:
            return Truth.NOT_MET
        return all_some_none(*(today > most.after(day) for day in (when.first, when.last)))

    def _too_early(self, when: When, today: date) -> Truth:
        """Is it not yet as long ago as it must be?"""
        least = self.at_least
        if least is None:
            return Truth.NOT_MET
        return all_some_none(*(today < least.after(day) for day in (when.first, when.last)))
