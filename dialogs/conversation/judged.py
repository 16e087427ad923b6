"""A result that was shown on another day is judged again before anything is sent on the strength of it."""

from __future__ import annotations

from datetime import date

from dialogs.conversation.conversation import Conversation
from dialogs.conversation.states import State
from dialogs.conversation.step import Show
from dialogs.conversation.turn import Turn, line
from dialogs.screening.facts import facts_of
from dialogs.screening.screening import Screening, screen
from dialogs.screens import N_

#: Where the result was seen, and what follows from it is still open.
_AFTER_THE_RESULT = (State.RESULT, State.CONTACT, State.SEND)
CHANGED = N_("We looked again today, and your result has changed. Nothing was sent.")
CHANGED_FOR_HELPER = N_("We looked again today, and the result of the person has changed. Nothing was sent.")


def note_day(turn: Turn) -> None:
    """Note on which day the result that is open was judged; forget it where none is."""
    c = turn.c
    if _stands_at(c) not in _AFTER_THE_RESULT or c.called_from:
        c.judged_on = ""
    elif not c.judged_on:
        c.judged_on = turn.today.isoformat()


def judged_again(turn: Turn) -> Show | None:
    """Return the result of today, above which it is said that it changed; None where it is the one that was shown."""
    c = turn.c
    if not c.judged_on or c.called_from:
        return None
    day, now = date.fromisoformat(c.judged_on), turn.screening()
    before = now if day == turn.today else _judged(turn, day)
    c.judged_on = turn.today.isoformat()
    if _told(before) == _told(now):
        return None
    if c.state != State.RESULT:
        turn.move("back")
    c.contact = {}
    return Show((line(turn.words(CHANGED, CHANGED_FOR_HELPER)),))


def _stands_at(c: Conversation) -> str:
    return c.paused_at if c.state == State.PAUSED else c.state


def _judged(turn: Turn, day: date) -> Screening:
    return screen(turn.study, facts_of(turn.study, turn.c.answers, day), day)


def _told(screening: Screening) -> tuple[object, ...]:
    """Return what a result tells a person, and the team."""
    verdicts = tuple((finding.criterion, finding.verdict.truth) for finding in screening.findings)
    return screening.outcome, screening.earliest, verdicts
