"""What follows a typed text that is not taken at once: it is read back for a yes, or the question comes again."""

from __future__ import annotations

from dataclasses import replace

from dialogs.answers import Misread, MisreadReason, Reading
from dialogs.conversation.step import Show
from dialogs.conversation.texts.question_screen import current_slot
from dialogs.conversation.texts.reprompt import offers_for, reprompt_blocks
from dialogs.conversation.turn import Turn, line
from dialogs.conversation.typed.asked_back import still_asked
from dialogs.conversation.typed.asking import asked_of_nobody
from dialogs.conversation.typed.medicine_list import added, kept_beside
from dialogs.conversation.typed.taken_at_once import would_end
from dialogs.screens import N_, Look
from dialogs.study.study import Kind, Slot
from dialogs.values import Value

THE_OTHER = N_("Part of that was not clear. And the other one?")
#: Misreadings after which buttons and a person are offered (AX-09).
PATIENCE = 2


def ask_again(turn: Turn, slot: Slot, misread: Misread, text: str) -> Show:
    """Not understood: say what would be, with an example; the second time with buttons and a person (AX-09)."""
    draft, question, misread = turn.c.draft, slot.question, still_asked(turn, slot, misread, text)
    if asked := asked_of_nobody(turn, question, text, misread):
        return Show(asked)
    if heard := _half_heard(turn, slot, misread):
        return _and_the_other(turn, slot, heard)
    # half an answer is no misreading
    half = bool(misread.half) or (misread.reason is MisreadReason.WHICH_TEST and not draft.offers)
    misreadings, offers = draft.misread + (not half), tuple(misread.offers)
    again = misreadings >= PATIENCE
    noted, strange = kept_beside(turn, slot, misread, text)
    marked = draft.noted if question.kind is Kind.CHOICES else {}
    if misread.named:
        told = {slot.key: misread.named}
        noted = added(slot, noted, told) if noted else told
    is_whole = bool(noted) and not strange and not draft.strange and not offers
    turn.c.draft = replace(
        draft,
        reading=noted if is_whole else {},
        noted={} if is_whole else noted or marked,
        strange=strange or draft.strange,
        misread=misreadings,
        half=misread.half,
        ranges=draft.ranges or (again and bool(question.fallback)),
        offers=offers or (offers_for(question, turn.today) if again else ()),
    )
    return Show(reprompt_blocks(turn, question, misread, again))


def _and_the_other(turn: Turn, slot: Slot, heard: tuple[str, ...]) -> Show:
    """Show what was heard as marked, and ask for the rest: it is read back when the list is done. What would end the
    questions is read back at once."""
    told: dict[str, Value] = {slot.key: heard}
    if would_end(turn, told):
        return read_back(turn, told)
    turn.c.draft = replace(turn.c.draft, ticked=heard, noted=told, reading={}, offers=(), half="")
    return Show((line(THE_OTHER, Look.STRONG),))


def _half_heard(turn: Turn, slot: Slot, misread: Misread) -> tuple[str, ...]:
    """Return what a text named of a list, and what was marked before, where another part of it was not understood."""
    named = tuple(each for each in misread.offers if isinstance(each, str))
    if slot.question.kind is not Kind.CHOICES or misread.reason is not MisreadReason.NOTHING or not named:
        return ()
    both = {*turn.c.draft.ticked, *named}
    return tuple(each.value for each in slot.question.options if each.value in both)


def read_back(turn: Turn, told: dict[str, Value], reading: Reading | None = None) -> Show:
    """Say what was understood and wait for a yes; words of a list that were not understood are asked about first."""
    slot, draft = current_slot(turn), turn.c.draft
    told = added(slot, draft.noted, told) if draft.noted else told
    strange = (*draft.strange, *reading.left_out) if reading else draft.strange
    turn.c.draft = replace(
        draft,
        reading={} if strange else told,
        noted=told if strange else {},
        strange=tuple(dict.fromkeys(strange)),
        near=(*draft.near, *reading.guessed) if reading else draft.near,
        cut=draft.cut or (reading is not None and reading.cut),
        offers=() if slot.question.kind is Kind.MEDICINES else draft.offers,
        misread=0,
        half="",
    )
    return Show()
