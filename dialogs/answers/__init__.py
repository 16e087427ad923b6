"""What people write → values.

Theory of operation. `parse_answer` folds the text (`dialogs.spelling`), cuts it, and hands it to the reader of the
question's kind, one module each. A reader either gives a `Reading` or raises `Misread`; when two readings are
possible it asks. `safety` comes before anything else and looks at the whole text; `command` takes whole texts only.
"""

from __future__ import annotations

from datetime import date

from dialogs.answers.reading import REASONS, Labels, Misread, Reading
from dialogs.lexicon import Lexicon
from dialogs.spelling import fold
from dialogs.study import Question

__all__ = ["REASONS", "Labels", "Misread", "Reading", "command", "fold", "national_id", "parse_answer", "safety"]


def parse_answer(question: Question, text: str, labels: Labels, today: date) -> Reading:
    """Read one text as the answer to one question, or raise Misread. No other exception, whatever the text."""
    raise Misread("nothing")


def safety(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The red-flag groups that a text hits, worst first."""
    return ()


def command(text: str, lexicon: Lexicon) -> str | None:
    """The command that the whole text is, in either language."""
    return None


def national_id(text: str) -> bool:
    """Is there a RUT in the text?"""
    return False
