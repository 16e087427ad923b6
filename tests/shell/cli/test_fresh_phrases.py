"""Phrases written by somebody who had not seen the rules: what the reading makes of texts that it was not made for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.shell.cli.test_read import fits, read

pytestmark = pytest.mark.whole

FOLDER = Path(__file__).parents[2] / "core" / "answers"
#: New phrases may be added before the rules know them, so not all need be right.
RIGHT = 0.97


def load(language: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads((FOLDER / f"fresh_{language}.json").read_text(encoding="utf-8"))
    return items


def wanted(item: dict[str, Any]) -> list[dict[str, Any]]:
    right: list[dict[str, Any]] = item.get("accept", [item["expect"]])
    return right


@pytest.mark.parametrize("language", ["es", "en"])
def test_at_least_ninety_seven_in_a_hundred_fresh_phrases_are_read_rightly(language: str) -> None:
    items = load(language)
    wrong = [
        (item["id"], item["text"], answer["read"])
        for item, answer in zip(items, read(items), strict=True)
        if not any(fits(answer["read"], right) for right in wanted(item))
    ]
    assert len(wrong) <= (1 - RIGHT) * len(items), wrong


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_fresh_phrase_is_misread_in_silence(language: str) -> None:
    items = load(language)
    silent = [
        (item["id"], item["text"], answer["read"])
        for item, answer in zip(items, read(items), strict=True)
        if "value" in answer["read"]
        and not any("value" in right and fits(answer["read"], right) for right in wanted(item))
    ]
    assert not silent


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_alarm_in_a_fresh_phrase_is_missed_and_none_is_false(language: str) -> None:
    items = load(language)
    for item, answer in zip(items, read(items), strict=True):
        heard = (answer["read"].get("red_flag"), answer["read"].get("also"))
        assert heard in [(right.get("red_flag"), right.get("also")) for right in wanted(item)], item["id"]
