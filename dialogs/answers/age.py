"""Ages: digits, words, misspelt words; a year or a day of birth is worked out and read back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from dialogs.answers.date_finder import find_dates
from dialogs.answers.heard import exact_option
from dialogs.answers.number_words import digits
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Hit, cover, spoken
from dialogs.lexicon.spelling import words as split
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.study.study import Question
from dialogs.values import When

#: Below this a bare number is more often a slip or the number of an option; it is read back.
CHILD = 10
OLDEST = 110
#: An unknown word of several things behind a number is what it counts: "20 cigarettes".
PLURAL = "s"
#: The number library makes a 1 of an article: "29, un gusto".
ARTICLE = "1"
_ODD = re.compile(r"\d[.,]\d|[-+*/<>=^%#]\s?\d|\d\s?[-+*<>=^%]|\de\d")
_AND_MONTHS = Worded(
    r"(?: (?:{age_and})|,)? ?\d{1,2} (?:{months})\b(?! (?:{ago}))"
    r"|\b(?:{since_ago}) \d{1,2} (?:{days}|{weeks}|{months})\b|\b\d{1,2} (?:{days}|{weeks}|{months}) (?:{ago})\b"
)
#: Facts of one text stand apart.
_PARTS = Worded(r"[,;.]| (?:{joint_and}|{joint_but}) ")
#: "my 40th birthday" is no year of birth.
_ORDINAL = Worded(r"\d ?(?:{ordinal_end})\b")
#: A letter for a zero: "4O".
_LETTER_O = re.compile(r"(?<=\d)o(?![a-z\d])")
#: An ordinal is no age: "4º", "4°", "5o medio".
_ORDINAL_SIGN = Worded(r"(?i:\d ?[ºª°]|\d[oa] (?:(?:{of}) )?(?:{school})\b)")
#: "Age - 28": what stands before a number, and no sign of it.
_LABEL = re.compile(r"(?<=[a-z]) ?(?:- |= ?)(?=\d)")
_GLUED = re.compile(r"(\d)(?=[a-z])")
_YEAR_OF_TWO = Worded(
    r"^(?:(?:{year_leads}) )*(?:{a_year}) (?:(?:{year_of}) )?\d{2}$"
    r"|\b(?:{in_the_year}) (?:{a_year}) (?:(?:{year_of}) )?\d{2}\b(?! ?(?:{years})\b)|\b\d{2} (?:{born_child})\b"
)
#: "2 years off 60", «me faltan 2 meses pa los 40»: how long it is to an age.
_SHORT_OF = Worded(
    r"\b(?P<long>\d{1,2}|{short_of_one}) (?P<years>{short_of_years})?(?:{short_of_short})? ?(?:{short_of})"
    r" (?:(?:{short_of_being}) )?(?P<age>\d{2,3})\b(?! ?\d)"
    r"|\b(?:{it_lacks}) (?:(?:{lacks_about}) )?(?P<long_too>\d{1,2}|{lacks_one}) (?P<years_too>{lacks_years})?"
    r"(?:{lacks_short})? (?:{lacks_until}) (?:(?:{lacks_reaching}) )?(?P<age_too>\d{2,3})\b(?! ?\d)"
)
_HALF_CENTURY = Worded(r"\b(?:{half_century})\b")
#: "the big five oh"
_BIG = Worded(r"\b(?:{big_age}) ([3-9]) ?-? ?(?:0|{big_nought})\b")
#: "75 and three quarters"
_AND_QUARTERS = Worded(r" (?:{age_and}) 3 (?:{quarters})\b")
#: «60 y 7»
_TENS_AND = Worded(r"\b([2-9]0) (?:{tens_and}) ([1-9])(?= ?(?:{tens_years})? ?(?:$|[,;.!)]| (?:{tens_to_be})))")
#: "30 y/o" and "30ish", and the lists of the words that are read in their place.
_BY_SIGN, _AS_WORD = Worded("{age_by_sign}"), "age_as_word"
_ABOUT_END, _ABOUT = Worded("{about_end}"), "about_word"
#: "tengo treinta y..."
_BROKEN_OFF = Worded(r"\b(?:{joint_and})\W*$")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words around the number say."""

    #: Labels of the section [age] of the language.
    said: set[str]
    #: Words that mean nothing here; a month is none of them.
    strange: tuple[str, ...]
    names_month: bool
    #: The text begins with the number, and what stands behind it is nothing that it counts.
    leads: bool
    #: Behind the number stands an unknown word of several things: it may be what is counted.
    counts: bool


def read_age(
    question: Question, text: str, folded: str, labels: Labels, language_words: LanguageWords, today: date
) -> Reading:
    """Return a whole number of years; of several facts the one part that tells it."""
    if language_words.patterns[_ORDINAL_SIGN].search(text):
        raise Misread(MisreadReason.NOTHING)
    folded, as_typed = said_straight(folded, language_words.patterns), folded
    try:
        reading = _read_whole(question, folded, labels, language_words, today)
        return replace(reading, sure=reading.sure and folded == as_typed)
    except Misread:
        part = _part_with_years(folded, language_words)
        if part is None:
            raise
        return replace(_read_whole(question, part, labels, language_words, today), sure=False)


def _part_with_years(folded: str, language_words: LanguageWords) -> str | None:
    """Return the one part of a text that holds a number, where it says that it is an age or is nothing but the number.

    None where there are more, or where the text says that its number is no age."""
    parts = language_words.patterns[_PARTS].split(folded)
    numbered = [part for part in parts if any(char.isdigit() for char in digits(part, language_words)[0])]
    if len(parts) < 2 or len(numbered) != 1:
        return None
    alone = numbered[0].strip().isdigit() or _is_plain(numbered[0], language_words)
    said = {hit.name for hit in cover(spoken(numbered[0]), language_words.phrases["age"])[0]}
    if alone:
        said = set().union(*(_said_throughout(part, language_words) for part in parts))
    every, plain = cover(spoken(folded), language_words.phrases["age"])[0], split(folded)
    if len(plain) == len(spoken(folded)):  # "treinta y pico": the stop begins where the parts do
        said |= {
            hit.name
            for hit in every
            if hit.name == "stop" and language_words.patterns[_PARTS].fullmatch(f" {plain[hit.start]} ")
        }
    return numbered[0] if (alone or "cue" in said) and not said & {"stop", "coming"} else None


def _is_plain(part: str, language_words: LanguageWords) -> bool:
    """Tell whether a part is a number and words that say nothing beside an age: "58 if you need the number"."""
    spelled, _ = digits(part, language_words)
    hits, left = cover(spoken(spelled), language_words.phrases["age"])
    numbers = [word for word in split(spelled) if word.isdigit()]
    return len(numbers) == len(left) == 1 and {hit.name for hit in hits} <= {"filler"}


def _said_throughout(part: str, language_words: LanguageWords) -> set[str]:
    """Return what a part says that is wholly of ages; "but it is cold" says nothing of the number before it."""
    hits, left = cover(spoken(part), language_words.phrases["age"])
    return {hit.name for hit in hits} if not left else set()


def _read_whole(question: Question, folded: str, labels: Labels, language_words: LanguageWords, today: date) -> Reading:
    as_typed, folded = folded, _LABEL.sub(" ", _LETTER_O.sub("0", folded))
    text, spelled = digits(_GLUED.sub(r"\1 ", _in_words(folded, language_words.patterns)), language_words)
    said_sideways = said_straight(text, language_words.patterns)
    spelled = spelled and folded == as_typed and said_sideways == text
    text = said_sideways
    option = exact_option(question, folded, labels, language_words)
    if option is not None and not any(char.isdigit() for char in text):
        return Reading(option, sure=True)
    words = _words(text, language_words)
    born = _born(question, text, words.said, language_words, today)
    if born is not None:
        return born
    numbers = _numbers(text, words, folded, language_words.patterns)
    number = numbers[0]
    repeated = _is_repeated(numbers, folded)
    if len(numbers) > 1 and not repeated:
        raise Misread(MisreadReason.RANGE if "stop" in words.said else MisreadReason.TWO_VALUES)
    if _is_odd(text, words, language_words.patterns):
        raise Misread(MisreadReason.NOTHING)
    clear = (
        spelled
        and not repeated
        and "?" not in folded
        and not language_words.patterns[_BROKEN_OFF].search(folded)
        and not _is_article(text)
    )
    return _age(question, int(number[:5]), words, clear)


def _in_words(folded: str, patterns: Patterns) -> str:
    """Return the text with "y/o" and "ish" as the words that they mean."""
    plain = patterns[_BY_SIGN].sub(patterns.words(_AS_WORD)[0], folded)
    return patterns[_ABOUT_END].sub(f" {patterns.words(_ABOUT)[0]} ", plain)


def said_straight(text: str, patterns: Patterns) -> str:
    """Return the text with an age that is said sideways in digits: "2 years off 60" is 58, "medio siglo" is 50."""
    plain = patterns[_AND_QUARTERS].sub("", patterns[_HALF_CENTURY].sub("50", text))
    plain = patterns[_BIG].sub(r"\g<1>0", plain)
    plain = patterns[_TENS_AND].sub(lambda found: str(int(found[1]) + int(found[2])), plain)
    return patterns[_SHORT_OF].sub(lambda found: str(_short_of(found)), plain)


def _short_of(found: re.Match[str]) -> int:
    """Return the age of somebody who has this long to go to another one."""
    long, age = found["long"] or found["long_too"], int(found["age"] or found["age_too"])
    in_years = found["years"] or found["years_too"]
    return age - (int(long) if in_years and long.isdigit() else 1)


def _words(text: str, language_words: LanguageWords) -> _Words:
    words = spoken(text)
    hits, left = cover(words, language_words.phrases["age"])
    hits = _without_past_days(hits)
    rest = [words[at] for at in left]
    months = {word for word in rest if _is_month(word, language_words)}
    strange = tuple(word for word in rest if word not in months and not word.isdigit())
    unknown = set(left)
    counts = any(
        at + 1 in unknown and words[at].isdigit() and words[at + 1].endswith(PLURAL) for at in range(len(words) - 1)
    )
    leads = len(words) > 1 and words[0].isdigit() and not counts
    return _Words({hit.name for hit in hits}, strange, names_month=bool(months), leads=leads, counts=counts)


def is_to_come(words: list[str], language_words: LanguageWords) -> bool:
    """Tell whether words say that an age is still to come."""
    hits = _without_past_days(language_words.phrases["age"].hits(words))
    return any(hit.name == "coming" for hit in hits)


def _without_past_days(hits: list[Hit]) -> list[Hit]:
    """Return the hits without a day that stands behind a birthday that was: "I turned 40 on Monday"."""
    turned = min((hit.end for hit in hits if hit.name == "turned"), default=None)
    return hits if turned is None else [hit for hit in hits if hit.name != "coming" or hit.start < turned]


def _without_months(text: str, words: _Words, patterns: Patterns) -> str:
    """Return the text without the months of "34 años y 5 meses"."""
    return text if "stop" in words.said else patterns[_AND_MONTHS].sub("", text)


def _numbers(text: str, words: _Words, as_typed: str, patterns: Patterns) -> list[str]:
    """Return the numbers that may be the age, at least one."""
    numbers: list[str] = re.findall(r"\d+", _without_months(text, words, patterns))
    if len(numbers) > 1 and _is_article(text) and ARTICLE not in split(as_typed):
        numbers = [each for each in numbers if each != ARTICLE]
    # "25 de marzo" is a date; "42 in december" is an age to come
    is_date = words.names_month and not words.said & {"turned", "coming"}
    if not numbers or is_date:
        raise Misread(MisreadReason.NOTHING)
    return numbers


def _is_article(text: str) -> bool:
    """Tell whether a 1 stands before a word: "1 gusto", but not "30 1"."""
    return re.search(rf"\b{ARTICLE} [a-z]", text) is not None


def _is_repeated(numbers: list[str], folded: str) -> bool:
    """Is it one number, in words and in digits: "treinta y cuatro (34)"?"""
    return len(numbers) > 1 and len(set(numbers)) == 1 and folded.count(numbers[0]) == 1


def _is_odd(text: str, words: _Words, patterns: Patterns) -> bool:
    """Do signs at the number make it no age: "-30", "30%", "3e1"?"""
    return _ODD.search(_without_months(text, words, patterns)) is not None


def _age(question: Question, number: int, words: _Words, clear: bool) -> Reading:
    """Return the age that a number is, in the light of the words around it."""
    if "stop" in words.said:
        raise Misread(MisreadReason.RANGE)
    if words.counts or (words.strange and not words.said & {"cue", "turned"} and not _leads(words, number)):
        raise Misread(MisreadReason.NOTHING)
    age = number - 1 if "coming" in words.said else number
    if not _is_believable(question, age):
        raise Misread(MisreadReason.IMPLAUSIBLE)
    clear = clear and not words.strange and not words.said & {"coming", "about", "born", "other"}
    return Reading(age, sure=clear and age >= CHILD)


def _leads(words: _Words, number: int) -> bool:
    return words.leads and number >= CHILD and "coming" not in words.said


def _is_believable(question: Question, age: int) -> bool:
    return max(question.lowest, 1) <= age <= min(question.highest or OLDEST, OLDEST)


def _is_month(word: str, language_words: LanguageWords) -> bool:
    hit = language_words.phrases["dates"].longest([word], 0)
    return hit is not None and hit.name[0] == "m" and hit.name[1:].isdigit()


def _born(question: Question, text: str, said: set[str], language_words: LanguageWords, today: date) -> Reading | None:
    """Return the age that a day or year of birth gives; None where the text holds neither."""
    birth = _birthday(text, said, language_words, today) or _year_of_birth(text, said, today, language_words.patterns)
    return None if birth is None else _since(question, birth, today)


def _birthday(text: str, said: set[str], language_words: LanguageWords, today: date) -> When | None:
    """Return the one day of a text that is nothing else, or speaks of a birth."""
    if "born" not in said and not _DAY.fullmatch(text):
        return None
    days = [found.when for found in find_dates(text, language_words, today, may_invert=False) if found.when]
    exact = [when for when in days if when.precision == "day" and when.first.year < today.year]
    return exact[0] if len(exact) == 1 else None


def _year_of_birth(text: str, said: set[str], today: date, patterns: Patterns) -> When | None:
    """Return the one year of a text, in full, or in two digits where the words speak of a birth."""
    if "stop" in said:
        return None
    named = patterns[_YEAR_OF_TWO].search(text) is not None
    born = named or "born" in said
    years = re.findall(r"\b(?:19|20)\d{2}\b", text)
    numbers = re.findall(r"\d+", text)
    if len(years) == 1 and (born or len(numbers) == 1):
        return When.year(int(years[0]))
    is_age = "cue" in said and not named  # "tengo 34 años, nací acá"
    if born and not is_age and len(numbers) == 1 and len(numbers[0]) == 2 and not patterns[_ORDINAL].search(text):
        short = int(numbers[0])
        century = 1900 if short > today.year % 100 - 1 else 2000
        return When.year(century + short)
    return None


def _since(question: Question, birth: When, today: date) -> Reading:
    """Return the age today; of a year of birth the one that they reach in it."""
    if birth.last > today and birth.first > today:
        raise Misread(MisreadReason.FUTURE)
    age = today.year - birth.first.year
    if birth.precision == "day" and (today.month, today.day) < (birth.first.month, birth.first.day):
        age -= 1
    if not _is_believable(question, age):
        raise Misread(MisreadReason.IMPLAUSIBLE)
    return Reading(age, sure=False)
