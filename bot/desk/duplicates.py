"""Which other cases may be of the same person: the same account, or the same phone."""

from __future__ import annotations

from bot.store import people, referrals
from bot.store.referrals import FiledReferral
from bot.store.tx import Tx
from dialogs.conversation.conversation import Channel
from dialogs.referral.referral import GONE, STATES
from dialogs.referral.same_person import same_phone


def duplicates_of(tx: Tx, filed: FiledReferral) -> tuple[list[str], list[str]]:
    """Return the codes of other cases of the same account, and of those that name the same phone."""
    if filed.person is None:
        return [], []
    beside = people.account_beside(tx, filed.person)
    own = [
        each.code
        for person in (filed.person, beside)
        if person is not None
        for each in referrals.referrals_of(tx, person)
        if each.code != filed.code
    ]
    contact = filed.body.get("contact", {})
    if contact.get("channel") != Channel.PHONE:
        return own, []
    address = str(contact.get("address", ""))
    shared = []
    for code in referrals.codes_in(tx, [state for state in STATES if state not in GONE], study=filed.study):
        other = referrals.referral(tx, code)
        if other is None or other.code in (filed.code, *own):
            continue
        if same_phone(address, str(other.body.get("contact", {}).get("address", ""))):
            shared.append(code)
    return own, shared
