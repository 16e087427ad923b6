"""A date of birth: a day, or as much of it as is told; never one that lies ahead. What was not exact is read back."""

from __future__ import annotations

import re
from datetime import date

from dialogs.answers.date_finder import find_dates
from dialogs.answers.exact import is_exact_date
from dialogs.answers.heard import exact_option, unsure_option
from dialogs.answers.number_words import digits
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.study.study import Question
from dialogs.values import When

_YEAR = re.compile(r"\b(19\d{2}|20\d{2})\b")
OLDEST = 115


def read_birth(
    question: Question, text: str, folded: str, labels: Labels, language_words: LanguageWords, today: date
) -> Reading:
    """Return the date of birth as exact as it was given, or one of the options."""
    option = exact_option(question, folded, labels, language_words)
    if option is not None:
        return Reading(option, sure=True)
    whens = _dates(folded, language_words, today)
    if not whens:
        return _no_date(question, folded, labels, language_words)
    if len(whens) > 1:
        raise Misread(MisreadReason.TWO_VALUES, tuple(when for when in whens if _is_believable(when, today)))
    if whens[0].first > today:
        raise Misread(MisreadReason.FUTURE)
    if not _is_believable(whens[0], today):
        raise Misread(MisreadReason.IMPLAUSIBLE)
    return Reading(whens[0], sure=is_exact_date(text, language_words, whens[0], today))


def _dates(folded: str, language_words: LanguageWords, today: date) -> list[When]:
    """Return each date of the text once, else the one year that it names; Misread where one is no date."""
    text, _ = digits(folded, language_words)
    found = [each for each in find_dates(text, language_words, today) if not each.inferred and not each.relative]
    if any(each.when is None for each in found):
        broken = next(each for each in found if each.when is None)
        raise Misread(broken.reason, tuple(when for when in broken.offers if _is_believable(when, today)))
    whens = list(dict.fromkeys(each.when for each in found if each.when is not None))
    if not whens and len(years := _YEAR.findall(text)) == 1:
        whens = [When.year(int(years[0]))]
    return whens


def _is_believable(when: When, today: date) -> bool:
    return today.year - OLDEST <= when.first.year and when.first <= today


def _no_date(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> Reading:
    option = unsure_option(question, folded, labels, language_words)
    if option is None:
        raise Misread(MisreadReason.NOTHING)
    return Reading(option, sure=False)
