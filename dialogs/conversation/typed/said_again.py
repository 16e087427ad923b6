"""A yes that says once more what was read back: "yes, June", "sí, 17"."""

from __future__ import annotations

from dialogs.answers import DENIED, Misread, MisreadReason, parse_answer
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.assent import Confirms, assents
from dialogs.study.study import Slot

#: How many words stand behind the yes at most. In more of them something else may be told.
_MOST_WORDS = 4


def says_it_again(turn: Turn, slot: Slot, text: str) -> bool:
    """Tell whether a text is a yes and behind it the very value that waits for one; a number may lack its unit."""
    yes, behind = _halves(turn, text)
    if not yes or len(behind.split()) > _MOST_WORDS:
        return False
    waiting = turn.c.draft.reading.get(slot.key)
    if waiting in DENIED and len(behind.split()) == 1:
        return False  # "yes, no" is neither
    try:
        return parse_answer(slot.question, behind, turn.labels(slot.question), turn.today).value == waiting
    except Misread as misread:
        return misread.reason is MisreadReason.NO_UNIT and waiting in misread.offers


def _halves(turn: Turn, text: str) -> tuple[str, str]:
    """Return the yes that a text begins with, of one word or two, and what stands behind it."""
    words = text.split()
    for end in (2, 1):
        head = " ".join(words[:end]).rstrip(",.;:")
        if len(words) > end and assents(turn, head, Confirms.READING):
            return head, " ".join(words[end:])
    return "", ""
