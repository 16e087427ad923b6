"""Grades that are letters or plain numbers: "B", "grado 2", "stage 3a"; several joined with "+".

Roman numbers have a reader of their own: they sound alike and are often misspelt.
"""

from __future__ import annotations

import re

from dialogs.answers.choice import read_choice
from dialogs.answers.heard import exact_option, is_asked_again
from dialogs.answers.number_words import digits
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.spelling import either, fold
from dialogs.lexicon.worded import Worded
from dialogs.study.study import Grades, Question

#: Words before a grade that say that it is one.
_CUE = Worded(r"\b(?:{grade_cue})\b")
_JOINED = Worded(r"\+|&|\b(?:{grade_joint})\b")
_OR = Worded(r"\b(?:{grade_or})\b|/|-")


def read_grade(question: Question, text: str, folded: str, labels: Labels, language_words: LanguageWords) -> Reading:
    """Return one grade, several joined, or one of the other options."""
    option = exact_option(question, folded, labels, language_words)
    if option is not None:
        return Reading(option, sure=True)
    if is_asked_again(question, folded, labels, language_words):
        raise Misread(MisreadReason.NOTHING)
    plain, spelled = digits(folded, language_words) if question.grades is Grades.NUMBERS else (folded, True)
    cue, joint = language_words.patterns[_CUE], language_words.patterns[_JOINED]
    cued = cue.search(plain) is not None
    found, rest = _found(question, cue.sub(" ", plain))
    if not found:
        return read_choice(question, text, folded, labels, language_words)
    if re.search(r"\d", rest):
        raise Misread(MisreadReason.TWO_VALUES, found)
    if len(found) > 1 and not joint.search(rest):
        raise Misread(
            MisreadReason.RANGE if language_words.patterns[_OR].search(rest) else MisreadReason.TWO_VALUES, found
        )
    alone = not joint.sub(" ", rest).strip(" .,;:()")
    # A letter or a number in a sentence may be a word or the place of a button.
    if not alone and not cued:
        raise Misread(MisreadReason.NOTHING, found if len(found) == 1 else ())
    return Reading("+".join(found), sure=alone and spelled)


def _found(question: Question, text: str) -> tuple[tuple[str, ...], str]:
    """Return the terms that stand in a text, in the order of the question, and the text without them."""
    terms = {fold(term): term for term in question.terms}
    forms = either(terms)
    whole = re.compile(rf"(?<![\w.,])(?:{forms})(?![\w]|[.,]\d)")
    named = {terms[match.group()] for match in whole.finditer(text)}
    return tuple(term for term in question.terms if term in named), whole.sub(" ", text)
