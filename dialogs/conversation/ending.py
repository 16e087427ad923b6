"""The end that the person chose."""

from __future__ import annotations

from dialogs.conversation.step import Next, Stay
from dialogs.conversation.turn import Turn, line
from dialogs.screens import N_


def end_conversation(turn: Turn) -> Next:
    """End it: nothing of the answers stays."""
    turn.move("stop")
    turn.forget()
    turn.tell(
        line(N_("We stop here. We erased your answers. Thank you for your time.")),
        line(N_("Nothing changes in your care. If you want to come back one day, write /start.")),
    )
    return Stay()
