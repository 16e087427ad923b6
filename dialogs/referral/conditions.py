"""What a step of a case depends on, and what it does: the functions that the table of `referral.py` names."""

from __future__ import annotations

from dialogs.conversation.conversation import Channel
from dialogs.machine import Attempt
from dialogs.replies import Heading


def mine(step: Attempt) -> bool:
    """Tell whether the one who acts is the one who took it."""
    return step.model.holder is not None and step.model.holder == step.kwargs.get("by")


def mine_or_owner(step: Attempt) -> bool:
    """Tell whether the one who acts took it, or owns the team."""
    return mine(step) or bool(step.kwargs.get("owner"))


def on_a_list_only(step: Attempt) -> bool:
    """Tell whether it stands on an interest list while the study takes nobody: there is nothing to join."""
    return step.model.heading == Heading.INTEREST and not step.kwargs.get("recruiting")


def paused(step: Attempt) -> bool:
    """Tell whether the person wants it paused."""
    return bool(step.model.paused)


def no_address(step: Attempt) -> bool:
    """Tell whether the person chose the chat: then there is nothing that the team could call or write to itself."""
    return bool(step.model.channel == Channel.CHAT)


def chat_chosen(step: Attempt) -> bool:
    """Tell whether the person chose this chat: only then the team writes here."""
    return bool(step.model.channel == Channel.CHAT)


def reason_given(step: Attempt) -> bool:
    """Tell whether a reason of the short list is named."""
    return bool(step.kwargs.get("reason"))


def hold(step: Attempt) -> None:
    """Let this member hold it."""
    step.model.holder = step.kwargs["by"]
    step.model.holder_name = step.kwargs["name"]
    step.model.taken_at = step.kwargs["now"]


def let_go(step: Attempt) -> None:
    """Let nobody hold it."""
    step.model.holder, step.model.holder_name, step.model.taken_at = None, "", None


def note_reason(step: Attempt) -> None:
    """Keep why."""
    step.model.reason = step.kwargs["reason"]


def forget_reason(step: Attempt) -> None:
    """Forget why it ended: it did not."""
    step.model.reason = ""


def note_asked(step: Attempt) -> None:
    """Keep when the person was asked for a phone: once a day is enough."""
    step.model.asked_at = step.kwargs["now"]
