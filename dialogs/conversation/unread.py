"""A text that nothing at the open step reads: what is said to it, and that it may be meant for the team."""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversation.states import State, StepName
from dialogs.conversation.step import Next, Open, OpenBelow, Show
from dialogs.conversation.steps import notes, team
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.after_sending import about_contact
from dialogs.conversation.typed.asking import is_question, to_be_asked
from dialogs.conversation.typed.wishes import NOT_CLEAR


def unread(turn: Turn, text: str) -> Next:
    """Follow a text that nothing here reads; once the team wrote, it is asked whether it is for the team."""
    c = turn.c
    said = to_be_asked(turn) if is_question(turn, text) else ()
    if c.state == State.SENT and c.team_wrote and not c.stack:
        if team.is_closed(turn):
            return Show((team.finished(turn),))
        if not c.blocked and notes.may_keep(turn):
            c.draft = replace(c.draft, note=text, passage="", note_number=0)
            return OpenBelow(StepName.NOTE_WHICH, said) if said else Open(StepName.NOTE_WHICH)
    if c.stack == [StepName.PERMISSIONS]:
        return OpenBelow(StepName.PERMISSIONS, said or (NOT_CLEAR,))
    return Show(about_contact(turn, text) or said or (NOT_CLEAR,))
