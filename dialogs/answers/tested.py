"""Results of named tests: "VDRL positivo, Chagas negativo", "HLA +", "this one negative and that one 1:160".

Which tests the question is about, and which others are none of them, is data of the question; what says positive and
negative is data of the language. One of its tests positive is a yes; all negative is a no; one negative with the rest
not told is not known; a result of another test only is no answer (study-facts 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Hit, Phrases, cover, spoken
from dialogs.study.study import Question
from dialogs.study.typed import Tested
from dialogs.values import UNKNOWN_WORD

_TITRE = re.compile(r"\b1 ?[:/] ?(\d{2,5})\b")
#: A number with its normal range behind it in brackets: "85 (0-30)".
_RANGED = re.compile(
    r"(?<![\w,.:/])(\d+(?:[.,]\d+)?)[a-z/ ]{0,12}"
    r"[(\[][^)\]>\d]*(?:\d+(?:[.,]\d+)? ?- ?)?(\d+(?:[.,]\d+)?)[a-z/ ]{0,12}[)\]]"
)
OTHER = "other"
#: So many words behind a "not", and behind a "neither", it still holds for a result.
NEAR, FAR = 2, 6


@dataclass(frozen=True, slots=True)
class Results:
    """What a text tells of the tests that a question is about."""

    #: Test → positive?
    told: Mapping[str, bool]
    #: Tests of the question that are named without a result.
    bare: frozenset[str]
    #: It tells the result of another test.
    other: bool
    tests: int

    @property
    def answer(self) -> str | None:
        """`yes`, `no` or `unknown`; None where no result of the question's own tests is told."""
        if not self.told:
            return None
        if any(self.told.values()):
            return "yes"
        return "no" if len(self.told) == self.tests else UNKNOWN_WORD


def read_results(question: Question, folded: str, language_words: LanguageWords) -> Results | None:
    """Return the results in a text; None where it names no test, or tells no result."""
    told: dict[str, bool] = {}
    other = False
    waiting: list[str] = []
    ahead: bool | None = None
    named: set[str] = set()
    results = 0
    for kind, value in _mentions(question, folded, language_words):
        if kind == "test":
            named.add(str(value))
            if ahead is not None:
                told, other = _with(told, other, str(value), ahead)
            else:
                waiting.append(str(value))
            continue
        results += 1
        # a result before any test is of those that follow: "positive VDRL", "negativos los dos"
        ahead = None if waiting else bool(value)
        for name in waiting:
            told, other = _with(told, other, name, bool(value))
        waiting = []
    if not named or not results:
        return None
    return Results(told, frozenset(waiting) - {OTHER}, other, len(question.tested))


def _with(told: dict[str, bool], other: bool, name: str, positive: bool) -> tuple[dict[str, bool], bool]:
    """Return the results with one more; once positive stays positive."""
    if name == OTHER:
        return told, True
    return {**told, name: told.get(name, False) or positive}, other


def _mentions(question: Question, folded: str, language_words: LanguageWords) -> Iterator[tuple[str, str | bool]]:
    """Return the tests and the results of a text, in its order."""
    lowest = question.titre
    text = _TITRE.sub(lambda found: _level(int(found[1]) >= lowest), folded)
    text = _RANGED.sub(lambda found: _level(_number(found[1]) > _number(found[2])), text)
    words = spoken(text)
    tests = _phrases(question.tested, question.other_tested)
    hits, _ = cover(words, tests, language_words.phrases["results"])
    negated, last = -1, None
    for at, hit in enumerate(hits):
        match hit.name:
            case "only":
                continue
            case "same":
                if last is not None:
                    yield "result", last
            case "negation":
                negated = hit.end + NEAR
            case "none":
                negated = hit.end + FAR
            case "positive" | "negative":
                positive = hit.name == "positive"
                last = positive and not hit.start <= negated
                yield "result", last
            case "all":
                yield from (("test", str(at)) for at in range(len(question.tested)))
            case name:
                yield "test", name
                if _is_the_one(hits, at, len(words)):
                    yield "result", True


def _is_the_one(hits: Sequence[Hit], at: int, end: int) -> bool:
    """Tell whether a test is named as the only one, and nothing of its own result: "solo el ANA, el DNA normal"."""
    hit, results = hits[at], ("positive", "negative", "negation", "none", "all", "only", "same")
    told_before = at > 0 and hits[at - 1].name == "only" and hit.start - hits[at - 1].end <= 1
    if not told_before:
        return False
    return hit.end == end if at + 1 == len(hits) else hits[at + 1].name not in results


def _level(is_high: bool) -> str:
    """Return the word that stands for a number, among the words of a result."""
    return " titrehigh " if is_high else " titrelow "


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


@lru_cache(maxsize=64)
def _phrases(tested: tuple[Tested, ...], others: tuple[str, ...]) -> Phrases:
    groups = {str(at): each.words for at, each in enumerate(tested)}
    return Phrases({**groups, OTHER: others})
