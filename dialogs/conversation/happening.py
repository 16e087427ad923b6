"""What the person did not do: the team, the clock, or an absence of the bot."""

from __future__ import annotations

from dialogs.conversation import own_data
from dialogs.conversation.clock import due
from dialogs.conversation.incoming import Blocked, DoctorAsked, Due, Event, Moved, Returned, Written
from dialogs.conversation.states import FINAL, State, StepName
from dialogs.conversation.step import Next, OpenBelow, Show, Stay
from dialogs.conversation.steps import another_contact, doctor, sent, team
from dialogs.conversation.turn import Turn, line
from dialogs.screens import N_, Block

WAS_AWAY = N_("This bot was away for a while. If you pressed a button, that may be lost. We go on here.")
#: Side steps at which every text is taken as it is.
WRITES = (StepName.TEAM, StepName.NOTE_WRITE)


def happened(turn: Turn, event: Event) -> Next:
    """Take what the person did not do here: the team, the clock, an absence of the bot, or another study."""
    match event:
        case Moved(Moved.ASK_CONTACT):
            return another_contact.ask(turn)
        case Moved(state, appointment):
            return sent.show_referral_state(turn, state, appointment)
        case Written(texts):
            return team.show_letter(turn, texts)
        case DoctorAsked(named):
            return doctor.ask(turn, named)
        case Due(what):
            return due(turn, what)
        case Returned():
            return _after_absence(turn)
        case Blocked(on):
            own_data.set_block(turn, blocked=on)
            return Stay()


def again(turn: Turn, above: tuple[Block, ...]) -> Next:
    """Show the open step again; whoever writes to the team, or a note, goes on writing."""
    writing = next((name for name in turn.c.stack if name in WRITES), None)
    return OpenBelow(writing, above) if writing is not None else Show(above)


def _after_absence(turn: Turn) -> Next:
    """Show the open question again to whoever was in the middle of the way; nobody else waits for anything."""
    waits = turn.c.state not in (State.NEW, State.PAUSED, State.SENT, *FINAL) and not turn.c.blocked
    return again(turn, (line(WAS_AWAY),)) if waits else Stay()
