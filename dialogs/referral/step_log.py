"""What the log of a case keeps of a step, so that it can be played again: which facts it went by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from dialogs.referral.conditions import StepFacts
from dialogs.referral.referral import UNDOABLE, ReferralState, StaffAction

#: Steps that are told of with the facts by which they were allowed.
_FACTS_OF: Mapping[str, tuple[str, ...]] = {
    StaffAction.NOT_ELIGIBLE: ("why",),
    StaffAction.INCLUDED: ("recruiting",),
    StaffAction.SCHEDULED: ("when",),
    StaffAction.UNREACHABLE: ("enough",),
    StaffAction.TRY: ("how", "enough"),
    StaffAction.NEXT_TRY: ("until",),
    StaffAction.HOLD: ("until",),
    StaffAction.UNDO: ("back_to",),
    StaffAction.REOPEN: ("owner",),
    StaffAction.HAND_OVER: ("to", "owner"),
}
#: What a fact is called in the log, where that is another word: rows of earlier programs have it.
_KEYS = {"why": "reason"}
#: Where it stood before a step that can be undone.
BEFORE = "before"


def step_detail(act: str, before: ReferralState, after: ReferralState, facts: StepFacts) -> dict[str, Any]:
    """Return what the log keeps of a step beside its name, its time and who took it."""
    known: Mapping[str, Any] = facts
    kept = {_KEYS.get(name, name): _plain(known[name]) for name in _FACTS_OF.get(act, ()) if known.get(name)}
    if after in UNDOABLE and after != before and act != StaffAction.UNDO:
        kept[BEFORE] = str(before)
    return kept


def facts_of(act: str, detail: Mapping[str, Any]) -> StepFacts:
    """Return the facts that `step_detail` kept of this step."""
    found: dict[str, Any] = {}
    for name in _FACTS_OF.get(act, ()):
        value = detail.get(_KEYS.get(name, name))
        if value is None:
            continue
        read = {"until": date.fromisoformat, "when": datetime.fromisoformat}.get(name)
        found[name] = read(value) if read else value
    return cast("StepFacts", found)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
