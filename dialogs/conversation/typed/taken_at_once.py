"""Which typed answers are taken at once, which wait for a yes, and what of their words the team is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from dialogs.answers import Reading, with_told
from dialogs.answers.person import names_one
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed import assent
from dialogs.conversation.typed.taken_back import is_bare_no
from dialogs.screening.facts import beside
from dialogs.screening.weight import failing_for_good
from dialogs.study.study import Slot
from dialogs.study.typed import Others
from dialogs.values import Medicine, Pressure, Quantity, Unknown, Value, When

#: What is told in a person's own digits, and may have been read otherwise than it was meant.
TOLD = (int, Decimal, Quantity, Pressure, When)

_OTHERS = (Others.RELATIVE, Others.PARTNER)


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


def keep_told(turn: Turn, slot: Slot, text: str) -> None:
    """Keep what the team is told of a text as it was typed, until its question has an answer; nothing of another's."""
    if not is_of_theirs(turn, text):
        turn.c.draft = replace(turn.c.draft, told=with_told(slot.question, text, turn.c.draft.told))


def is_of_theirs(turn: Turn, text: str) -> bool:
    """Tell whether a text names a relative or a partner, where nobody helps."""
    known = turn.lexicon.languages.values()
    return not turn.helps and any(names_one(each, text, words) for each in _OTHERS for words in known)


def file_told(turn: Turn, slot: Slot) -> None:
    """Put what the team is told beside the answer; what stood there was told with another one."""
    turn.c.answers.pop(beside(slot.key), None)
    if turn.c.draft.told:
        turn.c.answers[beside(slot.key)] = Unknown(turn.c.draft.told)


def _matters(told: dict[str, Value]) -> bool:
    """Names of medicines are read back however sure the reading is, and with them the dates that were told besides."""
    return any(isinstance(item, Medicine) for value in told.values() if isinstance(value, tuple) for item in value)
