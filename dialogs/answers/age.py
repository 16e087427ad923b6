"""Ages: digits, words, misspelt words; a year or a day of birth is worked out and read back."""

from __future__ import annotations

import re
from datetime import date

from dialogs.answers.choice import exact_option
from dialogs.answers.date_finder import find_dates
from dialogs.answers.number_words import digits
from dialogs.answers.reading import Labels, Misread, Reading
from dialogs.lexicon.lexicon import Tongue
from dialogs.lexicon.phrases import cover, spoken
from dialogs.study.study import Question
from dialogs.values import When

#: Below this a bare number is more often a slip or the number of an option; it is read back.
CHILD = 10
OLDEST = 110
_ODD = re.compile(r"\d[.,]\d|[-+*/<>=^%#]\s?\d|\d\s?[-+*<>=^%]|\de\d")
_AND_MONTHS = re.compile(r"(?: y| and|,)? ?\d{1,2} (?:meses|mes|months|month|mos)\b")
_GLUED = re.compile(r"(\d)(?=[a-z])")
_YEAR_OF_TWO = re.compile(
    r"^(?:(?:soy|del?|el|of|the|from|naci|nacida|nacido|en|born|in) )*(?:ano|year) (?:del )?\d{2}$"
)
#: "tengo treinta y..."
_BROKEN_OFF = re.compile(r"\b(?:y|and)\W*$")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}")


def read_age(question: Question, folded: str, labels: Labels, tongue: Tongue, today: date) -> Reading:
    """A whole number of years."""
    text, spelled = digits(_GLUED.sub(r"\1 ", folded.replace("y/o", "yo").replace("ish", " about ")), tongue)
    words = spoken(text)
    hits, left = cover(words, tongue.phrases["age"])
    months = [at for at in left if _is_month(words[at], tongue)]
    left = [at for at in left if at not in months]
    said = {hit.name for hit in hits}
    option = exact_option(question, folded, labels, tongue)
    if option is not None and not any(char.isdigit() for char in text):
        return Reading(option, sure=True)
    born = _born(question, text, said, tongue, today)
    if born is not None:
        return born
    without_months = _AND_MONTHS.sub("", text) if "stop" not in said else text
    numbers = re.findall(r"\d+", without_months)
    if not numbers or (months and not said & {"turned", "coming"}):
        # "25 de marzo" is a date; "42 in december" is an age to come
        raise Misread("nothing")
    # "treinta y cuatro (34)"
    repeated = len(numbers) > 1 and len(set(numbers)) == 1 and folded.count(numbers[0]) == 1
    numbers = numbers[:1] if repeated else numbers
    if len(numbers) > 1:
        raise Misread("range" if "stop" in said else "two_values")
    half_year = "about" in said and _ODD.search(without_months) is None
    if _ODD.search(without_months) and not re.fullmatch(r"\d{1,3}[.,]0", without_months):
        raise Misread("nothing")
    plain = spelled and not half_year and not repeated and "?" not in folded and not _BROKEN_OFF.search(folded)
    return _age(question, int(numbers[0][:5]), said, left, words, plain)


def _age(question: Question, age: int, said: set[str], left: list[int], words: list[str], spelled: bool) -> Reading:
    strange = [words[at] for at in left if not words[at].isdigit()]
    if "stop" in said or (strange and not said & {"cue", "turned"}):
        raise Misread("range" if "stop" in said else "nothing")
    if "coming" in said:
        age -= 1
    if not max(question.lowest, 1) <= age <= min(question.highest or OLDEST, OLDEST):
        raise Misread("implausible")
    plain = spelled and not strange and not said & {"coming", "about", "born", "other"}
    return Reading(age, sure=plain and age >= CHILD)


def _is_month(word: str, tongue: Tongue) -> bool:
    hit = tongue.phrases["dates"].longest([word], 0)
    return hit is not None and hit.name[0] == "m" and hit.name[1:].isdigit()


def _born(question: Question, text: str, said: set[str], tongue: Tongue, today: date) -> Reading | None:
    """The age that a day or year of birth gives; None where the text holds neither."""
    if "born" in said or _DAY.fullmatch(text):
        days = [found.when for found in find_dates(text, tongue, today, may_invert=False) if found.when]
        exact = [when for when in days if when.precision == "day" and when.first.year < today.year]
        if len(exact) == 1:
            return _since(question, exact[0], today)
    if _YEAR_OF_TWO.search(text):
        said = (said - {"cue"}) | {"born"}
    years = re.findall(r"\b(?:19|20)\d{2}\b", text)
    numbers = re.findall(r"\d+", text)
    if len(years) == 1 and ("born" in said or len(numbers) == 1) and "stop" not in said:
        return _since(question, When.year(int(years[0])), today)
    if "born" in said and len(numbers) == 1 and len(numbers[0]) == 2 and not said & {"stop", "cue"}:
        short = int(numbers[0])
        century = 1900 if short > today.year % 100 - 1 else 2000
        return _since(question, When.year(century + short), today)
    return None


def _since(question: Question, birth: When, today: date) -> Reading:
    """The age today; of a year of birth the one that she reaches in it."""
    if birth.last > today and birth.first > today:
        raise Misread("future")
    age = today.year - birth.first.year
    if birth.precision == "day" and (today.month, today.day) < (birth.first.month, birth.first.day):
        age -= 1
    if not max(question.lowest, 1) <= age <= min(question.highest or OLDEST, OLDEST):
        raise Misread("implausible")
    return Reading(age, sure=False)
