"""A value in words: for the read-back, the review and the result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from dialogs.lexicon.lexicon import Lexicon
from dialogs.screens import N_, NP_, Field, Text
from dialogs.study.laboratory import unit_of
from dialogs.study.study import Kind, Measure, Question, Slot, Study
from dialogs.values import EARLIEST, UNRECOGNISED, Medicine, Pressure, Quantity, Unknown, Value, When

COMPARED: Mapping[str, str] = {
    "": N_("{number} {unit}"),
    "<": N_("less than {number} {unit}"),
    "<=": N_("{number} {unit} or less"),
    ">": N_("more than {number} {unit}"),
    ">=": N_("{number} {unit} or more"),
}


YEARS = NP_("{n} year old", "{n} years old")


def shown(study: Study, lexicon: Lexicon, language: str, question: Question, value: Value) -> Text:
    """Return what was answered, in words of the person's language."""
    match value:
        case Unknown(said=""):
            return Text(_unknown_label(question))
        case Unknown(said=said) if question.kind is Kind.FREE_TEXT:
            return plain(said)
        case Unknown(said=said):
            return Text(N_("“{said}” (the team will look at it)"), {"said": said})
        case When(first=first, last=last) if first == EARLIEST:
            after = last + timedelta(days=1)
            return Text(N_("before {when}"), {"when": When.month(after.year, after.month)})
        case When():
            return Text(N_("{when}"), {"when": value})
        case Quantity():
            return quantity(question, value)
        case Pressure():
            return plain(str(value))
        case int() | Decimal():
            return plain(value)
        case tuple():
            return _several(study, lexicon, language, question, value)
        case _:
            return Text(_label(question, str(value)), {}) if _label(question, str(value)) else plain(value)


def plain(value: int | str | Decimal) -> Text:
    """Somebody's own words or a number, as they are."""
    return Text("{value}", {"value": value})


N_("{value}")


def _unknown_label(question: Question) -> str:
    return _label(question, "unknown") or N_("I don't know")


def _label(question: Question, value: str) -> str:
    for option in (*question.options, *question.fallback):
        if option.value == value:
            return option.label
    return ""


def quantity(question: Question, value: Quantity, *, meaning: bool = False) -> Text:
    """Return a laboratory value with unit and comparator; the test, where it has to be told; its date, where one was
    given. `meaning`: also in the unit in which it is judged, "850 mg/g = 0.85 g/g"."""
    said = (meaning and arithmetic(question.measures, value)) or _compared(question.measures, value)
    # The first test is the one that the question names itself.
    if words := next((measure.said for measure in question.measures[1:] if measure.id == value.measure), ""):
        said = Text(words, {"value": said})
    if value.taken is None:
        return said
    return Text(N_("{value}, test of {when}"), {"value": said, "when": value.taken})


def with_meaning(study: Study, lexicon: Lexicon, language: str, question: Question, value: Value) -> Text:
    """Return what was answered with what it means: a laboratory value also in the unit in which it is judged."""
    if isinstance(value, Quantity):
        return quantity(question, value, meaning=True)
    return shown(study, lexicon, language, question, value)


def read_value(study: Study, lexicon: Lexicon, language: str, question: Question, value: Value) -> Text:
    """Return what was read, to be read back: an age as years, and a laboratory value by the name of its test and with
    what it means, before anything is asked about it."""
    if isinstance(value, int) and question.age:
        return Text(YEARS, {"n": value})
    said = with_meaning(study, lexicon, language, question, value)
    first = next(iter(question.measures), None)
    if first is not None and first.said and isinstance(value, Quantity) and value.measure == first.id:
        return Text(first.said, {"value": said})
    return said


def _in_base_unit(measures: tuple[Measure, ...], value: Quantity) -> Text | None:
    """Return a value in the base unit of its test, with its comparator; None where it was told in it."""
    measure = next((m for m in measures if m.id == value.measure), None)
    unit = unit_of(measure, value.unit) if measure else None
    if measure is None or unit is None or unit.is_base:
        return None
    number = _decimal(unit.to_base(Fraction(value.number)))
    return Text(COMPARED[value.comparator], {"number": number, "unit": Text(measure.units[0].as_shown)})


def unit_text(measures: Iterable[Measure], value: Quantity) -> Text:
    """Return the unit of a value as it is written to people."""
    units = (unit_of(each, value.unit) for each in measures if each.id == value.measure)
    return Text(next((unit.as_shown for unit in units if unit), value.unit))


def arithmetic(measures: tuple[Measure, ...], value: Quantity) -> Text | None:
    """How the value became the base unit ("850 mg/g = 0.85 g/g"); None where it was typed in it."""
    same = _in_base_unit(measures, value)
    return same and Text(N_("{value} = {same}"), {"value": _compared(measures, value), "same": same})


def _compared(measures: tuple[Measure, ...], value: Quantity) -> Text:
    return Text(COMPARED[value.comparator], {"number": value.number, "unit": unit_text(measures, value)})


def _decimal(number: Fraction) -> Field:
    return Decimal(round(number * 1000)) / 1000


def medicine_name(lexicon: Lexicon, language: str, study: Study, medicine: Medicine) -> Text:
    """Return a treatment by its name, else by the words of its button or group, else by the person's own words."""
    if medicine.name:
        return plain(lexicon.shown_name(medicine.group, medicine.name, language))
    for question in study.asked:
        if question.kind is Kind.MEDICINES and (label := _label(question, medicine.group)):
            return Text(label)
    if medicine.group in study.groups and medicine.group != UNRECOGNISED:
        return Text(study.groups[medicine.group])
    return plain(medicine.said or medicine.group)


def _several(study: Study, lexicon: Lexicon, language: str, question: Question, values: tuple[object, ...]) -> Text:
    if not values:
        return Text(_label(question, "none") or N_("None"))
    parts = tuple(
        medicine_name(lexicon, language, study, value)
        if isinstance(value, Medicine)
        else Text(_label(question, str(value)) or str(value))
        for value in values
    )
    return Text(N_("{several}"), {"several": parts})


def slot_text(template: str, study: Study, lexicon: Lexicon, language: str, slot: Slot) -> Text:
    """Return a question's own text, with the treatment that it is asked of."""
    if slot.medicine is None:
        return Text(template)
    name = medicine_name(lexicon, language, study, slot.medicine)
    own = name.fields.get("value")
    if template.startswith("{medicine}") and isinstance(own, str):
        name = plain(own[:1].upper() + own[1:])  # it begins the sentence
    return Text(template, {"medicine": name})
