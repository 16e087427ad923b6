"""The catalogues that ship: complete, equal in both languages, in plain words, and without a claim."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
import dialogs
from bot.config.bundled import load_study
from bot.dev.catalogs import outdated
from bot.render.texts import LANGUAGES, Texts
from bot.wording import Problem, problems, wording_hash

EASE = {"PL-01", "PL-02", "PL-03", "PL-04"}


@pytest.fixture(scope="module")
def wrong() -> list[Problem]:
    """Every problem of the wording that ships."""
    return problems()


def listed(found: list[Problem]) -> str:
    return "\n".join(str(problem) for problem in found)


def test_the_catalogues_hold_exactly_the_texts_of_the_code_and_the_study_file() -> None:
    assert not outdated(), "run `make catalogs`, then translate what is empty"


def said_in_place() -> Iterator[tuple[str, str]]:
    """Every text that the code builds from words in place, with where it stands."""
    for package in (bot, dialogs):
        for path in Path(package.__path__[0]).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
                    first = node.args[0] if node.args else None
                    if isinstance(first, ast.Constant) and first.value:
                        yield str(first.value), f"{path.name}:{node.lineno}"


def test_every_text_that_is_built_in_place_has_a_translation() -> None:
    """A catalogue of tests says any id; the real one fails in front of whoever reads it."""
    texts = Texts.load()
    known = {locale: set(texts.ids(locale)) for locale in LANGUAGES}
    lost = [
        f"{where}: {words}" for words, where in said_in_place() for locale in LANGUAGES if words not in known[locale]
    ]
    assert not lost


def test_both_languages_are_complete_and_say_the_same(wrong: list[Problem]) -> None:
    """[PL-07] [AX-12]"""
    found = [problem for problem in wrong if problem.rule == "PL-07"]
    assert not found, listed(found)


def test_no_text_persuades_decides_or_shows_a_threshold(wrong: list[Problem]) -> None:
    """[RE-13] [RE-14] [RE-15] [US-02] [CL-14] [PL-05] [PL-08]"""
    found = [
        problem for problem in wrong if problem.rule in {"RE-13", "RE-14", "RE-15", "US-02", "CL-14", "PL-05", "PL-08"}
    ]
    assert not found, listed(found)


def test_every_text_has_a_shape_that_can_be_read_aloud_and_sent(wrong: list[Problem]) -> None:
    """[AX-04] [AX-05] [AX-13] [AX-14] [AX-15] [TG-17]"""
    found = [problem for problem in wrong if problem.rule.startswith(("AX", "TG"))]
    assert not found, listed(found)


def test_every_text_for_a_patient_is_easy_to_read(wrong: list[Problem]) -> None:
    """[PL-01] [PL-02] [PL-03] [PL-04] [RE-08]"""
    found = [problem for problem in wrong if problem.rule in EASE]
    assert not found, listed(found)


def test_every_medical_word_is_explained_where_it_is_first_asked_about(wrong: list[Problem]) -> None:
    """[PL-06]"""
    found = [problem for problem in wrong if problem.rule == "PL-06"]
    assert not found, listed(found)


def test_no_rule_of_wording_goes_unlooked_at(wrong: list[Problem]) -> None:
    """A rule that the tests above forget would let its problems through."""
    looked = {"RE-13", "RE-14", "RE-15", "US-02", "CL-14", "PL-05", "PL-06", "PL-07", "PL-08", *EASE}
    assert not [
        problem for problem in wrong if problem.rule not in looked and not problem.rule.startswith(("AX", "TG"))
    ]


def test_the_shipped_catalogues_load_and_agree() -> None:
    texts = Texts.load()
    assert {*texts.ids("es")} == {*texts.ids("en")}


def test_everything_that_the_study_can_say_is_in_the_catalogues() -> None:
    """A text under a key that the extraction does not know would be missing only when somebody should read it."""
    study = load_study()
    said = [text for texts in study.texts.values() for text in texts] + list(study.groups.values())
    for criterion in study.criteria:
        said += [criterion.name, criterion.reason, criterion.below, criterion.above, criterion.settle, criterion.bring]
    for question in study.questions:
        said += [
            question.text,
            question.short,
            question.hint,
            question.guide,
            question.why,
            *question.variants.values(),
        ]
        said += [option.label for option in (*question.options, *question.fallback)]
    said += [text for asked in study.frequent for text in (asked.question, *asked.answer)]
    said += [caution.text for caution in study.cautions]
    known = {text for text in Texts.load().ids("es") if isinstance(text, str)}
    assert not {text for text in said if text} - known


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_a_hash_that_a_committee_can_approve(language: str) -> None:
    """[RE-02]"""
    assert len(wording_hash(language)) == 64
    assert wording_hash(language) == wording_hash(language)
