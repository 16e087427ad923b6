"""What everybody of whom something is kept is told when data came into other hands, in clear words (CL-21)."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.screens import N_, Block, Screen, Text

#: Which data, what may follow, what was done: what the law wants each person to be told.
MESSAGE = (
    N_("Important: data that you gave to this bot may have come into other hands."),
    N_("Which data: {data}"),
    N_("What may follow: {effects}"),
    N_("What we did: {measures}"),
    N_("To ask us about it: {contact}. To erase your data here: /delete."),
)


def breach_texts(words: Mapping[str, str], contact: str) -> tuple[Text, ...]:
    """Return the message, a text for each paragraph; `words` holds `data`, `effects` and `measures`."""
    return tuple(Text(each, {**words, "contact": contact}) for each in MESSAGE)


def breach_message(words: Mapping[str, str], contact: str) -> Screen:
    """Return the message as it is sent."""
    return Screen(tuple(Block((each,)) for each in breach_texts(words, contact)))
