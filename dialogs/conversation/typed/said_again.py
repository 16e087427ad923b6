"""A yes that says once more what was read back: "yes, June", "sí, 17"."""

from __future__ import annotations

from dialogs.answers import DENIED, Misread, MisreadReason, parse_answer
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.assent import Confirms, assents
from dialogs.conversation.typed.wishes import says_only
from dialogs.study.study import Slot

#: How many words stand behind the yes at most. In more of them something else may be told.
_MOST_WORDS = 4
#: The label of a no that says nothing else.
PLAIN_NO = "No"


def says_it_again(turn: Turn, slot: Slot, text: str) -> bool:
    """Tell whether a text is a yes and behind it the very value that waits for one; a number may lack its unit."""
    if _denies_again(turn, slot, text):
        return True
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


def _denies_again(turn: Turn, slot: Slot, text: str) -> bool:
    """Tell whether a text is no more than "I don't have it", where a plain no waits and the text reads as that no.

    Behind a no that says what came out ("No, it was normal") it may be the paper that is not there."""
    waiting = turn.c.draft.reading.get(slot.key)
    label = next((each.label for each in slot.question.options if each.value == waiting), "")
    if "?" in text or waiting not in DENIED or label != PLAIN_NO:
        return False
    if not says_only(turn, text, "lacks", "read_back"):
        return False
    try:
        return parse_answer(slot.question, text, turn.labels(slot.question), turn.today).value == waiting
    except Misread:
        return False


def _halves(turn: Turn, text: str) -> tuple[str, str]:
    """Return the yes that a text begins with, of one word or two, and what stands behind it."""
    words = text.split()
    for end in (2, 1):
        head = " ".join(words[:end]).rstrip(",.;:")
        if len(words) > end and assents(turn, head, Confirms.READING):
            return head, " ".join(words[end:])
    return "", ""
