"""The phrases about medicines and about danger are read rightly, each in one of its right ways."""

from __future__ import annotations

import pytest

from tests.said.phrases import LANGUAGES, Grade, Item, graded, kind_of, phrases

#: At the question of treatments; what is said of a date when asked for it belongs to dates.
MEDICINES = (
    "A5.",
    "B.not-ivig",
    "B.abbreviation",
    "B.no-plasmapheresis",
    "C.verb",
    "C.planned",
    "C.bound",
    "F.only-this",
    "G.",
)
DANGER = "D."
NEVER = {Grade.MISSED, Grade.FALSE_ALARM}


def of_kinds(language: str, *kinds: str) -> list[Item]:
    return [item for item in phrases(language) if kind_of(item).startswith(kinds)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_about_medicines_is_read_rightly(language: str) -> None:
    items = [item for item in of_kinds(language, *MEDICINES) if item["question"] == "treatments"]
    assert len(items) > 100
    assert [
        (item["id"], item["text"], reading) for item, reading, grade in graded(items) if grade is not Grade.RIGHT
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_due_safety_text_is_missed_and_none_comes_without_need(language: str) -> None:
    items = phrases(language)
    assert len([item for item in items if kind_of(item).startswith(DANGER)]) > 150
    assert [(item["id"], item["text"], reading) for item, reading, grade in graded(items) if grade in NEVER] == []
