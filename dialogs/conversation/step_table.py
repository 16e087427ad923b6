"""The steps of the conversation: one row for each. To add one, write its row here and its functions in `steps/`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dialogs.conversation import commands, question_screen
from dialogs.conversation.states import FINAL, State, StepName
from dialogs.conversation.step import Step
from dialogs.conversation.steps import another_contact, contact, opening, result, rights, sent
from dialogs.conversation.turn import Turn
from dialogs.values import member

_ROWS: Final = (
    Step(name=StepName.CARD, screen=opening.card, short=opening.card_menu, uses_data=False),
    Step(name=StepName.WHO, screen=opening.who, uses_data=False),
    Step(name=StepName.CONSENT, screen=opening.consent, yes_no=("accept", "decline"), uses_data=False),
    Step(name=StepName.QUESTION, screen=question_screen.open_question),
    Step(name=StepName.REVIEW, screen=result.review),
    # A typed yes leads to the contact step, which asks for the consent; a no sends nothing and ends nothing.
    Step(name=StepName.RESULT, screen=result.result, yes_no=("contact", result.NOTHING_SENT)),
    Step(name=StepName.CONTACT, screen=contact.open_contact),
    Step(name=StepName.SEND, screen=contact.send, yes_no=("yes", "no")),
    Step(
        name=StepName.SENT,
        screen=sent.sent,
        yes_no=("opening_yes", "opening_no"),
        uses_data=False,
        keeps_status=True,
    ),
    Step(name=StepName.PAUSED, screen=opening.paused, uses_data=False),
    # Above the open step, which waits.
    Step(name=StepName.LANGUAGE, screen=commands.language_screen, side=True, uses_data=False),
    Step(name=StepName.DELETE, screen=rights.delete_screen, side=True, yes_no=("yes", "no"), uses_data=False),
    Step(name=StepName.STOP, screen=commands.stop_screen, side=True, yes_no=("yes", "no"), uses_data=False),
    Step(name=StepName.RECHECK, screen=commands.recheck_screen, side=True, yes_no=("yes", "no")),
    Step(name=StepName.FREQUENT, screen=commands.frequent_screen, side=True, uses_data=False),
    Step(name=StepName.PERMISSIONS, screen=rights.permissions_screen, side=True, uses_data=False),
    Step(name=StepName.PERSON, screen=commands.person_screen, side=True, uses_data=False),
    Step(name=StepName.ANOTHER_CONTACT, screen=another_contact.side_screen, side=True, uses_data=False),
)

STEPS: Final[Mapping[StepName, Step]] = {step.name: step for step in _ROWS}


def step_of(state: str) -> Step | None:
    """Return the step of a state; None where nothing is open."""
    if state == State.NEW or state in FINAL:
        return None
    fixed = member(State, state)
    return STEPS[StepName(fixed) if fixed else StepName.QUESTION]


def top_step(turn: Turn) -> Step | None:
    """Return the step whose buttons are answered now: the side step that waits above the open one, or that one."""
    side = turn.c.marks.get("side")
    return STEPS[StepName(side)] if side else step_of(turn.c.state)
