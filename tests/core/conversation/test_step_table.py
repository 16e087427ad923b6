"""The table of steps, walked: nothing that a step knows is missing in its row."""

from __future__ import annotations

from dialogs.conversation.states import FINAL, State, StepName
from dialogs.conversation.step_table import STEPS, step_of, top_step
from tests.core.conversation.places import PLACES, at
from tests.core.conversation.walking import QUESTIONS, ROUTE, turn_at


def test_every_step_has_its_row_and_every_row_its_step() -> None:
    assert set(STEPS) == set(StepName)
    assert all(step.name == name for name, step in STEPS.items())


def test_every_state_of_the_machine_has_its_step_but_those_where_nothing_is_open() -> None:
    for state in ROUTE.states:
        step = step_of(state)
        if state == State.NEW or state in FINAL:
            assert step is None
        elif state in QUESTIONS:
            assert step is STEPS[StepName.QUESTION]
        else:
            assert step is not None
            assert step.name == state
            assert not step.side


def test_every_step_is_at_one_of_the_places() -> None:
    """So that what is walked below is all of the table."""
    seen = {step.name for place in PLACES if (step := top_step(turn_at(at(place)))) is not None}
    assert seen == set(StepName)


def test_a_typed_yes_and_no_mean_buttons_of_the_step_that_says_so() -> None:
    for place in PLACES:
        turn = turn_at(at(place))
        step = top_step(turn)
        if step is None or step.yes_no is None or step.name == StepName.SENT:
            continue  # what was sent asks only whoever is on the interest list
        offered = {button.value for button in step.screen(turn).options}
        yes, no = step.yes_no
        if step.name != StepName.RESULT:  # "contact" only where it may be offered, and a no has no button
            assert {yes, no} <= offered, place
