"""How a typed text is made comparable: one shape for what looks alike, another for what sounds alike.

Nothing here decides; it only takes away what means nothing for matching (case, accents, full-width digits, invisible
and control characters, HTML tags, emoji). What a person wrote is kept elsewhere as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

#: An answer is short; what stands beyond this is no answer any more, and only the safety words are looked for in it.
LONGEST_ANSWER = 320
#: Words up to here are kept with their sound.
LONGEST_WORD = 24
#: Longest message of Telegram.
LONGEST_TEXT = 4096

#: The number sign n° is no "no".
_NUMBER_SIGN = re.compile(r"\b[nN] ?[°ºª]|№")
_NUMBER_MARKS = "°ºª№"
#: Marks of a web page for signs.
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&le;": "<=", "&ge;": ">=", "&amp;": "&", "&nbsp;": " "}
#: An apostrophe between digits is a decimal sign.
_APOSTROPHE = re.compile(r"(?<=\d)['’‘`´ʼ](?=\d)")
#: '26 is a year.
_SHORT_YEAR = re.compile(r"(?<![\w’'])['’‘](\d\d)(?![\w])")
#: From here on a year of two digits is of the last century.
LAST_CENTURY = 40
#: Comparators, before what they are made of is taken apart.
_COMPARATORS = {
    **dict.fromkeys("≤⩽≦≯≲⪅", "<="),
    **dict.fromkeys("≥⩾≧≮≳⪆", ">="),
    **dict.fromkeys("≪≱", "<"),
    **dict.fromkeys("≫≰", ">"),
}
_COMPARATOR = re.compile(f"[{''.join(_COMPARATORS)}]")
_ACCENTS = re.compile("[\u0300-\u036f\ufe00-\ufe0f\u200b-\u200f\u202a-\u202e\u2060-\u2064]+")
_BEYOND = re.compile(r"[^ -~]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,40}>")
_WORD = re.compile(r"[a-z0-9]+")
_DOUBLE = re.compile(r"([a-z])\1+")
#: An h is silent, but for the sound that a word begins with in English ("sh"): what a woman has is no «no sé».
_SILENT_H = re.compile(r"(?<!\bs)h")
_QUIET_U = re.compile(r"qu(?=[ei])")
_VOWELS = frozenset("aeiou")
_Y = re.compile(r"(?<=[a-z])y|y(?=[a-z])")
#: A letter, or a pair, that `sound` changes.
_SOUNDS = re.compile(r"[cqzvhy]|([a-z])\1")
_SOFT_C = re.compile(r"c(?=[eiy])")
#: What a sign beyond ASCII is read as; the others go by their kind.
_SIGNS = {
    **dict.fromkeys("’‘´ʼ", ""),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "μ": "u",
    "⁄": "/",
    "∕": "/",
    "×": "x",
    "¿": " ",
    "¡": " ",
    "ı": "i",
}


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """Return what one character beyond ASCII becomes."""
    if char in _SIGNS:
        return _SIGNS[char]
    if char in "\n\t\r":
        return " "
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf", "Cs", "Cn", "Co"):
        return ""
    if category in ("So", "Sk", "Cc"):
        return " "
    digit = unicodedata.digit(char, None) if category in ("Nd", "No") else None
    return char if digit is None else str(digit)


def fold(text: str) -> str:
    """Return the text as it is matched: lower case, no accents, plain digits, single spaces, nothing invisible.

    >>> fold("  Sí,\\u200b tengo ３６ AÑOS 🙂")
    'si, tengo 36 anos'
    """
    text = _readable(text[:LONGEST_TEXT])
    if not text.isascii():
        # only the few characters beyond ASCII are looked at one by one
        text = _decomposed(_COMPARATOR.sub(lambda found: _COMPARATORS[found.group()], text)).casefold()
        text = _BEYOND.sub(lambda found: _plain(found.group()), text)
    else:
        if not text.isprintable():
            text = "".join(char if char >= " " and char != "\x7f" else " " for char in text)
        text = text.lower()
    return " ".join(_TAG.sub(" ", text.replace("'", "").replace("`", "")).split())


def _readable(text: str) -> str:
    """Return the text with its number signs, decimal apostrophes and marks of a web page as plain signs."""
    if "&" in text:
        for mark, sign in _ENTITIES.items():
            text = text.replace(mark, sign)
    if any(mark in text for mark in _NUMBER_MARKS):
        text = _NUMBER_SIGN.sub(" # ", text)
    text = _SHORT_YEAR.sub(lambda found: f"{19 if int(found[1]) >= LAST_CENTURY else 20}{found[1]}", text)
    return _APOSTROPHE.sub(",", text)


def _decomposed(text: str) -> str:
    """Letters without their accents. One character may become eighteen, so it stops when the text is long enough."""
    pieces: list[str] = []
    length = 0
    for at in range(0, len(text), 256):
        pieces.append(_ACCENTS.sub("", unicodedata.normalize("NFKD", text[at : at + 256])))
        length += len(pieces[-1])
        if length >= LONGEST_TEXT:
            break
    return "".join(pieces)[:LONGEST_TEXT]


def words(folded: str) -> list[str]:
    """Return the words and numbers of a folded text, without punctuation."""
    return _WORD.findall(folded)


def side_by_side(folded: str, places: Sequence[int]) -> list[str]:
    """Return the words at these places of a folded text, those with nothing but a blank between them in one.

    >>> side_by_side("uno dos tres 4 cinco", [0, 1, 4])
    ['uno dos', 'cinco']
    """
    at = [match.span() for match in _WORD.finditer(folded)]
    runs: list[str] = []
    before = -1
    for start, end in (at[place] for place in places):
        if before >= 0 and folded[before:start] == " ":
            runs[-1] += folded[before:end]
        else:
            runs.append(folded[start:end])
        before = end
    return runs


def sound(folded: str) -> str:
    """Letters that sound alike in Spanish made the same (study-facts 8).

    >>> sound("rituccimav"), sound("cereza") == sound("sereza")
    ('rituksimab', True)
    """
    return _word_sound(folded) if len(folded) <= LONGEST_WORD else _sound(folded)


@lru_cache(maxsize=8192)
def _word_sound(word: str) -> str:
    """Return the sound of one word, which is asked for again and again.

    A word of which one consonant would be left keeps its letters: "zzz" is no "s", which is short for a yes."""
    heard = _sound(word)
    if len(heard) == 1 < len(word) and heard not in _VOWELS and set(word) != {heard}:
        return _DOUBLE.sub(r"\1", word)
    return heard


def _sound(folded: str) -> str:
    if _SOUNDS.search(folded) is None:
        return folded  # most short words
    folded = _QUIET_U.sub("k", folded.replace("ph", "f").replace("th", "t"))
    folded = _SOFT_C.sub("s", folded)
    for old, new in (("c", "k"), ("q", "k"), ("z", "s"), ("v", "b")):
        folded = folded.replace(old, new)
    folded = _SILENT_H.sub("", folded)
    folded = _Y.sub("i", folded)
    return _DOUBLE.sub(r"\1", folded)


def reach(word: str) -> int:
    """How many letters of a word may be wrong: none under 5, one up to 7, two from 8 on (study-facts 8)."""
    return 0 if len(word) < 5 else 1 if len(word) < 8 else 2


def nearest(word: str, known: Iterable[str], most: int) -> list[str]:
    """All known words at the smallest distance from this one, at most `most` letters away."""
    found = process.extract(word, list(known), scorer=OSA.distance, score_cutoff=most, limit=None)
    best = min((distance for _, distance, _ in found), default=0)
    return [name for name, distance, _ in found if distance == best]


def either(words: Iterable[str]) -> str:
    """Return a pattern for any one of these words as they stand, a longer one before its beginning.

    >>> either(["vr", "v.r", "vr normal"])
    'vr\\\\ normal|v\\\\.r|vr'
    """
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
