"""Words that say something of a list alone: "done", a number of it, and the no before what corrects a reading."""

from __future__ import annotations

import re

from dialogs.answers import fold, names_a_place
from dialogs.conversation.texts.question_screen import DONE
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.button_matching import labelled, says_no_more
from dialogs.conversation.typed.medicine_list import is_whole
from dialogs.study.study import Kind, Slot

#: "no, en abril": what follows the no corrects the reading.
LEADING_NO = re.compile(r"^\s*no\b[\s,.;:]*", re.IGNORECASE)


def corrects(text: str) -> bool:
    """Tell whether a no and a pause stand before a text: what follows is in the place of what was read."""
    leading = LEADING_NO.match(text)
    return leading is not None and leading[0].rstrip()[-1:] in (",", ".", ";", ":")


def belongs_to_the_list(turn: Turn, slot: Slot, text: str) -> bool:
    """Is the text a number or "done" of a list that a read-back stands in place of, or that no more is to come?

    It says nothing there (11c)."""
    if slot.question.kind is Kind.MONTH or (slot.question.kind is Kind.CHOICE and not slot.question.terms):
        return names_a_place(LEADING_NO.sub("", text), turn.labels(slot.question))
    if slot.question.kind not in (Kind.CHOICES, Kind.MEDICINES):
        return False
    return fold(text).rstrip(".").isdigit() or says_no_more(turn, text, 1) or labelled(turn, (DONE,), text) is not None


def is_done(turn: Turn, slot: Slot, text: str) -> bool:
    """Is it "done" at a list, whose button comes with the first tick, or where one is ticked "nothing else"?"""
    several = slot.question.kind in (Kind.CHOICES, Kind.MEDICINES)
    return several and (labelled(turn, (DONE,), text) is not None or is_whole(turn, slot, text))
