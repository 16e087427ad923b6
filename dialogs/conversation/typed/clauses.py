"""One clause of a text that says by itself what is wanted, beside a reason for it: "I must go, they are calling me".

Only where no other clause says another such thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dialogs.lexicon.spelling import LONGEST_ANSWER

#: Between clauses; a number keeps its signs.
_PAUSE: Final = re.compile(r"[,;:!\n]+(?!\d)|\.+(?=\s|$)|\s[-–]\s")
#: More clauses tell too much at once.
MOST_CLAUSES: Final = 6


@dataclass(frozen=True, slots=True)
class Said:
    """What a clause means by itself, and the other clauses of the text."""

    meant: str
    rest: str


def one_said(text: str, meaning: Callable[[str], str | None]) -> Said | None:
    """Return the one thing that clauses of a text mean, each by itself; None where they mean none, or several.

    A text of one clause, or of many, means nothing so."""
    clauses = [each for each in _PAUSE.split(text) if each.strip()] if len(text) <= LONGEST_ANSWER else []
    if not 1 < len(clauses) <= MOST_CLAUSES:
        return None
    found = [(each, meaning(each)) for each in clauses]
    meant = {said for _, said in found if said is not None}
    return Said(meant.pop(), ", ".join(each for each, said in found if said is None)) if len(meant) == 1 else None
