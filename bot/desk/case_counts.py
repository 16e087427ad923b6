"""What is counted of a case in the team's hands, apart by heading and without identity (RE-10)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.desk.context import DeskContext
from bot.store import counts, referrals
from bot.store.referrals import FiledReferral
from bot.store.tx import Tx
from dialogs.referral.referral import StaffAction
from dialogs.replies import Count, FunnelEvent

#: What the first of these steps of a case is counted as.
STEPS: Mapping[str, FunnelEvent] = {
    StaffAction.TAKE: FunnelEvent.CLAIMED,
    StaffAction.CONTACTED: FunnelEvent.CONTACTED,
    StaffAction.INCLUDED: FunnelEvent.INCLUDED,
    StaffAction.UNREACHABLE: FunnelEvent.UNREACHABLE,
    StaffAction.DECLINED: FunnelEvent.TURNED_DOWN,
    StaffAction.NOT_ELIGIBLE: FunnelEvent.NOT_ELIGIBLE,
}


def count_step(tx: Tx, context: DeskContext, filed: FiledReferral, act: str, reason: str, now: datetime) -> None:
    """Count a step, the first time that this case takes it; call it before the step is written to its history."""
    event = STEPS.get(act)
    if event is None or any(each.act == act for each in referrals.events(tx, filed.code)):
        return
    counted = Count(event, reason if event is FunnelEvent.NOT_ELIGIBLE else filed.heading)
    campaign = str(filed.card.get("campaign") or "")
    day = context.today(now)
    study = context.study.id
    counts.add_count(tx, counted.name, day=day, language=filed.language, study=study, campaign=campaign)
