"""What the person is told of where a case stands."""

from __future__ import annotations

from dialogs.conversation.conversation import ReferralStatus
from dialogs.referral.referral import ReferralState
from dialogs.values import member


def told_as(state: str) -> str:
    """Return the word for the person, who hears nothing of who holds the referral."""
    words = {ReferralState.NEW: ReferralStatus.RECEIVED, ReferralState.IN_SCREENING: ReferralStatus.SCHEDULED}
    return str(words.get(ReferralState(state), state) if member(ReferralState, state) else state)
