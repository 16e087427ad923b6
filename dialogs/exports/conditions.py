"""When a question applies, as conditions on columns: what an outside form needs to hide what was not asked.

The study file says "one of these tables, and all of a table". Forms want "all of these, and one of each" (FHIR nests
groups) or one sentence (REDCap); both are made of the same clauses. A condition on one of the terms of a combination
holds for every combination with it: a form may show a question that the bot would not ask, never the other way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from dialogs.exports.columns import NAMED, PARTS, Column, Part, columns
from dialogs.study.study import Kind, Question, Study
from dialogs.values import UNKNOWN_WORD


class Test(StrEnum):
    """What is asked of a cell."""

    IS = "is"
    FILLED = "filled"
    PAST = "past"  # the day lies no later than the day on which the case was judged


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on the cell of one column."""

    column: Column
    test: Test
    #: What the cell must be, or hold among others.
    value: str = ""


#: One of them is enough.
Clause = tuple[Condition, ...]


def clauses(study: Study, question: Question) -> tuple[Clause, ...]:
    """Return the clauses that must all hold for the question to apply; none where it always does."""
    known = {(c.question.id, c.part): c for c in columns(study) if c.question is not None}
    picked = product(*(needs.items() for needs in question.when))
    found = [
        tuple(each for name, wanted in pick for each in _conditions(study.question(name), wanted, known))
        for pick in picked
        if question.when
    ]
    if question.for_each and question.groups:
        group = next(c for c in columns(study) if c.name == "treatment_group")
        found.insert(0, tuple(Condition(group, Test.IS, name) for name in question.groups))
    return tuple(clause for n, clause in enumerate(found) if clause not in found[:n])


def _conditions(asked: Question, wanted: str, known: dict[tuple[str, Part], Column]) -> Iterator[Condition]:
    words = known[asked.id, Part.OPTION if Part.OPTION in PARTS[asked.kind] else Part.VALUE]
    match wanted:
        case "known":
            for part in (Part.VALUE, Part.FIRST, Part.NUMBER, Part.UPPER):
                if (asked.id, part) in known and known[asked.id, part] is not words:
                    yield Condition(known[asked.id, part], Test.FILLED)
            unsaid = {UNKNOWN_WORD, "none"} if asked.kind is not Kind.MEDICINES else {UNKNOWN_WORD}
            yield from (Condition(words, Test.IS, value) for value in words.choices if value not in unsaid)
        case "past" if (asked.id, Part.FIRST) in known:
            yield Condition(known[asked.id, Part.FIRST], Test.PAST)
        case _ if wanted in {measure.id for measure in asked.measures}:
            yield Condition(known[asked.id, Part.TEST], Test.IS, wanted)
        case _ if asked.kind is Kind.MEDICINES and wanted not in words.choices:
            yield Condition(words, Test.IS, NAMED)
        case _:
            yield Condition(words, Test.IS, wanted)
