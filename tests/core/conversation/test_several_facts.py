"""Several facts in one text: each is kept, and all are read back together (study-facts 11j)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dialogs.languages import Language
from dialogs.values import Quantity, Value, When
from tests.core.conversation.places import answers_until
from tests.core.conversation.walking import Walk
from tests.wording.test_texts_reached import ids_in

CREATININE = Quantity(Decimal("0.9"), "mg/dL", measure="creatinine")


@pytest.mark.parametrize(
    ("language", "at", "text", "told"),
    [
        ("es", "biopsy", "mayo 2026, clase IV", {"biopsy": When.month(2026, 5), "biopsy_class": "IV"}),
        ("es", "biopsy", "hace 3 meses y fue clase III",
         {"biopsy": When.day(date(2026, 8, 22)), "biopsy_class": "III"}),
        ("es", "biopsy", "biopsia en junio, clase III y V, creatinina 0,9",
         {"biopsy": When.month(2026, 6), "biopsy_class": "III+V", "egfr": CREATININE}),
        ("en", "biopsy", "biopsy in June, class III and V, creatinine 0.9",
         {"biopsy": When.month(2026, 6), "biopsy_class": "III+V", "egfr": CREATININE}),
        ("en", "age", "34 and I have lupus", {"age": 34, "sle": "yes"}),
    ],
)  # fmt: skip
def test_each_fact_of_a_text_is_read_back(language: Language, at: str, text: str, told: dict[str, Value]) -> None:
    walk = answers_until(Walk(language=language).begins(), at)
    walk.does(text)
    assert (dict(walk.c.draft.reading), walk.c.offered[:2]) == (told, ["yes", "correct"])


def test_a_class_behind_a_no_is_no_denial_of_the_biopsy() -> None:
    walk = answers_until(Walk().begins(), "biopsy")
    walk.does("no, clase IV")
    assert (dict(walk.c.draft.reading), walk.c.state) == ({}, "biopsy")


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "May 2026 class IV, ANA positive", {"biopsy_class": "IV", "antibodies": "yes"}),
        ("es", "mayo 2026 clase IV, ANA positivo", {"biopsy_class": "IV", "antibodies": "yes"}),
        ("es", "mayo 2026, clase IV", {"biopsy_class": "IV"}),
    ],
)
def test_a_fact_beside_the_value_without_a_comma_is_read_back_with_the_others(
    language: str, text: str, value: dict[str, str]
) -> None:
    """[11j]"""
    walk = answers_until(Walk(language=language).begins(), "biopsy")
    walk.does(text)
    assert {key: each for key, each in walk.c.draft.reading.items() if key != "biopsy"} == value


@pytest.mark.parametrize(
    ("language", "id", "text", "named"),
    [
        ("es", "biopsy", "en marzo de 2026, clase 4, y me pusieron rituximab", True),
        ("es", "biopsy", "mayo 2026, y me dieron micofenolato", True),
        ("en", "biopsy_class", "class IV and they gave me cellcept", True),
        ("es", "biopsy", "mayo 2026, en el hospital", False),
        ("en", "biopsy", "May 2026, class IV", False),
        ("en", "biopsy_class", "class IV and V", False),
    ],
)
def test_a_treatment_beside_another_answer_is_said_to_be_asked_later(
    language: str, id: str, text: str, named: bool
) -> None:
    """[11j] A list is not taken so, since nobody said that it is whole; nothing goes without a word."""
    walk = answers_until(Walk(language=language).begins(), id)
    said = set(ids_in(tuple(walk.does(text))))
    assert ("We ask about treatments further on." in said) is named
    assert "treatments" not in walk.c.answers


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "no, no me han hecho ninguna"),
        ("es", "no, a mí no me han hecho ninguna"),
        ("es", "nunca me han hecho ninguna"),
        ("en", "no, they have not done any"),
        ("en", "no, I never had any of that"),
    ],
)
def test_half_of_a_no_is_no_answer_to_another_question(language: Language, text: str) -> None:
    walk = answers_until(Walk(language=language).begins(), "biopsy")
    walk.does(text)
    told = {**walk.c.answers, **walk.c.draft.reading}
    assert told["biopsy"] == "none", text
    assert "pregnancy" not in told, text
