"""A no that the same text takes back: "no, they did", «no, sí me hicieron», "no, I don't know"."""

from __future__ import annotations

import re

from dialogs.answers.reading import Misread, MisreadReason, Reading
from dialogs.lexicon.lexicon import LanguageWords, Lexicon
from dialogs.lexicon.phrases import Hit, cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold
from dialogs.study.study import Question
from dialogs.values import UNKNOWN, UNKNOWN_WORD

#: The values that deny what was asked.
DENIED = ("no", "none", ("none",), ())
#: What a yes behind a no may be said with, and what is none.
_YES, _OPEN = frozenset({"claims", "yes"}), frozenset({"no", "doubt", "unknown", "perhaps", "whether"})
#: What may be said behind a no with "I don't know".
_NOT_KNOWN = frozenset({"unknown", "filler", "hedge", "aside"})
_BREAK = re.compile(r"[,.;:!\n]")


def unless_said_anew(question: Question, reading: Reading, text: str, lexicon: Lexicon) -> Reading:
    """Return a reading; Misread where it is a no, and all that stands behind that no says yes.

    When both appear it is asked again (study-facts 11): a tired yes would make the no true. Where it is not known what
    stands behind the no, nothing is."""
    if reading.value in DENIED and len(text) <= LONGEST_ANSWER:
        folded = fold(text)
        if any(_says_anew(folded, words) for words in lexicon.languages.values()):
            raise Misread(MisreadReason.TWO_VALUES)
        if any(_does_not_know(folded, words) for words in lexicon.languages.values()):
            if all(option.value != UNKNOWN_WORD for option in question.options):
                raise Misread(MisreadReason.TWO_VALUES)
            return Reading(UNKNOWN, sure=False)
    return reading


def _does_not_know(folded: str, words: LanguageWords) -> bool:
    """Tell whether all that stands behind the first no of a text is that they do not know: "no, no idea"."""
    parts = [part for part in (spoken(each) for each in _BREAK.split(folded)) if part]
    if len(parts) < len(("no", "no idea")) or not _only_denies(parts[0], words):
        return False
    said = [{hit.name for hit in _whole(part, words)} for part in parts[1:]]
    return all(names and names <= _NOT_KNOWN for names in said) and any("unknown" in names for names in said)


def _whole(part: list[str], words: LanguageWords) -> list[Hit]:
    """Return what a part says with the language's answers; nothing where it says more."""
    hits, left = cover(part, words.phrases["answers"])
    return [] if left else hits


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
