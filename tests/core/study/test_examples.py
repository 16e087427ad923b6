"""The two example studies: each judges its vignettes as they were worked out by hand, on paper and in conversation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.cli.screen import judge_case
from bot.cli.talk import Talk
from bot.config.study_folder import StudyFiles, study_files
from bot.render.texts import Texts
from bot.wording.study_texts import texts_of
from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Ordered, Typed
from dialogs.languages import Language
from dialogs.lexicon.lexicon import Lexicon
from dialogs.site import Recruitment, Site
from dialogs.study.study import Study
from tests.examples import some

ROOT = Path(__file__).parents[3]
NAMES = ("lupus_nephritis", "type_2_diabetes")
CASES = {name: json.loads((ROOT / f"tests/cases/{name}.json").read_text("utf-8")) for name in NAMES}
EACH = [(name, case["id"]) for name in NAMES for case in CASES[name]["cases"]]
#: A talk that asks more often than this goes round in circles.
MOST_TURNS = 60


@cache
def files(name: str) -> StudyFiles:
    return study_files(ROOT / f"dialogs/studies/examples/{name}.toml")


@cache
def study_of(name: str) -> Study:
    return files(name).study()


@cache
def loaded(name: str) -> tuple[Study, Lexicon, Texts]:
    return study_of(name), files(name).lexicon(), texts_of(files(name))


def whole(name: str, id: str) -> dict[str, Any]:
    """The vignette with everything that it does not say otherwise."""
    case = next(case for case in CASES[name]["cases"] if case["id"] == id)
    facts = {**CASES[name]["facts"], **case.get("facts", {})}
    told = {fact: value for fact, value in facts.items() if value is not None}
    return {**case, "facts": told, "said": {**CASES[name]["said"], **case.get("said", {})}}


def test_each_example_has_thirty_vignettes_or_more_of_every_outcome() -> None:
    for name in NAMES:
        cases = CASES[name]["cases"]
        assert len({case["id"] for case in cases}) >= 30
        assert {case["expected"]["outcome"] for case in cases} == {"plausible", "not_now", "unlikely"}
        failing = {criterion for case in cases for criterion in case["expected"]["not_met"]}
        assert failing == {criterion.id for criterion in study_of(name).criteria}, "each criterion fails somewhere"


@pytest.mark.parametrize(("name", "id"), some(EACH))
def test_on_paper(name: str, id: str) -> None:
    study, lexicon, _ = loaded(name)
    case = whole(name, id)
    found = judge_case(study, lexicon, case, date.fromisoformat(CASES[name]["reference_date"]))
    assert {key: found.get(key) for key in case["expected"]} == case["expected"], found.get("error")


def talk_of(name: str, language: Language) -> Talk:
    study, lexicon, texts = loaded(name)
    today = date.fromisoformat(CASES[name]["reference_date"])
    site = Site(recruitment=Recruitment.RECRUITING, confirmed_on=today, interest_list=True)
    talk = Talk(language, today, site, texts=texts, study=study, lexicon=lexicon)
    talk.take(Ordered(ChatCommand.START))
    for value in ("questions", "self", "accept"):
        talk.take(talk.press(value))
    return talk


def answer(talk: Talk, said: Mapping[str, Any]) -> None:
    """Answer the open question as the vignette says: by button, by several, or typed and confirmed."""
    words = said[talk.c.draft.slot.partition(":")[0]]
    words = words[talk.language] if isinstance(words, dict) else words
    if isinstance(words, list):
        for value in (*words, "done"):
            talk.take(talk.press(value))
    elif words.startswith("="):
        talk.take(talk.press(words[1:]))
    else:
        slot = talk.c.draft.slot
        talk.take(Typed(words))
        if "continue" in talk.c.offered:  # a value that is a danger: the safety text came first
            talk.take(talk.press("continue"))
        if talk.c.draft.slot == slot and talk.c.draft.reading:
            talk.take(talk.press("yes"))


#: In one language each, in turn; the first of each study in both.
TALKS = [
    (name, id, language)
    for at, (name, id) in enumerate(EACH)
    for language in Language
    if id.endswith("01") or list(Language).index(language) == at % 2
]


@pytest.mark.whole
@pytest.mark.parametrize(("name", "id", "language"), TALKS)
def test_in_conversation(name: str, id: str, language: Language) -> None:
    case, talk = whole(name, id), talk_of(name, language)
    expected, states = case["expected"], {question.id for question in study_of(name).asked}
    for _ in range(MOST_TURNS):
        if talk.c.state not in states:
            break
        answer(talk, case["said"])
    if not talk.c.answers:  # a minor: nothing of it is kept
        assert talk.c.state in ("ended", "new")
        assert expected["not_met"] == ["age"]
        return
    found = talk.result()
    assert found is not None
    if talk.c.state == "result":
        # It ended early: what was not asked any more is unknown.
        assert found["outcome"] == expected["outcome"] == "unlikely"
        assert found["not_met"] == expected["not_met"]
    else:
        assert talk.c.state == "review"
        assert found == expected
        talk.take(talk.press("all_good"))
        assert talk.c.state == "result"
