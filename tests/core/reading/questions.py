"""The questions of the reading tests, from `questions.toml`, and the lexicon of the package."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from dialogs.answers import Labels
from dialogs.lexicon import Lexicon, parse_lexicon
from dialogs.study import Kind, Measure, Option, Question, Unit

HERE = Path(__file__).parent
DIALOGS = HERE.parents[2] / "dialogs"


@cache
def sources() -> dict[str, str]:
    """The lexicon's files."""
    files = [*sorted((DIALOGS / "lexicons").glob("*.toml")), DIALOGS / "studies" / "medicines.toml"]
    return {file.name: file.read_text(encoding="utf-8") for file in files}


@cache
def lexicon() -> Lexicon:
    """The lexicon of the package."""
    return parse_lexicon(sources())


@cache
def questions() -> Mapping[str, Question]:
    """Every question of the reading tests, by id."""
    raw = tomllib.loads((HERE / "questions.toml").read_text(encoding="utf-8"))
    return {row["id"]: _question(row) for row in raw["question"]}


def question(id: str) -> Question:
    """One question; `when:<treatment>` is the question of its date."""
    return questions()["when" if id.startswith("when:") else id]


def labels(question: Question, language: str, shown: Mapping[str, str] | None = None) -> Labels:
    """The labels of a question, in English unless others are given."""
    return Labels(language, shown or {o.value: o.label for o in question.options}, lexicon())


class Study:
    """As much of a study as reading looks at."""

    def question(self, id: str) -> Question:
        """The question of this id; KeyError where there is none."""
        return questions()[id]


def _question(row: Mapping[str, Any]) -> Question:
    plain = {
        key: row[key] for key in ("id", "text", "short", "lowest", "highest", "may_be_planned", "asked") if key in row
    }
    return Question(
        kind=Kind(row["kind"]),
        terms=tuple(row.get("terms", ())),
        options=tuple(_option(option) for option in row.get("option", ())),
        measures=tuple(_measure(measure) for measure in row.get("measure", ())),
        **plain,
    )


def _option(row: Mapping[str, Any]) -> Option:
    heard = {language: tuple(words) for language, words in row.get("heard", {}).items()}
    return Option(**{**row, "heard": heard})


def _measure(row: Mapping[str, Any]) -> Measure:
    units = tuple(
        Unit(
            name=unit["name"],
            factor=Fraction(unit.get("times", "1")),
            estimated=unit.get("estimated", False),
            spellings=tuple(unit.get("spellings", ())),
        )
        for unit in row["units"]
    )
    return Measure(
        id=row["id"],
        units=units,
        lowest=Fraction(row["lowest"]),
        highest=Fraction(row["highest"]),
        unit_optional=row.get("unit_optional", False),
        words=tuple(row.get("words", ())),
        other_tests=tuple(row.get("other_tests", ())),
        formula=row.get("formula", ""),
    )
