"""What is said of somebody else is read as they would say it, and read back unless they are whom it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogs.answers import Misread, MisreadReason, Reading, parse_answer
from dialogs.answers.person import in_first_person
from dialogs.lexicon.lexicon import LexiconError, parse_lexicon
from tests.core.answers.questions import labels, lexicon, question, sources

TODAY = date(2026, 11, 22)


def read(question_id: str, text: str, language: str, *, of_another: bool) -> Reading:
    asked = question(question_id)
    return parse_answer(asked, text, replace(labels(asked, language), of_another=of_another), TODAY)


@pytest.mark.parametrize(
    ("typed", "language", "own"),
    [
        ("Ella tiene 1.250 mg/g, o sea 1,25", "es", " tengo 1.250 mg/g, o sea 1,25"),
        ("She's had 1.2 (0.5-0.9), hasn't she?", "en", "ive had 1.2 (0.5-0.9), havent i?"),
        ("tengo 34", "es", None),
        ("", "en", None),
    ],
)
def test_only_the_words_of_another_are_changed(typed: str, language: str, own: str | None) -> None:
    assert in_first_person(typed, lexicon().languages[language]) == own


@pytest.mark.parametrize(
    ("question_id", "typed", "language", "value"),
    [
        ("sle", "she doesn't have lupus", "en", "no"),
        ("pregnancy", "no puede quedar embarazada", "es", "not_possible"),
        ("biopsy", "she never had one", "en", "none"),
        ("pregnancy", "le ligaron las trompas", "es", "not_possible"),
    ],
)
def test_a_helper_says_it_of_the_person_and_anybody_else_is_asked(
    question_id: str, typed: str, language: str, value: str
) -> None:
    """[11i] Whose it is was inferred where nobody said that they help."""
    assert read(question_id, typed, language, of_another=True) == Reading(value, sure=True)
    assert read(question_id, typed, language, of_another=False) == Reading(value, sure=False)


@pytest.mark.parametrize(
    ("language", "mine", "theirs"),
    [
        *(("en", mine, "she is 34") for mine in ("I'm 34", "I am 34", "im 34", "I turned 34", "my age is 34")),
        *(("en", "I’m 34 years old", theirs) for theirs in ("they are 34", "34 years old", "34", "he just turned 34")),
        *(("es", mine, "tiene 34") for mine in ("tengo 34", "Tengo treinta y cuatro", "yo 34", "mi edad es 34")),
        *(("es", "cumplí 34", theirs) for theirs in ("ella tiene 34 años", "34", "34 años", "su edad es 34")),
    ],
)
def test_an_age_in_the_first_person_may_be_of_who_helps(language: str, mine: str, theirs: str) -> None:
    """[11i, RE-04] As a laboratory value is: whose it is is read back."""
    assert read("age", mine, language, of_another=True) == Reading(34, sure=False)
    assert read("age", mine, language, of_another=False) == Reading(34, sure=True)
    assert read("age", theirs, language, of_another=True) == Reading(34, sure=True)


def test_what_a_relative_has_is_asked_unless_the_person_helps_them() -> None:
    """[11i] Theirs is never taken for the patient's."""
    assert read("biopsy", "my dad never had one", "en", of_another=True) == Reading("none", sure=True)
    with pytest.raises(Misread) as asked:
        read("biopsy", "my dad never had one", "en", of_another=False)
    assert asked.value.reason is MisreadReason.OF_ANOTHER


def test_two_readings_that_differ_are_asked_about() -> None:
    with pytest.raises(Misread):
        read("sle", "she isn't sure, maybe yes", "en", of_another=True)


def test_two_meanings_of_one_word_are_a_problem_of_the_file() -> None:
    wrong = sources()["en.toml"].replace('have = ["has"]', 'have = ["has"]\nhad = ["has"]', 1)
    with pytest.raises(LexiconError, match=r'\[person\] had: "has" also stands under "have"'):
        parse_lexicon(sources() | {"en.toml": wrong})
