"""A telephone number that was dictated in words: "nine, eight seven six…", "plus one three oh five"."""

from __future__ import annotations

import re

from dialogs.answers.number_words import digits
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Hit, cover
from dialogs.lexicon.spelling import sound

#: Fewer digits than this are no telephone number, of any country.
LEAST_DIGITS = 8
_WORD = re.compile(r"[a-z0-9]+")
#: What stands for each word of the section [dictated] that is said among digits.
_SIGNS = {"plus": " +", "nought": " 0 ", "dash": "-", "joint": " "}
_TIMES = {"double": 2, "triple": 3}
_BETWEEN = re.compile(r"(?<=\d)[ ,.]+(?=\d)")


def in_digits(folded: str, language_words: LanguageWords) -> str | None:
    """Return a text with the digits that were dictated in it; None where none were, or too few for a number."""
    spelled, _ = digits(_without_signs(folded, language_words), language_words)
    if not _has_number_words(folded, spelled) or _tells_two(spelled, language_words):
        return None
    found = _BETWEEN.sub(" ", _repeated(spelled, language_words))
    joined = re.sub(r"\+ +(?=\d)", "+", re.sub(r"(?<=\d) *- *(?=[\dk])", "-", found))
    return joined if sum(map(str.isdigit, joined)) >= LEAST_DIGITS else None


def _has_number_words(folded: str, spelled: str) -> bool:
    return sum(map(str.isdigit, spelled)) > sum(map(str.isdigit, folded))


def _tells_two(spelled: str, language_words: LanguageWords) -> bool:
    """Tell whether a digit is one of two: "seven or eight"."""
    beside = (
        (spelled[:start].rstrip(), spelled[end:].lstrip(), name) for start, end, name in _said(spelled, language_words)
    )
    return any(name == "or" and before[-1:].isdigit() and behind[:1].isdigit() for before, behind, name in beside)


def _without_signs(folded: str, language_words: LanguageWords) -> str:
    """Return the text with "plus", "oh" and "dash" as the signs that they are said for."""
    for start, end, name in reversed(_said(folded, language_words)):
        if name in _SIGNS:
            folded = folded[:start] + _SIGNS[name] + folded[end:]
    return folded


def _repeated(spelled: str, language_words: LanguageWords) -> str:
    """Return the text with "double 5" as 5 5."""
    for start, end, name in reversed(_said(spelled, language_words)):
        behind = re.match(r" ?(\d)\b", spelled[end:])
        if name in _TIMES and behind:
            spelled = spelled[:start] + " ".join(behind[1] * _TIMES[name]) + spelled[end + behind.end() :]
    return spelled


def _said(text: str, language_words: LanguageWords) -> list[tuple[int, int, str]]:
    """Return where words of [dictated] stand, and what they are."""
    found = list(_WORD.finditer(text))
    hits: list[Hit] = cover([sound(each[0]) for each in found], language_words.phrases["dictated"])[0]
    return [(found[hit.start].start(), found[hit.end - 1].end(), hit.name) for hit in hits]
