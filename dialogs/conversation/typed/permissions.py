"""What a text says to the list of permissions: that one is taken back, that none is, or that which one is not clear."""

from __future__ import annotations

from dialogs.conversation.states import StepName
from dialogs.conversation.step import Next, OpenBelow, Step
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.assent import asks_to_withdraw, asks_which, goes_on, keeps, speaks_of_withdrawing
from dialogs.conversation.typed.button_matching import yes_or_no
from dialogs.conversation.typed.left_alone import asks_for_no_letters
from dialogs.conversation.typed.wishes import TO_TAKE_BACK, Wish, begins_with_no, wish
from dialogs.screens import Button


def said_of_permissions(turn: Turn, step: Step, text: str) -> Button | Next | None:
    """Return the button that a text means there, or how to take one back; None where it says nothing of them."""
    if step.name is not StepName.PERMISSIONS or turn.c.draft.meant or text.lstrip().startswith("/"):
        return None
    if asks_for_no_letters(turn, text):
        return None
    *given, onward = step.screen(turn).options
    if len(given) == 1 and asks_to_withdraw(turn, text):
        return given[0]
    if asks_which(turn, text):
        return OpenBelow(step.name, (TO_TAKE_BACK,))
    if keeps(turn, text) or goes_on(turn, text) or yes_or_no(turn, text) == "no" or wish(turn, text) is Wish.NO:
        return onward
    speaks = speaks_of_withdrawing(turn, text) and not begins_with_no(turn, text)
    return OpenBelow(step.name, (TO_TAKE_BACK,)) if speaks else None
