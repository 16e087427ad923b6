"""Reading the number words of a language: those that the number library does not know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.lexicon.spelling import fold, sound

#: What the section holds.
NUMBERS = ("right", "written", "foreign", "tens", "ones", "others", "links")


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Number words that the number library does not know: misspelt, glued, without accents. All by their sound."""

    written: Mapping[str, str]
    #: Words of another language, and those of this one that they are.
    foreign: Mapping[str, str]
    #: Beginnings of tens, longest first: ("treint", 30).
    tens: tuple[tuple[str, int], ...]
    ones: Mapping[str, int]
    others: Mapping[str, int]
    links: frozenset[str]
    #: Words that are right as they stand.
    right: frozenset[str]


def read_numbers(raw: Mapping[str, Any], complain: Callable[[str, str], None]) -> NumberWords:
    """Return the words; every problem is complained of, with its place."""
    for key in set(NUMBERS) ^ set(raw):
        complain(f"[numbers] {key}", "is missing, or nobody reads it.")
    tens = [(sound(fold(stem)), int(row[0])) for row in raw.get("tens", []) for stem in row[1:]]
    return NumberWords(
        written={fold(row[0]): row[1] for row in raw.get("written", [])},
        foreign={fold(row[0]): row[1] for row in raw.get("foreign", [])},
        tens=tuple(sorted(tens, key=lambda pair: -len(pair[0]))),
        ones={sound(fold(word)): int(row[0]) for row in raw.get("ones", []) for word in row[1:]},
        others={sound(fold(word)): int(row[0]) for row in raw.get("others", []) for word in row[1:]},
        links=frozenset(sound(fold(word)) for word in raw.get("links", [])),
        right=frozenset(fold(word) for word in raw.get("right", [])),
    )
