"""A press on an earlier message of the open question, which was shown again since, counts as if it came now.

Not where its buttons have become others meanwhile: then the person is told that the open question is below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dialogs.conversation.draft import Showing
from dialogs.conversation.incoming import Ordered
from dialogs.conversation.step import Next, Show, Stay
from dialogs.conversation.steps import questions
from dialogs.conversation.texts.question_screen import DONE, KEEP, current_slot, option, question_screen
from dialogs.conversation.turn import BACK, PAUSE, PERSON, Turn
from dialogs.conversation.typed.medicine_list import names_treatments
from dialogs.screens import Button, Text
from dialogs.study.study import Kind, Slot

_CONTROLS = (BACK.name, PAUSE.name, PERSON.name)
#: Buttons that come and go with what was ticked or typed; the others are what the question is.
_COME_AND_GO = (DONE.name, KEEP.name)
_OFFER = "offer:"


def late_press(turn: Turn, prompt: int, position: int) -> Next | None:
    """Take a press on an earlier message of the open question; None where the press belongs to something else."""
    draft = turn.c.draft
    showing = next((each for each in draft.showings if each.prompt == prompt), None)
    if showing is None or not 0 <= position < len(showing.offered) or draft.slot.partition(":")[0] != turn.c.state:
        return None
    name = showing.offered[position]
    # What was typed since and waits for a yes is not what the person answers with; what was understood stays noted.
    turn.c.draft = replace(
        draft, reading={}, strange=(), near=(), cut=False, offers=(), meant="", guessed=False, to_team=""
    )
    slot = current_slot(turn)
    now = [button.name for button in question_screen(turn, slot).options]
    if name.startswith(_OFFER) or _lasting(showing.offered) != _lasting([*now, *_CONTROLS]):
        turn.c.draft = draft
        return None
    turn.c.stack = []
    if name in _CONTROLS or _is_done(turn, slot, showing, name):
        turn.c.draft = draft  # nothing is answered, so nothing that waits is lost
        return Ordered(name) if name in _CONTROLS else Stay()
    if names_treatments(draft.reading.get(slot.key)) and (name in _COME_AND_GO or option(slot, name).exclusive):
        turn.c.draft = draft  # "none of these" is none of the others: what was named is read back once more
        return Show()
    return questions.press(turn, Button(name, Text("")))


def _lasting(names: Iterable[str]) -> Sequence[str]:
    return [name for name in names if name not in _COME_AND_GO and not name.startswith(_OFFER)]


def _is_done(turn: Turn, slot: Slot, showing: Showing, name: str) -> bool:
    """Is a box as the press meant it? On this message it stood ticked or not, and a double tap changes it once."""
    several = slot.question.kind in (Kind.CHOICES, Kind.MEDICINES)
    if not several or name in _COME_AND_GO or option(slot, name).exclusive:
        return False
    return (name in turn.c.draft.ticked) != (name in showing.ticked)
