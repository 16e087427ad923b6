"""Numbers that a laboratory counts ("hematíes 10-15 por campo"): too many of one, or of none.

Which things are counted, their words and from which number on they say yes is data of the question. One that is told
as too many is a yes; all told and none too many is a no; anything less is not known (study-facts 5).
"""

from __future__ import annotations

import re
from functools import lru_cache

from dialogs.answers.reading import Misread, MisreadReason
from dialogs.lexicon.joints import BUT
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.spelling import either, fold
from dialogs.study.study import Question
from dialogs.study.typed import Counted
from dialogs.values import UNKNOWN_WORD

#: So many things denied in words say something of the report.
FEWEST_DENIED = 2
_CLAUSE = re.compile(rf" (?:{BUT}) ")
_DIGITS = r"(?:[<>]=? ?)?\d{1,4}(?: ?(?:-|a|to) ?\d{1,4})?"
#: "15/mm3" is no count of a field of the microscope.
_OTHER_PER = r"/(?! ?(?:hpf|campo|cpo|c\b))"
#: A sign behind its thing denies it, where no number follows: "thing (-)".
_MINUS = r"[ :=]*(?:\( ?[-–−] ?\)|[-–−])(?=$|[\s,;./])(?! ?\d)"
#: Short words that may stand between a number and its thing: "x campo de", "per hpf".
_LINK = r"(?: ?[a-z/]{1,6}){0,3}? ?"


def read_counts(question: Question, folded: str, language_words: LanguageWords) -> str | None:
    """`yes`, `no` or `unknown` from the numbers beside the things that are counted; None where there are none.

    Misread where a range ("4-6") begins below what is too many and ends above it, and nothing else says yes."""
    told: list[bool] = []
    digits = is_open = False
    for each in question.counted:
        counted, are_digits = _counted(each, folded, language_words)
        digits = digits or are_digits
        if counted is not None:
            told.append(counted[0] > each.over)
            is_open = is_open or counted[0] <= each.over < counted[1]
    if not digits and len(told) < FEWEST_DENIED:
        return None  # one thing denied is told in the question's own words
    if any(told):
        return "yes"
    if is_open:
        raise Misread(MisreadReason.NOTHING)
    return "no" if len(told) == len(question.counted) else UNKNOWN_WORD


def denies_one(question: Question, folded: str, language_words: LanguageWords) -> bool:
    """Tell whether one of the counted things is denied in words."""
    none = language_words.none_words
    return any(_patterns(each.words, each.denied_as, none)[2].search(folded) for each in question.counted)


def _counted(counted: Counted, folded: str, language_words: LanguageWords) -> tuple[tuple[int, int] | None, bool]:
    """Return the least and the largest number beside one thing, 0 where it is denied, None where it is not told; and
    whether in digits."""
    before, behind, denied = _patterns(counted.words, counted.denied_as, language_words.none_words)
    if counted.unlike:
        folded = _unlike(counted.words, counted.unlike).sub(" ", folded)
    none = any(denied.search(part) for part in _CLAUSE.split(folded))
    # "1-2 sin cristales": the number before a denial belongs to something else
    match = behind.search(folded) or (None if none else before.search(folded))
    if match:
        text = match["digits"]
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        beyond = text.startswith(">") and not text.startswith(">=")
        return (min(numbers) + beyond, max(numbers) + beyond), True
    return ((0, 0) if none else None), False


@lru_cache(maxsize=64)
def _unlike(words: tuple[str, ...], unlike: tuple[str, ...]) -> re.Pattern[str]:
    """Return what only looks like the thing, by the word before or behind it."""
    thing, beside = _any_of(words), _any_of(unlike)
    return re.compile(rf"\b{beside} {thing}\b|\b{thing} {beside}\b")


def _any_of(words: tuple[str, ...]) -> str:
    return f"(?:{either(map(fold, words))})"


@lru_cache(maxsize=64)
def _patterns(
    words: tuple[str, ...], denied_as: tuple[str, ...], none_words: tuple[str, ...]
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the number before the thing, the number behind it, and its denial on either side."""
    thing, denied, none = _any_of(words), _any_of((*words, *denied_as)), _any_of(none_words)
    return (
        re.compile(rf"(?<![\w,.])(?P<digits>{_DIGITS}){_LINK}\b{thing}\b"),
        re.compile(rf"\b{thing}\b[ :=(]*(?:[a-z]{{1,6}} ){{0,2}}(?P<digits>{_DIGITS})(?![\w,.]*(?:%|{_OTHER_PER}))"),
        re.compile(
            rf"\b{none}\b(?: [a-z]+){{0,2}} {denied}\b|\b{denied}\b[ :(=]*(?:[a-z]+ )?{none}\b|\b{denied}\b{_MINUS}"
        ),
    )
