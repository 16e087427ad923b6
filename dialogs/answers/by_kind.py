"""Which reader reads a kind of answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dialogs.answers.age import read_age
from dialogs.answers.birth import read_birth
from dialogs.answers.blood_pressure import read_pressure
from dialogs.answers.choice import read_choice
from dialogs.answers.choices import read_choices
from dialogs.answers.dates import read_moment
from dialogs.answers.foreign_units import in_foreign_unit
from dialogs.answers.free_text import read_free_text
from dialogs.answers.grades import read_grade
from dialogs.answers.number_marks import without_dates
from dialogs.answers.phone_and_email import read_contact
from dialogs.answers.plain_numbers import read_number
from dialogs.answers.quantity import read_amount
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.answers.roman_grades import read_class
from dialogs.answers.treatments import read_treatments
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold
from dialogs.study.study import Grades, Kind, Question


def read_by_kind(question: Question, text: str, labels: Labels, today: date) -> Reading:
    """Read a text as it stands, by the reader of its kind; Misread where that finds no answer in it."""
    language_words = labels.lexicon.languages[labels.language]
    if question.kind is Kind.MEDICINES:  # a list may be longer, and tells that its end was not read
        return read_treatments(question, text, labels, language_words, today)
    folded = fold(text := text[:LONGEST_ANSWER])[:LONGEST_ANSWER]
    match question.kind:
        case Kind.INTEGER if question.age:
            return read_age(question, text, folded, labels, language_words, today)
        case Kind.INTEGER | Kind.DECIMAL | Kind.SCALE:
            if in_foreign_unit(question, text, language_words):
                raise Misread(MisreadReason.OTHER_UNIT)
            return read_number(question, folded, labels, language_words)
        case Kind.BIRTH:
            return read_birth(question, text, folded, labels, language_words, today)
        case Kind.PRESSURE:
            return read_pressure(question, folded, labels, language_words)
        case Kind.FREE_TEXT:
            return read_free_text(question, text, folded, labels, language_words)
        case Kind.MONTH:
            return read_moment(question, text, folded, labels, language_words, today)
        case Kind.QUANTITY:
            return read_amount(question, text, folded, labels, language_words, today)
        case Kind.CONTACT:
            return read_contact(question, text, folded, labels, language_words)
        case Kind.CHOICES:
            return read_choices(question, folded, labels, language_words)
        case Kind.CHOICE if question.terms:
            return _read_term(question, text, folded, labels, language_words, today)
        case _:
            return read_choice(question, text, folded, labels, language_words)


def _read_term(
    question: Question, text: str, folded: str, labels: Labels, language_words: LanguageWords, today: date
) -> Reading:
    if question.grades is not Grades.ROMAN:
        return read_grade(question, text, folded, labels, language_words)
    # "era el 5 de mayo": a day is no class
    undated = without_dates(folded, language_words, today)
    reading = read_class(question, undated, labels, language_words)
    return reading if undated == folded else replace(reading, sure=False)
