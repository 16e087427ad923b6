"""The sentences for safety that follow from the answers."""

from __future__ import annotations

from dialogs.study.rules import Facts
from dialogs.study.study import Study


def cautions(study: Study, facts: Facts) -> list[str]:
    """Return the sentences for safety that these facts call for."""
    rows = [row for fact in facts.values() if isinstance(fact, tuple) for row in fact]
    named = {name for row in rows for name in (row.medicine.name, row.medicine.group)}
    return [
        caution.text
        for caution in study.cautions
        if facts.get(caution.fact) == caution.value and named & set(caution.treatments)
    ]
