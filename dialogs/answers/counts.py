"""Numbers that a laboratory counts ("hematíes 10-15 por campo"): too many of one, or of none.

Which things are counted, their words and from which number on they say yes is data of the question. One that is told
as too many is a yes; all told and none too many is a no; anything less is not known (study-facts 5).
"""

from __future__ import annotations

import re
from functools import lru_cache

from dialogs.answers.lab_line import with_signs
from dialogs.answers.number_words import digits
from dialogs.answers.reading import Misread, MisreadReason
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.spelling import either, fold
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.study.study import Question
from dialogs.study.typed import Counted
from dialogs.values import UNKNOWN_WORD

#: So many things denied in words say something of the report.
FEWEST_DENIED = 2
_CLAUSE = Worded(r" (?:{joint_but}) ")
#: Beside counts: the paper has no word of a thing, which does not say that there is none.
_NOT_TOLD = Worded(r"\b(?:{not_told})\b")
_DIGITS = r"(?:[<>]=? ?)?\d{1,4}(?: ?(?:-|{count_to}) ?\d{1,4})?"
#: "15/mm3" is no count of a field of the microscope.
_OTHER_PER = r"/(?! ?(?:{per_field}|c\b))"
#: A sign behind its thing denies it, where no number follows: "thing (-)".
_MINUS = r"[ :=]*(?:\( ?[-–−] ?\)|[-–−])(?=$|[\s,;./])(?! ?\d)"
#: A plus behind its thing says that there is some, one for each cross: "thing: ++", "thing 2+", "thing 2 cruces".
_PLUS = r"[ :=(]*(?:\+{1,4}|[1-4] ?(?:\+|{crosses})(?![a-z])(?! ?(?:{per_field}|c\b)))"
#: Beside the name of a thing: by what it was found, "blood (Hb)", or in what it is counted, "cells/HPF".
_ASIDE = r"(?: ?\([a-z. ]{1,12}\)| ?/ ?(?:{per_field}|c)\b)?"
#: Short words that may stand between a number and its thing: "x campo de", "per hpf".
_LINK = r"(?: ?[a-z/]{1,6}){0,3}? ?"


def read_counts(question: Question, folded: str, language_words: LanguageWords) -> str | None:
    """`yes`, `no` or `unknown` from the numbers beside the things that are counted; None where there are none.

    Misread where a range ("4-6") begins below what is too many and ends above it, and nothing else says yes."""
    told: list[bool] = []
    spelled = folded if any(char.isdigit() for char in folded) else digits(folded, language_words)[0]
    folded = with_signs(spelled, language_words)
    if any(char.isdigit() for char in folded):
        folded = language_words.patterns[_NOT_TOLD].sub(" ", folded)
    in_digits = is_open = False
    things = tuple(word for each in question.counted for word in (*each.words, *each.denied_as))
    for each in question.counted:
        counted, are_digits = _counted(each, folded, language_words, things)
        in_digits = in_digits or are_digits
        if counted is not None:
            told.append(counted[0] > each.over)
            is_open = is_open or counted[0] <= each.over < counted[1]
    if not told and _tells_another_count(question, folded, language_words):
        return UNKNOWN_WORD
    if not in_digits and len(told) < FEWEST_DENIED:
        return None  # one thing denied is told in the question's own words
    if any(told):
        return "yes"
    if is_open:
        raise Misread(MisreadReason.NOTHING)
    return "no" if len(told) == len(question.counted) else UNKNOWN_WORD


def _tells_another_count(question: Question, folded: str, language_words: LanguageWords) -> bool:
    """Tell whether a number stands at a thing that is counted in something else than a field: "cells 8 /uL"."""
    things = tuple(word for each in question.counted for word in each.words)
    return _otherwise(things, language_words.patterns).search(folded) is not None


@lru_cache(maxsize=8)
def _otherwise(things: tuple[str, ...], patterns: Patterns) -> re.Pattern[str]:
    thing = _any_of(things)
    return patterns[Worded(rf"\b{thing}\b[ :=(]*\d[\d.,]* ?{_OTHER_PER}|\d[\d.,]* {thing} ?{_OTHER_PER}")]


def denies_one(question: Question, folded: str, language_words: LanguageWords) -> bool:
    """Tell whether one of the counted things is denied in words."""
    return any(_beside(each, language_words)[2].search(folded) for each in question.counted)


def _counted(
    counted: Counted, folded: str, language_words: LanguageWords, things: tuple[str, ...]
) -> tuple[tuple[int, int] | None, bool]:
    """Return the least and the largest number beside one thing, 0 where it is denied, None where it is not told; and
    whether in digits. `things`: the words of all that is counted."""
    before, behind, denied = _beside(counted, language_words)
    if counted.unlike:
        folded = _unlike(counted.words, counted.unlike).sub(" ", folded)
    if _tells_some(counted, folded, language_words):
        return (counted.over + 1, counted.over + 1), False
    none = any(denied.search(part) for part in language_words.patterns[_CLAUSE].split(folded))
    ahead = None if none else _just_before(before, folded, things)
    if ahead and _begins(things, language_words.patterns).match(folded):
        return _span(ahead["digits"]), True  # "10 of these, 2 of those": each number stands before its thing
    # "1-2 sin cristales", "those <5, casts nil": the number before a thing may belong to another
    match = behind.search(folded) or (ahead if ahead and not _ends(things).search(folded[: ahead.start()]) else None)
    if match:
        return _span(match["digits"]), True
    return ((0, 0) if none else None), False


def _span(text: str) -> tuple[int, int]:
    """Return the least and the largest whole number of a count: "4-6", ">5", "<3"."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if text.startswith("<") and not text.startswith("<="):
        return 0, max(numbers[0] - 1, 0)
    beyond = text.startswith(">") and not text.startswith(">=")
    return min(numbers) + beyond, max(numbers) + beyond


def _just_before(before: re.Pattern[str], folded: str, things: tuple[str, ...]) -> re.Match[str] | None:
    """Return the number before a thing with no other thing between: in "3 of these, those 0" it is not of those."""
    found = before.search(folded)
    first = _thing(things).search(folded, found.end("digits")) if found else None
    return found if found and first and first.end() == found.end() else None


@lru_cache(maxsize=64)
def _thing(things: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b{_any_of(things)}\b")


@lru_cache(maxsize=64)
def _ends(things: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds a thing at the end of a text."""
    return re.compile(rf"\b{_any_of(things)}[ :=(]*$")


@lru_cache(maxsize=64)
def _begins(things: tuple[str, ...], patterns: Patterns) -> re.Pattern[str]:
    """Return what finds a text that begins with a number and its thing."""
    return patterns[Worded(rf"{_DIGITS}{_LINK}\b{_any_of(things)}\b")]


def _tells_some(counted: Counted, folded: str, language_words: LanguageWords) -> bool:
    """Tell whether a sign or a word at one thing says that there is some of it, and no word before it denies it."""
    words, negative = (*counted.words, *counted.denied_as), language_words.results["-"]
    # what is negative is denied behind its name: "blood negative, white cells positive"
    none = _ends_with(tuple(word for word in language_words.none_words if not negative.startswith(word[:3])))
    some = _some(words, language_words.some_words, language_words.many_words, language_words.patterns)
    return any(not none.search(folded[: found.start()]) for found in some.finditer(folded))


@lru_cache(maxsize=8)
def _ends_with(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds one of these words at the end of a text, with one word behind it at the most."""
    return re.compile(rf"\b{_any_of(words)}(?: [a-z]+)? ?$")


@lru_cache(maxsize=64)
def _some(words: tuple[str, ...], some: tuple[str, ...], many: tuple[str, ...], patterns: Patterns) -> re.Pattern[str]:
    """Return what says that there is some of a thing, by a word or a sign."""
    thing, behind, much = _any_of(words), _any_of((*some, *many)), _any_of(many)
    return patterns[Worded(rf"\b{thing}\b{_ASIDE}(?:{_PLUS}|[ :=(]*{behind}\b)|\b{much} {thing}\b")]


@lru_cache(maxsize=64)
def _unlike(words: tuple[str, ...], unlike: tuple[str, ...]) -> re.Pattern[str]:
    """Return what only looks like the thing, by the word before or behind it."""
    thing, beside = _any_of(words), _any_of(unlike)
    return re.compile(rf"\b{beside} {thing}\b|\b{thing}[ :=(-]+{beside}\b")


def _beside(
    counted: Counted, language_words: LanguageWords
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    return _patterns(counted.words, counted.denied_as, language_words.none_words, language_words.patterns)


def _any_of(words: tuple[str, ...]) -> str:
    return f"(?:{either(map(fold, words))})"


@lru_cache(maxsize=64)
def _patterns(
    words: tuple[str, ...], denied_as: tuple[str, ...], none_words: tuple[str, ...], patterns: Patterns
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the number before the thing, the number behind it, and its denial on either side."""
    thing, denied, none = _any_of(words), _any_of((*words, *denied_as)), _any_of(none_words)
    return (
        patterns[Worded(rf"(?<![\w,.])(?P<digits>{_DIGITS}){_LINK}\b{thing}\b(?! ?{_OTHER_PER})")],
        patterns[
            Worded(
                rf"\b{thing}\b{_ASIDE}[ :=(]*(?:[a-z]{{1,6}} ){{0,2}}"
                rf"(?P<digits>{_DIGITS})(?![\w,.]* ?(?:%|{_OTHER_PER}))"
            )
        ],
        re.compile(
            rf"\b{none}\b(?: [a-z]+){{0,2}} {denied}\b|\b{denied}\b[ :(=]*(?:[a-z]+ )?{none}\b|\b{denied}\b{_MINUS}"
        ),
    )
