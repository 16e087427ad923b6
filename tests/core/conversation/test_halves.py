"""A question that joins two: who denies one half is asked for the other in its own words (study-facts 5, pregnancy)."""

from __future__ import annotations

import pytest

from tests.core.conversation.places import answers_until
from tests.core.conversation.walking import Walk, texts_of

PLANS, NOW = "And do you want to get pregnant in the next 12 months?", "And are you pregnant now?"


#: What is typed in English.
ENGLISH = ("i'm", "not", "she")


def at_the_pregnancy(text: str) -> Walk:
    language = "en" if text.lower().startswith(ENGLISH) else "es"
    return answers_until(Walk(language=language).begins(), "pregnancy")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("no estoy embarazada", PLANS), ("I'm not pregnant", PLANS), ("ando con la regla", PLANS),
        ("she isn't pregnant", PLANS), ("el test salió negativo", PLANS), ("not right now", PLANS),
        ("no quiero más hijos", NOW), ("not planning to get pregnant", NOW), ("no está en mis planes", NOW),
    ],
)  # fmt: skip
def test_half_an_answer_is_asked_for_its_other_half_and_is_no_misreading(text: str, asked: str) -> None:
    walk = at_the_pregnancy(text)
    walk.does(text)
    assert asked in [said for shown in walk.screens() for said in texts_of(shown)]
    assert ("pregnancy" in walk.c.answers, walk.c.draft.misread) == (False, 0)


@pytest.mark.parametrize(
    ("half", "text", "option"),
    [
        ("no estoy embarazada", "no", "neither"), ("no estoy embarazada", "sí", "planned"),
        ("not pregnant", "nope", "neither"),
        ("no quiero más hijos", "no", "neither"), ("no quiero más hijos", "sí, de 12 semanas", "pregnant"),
    ],
)  # fmt: skip
def test_the_answer_to_the_other_half_makes_the_option_with_it(half: str, text: str, option: str) -> None:
    walk = at_the_pregnancy(half)
    walk.does(half, text)
    if walk.c.draft.reading:
        walk.does("sí" if walk.c.language == "es" else "yes")
    assert walk.c.answers["pregnancy"] == option


def test_an_unsure_answer_to_the_other_half_is_read_back() -> None:
    walk = at_the_pregnancy("no")
    walk.does("no estoy embarazada", "creo que no")
    assert (walk.c.draft.reading, walk.c.offered[:2]) == ({"pregnancy": "neither"}, ["yes", "correct"])


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("no estoy embarazada. no quiero más hijos", "neither"), ("not pregnant, but we are trying", "planned"),
        ("no estoy embarazada pero quiero uno", "planned"),
    ],
)  # fmt: skip
def test_both_halves_in_one_text_are_one_answer(text: str, option: str) -> None:
    walk = at_the_pregnancy(text)
    walk.does(text)
    assert walk.c.draft.reading == {"pregnancy": option}


@pytest.mark.parametrize(("text", "option"), [("me ligaron", "not_possible"), ("estamos buscando", "planned")])
def test_another_answer_after_the_other_half_was_asked_is_that_answer(text: str, option: str) -> None:
    walk = at_the_pregnancy("no")
    walk.does("no estoy embarazada", text)
    assert walk.c.answers["pregnancy"] == option
