"""The questions of the study file with what people type for them, and the lexicon of the package."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from dialogs.answers import Labels
from dialogs.lexicon.lexicon import Lexicon, parse_lexicon
from dialogs.study.study import Question, Study
from dialogs.study.study_file import parse_study

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
def study() -> Study:
    """The study file with what people type for it."""
    studies = DIALOGS / "studies"
    source, words = ((studies / f"nct03917797.{end}").read_text(encoding="utf-8") for end in ("toml", "words.toml"))
    return parse_study(source, words=words)


@cache
def questions() -> Mapping[str, Question]:
    """Every question of the reading tests, by id."""
    return {question.id: question for question in study().questions}


def question(id: str) -> Question:
    """One question; `when:<treatment>` is the question of its date."""
    return questions()["when" if id.startswith("when:") else id]


def labels(question: Question, language: str, shown: Mapping[str, str] | None = None) -> Labels:
    """The labels of a question, in English unless others are given."""
    return Labels(language, shown or {o.value: o.label for o in question.options}, lexicon())
