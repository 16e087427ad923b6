"""What people say that must not be taken for something else: scoring `said_es.json` and `said_en.json`.

`python -m tests.said.phrases` prints how each kind is read today; with `-v`, every phrase that is not read rightly.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.cli.read import read_cases
from tests.core.answers.questions import lexicon, study
from tests.shell.cli.test_read import fits, texts

CASES = Path(__file__).parents[1] / "cases"
LANGUAGES = ("es", "en")

Item = dict[str, Any]

#: The joined question of pregnancy: `tamiz read` may tell an option by the fact that it states.
PREGNANCY: Mapping[str, str] = {"yes": "pregnant", "no": "not_possible"}

UNRECOGNISED = "unrecognised"


class Grade(StrEnum):
    """How a phrase was read."""

    RIGHT = "right"
    #: Asked again or read back where something else was due: a nuisance, or a tired yes away from harm.
    WRONG = "wrong"
    #: Taken as what was not said, without a word.
    SILENT = "silent"
    #: A safety text that was due did not come.
    MISSED = "missed"
    #: A safety text came where none was due.
    FALSE_ALARM = "false alarm"


def phrases(language: str) -> list[Item]:
    """The phrases of a language."""
    items: list[Item] = json.loads((CASES / f"said_{language}.json").read_text(encoding="utf-8"))
    return items


def right_ways(item: Item) -> list[dict[str, Any]]:
    """Every right way to read it; the best one first."""
    ways: list[dict[str, Any]] = item.get("accept", [item["expect"]])
    return ways


def kind_of(item: Item) -> str:
    """The kind of issue 8 that its id names.

    >>> kind_of({"id": "es.B.never-tested.03"})
    'B.never-tested'
    """
    return str(item["id"]).partition(".")[2].rpartition(".")[0]


def graded(items: list[Item]) -> Iterator[tuple[Item, dict[str, Any], Grade]]:
    """Each phrase with what `tamiz read` makes of it and how that counts."""
    for item, answer in zip(items, read_cases(items, study(), lexicon(), texts(), date(2026, 11, 26)), strict=True):
        reading = plain(item["question"], answer["read"])
        yield item, reading, grade(reading, right_ways(item))


def grade(reading: dict[str, Any], ways: list[dict[str, Any]]) -> Grade:
    """How this reading counts.

    >>> [str(grade(reading, [{"confirm": "no"}])) for reading in ({"confirm": "no"}, {"value": "no"})]
    ['right', 'silent']
    """
    due, heard = [alarms(way) for way in ways], alarms(reading)
    if not any(heard >= each for each in due):
        return Grade.MISSED
    if heard not in due:
        return Grade.FALSE_ALARM
    if any(matches(reading, way) for way in ways):
        return Grade.RIGHT
    return Grade.SILENT if "value" in reading else Grade.WRONG


def alarms(reading: dict[str, Any]) -> frozenset[str]:
    """The safety texts of a reading."""
    return frozenset(reading[key] for key in ("red_flag", "also") if key in reading)


def matches(reading: dict[str, Any], way: dict[str, Any]) -> bool:
    """Is the reading this right way? Lists of options are compared as sets, everything else as in the phrase file."""
    kind, wanted = next(iter(way.items()))
    found = reading.get(kind)
    if not isinstance(found, list) or not isinstance(wanted, list):
        return fits(reading, way)
    if any(isinstance(each, str) for each in (*found, *wanted)):
        return set(found) == set(wanted)
    named = any(each["class"] == UNRECOGNISED and "name" in each for each in found)
    return fits(reading, way if named else {kind: [unnamed(each) for each in wanted]})


def unnamed(medicine: dict[str, str]) -> dict[str, str]:
    """An unrecognised medicine without the person's spelling, which `tamiz read` need not tell."""
    return {"class": UNRECOGNISED} if medicine["class"] == UNRECOGNISED else medicine


def plain(question: str, reading: dict[str, Any]) -> dict[str, Any]:
    """The reading in the forms of our files: none of several is an empty list, pregnancy is told by its option."""

    def told(value: Any) -> Any:
        if question == "pregnancy" and isinstance(value, str):
            return PREGNANCY.get(value, value)
        return [] if value in (["none"], "none") and question in ("conditions", "treatments") else value

    return {kind: told(value) if kind in ("value", "confirm") else value for kind, value in reading.items()}


def report(language: str, *, verbose: bool) -> None:
    """Print one line a kind: all, right, wrong, silent, missed, false alarm."""
    counts: dict[str, Counter[Grade]] = {}
    for item, reading, found in graded(phrases(language)):
        counts.setdefault(kind_of(item), Counter())[found] += 1
        if verbose and found is not Grade.RIGHT:
            print(f"{found:12} {item['id']:34} {item['text']!r} {reading} not {right_ways(item)}")
    every = sum(counts.values(), Counter[Grade]())
    print(f"\n{language:26} {'all':>5}" + "".join(f"{name:>13}" for name in Grade))
    for kind, row in (*counts.items(), ("all kinds", every)):
        print(f"{kind:26} {row.total():5}" + "".join(f"{row[name]:13}" for name in Grade))


if __name__ == "__main__":
    for each in LANGUAGES:
        report(each, verbose="-v" in sys.argv)
