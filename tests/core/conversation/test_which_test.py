"""A name that two tests have is asked about; a number in a unit that is not offered is kept as it was typed."""

from __future__ import annotations

import pytest

from dialogs.conversation.texts.question_screen import ANOTHER_UNIT
from dialogs.values import Quantity, Unknown
from tests.core.conversation.test_asked_back import asked, waits
from tests.core.conversation.walking import STUDY, Walk
from tests.wording.test_texts_reached import ids_in

ALIKE = next(each.alike for each in STUDY.question("upc").measures if each.alike)
UNITS = "Which unit is written beside the number on the paper?"


def last(walk: Walk) -> set[str]:
    """The texts of the last message."""
    return set(ids_in(walk.said[-1]))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(
            ("es", text)
            for text in ("mi PCR salió 1,5", "la pcr me dio 0,8", "PCR 1.250", "PCR menos de 5", "la 1,5 pcr")
        ),
        *(
            ("es", text)
            for text in ("pcr en mayo 1,5", "pcr 1,5 y 2", "la pcr fue como 2", "PCR: 1,5 (normal hasta 5)")
        ),
        *(
            ("en", text)
            for text in ("my PCR was 1.5", "pcr 5", "PCR = 0.9", "pcr 1,250", "PCR less than 5", "pcr ratio 1.5")
        ),
    ],
)
def test_a_name_of_two_tests_without_a_unit_is_asked_about(language: str, text: str) -> None:
    """Neither its unit nor its value is taken before the test is known."""
    walk = asked(language, "upc", text)
    assert {ALIKE.text, ALIKE.own, ALIKE.other} <= last(walk)
    assert not last(walk) & {UNITS, ANOTHER_UNIT}
    assert waits(walk, "upc") is None


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        *(
            ("es", f"pcr {text}", unit)
            for text, unit in (("150 mg/mmol", "mg/mmol"), ("1.250 mg/g", "mg/g"), ("1,5 g/g", "g/g"))
        ),
        *(("en", f"my PCR was {text}", unit) for text, unit in (("1.5 mg/mg", "mg/mg"), ("850 mg/g", "mg/g"))),
    ],
)
def test_a_unit_of_the_ratio_tells_which_test_it_is(language: str, text: str, unit: str) -> None:
    value = waits(asked(language, "upc", text), "upc")
    assert value is not None
    assert value[1] == unit


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(
            ("es", text)
            for text in ("índice 1,5", "IPC 1,5", "PCR urinaria 1,5", "la pcr en orina salió 1,5", "RPC 1,5")
        ),
        *(("en", text) for text in ("UPCR 1.5", "urine PCR 1.5", "p/c 1.5 pcr", "1.5")),
    ],
)
def test_a_name_that_only_the_ratio_has_is_asked_for_its_unit_alone(language: str, text: str) -> None:
    said = last(asked(language, "upc", text))
    assert {UNITS, ANOTHER_UNIT} <= said
    assert ALIKE.text not in said


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("es", text) for text in ("PCR 12 mg/L", "PCR 0,3 mg/dL", "proteína c reactiva 5", "colesterol 180")),
        *(("en", text) for text in ("crp 5", "my CRP was 1.5", "PCR 12 mg/L", "my CRP came back 4")),
    ],
)
def test_a_test_that_is_another_one_is_said_to_be_one(language: str, text: str) -> None:
    said = last(asked(language, "upc", text))
    assert STUDY.question("upc").again in said
    assert ALIKE.text not in said


@pytest.mark.parametrize(
    ("language", "text", "own"),
    [
        *(("es", text, True) for text in ("1", "la primera", ALIKE.own, "en orina")),
        *(("en", text, True) for text in ("1", "the first one", ALIKE.own, "protein/creatinine")),
        *(("es", text, False) for text in ("2", "la segunda", ALIKE.other, "C reactiva")),
        *(("en", text, False) for text in ("2", "the second one", ALIKE.other, "in blood")),
    ],
)
def test_which_test_it_is_can_be_typed(language: str, text: str, own: bool) -> None:
    if language == "es":  # these walks show every label in English
        text = {"en orina": "in urine", "C reactiva": "C-reactive"}.get(text, text)
    walk = asked(language, "upc", "pcr 1,5" if language == "es" else "pcr 1.5", text)
    assert (UNITS if own else STUDY.question("upc").again) in last(walk)
    assert "upc" not in walk.c.answers


def test_the_ratio_is_read_with_its_date_once_it_is_known_to_be_it() -> None:
    walk = asked("es", "upc", "pcr en mayo de 2026: 1,5", "1", "mg/mg")
    value = walk.c.draft.reading["upc"]
    assert isinstance(value, Quantity)
    assert (str(value.number), value.unit, str(value.taken)) == ("1.5", "mg/mg", "2026-05")


@pytest.mark.parametrize("text", ["sí", "qué rara la pregunta", "la de siempre"])
def test_it_stays_asked_after_a_miss(text: str) -> None:
    """[AX-09] A yes says neither of the two."""
    walk = asked("es", "upc", "pcr 1,5", text)
    assert ALIKE.text in last(walk)
    assert "upc" not in walk.c.answers


def test_not_to_know_which_test_is_not_to_know_the_ratio() -> None:
    walk = asked("es", "upc", "pcr 1,5", "no sé")
    assert walk.c.answers["upc"] == Unknown()


@pytest.mark.parametrize(
    ("language", "first", "button"),
    [("es", "mi PCR salió 1,5", True), ("es", "1,5", False), ("en", "950", False), ("en", "ratio 1.5", False)],
)
def test_a_number_in_another_unit_is_kept_as_it_was_typed(language: str, first: str, button: bool) -> None:
    """[study-facts 5] Other: unknown to the rules, and the team sees the number."""
    walk = asked(language, "upc", first, *(("1",) if button else ()))
    walk.presses(walk.c.offered[_other(walk)])
    assert walk.c.answers["upc"] == Unknown(first)


def _other(walk: Walk) -> int:
    """Where the button of another unit stands."""
    return next(at for at, each in enumerate(walk.c.draft.offers) if isinstance(each, Unknown))


@pytest.mark.parametrize("text", ["Other unit", "other", "OTHER UNIT"])
def test_another_unit_can_be_typed_and_is_read_back(text: str) -> None:
    walk = asked("en", "upc", "1.5", text)
    assert walk.c.draft.reading["upc"] == Unknown("1.5")
    walk.does("yes")
    assert walk.c.answers["upc"] == Unknown("1.5")


@pytest.mark.parametrize("text", ["la última", "the last one"])
def test_the_last_one_of_units_is_a_unit(text: str) -> None:
    walk = asked("es" if "ú" in text else "en", "upc", "950", text)
    value = waits(walk, "upc")
    assert value is not None
    assert value[1] == "mg/mmol"


@pytest.mark.parametrize(("language", "id", "text"), [("es", "creatinine", "190"), ("en", "egfr", "creatinine 190")])
def test_a_creatinine_may_be_in_another_unit_too(language: str, id: str, text: str) -> None:
    walk = asked(language, "egfr", "no sé" if language == "es" else "I don't know") if id == "creatinine" else None
    walk = walk or asked(language, id)
    walk.does(text)
    assert ANOTHER_UNIT in last(walk)
