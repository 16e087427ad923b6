"""What a person can ask for by law, and until when it must be answered (CL-15)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

#: Calendar days in which the law wants an answer in writing.
ANSWER_WITHIN = timedelta(days=30)


class Right(StrEnum):
    """What is asked for."""

    ACCESS = "access"
    ERASE = "erase"
    CORRECT = "correct"
    BLOCK = "block"
    OBJECT = "object"
    PORTABILITY = "portability"


def due_on(came: date) -> date:
    """Return the last day on which what came that day may be answered."""
    return came + ANSWER_WITHIN
