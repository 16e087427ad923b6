"""What is asked back is answered in kind; what weighs most is never taken without a yes."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.answers import Misread, Reading, command, for_group, is_guessed, parse_answer, read_in_kind
from dialogs.screening.weight import ends_for_good
from dialogs.values import UNKNOWN, Value, When
from tests.core.answers.questions import labels, lexicon, question, study

TODAY = date(2026, 11, 22)


def offers(id: str, text: str, language: str = "es") -> tuple[Value, ...]:
    with pytest.raises(Misread) as caught:
        parse_answer(question(id), text, labels(question(id), language), TODAY)
    return caught.value.offers


@pytest.mark.parametrize(
    ("typed", "unit"), [("mg/mg", "mg/mg"), ("g por g", "g/g"), ("1,2 g/g", "g/g"), ("miligramos por gramo", "")]
)
def test_a_unit_typed_after_the_question_for_the_unit_is_that_unit(typed: str, unit: str) -> None:
    """What would be impossible in a unit is not offered in it, so that it is not taken either."""
    asked = question("upc")
    named = read_in_kind(asked, offers("upc", "1,2"), typed, labels(asked, "es"), TODAY)
    assert [getattr(each, "unit", "") for each in named] == ([unit] if unit else [])


def test_another_number_with_a_unit_is_none_of_the_readings_that_were_offered() -> None:
    """It is read as an answer of its own: the first number was perhaps no value at all."""
    asked, offered = question("upc"), offers("upc", "1,2")
    for typed, named in (("0,8 g/g", 0), ("12 g/g", 0), ("1.2 g/g", 1), ("= 1,2 g/g", 1)):
        assert len(read_in_kind(asked, offered, typed, labels(asked, "es"), TODAY)) == named, typed


def test_a_month_typed_after_a_year_is_of_that_year() -> None:
    asked = question("biopsy")
    offered = offers("biopsy", "el año pasado")
    assert read_in_kind(asked, offered, "en mayo", labels(asked, "es"), TODAY) == (When.parse("2025-05"),)


def test_one_of_two_dates_is_named_by_its_month() -> None:
    asked = question("biopsy")
    offered = offers("biopsy", "05/10/2026", "en")
    assert read_in_kind(asked, offered, "October", labels(asked, "en"), TODAY) == (When.parse("2026-10-05"),)
    assert read_in_kind(asked, offered, "in July", labels(asked, "en"), TODAY) == ()


def test_one_of_two_options_is_named_by_its_words() -> None:
    asked = question("anti_b_cell")
    assert read_in_kind(asked, ("no", "yes"), "sí", labels(asked, "es"), TODAY) == ("yes",)


@pytest.mark.parametrize(
    ("id", "value", "ends"),
    [
        ("age", 17, True),
        ("age", 18, False),
        ("sle", "no", True),
        ("sle", UNKNOWN, False),
        ("biopsy", "none", False),
        ("biopsy_class", "V", True),
        ("biopsy_class", "IV+V", False),
        ("egfr", "dialysis", True),
        ("conditions", ("infection", "cancer"), True),
        ("conditions", ("infection",), False),
        ("pregnancy", "pregnant", False),
    ],
)
def test_an_answer_weighs_as_much_as_the_criteria_say(id: str, value: Value, ends: bool) -> None:
    """[11a]"""
    assert ends_for_good(study(), question(id), value, TODAY) is ends


def test_a_consent_is_taken_only_in_the_words_of_its_button() -> None:
    asked = question("consent")
    for text, sure in (("I agree", True), ("i AGREE.", True), ("yes", False), ("1", False), ("I agree?", False)):
        assert parse_answer(asked, text, labels(asked, "en"), TODAY) == Reading("yes", sure=sure)


def test_a_command_never_beats_a_word_of_the_open_question() -> None:
    asked = question("conditions")
    assert command("cáncer", lexicon(), asked, labels(asked, "es")) is None
    assert command("terminar", lexicon(), asked, labels(asked, "es")) == "stop"
    assert command("/cancelar", lexicon(), asked, labels(asked, "es")) == "stop"
    assert [is_guessed(text, lexicon()) for text in ("terminar", "terminra", "hola")] == [False, True, False]


def test_a_request_in_other_words_is_a_command_only_where_the_open_question_is_known() -> None:
    """Without it, the text may be the words of a button: "Cambiar una respuesta"."""
    asked = question("sle")
    assert command("saquen lo que dije", lexicon(), asked, labels(asked, "es")) == "delete"
    assert is_guessed("saquen lo que dije", lexicon())
    assert command("Cambiar una respuesta", lexicon()) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [("borrrar", "es"), ("vorrar", "es"), ("termniar", "es"), ("delte", "en"), ("deleete", "en"), ("stopp", "en")],
)
def test_a_command_that_only_sounds_or_looks_like_one_is_guessed(text: str, language: str) -> None:
    """[11b] A misspelt erase may only ask."""
    asked = question("sle")
    assert command(text, lexicon(), asked, labels(asked, language)) in ("delete", "stop")
    assert is_guessed(text, lexicon())


@pytest.mark.parametrize(
    "text", ["borrar", "Borrar todo, por favor", "BÓRRENME", "delete", "Please delete my data", "stop"]
)
def test_a_command_in_its_own_spelling_is_no_guess(text: str) -> None:
    assert not is_guessed(text, lexicon())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("no quiero parar", "es"),
        ("no borren nada", "es"),
        ("no quiero que borren mis datos", "es"),
        ("I don't want to stop", "en"),
        ("do not delete my data", "en"),
        ("don't erase anything", "en"),
    ],
)
def test_a_command_that_is_denied_is_none(text: str, language: str) -> None:
    """[11d]"""
    asked = question("antibodies")
    assert command(text, lexicon(), asked, labels(asked, language)) is None


def test_the_end_of_a_drug_is_no_start_of_it() -> None:
    asked = question("when")
    started = for_group(asked, "new_immunosuppressant")
    with pytest.raises(Misread):
        parse_answer(started, "lo dejé en julio", labels(asked, "es"), TODAY)
    assert parse_answer(asked, "lo dejé en julio", labels(asked, "es"), TODAY).value == When.parse("2026-07")
