"""The state of the study, in words."""

from __future__ import annotations

from dialogs.conversation.turn import Turn
from dialogs.screens import Block, Look
from dialogs.site import Recruitment


def status_blocks(turn: Turn) -> tuple[Block, ...]:
    """Return the state of the study, said before anything else (RE-12)."""
    standing = turn.site.standing(turn.today)
    if standing is Recruitment.NOT_RECRUITING and not turn.site.is_confirmed(turn.today):
        return turn.text("status_unconfirmed", Look.STRONG)
    return turn.text(f"status_{standing}", Look.STRONG)
