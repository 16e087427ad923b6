"""What is written later on our own account: one row each, and nowhere else.

A row says which consent it needs (TG-07), what that consent is called to the person, what is written, and whether it
is wanted when its day comes. No text names health: it may show on a lock screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from dialogs.conversation.states import FINAL, State
from dialogs.conversation.turn import Turn
from dialogs.replies import Purpose, Reminder
from dialogs.screens import N_
from dialogs.site import Recruitment


class Wanted(Enum):
    """What to do with a reminder whose day has come."""

    NOW = "now"
    TOMORROW = "tomorrow"  # not yet: look again tomorrow
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Row:
    """One reminder."""

    #: Written only where this was agreed to; None: it follows from what was agreed to anyway.
    purpose: Purpose | None
    #: What that consent is called to the person; None where none is needed.
    name: str | None
    text: str
    wanted: Callable[[Turn], Wanted]


def while_something_is_open(turn: Turn) -> Wanted:
    """Tell of the erasing only where there is something to lose."""
    c = turn.c
    return Wanted.NEVER if c.blocked or c.state in (State.SENT, *FINAL) else Wanted.NOW


def while_paused(turn: Turn) -> Wanted:
    """Remind of a pause only while it lasts."""
    return Wanted.NEVER if turn.c.blocked or turn.c.state != State.PAUSED else Wanted.NOW


def unless_at_rest(turn: Turn) -> Wanted:
    """Wait while the person wants nothing sent; the promise stands."""
    return Wanted.TOMORROW if turn.c.blocked else Wanted.NOW


def once_recruiting(turn: Turn) -> Wanted:
    """Wait until the study looks for people again."""
    opened = turn.site.standing(turn.today) is Recruitment.RECRUITING
    return unless_at_rest(turn) if opened else Wanted.TOMORROW


REMINDERS: Mapping[Reminder, Row] = {
    Reminder.EXPIRING: Row(
        None,
        None,
        N_("Tomorrow we erase what you began here. To go on: /start."),
        while_something_is_open,
    ),
    Reminder.UNFINISHED: Row(
        Purpose.LATER_UNFINISHED,
        N_("a reminder to go on"),
        N_("You asked us to remind you of the questions. To go on: /start."),
        while_paused,
    ),
    Reminder.RECHECK: Row(
        Purpose.LATER_RECHECK,
        N_("a message on a day"),
        N_("You asked us to write today about the study questions. To see them again: /start."),
        unless_at_rest,
    ),
    Reminder.OPENING: Row(
        Purpose.LATER_OPENING,
        N_("a message if it opens again"),
        N_("You asked us to tell you of news. To see it: /start."),
        once_recruiting,
    ),
}


def reminder_for(purpose: Purpose) -> Reminder | None:
    """Return the reminder that this consent is for; None where it is for something else."""
    return next((reminder for reminder, row in REMINDERS.items() if row.purpose == purpose), None)
