"""What must not be taken for what was not said: the kinds that are read rightly, every phrase of them."""

from __future__ import annotations

import pytest

from tests.said.phrases import LANGUAGES, Grade, Item, graded, kind_of, phrases

#: Names of medicines and safety texts have rules of their own.
ELSEWHERE = ("A5.", "B.abbreviation", "B.no-plasmapheresis", "D.", "A2.label-no-medicine")


def held(language: str) -> list[Item]:
    return [i for i in phrases(language) if not kind_of(i).startswith(ELSEWHERE) and i["question"] != "treatments"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_of_the_kinds_that_are_not_about_medicines_is_read_rightly(language: str) -> None:
    """Issue 8, A to C and F."""
    wrong = (Grade.WRONG, Grade.SILENT)
    assert [(item["id"], reading) for item, reading, found in graded(held(language)) if found in wrong] == []
