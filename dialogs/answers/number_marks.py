"""A text with a plain 1 in the place of each number, or of each date, that may be the one that is asked for.

It is as long as the text was, so that what stands in a place of the one stands in the same place of the other.
"""

from __future__ import annotations

import re
from datetime import date

from dialogs.answers.date_finder import find_dates
from dialogs.answers.number_words import digits
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.spelling import words
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.study.study import Kind, Question

#: What stands in the place of a number or date.
ONE = "1"
#: Where a text pauses; a comma or point before a digit is a decimal sign.
PAUSE = re.compile(r"[;()\[\]]|[,.!](?!\d)| - ")
BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGITS = re.compile(r"\d+")
#: A height is no age.
_HEIGHT = Worded(r"\b\d ?(?:{unit_foot})\b(?: ?\d{1,2}\b)?|\b\d{1,3}[.,]\d{1,2}\b")
#: With its accent, or behind the last number, it is the verb, and no "under".
_FELL = Worded(
    r"(?i:\b(?:{fell})(?!\w)|(?<=[\w,;.] )\b{-fell_not_behind}(?:{fell_or_under})\b(?= [a-z]*[^\W\d_][^\d]*$|$))"
)
#: «68 años, 17 de ellos enferma»: years, and nobody.
_OF_THEM = Worded(r"(?<=\d )(?:{of_them})\b")
#: A number with the unit that stands behind it.
_NUMBER = Worded(r"(?<![\w.,])\d+(?:[.,]\d+)*(?: ?(?:[a-z]{1,4}/[a-z\d./]+|%)| (?:{years}|{year_short})\b(?! \d))?")
#: How long, and years: no number of a value.
_LENGTH = Worded(
    r"(?<![\d.,])\d+ ?(?:{days}|{weeks}|{months}|{years}|{year_short}|{hours})\b|\b24 ?h\b|\b(?:19|20)\d\d\b"
)
#: How long a change took: "from 70 to 44 in two months".
_IN_A_TIME = Worded(r" (?:{within}) (?:\d+|{article}) (?:{days}|{weeks}|{months}|{years})\b(?! (?:{not_within})\b)")
#: Months beside an age.
_MONTHS = Worded(r"\b\d{1,2} ?(?:{months}|{month_short})\b")


def with_fell(text: str, patterns: Patterns) -> str:
    """Return the text with a word of its own for what fell: "0,98 bajó harto" is not under 0.98."""
    fell, of_years = (patterns.words(label)[0] for label in ("fell_plainly", "of_years"))
    return patterns[_OF_THEM].sub(of_years, patterns[_FELL].sub(fell, text))


def tells_height(part: str, patterns: Patterns) -> bool:
    """Tell whether a part of a text holds a height."""
    return patterns[_HEIGHT].search(part) is not None


def without_lengths_of_change(text: str, patterns: Patterns) -> str:
    """Return the text without how long a change took: "from 70 to 44 in two months"."""
    return patterns[_IN_A_TIME].sub("", text)


def in_digits(folded: str, language_words: LanguageWords) -> str:
    """Return the text with its numbers in digits; as it is where only an article would become one."""
    spelled, _ = digits(folded, language_words)
    made = [each for each in _DIGITS.findall(spelled) if each != ONE]
    return folded if made == [each for each in _DIGITS.findall(folded) if each != ONE] else spelled


def marked(question: Question, text: str, folded: str, language_words: LanguageWords, today: date) -> str:
    """Return the text, as long as it was, with a 1 in the place of each number or date that may be meant.

    `folded`: the same before its number words became digits; the number library makes a 1 of an article."""
    if question.kind is Kind.MONTH:
        return _with_dates(text, language_words, today)
    plain = text if ONE in words(folded) else re.sub(rf"\b{ONE}\b(?![.,]\d)", " ", text)
    patterns = language_words.patterns
    if question.kind is Kind.QUANTITY:
        plain = patterns[_LENGTH].sub(_without_digits, without_dates(plain, language_words, today))
    else:
        plain = patterns[_MONTHS].sub(lambda found: " " * len(found.group()), plain)
        plain = patterns[_HEIGHT].sub(_as_one, plain)
    return re.sub(r"\d{2,}", _without_digits, patterns[_NUMBER].sub(_as_one, plain))


def _as_one(found: re.Match[str]) -> str:
    return ONE.ljust(len(found.group()))


def _without_digits(found: re.Match[str]) -> str:
    return _DIGITS.sub(lambda digit: " " * len(digit.group()), found.group())


def without_dates(plain: str, language_words: LanguageWords, today: date) -> str:
    """Return the text with blanks for the digits of its dates: no number of a value."""
    for found in find_dates(plain, language_words, today, may_invert=False):
        if found.clear and found.when is not None and not found.relative:
            part = re.sub(r"\d", " ", plain[found.start : found.end])
            plain = plain[: found.start] + part + plain[found.end :]
    return plain


def _with_dates(text: str, language_words: LanguageWords, today: date) -> str:
    """Return the text with a 1 in the place of each date; "last April 2026" is one."""
    masked, last = re.sub(r"\d", " ", text), -1
    for start, end in _date_spans(text, language_words, today):
        if last < 0 or text[last:start].strip() or not BARE_YEAR.fullmatch(text[start:end]):
            masked = masked[:start] + ONE.ljust(end - start) + masked[end:]
        last = end
    return masked


def _date_spans(text: str, language_words: LanguageWords, today: date) -> list[tuple[int, int]]:
    """Return where dates stand; a pause parts them, but for that before a year."""
    spans: list[tuple[int, int]] = []
    for found in find_dates(text, language_words, today):
        pause = PAUSE.search(text, found.start, found.end)
        if pause is None or BARE_YEAR.fullmatch(text[pause.end() : found.end].strip()):
            spans.append((found.start, found.end))
            continue
        for start, end in ((found.start, pause.start()), (pause.end(), len(text))):
            behind = PAUSE.search(text, start, end)
            part = text[start : behind.start() if behind else end]
            spans += [(start + each.start, start + each.end) for each in find_dates(part, language_words, today)[:1]]
    return spans
