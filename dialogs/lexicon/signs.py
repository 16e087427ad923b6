"""Finding signs of danger in a text, each written for its whole kind.

A sign is a phrase of `dialogs.lexicon.phrases` (`a|b`, `word*`, `..` for up to four other words, `38-43`) with four
signs more, so that one line stands for who, when and in what order it is said:

- `{breathe}`          any word of the list of that name
- `azules ~ labios`    close together, in any order
- `=chills`            spelled so, where another word sounds alike
- `see $`              at the end of a sentence
- `give fever & ?`     where the text asks something

and ` & ` joins parts that may stand anywhere. All words of a sign must be there. A word of six letters or more may be
one letter off behind its first; one of five may have two neighbours in each other's place, or a letter too many
inside; a shorter one never is. The main words of danger, which the file names, may be one letter off at any length.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from rapidfuzz.distance import OSA

from dialogs.lexicon.phrases import FORGIVEN_FROM, FORGIVEN_WORDS, PhraseError, parse_phrase
from dialogs.lexicon.spelling import nearest, sound

#: Between neighbours that may stand in any order lie at most so many other words.
NEAR = 6
#: How many words a `..` may stand for.
GAP = 4
#: In a word from so many letters on, two neighbours may have changed places; in a longer one, a letter be too many.
SLIPS_FROM = 5
#: A longer word may be one letter off anyway.
SLIPS_TO = 9
#: Of a main word of danger, so many letters must be left.
MAIN_FROM = 4
#: Stands behind the last word of a sentence.
END = "$"
#: Stands where a sentence asks something.
QUESTION = "?"
#: What is said short, by its sound, and how it is written: livin, hinchao, moradito, fuertísimo.
_SAID_SHORT = (
    ("in", "ing"),
    *((f"ao{s}", f"ado{s}") for s in ("", "s")),
    *(
        (f"{short}{end}", f"{whole}{end}")
        for short, whole in (("dit", "d"), ("isim", ""))
        for end in ("o", "a", "os", "as")
    ),
)

#: Where a part was found: its first word and the one behind its last.
Span = tuple[int, int]
#: For each element that stands in a text, the places of its words.
Places = Mapping[int, Sequence[int]]


class _Step(NamedTuple):
    """One word of a part, and whether others may stand before it."""

    element: int
    gap: bool


#: Words one after the other.
_Run = tuple[_Step, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """One phrase: parts anywhere in the text, each of runs that stand close together."""

    parts: tuple[tuple[_Run, ...], ...]
    elements: frozenset[int] = field(compare=False)

    def spans(self, places: Places) -> list[Span]:
        """Where it stands; a sign of several parts gives those of the first, where the others stand as well."""
        if not self.elements <= places.keys():
            return []
        first, *others = self.parts
        return _near(first, places) if all(_near(other, places) for other in others) else []


def _near(runs: tuple[_Run, ...], places: Places) -> list[Span]:
    """Where all runs stand close to each other, in whatever order."""
    spans = _run(runs[0], places)
    for run in runs[1:]:
        if not spans:
            break
        spans = _joined(spans, _run(run, places))
    return spans


def _joined(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """Return the pairs that lie close together, each as one span; the nearest on either side is enough."""
    starts = [start for start, _ in others]
    joined: list[Span] = []
    for start, end in spans:
        at = bisect_left(starts, start)
        for other_start, other_end in others[max(0, at - 2) : at + 3]:
            apart = other_start - end if other_start >= start else start - other_end
            # a run may stand between those that are joined already, never on one of their words
            if apart <= NEAR and (other_end <= start or other_start >= end or start < other_start < other_end < end):
                joined.append((min(start, other_start), max(end, other_end)))
    return joined


def _run(run: _Run, places: Places) -> list[Span]:
    """Where words stand one after the other, in the order of their starts."""
    ends = {place + 1: place for place in places[run[0].element]}
    for step in run[1:]:
        if not ends:
            break
        found: dict[int, int] = {}
        for place in places[step.element]:
            # the nearest before it; a loop, as a call for each place would take twice as long
            for back in range(GAP + 1 if step.gap else 1):
                start = ends.get(place - back)
                if start is not None:
                    found[place + 1] = start
                    break
        ends = found
    return sorted((start, end) for end, start in ends.items())


def _shortest(spans: Iterable[Span]) -> Iterator[Span]:
    """Return the spans in which no other lies: "sacaron sangre", not on to the next "sangre"."""
    nearest_end: int | None = None
    for start, end in sorted(set(spans), key=lambda span: (-span[0], span[1])):
        if nearest_end is None or end < nearest_end:
            nearest_end = end
            yield start, end


class Vocabulary:
    """The words of all signs: which elements each word of a text is."""

    def __init__(
        self,
        lists: Mapping[str, Sequence[str]],
        main: Sequence[str] = (),
        none: Sequence[str] = (),
        begun: Sequence[str] = (),
    ) -> None:
        """Take the lists of words that signs can name, the main words of danger, and words like them that are none.

        `begun`: stems that leave room for a slip behind them, as lists name the same words whole."""
        self._lists = lists
        self._main = tuple(main)
        self._none = none
        self._begun = {stem.removesuffix("*") for stem in begun}
        #: The number of each piece of a sign as it is written: half of them stand in several signs.
        self._pieces: dict[str, int] = {}
        self._numbers: dict[frozenset[str], int] = {}
        self._exact: dict[str, set[int]] = defaultdict(set)
        self._spelled: dict[str, set[int]] = defaultdict(set)
        self._stems: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._ranges: list[tuple[int, int, int]] = []
        #: Words and stems that may be one letter off, by their first letter.
        self._long: dict[str, list[str]] = defaultdict(list)
        self._long_stems: dict[str, list[tuple[str, int]]] = defaultdict(list)
        #: The elements of one word, as it is spelled.
        self.elements = lru_cache(maxsize=4096)(self._elements)

    def sign(self, text: str) -> Sign:
        """Return the sign that a phrase states, with what stands in the lists that it names; PhraseError where it
        cannot be one."""
        parts = tuple(tuple(self._steps(run, text) for run in part.split(" ~ ")) for part in text.split(" & "))
        elements = frozenset(step.element for part in parts for run in part for step in run)
        return Sign(parts, elements)

    def _steps(self, run: str, text: str) -> _Run:
        steps: list[_Step] = []
        gap = False
        for piece in run.split():
            if piece == "..":
                gap = True
                continue
            if (number := self._pieces.get(piece)) is None:
                words = [word for each in piece.split("|") for word in _alternatives(each, text, self._lists)]
                number = self._pieces[piece] = self._number(frozenset(words))
            steps.append(_Step(number, gap and bool(steps)))
            gap = False
        if not steps or gap or run.split()[0] == "..":
            raise PhraseError(f'"{text}" has a part that begins or ends with "..", or is empty')
        return tuple(steps)

    def _number(self, words: frozenset[str]) -> int:
        """Return the number of an element, which is added where it is new."""
        if words in self._numbers:
            return self._numbers[words]
        number = self._numbers[words] = len(self._numbers)
        for word in words:
            if not word.isalpha():
                self._add(word, number)
                continue
            # nearly all are plain words, thirty thousand of them: half of the time so
            exact = self._exact[word]
            if not exact and len(word) >= FORGIVEN_FROM:
                self._long[word[0]].append(word)
            exact.add(number)
        return number

    def _add(self, word: str, number: int) -> None:
        """Add what is no plain word: a range, a spelling, a stem, a sign or a word with a digit in it."""
        low, dash, high = word.partition("-")
        if dash:
            self._ranges.append((int(low), int(high), number))
        elif word.startswith("="):
            self._spelled[word[1:]].add(number)
        elif word.endswith("*"):
            self._stems[word[:4]].append((word[:-1], number))
            if len(word) > FORGIVEN_FROM:
                self._long_stems[word[0]].append((word[:-1], number))
        else:
            if len(word) >= FORGIVEN_FROM and word not in self._exact:
                self._long[word[0]].append(word)
            self._exact[word].add(number)

    def _elements(self, spelled: str, forgiving: bool) -> frozenset[int]:
        word = sound(spelled)
        found = self._known(word) | self._spelled.get(spelled, set())
        if word.isdigit() and len(word) < 9:
            found.update(number for low, high, number in self._ranges if low <= int(word) <= high)
        if not found:
            found.update(*map(self._known, _written(word)))
        if not found and "x" in spelled:
            found = self._known(sound(spelled.replace("x", "ch")))
        if forgiving and spelled not in self._none and not (found and self._is_whole(spelled, word)):
            found = found.union(*self._one_letter_off(spelled, word))
        return frozenset(found)

    def _is_whole(self, spelled: str, word: str) -> bool:
        """Tell whether more is known of a word than such a beginning: "prednisoans" may be a slip of "prednisonas"."""
        begins = {stem for stem, _ in self._stems.get(word[:4], ()) if word.startswith(stem)}
        return not begins <= self._begun or not begins or bool(self._exact.get(word)) or spelled in self._spelled

    def _one_letter_off(self, spelled: str, word: str) -> Iterator[Iterable[int]]:
        """Return the elements of all that an unknown word may be with one letter wrong; `word`: its sound."""
        if SLIPS_FROM <= len(spelled) <= SLIPS_TO:
            yield from (self._known(sound(meant)) for meant in _slipped(spelled))
        if len(word) >= SLIPS_FROM:
            yield from (self._exact[near] for near in nearest(word, self._long[word[0]], 1))
            yield from ([number] for stem, number in self._long_stems[word[0]] if _begins(word, stem))
        if len(spelled) >= MAIN_FROM:
            main = [known for known in self._main if known[0] in spelled[:2]]
            for near in nearest(spelled, main, 1):
                yield self._known(sound(near)) | self._spelled.get(near, set())

    def _known(self, word: str) -> set[int]:
        """Return the elements that a word is by its sound alone, or by its beginning."""
        begins = {number for stem, number in self._stems.get(word[:4], ()) if word.startswith(stem)}
        return begins | self._exact.get(word, set())

    @property
    def ends(self) -> Set[int]:
        """The elements that are the end of a sentence, or its question mark: no word, so nothing covers them."""
        return self._exact.get(END, set()) | self._exact.get(QUESTION, set())

    def places(self, spelled: Sequence[str], sentences: Sequence[int] = (), asked: Sequence[int] = ()) -> Places:
        """Where each element stands among words as they are spelled; `sentences`: the places behind each sentence;
        `asked`: those behind each that asks something."""
        unknown = 0
        # a short word is an element of a hundred signs: its places are counted once for all of them
        alike: dict[frozenset[int], list[int]] = {}
        for at, word in enumerate(spelled):
            found = self.elements(word, unknown < FORGIVEN_WORDS)
            if found:
                alike.setdefault(found, []).append(at)
            elif len(word) >= SLIPS_FROM:
                unknown += 1
        lists: dict[int, list[list[int]]] = {}
        for found, where in alike.items():
            for element in found:
                lists.setdefault(element, []).append(where)
        found_at: dict[int, Sequence[int]] = {
            element: where[0] if len(where) == 1 else sorted(chain.from_iterable(where))
            for element, where in lists.items()
        }
        if found_at and sentences:
            found_at.update(dict.fromkeys(self._exact.get(END, ()), sentences))
        if found_at and asked:
            found_at.update(dict.fromkeys(self._exact.get(QUESTION, ()), asked))
        return found_at


def apart_from(places: Places, taken: Set[int], ends: Set[int] = frozenset()) -> Places:
    """Return the places without those that count no more; the ends of sentences stay."""
    kept: dict[int, Sequence[int]] = {}  # of each list: many elements share one
    left: dict[int, Sequence[int]] = {}
    for element, where in places.items():
        if element in ends:
            left[element] = where
            continue
        if id(where) not in kept:
            kept[id(where)] = [at for at in where if at not in taken]
        if kept[id(where)]:
            left[element] = kept[id(where)]
    return left


def _written(word: str) -> list[str]:
    """Return how a word that is said short may be written in full.

    >>> _written("libin"), _written("inchaditas"), _written("moraos"), _written("luego")
    (['libing'], ['inchadas'], ['morados'], [])
    """
    return [word.removesuffix(short) + whole for short, whole in _SAID_SHORT if word.endswith(short)]


def _slipped(word: str) -> Iterator[str]:
    """Return what a word may be in which two neighbours changed places, or one letter too many stands inside.

    >>> list(_slipped("mroir")), [word for word in _slipped("pechho") if len(word) < 6]
    (['rmoir', 'morir', 'mrior', 'mrori'], ['pchho', 'pehho', 'pecho', 'pecho'])
    """
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if at and len(word) > SLIPS_FROM:
            yield word[:at] + word[at + 1 :]


def _begins(word: str, stem: str) -> bool:
    """Tell whether a word begins with a stem, one letter aside: another, one too few or one too many.

    >>> [_begins(word, "infart") for word in ("imfarto", "inarto", "inffarto", "informe")]
    [True, True, True, False]
    """
    return any(OSA.distance(word[:end], stem, score_cutoff=1) <= 1 for end in range(len(stem) - 1, len(stem) + 2))


def _alternatives(word: str, text: str, lists: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the words that one alternative of a phrase stands for."""
    if word.startswith("{"):
        if word.strip("{}") not in lists:
            raise PhraseError(f'"{text}": there is no list {word} in [words]')
        return [*lists[word.strip("{}")]]
    return [one_word(word, text)]


def one_word(word: str, text: str) -> str:
    """Return a word as the elements of signs have it; PhraseError where it cannot be one.

    >>> one_word("=Si", "=Si"), one_word("conbulsion*", ""), one_word("180-260", "")
    ('=si', 'konbulsion*', '180-260')
    """
    if word in (END, QUESTION):
        return word
    if word.startswith("="):
        if not (word[1:].isalnum() and word.isascii()):
            raise PhraseError(f'"{text}": "{word}" is not one word of letters or digits')
        return word.lower()
    return parse_phrase(word)[0][0]


@dataclass(frozen=True, slots=True)
class Signs:
    """A set of signs of one vocabulary."""

    signs: tuple[Sign, ...]
    #: Each sign once, under that of its elements which the fewest others have: most texts hold few of those.
    _by_rarest: Mapping[int, tuple[Sign, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the signs by what must stand in a text before they need to be looked at."""
        common = Counter(element for sign in self.signs for element in sign.elements)
        sorted_signs: dict[int, list[Sign]] = defaultdict(list)
        for sign in self.signs:
            sorted_signs[min(sign.elements, key=lambda element: (common[element], element))].append(sign)
        object.__setattr__(self, "_by_rarest", {element: tuple(found) for element, found in sorted_signs.items()})

    def stand_in(self, places: Places) -> bool:
        """Is one of them there?"""
        return any(sign.spans(places) for sign in self._likely(places))

    def covered(self, places: Places, ends: Sequence[int]) -> set[int]:
        """Return the places of all words that they cover; none reaches over one of these ends."""
        return {
            at
            for sign in self._likely(places)
            for start, end in _shortest(sign.spans(places))
            if bisect_right(ends, start) == bisect_left(ends, end)
            for at in range(start, end)
        }

    def found(self, places: Places) -> Iterator[tuple[Sign, Span]]:
        """Every sign that is there, with each place where it stands."""
        for sign in self._likely(places):
            for span in sign.spans(places):
                yield sign, span

    def _likely(self, places: Places) -> Iterator[Sign]:
        for element in self._by_rarest.keys() & places.keys():
            yield from self._by_rarest[element]
