"""What was answered in one study and may be the same in another (`dialogs.study.shared`)."""

from __future__ import annotations

from datetime import date

from dialogs.screening.facts import relevant
from dialogs.study.shared import means_the_same, shared_key
from dialogs.study.study import Study
from dialogs.values import Answers, Value


def shared_answers(study: Study, answers: Answers, today: date) -> dict[str, Value]:
    """Return what was answered in this study and may be the same in another, by what it is.

    Hidden means unknown: what answered a question that is not asked any more is shared with nobody."""
    kept = relevant(study, answers, today)
    return {
        key: kept[question.id]
        for question in study.asked
        if (key := shared_key(question)) and means_the_same(question, kept.get(question.id))
    }
