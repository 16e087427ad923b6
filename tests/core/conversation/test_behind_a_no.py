"""A wish that stands behind a no of its own: "no, quiero seguir" is not "no quiero seguir" (study-facts 11b)."""

from __future__ import annotations

import pytest

from dialogs.conversation.states import StepName
from dialogs.replies import Erase
from tests.core.conversation.places import answers_until, at
from tests.core.conversation.walking import Walk

#: Each with its language.
GOES_ON = (("es", "no, quiero seguir"), ("es", "no, sigamos"), ("en", "no, keep going"))


@pytest.mark.parametrize(("language", "text"), GOES_ON)
def test_a_wish_to_go_on_answers_no_question(language: str, text: str) -> None:
    walk = answers_until(Walk(language=language).begins(), "sle")
    walk.does(text)
    assert (walk.c.state, walk.c.stack, dict(walk.c.draft.reading)) == ("sle", [], {})


@pytest.mark.parametrize(("language", "text"), GOES_ON)
def test_a_wish_to_go_on_ends_nothing_at_the_consent(language: str, text: str) -> None:
    walk = at("the consent")
    walk.c.language = Walk(language=language).c.language
    assert not any(isinstance(reply, Erase) for reply in walk.does(text))
    assert walk.c.state == "consent"


def test_a_wish_to_end_is_asked_about_and_is_no_wish_to_go_on() -> None:
    walk = answers_until(Walk(language="es").begins(), "sle")
    for _ in range(2):
        walk.does("no, no quiero seguir")
        assert walk.c.stack == [StepName.STOP]
