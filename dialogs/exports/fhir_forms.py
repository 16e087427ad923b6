"""A study as a FHIR R4B Questionnaire: groups for questions, items for the parts of an answer, both languages.

Each question is a group with one item for each column that `columns` gives it, so a resource and a table say the same.
"I don't know" is the code `asked-unknown`. A condition that FHIR cannot say in one item is a group around it: inside a
group one condition is enough, and all groups must be enabled. FHIR knows no "today" there, so that "lies behind"
becomes "has a date".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dialogs.exports.columns import NAMED, THE_TREATMENT, Column, Holds, Part, Table, columns
from dialogs.exports.conditions import Condition, Test, clauses
from dialogs.languages import Language
from dialogs.screens import S_, Text
from dialogs.study.study import Kind, Question, Study
from dialogs.values import UNKNOWN_WORD

Resource = dict[str, Any]
Say = Callable[[Text, Language], str]

ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
ASKED_UNKNOWN = "asked-unknown"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
LOWEST = "http://hl7.org/fhir/StructureDefinition/minValue"
HIGHEST = "http://hl7.org/fhir/StructureDefinition/maxValue"
UNIT_OPTION = "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption"
UCUM = "http://unitsofmeasure.org"

TITLE = S_("What people say about themselves before screening: {study}")
TYPES: Mapping[Holds, str] = {
    Holds.CODE: "string",
    Holds.WORDS: "string",
    Holds.DAY: "date",
    Holds.WHOLE: "integer",
    Holds.NUMBER: "quantity",
    Holds.DECIMAL: "decimal",
    Holds.ONE: "choice",
    Holds.SEVERAL: "choice",
}
#: They are parts of the quantity itself.
INSIDE = (Part.COMPARATOR, Part.UNIT)


def canonical(study: Study) -> str:
    """Return what names the questionnaire, its version apart."""
    return f"urn:tamiz:questionnaire:{study.id}"


def group_of(question: Question) -> str:
    """Return the name of a question's group."""
    return f"{question.id}.question"


def treatments_of(question: Question) -> str:
    """Return the name of the group that stands once for each treatment named at this question."""
    return f"{question.id}.each"


def questionnaire(study: Study, say: Say) -> Resource:
    """Return the questionnaire, in English with its translation."""
    title = Text(TITLE, {"study": study.id})
    return {
        "resourceType": "Questionnaire",
        "language": str(Language.EN),
        "url": canonical(study),
        "version": study.version,
        "name": "".join(letter if letter.isalnum() else "_" for letter in f"Prescreening_{study.id}"),
        **translated("title", title, say),
        "status": "active",
        "subjectType": ["Patient"],
        "item": list(_questions(study, say)),
    }


def translated(name: str, text: Text, say: Say) -> Resource:
    """Return an element with its English text, and the other languages in the extension for translations."""
    others = [
        {
            "url": TRANSLATION,
            "extension": [
                {"url": "lang", "valueCode": str(language)},
                {"url": "content", "valueString": say(text, language)},
            ],
        }
        for language in Language
        if language is not Language.EN
    ]
    return {name: say(text, Language.EN), f"_{name}": {"extension": others}}


def _questions(study: Study, say: Say) -> Iterator[Resource]:
    for question in study.asked:
        if question.for_each or question.kind is Kind.CONTACT:
            continue
        yield _enabled(study, question, _group(study, question, say))
        if question.kind is Kind.MEDICINES:
            yield _each_treatment(study, question, say)


def _group(study: Study, question: Question, say: Say) -> Resource:
    fields = {"medicine": Text(THE_TREATMENT)} if question.for_each else {}
    parts = [c for c in columns(study) if c.question is question and c.part not in INSIDE]
    return {
        "linkId": group_of(question),
        **translated("text", Text(question.text, fields), say),
        "type": "group",
        "item": [_item(study, column, say) for column in parts],
    }


def _each_treatment(study: Study, question: Question, say: Say) -> Resource:
    own = [
        c
        for c in columns(study)
        if c.table is Table.TREATMENTS and c.question is None and c.name.startswith("treatment_")
    ]
    items = [_item(study, column, say) for column in own]
    for each in study.asked:
        if each.for_each == question.id:
            items.append(_enabled(study, each, _group(study, each, say)))
    option = next(c for c in columns(study) if c.question is question and c.part is Part.OPTION)
    return {
        "linkId": treatments_of(question),
        **translated("text", Text(THE_TREATMENT), say),
        "type": "group",
        "repeats": True,
        "enableWhen": [_condition(study, Condition(option, Test.IS, NAMED))],
        "item": items,
    }


def _enabled(study: Study, question: Question, item: Resource) -> Resource:
    """Return the item under its conditions: the last clause on itself, each other one on a group around it."""
    for number, clause in enumerate(reversed(clauses(study, question))):
        if number:
            item = {"linkId": f"{question.id}.if{number}", "type": "group", "item": [item]}
        item = {**item, "enableWhen": [_condition(study, each) for each in clause], "enableBehavior": "any"}
    return item


def _item(study: Study, column: Column, say: Say) -> Resource:
    item: Resource = {
        "linkId": column.name,
        **translated("text", column.label, say),
        "type": TYPES[column.holds],
    }
    if column.holds is Holds.SEVERAL:
        item["repeats"] = True
    if column.choices:
        item["answerOption"] = [{"valueCoding": coding(study, column, value, say)} for value in column.choices]
    if extensions := [*_ranges(column), *_units(column)]:
        item["extension"] = extensions
    return item


def coding(study: Study, column: Column, value: str, say: Say | None = None) -> Resource:
    """Return the code of a choice; with words where they can be said."""
    system, code = f"urn:tamiz:study:{study.id}:{column.name}", value
    if value == UNKNOWN_WORD and column.question is not None:
        system, code = ABSENT, ASKED_UNKNOWN
    words = translated("display", column.choices[value], say) if say is not None and value in column.choices else {}
    return {"system": system, "code": code, **words}


def _ranges(column: Column) -> Iterator[Resource]:
    if column.holds is Holds.WHOLE and column.highest:
        yield {"url": LOWEST, "valueInteger": int(column.lowest)}
        yield {"url": HIGHEST, "valueInteger": int(column.highest)}
    if column.holds is Holds.DECIMAL:
        yield {"url": LOWEST, "valueDecimal": float(column.lowest)}
        yield {"url": HIGHEST, "valueDecimal": float(column.highest)}


def _units(column: Column) -> Iterator[Resource]:
    if column.holds is Holds.NUMBER and column.question is not None:
        units = {unit.ucum: unit.name for measure in column.question.measures for unit in measure.units}
        for code, name in units.items():
            yield {"url": UNIT_OPTION, "valueCoding": {"system": UCUM, "code": code, "display": name}}


def _condition(study: Study, condition: Condition) -> Resource:
    link = {"question": condition.column.name}
    if condition.test is Test.IS:
        return {**link, "operator": "=", "answerCoding": coding(study, condition.column, condition.value)}
    return {**link, "operator": "exists", "answerBoolean": True}
