"""What is asked back is answered in kind: a unit after "which unit?", a month after "which month?", one of two.

The readings that were offered are tried first, whatever the text would mean alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.answers.date_finder import find_dates
from dialogs.answers.heard import exact_option
from dialogs.answers.number_format import WrittenNumber, readings_of
from dialogs.answers.number_words import digits
from dialogs.answers.reading import Labels
from dialogs.answers.units import unit_behind
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold
from dialogs.study.study import Question
from dialogs.values import Quantity, Value, When


def read_in_kind(
    question: Question, offers: Sequence[Value], text: str, labels: Labels, today: date
) -> tuple[Value, ...]:
    """Which of the offered readings a text names: one where it is clear, none where it names none of them.

    A month typed after a year is that month of that year. It was said in two messages, so it is read back."""
    folded = fold(text[:LONGEST_ANSWER])
    language_words = labels.lexicon.languages[labels.language]
    named = [
        value
        for offer in offers
        for value in (_named(question, offer, folded, language_words, today),)
        if value is not None
    ]
    if not named:
        option = exact_option(question, folded, labels, language_words)
        named = [offer for offer in offers if offer == option]
    return tuple(dict.fromkeys(named))


def _named(question: Question, offer: Value, folded: str, language_words: LanguageWords, today: date) -> Value | None:
    match offer:
        case Quantity():
            return offer if _is_unit(question, offer, folded, language_words) else None
        case When():
            return _date_within(offer, folded, language_words, today)
    return None


def _is_unit(question: Question, offer: Quantity, folded: str, language_words: LanguageWords) -> bool:
    """Is the text the unit of this reading, alone or behind its number? Behind another number it is another answer."""
    bare = folded.lstrip("0123456789.,<>= ")
    typed = WrittenNumber(folded[: len(folded) - len(bare)].strip(" <>=.,"), language_words.language)
    if typed.text and offer.number not in readings_of(typed, offer.unit):
        return False
    for measure in question.measures:
        if measure.id == offer.measure:
            unit = unit_behind(measure, bare, language_words.patterns)
            return unit is not None and unit.name == offer.unit
    return False


def _date_within(offer: When, folded: str, language_words: LanguageWords, today: date) -> When | None:
    """Return the date of the text, where it can be this one or lies inside it."""
    found = [
        each
        for each in find_dates(digits(folded, language_words)[0], language_words, today, may_invert=False)
        if each.when
    ]
    if len(found) != 1 or found[0].when is None:
        return None
    when = found[0].when
    if found[0].inferred and when.precision == "month" and offer.first.year == offer.last.year:
        when = When.month(offer.first.year, when.first.month)
    if offer.first <= when.first and when.last <= offer.last:
        return when
    return offer if when.first <= offer.first and offer.last <= when.last else None
