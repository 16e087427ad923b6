"""Whoever asks not to be written to: an answer where that is asked or an address is, and elsewhere asked about first.

Only the command and its own word block the use of all data at once; other words may be about this one letter.
"""

from __future__ import annotations

from typing import Final

from dialogs.answers import asks_for_a_call, is_guessed
from dialogs.commands import ChatCommand
from dialogs.conversation.own_data import NOT_BLOCKED
from dialogs.conversation.states import StepName
from dialogs.conversation.step import Next, Show, Step
from dialogs.conversation.steps import contact
from dialogs.conversation.turn import Turn, line
from dialogs.conversation.typed.button_matching import button_of
from dialogs.conversation.typed.clauses import one_said
from dialogs.conversation.typed.commands import typed_command
from dialogs.conversation.typed.request import calls_for_a_number
from dialogs.conversation.typed.wishes import says_only
from dialogs.screens import N_, Button, Text

#: What the words may mean, read back before it is done.
BLOCK: Final = Button(ChatCommand.BLOCK, Text(N_("Block the use of my data")))


def asks_for_no_letters(turn: Turn, text: str) -> bool:
    """Tell whether a whole text asks not to be written to, in other words than the command's own."""
    return typed_command(turn, text) is ChatCommand.BLOCK and is_guessed(text, turn.lexicon)


def left_alone(turn: Turn, step: Step, text: str) -> Next | None:
    """Take a wish to be called, or not to be written to, where it answers what is shown; None for anything else."""
    if calls_for_a_number(turn, step, text):
        return contact.ask_for_number(turn)
    if turn.c.draft.meant or turn.c.draft.reading:
        return None
    if step.name is StepName.CONTACT:
        return _at_contact(turn, text)
    offered = next((pair for pair in step.yes_no if pair[0] in turn.c.offered), None)
    if step.name is StepName.SENT and offered and asks_for_no_letters(turn, text):
        return step.press(turn, button_of(turn, step, offered[1]))
    return None


def _at_contact(turn: Turn, text: str) -> Next | None:
    """Ask for another way where a letter is not wanted, and for the number where a call is."""
    if says_only(turn, text, "call", "reached") and not any(map(str.isdigit, text)):
        return contact.ask_for_number(turn)
    if asks_for_no_letters(turn, text):
        return Show(() if turn.c.blocked else (line(NOT_BLOCKED),))
    said = one_said(text, lambda clause: ChatCommand.BLOCK if asks_for_no_letters(turn, clause) else None)
    return contact.ask_for_number(turn) if said and asks_for_a_call(said.rest, turn.lexicon) else None
