"""A case in the hands of the study team, and everything that can become of it.

The whole life is the table `TRANSITIONS`. A case is an interest-list entry, a referral or a review: the heading never
changes what may happen, only what it is called (study-facts 2). Whoever took it is its holder, and only the holder
moves it on, or hands it over; the person withdraws or erases at any time. A step by mistake is undone for an hour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Unpack

from dialogs.conversation.conversation import Channel
from dialogs.languages import Language
from dialogs.machine import Machine, Row, build, fire, may
from dialogs.referral.conditions import (
    StepFacts,
    chat_chosen,
    colleague_named,
    day_named,
    end_hold,
    forget_end,
    forget_tries,
    forget_undone_visit,
    forget_visit,
    hand_over,
    hold,
    let_go,
    mine,
    mine_or_owner,
    no_address,
    note_appointment,
    note_asked,
    note_hold,
    note_next_try,
    note_reason,
    note_try,
    on_a_list_only,
    paused,
    reason_given,
    stood_at,
    tried_often_enough,
    was_before,
)
from dialogs.referral.progress import progress_fields, progress_json
from dialogs.replies import Heading
from dialogs.screening.screening import Outcome


class ReferralState(StrEnum):
    """Where a case stands with the team."""

    NEW = "new"
    TAKEN = "taken"
    CONTACTED = "contacted"
    SCHEDULED = "scheduled"
    IN_SCREENING = "in_screening"
    ON_HOLD = "on_hold"  # until a day
    INCLUDED = "included"
    NOT_ELIGIBLE = "not_eligible"
    UNREACHABLE = "unreachable"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    EXPIRED = "expired"  # kept as long as was promised


class StaffAction(StrEnum):
    """What staff can press on a case."""

    SEE = "see"
    MENU = "menu"  # back from the list of reasons
    OPEN = "open"  # out of a list, or by its code
    TAKE = "take"
    TAKE_NEXT = "take_next"  # of the interest list, once the study takes people
    ASK_PHONE = "ask_phone"
    CONTACTED = "contacted"
    SCHEDULED = "scheduled"
    SCREENING = "screening"
    INCLUDED = "included"
    NOT_ELIGIBLE = "not_eligible"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    HOLD = "hold"
    RESUME = "resume"
    TRY = "try"  # to reach the person, in vain
    NEXT_TRY = "next_try"
    REOPEN = "reopen"
    UNDO = "undo"
    HAND_OVER = "hand_over"
    RELEASE = "release"
    WRITE = "write"
    SEND = "send"  # what was just looked at before it goes
    SETTLE = "settle"
    VALUE = "value"  # the answer that is settled
    SOURCE = "source"  # where it comes from
    SHARE = "share"  # by a link, with a doctor
    UNSHARE = "unshare"  # closes such a link
    NOTES = "notes"  # the team's own words, for the team alone
    NOTE_ADD = "note_add"
    NOTE_EDIT = "note_edit"
    NOTE_DELETE = "note_delete"


STATES = tuple(ReferralState)
#: Nothing more is expected of the team here; an unreachable person may still be reached.
FINAL = (
    ReferralState.INCLUDED,
    ReferralState.NOT_ELIGIBLE,
    ReferralState.UNREACHABLE,
    ReferralState.DECLINED,
    ReferralState.WITHDRAWN,
    ReferralState.ERASED,
    ReferralState.EXPIRED,
)
#: Still of interest to the team: what a person can withdraw from.
OPEN = (
    ReferralState.NEW,
    ReferralState.TAKEN,
    ReferralState.CONTACTED,
    ReferralState.SCHEDULED,
    ReferralState.IN_SCREENING,
    ReferralState.ON_HOLD,
    ReferralState.UNREACHABLE,
)
#: Taken back by the person, or past its time: nothing of it stays readable.
GONE = (ReferralState.WITHDRAWN, ReferralState.ERASED, ReferralState.EXPIRED)
#: Where a member gets by a step that can be undone.
UNDOABLE = (*OPEN[2:], ReferralState.INCLUDED, ReferralState.NOT_ELIGIBLE, ReferralState.DECLINED)
#: For so long a step by mistake can be undone.
UNDO_FOR = timedelta(hours=1)


@dataclass(eq=False, slots=True)
class Referral:
    """One case. Mutable; changed by `move` and `pause` only."""

    #: The reference that people say aloud: REF-7K3Q.
    code: str
    heading: Heading
    filed_at: datetime
    state: ReferralState = ReferralState.NEW
    #: User id of the member of staff who took it, and the name that colleagues know.
    holder: int | None = None
    holder_name: str = ""
    taken_at: datetime | None = None
    moved_at: datetime | None = None
    #: Why not eligible: a criterion's id, or `other`.
    reason: str = ""
    #: The person wants what was sent not to be used: nobody looks at it or calls until they say otherwise (CL-12).
    paused: bool = False
    #: How the team may reach the person, where the case says it; and when it last asked for another way.
    channel: Channel | None = None
    asked_at: datetime | None = None
    #: Tries to reach the person in vain, and when the next one is due.
    tries: int = 0
    next_try: date | None = None
    #: Until when it is on hold, and when the person comes; in UTC.
    held_until: date | None = None
    #: Where it stood before it was put on hold or given back: there it goes on. Empty: as taken.
    stood_at: str = ""
    appointment: datetime | None = None
    #: The day on which the team was last reminded of it: once a day is enough.
    nagged_on: date | None = None
    #: What the card may show: outcome, language, how many criteria are met, not met, unknown.
    outcome: Outcome | None = None
    language: Language = Language.ES
    met: int = 0
    not_met: int = 0
    unknown: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return what is filed of its progress beside the columns for state, holder and times."""
        return progress_json(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any], **columns: Any) -> Referral:
        """Return the referral whose `to_json` this is; `columns` are the fields that are filed on their own."""
        return cls(**progress_fields(raw), **columns)


# Short names, so that the whole life stands on one screen.
_S, _A = ReferralState, StaffAction
_ERASED = (_S.ERASED, _S.EXPIRED)
_REACHED = [_S.CONTACTED, _S.SCHEDULED, _S.IN_SCREENING]
_WORKED_ON = [_S.TAKEN, *_REACHED]
_IN_HAND = (_S.TAKEN, _S.CONTACTED, _S.SCHEDULED, _S.IN_SCREENING, _S.ON_HOLD, _S.UNREACHABLE)

#: What was put on hold or given back goes on where it stood; a row of the table for each such place.
WHERE_IT_STOOD: tuple[Row, ...] = (
    *(
        {"trigger": way, "source": waits, "dest": to, "conditions": [*needed, stood_at(to)], "before": does}
        for way, waits, needed, does in (
            (_A.TAKE, _S.NEW, [], hold),
            (_A.RESUME, _S.ON_HOLD, [mine], end_hold),
            ("wake", _S.ON_HOLD, [], end_hold),
        )
        for to in (*_REACHED, _S.UNREACHABLE)
        if waits is _S.NEW or to is not _S.UNREACHABLE
    ),
    {
        "trigger": "reachable",
        "source": _S.NEW,
        "dest": "=",
        "conditions": stood_at("unreachable"),
        "before": forget_tries,
    },
)

TRANSITIONS: tuple[Row, ...] = (
    *WHERE_IT_STOOD,
    {"trigger": _A.TAKE, "source": _S.NEW, "dest": _S.TAKEN, "before": hold},
    {
        "trigger": _A.CONTACTED,
        "source": [_S.TAKEN, _S.UNREACHABLE],
        "dest": _S.CONTACTED,
        "conditions": mine,
        "unless": paused,
        "before": forget_tries,
    },
    {
        "trigger": _A.SCHEDULED,
        "source": [_S.CONTACTED, _S.SCHEDULED],
        "dest": _S.SCHEDULED,
        "conditions": mine,
        "unless": paused,
        "before": note_appointment,
    },
    {"trigger": _A.SCREENING, "source": _S.SCHEDULED, "dest": _S.IN_SCREENING, "conditions": mine, "unless": paused},
    {
        "trigger": _A.INCLUDED,
        "source": _S.IN_SCREENING,
        "dest": _S.INCLUDED,
        "conditions": mine,
        "unless": on_a_list_only,
    },
    {
        "trigger": _A.NOT_ELIGIBLE,
        "source": _WORKED_ON,
        "dest": _S.NOT_ELIGIBLE,
        "conditions": [mine, reason_given],
        "before": note_reason,
    },
    {"trigger": _A.DECLINED, "source": _REACHED, "dest": _S.DECLINED, "conditions": mine},
    {
        "trigger": _A.UNREACHABLE,
        "source": [_S.TAKEN, _S.CONTACTED],
        "dest": _S.UNREACHABLE,
        "conditions": [mine, tried_often_enough],
    },
    {
        "trigger": _A.TRY,
        "source": [_S.TAKEN, _S.CONTACTED, _S.SCHEDULED],
        "dest": "=",
        "conditions": mine,
        "unless": [paused, tried_often_enough],
        "before": note_try,
    },
    {
        "trigger": _A.NEXT_TRY,
        "source": [_S.TAKEN, _S.CONTACTED, _S.SCHEDULED],
        "dest": "=",
        "conditions": [mine, day_named],
        "before": note_next_try,
    },
    {
        "trigger": _A.HOLD,
        "source": _WORKED_ON,
        "dest": _S.ON_HOLD,
        "conditions": [mine, day_named],
        "before": note_hold,
    },
    {"trigger": _A.RESUME, "source": _S.ON_HOLD, "dest": _S.TAKEN, "conditions": mine, "before": end_hold},
    {"trigger": "wake", "source": _S.ON_HOLD, "dest": _S.TAKEN, "before": end_hold},
    {
        "trigger": _A.ASK_PHONE,
        "source": list(_IN_HAND),
        "dest": "=",
        "conditions": [mine, no_address],
        "unless": paused,
        "before": note_asked,
    },
    {"trigger": _A.WRITE, "source": list(_IN_HAND), "dest": "=", "conditions": [mine, chat_chosen], "unless": paused},
    {"trigger": _A.SETTLE, "source": list(_IN_HAND), "dest": "=", "conditions": mine, "unless": paused},
    {"trigger": _A.SHARE, "source": list(_IN_HAND), "dest": "=", "conditions": mine, "unless": paused},
    {
        "trigger": _A.REOPEN,
        "source": [_S.INCLUDED, _S.NOT_ELIGIBLE, _S.DECLINED],
        "dest": _S.TAKEN,
        "conditions": mine_or_owner,
        "before": [forget_end, forget_visit],
    },
    *(
        {
            "trigger": _A.UNDO,
            "source": [state for state in STATES if state in UNDOABLE and state != to],
            "dest": to,
            "conditions": [mine, was_before(to)],
            "before": [forget_end, forget_undone_visit],
        }
        for to in (_S.TAKEN, _S.CONTACTED, _S.SCHEDULED, _S.IN_SCREENING, _S.UNREACHABLE)
    ),
    {
        "trigger": _A.HAND_OVER,
        "source": list(_IN_HAND),
        "dest": "=",
        "conditions": [mine_or_owner, colleague_named],
        "before": hand_over,
    },
    {"trigger": "reachable", "source": _S.UNREACHABLE, "dest": _S.TAKEN, "before": forget_tries},
    {"trigger": "take_back", "source": _S.TAKEN, "dest": _S.NEW, "before": let_go},
    {"trigger": _A.RELEASE, "source": list(_IN_HAND), "dest": _S.NEW, "conditions": mine, "before": let_go},
    {"trigger": "withdraw", "source": list(OPEN), "dest": _S.WITHDRAWN},
    *(
        {"trigger": way, "source": [state for state in STATES if state not in _ERASED], "dest": end}
        for way, end in (("erase", _S.ERASED), ("expire", _S.EXPIRED))
    ),
)

#: What staff can press that changes nothing.
LOOKS = (StaffAction.SEE, StaffAction.MENU, StaffAction.OPEN)
#: How staff keep words for the team alone.
NOTING = (StaffAction.NOTES, StaffAction.NOTE_ADD, StaffAction.NOTE_EDIT, StaffAction.NOTE_DELETE)
#: How staff write to the person.
WRITING = (StaffAction.WRITE, StaffAction.SEND)
#: How staff note what a call settled.
SETTLING = (StaffAction.SETTLE, StaffAction.VALUE, StaffAction.SOURCE)

#: How staff show it to a doctor, and show it no longer.
SHARING = (StaffAction.SHARE, StaffAction.UNSHARE)

#: How staff move a case on, in the order of the buttons; the rest is the person's own.
ACTS = (
    StaffAction.TAKE,
    StaffAction.WRITE,
    StaffAction.ASK_PHONE,
    StaffAction.TRY,
    StaffAction.CONTACTED,
    StaffAction.SCHEDULED,
    StaffAction.SCREENING,
    StaffAction.INCLUDED,
    StaffAction.NOT_ELIGIBLE,
    StaffAction.DECLINED,
    StaffAction.UNREACHABLE,
    StaffAction.HOLD,
    StaffAction.RESUME,
    StaffAction.REOPEN,
    StaffAction.UNDO,
    StaffAction.SETTLE,
    StaffAction.SHARE,
    StaffAction.HAND_OVER,
    StaffAction.RELEASE,
)


def build_referral_machine() -> Machine:
    """Build the one machine that all referrals share."""
    return build(STATES, TRANSITIONS, ReferralState.NEW)


def move(machine: Machine, referral: Referral, trigger: str, now: datetime, **facts: Unpack[StepFacts]) -> None:
    """Take one step of the table, or raise `Refused`; keep when."""
    fire(machine, referral, trigger, now=now, **_all(facts))
    referral.state, referral.moved_at = ReferralState(referral.state), now


def _all(facts: StepFacts) -> dict[str, object]:
    """Return every fact by the name that the table knows it by; what is not told is not so."""
    known = {"by": None, "name": "", "owner": False, "recruiting": False, "enough": 0}
    return {**known, **facts, "reason": facts.get("why", "")}


def note_nag(referral: Referral, today: date) -> None:
    """Note that the team was reminded of it today."""
    referral.nagged_on = today


def pause(referral: Referral, on: bool) -> None:
    """Note that the person wants what was sent not to be used now, or that this is over."""
    referral.paused = on


def may_take(machine: Machine, referral: Referral, act: StaffAction, **facts: Unpack[StepFacts]) -> bool:
    """Tell whether this step may be taken now with these facts."""
    return may(machine, referral, act, **_all(facts))


def next_acts(machine: Machine, referral: Referral, **facts: Unpack[StepFacts]) -> tuple[StaffAction, ...]:
    """Return what this member of staff may do with it now; what a step needs beside is asked for afterwards."""
    asked: StepFacts = {**facts, "why": "other", "until": date.max}
    return tuple(act for act in ACTS if may_take(machine, referral, act, **asked))
