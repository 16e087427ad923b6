"""Answers that two studies both ask for: the same by what their files declare, and never by how a question sounds.

A question that names what its answer is (`shared = "age"`) takes the answer to one that names the same in another
study, where the kind, the options and the units are the same too. What is not known, and an option that stands for a
range of this study alone, is no such answer: it is asked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from dialogs.study.study import Kind, Question, Study
from dialogs.values import Pressure, Quantity, Value, When

#: Kind → what an answer of it is that means the same in every study.
_MEANS_THE_SAME: Mapping[Kind, tuple[type, ...]] = {
    Kind.INTEGER: (int,),
    Kind.DECIMAL: (Decimal,),
    Kind.SCALE: (int,),
    Kind.BIRTH: (When,),
    Kind.MONTH: (When,),
    Kind.PRESSURE: (Pressure,),
    Kind.QUANTITY: (Quantity,),
    Kind.CHOICE: (str,),
}


def can_be_shared(kind: Kind) -> bool:
    """Tell whether an answer of this kind can mean the same in another study."""
    return kind in _MEANS_THE_SAME


def shared_key(question: Question) -> str:
    """Return under what an answer is the same in every study; empty where the file does not say that it is."""
    if not question.shared:
        return ""
    options = sorted(option.value for option in question.options) if question.kind is Kind.CHOICE else []
    units = [f"{measure.id}={unit.name}" for measure in question.measures for unit in measure.units]
    ends = [str(question.lowest), str(question.highest)] if question.kind is Kind.SCALE else []
    return " ".join([question.shared, question.kind, *options, *units, *ends])


def taken_over(study: Study, told: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """Yield each question of this study that has an answer from elsewhere, and the answer."""
    for question in study.asked:
        value = told.get(shared_key(question))
        if value is not None and question.takes(value):
            yield question.id, value


def means_the_same(question: Question, value: Value | None) -> bool:
    """Tell whether an answer to this question would mean the same in another study."""
    return isinstance(value, _MEANS_THE_SAME.get(question.kind, ())) and not isinstance(value, bool)
