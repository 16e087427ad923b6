"""A case played again: its log through the machine of referrals, and its answers through the rules.

What is typed is kept nowhere as a log, so a conversation itself cannot be played from a case; what was decided can.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dialogs.exports.case import ExportedCase
from dialogs.machine import Machine, Refused
from dialogs.referral.conditions import StepFacts
from dialogs.referral.referral import ACTS, Referral, StaffAction, move, pause
from dialogs.referral.step_log import facts_of
from dialogs.replies import TeamNews
from dialogs.study.study import Study

#: Acts of a log that move a referral beside those that staff press.
BY_THE_PERSON = ("reachable", "withdraw", "erase")
#: And those that time makes.
BY_THE_CLOCK = ("wake", "take_back", "expire")


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of a case's history."""

    at: datetime
    act: str
    by: int | None = None
    #: What the log kept of the facts it went by.
    detail: Mapping[str, Any] = field(default_factory=dict)


def played(machine: Machine, referral: Referral, log: Iterable[LogLine]) -> Iterator[str]:
    """Take every step of the log; what comes back are the steps that the machine refuses, in words."""
    for line in log:
        if line.act in (TeamNews.BLOCKED, TeamNews.UNBLOCKED):
            pause(referral, line.act == TeamNews.BLOCKED)
        elif line.act in (*ACTS, StaffAction.NEXT_TRY, *BY_THE_PERSON, *BY_THE_CLOCK):
            facts: StepFacts = {**facts_of(line.act, line.detail), "by": line.by, "name": str(line.by or "")}
            try:
                move(machine, referral, line.act, line.at, **facts)
            except Refused:
                yield f"{line.at:%Y-%m-%d %H:%M} {line.act}: not possible from {referral.state}"


def state_differs(stored: Referral, found: Referral) -> Iterator[str]:
    """Return where the log leads elsewhere than what is stored, in words."""
    for name in ("state", "holder", "paused", "reason"):
        if (was := getattr(stored, name)) != (is_now := getattr(found, name)):
            yield f"{name}: stored {was}, by the log {is_now}"


def result_differs(study: Study, case: ExportedCase) -> Iterator[str]:
    """Return where the rules of today say something else of the stored answers than was stored, in words."""
    result = case.judged(study)
    if result is None:
        return
    if study.version != case.study:
        yield f"study file: stored {case.study}, now {study.version}"
    if case.outcome is not None and result.outcome is not case.outcome:
        yield f"result: stored {case.outcome}, judged again {result.outcome}"
    if case.outcome is not None and result.earliest != case.earliest:
        yield f"earliest date: stored {case.earliest}, judged again {result.earliest}"
