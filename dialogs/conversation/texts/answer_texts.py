"""The answers so far, in words."""

from __future__ import annotations

from dialogs.conversation.turn import Turn
from dialogs.screening.facts import slots
from dialogs.screens import Text
from dialogs.study.study import Slot
from dialogs.value_texts import shown, slot_text


def answered_slots(turn: Turn) -> list[Slot]:
    """Return the slots that apply and have an answer, in order."""
    return [s for s in slots(turn.study, turn.c.answers, turn.today) if s.key in turn.c.answers]


def answer_text(turn: Turn, slot: Slot) -> Text:
    """Return the answer at a slot, in words."""
    return shown(turn.study, turn.lexicon, turn.c.language, slot.question, turn.c.answers[slot.key])


def short_name(turn: Turn, slot: Slot) -> Text:
    """Return the few words that name a slot."""
    return slot_text(slot.question.short, turn.study, turn.lexicon, turn.c.language, slot)
