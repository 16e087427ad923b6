"""What is written later on our own account: one row each, and nowhere else.

A row says which consent it needs (TG-07), what that consent is called to the person, what is written, and whether it
is wanted when its day comes. No text names health: it may show on a lock screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from dialogs.conversation.conversation import ReferralStatus
from dialogs.conversation.states import FINAL, State
from dialogs.conversation.texts.referral_status import (
    OPENING_TOLD,
    PROMISE_PASSED,
    team_phone,
    visit_reminder_on,
)
from dialogs.conversation.texts.study_status import short_status
from dialogs.conversation.turn import Turn, line
from dialogs.replies import Purpose, Reminder
from dialogs.screens import N_, Block, Field, Look, Text
from dialogs.site import Recruitment

#: What the bot is called on the platform where the site says nothing else.
NAME = N_("Study questions")


class Wanted(Enum):
    """What to do with a reminder whose day has come."""

    NOW = "now"
    TOMORROW = "tomorrow"  # not yet: look again tomorrow
    NEVER = "never"


def nothing_told(_turn: Turn) -> Block | None:
    """Say nothing of it."""
    return None


def the_pause_told(turn: Turn) -> Block | None:
    """Say that the pause will be reminded of, while it lasts."""
    return line(N_("We will remind you once to go on.")) if turn.c.state == State.PAUSED else None


def the_day_told(turn: Turn) -> Block | None:
    """Say on which day we write, while it lies ahead."""
    on = turn.c.recheck_on
    ahead = bool(on) and date.fromisoformat(on) >= turn.today
    return line(N_("We will write to you once, on {date}."), date=date.fromisoformat(on)) if ahead else None


def the_opening_told(turn: Turn) -> Block | None:
    """Say that we write when the study opens; what was sent says it itself."""
    return line(OPENING_TOLD) if turn.c.state != State.SENT else None


def nothing_filled_in(_turn: Turn) -> Mapping[str, Field]:
    """Fill nothing in."""
    return {}


def the_promise(turn: Turn) -> Mapping[str, Field]:
    """Name the day that passed and whom to call."""
    return {"date": date.fromisoformat(turn.c.promised), "phone": team_phone(turn)}


@dataclass(frozen=True, slots=True)
class Row:
    """One reminder."""

    #: Written only where this was agreed to; None: it follows from what was agreed to anyway.
    purpose: Purpose | None
    #: What that consent is called to the person; None where none is needed.
    name: str | None
    text: str
    wanted: Callable[[Turn], Wanted]
    #: What is said of it while it is still to come; None: nothing.
    told: Callable[[Turn], Block | None] = nothing_told
    #: It comes long after: who writes, and the state of the study, stand first (RE-12).
    status_first: bool = False

    #: What is filled into it.
    fields: Callable[[Turn], Mapping[str, Field]] = nothing_filled_in

    def message(self, turn: Turn) -> tuple[Block, ...]:
        """Return what is written when its day has come."""
        if not self.status_first:
            return (line(self.text, Look.PLAIN, **self.fields(turn)),)
        name = turn.site.bot_name or Text(NAME)
        first = line(N_("{name}: {status}"), name=name, status=short_status(turn))
        ended = turn.site.standing(turn.today) is Recruitment.CLOSED
        return (first,) if ended else (first, line(self.text))


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


def while_nobody_was_in_contact(turn: Turn) -> Wanted:
    """Say it on a working day, and only where the promised day passed without a contact."""
    c = turn.c
    if not c.promised or c.blocked or not c.referral_state or not ReferralStatus.of(c.referral_state).is_waiting:
        return Wanted.NEVER
    return Wanted.NOW if turn.site.staffed_now else Wanted.TOMORROW


def while_the_visit_is_ahead(turn: Turn) -> Wanted:
    """Remind of an appointment only while it stands and is still to come."""
    at = turn.c.appointment
    ahead = bool(at) and datetime.fromisoformat(at).date() > turn.today
    return Wanted.NOW if ahead and not turn.c.blocked else Wanted.NEVER


def the_visit_told(turn: Turn) -> Block | None:
    """Say that a reminder comes the day before, while it does."""
    on = visit_reminder_on(turn.c.appointment, turn.today)
    return line(N_("We will remind you of the appointment once, on {date}."), date=on) if on else None


def the_visit(turn: Turn) -> Mapping[str, Field]:
    """Name the day and the hour, and whom to call."""
    at = datetime.fromisoformat(turn.c.appointment)
    return {"day": at.date(), "time": f"{at:%H:%M}", "phone": team_phone(turn)}


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
        the_pause_told,
    ),
    Reminder.RECHECK: Row(
        Purpose.LATER_RECHECK,
        N_("a message on a day"),
        N_("You asked us to write today about the study questions. To see them again: /start."),
        unless_at_rest,
        the_day_told,
        status_first=True,
    ),
    Reminder.OPENING: Row(
        Purpose.LATER_OPENING,
        N_("a message if it opens again"),
        N_("You asked us to tell you of news. To see it: /start."),
        once_recruiting,
        the_opening_told,
    ),
    Reminder.VISIT: Row(
        Purpose.LATER_VISIT,
        N_("a reminder of the appointment"),
        N_("You asked us to remind you: appointment with the team on {day} at {time}. To change it, call {phone}."),
        while_the_visit_is_ahead,
        the_visit_told,
        fields=the_visit,
    ),
    Reminder.PROMISE: Row(
        None,
        None,
        PROMISE_PASSED,
        while_nobody_was_in_contact,
        fields=the_promise,
    ),
}


def reminder_for(purpose: Purpose) -> Reminder | None:
    """Return the reminder that this consent is for; None where it is for something else."""
    return next((reminder for reminder, row in REMINDERS.items() if row.purpose == purpose), None)


def still_to_come(turn: Turn) -> tuple[Block, ...]:
    """Return what will be written on our own account, as it was agreed to; nothing while all sending rests."""
    if turn.c.blocked:
        return ()
    agreed = [row for row in REMINDERS.values() if row.purpose is not None and turn.c.consents.get(row.purpose)]
    return tuple(told for row in agreed if (told := row.told(turn)) is not None)
