"""The answer in a text with a sign of danger: it waits behind the safety text, and is read back (study-facts 10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogs.answers import Misread, Reading, parse_answer, safety
from dialogs.conversation.turn import Turn
from dialogs.screening.facts import Slot
from dialogs.study.study import Kind
from dialogs.values import Unknown

#: Between the parts of a text of which one alone is a sign of danger; never inside a number.
_PARTS = re.compile(r"[,.](?!\d)|[;\n]| y | and | pero | but ", re.IGNORECASE)
#: A text of more words is not cut where it has no comma.
MOST_WORDS = 24


def beside_danger(turn: Turn, slot: Slot, text: str) -> Reading | None:
    """Return what a text answers beside its signs of danger; None where that may belong to the danger itself.

    A value of a test is taken also where it was inferred, since it is read back: with its unit from anywhere in the
    text, without one only where it stands first ("72, and a fever of 39")."""
    parts = _PARTS.split(text)
    apart = [part for part in parts if part.strip() and not safety(part, turn.lexicon)]
    together = _parsed(turn, slot, ", ".join(apart)) if apart else None
    if together is not None and together.sure:
        return together
    if slot.question.kind is not Kind.QUANTITY:
        return None
    for part in (*apart, *_cut_in_two(turn, text)):
        reading = _parsed(turn, slot, part)
        is_first = text.lstrip().startswith(part.strip())
        if reading is not None and not isinstance(reading.value, Unknown | str) and (is_first or _has_unit(slot, part)):
            return reading
    return None


def _cut_in_two(turn: Turn, text: str) -> Iterator[str]:
    """Return the beginnings and ends of a text without comma that are no sign of danger, where the rest is one."""
    words = text.split()
    for at in range(len(words) - 1, 0, -1) if len(words) <= MOST_WORDS else ():
        head, tail = " ".join(words[:at]), " ".join(words[at:])
        for own, other in ((head, tail), (tail, head)):
            if safety(other, turn.lexicon) and not safety(own, turn.lexicon):
                yield own


def _has_unit(slot: Slot, part: str) -> bool:
    """Tell whether letters stand behind the number of a part: "850 mg/g"."""
    return (
        any(measure.units for measure in slot.question.measures) and re.search(r"\d ?[a-zµ]+/", part, re.I) is not None
    )


def _parsed(turn: Turn, slot: Slot, part: str) -> Reading | None:
    try:
        return parse_answer(slot.question, part, turn.labels(slot.question), turn.today)
    except Misread:
        return None
