"""Which typed answers are taken at once, and which wait for a yes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from dialogs.answers import Reading
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed import assent
from dialogs.conversation.typed.taken_back import is_bare_no
from dialogs.screening.weight import failing_for_good
from dialogs.values import Medicine, Pressure, Quantity, Value, When

#: What is told in a person's own digits, and may have been read otherwise than it was meant.
TOLD = (int, Decimal, Quantity, Pressure, When)


def is_taken(turn: Turn, reading: Reading, told: dict[str, Value], text: str) -> bool:
    """Tell whether a reading is taken at once: it is sure, weighs little, and turns no no round that was read back."""
    exact = reading.sure and not (turn.in_part and isinstance(reading.value, TOLD))
    denies = assent.says_otherwise(turn, text, told) if turn.c.draft.reading else is_bare_no(turn, text)
    # of a list that was read back, or heard in part, none goes without a yes
    listed = (turn.c.draft.reading or turn.c.draft.noted) and any(isinstance(value, tuple) for value in told.values())
    return exact and not _matters(told) and not denies and not listed


def would_end(turn: Turn, told: Mapping[str, Value]) -> bool:
    """Would these answers be a lasting failure, alone or with the others, that there is not without them?"""
    others = {key: value for key, value in turn.c.answers.items() if key not in told}
    now, before = (failing_for_good(turn.study, each, turn.today) for each in ({**others, **told}, others))
    return bool(now - before)


def _matters(told: dict[str, Value]) -> bool:
    """Names of medicines are read back however sure the reading is, and with them the dates that were told besides."""
    return any(isinstance(item, Medicine) for value in told.values() if isinstance(value, tuple) for item in value)
