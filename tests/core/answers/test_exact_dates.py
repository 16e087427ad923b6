"""Dates that are exact in other forms, and dates that are read back however exact they are."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from dialogs.answers import Misread, Reading, parse_answer
from dialogs.languages import Language
from dialogs.values import When
from tests.core.answers.questions import labels, question

TODAY: Final = date(2026, 11, 22)


def read(id: str, text: str, language: str) -> Reading | None:
    each = question(id)
    try:
        return parse_answer(each, text, labels(each, language), TODAY)
    except Misread:
        return None


@pytest.mark.parametrize("text", ["1° de junio de 2026", "el 1º de junio del 2026", "1° junio, 2026"])
def test_the_first_of_a_month_may_have_its_sign(text: str) -> None:
    """[11i] Behind any other number it says something else."""
    assert read("biopsy", text, "es") == Reading(When.parse("2026-06-01"), sure=True)
    for other in ("11", "21", "2"):
        reading = read("biopsy", text.replace("1", other, 1), "es")
        assert reading is None or not reading.sure


@pytest.mark.parametrize(
    ("language", "text", "month"),
    [
        *(("es", text, "2026-09") for text in ("setiembre 2026", "sep 2026", "set 2026", "1 de setiembre de 2026")),
        *(("es", text, "2026-06") for text in ("jun-2026", "JUN/2026", "Junio/2026")),
        *(("en", text, "2026-06") for text in ("Jun-2026", "June/2026")),
        ("en", "Sept 2026", "2026-09"),
    ],
)
def test_a_month_is_as_exact_by_its_other_names(language: str, text: str, month: str) -> None:
    """[11i]"""
    reading = read("biopsy", text, language)
    assert reading is not None
    assert reading.sure
    assert str(reading.value).startswith(month)


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        *(("en", text, "2026-06-11") for text in ("11th of the 6th 2026", "it was the 11th of the 6th, 2026")),
        *(("en", text, "2026-06-11") for text in ("11th of 6th 2026", "the 11th of the 6th of 2026")),
        *(("es", text, "2026-06-11") for text in ("11 del 6 2026", "el 11 del 6, 2026", "el 11 del 6 del 2026")),
        ("en", "2 of 6 2026", "2026"),  # a count
        ("es", "2 de 6 2026", "2026"),
    ],
)
def test_a_day_of_a_numbered_month_is_read_back_whole(language: str, text: str, told: str) -> None:
    """[11i] It was read back as its year alone."""
    assert read("biopsy", text, language) == Reading(When.parse(told), sure=False)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("id", ["biopsy", "when"])
@pytest.mark.parametrize(("text", "taken"), [("13/10/1992", False), ("10/2011", False), ("12/2011", True)])
def test_a_date_that_may_be_of_a_birth_is_read_back(language: str, id: str, text: str, *, taken: bool) -> None:
    """[11i] Who is asked for a date may tell that of their birth, and every adult's lies so far back."""
    reading = read(id, text, language)
    assert reading is not None
    assert reading.sure is taken
    if language == "es":
        dated = read("upc", f"1,2 g/g, {text}", language)
        assert taken or dated is None or not dated.sure
