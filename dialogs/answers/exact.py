"""Whether a typed value or date was exact, so that it needs no read-back (study-facts 11i).

Theory of operation. The readers look for a value in whatever words. Here the same text is read a second time, by a
grammar that knows next to nothing: a few words before a number, the name of the test as the paper prints it, one
number, its unit as it is printed; or a date with day or month and a year of four digits. Exact is only a text of which
every character is accounted for so, and only where both readings are the same. What is not known here makes nothing
wrong: it is read back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import get_month_names

from dialogs.answers.reading import Labels
from dialogs.answers.units import believable
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.spelling import fold
from dialogs.lexicon.worded import Worded
from dialogs.study.study import Measure, Question, Unit
from dialogs.values import Quantity, When, months_ago

#: Every character that an exact text may have: whatever else stands in it may mean something.
_KNOWN = re.compile(r"(?:[A-Za-z0-9ÁÉÍÓÚÜÑáéíóúüñµμ .,:=/%<>≤≥-]|(?<=[Mm])²|(?<=[A-Za-z])['’](?=[A-Za-z]))+")
#: The first of a month, as it is written in Spanish: the sign means something else behind any other number.
_FIRST = re.compile(r"(?<!\d)1[°º](?=[ ,])")
_COMPARES = re.compile(r"[<>≤≥]")
_SIGNS = (">=", "<=", ">", "<")
_SLASH = re.compile(r" ?/ ?")
_NUMBER = re.compile(r"(\d+)(?:([.,])(\d+))?(?: ?(\D.*|\d+\^.*))?")
#: A whole number has no more digits; behind a decimal sign stand no more than these, or than those behind a nought.
MOST_DIGITS, MOST_DECIMALS, MOST_BEHIND_NOUGHT = 6, 2, 4
#: The sign that parts thousands, by language, and those that are met before decimals: Chilean papers print both.
THOUSANDS = {"es": ".", "en": ","}
DECIMALS = {"es": ",.", "en": "."}
MONTHS = 12
#: The month that is written in most ways; the others have one name and its first three letters.
SEPTEMBER = 9
#: A number of one digit, the highest with three decimals.
_ONE_DIGIT = Decimal("9.999")
#: An older date may be that of a birth, since no adult was born in these years; who was examined then is asked.
MOST_YEARS = 15
#: Languages in which many write the month before the day: where both can be, it is asked.
MONTH_FIRST = frozenset({"en"})
#: Between a value and its date.
_CUT = re.compile(r",? ")
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_DAY = r"(?P<d>0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?P<m>0?[1-9]|1[0-2])"
_IN_DIGITS = (
    rf"{_DAY}(?P<sign>[/.-]){_MONTH}(?P=sign){_YEAR}",
    rf"{_YEAR}-(?P<m>\d\d)-(?P<d>\d\d)",
    rf"{_MONTH}[/-]{_YEAR}",
)


def is_exact_amount(
    question: Question, text: str, labels: Labels, language_words: LanguageWords, value: Quantity, today: date
) -> bool:
    """Tell whether a text is nothing but this value of the test that the question names, perhaps with its date."""
    plain = _plain(text)
    if value.taken is None:
        return value == _amount(question, plain, labels, language_words)
    without = replace(value, taken=None)
    return is_recent(value.taken, today) and any(
        _moment(plain[cut.end() :], language_words, today) == value.taken
        and _amount(question, plain[: cut.start()], labels, language_words) == without
        for cut in _CUT.finditer(plain)
    )


def is_exact_date(text: str, language_words: LanguageWords, value: When, today: date) -> bool:
    """Tell whether a text is nothing but this date, with its year and not ahead."""
    return value == _moment(_plain(_FIRST.sub("1", text)), language_words, today)


def is_recent(when: When, today: date) -> bool:
    """Tell whether a date is none of an adult's birth: an older one is read back, however exact it is."""
    return when.first >= months_ago(today, MOST_YEARS * MONTHS)


def _amount(question: Question, plain: str, labels: Labels, language_words: LanguageWords) -> Quantity | None:
    """Return the value that a text is by the narrow grammar, whole; None where it is none or more than that."""
    measure, known = question.measures[0], language_words.exact
    whose = known["theirs" if labels.of_another else "own"]
    rest = _behind(plain, (*known["value"], *whose), tuple(map(_spelled, measure.on_paper)))
    comparator, rest = _comparator(rest, language_words)
    found = _NUMBER.fullmatch(rest.removesuffix("."))
    unit = _unit(measure, labels.language, found[4] or "") if found else None
    if found is None or unit is None:
        return None
    number = _number(found[1], found[2] or "", found[3] or "", labels.language, measure, unit)
    return None if number is None else Quantity(number, unit.name, comparator, measure.id)


def _moment(plain: str, language_words: LanguageWords, today: date) -> When | None:
    """Return the date that a text is by the narrow grammar, whole and not ahead; None where it is none or two."""
    language = language_words.language
    rest = _behind(plain, language_words.exact["date"]).removesuffix(".")
    found = next((match for each in _dates(language_words) if (match := each.fullmatch(rest))), None)
    if found is None:
        return None
    said = found.groupdict()
    year, day = int(said["y"]), said.get("d")
    month = int(said["m"]) if "m" in said else _months(language_words)[said["name"]]
    if said.get("sign") and language in MONTH_FIRST and month != int(day or 0) <= MONTHS:
        return None
    try:
        first = date(year, month, int(day or 1))
    except ValueError:
        return None
    when = When.month(year, month) if day is None else When.day(first)
    return None if first > today else when


def _plain(text: str) -> str:
    """Return a text for comparing; nothing where it has a character that is not accounted for."""
    whole = unicodedata.normalize("NFC", text).strip(" ")
    if _KNOWN.fullmatch(whole) is None or len(_COMPARES.findall(whole)) > 1:
        return ""
    return _spelled(whole)


@lru_cache(maxsize=1024)
def _spelled(text: str) -> str:
    return _SLASH.sub("/", fold(text))


def _behind(plain: str, leads: Iterable[str], names: Iterable[str] = ()) -> str:
    """Return what stands behind the words that may stand first: each of them once, and one name."""
    left, named = sorted(leads, key=len, reverse=True), sorted(names, key=len, reverse=True)
    while first := next((each for each in (*named, *left) if _begins(plain, each)), ""):
        if first in named:
            named = []
        else:
            left.remove(first)
        plain = plain[len(first) :].lstrip(" ")
        if plain[:1] in (":", "="):
            plain = plain[1:].lstrip(" ")
    return plain


def _begins(plain: str, word: str) -> bool:
    """Tell whether a text begins with a word or some words, whole."""
    return plain.startswith(word) and not plain[len(word) : len(word) + 1].isalnum()


def _comparator(plain: str, language_words: LanguageWords) -> tuple[str, str]:
    """Return the comparator that a text begins with, and what stands behind it."""
    sign = next((each for each in _SIGNS if plain.startswith(each)), "")
    if sign:
        return sign, plain[len(sign) :].lstrip(" ")
    for label, comparator in (("gt", ">"), ("lt", "<")):
        for word in language_words.exact[label]:
            if _begins(plain, word):
                return comparator, plain[len(word) :].lstrip(" ")
    return "", plain


def _unit(measure: Measure, language: str, printed: str) -> Unit | None:
    """Return the unit as it is printed; where it may be left out, the only one that the test has."""
    if not printed:
        alone = measure.unit_optional and len(measure.units) == 1 and language not in measure.assumed
        return measure.units[0] if alone else None
    wanted = _squeezed(printed)
    found = [unit for unit in measure.units if wanted in (_squeezed(unit.name), _squeezed(unit.as_shown))]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1024)
def _squeezed(unit: str) -> str:
    return fold(unit).replace(" ", "").replace(",", ".")


def _number(whole: str, sign: str, behind: str, language: str, measure: Measure, unit: Unit) -> Decimal | None:
    """Return the number where it can be one alone; None where a sign may be a decimal one or part thousands."""
    if len(whole) > MOST_DIGITS or (whole[0] == "0" and whole != "0"):
        return None
    if not sign:
        return Decimal(whole)
    decimal = Decimal(f"{whole}.{behind}")
    if whole == "0" or len(behind) <= MOST_DECIMALS:
        short = len(behind) <= (MOST_BEHIND_NOUGHT if whole == "0" else MOST_DECIMALS)
        return decimal if short and sign in DECIMALS[language] else None
    if len(behind) != len("000") or len(whole) > len("000"):
        return None
    thousands = Decimal(whole + behind)
    if sign != THOUSANDS[language]:
        return None if believable(measure, unit, thousands) else decimal
    # that a value would be low does not make it none: the sign parts thousands only where no such number has decimals
    return None if any(believable(measure, unit, each) for each in (decimal, _ONE_DIGIT)) else thousands


@lru_cache(maxsize=8)
def _months(language_words: LanguageWords) -> dict[str, int]:
    """Return the months of a language by their names, whole and short, and by the others that are as usual."""
    months = {
        fold(name).rstrip("."): month
        for width in ("wide", "abbreviated")
        for month, name in get_month_names(width, locale=language_words.language).items()
    }
    return months | dict.fromkeys(language_words.exact["m9"], SEPTEMBER)


@lru_cache(maxsize=8)
def _dates(language_words: LanguageWords) -> tuple[re.Pattern[str], ...]:
    """Return the forms of a date whose day or month and year are told."""
    name = rf"(?P<name>{'|'.join(sorted(_months(language_words), key=len, reverse=True))})"
    joint = rf"(?: (?:{'|'.join(map(re.escape, language_words.exact['joint']))}))?"
    day = rf"{_DAY}(?:{{ordinal_end}})?"
    forms = (
        *_IN_DIGITS,
        rf"{day}{joint} {name}{joint},? {_YEAR}",
        rf"{_DAY}-{name}-{_YEAR}",
        rf"{name} {day},? {_YEAR}",
        rf"{name}{joint},? {_YEAR}",
        rf"{name}[/-]{_YEAR}",
    )
    return tuple(language_words.patterns[Worded(form)] for form in forms)
