"""Units behind numbers, and the names of tests, however they are spaced."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from dialogs.lexicon.spelling import fold
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.study.laboratory import written
from dialogs.study.study import Measure, Unit

#: A unit that begins with a power of ten, and its digits as letters.
_POWER = re.compile(r"10\^?\d")
_LETTERS = str.maketrans("0123456789^", "abcdefghijz")
#: Each unit of everyday life and of a laboratory, in the ways in which it is written, without accents.
UNITS = (
    "{unit_kg}",
    "{unit_lb}|#",
    "{unit_stone}",
    "{unit_oz}",
    "{unit_cm}",
    "{unit_mm}",
    "{unit_m}",
    "(?:{unit_in})(?! *[a-z0-9])|{unit_inch}|[\"”″]|''",
    "{unit_foot}",
    "(?:[o°]|(?:{degrees}) )?c|{unit_celsius}",
    "(?:[o°]|(?:{degrees}) )?f|{unit_fahrenheit}",
    "{unit_kelvin}",
    "(?:{unit_mg})(?! */)",
    "(?:{unit_g})(?! */)",
    "(?:{unit_mcg})(?! */)",
    "{unit_litre}",
    "{unit_mol}",
    "{unit_iu}",
    "{unit_kpa}",
    "{unit_minute}",
    "{unit_hour}",
    "{days}",
    "{weeks}",
    "{months}",
    "{years}",
)
EACH_UNIT = tuple(Worded(rf"(?<![a-z])(?:{unit})(?![a-z])") for unit in UNITS)
#: A comma between a number and its unit: "1.4, mg/mg".
_PAUSED = r"(?:,\s+(?=[a-zµ]+/[a-z]))?"
#: Behind the number of a laboratory no unit of the question: one of these, a share, or how often.
_LIKE_A_UNIT = Worded(rf"{_PAUSED}\s*(?:[%/]|(?:mgs?|gr?s?|mcg|ug|{'|'.join(UNITS)}|{{unit_times}})(?![a-z]))")


def unit_behind(measure: Measure, behind: str, patterns: Patterns) -> Unit | None:
    """Return the unit of the measure that stands right behind a number; the longest spelling wins."""
    pattern, units = _units(tuple(written(unit) for unit in measure.units), patterns)
    match = pattern.match(behind)
    if match is None:
        return None
    wanted = _squeezed(match[1])
    return next((measure.units[at] for spelling, at in units if spelling == wanted), None)


def unit_before(measure: Measure, before: str, patterns: Patterns) -> Unit | None:
    """Return the unit of the measure that stands right before a number: "mg/g 850"."""
    last = before.rstrip(" :=").rsplit(" ", 1)[-1]
    return unit_behind(measure, last, patterns) if "/" in last else None


@lru_cache(maxsize=64)
def _units(
    spelled: tuple[tuple[str, ...], ...], patterns: Patterns
) -> tuple[re.Pattern[str], tuple[tuple[str, int], ...]]:
    spellings = [(_squeezed(fold(text)), at) for at, each in enumerate(spelled) for text in each]
    spellings += [(_lettered(spelling), at) for spelling, at in spellings if _POWER.match(spelling)]
    spellings.sort(key=lambda pair: -len(pair[0]))
    forms = "|".join(r"\s*".join(_character(char) for char in spelling) for spelling, _ in spellings)
    # a short word may stand between: "850 en mg/g"
    return patterns[Worded(rf"{_PAUSED}\s*(?:(?:{{unit_leads}}) )?\(?\s*({forms})(?![a-z/%\d])")], tuple(spellings)


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


def unit_like(behind: str, patterns: Patterns) -> bool:
    """Tell whether something that looks like a unit stands right behind a number."""
    return patterns[_LIKE_A_UNIT].match(behind) is not None


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
