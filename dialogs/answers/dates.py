"""Dates as answers: found and checked; what was not exact is read back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from dialogs.answers.calendar_dates import Found
from dialogs.answers.choice import denies_something_else, tells_a_class
from dialogs.answers.date_finder import OLDEST_YEAR, dates_among
from dialogs.answers.date_tokens import ARTICLE, DENIED, Token, tokens_of
from dialogs.answers.exact import is_exact_date, is_recent
from dialogs.answers.heard import Heard, as_value, heard
from dialogs.answers.number_words import digits
from dialogs.answers.option_numbers import place
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.answers.several_dates import FROM_START, is_of_a_paper, text_of_the_one
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import fold
from dialogs.lexicon.worded import Worded
from dialogs.study.study import Question
from dialogs.values import PLANNED, When, add_months

#: A date this far ahead is a slip (study-facts 11).
MONTHS_AHEAD = 24
#: A day of which only the month was told comes soon within so many months; a year has so many.
MONTHS_SOON, MONTHS = 3, 12
#: The date library is only asked about short texts (dependencies: 4 096 characters took it 180 ms).
LONGEST_FOR_LIBRARY = 60
MONTHS = 12
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
#: "marzo/26" is a year.
_MONTH_SLASH_YEAR = re.compile(r"(?<=[a-z]{3}) ?/ ?(\d{2})\b(?! ?[/-])")
#: A month in Roman numbers before its year, with the day or without: "XII/2025", "12-XI-2025".
_ROMAN_MONTH = re.compile(r"(?<![a-z])([ivx]{1,4})( ?[-/.] ?)(?=(?:20)?\d\d\b)")
_ROMAN = {"i": 1, "v": 5, "x": 10}
#: The letter between digits of a year: "Sept 2O25".
_LETTER_O = re.compile(r"(?<=\d)o(?=\d)")
#: "the last one in October" is not the first of October.
PRONOUN = Worded(r"\b({which_one}) (?:{pronoun_one})\b")
#: Between what is told of one and of another.
_CLAUSE = Worded(r"[,;\n]|(?<!\d)\. | (?:{joint_but}|{joint_and}) ")
_DAY_OF_THE_SAME, _ONE_MORE_DAY = re.compile(r"on$"), re.compile(r"[ar]+(?:[zoA]*A)?n(?:[^u]|$)")
#: The places of one of several, as the section [options] of a language names them.
FIRST, LATER = "1", frozenset({"2", "3", "4", "last"})
#: A clause of fewer words may be the day itself: "August, the first".
SENTENCE = 3
#: The name of a month says it again for digits with so many letters between at the most.
BESIDE = 2
#: A month stands at most so many letters before its day.
NEAR = 30


def read_moment(
    question: Question, text: str, folded: str, labels: Labels, language_words: LanguageWords, today: date
) -> Reading:
    """Return a date as exact as it was given, or one of the question's options.

    Of several dates it is the one that the text says is meant, and that is read back. Behind a "not yet" of its own it
    is one to come: "not yet, December"."""
    reading = _of_the_one(question, text, folded, labels, language_words, today)
    if isinstance(reading.value, When) and _begins_not_yet(folded, language_words):
        letters = {token.letter for token in tokens_of(folded, language_words)}
        return _to_come(question, reading.value, today, is_month="m" in letters and "l" not in letters)
    return reading


def _to_come(question: Question, when: When, today: date, *, is_month: bool) -> Reading:
    """Return the next such date; Misread where the question looks back, or the date is over whatever its year."""
    if when.first > today:
        return Reading(checked(question, when, today), sure=False)
    ahead = add_months(when.first, MONTHS)
    if not question.may_be_planned or not is_month or when.precision != "month" or ahead <= today:
        raise Misread(MisreadReason.FUTURE)
    return Reading(When.month(ahead.year, ahead.month), sure=False)


def _of_the_one(
    question: Question, text: str, folded: str, labels: Labels, language_words: LanguageWords, today: date
) -> Reading:
    try:
        return _read(question, text, folded, labels, language_words, today)
    except Misread:
        one = text_of_the_one(question, folded, labels, language_words, today)
        if one is None:
            raise
    return replace(_read(question, one, one, labels, language_words, today), sure=False)


def _read(
    question: Question, text: str, folded: str, labels: Labels, language_words: LanguageWords, today: date
) -> Reading:
    """Return the one date of a text, or one of the question's options."""
    said = heard(question, folded, labels, language_words)
    if said.asked_again:
        raise Misread(MisreadReason.OTHER)
    folded = _LETTER_O.sub("0", folded)
    folded = _ROMAN_MONTH.sub(_in_digits, folded)
    folded = _MONTH_SLASH_YEAR.sub(lambda found: f" {today.year // 100}{found[1]}", folded)
    dated = _without_places(folded, language_words, today)
    spelled, _ = digits(
        language_words.patterns[PRONOUN].sub(r"\1", _without_counts(dated, language_words)), language_words
    )
    tokens = tokens_of(spelled, language_words)
    found = [_as_loosely(each, tokens) for each in dates_among(tokens, language_words, today)]
    if found and question.for_each:
        _check_verb(question, folded, language_words)
    if len(found) == 1 and _is_of_the_first(folded, language_words, today):
        raise Misread(MisreadReason.WHICH_MONTH)
    if len(found) == 1 and is_of_a_paper(question, folded, language_words):
        raise Misread(MisreadReason.OTHER)
    if not found:
        return _no_date(question, folded, said, labels, language_words, tokens, today)
    when = _the_one(question, found, tokens, today)
    return Reading(when, sure=is_recent(when, today) and is_exact_date(text, language_words, when, today))


def is_still_to_come(misread: Misread, text: str, labels: Labels) -> bool:
    """Tell whether a date was refused for the "not yet" that a text begins with: what is left of it is that date."""
    language_words = labels.lexicon.languages[labels.language]
    return misread.reason is MisreadReason.FUTURE and _begins_not_yet(fold(text), language_words)


def _begins_not_yet(folded: str, language_words: LanguageWords) -> bool:
    """Tell whether a text says "not yet" by itself and a date behind it, which is one to come: "not yet, December"."""
    first, *rest = language_words.patterns[_CLAUSE].split(folded, maxsplit=1)
    heard_first, for_now = spoken(first), language_words.phrases["for_now"]
    said = {hit.name for hit in for_now.hits(heard_first)}
    left = cover(heard_first, for_now, language_words.phrases["answers"])[1]
    return bool(rest) and not left and {"denied", "so_far"} <= said and not _YEAR.search(folded)


def _in_digits(found: re.Match[str]) -> str:
    """Return a month in Roman numbers as a plain one; as it stands where it is no month."""
    values = [_ROMAN[letter] for letter in found[1]]
    number = sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    return f"{number}{found[2]}" if 0 < number <= MONTHS else found[0]


def _without_places(folded: str, language_words: LanguageWords, today: date) -> str:
    """Return a text without the clauses that only say of one of several that it has no date: "in August, the first I
    forgot" names no first of August."""
    clauses = language_words.patterns[_CLAUSE].split(folded)
    kept = [each for each in clauses if not _tells_of_an_undated(each, language_words, today)]
    return ", ".join(kept) if len(kept) < len(clauses) else folded


def _tells_of_an_undated(clause: str, language_words: LanguageWords, today: date) -> bool:
    said = spoken(clause)
    places = {hit.name for hit in language_words.phrases["options"].hits(said)}
    if len(said) < SENTENCE or not places & {FIRST, *LATER} - {"last"}:
        return False
    tokens = tokens_of(clause, language_words)
    has_day = _DAY_OF_THE_SAME.search("".join(token.letter for token in tokens))  # "3 March and the second the 17th"
    return not has_day and not dates_among(tokens, language_words, today)


def _is_of_the_first(folded: str, language_words: LanguageWords, today: date) -> bool:
    """Tell whether the date is that of the first of several: "the second I don't know, the first in August"."""
    dated: set[str] = set()
    undated: set[str] = set()
    clauses = language_words.patterns[_CLAUSE].split(folded)
    for clause in clauses if len(clauses) > 1 else ():
        places = {hit.name for hit in language_words.phrases["options"].hits(spoken(clause))}
        has_date = bool(dates_among(tokens_of(clause, language_words), language_words, today))
        (dated if has_date else undated).update(places)
    return FIRST in dated and not dated & LATER and bool(undated & LATER)


@lru_cache(maxsize=8)
def _counted(words: tuple[str, ...]) -> re.Pattern[str]:
    """Words that say which one of several it was: "la segunda de abril" is no second of April."""
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")


def _without_counts(folded: str, language_words: LanguageWords) -> str:
    """Return the text without words that say which one of several it was; right behind a month some are its day."""
    plain = _counted(language_words.counted_words).sub(" ", folded)
    return _counted(language_words.told_words).sub(
        lambda found: found[0] if _ends_with_month(plain[: found.start()], language_words) else " ", plain
    )


def _ends_with_month(text: str, language_words: LanguageWords) -> bool:
    tokens = tokens_of(text[-NEAR:], language_words)
    article = language_words.phrases["options"]  # holds the articles
    while (
        tokens
        and tokens[-1].text.isalpha()
        and article.longest(spoken(tokens[-1].text), 0)
        and tokens[-1].letter != "m"
    ):
        tokens.pop()  # "March the second"
    return bool(tokens) and tokens[-1].letter == "m"


def _as_loosely(found: Found, tokens: list[Token]) -> Found:
    """Return the date no more exact than it was given: "hace como 6 meses" names no day."""
    about = found.relative and any(token.letter == "k" for token in tokens)
    if found.when is None or not about or found.when.precision != "day":
        return found
    return replace(found, when=When.month(found.when.first.year, found.when.first.month))


def _check_verb(question: Question, folded: str, language_words: LanguageWords) -> None:
    """Misread where the verb beside a treatment's date says that it is another date (study-facts 8)."""
    verbs = {hit.name for hit in language_words.phrases["verbs"].hits(spoken(folded))}
    from_start = question.fact == FROM_START
    # neither the start of what is given again and again is its last dose, nor the end of a treatment its start
    other = {"ended"} if from_start else {"begun", "lasting"}
    if verbs & ({"elsewhere", "changed"} | other):
        raise Misread(MisreadReason.NOTHING)


def _the_one(question: Question, found: list[Found], tokens: list[Token], today: date) -> When:
    """Return the one date of a text; Misread where there are several, or none that is clear enough."""
    marks = {token.letter for token in tokens}
    whens = _whens(found, marks, today)
    if len(whens) > 1:
        raise Misread(MisreadReason.RANGE if "r" in marks else MisreadReason.TWO_VALUES, _plausible(whens, today))
    _check_words(question, tokens, marks)
    when = whens[0]
    if when.precision == "day" and _goes_on(tokens, found):
        raise Misread(MisreadReason.TWO_VALUES, _plausible(whens, today))
    denied = any(token.label == DENIED for token in tokens)
    if ("r" in marks or denied) and _has_number_outside(tokens, found):
        raise Misread(MisreadReason.RANGE, _plausible(whens, today))
    if when.precision == "day" and not any(each.relative for each in found):
        marks.discard("v")  # "on my birthday, 12 June"
    if _is_loose(when, marks):
        raise Misread(MisreadReason.WHICH_MONTH, _plausible(whens, today))
    # "me la ponen cada mes, la última en mayo": what goes on is not ahead
    ahead = "f" in marks and not {"y", "l"} <= marks
    if "s" in marks and found[-1].inferred and comes_soon(when, today):
        raise Misread(MisreadReason.FUTURE)
    return checked(question, when, today, planned=ahead or "x" in marks)


def _check_words(question: Question, tokens: list[Token], marks: set[str]) -> None:
    """Misread where words beside a date say that it is none: "it wasn't in March", "four doses since March"."""
    if question.for_each and question.fact != FROM_START and "i" in marks and "l" not in marks:
        raise Misread(MisreadReason.WHICH_MONTH)  # since when tells no last dose
    if any(token.label == DENIED and len(token.text) < token.end - token.start for token in tokens):
        raise Misread(MisreadReason.OTHER)


def _whens(found: list[Found], marks: set[str], today: date) -> tuple[When, ...]:
    """Each date once; Misread where one of them can be no date."""
    found = _with_named_month(found)
    for each in found:
        if each.when is None:
            raise Misread(each.reason, _plausible(each.offers, today))
    whens = tuple(dict.fromkeys(each.when for each in found if each.when))
    if len(whens) > 1 and whens[-1].precision == "year" and "Y" in marks:
        return _with_last_year(found) or whens
    return whens


def _with_named_month(found: list[Found]) -> list[Found]:
    """Return the dates, where a month right behind it says which of two a date of digits is: "10/11/26 (November)"."""
    if len(found) != 2 or found[0].reason is not MisreadReason.AMBIGUOUS_DATE or not found[1].inferred:
        return found
    named = found[1].when if found[1].start - found[0].end <= BESIDE else None
    fitting = [each for each in found[0].offers if named and each.first.month == named.first.month]
    if len(fitting) != 1 or named is None or named.precision != "month":
        return found
    return [replace(found[0], when=fitting[0])]


def _plausible(whens: tuple[When, ...], today: date) -> tuple[When, ...]:
    return tuple(when for when in whens if plausible(when, today))


def _goes_on(tokens: list[Token], found: list[Found]) -> bool:
    """Tell whether a day is the first of several: "October 2, 3 and 4"."""
    end = max(each.end for each in found)
    rest = [token for token in tokens if token.start >= end]
    behind = "".join("A" if token.label == ARTICLE else token.letter for token in rest)
    return _ONE_MORE_DAY.match(behind) is not None


def _has_number_outside(tokens: list[Token], found: list[Found]) -> bool:
    """Tell whether a number stands beside the dates: "3 o 4 de mayo"."""
    return any(token.letter == "n" and _outside(token, found) for token in tokens)


def _is_loose(when: When, marks: set[str]) -> bool:
    """Do words take the date its edges: "más de", "por ahí", "a principios de 2025"?"""
    if "y" in marks and ("i" in marks or (when.precision != "day" and "l" not in marks)):
        return True  # "monthly since March" tells no last dose; "monthly, the last in March" does
    return bool(marks & {"v", ">"}) or ("e" in marks and when.precision == "year")


def _outside(token: Token, found: list[Found]) -> bool:
    return not any(each.start <= token.start < each.end for each in found)


def _with_last_year(found: list[Found]) -> tuple[When, ...]:
    """ "en marzo, creo que del 2025": a month without a year and a year apart belong together."""
    if len(found) == 2 and found[0].inferred and found[0].when and found[1].when and found[0].when.precision == "month":
        return (When.month(found[1].when.first.year, found[0].when.first.month),)
    return ()


def plausible(when: When, today: date) -> bool:
    """Neither before 1930 nor more than two years ahead (study-facts 11)."""
    return when.first.year >= OLDEST_YEAR and when.first <= add_months(today, MONTHS_AHEAD)


def comes_soon(when: When, today: date) -> bool:
    """Tell whether the next such day or month, whose year was not told, is near: «ingresó el 3 de diciembre»."""
    return add_months(when.first, MONTHS) <= add_months(today, MONTHS_SOON)


def checked(question: Question, when: When, today: date, *, planned: bool = False) -> When:
    """Return the date, or Misread where it cannot be believed or lies ahead at a question that looks back."""
    if not plausible(when, today):
        raise Misread(MisreadReason.IMPLAUSIBLE)
    if when.first > today and not question.may_be_planned:
        raise Misread(MisreadReason.FUTURE)
    if planned and when.first <= today:
        raise Misread(MisreadReason.FUTURE)
    return when


def _no_date(
    question: Question,
    folded: str,
    said: Heard,
    labels: Labels,
    language_words: LanguageWords,
    tokens: list[Token],
    today: date,
) -> Reading:
    """No date of our own: an option, words that are too loose, or a form that only the library knows."""
    marks = {token.letter for token in tokens}
    if said.whole is not None:
        return Reading(said.whole, sure=True)
    if folded and not folded.strip("#.) ").isdigit():
        # "the second", "la última": of several times, say, unless it is called an option
        named = place(folded, labels, language_words)
        if named is not None and named.named_as_such:
            return Reading(as_value(named.option), sure=True)
    if marks & {"v", ">", "e", "y"}:
        raise Misread(MisreadReason.WHICH_MONTH)
    if "f" in marks:
        if PLANNED in labels.options:
            return Reading(PLANNED, sure=False)
        raise Misread(MisreadReason.FUTURE)
    pointed = None if tells_a_class(folded, language_words) else said.pointed_at
    if pointed is not None and "n" not in marks and said.left <= 4:
        if denies_something_else(said, folded, language_words):
            raise Misread(MisreadReason.NOTHING, (pointed,))
        return Reading(pointed, sure=False)
    when = _by_library(folded, language_words.language, today)
    if when is None:
        raise Misread(MisreadReason.NOTHING)
    return Reading(checked(question, when, today), sure=False)


def _by_library(folded: str, language: str, today: date) -> When | None:
    """Return what the date library makes of a text with digits and letters; never of bare numbers."""
    if len(folded) > LONGEST_FOR_LIBRARY or sum(char.isdigit() for char in folded) < 3:
        return None
    if not any(char.isalpha() for char in folded):
        return None
    data = _library(language, today).get_date_data(folded)
    day = data.date_obj
    if day is None or data.period not in ("day", "month"):
        return None
    return When.month(day.year, day.month) if data.period == "month" else When.day(day.date())


@lru_cache(maxsize=8)
def _library(language: str, today: date) -> Any:
    from datetime import datetime  # slow to load, and hardly any text gets this far

    from dateparser.date import DateDataParser  # slow to load, and hardly any text gets this far

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "past",
        "REQUIRE_PARTS": ["month", "year"],
        "RELATIVE_BASE": datetime.combine(today, datetime.min.time()),
        "RETURN_AS_TIMEZONE_AWARE": False,
        "PARSERS": ["absolute-time"],
    }
    return DateDataParser(languages=[language], settings=settings)
