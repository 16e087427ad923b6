"""The lists of cases for a member: mine, nobody's, overdue, on hold.

A case is overdue here when the clock's reminders and the morning's line say so: one rule, with the site's own days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.desk import looks, overdue, referral_cards
from bot.desk.context import DeskContext
from bot.store import referrals
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.referral.desk_menu import CaseList, Listed
from dialogs.referral.group_card import ago
from dialogs.referral.referral import OPEN, Referral, ReferralState


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A case, and whether it is overdue now."""

    case: Referral
    late: bool


def listed(tx: Tx, context: DeskContext, member: Member, which: CaseList, now: datetime) -> list[Listed]:
    """Return the cases of a list, the oldest first."""
    return [
        Listed(each.case, ago(int((now - each.case.filed_at).total_seconds())))
        for each in _open_cases(tx, context, member, now)
        if _is_on(member, each, which)
    ]


def sizes(tx: Tx, context: DeskContext, member: Member, now: datetime) -> Mapping[CaseList, int]:
    """Return how many cases stand on each list."""
    cases = _open_cases(tx, context, member, now)
    return {which: sum(_is_on(member, each, which) for each in cases) for which in CaseList}


def _open_cases(tx: Tx, context: DeskContext, member: Member, now: datetime) -> list[_Waiting]:
    found = []
    for each in context.each_study():
        if context.studies and looks.not_in_the_group(tx, each, member):
            continue  # another study's team has a group of its own
        recruiting = overdue.is_recruiting(tx, each, now)
        for filed in referrals.on_lists(tx, OPEN, each.study.id):
            case = referral_cards.referral_of(tx, filed)
            late = overdue.what_is_overdue(each, filed, case, now, recruiting=recruiting) is not None
            found.append(_Waiting(case, late))
    return sorted(found, key=lambda waiting: waiting.case.filed_at) if context.studies else found


def _is_on(member: Member, each: _Waiting, which: CaseList) -> bool:
    held = each.case
    match which:
        case CaseList.MINE:
            return held.holder == member.id
        case CaseList.UNCLAIMED:
            return held.state == ReferralState.NEW and not held.paused
        case CaseList.OVERDUE:
            return each.late
        case CaseList.ON_HOLD:
            return overdue.stands_still(held)
