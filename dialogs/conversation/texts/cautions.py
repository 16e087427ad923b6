"""The sentences for safety that follow from the answers."""

from __future__ import annotations

from dialogs.conversation.turn import Turn


def cautions(turn: Turn) -> list[str]:
    """Return the sentences for safety that the answers call for now."""
    facts = turn.facts()
    rows = [row for fact in facts.values() if isinstance(fact, tuple) for row in fact]
    named = {name for row in rows for name in (row.medicine.name, row.medicine.group)}
    return [
        caution.text
        for caution in turn.study.cautions
        if facts.get(caution.fact) == caution.value and named & set(caution.treatments)
    ]
