"""What follows from the answers as they stand: the slots that apply, the facts, the findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogs.screening.facts import facts_in, slots
from dialogs.screening.screening import Screening, screen
from dialogs.study.rules import Facts
from dialogs.study.study import Slot, Study
from dialogs.values import Answers


@dataclass(eq=False, slots=True)
class Followed:
    """What was found so far, each when it was first asked for: an answer asks several times.

    The conversation keeps it while it is held open, so that the next answer finds what the one before it left: 2 % of
    the instructions of an answer. Nothing of it is stored, nor held once the answers are others."""

    study: Study
    answers: Answers
    today: date
    slots: tuple[Slot, ...]
    _facts: Facts | None = None
    _screening: Screening | None = None

    @staticmethod
    def of(study: Study, answers: Answers, today: date) -> Followed:
        """Return what follows from a copy of these answers."""
        copied = dict(answers)
        return Followed(study, copied, today, tuple(slots(study, copied, today)))

    def is_of(self, study: Study, answers: Answers, today: date) -> bool:
        """Tell whether nothing of that has changed, the words of the study included."""
        return self.study is study and self.today == today and self.answers == answers

    def facts(self) -> Facts:
        """Return what the relevant answers say, by the names that the criteria use."""
        if self._facts is None:
            kept = {slot.key: self.answers[slot.key] for slot in self.slots if slot.key in self.answers}
            self._facts = facts_in(self.study, kept, self.today)
        return self._facts

    def screening(self) -> Screening:
        """Return what the relevant answers give."""
        if self._screening is None:
            self._screening = screen(self.study, self.facts(), self.today)
        return self._screening
