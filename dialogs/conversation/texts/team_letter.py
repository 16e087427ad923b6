"""What the team writes to the person, as the person reads it: the team's preview shows the very same."""

from __future__ import annotations

from dialogs.screens import N_, Block, Look, Text

#: No word of what it is about: it may show on a lock screen.
FROM_TEAM = N_("The study team wrote to you. Your code: {code}.")
ANSWER_HERE = N_("You can answer here: what you write goes to the study team. They may not read it at once.")
TO_ANSWER = N_("To answer the team, write /answer.")
EMERGENCY = N_("In an emergency in Chile, call SAMU at 131.")


def letter_blocks(code: str, texts: tuple[Text, ...]) -> tuple[Block, ...]:
    """Return the letter: who writes, then the words of the team, set apart."""
    return Block((Text(FROM_TEAM, {"code": code}),), Look.STRONG), Block(texts, Look.QUOTE)


def answer_blocks() -> tuple[Block, ...]:
    """Return how to answer it, and whom to call where that cannot wait."""
    return Block((Text(ANSWER_HERE),)), Block((Text(EMERGENCY),), Look.HINT)
