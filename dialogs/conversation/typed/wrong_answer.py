"""What of several answers a text says is wrong: "the 7 is wrong, it was 2.8 g/g"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dialogs.answers import fold
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.wishes import says_only
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, words

#: Behind one of these a new value may stand: "la 7 está mal, era 2,8". Not a decimal comma.
_THEN = re.compile(r"[,;:.](?=\s)|\n|\s-\s")
#: "7: 2.8 g/g": an answer's number, and what it should be.
_NUMBERED = re.compile(r"^\W*(\d{1,2})(?: ?[:=)]|\s+[-–])\s*(\S.*)$", re.DOTALL)
#: One word as it was typed.
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
#: What may stand beside the name of an answer.
_BESIDE = frozenset({"change", "is", "not", "value", "beside"})
#: The name of an answer is no longer than this.
MOST_WORDS = 4


def is_right(turn: Turn, text: str) -> bool:
    """Tell whether a whole text says that all answers are right: "that's all correct"."""
    return "?" not in text and says_only(turn, text, "right", "review", "options")


@dataclass(frozen=True, slots=True)
class Wrong:
    """Which answer a text says is wrong."""

    #: Its number, or words of its name, folded.
    named: str
    #: What stands behind: perhaps what it should be.
    rest: str = ""
    #: The text says in so many words that something is wrong or to be changed.
    is_said: bool = False
    #: It says that the answer is a number.
    is_value: bool = False


def what_is_wrong(turn: Turn, text: str) -> Wrong:
    """Return what a text says is wrong, and what stands behind that; the whole text where it says none."""
    if len(text) > LONGEST_ANSWER:
        return Wrong("")
    if (numbered := _NUMBERED.match(text)) is not None:
        return Wrong(numbered[1], numbered[2].strip())
    parts = _THEN.split(text, maxsplit=1)
    for said, rest in ((text, ""), (parts[0], parts[-1])):
        if (wrong := _without_its_wrong(turn, said)) is not None:
            return replace(wrong, rest=rest.strip())
    return _what_it_is(turn, text) or Wrong(fold(text).rstrip(". "))


def _what_it_is(turn: Turn, text: str) -> Wrong | None:
    """Return the answer that a text says is a number, and that number: "the 7 should be 2.8 g/g"."""
    heard, typed = spoken(fold(text)), list(_WORD.finditer(text))
    if len(heard) != len(typed):
        return None
    for known in turn.lexicon.languages.values():
        hits, _ = cover(heard, known.phrases["review"])
        verb = next((hit for hit in hits if hit.name == "is" and hit.start > 0 and hit.end < len(heard)), None)
        if verb is None or any(hit.name == "not" for hit in hits if hit.start < verb.start):
            continue
        rest = text[typed[verb.end].start() :]
        wrong = _without_its_wrong(turn, text[: typed[verb.start].start()])
        if wrong is not None and any(char.isdigit() for char in rest):
            return replace(wrong, rest=rest)
    return None


def _without_its_wrong(turn: Turn, text: str) -> Wrong | None:
    """Return what a text says beside that something is wrong or to be changed; None where that is no answer's name."""
    folded = fold(text)
    heard, spelled = spoken(folded), words(folded)
    if len(heard) != len(spelled):
        return None
    for known in turn.lexicon.languages.values():
        hits, left = cover(heard, known.phrases["review"], known.phrases["options"])
        named = [spelled[at] for at in left]
        labels = {hit.name for hit in hits}
        if (labels & _BESIDE or len(named) == 1) and 0 < len(named) <= MOST_WORDS:
            numbers = [word for word in named if word.isdigit()]
            # "change 6" names one; two numbers, or a number and words that nobody knows, name none.
            if not numbers or len(named) == 1:
                return Wrong(" ".join(named), is_said="change" in labels, is_value="value" in labels)
    return None
