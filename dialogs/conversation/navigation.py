"""Steering: commands in every state, going back, pausing, going on, and what the clock brings.

`open_screen` says what the open step shows, so that anything said in between can be followed by it: the place is
never lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from dialogs.conversation import commands
from dialogs.conversation.incoming import TimeIsUp
from dialogs.conversation.reminders import REMINDERS, Wanted
from dialogs.conversation.states import FINAL, State
from dialogs.conversation.step_table import step_of
from dialogs.conversation.steps import contact, opening, questions, result, rights
from dialogs.conversation.turn import Turn, line
from dialogs.languages import Language
from dialogs.replies import Heading, Remind, Reminder, Say
from dialogs.screens import N_, Block, Look, Screen
from dialogs.site import Recruitment
from dialogs.values import member

Errand = Callable[[Turn], None]

#: Commands that say something and then show the open step again.
TELLING: Mapping[str, Errand] = {
    "privacy": rights.privacy,
    "help": commands.help_,
    "status": commands.status,
    "mydata": rights.my_data,
    "verify": commands.verify,
    "accessible": commands.accessible,
    "block": rights.block,
    "card": commands.trial_card,
    "about": commands.about_it,
}
#: Commands that ask something of their own; the open step waits.
ASKING: Mapping[str, Errand] = {
    "language": commands.language,
    "delete": rights.delete,
    "permissions": rights.permissions,
    "person": commands.person,
    "frequent": commands.frequent,
}


def open_screen(turn: Turn) -> Screen | None:
    """What the open step shows; None where nothing is open. Looks only."""
    step = step_of(turn.c.state)
    return step.screen(turn) if step else None


def reopen(turn: Turn, *intro: Block) -> None:
    """Show the open step again, or how to begin where nothing is open."""
    turn.c.marks.pop("side", None)
    step = step_of(turn.c.state)
    if step is None:
        if turn.c.state == State.CLOSED:
            turn.tell(*intro, *opening.status(turn))
        else:
            turn.tell(*intro, line(N_("To begin, write /start.")))
        return
    shown = step.short(turn) if intro and step.short else step.screen(turn)
    turn.show(replace(shown, blocks=(*intro, *shown.blocks)))
    if step.keeps_status:
        turn.c.status_prompt = turn.c.prompt


def ordered(turn: Turn, name: str, argument: str = "") -> None:
    c = turn.c
    if name in TELLING:
        TELLING[name](turn)
        if c.state not in (State.NEW, *FINAL):
            reopen(turn)
    elif name == "language" and (language := member(Language, argument)) is not None:
        c.language = language
        reopen(turn)
    elif name in ASKING:
        ASKING[name](turn)
    elif name == "start":
        _start(turn, argument)
    elif name in ("pause", "stop", "back", "continue"):
        _steer(turn, name, argument)
    else:
        turn.tell(line(N_("I do not know that command. /help shows what you can write.")))
        reopen(turn)


def _start(turn: Turn, payload: str) -> None:
    """Begin, or go on where she was with a line of recap; a known campaign is kept, nothing else of the link."""
    c = turn.c
    if c.state == State.NEW or c.state in FINAL:
        campaign = payload.removeprefix("c_")
        c.campaign = campaign if campaign in turn.site.campaigns else ""
        opening.arrive(turn)
    elif c.state == State.PAUSED:
        _steer(turn, "continue", "")
    elif c.state == State.CARD and c.recheck_on:
        # She came back for a day that she agreed to: never without the sentence on treatment (RE-15).
        reopen(turn, *turn.text("do_not_stop"))
    elif c.state == State.CARD or (c.state == State.SENT and _news(turn)):
        opening.arrive(turn)
    else:
        reopen(turn, line(N_("You were here. To begin again, write /stop first."), Look.HINT))


def _news(turn: Turn) -> bool:
    """Does the study look for people now, and is she only on the interest list?"""
    return turn.c.heading == Heading.INTEREST and turn.site.standing(turn.today) is Recruitment.RECRUITING


def _steer(turn: Turn, name: str, argument: str) -> None:
    """Pause, go on, go back, stop."""
    c = turn.c
    c.marks.pop("side", None)
    nowhere = c.state == State.NEW or c.state in FINAL
    if name == "continue":
        if c.state == State.PAUSED:
            turn.move("resume", to=c.back_to)
            c.back_to = ""
            contact.settle(turn)
            if argument == "quiet":
                return
            reopen(turn, line(N_("We go on where you were."), Look.HINT))
        else:
            reopen(turn)
    elif nowhere:
        turn.tell(line(N_("To begin, write /start.")))
    elif name == "stop" and c.state != State.SENT:  # there nothing goes on; taking it back is /delete, as it says
        _stop(turn)
    elif name == "pause" and c.state not in (State.PAUSED, State.SENT):
        c.back_to = c.back_to or c.state
        turn.move("pause")
        turn.show(opening.paused(turn))
    elif name == "back":
        _back(turn)
    else:
        reopen(turn)


def _stop(turn: Turn) -> None:
    c = turn.c
    if c.back_to == State.SENT:  # what was sent stands; she only gives no other contact
        turn.move("resume" if c.state == State.PAUSED else "return", to=State.SENT)
        c.back_to, c.pending = "", {}
        reopen(turn)
    elif c.answers and c.state != State.PAUSED:
        commands.ask_stop(turn)
    else:
        opening.stop(turn)


def _back(turn: Turn) -> None:
    """One step back, from every step to the first."""
    c = turn.c
    if c.state in (State.WHO, State.CONSENT, State.RESULT, State.SEND) or (c.state == State.CONTACT and not c.back_to):
        c.pending, c.contact, c.marks = {}, {}, {}
        turn.move("back")
        reopen(turn)
    elif c.state == State.CONTACT:
        to, c.back_to, c.pending, c.contact = c.back_to, "", {}, {}
        turn.move("return", to=to)
        reopen(turn)
    elif c.state == State.REVIEW:
        questions.ask_slot(turn, result.answered(turn)[-1])
    elif c.state in (State.CARD, State.SENT, State.PAUSED):
        reopen(turn, line(N_("There is no step before this one.")))
    else:
        questions.back(turn)


def due(turn: Turn, what: Reminder | TimeIsUp) -> None:
    """The clock. Each message only as agreed, once; nothing that can show on a lock screen names health."""
    c = turn.c
    if what == "expired":
        if c.state not in (State.NEW, *FINAL):
            turn.move("stop")
        c.marks.pop("side", None)
        opening.forget(turn)
        return
    row = REMINDERS[what]
    if row.purpose is not None and not c.consents.get(row.purpose):
        return
    match row.wanted(turn):
        case Wanted.NOW:
            turn.replies.append(Say(Screen((line(row.text),)), quiet=True))
        case Wanted.TOMORROW:
            turn.replies.append(Remind(what, turn.today + timedelta(days=1)))
        case Wanted.NEVER:
            pass
