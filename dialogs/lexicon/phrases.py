"""Finding phrases of the lexicon in a text.

A phrase is written as a nurse would write it, without accents: `me ahogo`. Four signs help:

- `puedo|pueo`  one word or the other
- `embaraz*`    any word that begins so (four letters or more)
- `dolor .. pecho`  up to three other words between
- `180-260`     a whole number in that range

and ` & ` joins parts that may stand anywhere, in any order. Words are compared by their sound
(`dialogs.lexicon.spelling`), so `conbulsion` is `convulsion`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dialogs.lexicon.spelling import fold, nearest, sound, words

#: How many words a `..` may stand for.
GAP = 3
#: Words from here on may be one letter off where phrases are forgiving.
FORGIVEN_FROM = 6
#: Only so many words of a text are compared letter by letter (TXT-05).
FORGIVEN_WORDS = 60

Element = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhraseLabel:
    """What a phrase means."""

    name: str
    #: The phrase points at that meaning only, so what it says is read back before it is taken.
    read_back: bool = False


class Hit(NamedTuple):
    """A phrase found: its label and the words it covers, from `start` up to `end`. Long texts make thousands."""

    label: PhraseLabel
    start: int
    end: int
    #: How many words the phrase itself has; a `..` has none.
    words: int = 0

    @property
    def name(self) -> str:
        """The name of its label."""
        return self.label.name


class PhraseError(ValueError):
    """A phrase is written wrongly. The message says how."""


# Each is read twice, to be looked at and to be grown, and most words of the signs of danger stand in many of them.
@lru_cache(maxsize=32_768)
def parse_phrase(text: str) -> tuple[Element, ...]:
    """Return the elements of one phrase; PhraseError where it cannot be one.

    >>> parse_phrase("no puedo|pueo respirar")
    (('no',), ('puedo', 'pueo'), ('respirar',))
    """
    elements: list[Element] = []
    for piece in text.split():
        if piece == "..":
            elements.append(("..",))
            continue
        try:
            elements.append(tuple([_word(word) for word in piece.split("|")]))
        except PhraseError as error:
            raise PhraseError(f'"{text}": {error}') from None
    if not elements or elements[0] == ("..",) or elements[-1] == ("..",):
        raise PhraseError(f'"{text}" begins or ends with "..", or is empty')
    return tuple(elements)


# The files name 53 000 words, a few thousand of them different: reading them takes a third of the time so.
@lru_cache(maxsize=16_384)
def _word(word: str) -> str:
    stem = word.removesuffix("*")
    low, _, high = stem.partition("-")
    if low.isdigit() and high.isdigit():
        return f"{int(low)}-{int(high)}"
    # Nearly all are small plain letters, which folding leaves as they are.
    plain = sound(stem if stem.isascii() and stem.isalpha() and stem.islower() else fold(stem))
    if not plain.isalnum() or not plain.isascii():
        raise PhraseError(f'"{word}" is not one word of letters or digits')
    if word.endswith("*"):
        if len(plain) < 4:
            raise PhraseError(f'"{word}" is too short for a *; write four letters or more')
        return plain + "*"
    return plain


class _Node:
    """A place in the phrases: where each next word leads, and the labels of phrases that end here.

    Phrases that begin with the same elements share their places, and one element is one place, however many words it
    allows: a place for each word grew a thousand million bytes out of a few phrases whose words multiply."""

    __slots__ = ("behind", "ends", "gap", "parts", "ranges", "stems", "words")

    def __init__(self) -> None:
        #: The place behind each element, by which the phrases are grown.
        self.behind: dict[Element, _Node] = {}
        self.words: dict[str, list[_Node]] = {}
        self.stems: dict[str, list[tuple[str, _Node]]] = {}
        self.ranges: list[tuple[int, int, _Node]] = []
        self.gap: _Node | None = None
        #: (label, how many words of its own the phrase has)
        self.ends: list[tuple[PhraseLabel, int]] = []
        #: The numbers of the parts of joined phrases that end here.
        self.parts: list[int] = []

    def to(self, element: Element) -> _Node:
        """Return the place behind one element, made where there is none."""
        if (node := self.behind.get(element)) is None:
            node = self.behind[element] = _Node()
            for word in dict.fromkeys(element):
                self._lead(word, node)
        return node

    def _lead(self, word: str, node: _Node) -> None:
        low, dash, high = word.partition("-")
        if word == "..":
            self.gap = node
        elif word.endswith("*"):
            self.stems.setdefault(word[:4], []).append((word[:-1], node))
        elif dash:
            self.ranges.append((int(low), int(high), node))
        else:
            self.words.setdefault(word, []).append(node)

    def follow(self, word: str, at: int, places: list[tuple[_Node, int]]) -> None:
        """Add where a word of the text leads, with the place behind it. No generator: this runs for every word."""
        for node in self.words.get(word, ()):
            places.append((node, at))
        if (self.stems and word[:4] in self.stems) or (self.ranges and word.isdigit()):
            places += [(loose, at) for loose in self._loosely(word)]

    def _loosely(self, word: str) -> Iterator[_Node]:
        for stem, node in self.stems.get(word[:4], ()):
            if word.startswith(stem):
                yield node
        if self.ranges and word.isdigit() and len(word) < 9:
            for low, high, node in self.ranges:
                if low <= int(word) <= high:
                    yield node


class Phrases:
    """A set of phrases, each with the label that a hit gives."""

    def __init__(
        self,
        groups: Mapping[str, Iterable[str]] | Mapping[PhraseLabel, Iterable[str]],
        *,
        forgiving: bool = False,
    ) -> None:
        self._root = _Node()
        #: The parts of the joined phrases, a number each; and each joined phrase with the numbers of its parts.
        self._parts: dict[str, int] = {}
        self._joined: list[tuple[PhraseLabel, frozenset[int]]] = []
        self._known: set[str] = set()
        #: So many words one phrase may cover at the most.
        self.reach = 1
        self._longer: tuple[str, ...] | None = None
        for label, phrases in groups.items():
            for phrase in phrases:
                self._add(label if isinstance(label, PhraseLabel) else PhraseLabel(label), phrase)
        self._long = tuple(sorted(word for word in self._known if len(word) >= FORGIVEN_FROM)) if forgiving else ()

    def _add(self, label: PhraseLabel, phrase: str) -> None:
        parts = phrase.split(" & ")
        if len(parts) > 1:
            self._joined.append((label, frozenset(self._part_number(part) for part in parts)))
            return
        elements = parse_phrase(phrase)
        said = sum(element != ("..",) for element in elements)
        self.reach = max(self.reach, said + GAP * (len(elements) - said))
        node = self._end_of(elements)
        if (label, said) not in node.ends:
            node.ends.append((label, said))

    def _part_number(self, part: str) -> int:
        """Return the number of a part of joined phrases, which is added where it is new."""
        if part not in self._parts:
            self._parts[part] = len(self._parts)
            self._end_of(parse_phrase(part)).parts.append(self._parts[part])
        return self._parts[part]

    def _end_of(self, elements: Sequence[Element]) -> _Node:
        """Return the place where a phrase ends, grown where it is new."""
        self._known.update(word for element in elements for word in element if word.isalpha())
        node = self._root
        for element in elements:
            node = node.to(element)
        return node

    def knows(self, word: str) -> bool:
        """Tell whether this word stands in one of the phrases."""
        return word in self._known or sound(word) in self._known

    def long_words(self, least: int) -> tuple[str, ...]:
        """Return the words of so many letters or more that stand in the phrases."""
        if self._longer is None:
            self._longer = tuple(sorted(word for word in self._known if len(word) >= least))
        return self._longer

    def hits(self, spoken: Sequence[str]) -> list[Hit]:
        """Return every phrase in a text of words (`spoken`)."""
        words = self.forgive(spoken)
        found: list[Hit] = []
        parts: set[int] = set()
        # what follows a word decides: in a long text of the same words over and over it is looked at once
        reach = self.reach if len(words) > FORGIVEN_WORDS else 0
        seen: dict[tuple[str, ...], tuple[int, list[tuple[_Node, int]]]] = {}
        for start in range(len(words)):
            ahead = tuple(words[start : start + reach])
            if not reach or ahead not in seen:
                seen[ahead] = start, self._ends(words, start)
            first, ends = seen[ahead]
            for node, end in ends:
                found += [Hit(label, start, end - first + start, said) for label, said in node.ends]
                parts.update(node.parts)
        found += [Hit(label, 0, len(words)) for label, needed in self._joined if parts >= needed]
        return found

    def longest(self, words: Sequence[str], start: int) -> Hit | None:
        """Return the longest phrase that begins at one word."""
        return max(self._from(words, start), key=lambda hit: hit.end, default=None)

    def all_longest(self, words: Sequence[str], start: int) -> list[Hit]:
        """Return the longest phrase that begins at one word, the one with most words of its own; once for each
        label."""
        found = self._from(words, start)
        if len(found) < 2:
            return found
        best = max((hit.end, hit.words) for hit in found)
        return [hit for hit in found if (hit.end, hit.words) == best]

    def _from(self, words: Sequence[str], start: int) -> list[Hit]:
        ends = self._ends(words, start)
        return [Hit(label, start, end, said) for node, end in ends for label, said in node.ends] if ends else []

    def _ends(self, words: Sequence[str], start: int) -> list[tuple[_Node, int]]:
        """Return every place where a phrase or part that begins at this word ends, with the word behind it."""
        root, first = self._root, words[start]
        if first not in root.words and first[:4] not in root.stems and not (root.ranges and first.isdigit()):
            return []  # most words of a text begin no phrase
        places: list[tuple[_Node, int]] = []
        root.follow(first, start + 1, places)
        ends: list[tuple[_Node, int]] = []
        for node, at in places:  # grows while it is gone through
            if node.ends or node.parts:
                ends.append((node, at))
            if at < len(words):
                node.follow(words[at], at + 1, places)
                if node.gap is not None:
                    for skip in range(min(GAP + 1, len(words) - at)):
                        node.gap.follow(words[at + skip], at + skip + 1, places)
        return ends

    def forgive(self, words: Sequence[str]) -> Sequence[str]:
        """Return words with each longer one that is one letter off as a phrase has it; as they are where no slip is
        forgiven."""
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
    """Return the words of a folded text by their sound, as phrases compare them."""
    return [sound(word) for word in words(folded)]


def cover(words: Sequence[str], *books: Phrases) -> tuple[list[Hit], list[int]]:
    """Return the longest phrases from left to right, an earlier book first among equals; and the words left over."""
    found: list[Hit] = []
    left: list[int] = []
    # what follows a word decides: in a long text of the same words over and over it is looked at once
    reach = max(book.reach for book in books) if len(words) > FORGIVEN_WORDS else 0
    seen: dict[tuple[str, ...], list[Hit]] = {}
    at = 0
    while at < len(words):
        ahead = tuple(words[at : at + reach])
        best = _moved(seen[ahead], at) if ahead in seen else _best(words, at, books)
        if reach:
            seen.setdefault(ahead, best)
        if best:
            found += best
            at = best[0].end
        else:
            left.append(at)
            at += 1
    return found, left


def _best(words: Sequence[str], at: int, books: Sequence[Phrases]) -> list[Hit]:
    best: list[Hit] = []
    for book in books:
        hits = book.all_longest(words, at)
        if hits and (not best or hits[0].end > best[0].end):
            best = hits
    return best


def _moved(hits: Sequence[Hit], at: int) -> list[Hit]:
    """Return the same hits where they begin at this word."""
    return [Hit(hit.label, at, hit.end - hit.start + at, hit.words) for hit in hits]
