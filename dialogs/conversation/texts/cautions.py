"""The sentences for safety that follow from the answers."""

from __future__ import annotations

from dialogs.conversation.turn import Turn
from dialogs.screening.facts import facts_of
from dialogs.study.rules import Facts
from dialogs.study.study import Study
from dialogs.values import Answers


def new_cautions(turn: Turn, before: Answers) -> list[str]:
    """Return the sentences for safety that the answers call for now, and those of before did not.

    What those called for is worked out only where there are any now, which is seldom."""
    called_for = _cautions(turn.study, turn.facts())
    known = _cautions(turn.study, facts_of(turn.study, before, turn.today)) if called_for else []
    return [text for text in called_for if text not in known]


def _cautions(study: Study, facts: Facts) -> list[str]:
    """Return the sentences for safety that these facts call for."""
    rows = [row for fact in facts.values() if isinstance(fact, tuple) for row in fact]
    named = {name for row in rows for name in (row.medicine.name, row.medicine.group)}
    return [
        caution.text
        for caution in study.cautions
        if facts.get(caution.fact) == caution.value and named & set(caution.treatments)
    ]
