"""What the engine knows of a step: one row of `step_table.STEPS`. Imports no step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dialogs.conversation.states import StepName
from dialogs.conversation.turn import Turn
from dialogs.screens import Screen


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the conversation: all that is known of it, in one place."""

    name: StepName
    #: What it shows. Pure: it changes nothing, so it may be asked at any time.
    screen: Callable[[Turn], Screen]
    #: Instead of `screen` under something that was just said.
    short: Callable[[Turn], Screen] | None = None
    #: The buttons that a typed yes and a typed no mean.
    yes_no: tuple[str, str] | None = None
    #: Waits on top of the open step.
    side: bool = False
    #: Gives or sends more, so it waits until a changed notice was seen (TG-30).
    uses_data: bool = True
    #: Its prompt is the one that shows where what was sent stands.
    keeps_status: bool = False
