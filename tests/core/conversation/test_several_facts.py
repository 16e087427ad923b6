"""Several facts in one text: each is kept, and all are read back together (study-facts 11j)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dialogs.languages import Language
from dialogs.values import Quantity, Value, When
from tests.core.conversation.places import answers_until
from tests.core.conversation.walking import Walk

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
