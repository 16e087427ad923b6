"""The sentences for safety that follow from the answers."""

from __future__ import annotations

from dialogs.conversation.turn import Turn
from dialogs.screening.facts import facts_of
from dialogs.study.rules import Facts
from dialogs.study.said import Caution
from dialogs.study.study import Study
from dialogs.values import Answers, Medicine


def new_cautions(turn: Turn, before: Answers) -> list[str]:
    """Return the sentences for safety that the answers call for now, and those of before did not.

    What those called for is worked out only where there are any now, which is seldom."""
    called_for = _cautions(turn.study, turn.facts())
    known = _cautions(turn.study, facts_of(turn.study, before, turn.today)) if called_for else []
    return [text for text in called_for if text not in known]


def _cautions(study: Study, facts: Facts) -> list[str]:
    """Return the sentences for safety that these facts call for."""
    taken = [row.medicine for fact in facts.values() if isinstance(fact, tuple) for row in fact]
    return [
        caution.text
        for caution in study.cautions
        if facts.get(caution.fact) == caution.value and any(_calls_for(caution, medicine) for medicine in taken)
    ]


def _calls_for(caution: Caution, medicine: Medicine) -> bool:
    """Tell whether a treatment is one that the caution is said of, or has no name and may be one."""
    named = {medicine.name, medicine.group} & set(caution.treatments)
    return bool(named) or (not medicine.name and medicine.group in caution.nameless)
