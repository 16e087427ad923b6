"""Where nothing fails for good but tests that move, the result says that one can answer again (study-facts 4.1, 13)."""

from __future__ import annotations

import pytest

from dialogs.conversation.states import State
from dialogs.conversation.steps.result import result_screen
from tests.core.conversation.places import answers_until
from tests.core.conversation.walking import Walk, texts_of, turn_at

AGAIN = "If your tests change, you can answer again."


def result_after(*answers: str, before: str) -> set[str]:
    """The ids of the texts of the result behind these answers."""
    walk = answers_until(Walk().begins(), before)
    for answer in answers:
        walk.does(answer)
    assert walk.c.state == State.RESULT
    return texts_of(result_screen(turn_at(walk)))


@pytest.mark.parametrize(
    ("before", "answers"),
    [
        ("upc", ("0,3 g/g", "sí")),
        ("egfr", ("22", "sí")),
        ("egfr", ("estoy en diálisis", "sí")),
        ("urinary_sediment", ("salió normal", "sí")),
    ],
)
def test_of_a_test_that_moves_it_says_that_one_can_answer_again(before: str, answers: tuple[str, ...]) -> None:
    assert AGAIN in result_after(*answers, before=before)


@pytest.mark.parametrize(("before", "answers"), [("sle", ("no", "sí")), ("antibodies", ("los dos negativos", "sí"))])
def test_of_what_stays_as_it_is_it_does_not(before: str, answers: tuple[str, ...]) -> None:
    assert AGAIN not in result_after(*answers, before=before)
