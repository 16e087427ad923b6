"""Which answers a criterion is decided by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dialogs.screening.facts import slots
from dialogs.study.combined import leaves
from dialogs.study.fitting import TreatmentRule, groups_of
from dialogs.study.laboratory import AtLeast
from dialogs.study.study import Criterion, Question, Slot, Study
from dialogs.values import Answers, Medicine, Value


def deciding_slots(study: Study, criterion: Criterion, answers: Answers, today: date) -> Iterator[Slot]:
    """Return the answered askings that a criterion is decided by, in order."""
    reads = facts_behind(study, criterion)
    for slot in slots(study, answers, today):
        value = answers.get(slot.key)
        if value is not None and facts_told(slot.question, study) & reads and _concerns(criterion, slot, value):
            yield slot


def facts_read(criterion: Criterion) -> set[str]:
    """Return the facts that are worth showing for a criterion: of a laboratory value only the value, not age and
    sex."""
    if isinstance(criterion.rule, AtLeast):
        return {criterion.rule.fact}
    return set(criterion.rule.uses)


def facts_behind(study: Study, criterion: Criterion) -> set[str]:
    """Return the facts that a criterion shows, and those that a computed one among them is worked out of."""
    reads = facts_read(criterion)
    return reads | {source for each in study.computed if each.fact in reads for source in each.of.values()}


def facts_told(question: Question, study: Study) -> set[str]:
    """Return the facts that an answer to this question tells; what is asked of each treatment tells of the
    treatments."""
    told = question.facts
    return told | study.question(question.for_each).facts if question.for_each else told


def counts_for(criterion: Criterion, medicine: Medicine) -> bool:
    """Is the criterion about this treatment?"""
    rules = [rule for rule in leaves(criterion.rule) if isinstance(rule, TreatmentRule)]
    return not rules or any(medicine.group in groups_of(rule) for rule in rules)


def _concerns(criterion: Criterion, slot: Slot, value: Value) -> bool:
    """Of the treatments only those that this criterion is about; everything where none was named."""
    if slot.medicine is not None:
        return counts_for(criterion, slot.medicine)
    named = [medicine for medicine in value if isinstance(medicine, Medicine)] if isinstance(value, tuple) else []
    return not named or any(counts_for(criterion, medicine) for medicine in named)
