"""A case in the hands of the study team, and everything that can become of it.

The whole life is the table `TRANSITIONS`. A case is an interest-list entry, a referral or a review: the heading never
changes what may happen, only what it is called (study-facts 2). Whoever took it is its holder, and only the holder
moves it on; the person withdraws or erases at any time. The holder or an owner opens again
what was ended by mistake. What comes later (on hold until a date) is a row more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict, Unpack

from dialogs.conversation.conversation import Channel, ReferralStatus
from dialogs.conversation.incoming import Moved
from dialogs.languages import Language
from dialogs.machine import Machine, Row, build, fire, may
from dialogs.referral.conditions import (
    chat_chosen,
    forget_reason,
    hold,
    let_go,
    mine,
    mine_or_owner,
    no_address,
    note_asked,
    note_reason,
    on_a_list_only,
    paused,
    reason_given,
)
from dialogs.replies import Heading
from dialogs.screening.screening import Outcome
from dialogs.study.study import Study
from dialogs.values import member


class ReferralState(StrEnum):
    """Where a case stands with the team."""

    NEW = "new"
    TAKEN = "taken"
    CONTACTED = "contacted"
    SCHEDULED = "scheduled"
    IN_SCREENING = "in_screening"
    INCLUDED = "included"
    NOT_ELIGIBLE = "not_eligible"
    UNREACHABLE = "unreachable"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class StaffAction(StrEnum):
    """What staff can press on a case."""

    SEE = "see"
    MENU = "menu"  # back from the list of reasons
    OPEN = "open"  # out of a list, or by its code
    TAKE = "take"
    ASK_PHONE = "ask_phone"
    CONTACTED = "contacted"
    SCHEDULED = "scheduled"
    SCREENING = "screening"
    INCLUDED = "included"
    NOT_ELIGIBLE = "not_eligible"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    REOPEN = "reopen"
    RELEASE = "release"
    WRITE = "write"
    SEND = "send"  # what was just looked at before it goes
    SETTLE = "settle"
    VALUE = "value"  # the answer that is settled
    SOURCE = "source"  # where it comes from


STATES = tuple(ReferralState)
#: Nothing more is expected of the team here; an unreachable person may still be reached.
FINAL = (
    ReferralState.INCLUDED,
    ReferralState.NOT_ELIGIBLE,
    ReferralState.UNREACHABLE,
    ReferralState.DECLINED,
    ReferralState.WITHDRAWN,
    ReferralState.ERASED,
)
#: Still of interest to the team: what a person can withdraw from.
OPEN = (
    ReferralState.NEW,
    ReferralState.TAKEN,
    ReferralState.CONTACTED,
    ReferralState.SCHEDULED,
    ReferralState.IN_SCREENING,
    ReferralState.UNREACHABLE,
)
#: Taken back by the person: nothing of it stays readable.
GONE = (ReferralState.WITHDRAWN, ReferralState.ERASED)


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
    #: What the card may show: outcome, language, how many criteria are met, not met, unknown.
    outcome: Outcome | None = None
    language: Language = Language.ES
    met: int = 0
    not_met: int = 0
    unknown: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return what is filed of its progress beside the columns for state, holder and times."""
        return {
            "taken_at": self.taken_at.isoformat() if self.taken_at else None,
            "reason": self.reason,
            "paused": self.paused,
            "asked_at": self.asked_at.isoformat() if self.asked_at else None,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any], **columns: Any) -> Referral:
        """Return the referral whose `to_json` this is; `columns` are the fields that are filed on their own."""
        return cls(
            taken_at=_moment(raw.get("taken_at")),
            reason=raw.get("reason") or "",
            paused=bool(raw.get("paused")),
            asked_at=_moment(raw.get("asked_at")),
            **columns,
        )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


# Short names, so that the whole life stands on one screen.
_S, _A = ReferralState, StaffAction
_IN_HAND = (_S.TAKEN, _S.CONTACTED, _S.SCHEDULED, _S.IN_SCREENING, _S.UNREACHABLE)

TRANSITIONS: tuple[Row, ...] = (
    {"trigger": _A.TAKE, "source": _S.NEW, "dest": _S.TAKEN, "before": hold},
    {
        "trigger": _A.CONTACTED,
        "source": [_S.TAKEN, _S.UNREACHABLE],
        "dest": _S.CONTACTED,
        "conditions": mine,
        "unless": paused,
    },
    {"trigger": _A.SCHEDULED, "source": _S.CONTACTED, "dest": _S.SCHEDULED, "conditions": mine, "unless": paused},
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
        "source": [_S.TAKEN, _S.CONTACTED, _S.SCHEDULED, _S.IN_SCREENING],
        "dest": _S.NOT_ELIGIBLE,
        "conditions": [mine, reason_given],
        "before": note_reason,
    },
    {
        "trigger": _A.DECLINED,
        "source": [_S.CONTACTED, _S.SCHEDULED, _S.IN_SCREENING],
        "dest": _S.DECLINED,
        "conditions": mine,
    },
    {"trigger": _A.UNREACHABLE, "source": [_S.TAKEN, _S.CONTACTED], "dest": _S.UNREACHABLE, "conditions": mine},
    {
        "trigger": _A.ASK_PHONE,
        "source": list(_IN_HAND),
        "dest": "=",
        "conditions": [mine, no_address],
        "unless": paused,
        "before": note_asked,
    },
    {
        "trigger": _A.WRITE,
        "source": list(_IN_HAND),
        "dest": "=",
        "conditions": [mine, chat_chosen],
        "unless": paused,
    },
    {
        "trigger": _A.SETTLE,
        "source": list(_IN_HAND),
        "dest": "=",
        "conditions": mine,
        "unless": paused,
    },
    {
        "trigger": _A.REOPEN,
        "source": [_S.INCLUDED, _S.NOT_ELIGIBLE, _S.DECLINED],
        "dest": _S.TAKEN,
        "conditions": mine_or_owner,
        "before": forget_reason,
    },
    {"trigger": "reachable", "source": _S.UNREACHABLE, "dest": _S.TAKEN},
    {
        "trigger": _A.RELEASE,
        "source": list(_IN_HAND),
        "dest": _S.NEW,
        "conditions": mine,
        "before": let_go,
    },
    {"trigger": "withdraw", "source": list(OPEN), "dest": _S.WITHDRAWN},
    {"trigger": "erase", "source": [state for state in STATES if state != _S.ERASED], "dest": _S.ERASED},
)

#: What staff can press that changes nothing.
LOOKS = (StaffAction.SEE, StaffAction.MENU, StaffAction.OPEN)
#: How staff write to the person.
WRITING = (StaffAction.WRITE, StaffAction.SEND)
#: How staff note what a call settled.
SETTLING = (StaffAction.SETTLE, StaffAction.VALUE, StaffAction.SOURCE)

#: How staff move a case on, in the order of the buttons; the rest is the person's own.
ACTS = (
    StaffAction.TAKE,
    StaffAction.WRITE,
    StaffAction.ASK_PHONE,
    StaffAction.CONTACTED,
    StaffAction.SCHEDULED,
    StaffAction.SCREENING,
    StaffAction.INCLUDED,
    StaffAction.NOT_ELIGIBLE,
    StaffAction.DECLINED,
    StaffAction.UNREACHABLE,
    StaffAction.REOPEN,
    StaffAction.SETTLE,
    StaffAction.RELEASE,
)


def build_referral_machine() -> Machine:
    """Build the one machine that all referrals share."""
    return build(STATES, TRANSITIONS, ReferralState.NEW)


class StepFacts(TypedDict, total=False):
    """What a step of the table may look at, beside the referral and the time."""

    #: The member who acts, and the name that colleagues know.
    by: int | None
    name: str
    #: Why the person cannot take part.
    why: str
    #: Does this member own the team?
    owner: bool
    #: Does the study take people now?
    recruiting: bool


def move(machine: Machine, referral: Referral, trigger: str, now: datetime, **facts: Unpack[StepFacts]) -> None:
    """Take one step of the table, or raise `Refused`; keep when."""
    fire(machine, referral, trigger, now=now, **_all(facts))
    referral.state, referral.moved_at = ReferralState(referral.state), now


def _all(facts: StepFacts) -> dict[str, object]:
    """Return every fact by the name that the table knows it by; what is not told is not so."""
    return {
        "by": facts.get("by"),
        "name": facts.get("name", ""),
        "reason": facts.get("why", ""),
        "owner": facts.get("owner", False),
        "recruiting": facts.get("recruiting", False),
    }


def pause(referral: Referral, on: bool) -> None:
    """Note that the person wants what was sent not to be used now, or that this is over."""
    referral.paused = on


def next_acts(machine: Machine, referral: Referral, **facts: Unpack[StepFacts]) -> tuple[StaffAction, ...]:
    """Return what this member of staff may do with it now; the reason is asked after `not_eligible` is pressed."""
    asked = _all({**facts, "why": "other"})
    return tuple(act for act in ACTS if may(machine, referral, act, **asked))


def reasons(study: Study) -> tuple[str, ...]:
    """Return the closed list of reasons for "cannot take part": the criteria, and `other`."""
    return (*(criterion.id for criterion in study.criteria), "other")


def hears(act: StaffAction, state: ReferralState) -> str:
    """Return what the person is told of an act of the team."""
    return Moved.ASK_CONTACT if act == StaffAction.ASK_PHONE else told_as(state)


def told_as(state: str) -> str:
    """Return the word for the person, who hears nothing of who holds the referral."""
    words = {ReferralState.NEW: ReferralStatus.RECEIVED, ReferralState.IN_SCREENING: ReferralStatus.SCHEDULED}
    return str(words.get(ReferralState(state), state) if member(ReferralState, state) else state)
