"""Units beside a plain number that the question does not name: "33 in" where centimeters are asked for.

A question without a unit of its own may be answered with one, as it stands on the paper; that is read back. One that
names a unit is answered in it: any other is asked about, for the number would be taken for another amount.
"""

from __future__ import annotations

import re

from dialogs.lexicon.spelling import fold
from dialogs.study.study import Question

#: Each unit in the ways in which it is written, without accents.
UNITS = (
    r"kgs?|kilos?|kilogram\w*|kilogramos?",
    r"lbs?|libras?|pounds?",
    r"stones?",
    r"oz|onzas?|ounces?",
    r"cms?|centimet\w+",
    r"mm|milimetr\w+|millimet\w+",
    r"m|mts?|metros?|meters?|metres?",
    r"in(?!\s*[a-z0-9])|inch(?:es)?|pulgadas?|[\"”″]|''",
    r"ft|feet|foot|pies?",
    r"(?:o|grados? )?c|celsius|centigrados?",
    r"(?:o|grados? )?f|fahrenheit",
    r"(?:mgs?|miligram\w*|milligram\w*)(?!\s*/)",
    r"(?:gr?s?|gram\w*)(?!\s*/)",
    r"(?:mcg|ug|microgram\w*)(?!\s*/)",
    r"min(?:ute|uto)?s?",
    r"h(?:r|our|ora)?s?",
    r"days?|dias?",
    r"weeks?|semanas?",
    r"mo(?:nth)?s|month|mes(?:es)?",
    r"years?|anos?",
)
_EACH = tuple(re.compile(rf"(?<![a-z])(?:{unit})(?![a-z])") for unit in UNITS)
#: Behind a number, and behind what says how often: "2 days a week".
_BEHIND = re.compile(r"\d *(?P<unit>[a-z/\"”″'].*)")
_HOW_OFTEN = re.compile(r"^(?:\w+ +)??(?:/|a|an|per|each|every|por|al|a la|cada)(?: +|(?<=/))(?P<unit>[a-z].*)")
#: Feet and inches: 5'7.
_FEET = re.compile(r"(?<![\d.,])[3-8] ?['’‘\u00b4`\u2032] ?\d{1,2}(?!\d)")


def in_foreign_unit(question: Question, text: str) -> bool:
    """Tell whether a number is told in a unit that the question, which names another one, does not name."""
    if _FEET.search(text):
        return True
    own = set().union(*(_named(fold(part)) for part in (question.text, question.hint or "")))
    return bool(own) and bool(_told(fold(text)) - own)


def _named(folded: str) -> set[int]:
    """Return the units that a text names anywhere."""
    return {at for at, unit in enumerate(_EACH) if unit.search(folded)}


def _told(folded: str) -> set[int]:
    """Return the units right behind the first number, and behind how often it is."""
    behind = _BEHIND.search(folded)
    parts = [behind["unit"]] if behind else []
    parts += [often["unit"] for part in parts if (often := _HOW_OFTEN.match(part))]
    return {at for part in parts for at, unit in enumerate(_EACH) if unit.match(part)}
