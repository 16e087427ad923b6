"""Units behind numbers, and the names of tests, however they are spaced."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from dialogs.lexicon.spelling import fold
from dialogs.study.laboratory import written
from dialogs.study.study import Measure, Unit

#: A unit that begins with a power of ten, and its digits as letters.
_POWER = re.compile(r"10\^?\d")
_LETTERS = str.maketrans("0123456789^", "abcdefghijz")
#: Each unit of everyday life and of a laboratory, in the ways in which it is written, without accents.
UNITS = (
    r"kgs?|kilos?|kilogram\w*|kilogramos?",
    r"lbs?|libras?|pounds?|#",
    r"stones?",
    r"oz|onzas?|ounces?",
    r"cms?|centimet\w+",
    r"mm|milimetr\w+|millimet\w+",
    r"m|mts?|metros?|meters?|metres?",
    r"in(?! *[a-z0-9])|inch(?:es)?|pulgadas?|[\"”″]|''",
    r"ft|feet|foot|pies?",
    r"(?:[o°]|grados? )?c|celsius|centigrados?",
    r"(?:[o°]|grados? )?f|fahrenheit",
    r"kelvin",
    r"(?:mgs?|miligram\w*|milligram\w*)(?! */)",
    r"(?:gr?s?|gram\w*)(?! */)",
    r"(?:mcg|ug|microgram\w*)(?! */)",
    r"ml|dl|lt?s?|lit(?:ro|er|re)s?|cc",
    r"[un]?mol|mmol|meq",
    r"ui?|iu",
    r"kpa",
    r"min(?:ute|uto)?s?",
    r"h(?:r|our|ora)?s?",
    r"days?|dias?",
    r"weeks?|semanas?",
    r"mo(?:nth)?s|month|mes(?:es)?",
    r"years?|anos?",
)
EACH_UNIT = tuple(re.compile(rf"(?<![a-z])(?:{unit})(?![a-z])") for unit in UNITS)
#: Behind the number of a laboratory no unit of the question: one of these, a share, or how often.
_LIKE_A_UNIT = re.compile(rf"\s*(?:[%/]|(?:mgs?|gr?s?|mcg|ug|{'|'.join(UNITS)}|veces|times|cruces|x)(?![a-z]))")


def unit_behind(measure: Measure, behind: str) -> Unit | None:
    """Return the unit of the measure that stands right behind a number; the longest spelling wins."""
    pattern, units = _units(tuple(written(unit) for unit in measure.units))
    match = pattern.match(behind)
    if match is None:
        return None
    wanted = _squeezed(match[1])
    return next((measure.units[at] for spelling, at in units if spelling == wanted), None)


def unit_before(measure: Measure, before: str) -> Unit | None:
    """Return the unit of the measure that stands right before a number: "mg/g 850"."""
    last = before.rstrip(" :=").rsplit(" ", 1)[-1]
    return unit_behind(measure, last) if "/" in last else None


@lru_cache(maxsize=64)
def _units(spelled: tuple[tuple[str, ...], ...]) -> tuple[re.Pattern[str], tuple[tuple[str, int], ...]]:
    spellings = [(_squeezed(fold(text)), at) for at, each in enumerate(spelled) for text in each]
    spellings += [(_lettered(spelling), at) for spelling, at in spellings if _POWER.match(spelling)]
    spellings.sort(key=lambda pair: -len(pair[0]))
    forms = "|".join(r"\s*".join(_character(char) for char in spelling) for spelling, _ in spellings)
    # a short word may stand between: "850 en mg/g"
    return re.compile(rf"\s*(?:(?:in|en|de) )?\(?\s*({forms})(?![a-z/%\d])"), tuple(spellings)


def powers_in_letters(measures: tuple[Measure, ...], folded: str) -> str:
    """Return a text in which units that begin with a number ("10^9/L") stand in letters: they are no second number."""
    for measure in measures:
        for unit in measure.units:
            for text in written(unit):
                if spelling := _power(text):
                    folded = _power_pattern(spelling).sub(f" {_lettered(spelling)}", folded)
    return folded


@lru_cache(maxsize=512)
def _power(text: str) -> str:
    """Return a unit's spelling as it is looked for, where it begins with a number; nothing for any other."""
    spelling = _squeezed(fold(text))
    return spelling if _POWER.match(spelling) else ""


@lru_cache(maxsize=64)
def _power_pattern(spelling: str) -> re.Pattern[str]:
    """Return how a unit of a power is typed: "x10^9/L", "10e9/l", "* 10 9/L"."""
    parts = [r"(?:\^|\*\*|e)?" if char == "^" else re.escape(char) for char in spelling]
    power = r"\s*".join(parts)
    return re.compile(rf"(?<=[\d )]) *(?:[x*×]\s*)?(?<![\d.,]){power}(?![a-z\d])")


def believable(measure: Measure, unit: Unit, number: Decimal) -> bool:
    """Is the value inside the measure's plausible range?"""
    return unit.lowest <= Fraction(number) and measure.lowest <= unit.to_base(Fraction(number)) <= measure.highest


def _lettered(spelling: str) -> str:
    return spelling.translate(_LETTERS)


def _character(char: str) -> str:
    return "[.,]" if char in ".," else re.escape(char)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text).replace(",", ".")


def unit_like(behind: str) -> bool:
    """Tell whether something that looks like a unit stands right behind a number."""
    return _LIKE_A_UNIT.match(behind) is not None


def names_test(names: tuple[str, ...], folded: str) -> bool:
    """Tell whether the text names one of these tests. Spaces in a name may be left out or added."""
    return bool(names) and names_pattern(names).search(folded) is not None


@lru_cache(maxsize=64)
def names_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Find any of these names as whole words, the longest first, with or without its spaces."""
    forms = "|".join(
        r"\s*".join(re.escape(word) for word in fold(name).split()) for name in sorted(names, key=len, reverse=True)
    )
    return re.compile(rf"(?<![a-z])(?:{forms or '(?!)'})(?![a-z])")
