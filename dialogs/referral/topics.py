"""A case's own topic, where the team's group has topics: made when somebody takes it, closed at its end.

In a plain group the same is said in the one chat of the group. A topic is called by the code and shows the card, as
the group does: no name, no contact, no answer (TG-14).
"""

from __future__ import annotations

from enum import StrEnum

from dialogs.referral.referral import GONE, ReferralState

#: While somebody works on it.
_IN_HAND = (
    ReferralState.TAKEN,
    ReferralState.CONTACTED,
    ReferralState.SCHEDULED,
    ReferralState.IN_SCREENING,
    ReferralState.ON_HOLD,
)


class TopicStep(StrEnum):
    """One thing to do with the topic of a case."""

    REOPEN = "reopen"
    SHOW = "show"  # its card, as it stands; the topic is made where there is none
    SHOW_IF_THERE = "show_if_there"
    CLOSE = "close"
    DELETE = "delete"  # with all that the team wrote into it


def has_open_topic(state: str) -> bool:
    """Tell whether what happens to a case in this state is said in its topic."""
    return state in _IN_HAND


def topic_steps(before: str, after: str) -> tuple[TopicStep, ...]:
    """Return what becomes of a case's topic when it moves from one state to another, in this order.

    >>> [str(step) for step in topic_steps("new", "taken")], [str(step) for step in topic_steps("taken", "erased")]
    (['reopen', 'show'], ['delete'])
    """
    if after in GONE:
        return (TopicStep.DELETE,)
    if has_open_topic(after):
        return (TopicStep.SHOW,) if has_open_topic(before) else (TopicStep.REOPEN, TopicStep.SHOW)
    if has_open_topic(before):
        return (TopicStep.SHOW_IF_THERE, TopicStep.CLOSE)
    return (TopicStep.SHOW_IF_THERE,)
