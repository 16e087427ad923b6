"""Blood pressures: "150/95", "150 con 95", "15 con 9": two numbers, the upper one first; the date is left aside."""

from __future__ import annotations

import re

from dialogs.answers.heard import exact_option, is_asked_again, unsure_option
from dialogs.answers.number_words import digits
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.worded import Worded
from dialogs.study.study import Question
from dialogs.values import Pressure

#: Two numbers that belong together.
_PAIR = Worded(r"(?<![\w.,/-])(\d{1,3}(?:[.,]\d)?) ?(?:/|\\|-|,|;|{pressure_over}) ?(\d{1,3}(?:[.,]\d)?)(?![\w/])")
#: What may stand around them in an exact answer.
_AROUND = Worded(r"^(?:{pressure_around}|:|mm ?hg|\s)*$")
#: Another unit: what is around 17/11 in it would be taken for centimetres.
_OTHER_UNIT = re.compile(r"\d ?k ?pa\b")
#: Believable numbers, and the least that lies between the two.
HIGHEST, LOWEST, APART = 300, 30, 5
#: Said in centimetres, as many do: "15 con 9".
IN_CENTIMETRES = 30


def read_pressure(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> Reading:
    """Return the two numbers, or one of the options."""
    option = exact_option(question, folded, labels, language_words)
    if option is not None and not any(char.isdigit() for char in folded):
        return Reading(option, sure=True)
    if is_asked_again(question, folded, labels, language_words):
        raise Misread(MisreadReason.NOTHING)
    text, spelled = digits(folded, language_words)
    if _OTHER_UNIT.search(text):
        raise Misread(MisreadReason.OTHER_UNIT)
    pair, around = language_words.patterns[_PAIR], language_words.patterns[_AROUND]
    pairs = pair.findall(text)
    if not pairs:
        return _no_pair(question, text, labels, language_words)
    if len(pairs) > 1 or any(char.isdigit() for char in pair.sub(" ", text)):
        raise Misread(MisreadReason.TWO_VALUES)
    upper, lower = (float(number.replace(",", ".")) for number in pairs[0])
    inferred = upper < IN_CENTIMETRES
    value = Pressure(round(upper * 10), round(lower * 10)) if inferred else Pressure(round(upper), round(lower))
    if not LOWEST <= value.lower <= value.upper - APART <= HIGHEST - APART or (upper != int(upper) and not inferred):
        raise Misread(MisreadReason.IMPLAUSIBLE)
    exact = around.match(pair.sub(" ", text).strip()) is not None
    return Reading(value, sure=spelled and exact and not inferred)


def _no_pair(question: Question, text: str, labels: Labels, language_words: LanguageWords) -> Reading:
    option = unsure_option(question, text, labels, language_words)
    if option is None or any(char.isdigit() for char in text):
        raise Misread(MisreadReason.NOTHING)
    return Reading(option, sure=False)
