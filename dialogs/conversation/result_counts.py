"""What is counted of a first result: what it is, what it fails on, and what is offered with it (RE-10)."""

from __future__ import annotations

from dialogs.conversation.texts.offer import heading_of_result
from dialogs.conversation.turn import Turn
from dialogs.replies import FunnelEvent
from dialogs.study.rules import Truth


def count_result(turn: Turn) -> None:
    """Count the first result of this talk; one that changes with an answer is not counted again."""
    if not turn.count(FunnelEvent.FINISHED):
        return
    screening = turn.screening()
    turn.count(FunnelEvent(screening.outcome))
    fails = screening.ids(Truth.NOT_MET)
    for criterion in fails:
        turn.count(FunnelEvent.FAILS, criterion)
    if len(fails) == 1:
        turn.count(FunnelEvent.FAILS_ONLY, fails[0])
    if (offered := heading_of_result(turn, screening)) is not None:
        turn.count(FunnelEvent.OFFERED, offered)
