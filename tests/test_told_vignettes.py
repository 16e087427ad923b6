"""The public vignettes told in other words, typed from the card to the result, in both languages."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from tests.said.talks import read_back
from tests.shell.cli.test_talk import Talk

CASES: Final = Path(__file__).parent / "cases"
TOLD: Final[dict[str, Any]] = json.loads((CASES / "told_vignettes.json").read_text(encoding="utf-8"))
VIGNETTES: Final = json.loads((CASES / "vignettes.json").read_text(encoding="utf-8"))
#: Turns after which a conversation that has not come to its end never will.
PATIENCE: Final = 60


def told(language: str, vignette: dict[str, Any], at: int) -> tuple[Talk, list[str]]:
    """The conversation of one vignette, and what was asked twice although it was answered."""
    talk = Talk(language, date.fromisoformat(vignette["reference_date"]), "recruiting")
    own, common, yes = TOLD[language][vignette["id"]], TOLD[language]["common"], TOLD[language]["yes"]
    asked: list[str] = []
    said: str | None = None
    for turn in range(PATIENCE):
        last = talk.last
        if last["done"] or last.get("ask") == "result":
            break
        if read_back(talk.rows):
            talk.give(yes[turn % len(yes)])
            continue
        slot = str(last.get("ask")).partition(":")[0]
        if said == last.get("ask"):
            asked.append(slot)
        choices = common.get(slot, [yes[0]])
        said = last.get("ask")
        talk.give(own.get(slot, choices[at % len(choices)]))
    return talk, asked


@pytest.mark.parametrize("language", ["es", "en"])
def test_each_vignette_told_in_other_words_comes_to_its_verdict(language: str) -> None:
    """What failed for good ends the questions early: what it ends with is among what the vignette says."""
    wrong = []
    for at, vignette in enumerate(VIGNETTES):
        talk, asked = told(language, vignette, at)
        wanted = vignette["expected"]
        found = next((row["outcome"] for row in reversed(talk.rows) if row.get("outcome")), {})
        same = found.get("outcome") == wanted["outcome"] and set(found.get("not_met", ())) <= set(wanted["not_met"])
        exact = wanted["outcome"] == "unlikely" or all(
            found.get(key) == wanted[key] for key in ("not_met", "unknown", "earliest_date")
        )
        if not (same and exact) or asked:
            wrong.append((vignette["id"], found, asked, talk.last.get("ask")))
    assert wrong == []
