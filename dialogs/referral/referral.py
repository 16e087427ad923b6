"""A case in the hands of the study team, and everything that can become of it.

The whole life is the table `STEPS`. A case is an interest-list entry, a referral or a review: the heading never
changes what may happen, only what it is called (study-facts 2). Whoever took it is its holder, and only the holder
moves it on; the person herself withdraws or erases at any time. What comes later (in screening, on hold until a date)
is a row more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dialogs.machine import Row, Step, build, fire, may
from dialogs.screens import S_
from dialogs.study.study import Study

#: What the person agreed to, and the heading that staff see.
HEADINGS = ("referral", "interest", "review", "callback")

STATES = (
    "new",
    "taken",
    "contacted",
    "scheduled",
    "included",
    "not_eligible",
    "unreachable",
    "declined",
    "withdrawn",
    "erased",
)
#: Nothing more is expected of the team here; an unreachable person may still be reached.
FINAL = ("included", "not_eligible", "unreachable", "declined", "withdrawn", "erased")
#: Still of interest to the team: what a person can withdraw from.
OPEN = ("new", "taken", "contacted", "scheduled", "unreachable")


@dataclass(eq=False, slots=True)
class Referral:
    """One case. Mutable; changed by `move` only."""

    #: The reference that people say aloud: LUP-7K3Q.
    code: str
    heading: str
    filed_at: datetime
    state: str = "new"
    #: User id of the member of staff who took it, and the name that colleagues know.
    holder: int | None = None
    holder_name: str = ""
    taken_at: datetime | None = None
    moved_at: datetime | None = None
    #: Why not eligible: a criterion's id, or `other`.
    reason: str = ""
    #: The person wants what she sent to rest: nobody looks at it or calls until she says otherwise (CL-12).
    paused: bool = False
    #: How the team may reach her: `chat`, `phone`, `email`; and when it last asked for another way.
    channel: str = ""
    asked_at: datetime | None = None
    #: What the card may show: outcome, language, how many criteria are met, not met, unknown.
    outcome: str = ""
    language: str = "es"
    met: int = 0
    not_met: int = 0
    unknown: int = 0


def mine(step: Step) -> bool:
    """The one who acts is the one who took it."""
    return step.model.holder is not None and step.model.holder == step.kwargs.get("by")


def paused(step: Step) -> bool:
    """The person wants it to rest."""
    return bool(step.model.paused)


def no_address(step: Step) -> bool:
    """She chose to be written to in the chat: there is nothing that the team could call or write to itself."""
    return bool(step.model.channel == "chat")


def reason_given(step: Step) -> bool:
    """A reason of the short list is named."""
    return bool(step.kwargs.get("reason"))


def hold(step: Step) -> None:
    """It is this person's to do now."""
    step.model.holder = step.kwargs["by"]
    step.model.holder_name = step.kwargs["name"]
    step.model.taken_at = step.kwargs["now"]


def let_go(step: Step) -> None:
    """It is nobody's again."""
    step.model.holder, step.model.holder_name, step.model.taken_at = None, "", None


def note_reason(step: Step) -> None:
    """Keep why."""
    step.model.reason = step.kwargs["reason"]


STEPS: tuple[Row, ...] = (
    {"trigger": "take", "source": "new", "dest": "taken", "before": hold},
    {
        "trigger": "contacted",
        "source": ["taken", "unreachable"],
        "dest": "contacted",
        "conditions": mine,
        "unless": paused,
    },
    {"trigger": "scheduled", "source": "contacted", "dest": "scheduled", "conditions": mine, "unless": paused},
    {"trigger": "included", "source": "scheduled", "dest": "included", "conditions": mine},
    {
        "trigger": "not_eligible",
        "source": ["taken", "contacted", "scheduled"],
        "dest": "not_eligible",
        "conditions": [mine, reason_given],
        "before": note_reason,
    },
    {"trigger": "declined", "source": ["contacted", "scheduled"], "dest": "declined", "conditions": mine},
    {"trigger": "unreachable", "source": ["taken", "contacted"], "dest": "unreachable", "conditions": mine},
    {
        "trigger": "ask_phone",
        "source": ["taken", "contacted", "scheduled", "unreachable"],
        "dest": "=",
        "conditions": [mine, no_address],
        "unless": paused,
    },
    {"trigger": "reachable", "source": "unreachable", "dest": "taken"},
    {
        "trigger": "release",
        "source": ["taken", "contacted", "scheduled", "unreachable"],
        "dest": "new",
        "conditions": mine,
        "before": let_go,
    },
    {"trigger": "withdraw", "source": list(OPEN), "dest": "withdrawn"},
    {"trigger": "erase", "source": [state for state in STATES if state != "erased"], "dest": "erased"},
)
MACHINE = build(STATES, STEPS, "new")

#: What staff can do, in the order of the buttons; the rest is the person's own.
ACTS = ("take", "ask_phone", "contacted", "scheduled", "included", "not_eligible", "declined", "unreachable", "release")

ACT_LABELS = {
    "take": S_("Take"),
    "ask_phone": S_("Ask for a phone"),
    "contacted": S_("I reached the person"),
    "scheduled": S_("Visit agreed"),
    "included": S_("Joined the study"),
    "not_eligible": S_("Cannot take part…"),
    "declined": S_("Does not want to"),
    "unreachable": S_("Could not be reached"),
    "release": S_("Give it back"),
}

STATE_LABELS = {
    "new": S_("waiting for somebody to take it"),
    "taken": S_("taken"),
    "contacted": S_("contacted"),
    "scheduled": S_("visit agreed"),
    "included": S_("joined the study"),
    "not_eligible": S_("cannot take part"),
    "unreachable": S_("could not be reached"),
    "declined": S_("does not want to take part"),
    "withdrawn": S_("withdrawn by the person"),
    "erased": S_("erased at the person's request"),
}


def move(
    referral: Referral, trigger: str, now: datetime, *, by: int | None = None, name: str = "", why: str = ""
) -> None:
    """One step of the table, or `Refused`; keeps when."""
    fire(MACHINE, referral, trigger, by=by, name=name, reason=why, now=now)
    referral.moved_at = now


def next_acts(referral: Referral, by: int) -> tuple[str, ...]:
    """What this member of staff may do with it now; the reason is asked after `not_eligible` is pressed."""
    return tuple(act for act in ACTS if may(MACHINE, referral, act, by=by, name="", reason="other"))


def reasons(study: Study) -> tuple[str, ...]:
    """The closed list of reasons for "cannot take part": the criteria, and `other`."""
    return (*(criterion.id for criterion in study.criteria), "other")


def hears(act: str, state: str) -> str:
    """What the person herself is told of an act of the team."""
    return "ask_contact" if act == "ask_phone" else told_as(state)


def told_as(state: str) -> str:
    """The word for the person herself: she hears nothing of who holds her case."""
    return "received" if state == "new" else state
