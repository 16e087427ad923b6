"""What is overdue, and how the team hears of it: by its code, never by what it is about.

When something is overdue is counted in working days by the shell; what that means for one case is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dialogs.referral.referral import Referral, ReferralState, StaffAction
from dialogs.replies import Heading
from dialogs.screens import S_, Block, Button, Field, Look, Screen, Text

#: What happened in a week, by the acts of the log, in this order.
WEEKLY: Mapping[str, str] = {
    "filed": S_("sent: {n}"),
    "take": S_("taken: {n}"),
    "contacted": S_("contacted: {n}"),
    "scheduled": S_("visits agreed on: {n}"),
    "included": S_("joined: {n}"),
    "not_eligible": S_("cannot take part: {n}"),
    "declined": S_("do not want to: {n}"),
    "unreachable": S_("not reached: {n}"),
    "withdraw": S_("withdrawn by the person: {n}"),
    "erase": S_("erased at the person's request: {n}"),
}


class Overdue(StrEnum):
    """What the team is reminded of."""

    UNCLAIMED = "unclaimed"
    UNCONTACTED = "uncontacted"
    NEXT_TRY = "next_try"
    NO_STEP = "no_step"  # since the person was reached
    VISIT_OVER = "visit_over"


#: Of these who has it is reminded once, and an owner never: the person was reached, and it stays on the list.
ONCE = (Overdue.NO_STEP, Overdue.VISIT_OVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From when on something about one case is overdue."""

    unclaimed: datetime
    uncontacted: datetime
    #: Without a step since the person was reached.
    no_step: datetime
    #: Without a word of what came of the visit; None: no visit is agreed on.
    visit_over: datetime | None
    #: From when on what nobody works on is free again; None: nobody has it.
    idle: datetime | None
    #: From when on an owner hears of it too.
    escalated: datetime


#: To the group, of what nobody has; and to whoever has it.
UNCLAIMED = S_("{code}: nobody has taken it since {day}. Please take it, or say who should.")
REMINDERS: Mapping[Overdue, str] = {
    Overdue.UNCLAIMED: UNCLAIMED,
    Overdue.UNCONTACTED: S_("{code}: sent on {day}. No contact is noted since it was taken."),
    Overdue.NEXT_TRY: S_("{code}: the next attempt to reach the person is due today."),
    Overdue.NO_STEP: S_("{code}: the person was reached. No step is noted since {day}."),
    Overdue.VISIT_OVER: S_("{code}: the visit was set for {day}. What came of it is not noted yet."),
}
ESCALATED = S_("{code}: sent on {day} and still waiting. {name} has it.")
ESCALATED_NOBODY = S_("{code}: sent on {day} and still waiting. Nobody has it.")
FREE_AGAIN = S_("{code}: no step was taken for a while, so it waits to be taken again.")
AWAKE = S_("{code}: it was on hold until today. You can go on.")


def is_list_entry(case: Referral, *, recruiting: bool) -> bool:
    """Tell whether it only stands on the interest list while the study takes nobody: there is no hurry."""
    return case.heading is Heading.INTEREST and not recruiting


def overdue(case: Referral, limits: Limits, now: datetime, *, recruiting: bool) -> Overdue | None:
    """Return what is overdue of this case now, whether the team was told of it today or not; None where nothing is."""
    listed = case.heading is Heading.INTEREST and case.state is ReferralState.NEW  # those come by their queue
    if case.paused or listed or is_list_entry(case, recruiting=recruiting):
        return None
    if case.state is ReferralState.NEW and now >= limits.unclaimed:
        return Overdue.UNCLAIMED
    if case.next_try is not None and now.date() >= case.next_try:
        return Overdue.NEXT_TRY
    if case.state is ReferralState.CONTACTED and now >= limits.no_step:
        return Overdue.NO_STEP
    if case.state is ReferralState.SCHEDULED and limits.visit_over is not None and now >= limits.visit_over:
        return Overdue.VISIT_OVER
    waits = case.state is ReferralState.TAKEN and case.tries == 0
    return Overdue.UNCONTACTED if waits and now >= limits.uncontacted else None


def was_told(what: Overdue, case: Referral, limits: Limits, today: date) -> bool:
    """Tell whether the team was reminded of this already: today, or at all since it is overdue where once is enough."""
    once = {Overdue.NO_STEP: limits.no_step, Overdue.VISIT_OVER: limits.visit_over}.get(what)
    return case.nagged_on is not None and case.nagged_on >= (today if once is None else once.date())


def is_idle(case: Referral, limits: Limits, now: datetime) -> bool:
    """Tell whether somebody took it and did nothing with it for so long that it is free again."""
    return case.state is ReferralState.TAKEN and not case.paused and limits.idle is not None and now >= limits.idle


def reminder(what: Overdue, case: Referral, filed: datetime) -> Text:
    """Return the line by which the team is reminded of a case; `filed` is in the site's own time.

    What was given back waits since that day: somebody had it until then."""
    since = {Overdue.UNCLAIMED: case.moved_at, Overdue.NO_STEP: case.moved_at, Overdue.VISIT_OVER: case.appointment}
    of = since.get(what) or filed
    return Text(REMINDERS[what], {"code": case.code, "day": of.astimezone(filed.tzinfo).date()})


def escalation(case: Referral, filed: datetime) -> Text:
    """Return the line for an owner."""
    fields: dict[str, Field] = {"code": case.code, "day": filed.date(), "name": case.holder_name}
    return Text(ESCALATED if case.holder_name else ESCALATED_NOBODY, fields)


def queue_screen(n: int) -> Screen:
    """Return how many on the interest list wait now that the study takes people, and how to take them in turn."""
    line = Text(
        S_("The study takes people now. On the interest list: {n}. The one that waits longest comes first."), {"n": n}
    )
    take = Button(StaffAction.TAKE_NEXT, Text(S_("Take the next one")))
    return Screen((Block((line,)),), controls=(take,), numbered=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """How many cases stand where this morning."""

    waiting: int = 0
    overdue: int = 0
    in_hand: int = 0
    on_hold: int = 0
    #: Interest-list entries that nobody has taken up.
    listed: int = 0

    def __add__(self, other: Standings) -> Standings:
        """Return how many of these and of other cases stand where."""
        return Standings(
            waiting=self.waiting + other.waiting,
            overdue=self.overdue + other.overdue,
            in_hand=self.in_hand + other.in_hand,
            on_hold=self.on_hold + other.on_hold,
            listed=self.listed + other.listed,
        )


def daily_line(n: Standings) -> Text:
    """Return the line of a working day."""
    fields: dict[str, Field] = {
        "waiting": n.waiting,
        "overdue": n.overdue,
        "in_hand": n.in_hand,
        "on_hold": n.on_hold,
        "listed": n.listed,
    }
    return Text(
        S_(
            "Today: to take {waiting}, overdue {overdue}, in hand {in_hand}, on hold {on_hold}; interest list {listed}."
        ),
        fields,
    )


def digest(first: date, last: date, counted: Mapping[str, int], now: Standings) -> Screen:
    """Return what happened from the first day to the last, and how it stands now."""
    head = Text(S_("The week from {first} to {last}"), {"first": first, "last": last})
    lines = tuple(Text(text, {"n": counted.get(act, 0)}) for act, text in WEEKLY.items())
    return Screen((Block((head,), Look.STRONG), Block(lines), Block((daily_line(now),))))
