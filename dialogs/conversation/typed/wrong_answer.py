"""What of several answers a text says is wrong: "the 7 is wrong, it was 2.8 g/g"."""

from __future__ import annotations

import re

from dialogs.answers import fold
from dialogs.conversation.turn import Turn
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import words

#: Behind one of these a new value may stand: "la 7 está mal, era 2,8". Not a decimal comma.
_THEN = re.compile(r"[,;:.](?=\s)|\n|\s-\s")


#: "7: 2.8 g/g": an answer's number, and what it should be.
_NUMBERED = re.compile(r"^\W*(\d{1,2})(?: ?[:=)]|\s+[-–])\s*(\S.*)$", re.DOTALL)


def is_right(turn: Turn, text: str) -> bool:
    """Tell whether a whole text says that all answers are right: "that's all correct"."""
    heard = spoken(fold(text))
    covered = [
        cover(heard, known.phrases["review"], known.phrases["options"]) for known in turn.lexicon.languages.values()
    ]
    return "?" not in text and any(
        not left and {hit.name for hit in hits} - {"polite"} == {"right"} for hits, left in covered
    )


def what_is_wrong(turn: Turn, text: str) -> tuple[str, str]:
    """Return the number or words of what is wrong, and what stands behind that; the whole text where it says none."""
    if (numbered := _NUMBERED.match(text)) is not None:
        return numbered[1], numbered[2].strip()
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
