"""Finding phrases of the lexicon in a text.

A phrase is written as a nurse would write it, without accents: `me ahogo`. Four signs help:

- `puedo|pueo`  one word or the other
- `embaraz*`    any word that begins so (four letters or more)
- `dolor .. pecho`  up to three other words between
- `180-260`     a whole number in that range

and ` & ` joins parts that may stand anywhere, in any order. Words are compared by their sound (`dialogs.spelling`), so
`conbulsion` is `convulsion`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dialogs.spelling import fold, nearest, sound, words

#: How many words a `..` may stand for.
GAP = 3
#: Words from here on may be one letter off where phrases are forgiving.
FORGIVEN_FROM = 6
#: Only so many words of a text are compared letter by letter (TXT-05).
FORGIVEN_WORDS = 60

Element = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: its label and the words it covers, from `start` up to `end`."""

    label: str
    start: int
    end: int


class PhraseError(ValueError):
    """A phrase is written wrongly. The message says how."""


def parse_phrase(text: str) -> tuple[Element, ...]:
    """The elements of one phrase; PhraseError where it cannot be one.

    >>> parse_phrase("no puedo|pueo respirar")
    (('no',), ('puedo', 'pueo'), ('respirar',))
    """
    elements: list[Element] = []
    for piece in text.split():
        if piece == "..":
            elements.append(("..",))
            continue
        words = tuple(_word(word, text) for word in piece.split("|"))
        elements.append(words)
    if not elements or elements[0] == ("..",) or elements[-1] == ("..",):
        raise PhraseError(f'"{text}" begins or ends with "..", or is empty')
    return tuple(elements)


def _word(word: str, phrase: str) -> str:
    stem = word.removesuffix("*")
    low, _, high = stem.partition("-")
    if low.isdigit() and high.isdigit():
        return f"{int(low)}-{int(high)}"
    plain = sound(fold(stem))
    if not plain.isalnum() or not plain.isascii():
        raise PhraseError(f'"{phrase}": "{word}" is not one word of letters or digits')
    if word.endswith("*"):
        if len(plain) < 4:
            raise PhraseError(f'"{phrase}": "{word}" is too short for a *; write four letters or more')
        return plain + "*"
    return plain


class Phrases:
    """A set of phrases, each with the label that a hit gives."""

    def __init__(self, groups: Mapping[str, Iterable[str]], *, forgiving: bool = False) -> None:
        self._first: dict[str, list[tuple[str, tuple[Element, ...]]]] = {}
        self._stems: dict[str, list[tuple[str, str, tuple[Element, ...]]]] = {}
        self._joined: list[tuple[str, tuple[str, ...]]] = []
        self._known: set[str] = set()
        for label, phrases in groups.items():
            for phrase in phrases:
                self._add(label, phrase)
        self._long = tuple(sorted(word for word in self._known if len(word) >= FORGIVEN_FROM)) if forgiving else ()

    def _add(self, label: str, phrase: str) -> None:
        parts = phrase.split(" & ")
        if len(parts) > 1:
            names = tuple(f"&{part}" for part in parts)
            for name, part in zip(names, parts, strict=True):
                self._add(name, part)
            self._joined.append((label, names))
            return
        elements = parse_phrase(phrase)
        self._known.update(word for element in elements for word in element if word.isalpha())
        for word in elements[0]:
            if word.endswith("*"):
                self._stems.setdefault(word[:4], []).append((label, word[:-1], elements))
            else:
                self._first.setdefault(word, []).append((label, elements))

    def hits(self, spoken: Sequence[str]) -> list[Hit]:
        """Every phrase in a text of words (`spoken`)."""
        words = self._forgive(spoken)
        found = [hit for start in range(len(words)) for hit in self._from(words, start)]
        labels = {hit.label for hit in found}
        for label, names in self._joined:
            if labels.issuperset(names):
                found.append(Hit(label, 0, len(words)))
        return [hit for hit in found if not hit.label.startswith("&")]

    def longest(self, words: Sequence[str], start: int) -> Hit | None:
        """The longest phrase that begins at one word."""
        return max(self._from(words, start), key=lambda hit: hit.end, default=None)

    def all_longest(self, words: Sequence[str], start: int) -> list[Hit]:
        """The longest phrase that begins at one word, once for each label that has it."""
        found = self._from(words, start)
        end = max((hit.end for hit in found), default=0)
        return [hit for hit in found if hit.end == end]

    def _from(self, words: Sequence[str], start: int) -> list[Hit]:
        word = words[start]
        hits = []
        for label, elements in self._first.get(word, ()):
            end = _match(elements, words, 1, start + 1)
            if end:
                hits.append(Hit(label, start, end))
        for label, stem, elements in self._stems.get(word[:4], ()):
            if word.startswith(stem):
                end = _match(elements, words, 1, start + 1)
                if end:
                    hits.append(Hit(label, start, end))
        return hits

    def _forgive(self, words: Sequence[str]) -> Sequence[str]:
        if not self._long:
            return words
        return [
            _forgiven(word, self._long) if index < FORGIVEN_WORDS and len(word) >= FORGIVEN_FROM else word
            for index, word in enumerate(words)
        ]


@lru_cache(maxsize=2048)
def _forgiven(word: str, known: tuple[str, ...]) -> str:
    near = nearest(word, known, 1)
    return near[0] if near and near[0][0] == word[0] else word


def spoken(folded: str) -> list[str]:
    """The words of a folded text by their sound, as phrases compare them."""
    return words(sound(folded))


def cover(words: Sequence[str], *books: Phrases) -> tuple[list[Hit], list[int]]:
    """The longest phrases from left to right, an earlier book first among equals; and the words left over."""
    found: list[Hit] = []
    left: list[int] = []
    at = 0
    while at < len(words):
        best: list[Hit] = []
        for book in books:
            hits = book.all_longest(words, at)
            if hits and (not best or hits[0].end > best[0].end):
                best = hits
        if best:
            found += best
            at = best[0].end
        else:
            left.append(at)
            at += 1
    return found, left


def _match(elements: Sequence[Element], words: Sequence[str], element: int, at: int) -> int:
    """Where the phrase ends that stands at these words, or 0."""
    while element < len(elements):
        if elements[element] == ("..",):
            for skip in range(GAP + 1):
                end = _match(elements, words, element + 1, at + skip)
                if end:
                    return end
            return 0
        if at >= len(words) or not any(_is(word, words[at]) for word in elements[element]):
            return 0
        element, at = element + 1, at + 1
    return at


def _is(wanted: str, word: str) -> bool:
    if wanted == word:
        return True
    if wanted.endswith("*"):
        return word.startswith(wanted[:-1])
    low, dash, high = wanted.partition("-")
    return bool(dash) and word.isdigit() and len(word) < 9 and int(low) <= int(word) <= int(high)
