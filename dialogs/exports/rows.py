"""A case as rows of the two tables: one of cases, and one of treatments for each that was named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from dialogs.exports.case import ExportedCase
from dialogs.exports.columns import NAMED, Part, column_name
from dialogs.screening.facts import slots
from dialogs.study.study import Kind, Question, Study
from dialogs.values import UNKNOWN_WORD, Medicine, Pressure, Quantity, Unknown, Value, When

#: The option that says: none of them.
NOTHING = "none"

#: Column → what stands there; a column that is left out is empty.
Row = Mapping[str, str]


def case_row(study: Study, case: ExportedCase) -> Row:
    """Return the row of the case itself."""
    row = {
        "case_code": case.code,
        "case_heading": str(case.heading),
        "case_state": str(case.state),
        "case_language": str(case.language),
        "case_who": case.who,
        "case_filed_on": case.filed_on.isoformat(),
        "case_judged_on": case.judged_on.isoformat(),
        "case_study": case.study,
        "case_outcome": str(case.outcome or ""),
        "case_earliest": case.earliest.isoformat() if case.earliest else "",
    }
    if (result := case.judged(study)) is not None:
        row |= {f"criterion_{found.criterion}": found.verdict.truth.value for found in result.findings}
    for slot in slots(study, case.answers, case.judged_on):
        if slot.medicine is None and slot.key in case.answers:
            row |= cells(slot.question, case.answers[slot.key])
    return row


def treatment_rows(study: Study, case: ExportedCase) -> Iterator[Row]:
    """Return the row of each treatment that was named, in the order in which they were."""
    asked = list(slots(study, case.answers, case.judged_on))
    for number, (question, medicine) in enumerate(_named(study, case), 1):
        row = {
            "case_code": case.code,
            "treatment_number": str(number),
            "treatment_question": question.id,
            "treatment_name": medicine.name,
            "treatment_said": medicine.said,
            "treatment_group": medicine.group,
        }
        for slot in asked:
            same = slot.medicine is not None and slot.medicine.key == medicine.key
            if same and slot.question.for_each == question.id and slot.key in case.answers:
                row |= cells(slot.question, case.answers[slot.key])
        yield row


def _named(study: Study, case: ExportedCase) -> Iterator[tuple[Question, Medicine]]:
    for slot in slots(study, case.answers, case.judged_on):
        value = case.answers.get(slot.key)
        if slot.medicine is None and slot.question.kind is Kind.MEDICINES and isinstance(value, tuple):
            yield from ((slot.question, medicine) for medicine in value if isinstance(medicine, Medicine))


def cells(question: Question, value: Value) -> Row:
    """Return what one answer puts into its columns."""
    return {column_name(question, part): said for part, said in parts(question, value).items() if said}


def parts(question: Question, value: Value) -> dict[Part, str]:
    """Return an answer taken apart."""
    words = Part.VALUE if question.kind in (Kind.CHOICE, Kind.CHOICES) else Part.OPTION
    match value:
        case Unknown(said=said) if said and question.kind is Kind.FREE_TEXT:
            return {Part.SAID: said}
        case Unknown(said=said):
            return {words: UNKNOWN_WORD, Part.SAID: said}
        case When(first=first, last=last):
            return {Part.FIRST: first.isoformat(), Part.LAST: last.isoformat()}
        case Quantity():
            return _quantity(value)
        case Pressure(upper=upper, lower=lower):
            return {Part.UPPER: str(upper), Part.LOWER: str(lower)}
        case Decimal():
            return {Part.NUMBER: str(value)}
        case int():
            return {Part.VALUE: str(value)}
        case str():
            return {words: value}
    if question.kind is Kind.MEDICINES:
        return {Part.OPTION: NAMED if value else NOTHING}
    return {Part.VALUE: "+".join(str(each) for each in value) or NOTHING}


def _quantity(value: Quantity) -> dict[Part, str]:
    found = {
        Part.NUMBER: str(value.number),
        Part.COMPARATOR: value.comparator,
        Part.UNIT: value.unit,
        Part.TEST: value.measure,
    }
    if value.taken is not None:
        found |= {Part.TAKEN_FIRST: value.taken.first.isoformat(), Part.TAKEN_LAST: value.taken.last.isoformat()}
    return found
