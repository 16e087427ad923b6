"""Classes and illnesses that are denied, suspected or feared: none is read back (study-facts 5, 11g)."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.answers import Misread, Reading, parse_answer
from tests.core.answers.questions import labels, question

TODAY = date(2026, 11, 22)


def read(id: str, language: str, text: str) -> Reading | Misread:
    """How a text is read at a question."""
    asked = question(id)
    try:
        return parse_answer(asked, text, labels(asked, language), TODAY)
    except Misread as misread:
        return misread


NO_CLASS = {
    "en": (
        "I don't have class IV", "suspected class IV", "they suspect class IV", "rule out IV", "r/o class IV",
        "to rule out class IV, result pending", "could turn into class IV", "worried about class IV",
        "doctor hopes it's class III", "nobody said class IV", "looks like it might be IV, waiting for the report",
    ),
    "es": (
        "no tengo clase IV", "sospecha de clase IV", "sospechaban IV", "para descartar clase IV",
        "están descartando la clase IV", "tengo miedo que sea clase IV", "ojalá sea II", "puede pasar a clase IV",
        "falta que confirmen si es clase IV", "nunca me dijeron clase IV", "descartar III, IV",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_class_that_is_denied_suspected_or_feared_is_not_read_back(language: str) -> None:
    read_back = {text: read("biopsy_class", language, text) for text in NO_CLASS[language]}
    assert {text: said for text, said in read_back.items() if isinstance(said, Reading)} == {}


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "they were thinking class III but it was V", "V"),
        ("en", "it's not III, it's IV", "IV"),
        ("en", "it's stage 3 ckd and class V", "V"),
        ("en", "class IV I'm afraid", "IV"),
        ("en", "class IV, hope that helps", "IV"),
        ("en", "class IV confirmed", "IV"),
        ("es", "no es la III, es la IV", "IV"),
        ("es", "pensaban que era III pero era V", "V"),
        ("es", "descartaron III, es V", "V"),
        ("es", "erc 3b, clase III + V", "III+V"),
        ("es", "clase IV, espero que sirva", "IV"),
    ],
)
def test_the_class_that_is_told_is_read(language: str, text: str, value: str) -> None:
    reading = read("biopsy_class", language, text)
    assert isinstance(reading, Reading)
    assert reading.value == value


@pytest.mark.parametrize(
    ("language", "text", "is_controlled"),
    [
        ("es", "ni la diabetes ni la presión están controladas", False),
        ("es", "no tengo controlada ni la diabetes ni la presión", False),
        ("es", "la diabetes controlada pero la presión no", False),
        ("es", "ni diabetes ni presión alta", True),
        ("es", "no, la presión está controlada", True),
        ("es", "ninguna, la diabetes controlada", True),
        ("es", "no, ni diabetes ni presión, todo controlado", True),
        ("en", "neither my diabetes nor my BP is under control", False),
        ("en", "diabetes under control but not the bp", False),
        ("en", "diabetes controlled, blood pressure isn't", False),
        ("en", "neither diabetes nor high blood pressure", True),
        ("en", "neither, bp is controlled", True),
        ("en", "diabetes and bp both controlled", True),
    ],
)
def test_of_each_illness_it_counts_whether_it_is_controlled(language: str, text: str, is_controlled: bool) -> None:
    for id, yes, no in (("comorbidity", "yes", "no"), ("conditions", ("uncontrolled",), ("none",))):
        reading = read(id, language, text)
        assert isinstance(reading, Reading)
        assert (reading.value, reading.sure) == (no if is_controlled else yes, False)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "hipertensión controlada, diabetes no"),
        ("es", "la presión no está mal"),
        ("en", "my bp isn't bad"),
    ],
)
def test_what_may_be_no_illness_or_no_control_is_asked(language: str, text: str) -> None:
    assert isinstance(read("comorbidity", language, text), Misread)
