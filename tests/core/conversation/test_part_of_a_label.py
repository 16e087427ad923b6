"""A part of an option's words is no press of it: never against its own no, never without a yes (study-facts 11a)."""

from __future__ import annotations

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Ordered
from tests.core.conversation.places import answers_until
from tests.core.conversation.walking import Walk

PARTS = {
    "es": {
        "pregnancy": (
            "en 12 meses",
            "12 meses",
            "ahora",
            "es posible",
            "posible",
            "en mi caso",
            "mi caso",
            "un embarazo",
        ),
        "biopsy": ("cuándo", "hecho", "me han hecho", "recuerdo cuándo", "pero"),
        "antibodies": ("al menos", "negativos los"),
        "sle": ("lo están", "todavía"),
        "urinary_sediment": ("sé o", "salió"),
        "conditions": ("de esto", "esto"),
    },
    "en": {
        "pregnancy": (
            "in 12 months",
            "12 months",
            "now",
            "possible",
            "possible for me",
            "for me",
            "it is",
            "to get pregnant",
        ),
        "biopsy": ("when", "sure", "but not", "had one but"),
        "antibodies": ("at least",),
        "sle": ("still finding", "they are still"),
        "urinary_sediment": ("have", "have it", "it was", "know or"),
        "conditions": ("of these", "these"),
    },
}
HALVES = {
    "es": ("ahora no", "no ahora", "hoy no", "de momento no", "por el momento no"),
    "en": ("not now", "no not now", "not at the moment", "not right now"),
}


@pytest.mark.parametrize(
    ("language", "id", "text"),
    [(language, id, text) for language, ids in PARTS.items() for id, texts in ids.items() for text in texts],
)
def test_a_part_of_what_a_button_says_takes_nothing(language: str, id: str, text: str) -> None:
    """[11a] "In 12 months" stands in "No, not now nor in 12 months", and says the contrary."""
    walk = answers_until(Walk(language=language).begins(), id)
    before = dict(walk.c.answers)
    walk.does(text)
    assert (walk.c.state, dict(walk.c.answers)) == (id, before)


@pytest.mark.parametrize(("language", "text"), [(each, text) for each, texts in HALVES.items() for text in texts])
def test_not_now_leaves_the_wish_open(language: str, text: str) -> None:
    """[5] An answer to one half only asks for the other."""
    walk = answers_until(Walk(language=language).begins(), "pregnancy")
    walk.does(text)
    assert (walk.c.draft.half, "pregnancy" in walk.c.answers) == ("plans_pregnancy", False)


@pytest.mark.parametrize(("language", "text"), [("es", "hay un embarazo"), ("en", "had one but not sure when")])
def test_a_part_that_says_all_of_it_is_heard(language: str, text: str) -> None:
    walk = answers_until(Walk(language=language).begins(), "pregnancy" if language == "es" else "biopsy")
    state = walk.c.state
    walk.does(text)
    assert walk.c.state != state or walk.c.draft.reading


@pytest.mark.parametrize(
    ("language", "text"), [("es", "lo tengo"), ("es", "sí, lo tengo"), ("en", "I have it"), ("en", "yes I have it")]
)
@pytest.mark.parametrize("id", ["antibodies", "urinary_sediment"])
def test_to_have_it_may_be_said_of_the_paper(language: str, text: str, id: str) -> None:
    """[5] Only what the report says counts, so it is read back."""
    walk = answers_until(Walk(language=language).begins(), id)
    walk.does(text)
    assert (walk.c.state, dict(walk.c.draft.reading)) == (id, {id: "yes"})


@pytest.mark.parametrize(("language", "text"), [("es", "ahora no"), ("en", "not now"), ("en", "not right now")])
@pytest.mark.parametrize("id", ["antibodies", "urinary_sediment"])
def test_not_now_says_nothing_of_a_test(language: str, text: str, id: str) -> None:
    walk = answers_until(Walk(language=language).begins(), id)
    walk.does(text)
    assert (walk.c.state, dict(walk.c.draft.reading)) == (id, {})


@pytest.mark.parametrize("text", ["aceptó", "Aceptó"])
def test_somebody_else_who_accepted_gives_no_consent(text: str) -> None:
    """[11a] "Aceptó" is what somebody did: it is read back."""
    walk = Walk(language="es")
    walk.does(Ordered(ChatCommand.START))
    walk.presses("questions", walk.who)
    walk.does(text)
    assert (walk.c.state, dict(walk.c.consents)) == ("consent", {})


@pytest.mark.parametrize(
    ("language", "text"), [("es", "la última"), ("es", "la segunda"), ("en", "the last one"), ("en", "first")]
)
def test_which_of_several_biopsies_is_no_option(language: str, text: str) -> None:
    """[B] "The second" at a date is no place in the list of answers."""
    walk = answers_until(Walk(language=language).begins(), "biopsy")
    walk.does(text)
    assert (walk.c.state, "biopsy" in walk.c.answers) == ("biopsy", False)


@pytest.mark.parametrize(("language", "text"), [("es", "no me escriban más"), ("en", "don't write to me")])
def test_not_to_be_written_to_is_no_answer_to_the_pregnancy(language: str, text: str) -> None:
    """[CL-09] The no in it is of something else: it is asked whether to block."""
    walk = answers_until(Walk(language=language).begins(), "pregnancy")
    walk.does(text)
    assert (walk.c.state, dict(walk.c.draft.reading), "pregnancy" in walk.c.answers) == ("pregnancy", {}, False)
    assert walk.c.draft.meant == "block"
