"""`tamiz read`: the phrase file, our own corpora, and what may never happen in them."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.cli.read import PhraseCaseError, read_cases
from bot.render.texts import Texts
from tests.core.answers.questions import lexicon, study
from tests.waiting import calls

ROOT = Path(__file__).parents[2]
FILES = {
    "phrases": ROOT / "cases" / "phrases.json",
    "corpus_es": ROOT / "core" / "answers" / "corpus_es.json",
    "corpus_en": ROOT / "core" / "answers" / "corpus_en.json",
}


@cache
def texts() -> Texts:
    """The labels as people see them."""
    return Texts.load()


def read(cases: list[Any]) -> list[dict[str, Any]]:
    return read_cases(cases, study(), lexicon(), texts(), date(2026, 11, 26))


def load(name: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(FILES[name].read_text(encoding="utf-8"))
    return items


def fits(reading: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Is the reading this one of the right ones?"""
    if "red_flag" in wanted or "red_flag" in reading:
        return all(reading.get(key) == wanted.get(key) for key in ("red_flag", "also"))
    kind = next(iter(wanted))
    return kind in reading and same(reading[kind], wanted[kind])


def same(value: Any, wanted: Any) -> bool:
    match value, wanted:
        case bool(), _:
            return value is wanted
        case int() | float(), int() | float():
            return abs(value - wanted) <= 1e-5 * max(1, abs(wanted))
        case dict(), dict():
            return value.keys() == wanted.keys() and all(same(value[key], wanted[key]) for key in value)
        case list(), list():
            return treatments_fit(value, wanted)
    return bool(value == wanted)


def treatments_fit(value: list[Any], wanted: list[Any]) -> bool:
    left = [medicine for medicine in value if medicine["class"] != "none"]
    for medicine in (each for each in wanted if each["class"] != "none"):
        found = [
            m for m in left if m["class"] == medicine["class"] and medicine.get("name", m.get("name")) == m.get("name")
        ]
        if not found:
            return False
        left.remove(found[0])
    return not left


@pytest.mark.whole
@pytest.mark.parametrize("name", FILES)
def test_every_phrase_is_read_as_one_of_the_right_ways(name: str) -> None:
    items = load(name)
    wrong = [
        (item["id"], item["text"], answer["read"])
        for item, answer in zip(items, read(items), strict=True)
        if not any(fits(answer["read"], wanted) for wanted in item.get("accept", [item["expect"]]))
    ]
    assert not wrong


@pytest.mark.whole
@pytest.mark.parametrize("name", FILES)
def test_no_phrase_is_misread_in_silence_and_no_alarm_is_missed_or_false(name: str) -> None:
    items = load(name)
    for item, answer in zip(items, read(items), strict=True):
        right = item.get("accept", [item["expect"]])
        if "value" in answer["read"]:
            assert any("value" in wanted and fits(answer["read"], wanted) for wanted in right), item["id"]
        assert answer["read"].get("red_flag") == item["expect"].get("red_flag"), item["id"]


@pytest.mark.parametrize("language", ["es", "en"])
def test_our_own_corpus_holds_at_least_four_hundred_phrases_of_every_kind(language: str) -> None:
    items = load(f"corpus_{language}")
    assert len(items) >= 400
    assert {item["kind"] for item in items} == {item["kind"] for item in load("phrases")}


def test_beside_an_alarm_nothing_is_taken_without_a_yes() -> None:
    [answer] = read([case("age", "tengo 34 años y fiebre")])
    assert answer["read"] == {"red_flag": "urgent", "confirm": 34}


def test_a_case_that_cannot_be_read_is_named_without_its_text() -> None:
    for bad in ("no object", case("no_such_question", "hola"), case("age", "34") | {"lang": "de"}):
        with pytest.raises(PhraseCaseError, match="case number 1"):
            read([bad])


@pytest.mark.whole
def test_a_phrase_costs_no_more_for_those_that_were_read_before_it() -> None:
    items = load("phrases")
    read(items)  # what is kept for good is built once, and neither of the two pays for it
    whole, half = calls(lambda: read(items)), calls(lambda: read(items[::2]))
    assert whole < 3 * half


def case(question: str, text: str, **more: Any) -> dict[str, Any]:
    return {"id": "T", "lang": "es", "kind": "", "question": question, "today": "2026-11-22", "text": text, **more}
