"""A line copied from a report: the value stands first, and beside it a flag, a stage and the normal range.

What is beside the value is left aside before the value is read (study-facts 11h). What is no such line stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from dialogs.answers.heard import heard
from dialogs.answers.pieces import is_of_then
from dialogs.answers.reading import Labels
from dialogs.answers.units import names_pattern, names_test, unit_behind
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import either, fold
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.study.study import Measure, Question
from dialogs.values import Unknown

#: Results of two tests stand apart.
PARTS = Worded(r"[;,](?!\d)| (?:{joint_and}) ")
#: The same, and sentences.
_CLAUSES = Worded(r"[;,.!](?!\d)| (?:{joint_and}|{joint_but}) ")
#: Beside the name of a test: that it is not there.
_MISSING = Worded(r"\b(?:{missing_test})\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: Labels of the section [amounts] that leave a value what it is.
_SAYS_A_VALUE = frozenset({"filler", "about", "gt", "lt", "ge", "le"})
_VALUE = re.compile(r"\d+(?:[.,]\d+)*")
_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]")
#: Behind a value and its unit: "0,50 - 0,90", "> 90", "(hasta 0,2)" without its brackets.
_BEHIND = Worded(
    r"(?<=[\da-z%2])\s+(?:(?:[<>]=?|=[<>])\s*\d[\d.,]*|\d[\d.,]*\s*(?:-|{count_to})\s*\d[\d.,]*)\s*(?P<unit>[a-z/%\d.]{1,16})?\s*$"
)
_FLAG = re.compile(
    r"(?<=[\da-z%2])\s*\*+(?:\s*[hl]\s*\*+)?|(?<=\d)\s+[hl]\b(?=\s*$|\s*[,;(\[]|\s+(?:[mu]?g|[mu]?mol|ml)/|\s+[<>]?\s*\d)|(?<=[a-z\d/])\s+[hl]\s*$"
)
#: A flag in brackets: "(H)".
_LETTER_FLAG = re.compile(r"[(\[{] ?(?:[hl]{1,2}|\*+) ?[)\]}]")
#: A unit that is wholly in brackets: "1,2 (mg/dL)" is no range.
_UNIT = re.compile(r"[(\[]\s*[a-zµ%]+(?:\s*/\s*[a-zµ.,\d\s]+)*[)\]]")


def own_line(text: str, own: tuple[str, ...], others: tuple[str, ...]) -> str | None:
    """Return the one line of several of a copied report that names the asked test, and no other, beside a number."""
    lines = [line for line in text.splitlines() if line.strip()]
    named = [line for line in lines if any(char.isdigit() for char in line) and names_test(own, fold(line))]
    return named[0] if len(lines) > 1 and len(named) == 1 and not names_test(others, fold(named[0])) else None


def own_part(plain: str, measure: Measure, others: tuple[str, ...], language_words: LanguageWords) -> str | None:
    """Return the part of a text that names the asked test before a number, where another part names another test."""
    own = names_pattern(measure.words)
    numbered = [
        part
        for part in language_words.patterns[PARTS].split(plain)
        if _VALUE.search(part) and not names_test(others, part)
    ]
    parts = [part for part in numbered if own.search(part)]
    if not parts:  # "0.9 mg/dl, GFR 82": the unit tells it
        parts = [part for part in numbered if _in_own_unit(part, measure, language_words)]
    return parts[0] if len(parts) == 1 else None


def _in_own_unit(part: str, measure: Measure, language_words: LanguageWords) -> bool:
    """Tell whether the number of a part has the test's unit, and no word before it that may name another."""
    number = _VALUE.search(part)
    if number is None or cover(spoken(part[: number.start()]), language_words.phrases["amounts"])[1]:
        return False
    return unit_behind(measure, part[number.end() :], language_words.patterns) is not None


def beside_a_missing(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> str | None:
    """Return the only clause of a text that holds a number, where it names its test and all that the others say is that
    a test is not there: "that one isn't on it, my ferritin is 19"."""
    clauses = [part for part in language_words.patterns[_CLAUSES].split(folded) if part.strip()]
    own = [part for part in clauses if _VALUE.search(part)]
    if len(own) != 1 or len(clauses) == 1 or language_words.patterns[_MISSING].search(own[0]):
        return None
    asked = tuple(word for measure in question.measures for word in measure.words)
    if not names_test(asked, own[0]):
        return None
    tests = (*asked, *(word for measure in question.measures for word in measure.other_tests))
    others = (part for part in clauses if part is not own[0])
    missing = all(_is_missing(question, part.strip(), tests, labels, language_words) for part in others)
    return own[0].strip() if missing else None


def _is_missing(
    question: Question, part: str, tests: tuple[str, ...], labels: Labels, language_words: LanguageWords
) -> bool:
    """Tell whether a clause says that a test is not there, or that its result is not known."""
    denies = language_words.patterns[_MISSING].search(part)
    if denies is not None and (denies[0] == part or names_test(tests, part)):
        return True
    return isinstance(heard(question, part, labels, language_words).pointed_at, Unknown)


def part_of_now(text: str, measures: Sequence[Measure], language_words: LanguageWords) -> str | None:
    """Return the only part of a text that holds a number, where it says nothing but a value, and of today: beside
    "that ended in 2022" it is "now it's 47"."""
    numbered = [part for part in language_words.patterns[_CLAUSES].split(_YEAR.sub(" ", text)) if _VALUE.search(part)]
    if len(numbered) != 1 or is_of_then(numbered[0], language_words):
        return None
    rest = _VALUE.sub(" ", numbered[0])
    for measure in measures:
        rest = names_pattern((*measure.words, *(each for unit in measure.units for each in unit.spellings))).sub(
            " ", rest
        )
    hits, left = cover(spoken(rest), language_words.phrases["amounts"])
    return None if left or {hit.name for hit in hits} - _SAYS_A_VALUE else numbered[0]


def without_range(text: str, language_words: LanguageWords) -> str:
    """Return the text with its value and without what the report prints beside it."""
    text = _without_stage(text, language_words)
    first = _VALUE.search(text)
    if first is None:
        return text
    head, rest = text[: first.end()], text[first.end() :]
    head = _flagged(language_words.flag_words).sub(" ", head)
    rest = _BRACKETS.sub(lambda found: found.group() if _is_unit(found.group(), language_words) else " ", rest)
    named = _named_range(language_words.range_words).search(rest)
    if named:
        rest = rest[: named.start()]
    rest = _said_at_end((*language_words.range_words, *language_words.flag_words)).sub(" ", rest)
    line = _FLAG.sub(" ", head + rest)
    if len(_VALUE.findall(line)) > 1:
        # the unit may stand behind the range, as in a table
        line = language_words.patterns[_BEHIND].sub(
            lambda found: f" {found['unit'] if '/' in (found['unit'] or '') else ''}", line
        )
    return line


def with_signs(text: str, language_words: LanguageWords, number: str = r"\d") -> str:
    """Return the text with a comparator before a number as its sign: "more than 5" is > 5."""
    for label, sign in (("gt", ">"), ("lt", "<")):
        text = _compared(language_words.exact[label], number, language_words.patterns).sub(sign, text)
    return text


@lru_cache(maxsize=8)
def _compared(words: tuple[str, ...], number: str, patterns: Patterns) -> re.Pattern[str]:
    return patterns[Worded(rf"{{-not_compared}}\b(?:{either(words)}) ?(?={number})")]


def _without_stage(text: str, language_words: LanguageWords) -> str:
    """Return the text without a stage and its number, where another number is left."""
    plain = _staged(language_words.stage_words).sub(" ", text)
    return plain if _VALUE.search(plain) else text


@lru_cache(maxsize=8)
def _staged(words: tuple[str, ...]) -> re.Pattern[str]:
    forms = either(words)
    return re.compile(
        rf"\b(?:{forms}) ?(?:g?[1-5] ?[ab]?|i{{1,3}}|iv|v)\b(?![.,]\d)(?: (?:{forms})\b)?|\bg[1-5][ab]?\b"
    )


def _is_unit(bracket: str, language_words: LanguageWords) -> bool:
    """Tell whether a bracket holds the unit, or other words than those of a range."""
    if bracket.strip("()[]{} ") in (*language_words.range_words, *language_words.flag_words):
        return False
    if _LETTER_FLAG.fullmatch(bracket):
        return False
    return _UNIT.fullmatch(bracket) is not None or not re.search(r"[\d<>]", bracket)


@lru_cache(maxsize=8)
def _named_range(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a word for the normal range, and a number soon behind it."""
    forms = either(words)
    return re.compile(rf"\b(?:{forms})\b[^\d]{{0,20}}\d.*")


@lru_cache(maxsize=8)
def _said_at_end(words: tuple[str, ...]) -> re.Pattern[str]:
    """Such a word at the end of the line: what the report thinks of the value."""
    return re.compile(rf"\b(?:{either(words)})\s*[.!]*\s*$")


@lru_cache(maxsize=8)
def _flagged(words: tuple[str, ...]) -> re.Pattern[str]:
    """Such a word that stands apart before the value: "it is low, 41"."""
    return re.compile(rf"\b(?:{either(words)})\s*[,;:.](?!\d)")
