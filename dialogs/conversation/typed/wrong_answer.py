"""What of several answers a text says is wrong: "the 7 is wrong, it was 2.8 g/g"."""

from __future__ import annotations

import re

from dialogs.answers import fold
from dialogs.conversation.turn import Turn
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import words

#: Behind one of these a new value may stand: "la 7 está mal, era 2,8". Not a decimal comma.
_THEN = re.compile(r"[,;:.](?=\s)|\n|\s-\s")


def what_is_wrong(turn: Turn, text: str) -> tuple[str, str]:
    """Return the number or words of what is wrong, and what stands behind that; the whole text where it says none."""
    parts = _THEN.split(text, maxsplit=1)
    for said, rest in ((text, ""), (parts[0], parts[-1])):
        if (named := _without_its_wrong(turn, said)) is not None:
            return named, rest.strip()
    return fold(text).rstrip(". "), ""


def _without_its_wrong(turn: Turn, text: str) -> str | None:
    """Return what a text says beside that something is wrong or to be changed; None where it does not say so."""
    folded = fold(text)
    heard, spelled = spoken(folded), words(folded)
    if len(heard) != len(spelled):
        return None
    for known in turn.lexicon.languages.values():
        hits, left = cover(heard, known.phrases["review"], known.phrases["options"])
        named = [spelled[at] for at in left]
        if any(hit.name == "change" for hit in hits) and 0 < len(named) <= 4:
            numbers = [word for word in named if word.isdigit()]
            # "change 6" names one; two numbers, or a number and words that nobody knows, name none.
            if not numbers or len(named) == 1:
                return " ".join(named)
    return None
