"""The lists of cases for a member: mine, nobody's, overdue, on hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.config.working_days import working_day_after
from bot.desk import referral_cards
from bot.desk.context import DeskContext
from bot.store import referrals
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.referral.desk_menu import CaseList, Listed
from dialogs.referral.group_card import ago
from dialogs.referral.referral import OPEN, Referral, ReferralState

#: Working days after which a case that nobody took, and one without a contact, is overdue.
UNCLAIMED_DAYS = 1


def listed(tx: Tx, context: DeskContext, member: Member, which: CaseList, now: datetime) -> list[Listed]:
    """Return the cases of a list, the oldest first."""
    return [
        Listed(case, ago(int((now - case.filed_at).total_seconds())))
        for case in _open_cases(tx)
        if _is_on(context, member, case, which, now)
    ]


def sizes(tx: Tx, context: DeskContext, member: Member, now: datetime) -> Mapping[CaseList, int]:
    """Return how many cases stand on each list."""
    cases = _open_cases(tx)
    return {which: sum(_is_on(context, member, case, which, now) for case in cases) for which in CaseList}


def _open_cases(tx: Tx) -> list[Referral]:
    return [referral_cards.referral_of(tx, filed) for filed in referrals.in_states(tx, OPEN)]


def _is_on(context: DeskContext, member: Member, case: Referral, which: CaseList, now: datetime) -> bool:
    match which:
        case CaseList.MINE:
            return case.holder == member.id
        case CaseList.UNCLAIMED:
            return case.state == ReferralState.NEW and not case.paused
        case CaseList.OVERDUE:
            return not case.paused and is_overdue(case, context.today(now), context)
        case CaseList.ON_HOLD:
            return case.paused


def is_overdue(case: Referral, today: date, context: DeskContext) -> bool:
    """Has nobody taken it, or nobody made contact, for as many working days as the site allows?"""
    filed = context.today(case.filed_at)
    if case.state == ReferralState.NEW:
        return today > working_day_after(filed, UNCLAIMED_DAYS)
    return case.state == ReferralState.TAKEN and today > working_day_after(filed, context.place.contact_days)
