"""The form of the phrases and conversations that must not be taken for something else.

They were written before the rules of reading that they ask for, so nothing here says yet how they are read.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.core.answers.questions import question
from tests.said.phrases import LANGUAGES, Item, kind_of, phrases, right_ways
from tests.said.talks import NEVER, NUMBERS, THEN, talks

ROOT = Path(__file__).parents[1]
ELSEWHERE = (
    ROOT / "cases" / "phrases.json",
    *(ROOT / "core" / "answers" / f"{name}_{language}.json" for name in ("corpus", "fresh") for language in LANGUAGES),
)
#: What issue 8 asks for, and how many examples a kind has at the least: its own and five more.
NEW, OF_A_KIND = 300, 6
TALKS = 40
KEYS = {"id", "lang", "kind", "question", "today", "text", "expect", "accept", "options", "why"}
ALARMS = {"emergency", "urgent", "self_harm"}
COMMANDS = {"stop", "delete", "back", "help", "language"}
CLASSES = {
    "bolus_methylprednisolone", "new_immunosuppressant", "ivig", "plasmapheresis", "cyclophosphamide", "anti_b_cell",
    "staff_check", "none", "unrecognised",
}  # fmt: skip
#: The joined questions, told by the options of the study file.
OPTIONS = {
    "pregnancy": {"pregnant", "planned", "neither", "not_possible"},
    "upc_unit": {"mg/g", "mg/mg", "g/g", "mg/mmol", "other"},
    "sex_at_birth": {"female", "male"},
}
CONDITIONS = {"uncontrolled", "infection", "cancer", "operation"}
CLASS = re.compile(r"(?:I|II|III|IV|V|VI)(?:\+(?:II|III|IV|V|VI))?")
DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
REACHED = re.compile(r"\+[1-9]\d{7,14}|[^@\s]+@[^@\s]+\.[a-z]+")


def in_form(asked: str, value: Any) -> bool:
    """Is the value in the contract's form for this question?"""
    if value == "unknown":
        return True
    kind = asked.partition(":")[0]
    if kind in ("upc", "egfr", "creatinine"):
        return is_amount(value, asked)
    if kind in ("treatments", "conditions"):
        return is_list(value, asked)
    if kind == "age":
        return isinstance(value, int) and 1 <= value <= 115
    if not isinstance(value, str):
        return False
    if kind in ("biopsy_date", "when", "biopsy"):
        return is_date(value) or (kind == "biopsy" and value in ("none", "undated"))
    if kind in ("biopsy_class", "phone"):
        return bool((CLASS if kind == "biopsy_class" else REACHED).fullmatch(value))
    return value in OPTIONS.get(kind, {"yes", "no"})


def is_amount(value: Any, asked: str) -> bool:
    if isinstance(value, dict):
        compared = set(value) == {"comparator", "number"} and value["comparator"] in ("<", "<=", ">", ">=")
        return (compared and is_amount(value["number"], asked)) or (set(value) == {"creatinine"} and asked == "egfr")
    return (value == "dialysis" and asked == "egfr") or (isinstance(value, int | float) and not isinstance(value, bool))


def is_list(value: Any, asked: str) -> bool:
    if not isinstance(value, list):
        return False
    if asked == "conditions":
        return set(value) <= CONDITIONS and len(set(value)) == len(value)
    named = re.compile(r"[a-z0-9 -]+")
    return all(
        set(each) <= {"class", "name"} and each["class"] in CLASSES and named.fullmatch(each.get("name", "x"))
        for each in value
    )


def is_date(value: str) -> bool:
    if not DAY.fullmatch(value):
        return False
    date.fromisoformat(f"{value}-01-01"[:10] if len(value) < 10 else value)
    return True


def well_formed(item: Item) -> bool:
    """Has the item the fields of the phrase file, each right way in its form, and the best one among them?"""
    ways = right_ways(item)
    return (
        set(item) <= KEYS
        and KEYS - {"accept", "options"} <= set(item)
        and bool(str(item["text"]).strip())
        and str(item["why"]).strip() != ""
        and item["expect"] in ways
        and len({json.dumps(way, sort_keys=True) for way in ways}) == len(ways)
        and all(is_way(item["question"], way) for way in ways)
    )


def is_way(asked: str, way: dict[str, Any]) -> bool:
    """Is this one of the five answers of `tamiz read`?"""
    match way:
        case {"red_flag": flag, "also": also}:
            return len(way) == 2 and flag != also and {flag, also} <= ALARMS
        case {"red_flag": flag}:
            return len(way) == 1 and flag in ALARMS
        case {"command": command}:
            return len(way) == 1 and command in COMMANDS
        case {"ask_again": again}:
            return len(way) == 1 and again is True
        case {"value": value} | {"confirm": value}:
            return len(way) == 1 and in_form(asked, value)
    return False


def test_the_form_refuses_what_is_not_in_it() -> None:
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("age", {"value": "34"}), ("biopsy_class", {"value": "4"}), ("biopsy_date", {"confirm": "05/10/2026"}),
        ("upc", {"value": {"comparator": "~", "number": 1}}), ("treatments", {"value": [{"class": "biologic"}]}),
        ("phone", {"confirm": "987654321"}), ("sle", {"red_flag": "danger"}), ("sle", {"command": "pause"}),
        ("conditions", {"value": ["none"]}), ("sle", {"ask_again": False}), ("sle", {}),
    ]  # fmt: skip
    assert not [each for each in wrong if is_way(*each)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_well_formed(language: str) -> None:
    items = phrases(language)
    for item in items:
        question(item["question"])
        assert item["lang"] == language
        assert item["id"].startswith(f"{language}.")
    assert [item["id"] for item in items if not well_formed(item)] == []


def test_no_phrase_has_the_id_of_another() -> None:
    every = Counter(item["id"] for language in LANGUAGES for item in phrases(language))
    assert [id for id, count in every.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_least_three_hundred_phrases_stand_nowhere_else(language: str) -> None:
    known = {same_text(item) for path in ELSEWHERE for item in json.loads(path.read_text(encoding="utf-8"))}
    own = [same_text(item) for item in phrases(language)]
    assert len(set(own)) == len(own)
    assert len(set(own) - known) >= NEW


def same_text(item: Item) -> tuple[str, str, str]:
    return item["lang"], item["question"], item["text"].casefold().strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_example_and_five_variants_in_both_languages(language: str) -> None:
    kinds = {each: Counter(kind_of(item) for item in phrases(each)) for each in LANGUAGES}
    assert set(kinds["es"]) == set(kinds["en"])
    assert {kind: count for kind, count in kinds[language].items() if count < OF_A_KIND} == {}


def test_every_conversation_is_well_formed_and_has_its_counterpart_in_the_other_language() -> None:
    every = talks()
    assert len(every) >= TALKS
    assert Counter(case["id"].partition(".")[2] for case in every) == {
        case["id"].partition(".")[2]: 2 for case in every
    }
    for case in every:
        assert set(case) - {"given"} == {"id", "lang", "today", "recruitment", "at", "never", "steps", "why"}
        assert case["id"].startswith(f"{case['lang']}.")
        assert set(case["never"]) <= set(NEVER)
        assert case["steps"]
        for step in case["steps"]:
            assert len(set(step) & {"type", "press", "walk"}) == 1, case["id"]
            assert set(step) <= {"type", "press", "walk", "given", "then"}, case["id"]
            assert set(step.get("then", {})) <= set(THEN), case["id"]
            assert step.get("then", {}).get("safety", "urgent") in NUMBERS, case["id"]


def test_what_the_fields_of_a_conversation_mean_is_told_in_its_file() -> None:
    told = json.loads((ROOT / "cases" / "said_talks.json").read_text(encoding="utf-8"))["how"]
    assert set(told["then"]) == set(THEN)
    assert set(told["never"]) == set(NEVER)
