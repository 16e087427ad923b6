"""What the clock brings: a reminder, or the end of the time for which something is kept."""

from __future__ import annotations

from datetime import timedelta

from dialogs.conversation.incoming import TimeIsUp
from dialogs.conversation.reminders import REMINDERS, Wanted
from dialogs.conversation.states import FINAL, State
from dialogs.conversation.step import Next, Stay
from dialogs.conversation.turn import Turn
from dialogs.replies import Purpose, Remind, Reminder, Say
from dialogs.screens import Screen

#: What these reminders lead to is asked.
_TO_THE_QUESTIONS = (Purpose.LATER_UNFINISHED, Purpose.LATER_RECHECK)


def due(turn: Turn, what: Reminder | TimeIsUp) -> Next:
    """Work off what the clock brings: each message only as agreed, once, and without a word on health."""
    c = turn.c
    if what == "expired":
        if c.recheck_on >= turn.today.isoformat() and c.answers and not c.consents.get(Purpose.KEEP):
            return _only_the_day_stays(turn)
        if c.state not in (State.NEW, *FINAL):
            turn.move("stop")
        c.stack = []
        turn.forget()
        return Stay()
    row = REMINDERS[what]
    if row.purpose is not None and not c.consents.get(row.purpose):
        return Stay()
    # Where nothing is asked, nobody is called back to the questions; the day comes when something is.
    match Wanted.TOMORROW if turn.site.information_only and row.purpose in _TO_THE_QUESTIONS else row.wanted(turn):
        case Wanted.NOW:
            turn.replies.append(Say(Screen((*turn.above, *row.message(turn))), quiet=True))
        case Wanted.TOMORROW:
            turn.replies.append(Remind(what, turn.today + timedelta(days=1)))
        case Wanted.NEVER:
            pass
    return Stay()


def _only_the_day_stays(turn: Turn) -> Next:
    """Erase the answers: to write on a day was agreed to, to keep them until then was not."""
    turn.move("start_over")
    turn.c.answers, turn.c.offered, turn.c.stack, turn.c.paused_at, turn.c.called_from = {}, [], [], "", ""
    return Stay()
