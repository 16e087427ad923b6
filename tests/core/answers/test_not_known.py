"""A no before "I don't know" says no more than that, and words that deny a doubt say no no."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogs.answers import Misread, MisreadReason, Reading, parse_answer
from dialogs.values import UNKNOWN
from tests.core.answers.questions import labels, question


def read(question_id: str, text: str, language: str, *, of_another: bool = False) -> Reading:
    asked = question(question_id)
    return parse_answer(asked, text, replace(labels(asked, language), of_another=of_another), date(2026, 11, 22))


#: Where a no would be a lasting failure, or nearly.
GRAVE = ("sle", "biopsy", "antibodies", "urinary_sediment")


@pytest.mark.parametrize("question", GRAVE)
@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("es", text) for text in ("no, no sé", "no, no me acuerdo", "no, no recuerdo", "no, no tengo el papel")),
        *(("en", text) for text in ("no, I don't know", "no, I don't remember", "no, no idea")),
    ],
)
def test_a_no_before_it_is_read_back_as_not_known(question: str, language: str, text: str) -> None:
    """[11] Read back as a no, a tired yes would have ended the questions."""
    assert read(question, text, language) == Reading(UNKNOWN, sure=False)


def test_where_nobody_can_say_that_they_do_not_know_it_is_asked_again() -> None:
    with pytest.raises(Misread):
        read("consent", "no, no sé", "es")


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "no"), ("es", "no, nunca"), ("es", "no, no tengo"), ("en", "no, never"), ("en", "no, I don't have it")],
)
def test_a_no_that_says_why_not_stays_a_no(language: str, text: str) -> None:
    assert read("sle", text, language).value == "no"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", text) for text in ("no doctor has ever doubted it lol", "no doctor has any doubt")),
        *(("en", text) for text in ("no doctor has ever ruled it out", "no doctor has said otherwise")),
        *(("en", text) for text in ("they stopped saying maybe, it's definitely lupus", "no, in remission")),
        *(("en", text) for text in ("no, not any more", "no, only nephritis")),
        *(("es", text) for text in ("ningún médico lo ha dudado", "ninguno lo ha descartado", "nadie lo duda")),
        *(("es", text) for text in ("ningún doctor ha dicho lo contrario", "no, en remisión", "ya no")),
        ("es", "no, solo nefritis"),
    ],
)
def test_words_that_deny_a_doubt_or_tell_of_a_lupus_at_rest_are_no_no(language: str, text: str) -> None:
    """[11] Lupus at rest is lupus."""
    with pytest.raises(Misread):
        read("sle", text, language)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        *(
            ("en", text, "no")
            for text in ("no doctor has told me that", "never been told that", "no, they ruled it out")
        ),
        *(
            ("es", text, "no")
            for text in ("ningún médico me ha dicho eso", "nadie me lo ha dicho", "no, solo artritis")
        ),
        ("es", "ningún médico me ha diagnosticado", "no"),
        ("en", "no doubt about it", "yes"),
        ("es", "sin duda", "yes"),
    ],
)
def test_others_are_read_as_before(language: str, text: str, value: str) -> None:
    assert read("sle", text, language).value == value


@pytest.mark.parametrize(
    ("question", "language", "text"),
    [
        ("antibodies", "es", "no, altos"),
        ("antibodies", "en", "no, they came back high"),
        ("urinary_sediment", "es", "no, algunos glóbulos"),
        ("urinary_sediment", "en", "no, some cells"),
        ("pregnancy", "en", "no, I'm late"),
    ],
)
def test_a_no_with_a_result_that_says_the_opposite_is_asked_again(question: str, language: str, text: str) -> None:
    with pytest.raises(Misread):
        read(question, text, language)


@pytest.mark.parametrize(
    ("question", "language", "text"),
    [
        *(("sle", "es", text) for text in ("yo no, mi hermana", "yo no, mi hermana sí", "sí, respondo por mi hermana")),
        *(("sle", "en", text) for text in ("not me, my sister", "I don't, my sister does", "no, not me, my mum")),
        ("sle", "en", "yes, I answer for my sister"),
        ("biopsy", "en", "not me, my sister in May"),
    ],
)
def test_not_me_but_somebody_else_is_asked_of_whom(question: str, language: str, text: str) -> None:
    """[11i, RE-04] It may be the other one for whom they answer."""
    with pytest.raises(Misread) as asked:
        read(question, text, language)
    assert asked.value.reason is MisreadReason.OF_ANOTHER


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        *(("es", text, "no") for text in ("yo no", "yo no tengo lupus, mi hermana sí", "mi hermana sí, yo no")),
        *(("en", text, "no") for text in ("not me", "my sister has it, I do not", "not me, ask my doctor")),
        ("es", "sí, y mi hermana también", "yes"),
        ("en", "I do, my sister doesn't", "yes"),
    ],
)
def test_their_own_answer_beside_somebody_else_is_read(language: str, text: str, value: str) -> None:
    assert read("sle", text, language).value == value


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(
            ("es", text)
            for text in ("yo tengo 17, mi tía no sé", "tengo 45, ella no sé", "la de ella no sé, yo tengo 45")
        ),
        *(("en", text) for text in ("I'm 17, I don't know my aunt's age", "I am 17 but it's for my mum")),
    ],
)
def test_the_age_of_who_helps_is_not_that_of_the_person(language: str, text: str) -> None:
    """[RE-04]"""
    with pytest.raises(Misread) as asked:
        read("age", text, language, of_another=True)
    assert asked.value.reason is MisreadReason.OF_ANOTHER


@pytest.mark.parametrize(
    ("language", "text", "age"),
    [("es", "ella tiene 34", 34), ("es", "le pregunté a mi tía, 63", 63), ("en", "I help my mum, 63", 63)],
)
def test_the_persons_age_beside_words_of_who_helps_is_read(language: str, text: str, age: int) -> None:
    assert read("age", text, language, of_another=True).value == age
