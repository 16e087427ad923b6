"""Another way to reach her, once it was sent: because the team could not, or because somebody there asks to talk."""

from __future__ import annotations

from dataclasses import replace

from dialogs.answers import Misread, parse_answer
from dialogs.conversation.states import FINAL, State
from dialogs.conversation.steps.contact import address_question, begin, typed
from dialogs.conversation.steps.sent import ANOTHER, wanted
from dialogs.conversation.turn import Turn
from dialogs.machine import may
from dialogs.screens import N_, Button, Screen, Text

SIDE = ANOTHER.value


def ask(turn: Turn) -> None:
    """Somebody of the team wants to talk: one discreet message, and the way to answer it."""
    c = turn.c
    if c.blocked or not c.case or c.state in (State.NEW, *FINAL):
        return
    c.contact_asked = True
    if c.state == State.SENT:
        turn.show(Screen((wanted(turn),), "send", "choice", (ANOTHER,), numbered=False), quiet=True)
        c.status_prompt = c.prompt
    elif may(turn.machine, replace(c, state=c.back_to) if c.state == State.PAUSED else c, "call_me"):
        turn.aside(SIDE, side_screen(turn))
    else:  # she is giving one just now
        turn.tell(wanted(turn))


def side_screen(turn: Turn) -> Screen:
    """The same while questions are open: they wait, and go on after it."""
    return Screen((wanted(turn),), SIDE, "choice", (ANOTHER, Button("continue", Text(N_("Go on")))))


def takes(turn: Turn, text: str) -> bool:
    """A phone or an e-mail typed under a message that asks for one: on to the read-back."""
    if not offered(turn):
        return False
    question = address_question(turn)
    try:
        parse_answer(question, text, turn.labels(question), turn.today)
    except Misread:
        return False
    begin(turn)
    typed(turn, text)
    return True


def offered(turn: Turn) -> bool:
    """Does the open message offer to give another contact?"""
    return SIDE in turn.c.offered and turn.c.state not in (State.NEW, *FINAL)
