"""Words that may be about the answer before as well: read back, or asked, and never taken for the open question."""

from __future__ import annotations

import pytest

from dialogs.values import UNKNOWN, Quantity, When
from tests.core.conversation.places import answers_until, to_result
from tests.core.conversation.walking import Walk


def _at(question: str, language: str = "es", **others: tuple[str, ...]) -> Walk:
    return answers_until(Walk(language=language).begins(), question, **others)


@pytest.mark.parametrize(
    ("question", "language", "text"),
    [
        *(
            ("biopsy", "en", text)
            for text in ("it was no", "it was never", "oh, no", "well, I don't have it", "oh, I don't")
        ),
        *(("biopsy", "es", text) for text in ("ah, no", "era no", "ah, no tengo")),
        *(("treatments", "en", text) for text in ("oh, no", "well, no", "it was none")),
        *(("pregnancy", "en", text) for text in ("it was none", "oh, none", "it was no")),
        *(("pregnancy", "es", text) for text in ("ah, no", "ah, ninguno")),
        *(("conditions", "en", text) for text in ("oh, no", "well, no")),
        ("conditions", "es", "ah, no"),
        *((question, "en", "it was yes") for question in ("sle", "urinary_sediment")),
    ],
)
def test_they_are_not_taken_without_a_yes(question: str, language: str, text: str) -> None:
    """[11a]"""
    walk = _at(question, language)
    before = dict(walk.c.answers)
    walk.does(text)
    assert (walk.c.state, walk.c.answers) == (question, before)


@pytest.mark.parametrize(
    ("question", "language", "text"),
    [("sle", "en", "oh, yes"), ("sle", "es", "ah, sí"), ("sle", "en", "yes"), ("conditions", "es", "nada")],
)
def test_plain_answers_are_taken_as_before(question: str, language: str, text: str) -> None:
    walk = _at(question, language)
    walk.does(text)
    assert question in walk.c.answers


@pytest.mark.parametrize(("language", "text"), [("en", "it was yes"), ("en", "it is yes"), ("en", "it was no")])
def test_at_the_review_they_are_said_of_one_answer(language: str, text: str) -> None:
    walk = _at("review", language)
    walk.does(text)
    assert (walk.c.state, walk.c.draft.more) == ("review", True)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "I was wrong, 43"), ("en", "was 43"), ("en", "my mistake, 43"), ("es", "dije mal, 43"), ("es", "era 43")],
)
def test_more_words_correct_the_answer_before(language: str, text: str) -> None:
    walk = _at("sle", language)
    walk.does(text)
    assert (walk.c.state, walk.c.draft.reading, walk.c.answers["age"]) == ("age", {"age": 43}, 34)


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "ah, nunca"), ("es", "bueno, nunca me hicieron"), ("en", "well, never"), ("en", "I was wrong, never")],
)
def test_never_behind_the_class_is_said_of_the_biopsy(language: str, text: str) -> None:
    walk = _at("biopsy_class", language)
    walk.does(text)
    assert (walk.c.state, walk.c.draft.reading) == ("biopsy", {"biopsy": "none"})


@pytest.mark.parametrize("text", ["ah, no", "bueno, no sé"])
def test_a_bare_no_behind_the_class_is_not(text: str) -> None:
    walk = _at("biopsy_class")
    walk.does(text)
    assert walk.c.state == "biopsy_class"


@pytest.mark.parametrize(
    ("language", "text"), [("es", "era 72"), ("es", "bueno, 35"), ("en", "well, 35"), ("es", "72")]
)
def test_a_bare_number_at_the_creatinine_is_no_other_test(language: str, text: str) -> None:
    """[11i] 72 µmol/L is a usual creatinine, and 35 of the other test would end it."""
    walk = _at("creatinine", language, egfr=("[unknown]",))
    walk.does(text)
    assert (walk.c.state, walk.c.draft.reading) == ("creatinine", {})
    assert walk.c.draft.offers


@pytest.mark.parametrize(
    ("language", "text"), [("es", "la VFG es 72"), ("es", "ah, la VFG es 72"), ("en", "my eGFR is 72")]
)
def test_the_other_test_by_its_name_is(language: str, text: str) -> None:
    walk = _at("creatinine", language, egfr=("[unknown]",))
    walk.does(text)
    assert walk.c.state == "egfr"
    value = walk.c.draft.reading["egfr"]
    assert isinstance(value, Quantity)
    assert value.measure == "egfr"


@pytest.mark.parametrize(
    ("language", "text"), [("en", "III and V in 2019"), ("es", "IV en 2015"), ("es", "clase III, 2018")]
)
def test_a_class_of_another_year_than_the_biopsy_is_read_back(language: str, text: str) -> None:
    """[11i] The date just told is of 2026."""
    walk = _at("biopsy_class", language)
    walk.does(text)
    assert (walk.c.state, bool(walk.c.draft.reading)) == ("biopsy_class", True)


def test_it_was_at_the_question_that_is_asked_again_is_read_back() -> None:
    walk = _at("sle")
    walk.does("/atras")
    walk.does("era 43")
    assert walk.c.draft.reading == {"age": 43}


@pytest.mark.parametrize("text", ["I was wrong", "I want to change an answer"])
def test_at_the_result_it_is_asked_which_answer_changes(text: str) -> None:
    walk = to_result(Walk(language="en"))
    walk.does(text)
    assert (walk.c.state, walk.c.draft.more) == ("review", True)


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("biopsy", "no me acuerdo, voy a parar un rato", UNKNOWN),
        ("biopsy", "mayo 2026, voy a parar un rato", When.month(2026, 5)),
        ("biopsy", "nunca me han hecho, me voy a dormir", "none"),
    ],
)
def test_that_somebody_must_go_hides_no_answer(question: str, text: str, value: object) -> None:
    walk = _at(question)
    walk.does(text)
    assert {**walk.c.answers, **walk.c.draft.reading}[question] == value


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "none, gotta go"), ("es", "ninguno, me tengo que ir"), ("es", "ninguno, me voy a dormir")],
)
def test_that_somebody_must_go_is_no_medicine(language: str, text: str) -> None:
    walk = _at("treatments", language)
    walk.does(text)
    assert (walk.c.state, walk.c.draft.strange) == ("pregnancy", ())
