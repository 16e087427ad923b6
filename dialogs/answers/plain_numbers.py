"""Numbers without a unit: a whole number, one with decimals, a step of a scale; and what stands for several things.

A number that stands alone is taken as it is. What stands beside it and is no word around a value makes it doubtful,
and doubtful is read back; a comparator, a range or two numbers are asked about.
"""

from __future__ import annotations

import re
from decimal import Decimal

from dialogs.answers.heard import exact_option, is_asked_again, unsure_option
from dialogs.answers.number_format import WrittenNumber, readings_of
from dialogs.answers.number_words import digits
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.study.study import Kind, Question

#: A number; no letter and no further sign may touch it.
_NUMBER = re.compile(r"(?<![\w.,/])([-−–] ?)?(\d[\d.,]*\d|\d)(?![\w/])")
#: "7/10", "7 de 10", "7 out of 10": a step of a scale.
_OF = Worded(r"(?<![\w.,/-])(\d{1,2}) ?(?:/|{step_of}) ?(\d{1,2})(?![\w.,/])")
#: Signs that make it no plain number.
_ODD = re.compile(r"[<>%^*=]|\d ?- ?\d|\de\d")
_BELOW_ZERO = Worded(r"\b(?:{below_zero}) (?=\d)")
_COMPARED = frozenset({"gt", "lt", "ge", "le", "more", "less"})


def read_number(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> Reading:
    """Return the number that a text says, or one of the options."""
    option = exact_option(question, folded, labels, language_words)
    if option is not None and not any(char.isdigit() for char in folded):
        return Reading(option, sure=True)
    if is_asked_again(question, folded, labels, language_words):
        raise Misread(MisreadReason.NOTHING)
    text, spelled = digits(folded, language_words)
    signed = question.kind is Kind.DECIMAL or question.lowest < 0
    text = language_words.patterns[_BELOW_ZERO].sub("-", text) if signed else text
    text = _step(text, question, language_words.patterns) if question.kind is Kind.SCALE else text
    found = _NUMBER.findall(text)
    if not found:
        return _no_number(question, folded, labels, language_words)
    if len(found) > 1 or len(re.findall(r"\d+(?:[.,]\d+)*", text)) > 1:
        raise Misread(MisreadReason.TWO_VALUES)
    rest = spoken(_NUMBER.sub(" ", text))
    said, left = cover(rest, language_words.phrases["amounts"])
    around = {hit.name for hit in said}
    if around & _COMPARED or "stop" in around or "not" in around or _ODD.search(text):
        raise Misread(MisreadReason.RANGE)
    sign, written = found[0]
    value = _value(question, written, labels.language, below_zero=bool(sign))
    return Reading(value, sure=spelled and not left and "about" not in around)


def _step(text: str, question: Question, patterns: Patterns) -> str:
    """Return the text with "7 of 10" as 7, where the scale ends there."""
    return patterns[_OF].sub(lambda found: found[1] if int(found[2]) == question.highest else found.group(), text)


def _value(question: Question, written: str, language: str, *, below_zero: bool) -> int | Decimal:
    """Return the one believable number; Misread where there is none, or more than one."""
    readings = [-number if below_zero else number for number in readings_of(WrittenNumber(written, language), "")]
    believable = [number for number in dict.fromkeys(readings) if question.lowest <= number <= question.highest]
    if question.kind is not Kind.DECIMAL:
        believable = [number for number in believable if number == number.to_integral_value()]
    if not believable:
        raise Misread(MisreadReason.IMPLAUSIBLE)
    if len(believable) > 1:
        raise Misread(MisreadReason.AMBIGUOUS_NUMBER, tuple(believable))
    return believable[0] if question.kind is Kind.DECIMAL else int(believable[0])


def _no_number(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> Reading:
    option = unsure_option(question, folded, labels, language_words)
    if option is not None:
        return Reading(option, sure=False)
    if question.kind is not Kind.DECIMAL and question.lowest <= 0 and _is_none(folded, language_words):
        return Reading(0, sure=False)
    raise Misread(MisreadReason.NOTHING)


def _is_none(folded: str, language_words: LanguageWords) -> bool:
    """Tell whether a text is nothing but "none", said of what is counted."""
    hits, left = cover(spoken(folded), language_words.phrases["answers"])
    return bool(hits) and not left and {hit.name for hit in hits} == {"no"}
