"""`tamiz read`: how the bot would read texts, as JSON with the values of contract.md ("The phrase file")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from dialogs.answers import Labels, Misread, Reading, command, fold, for_group, parse_answer, safety
from dialogs.conversation.typed.beside_danger import beside_danger
from dialogs.languages import Language
from dialogs.lexicon.lexicon import Lexicon
from dialogs.lexicon.medicines import classify
from dialogs.screening.weight import ends_for_good
from dialogs.study.study import Kind, Question, Study, Unit
from dialogs.values import PLANNED, Medicine, Pressure, Quantity, Unknown, Value, When

#: Red-flag groups that the phrase file knows; the others are advice.
RED_FLAGS = ("emergency", "self_harm", "urgent")
#: Digits behind the point of a converted value.
PLACES = 6


class HasTexts(Protocol):
    """As much of the catalogues as reading needs."""

    def text(self, locale: str, msgid: str, /) -> str:
        """Return a text in a language."""
        ...


class PhraseCaseError(ValueError):
    """A case cannot be read. The message says which and what is wrong, never its text."""


def read_cases(
    cases: Sequence[Any], study: Study, lexicon: Lexicon, texts: HasTexts, today: date
) -> list[dict[str, Any]]:
    """How each text would be read, in the same order."""
    return [_read_case(case, at, study, lexicon, texts, today) for at, case in enumerate(cases, 1)]


def _read_case(case: Any, at: int, study: Study, lexicon: Lexicon, texts: HasTexts, today: date) -> dict[str, Any]:
    if not isinstance(case, Mapping):
        raise PhraseCaseError(f'case number {at} is no object. Write {{"id": …, "lang": …, "question": …, "text": …}}.')
    text, language = case.get("text"), str(case.get("lang", ""))
    if not isinstance(text, str) or language not in lexicon.languages:
        known = ", ".join(sorted(lexicon.languages))
        raise PhraseCaseError(f"case number {at}: `text` is no text, or `lang` is none of {known}.")
    question = _question(case, at, study, lexicon)
    labels = _labels(question, Language(language), case.get("options"), lexicon, texts)
    return {"id": case.get("id"), "read": read(text, question, labels, _day(case, at, today), study)}


def read(text: str, question: Question, labels: Labels, today: date, study: Study) -> dict[str, Any]:
    """Return what the bot makes of one text, with the names of contract.md."""
    asked, bare = study.asks_of_pregnancy(question), not question.asks_for_number
    heard = safety(text, labels.lexicon, asked=asked, age=question.age, no_number=bare)
    red_flags = [group for group in heard if group in RED_FLAGS]
    if red_flags:
        result: dict[str, Any] = {"red_flag": red_flags[0]}
        if len(red_flags) > 1:
            result["also"] = red_flags[1]
        # beside a safety text nothing is taken without a yes
        beside = beside_danger(question, text, labels, today)
        return result | ({"confirm": as_json(beside, question, labels.lexicon)} if beside is not None else {})
    order = command(text, labels.lexicon, question, labels)
    return {"command": order} if order is not None else _told(text, question, labels, today, study)


def _told(text: str, question: Question, labels: Labels, today: date, study: Study) -> dict[str, Any]:
    try:
        reading = parse_answer(question, text, labels, today)
    except Misread:
        return {"ask_again": True}
    if question.kind is Kind.MONTH and reading.value == PLANNED and not reading.sure:
        # a date that lies ahead: the question that follows is whether it is planned
        return {"ask_again": True}
    taken = reading.sure and not ends_for_good(study, question, reading.value, today)
    return {"value" if taken else "confirm": as_json(reading, question, labels.lexicon)}


def as_json(reading: Reading, question: Question, lexicon: Lexicon) -> Any:
    """Return a value in the units and forms of the phrase file."""
    value: Value = reading.value
    match value:
        case Unknown():
            return "unknown"
        case When():
            return str(value)
        case Quantity():
            return _amount(value, question)
        case str():
            return _fact(value, question)
        case tuple():
            return [_medicine(each, lexicon) if isinstance(each, Medicine) else each for each in value]
        case Pressure(upper=upper, lower=lower):
            return f"{upper}/{lower}"
        case Decimal():
            return float(value)
    return value


def _fact(option: str, question: Question) -> str:
    """Return what an option states, where it states one thing: "they are still studying it" is unknown."""
    for each in question.options:
        if each.value == option and len(set(each.sets.values())) == 1:
            return next(iter(each.sets.values()))
    return option


def _medicine(medicine: Medicine, lexicon: Lexicon) -> dict[str, str]:
    name = lexicon.medicines.generic_name(medicine.name)
    return {"class": medicine.group} | ({"name": name} if name else {})


def _amount(quantity: Quantity, question: Question) -> Any:
    measure = next(measure for measure in question.measures if measure.id == quantity.measure)
    unit = next(unit for unit in measure.units if unit.name == quantity.unit)
    number: Any = _number(quantity.number, unit)
    if quantity.comparator:
        number = {"comparator": quantity.comparator, "number": number}
    return number if measure is question.measures[0] else {measure.id: number}


def _number(number: Decimal, unit: Unit) -> int | float:
    converted = unit.to_base(Fraction(number))
    return int(converted) if converted.denominator == 1 else round(float(converted), PLACES)


def _question(case: Mapping[str, Any], at: int, study: Study, lexicon: Lexicon) -> Question:
    id, _, treatment = str(case.get("question", "")).partition(":")
    try:
        question = study.question(id)
        return for_group(question, classify(treatment, lexicon).group) if treatment else question
    except KeyError:
        raise PhraseCaseError(f"case number {at}: the study has no question of that id.") from None


def _day(case: Mapping[str, Any], at: int, today: date) -> date:
    try:
        return date.fromisoformat(str(case["today"])) if "today" in case else today
    except ValueError:
        raise PhraseCaseError(f"case number {at}: `today` is no date. Write YYYY-MM-DD.") from None


def _labels(question: Question, language: Language, shown: Any, lexicon: Lexicon, texts: HasTexts) -> Labels:
    """Return the labels in their order: as the case shows them, else as the study does."""
    options = {option.value: texts.text(language, option.label) for option in question.options if not option.folded}
    foreign = {
        option.value: tuple(texts.text(other, option.label) for other in sorted(lexicon.languages) if other != language)
        for option in question.options
    }
    if not isinstance(shown, list) or not shown:
        return Labels(language, options, lexicon, foreign)
    by_label = {_plain(label): value for value, label in options.items()}
    values = list(options)
    matched = [by_label.get(_plain(label)) for label in shown]
    if None in matched or len(set(matched)) < len(shown):
        matched = [*values[: len(shown)], *(f"option {n}" for n in range(len(values) + 1, len(shown) + 1))]
    told = {str(value): str(label) for value, label in zip(matched, shown, strict=True)}
    return Labels(language, told, lexicon, foreign)


def _plain(label: Any) -> str:
    return "".join(char for char in fold(str(label)) if char.isalnum())
