"""Options by their number or place in the list: "2", "opción 2", "la segunda", "the last one"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialogs.answers.number_words import digits
from dialogs.answers.reading import Labels, Misread, MisreadReason
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.worded import Patterns, Worded

#: "quiero la segunda opción, por favor" is shorter than this.
LONGEST_NUMBERED = 60
MOST_WORDS = 8
_NUMBER = re.compile(r"#? ?(\d{1,3}) ?[.)°-]?")
_BETWEEN = Worded(r"\s*(?:,|;|\+|&|/| (?:{list_joint}) |\s)\s*")
_NO_NUMBER = re.compile(r"[-+] ?\d|\d ?[%/*<>=]|[<>=] ?\d")


@dataclass(frozen=True, slots=True)
class Place:
    """The option that a text names by its place."""

    option: str
    #: It is a bare number, or says that it is an option's number.
    named_as_such: bool
    #: It can mean nothing else: a bare number word ("dos") may.
    beyond_doubt: bool
    in_digits: bool


def place(folded: str, labels: Labels, language_words: LanguageWords) -> Place | None:
    """Return the option that a text names by its number or place; Misread when out of range."""
    values = tuple(labels.options)
    if not values:
        return None
    match = _NUMBER.fullmatch(folded)
    if match:
        return Place(_at(int(match[1]), values), named_as_such=True, beyond_doubt=True, in_digits=True)
    if len(folded) > LONGEST_NUMBERED or _NO_NUMBER.search(folded):
        return None
    in_digits = any(char.isdigit() for char in folded)
    for text in (folded, digits(folded, language_words)[0]):
        found = _place_in(spoken(text), values, language_words, in_digits=in_digits)
        if found is not None:
            return found
    return None


def _place_in(
    words: list[str], values: tuple[str, ...], language_words: LanguageWords, *, in_digits: bool
) -> Place | None:
    """Return the one place that some words name, beside words that only lead to it."""
    if not 0 < len(words) <= MOST_WORDS:
        return None
    hits, left = cover(words, language_words.phrases["options"])
    named = [hit.name for hit in hits if hit.name not in ("cue", "article", "polite")]
    bare = [words[at] for at in left]
    if len(named) + len(bare) != 1 or not (named or bare[0].isdigit()):
        return None
    option = values[-1] if named == ["last"] else _at(int((named or bare)[0][:4]), values)
    cued = in_digits or any(hit.name == "cue" for hit in hits)
    return Place(option, named_as_such=cued, beyond_doubt=in_digits or bool(hits), in_digits=in_digits)


def numbered(folded: str, labels: Labels, language_words: LanguageWords) -> tuple[str, bool] | None:
    """Return the option that a text names by its number or place, and whether beyond doubt; Misread when out of
    range."""
    found = place(folded, labels, language_words)
    return None if found is None else (found.option, found.beyond_doubt)


def _at(number: int, values: tuple[str, ...]) -> str:
    if not 1 <= number <= len(values):
        raise Misread(MisreadReason.NOTHING)
    return values[number - 1]


def several_numbers(folded: str, patterns: Patterns) -> tuple[int, ...]:
    """Return the numbers of a text that is nothing but short numbers: "1 y 3", "2, 4"."""
    parts = patterns[_BETWEEN].split(folded)
    return tuple(int(part) for part in parts) if parts and all(re.fullmatch(r"\d{1,2}", part) for part in parts) else ()


def all_at(numbers: tuple[int, ...], labels: Labels) -> tuple[str, ...]:
    """Return the options at these places, each once; Misread when one is out of range."""
    values = tuple(labels.options)
    return tuple(dict.fromkeys(_at(number, values) for number in numbers))
