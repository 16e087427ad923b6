"""The end that the person chose."""

from __future__ import annotations

from dialogs.conversation.step import Next, Stay
from dialogs.conversation.turn import Turn, line
from dialogs.screens import N_, Block, Look

TO_BEGIN = N_("To begin, write /start.")
#: The last line of an end: nothing follows from it for the person's care.
COME_BACK = N_("Nothing changes in your care. If you want to come back one day, write /start.")
HELPER_COMES_BACK = N_("Nothing changes in the care of the person. If you want to come back one day, write /start.")


def come_back(turn: Turn) -> Block:
    """Return how to come back, and that nothing changes."""
    return line(turn.words(COME_BACK, HELPER_COMES_BACK), Look.HINT)


def notes_stay(turn: Turn) -> tuple[Block, ...]:
    """Say that the notes stay, where there are any."""
    return (line(N_("Your notes stay here, only for you: /notes."), Look.HINT),) if turn.c.notes else ()


def end_conversation(turn: Turn) -> Next:
    """End it: nothing of the answers stays."""
    turn.move("stop")
    turn.forget()
    turn.tell(
        line(N_("We stop here. We erased your answers. Thank you for your time.")),
        *notes_stay(turn),
        come_back(turn),
    )
    return Stay()
