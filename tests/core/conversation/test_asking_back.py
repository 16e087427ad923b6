"""A question of the person that no text answers is no misreading: it is said whom to ask, and the open one comes again.

[11f] Nothing in it is taken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dialogs.conversation.incoming import Typed
from dialogs.conversation.texts.reprompt import WHERE_TO_LOOK
from dialogs.replies import Say
from tests.core.conversation.places import answers_until, at
from tests.core.conversation.walking import QUESTIONS, Walk, texts_of

#: What nobody wrote a text for, in both languages; none is an answer to any question.
NOBODY_KNOWS = (
    "¿y mi perro puede ir conmigo?", "¿usted me puede llamar por teléfono?", "¿qué opina mi doctora?",
    "will my boss be told?", "do I need insurance for that?", "is there parking?",
)  # fmt: skip
#: How such a question begins says enough where nothing else does.
UNMARKED = ("donde puedo estacionar el auto", "do i need insurance for that")
#: Not understood, and no question.
NO_QUESTION = ("asdf qwer", "la luna llena", "blue bicycles")


def said(walk: Walk, text: str) -> set[str]:
    """What is said to a text."""
    return {one for reply in walk.does(Typed(text)) if isinstance(reply, Say) for one in texts_of(reply.screen)}


def at_each_question() -> Iterator[Walk]:
    """A walk at each question that is asked of everybody."""
    for state in ("age", "sle", "biopsy", "antibodies", "urinary_sediment", "upc", "egfr", "treatments", "pregnancy"):
        assert state in {str(each) for each in QUESTIONS}
        yield answers_until(Walk().begins(), state)


def test_a_question_that_nothing_answers_is_no_misreading_and_the_open_one_comes_again() -> None:
    for walk in at_each_question():
        for text in NOBODY_KNOWS:
            other = walk.copy()
            told = said(other, text)
            assert WHERE_TO_LOOK in told, (walk.c.state, text)
            assert (other.c.draft.misread, other.c.state) == (0, walk.c.state), (walk.c.state, text)
            assert other.c.answers == walk.c.answers, (walk.c.state, text)


@pytest.mark.parametrize("text", UNMARKED)
def test_a_question_without_its_mark_is_one_by_how_it_begins(text: str) -> None:
    walk = answers_until(Walk().begins(), "sle")
    assert WHERE_TO_LOOK in said(walk, text)
    assert walk.c.draft.misread == 0


def test_what_is_neither_an_answer_nor_a_question_still_counts_as_misread() -> None:
    for text in NO_QUESTION:
        walk = answers_until(Walk().begins(), "sle")
        assert WHERE_TO_LOOK not in said(walk, text)
        assert walk.c.draft.misread == 1, text


@pytest.mark.parametrize(
    "place",
    ["the card", "who answers", "the consent", "the review", "might fit, recruiting", "a phone read back"],
)
def test_before_and_after_the_questions_it_is_said_whom_to_ask_as_well(place: str) -> None:
    walk = at(place)
    before = walk.c.state
    assert WHERE_TO_LOOK in said(walk, "¿y mi perro puede ir conmigo?")
    assert walk.c.state == before
