"""Units beside a plain number that the question does not name: "33 in" where centimeters are asked for.

A question without a unit of its own may be answered with one, as it stands on the paper; that is read back. One that
names a unit is answered in it: any other is asked about, for the number would be taken for another amount.
"""

from __future__ import annotations

import re

from dialogs.answers.number_words import digits
from dialogs.answers.units import EACH_UNIT
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.spelling import fold
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.study.study import Question

#: Behind a number, with or without a mark between, and behind what says how often: "2 days a week".
_BEHIND = re.compile(r"\d[ ,(\[–-]*(?P<unit>[a-z/\"”″'#°].*)")
_HOW_OFTEN = Worded(r"^(?:\w+ +)??(?:/|{per_time})(?: +|(?<=/))(?P<unit>[a-z].*)")
#: Right before a number, spelled out: "inches: 33".
_BEFORE = re.compile(r"(?P<unit>[a-z]{4,})[ :=(]+\d")
#: What a question counts: "on how many days of the last month".
_COUNTED = Worded(r"\b(?:{how_many}) (?P<unit>[a-z].*)")
#: Feet and inches: 5'7.
_FEET = re.compile(r"(?<![\d.,])[3-8] ?['’‘\u00b4`\u2032] ?\d{1,2}(?!\d)")


def in_foreign_unit(question: Question, text: str, language_words: LanguageWords) -> bool:
    """Tell whether a number is told in a unit that the question, which names another one, does not name."""
    if _FEET.search(text):
        return True
    asked = [fold(part) for part in (question.text, question.hint or "")]
    patterns = language_words.patterns
    named = set().union(*(_named(part, patterns) for part in asked))
    things = [found["unit"] for part in asked for found in patterns[_COUNTED].finditer(part)]
    counted = set().union(*(_at_the_start(each, patterns) for each in things))
    amount, often = _told(digits(fold(text), language_words)[0], patterns)
    return bool(named) and bool(amount - (counted or named) or often - named)


def _named(folded: str, patterns: Patterns) -> set[int]:
    """Return the units that a text names anywhere."""
    return {at for at, unit in enumerate(EACH_UNIT) if patterns[unit].search(folded)}


def _at_the_start(folded: str, patterns: Patterns) -> set[int]:
    """Return the units that a text begins with."""
    return {at for at, unit in enumerate(EACH_UNIT) if patterns[unit].match(folded)}


def _told(folded: str, patterns: Patterns) -> tuple[set[int], set[int]]:
    """Return the units of the first number, behind it or before, and those of how often it is."""
    behind, before = _BEHIND.search(folded), _BEFORE.search(folded)
    often = patterns[_HOW_OFTEN].match(behind["unit"]) if behind else None
    amount = set().union(*(_at_the_start(found["unit"], patterns) for found in (behind, before) if found))
    return amount, _at_the_start(often["unit"], patterns) if often else set()
