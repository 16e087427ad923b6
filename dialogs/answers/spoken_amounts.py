"""An amount as it is said, or signed in words, with its numbers in digits: "cero nueve", "and a half", "mg over mg"."""

from __future__ import annotations

import re
from functools import lru_cache

from dialogs.answers.number_words import digits
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.study.study import Question

#: Stands in the spelled text where a number was said in hundreds without the word: "one forty".
IN_HUNDREDS = "_"
_SURFACE = Worded(r"(?:/|\bx\b|\b(?:{each_of})\b)\s*1[.,]7\d?\s*(?:m\s*\^?\s*2?)?\b|\bm\^?2\b")
#: ">/=60" and "> o = 60" are 60 or more.
_OR_EQUAL = Worded(r"([<>]) ?(?:/|{either_or}) ?=")
#: "+60" and "+ de 60" are more than 60.
_PLUS = Worded(r"(?<![\w+])\+ ?(?:(?:{of}) )?(?=\d+(?:[.,]\d+)?\b(?! ?\+))")
#: "mg over mg" is no comparison.
_UNITS = Worded(
    r"(?<![a-z])({unit_mg}|{unit_g}|{unit_mcg}) (?:{over_unit}) ({unit_mg}|{unit_g}|{unit_litre}|{unit_mol})(?![a-z])"
)
#: Digits said one by one, "cero nueve", "one five": the decimal sign is inferred.
_ONE_BY_ONE = re.compile(r"(?<![\d.,/])\b(\d) ?(\d)\b(?![.,/]?\d)")
#: "cero ochenta y cinco" is 0.85.
_NOUGHT = re.compile(r"(?<![\d.,/])\b0 ?([1-9]\d)\b(?![.,/]?\d)")
#: "one point oh five"; and "oh point five", where it says nothing.
_OH = Worded(r"\b(?P<point>{point}) (?:{oh})(?= [a-z\d])|\b(?:{oh}) (?={point}\b)")
#: "one forty" is 140, or 1.40.
_HUNDREDS = re.compile(r"(?<![\d.,/])\b([1-9]) ([1-9]\d)\b(?![.,/]?\d)")
_HALF = Worded(r"\b(\d+) (?:{and_a_half})\b")
_POINT = Worded(r"(?<!\d )\b(?:{point}) (\d+)\b")
_SPOKEN_POINT = Worded(r"\b(\d+) (?:{point}) (\d+)\b")
#: "point eight five": its digits were said one by one.
_POINT_AND_DIGITS = Worded(r"\b(?:{point}) \d(?: \d){1,3}\b(?![.,]?\d)")
#: A height as it is said.
_METRES = Worded(r"\b([12]) ?(?:{unit_m})(?: (?:{metre_and}))? ?(\d\d)\b(?: ?(?:{unit_cm}|m))?(?![a-z])")
_ARTICLE = Worded(r"\b(?:{article})\b")


def spelled_out(folded: str, language_words: LanguageWords) -> str:
    """Return the text with its numbers in digits, and with a sign for the words that mean one."""
    patterns = language_words.patterns
    text = _percent(language_words).sub("%", patterns[_OR_EQUAL].sub(r"\1=", folded))
    text = patterns[_UNITS].sub(r"\1/\2", patterns[_SURFACE].sub(" ", text))
    spelled, _ = digits(patterns[_OH].sub(lambda found: _with_nought(found, patterns), text), language_words)
    if not any(char.isdigit() for char in text):
        spelled = patterns[_POINT_AND_DIGITS].sub(_glued, spelled)
        spelled = _HUNDREDS.sub(rf"\1{IN_HUNDREDS}\2", _NOUGHT.sub(r"0.\1", spelled))
        spelled = _ONE_BY_ONE.sub(lambda found: _decimal(found, text), spelled)
    spelled = patterns[_SPOKEN_POINT].sub(r"\1.\2", spelled)
    return patterns[_POINT].sub(r"0.\1", patterns[_HALF].sub(r"\1.5", patterns[_PLUS].sub(">", spelled)))


def in_metres(spelled: str, question: Question, patterns: Patterns) -> str:
    """Return the text with "1 metro 70" as 1.70 m, where this is told in metres."""
    metres = any(unit.name == "m" for measure in question.measures for unit in measure.units)
    return patterns[_METRES].sub(r"\1.\2 m", spelled) if metres else spelled


def has_article(folded: str, patterns: Patterns) -> bool:
    """Tell whether a text holds an article, of which the number library makes a 1: "un poco"."""
    return patterns[_ARTICLE].search(folded) is not None


def _with_nought(found: re.Match[str], patterns: Patterns) -> str:
    """Return the word of a point and the one for nothing behind it; nothing where it stands before the point."""
    return f"{found['point']} {patterns.words('nought')[0]}" if found["point"] else ""


def _glued(found: re.Match[str]) -> str:
    """Return the digits behind a point as one number: "point 8 5" is "point 85"."""
    point, first, *rest = found.group().split(" ")
    return f"{point} {first}{''.join(rest)}"


def _decimal(found: re.Match[str], text: str) -> str:
    """Two digits as a decimal, where they were said one by one ("cero nueve") and not as one number ("quince")."""
    one_by_one = found[1] == "0" or " " in found.group()
    return f"{found[1]}.{found[2]}" if one_by_one else found.group()


@lru_cache(maxsize=8)
def _percent(language_words: LanguageWords) -> re.Pattern[str]:
    """Return the words of a language for a percentage."""
    return re.compile(r" ?\b(?:" + "|".join(map(re.escape, language_words.percent_words)) + r")\b")
