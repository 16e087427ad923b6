"""Words beside an answer that the study team is told as they were typed: they decide nothing (study-facts 5, 12)."""

from __future__ import annotations

from functools import lru_cache

from dialogs.lexicon.phrases import Phrases, spoken
from dialogs.lexicon.spelling import fold
from dialogs.study.study import Question

#: So many characters of one text are kept, and of all at one question.
LONGEST, MOST = 160, 320
_TELLS = "tells"
#: Between two texts that were typed at one question.
_BETWEEN = " · "


def with_told(question: Question, text: str, before: str = "") -> str:
    """Return what the team is told beside an answer, with this text where it says anything of that kind."""
    said = " ".join(text.split())[:LONGEST]
    phrases = tuple(phrase for each in question.tells.values() for phrase in each)
    if not phrases or said in before.split(_BETWEEN) or not _book(phrases).hits(spoken(fold(said))):
        return before
    return (f"{before}{_BETWEEN}{said}" if before else said)[:MOST]


@lru_cache(maxsize=64)
def _book(phrases: tuple[str, ...]) -> Phrases:
    return Phrases({_TELLS: list(phrases)})
