"""A telephone number that was dictated in words is read back; what may be two of them, or a RUT, is asked again."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.answers import Misread, MisreadReason, Reading, parse_answer
from dialogs.study.study import Kind, Question
from tests.core.answers.questions import labels

TODAY = date(2026, 11, 27)
CONTACT = Question(id="contact", kind=Kind.CONTACT, text="", short="")


def read(language: str, text: str) -> Reading | MisreadReason:
    """What a text is read as where a contact is asked for, or why it is asked again."""
    try:
        return parse_answer(CONTACT, text, labels(CONTACT, language), TODAY)
    except Misread as misread:
        return misread.reason


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("es", "nueve seis uno dos tres cuatro cinco seis siete", "+56961234567"),
        ("es", "mi número es el nueve, ocho siete seis, cinco cuatro tres dos uno", "+56987654321"),
        ("es", "nueve ochenta y siete sesenta y cinco cuarenta y tres veintiuno", "+56987654321"),
        ("es", "más cincuenta y seis nueve ocho siete seis cinco cuatro tres dos uno", "+56987654321"),
        ("es", "nueve doble ocho siete seis cinco cuatro tres dos", "+56988765432"),
        ("es", "9 8765 cuatro tres dos uno", "+56987654321"),
        ("es", "cero nueve ocho siete seis cinco cuatro tres dos uno", "+56987654321"),
        ("es", "nueve seis uno dos tres cuatro cinco seis siete, después de las cinco", "+56961234567"),
        ("en", "plus one 305 555 0199", "+13055550199"),
        ("en", "+1 three oh five five five five oh one nine nine", "+13055550199"),
        ("en", "nine six one two three four five six seven after five pm", "+56961234567"),
        ("en", "triple nine six one two three four five", "+56999612345"),
    ],
)
def test_digits_in_words_are_a_number_that_is_read_back(language: str, text: str, number: str) -> None:
    """[11i]"""
    assert read(language, text) == Reading(number, sure=False)


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("es", "nueve ocho siete seis", MisreadReason.NOTHING),
        ("es", "nueve ocho siete seis cinco cuatro tres dos", MisreadReason.NOTHING),
        ("es", "nueve seis uno dos tres cuatro cinco seis siete u ocho", MisreadReason.NOTHING),
        ("es", "uno dos tres cuatro cinco seis siete ocho guion cinco", MisreadReason.NATIONAL_ID),
        ("es", "llámeme a las nueve o a las diez", MisreadReason.NOTHING),
        ("es", "961234567, perdón, 961234576", MisreadReason.TWO_VALUES),
        ("en", "nine six one two three four five six seven eight", MisreadReason.NO_COUNTRY),
        ("en", "call after nine or ten", MisreadReason.NOTHING),
        ("en", "two phones", MisreadReason.NOTHING),
    ],
)
def test_what_may_be_two_numbers_or_is_none_is_asked_again(language: str, text: str, reason: MisreadReason) -> None:
    """[CL-30]"""
    assert read(language, text) == reason


def test_a_number_in_digits_is_read_as_ever() -> None:
    assert read("es", "961234567") == Reading("+56961234567", sure=True)
    assert read("en", "961234567 then call me") == Reading("+56961234567", sure=False)
