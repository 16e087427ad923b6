"""One asking of a question: what an answer is kept under."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dialogs.values import Medicine

if TYPE_CHECKING:  # a study makes its askings of its questions
    from dialogs.study.study import Question


@dataclass(frozen=True, slots=True)
class Slot:
    """One asking of one question: of its own, or of one treatment."""

    question: Question
    medicine: Medicine | None = None
    #: The name that its answer is kept under: `age`, `when:<treatment>`. Made once: an answer asks for eighty.
    key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the name."""
        own, medicine = self.question.id, self.medicine
        object.__setattr__(self, "key", own if medicine is None else f"{own}:{medicine.key}")
