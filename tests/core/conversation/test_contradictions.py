"""What one text says and takes back in the same breath is asked, never read as half of it."""

from __future__ import annotations

import pytest

from dialogs.answers import Misread, parse_answer
from dialogs.conversation.states import State
from dialogs.values import UNKNOWN
from tests.core.answers.questions import labels, questions
from tests.core.conversation.places import at
from tests.core.conversation.walking import TODAY, Walk

#: A no, and all that stands behind it says yes.
TAKEN_BACK = (
    ("es", "biopsy", "no, sí me hicieron"), ("es", "biopsy", "no, tuve"), ("es", "sle", "no no no, sí tengo"),
    ("es", "sle", "no, yo sí"), ("es", "sle", "no, lo tengo"), ("es", "treatments", "no, sí me pusieron"),
    ("es", "conditions", "no, sí tengo"), ("es", "antibodies", "no. sí salió"), ("en", "sle", "no no no, I DO have it"),
    ("en", "sle", "no I do have it"), ("en", "sle", "no I do"), ("en", "sle", "no, they did"),
    ("en", "antibodies", "no I did"), ("en", "antibodies", "no, one was"), ("en", "biopsy", "nope, I had one"),
    ("en", "conditions", "no, I do"),
    ("es", "sle", "nunca me han dicho que no"), ("es", "sle", "nadie me ha dicho que no"),
    ("es", "sle", "no estoy diciendo que no"), ("en", "sle", "they never said no"),
    ("en", "sle", "nobody told me no"), ("en", "sle", "I never said I don't"),
)  # fmt: skip
#: A no all the same, or not known.
STILL_NO = (
    ("es", "biopsy", "no, nunca me hicieron"), ("es", "biopsy", "no tengo"), ("es", "biopsy", "no, no me han hecho"),
    ("es", "sle", "no, nunca tuve"), ("es", "sle", "no, no tengo"), ("es", "sle", "no, tengo diabetes"),
    ("es", "treatments", "no, nunca me dieron"), ("es", "conditions", "no, estoy sana"), ("es", "sle", "no tengo"),
    ("en", "sle", "no I don't"), ("en", "sle", "no, I haven't had it"), ("en", "sle", "no, I have diabetes"),
    ("en", "antibodies", "no, both were negative"), ("en", "antibodies", "no, it was negative"),
    ("en", "biopsy", "no, never"), ("en", "biopsy", "no I never had one"), ("en", "sle", "nobody told me"),
)  # fmt: skip


@pytest.mark.parametrize(("language", "id", "text"), TAKEN_BACK)
def test_a_no_that_is_taken_back_in_the_same_text_is_asked_about(language: str, id: str, text: str) -> None:
    """[11] When both appear it is asked again."""
    asked = questions()[id]
    with pytest.raises(Misread):
        parse_answer(asked, text, labels(asked, language), TODAY)


@pytest.mark.parametrize(("language", "id", "text"), STILL_NO)
def test_a_no_with_something_behind_it_is_still_one(language: str, id: str, text: str) -> None:
    asked = questions()[id]
    assert parse_answer(asked, text, labels(asked, language), TODAY).value in ("no", "none", (), ("none",), UNKNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "+56912345678 pero no me llamen", "no me llamen +56912345678", "+56912345678 pero no lo compartan",
        "+56912345678 no en la mañana", "no es a@b.cl", "a@b.cl pero no me escriban", "+56912345678 but don't call",
        "+56912345678, text only, don't call", "not a@b.com", "+56912345678 don't share it", "it's no longer a@b.com",
        "a@b.com but don't write to me", "+56912345678 not in the morning",
    ],
)  # fmt: skip
def test_an_address_beside_a_wish_about_it_is_not_offered_for_sending(text: str) -> None:
    """[CL-04] [CL-06] What is not to be done with it is a wish of its own."""
    walk = at("the contact, recruiting")
    walk.does(text)
    assert (walk.c.state, walk.c.draft.reading) == (State.CONTACT, {})


@pytest.mark.parametrize(
    "text",
    [
        "mi número es +56912345678", "no, es +56912345678", "no tengo correo, +56912345678", "a@b.cl, no me llamen",
        "+56912345678, no tengo whatsapp", "call me on +56912345678", "no, a@b.com", "a@b.com please don't call me",
        "+56912345678 not sure if it works", "I'm not sure, +56912345678",
        "+56912345678 pero no llamen de noche", "+56912345678 but don't call at night",
    ],
)  # fmt: skip
def test_an_address_with_other_words_is_read_back(text: str) -> None:
    walk = at("the contact, recruiting")
    walk.does(text)
    assert walk.c.draft.reading


@pytest.mark.parametrize(
    "text",
    [
        "no, dejémosla", "no, déjela así", "mejor déjela como estaba", "no la cambie", "así no más", "no, leave it",
        "leave it as it is", "don't change it", "keep my answer", "no change",
    ],
)  # fmt: skip
def test_an_answer_that_is_asked_for_again_can_be_left_in_words(text: str) -> None:
    """[AX-18]"""
    walk = _asked_again()
    walk.does(text)
    assert (walk.c.state, walk.c.answers["sle"]) == (State.REVIEW, "yes")


def test_a_bare_no_there_is_an_answer_and_read_back() -> None:
    walk = _asked_again()
    walk.does("no")
    assert (walk.c.state, walk.c.draft.reading) == ("sle", {"sle": "no"})


def _asked_again() -> Walk:
    walk = at("the review")
    walk.presses("change_one", "sle")
    return walk


@pytest.mark.parametrize("text", ["nothing wrong", "nothing's wrong", "there is nothing wrong", "nada malo"])
def test_that_nothing_is_wrong_is_no_wish_to_change_an_answer(text: str) -> None:
    walk = at("the review")
    walk.does(text)
    assert walk.c.state == State.RESULT
