"""A no that the same text takes back: "no, they did", «no, sí me hicieron»."""

from __future__ import annotations

import re

from dialogs.answers.reading import Misread, MisreadReason, Reading
from dialogs.lexicon.lexicon import LanguageWords, Lexicon
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold

#: The values that deny what was asked.
DENIED = ("no", "none", ("none",), ())
#: What a yes behind a no may be said with, and what is none.
_YES, _OPEN = frozenset({"claims", "yes"}), frozenset({"no", "doubt", "unknown", "perhaps", "whether"})
_BREAK = re.compile(r"[,.;:!\n]")


def unless_said_anew(reading: Reading, text: str, lexicon: Lexicon) -> Reading:
    """Return a reading; Misread where it is a no, and all that stands behind that no says yes.

    When both appear it is asked again (study-facts 11): a tired yes would make the no true."""
    if reading.value in DENIED and len(text) <= LONGEST_ANSWER:
        folded = fold(text)
        if any(_says_anew(folded, words) for words in lexicon.languages.values()):
            raise Misread(MisreadReason.TWO_VALUES)
    return reading


def _says_anew(folded: str, words: LanguageWords) -> bool:
    answers, read_back = words.phrases["answers"], words.phrases["read_back"]
    parts = [spoken(part) for part in _BREAK.split(folded) if part.strip()]
    nos = 0
    while nos < len(parts) and _only_denies(parts[nos], words):
        nos += 1
    behind = [word for part in parts[nos:] for word in part]
    if not nos and behind:
        # without a comma "no tengo" is one no, and "no I do" is two answers
        hit = answers.longest(behind, 0)
        start = hit.end if hit is not None and hit.name == "no" else 0
        anew = read_back.all_longest(behind, start) if 0 < start < len(behind) else []
        behind = behind[start:] if any(hit.name == "anew" for hit in anew) else []
    hits, left = cover(behind, read_back, answers)
    said = {"claims" if hit.name == "anew" else hit.name for hit in hits}
    return bool(hits) and not left and bool(said & _YES) and not said & _OPEN


def _only_denies(part: list[str], words: LanguageWords) -> bool:
    hits, left = cover(part, words.phrases["answers"])
    return bool(hits) and not left and {hit.name for hit in hits} == {"no"}
