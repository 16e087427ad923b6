"""Another way to reach the person, once it was sent: the team could not, or somebody there asks to talk."""

from __future__ import annotations

from dataclasses import replace

from dialogs.answers import Misread
from dialogs.conversation.reaching import open_contact, read_address
from dialogs.conversation.states import FINAL, State, StepName
from dialogs.conversation.step import Close, Next, Open, ShowInstead, Stay
from dialogs.conversation.texts.referral_status import ANOTHER, wanted_block
from dialogs.conversation.turn import Turn
from dialogs.machine import may
from dialogs.screens import N_, Button, Screen, Text


def ask(turn: Turn) -> Next:
    """Somebody of the team wants to talk: one discreet message, and the way to answer it."""
    c = turn.c
    if c.blocked or not c.referral_state or c.state in (State.NEW, *FINAL):
        return Stay()
    c.contact_asked = True
    if c.state == State.SENT:
        return ShowInstead(Screen((wanted_block(turn),), "send", "choice", (ANOTHER,), numbered=False), quiet=True)
    if may(turn.machine, replace(c, state=c.paused_at) if c.state == State.PAUSED else c, "call_me"):
        return Open(StepName.ANOTHER_CONTACT)
    turn.tell(wanted_block(turn))  # they are giving one just now
    return Stay()


def another_contact_screen(turn: Turn) -> Screen:
    """Return the same while questions are open: they wait, and go on after it."""
    go_on = Button("continue", Text(N_("Go on")))
    return Screen((wanted_block(turn),), StepName.ANOTHER_CONTACT, "choice", (ANOTHER, go_on))


def press(turn: Turn, button: Button) -> Next:
    """Ask how, or go on."""
    return open_contact(turn) if button.value == ANOTHER.value else Close()


def read(turn: Turn, text: str) -> Next | None:
    """Take a phone or an e-mail typed under a message that asks for one: on to the read-back."""
    if ANOTHER.value not in turn.c.offered:
        return None
    try:
        address = read_address(turn, text)
    except Misread:
        return None
    shown = open_contact(turn)
    turn.c.draft = replace(turn.c.draft, reading={"contact": address})
    return shown


def share(turn: Turn, phone: str, own: bool) -> Next | None:
    """Take the person's own number; anybody else's says nothing here."""
    return read(turn, phone) if own else None
