"""Which of several dates in a text is meant: the last one, the one that is not denied, the one of what is asked.

What the words say of each is read in `one_of_several`. Here the dates are found, each in its own clause, and what is
chosen is looked at once more: it is no earlier than what it is said to follow, and no year of another date is taken for
its own. What is said of none of them is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from dialogs.answers.calendar_dates import Found
from dialogs.answers.correction import correction
from dialogs.answers.date_finder import find_dates
from dialogs.answers.date_tokens import tokens_of
from dialogs.answers.one_of_several import (
    CLAUSE,
    EVENT,
    PAPER,
    PAUSE,
    Asked,
    Books,
    Role,
    Stretch,
    bare,
    meant,
    stretches,
    tells_nothing,
)
from dialogs.answers.reading import Labels, MisreadReason
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Phrases
from dialogs.study.study import Question
from dialogs.values import When

#: The fact of a treatment whose date is that of its start (study-facts 4.5).
FROM_START = "start"
#: So many words at the most stand between a month and the year that is told behind it.
NEAR = 4
#: The letters of tokens that tell how often, and of those that a date is made of.
_RHYTHM, _MONTHS = frozenset("y"), frozenset("mYFq")
#: Roles of dates that are none of what is asked, and stand in no order with it.
_NO_DATE_OF_IT = frozenset({Role.DENIED, Role.AHEAD, Role.NEXT, Role.ELSEWHERE})
_COUNTED = frozenset({Role.EACH, Role.OTHER})
_AHEAD = frozenset({Role.AHEAD, Role.NEXT})
#: What makes a number before a month its day, and a number that is followed so more than a day.
_DAY_BEFORE, _PART_OF_MORE = re.compile(r"no*$"), re.compile(r"o*[munYFwb]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def text_of_the_one(
    question: Question, folded: str, labels: Labels, language_words: LanguageWords, today: date
) -> str | None:
    """Return the part of a folded text that tells the date that is meant; None where no words say which it is."""
    event = question.event.get(language_words.language, ())
    books = Books(language_words, _event(event), verbs=bool(question.for_each), known=labels.of_another)
    folded = _with_months(folded, language_words)
    told = _dates(folded, books, today)
    found = _without_shared_year(told, today)
    plain = stretches(folded, [(each.start, each.end) for each in found], books)
    parts = [bare(each, books, only_ordinals=True) for each in plain]  # "the second February" is no day
    if not event and any(Role.ELSEWHERE in each.roles for each in parts):
        return None  # what is of something else is not known here
    asked = Asked.FIRST if question.fact == FROM_START else Asked.LAST
    one = meant(parts, asked) or (
        _latest(parts, found, has_year=len(found) < len(told)) if asked is Asked.LAST else None
    )
    if one is None or not _is_in_order(one, parts, asked, language_words, today):
        return None
    if _is_in_a_denied_year(one, parts, language_words, today):
        return None
    text = _with_its_year(one, parts, language_words, today)
    return None if text is None else _without_rhythm(text, language_words)


def is_of_a_paper(question: Question, folded: str, language_words: LanguageWords) -> bool:
    """Tell whether a text speaks only of a paper about what is asked: "the report is from July", "ordered in May"."""
    event = question.event.get(language_words.language, ())
    if not event or question.for_each:
        return False
    names = {hit.name for hit in Books(language_words, _event(event)).said(folded)}
    return PAPER in names and EVENT not in names


def _without_rhythm(text: str, language_words: LanguageWords) -> str:
    """Return a text without the clauses that only tell how often: "every 6 months, the last was in May"."""
    clauses = [(each, {token.letter for token in tokens_of(each, language_words)}) for each in PAUSE.split(text)]
    return ", ".join(each.strip() for each, letters in clauses if not _RHYTHM & letters or _MONTHS & letters)


@lru_cache(maxsize=16)
def _event(words: tuple[str, ...]) -> Phrases:
    return Phrases({EVENT: words})


def _dates(folded: str, books: Books, today: date) -> list[Found]:
    """Return the dates of each clause; a year behind a month without one belongs to it, what is told twice is one."""
    found: list[Found] = []
    start = 0
    for end in [*(each.end() for each in books.patterns[CLAUSE].finditer(folded)), len(folded)]:
        for each in find_dates(folded[start:end], books.language_words, today):
            placed = replace(each, start=each.start + start, end=each.end + start)
            if found and _is_one(found[-1], placed, folded, books):
                found[-1] = replace(
                    placed, start=found[-1].start, when=placed.when if _is_same(found[-1], placed) else None
                )
            else:
                found.append(placed)
        start = end
    return found


def _with_months(folded: str, language_words: LanguageWords) -> str:
    """Return a text in which a day without its month has that of the day before: "3 March and the second the 17th"."""
    pieces: list[str] = []
    end, month = 0, ""
    tokens = tokens_of(folded, language_words)
    for at, token in enumerate(tokens):
        before, behind = (
            "".join(each.letter for each in part) for part in (tokens[:at][-NEAR:], tokens[at + 1 :][:NEAR])
        )
        if token.letter == "m":
            month = token.text if _DAY_BEFORE.search(before) else ""
        elif token.letter == "n" and month and before.endswith("o") and not _PART_OF_MORE.match(behind):
            pieces += [folded[end : token.end], " ", month]
            end = token.end
    return "".join([*pieces, folded[end:]])


def _without_shared_year(found: list[Found], today: date) -> list[Found]:
    """Return the dates without a "this year" that is said of them all."""
    shared = [each for each in found if each.when is None and each.offers == (When.year(today.year),)]
    rest = [each for each in found if each not in shared]
    is_shared = len(shared) == 1 and len(rest) > 1
    return rest if is_shared and all(each.when and each.when.first.year == today.year for each in rest) else found


def _is_same(before: Found, found: Found) -> bool:
    return before.when is not None and before.when == found.when


def _is_one(before: Found, found: Found, folded: str, books: Books) -> bool:
    gap = folded[before.end : found.start]
    if len(gap.split()) > NEAR or not tells_nothing(gap, books):
        return False
    is_year = found.when is None or found.when.precision == "year"
    return _is_same(before, found) or (
        is_year and before.inferred and not _YEAR.search(folded[before.start : before.end])
    )


def _date(part: Stretch, language_words: LanguageWords, today: date) -> Found | None:
    """Return the one date of a stretch, where it is plain."""
    found = find_dates(part.text, language_words, today)
    return found[0] if len(found) == 1 and found[0].when else None


def _latest(parts: Sequence[Stretch], found: Sequence[Found], *, has_year: bool) -> Stretch | None:
    """Return the later of several that the text counts, all with their year: "one in 2021, the other in May 2026"."""
    whens = [each.when for each in found if each.when and (has_year or not each.inferred) and not each.relative]
    counted = any(each.roles for each in parts) and all(each.roles <= _COUNTED for each in parts)
    if not counted or not len(whens) == len(found) == len(parts):
        return None
    at = max(range(len(whens)), key=lambda place: whens[place].first)
    return parts[at] if all(_follows(whens[at], when) for when in whens if when is not whens[at]) else None


def _follows(when: When, other: When) -> bool:
    """Tell whether one date lies behind another for certain."""
    return when.first > other.last


def _is_in_order(
    one: Stretch, parts: Sequence[Stretch], asked: Asked, language_words: LanguageWords, today: date
) -> bool:
    """Tell whether the date that is meant may be the last of them, or the first, as their years are told."""
    found = _date(one, language_words, today)
    if found is None or found.when is None:
        return True  # what is wrong with it is said where it is read
    for part in parts:
        told = None if part is one or part.roles & _NO_DATE_OF_IT else _date(part, language_words, today)
        # of two worked out years neither is sure: only what has no place of its own may not lie behind
        if told is None or told.when is None or (told.inferred and (part.place is not None or not found.inferred)):
            continue
        first, last = (told.when, found.when) if asked is Asked.LAST else (found.when, told.when)
        if last.last < first.first:
            return False
    return True


def _is_in_a_denied_year(one: Stretch, parts: Sequence[Stretch], language_words: LanguageWords, today: date) -> bool:
    """Tell whether a date whose year was worked out lies in one that is denied: "not this year, October"."""
    found = _date(one, language_words, today)
    if found is None or found.when is None or not found.inferred:
        return False
    denied = (each.text for each in parts if Role.DENIED in each.roles)
    return any(
        each.reason is MisreadReason.WHICH_MONTH for text in denied for each in find_dates(text, language_words, today)
    )


def _with_its_year(one: Stretch, parts: Sequence[Stretch], language_words: LanguageWords, today: date) -> str | None:
    """Return the text of the date that is meant; None where its year may be one that is told of another.

    What is put in the place of a date keeps its month, or its year: "August 2062, I mean 2026"."""
    found = _date(one, language_words, today)
    if found is None or found.when is None:
        return one.text
    if one.instead_of is not None:
        return _instead(one, one.instead_of, found, language_words, today)
    if not found.inferred:
        return one.text
    for part in parts:
        told = None if part is one or part.roles & _AHEAD else _date(part, language_words, today)
        if told is not None and not _may_stand_beside(found.when, told, Role.ELSEWHERE in part.roles):
            return None
    return one.text


def _may_stand_beside(when: When, told: Found, is_elsewhere: bool) -> bool:
    """Tell whether a year that was worked out may be right beside a month of another date with its year."""
    if told.inferred or told.when is None or told.when.precision == "year":
        return True
    return when.first.year == told.when.first.year and (not is_elsewhere or when.first <= told.when.last)


def _instead(one: Stretch, before: Stretch, found: Found, language_words: LanguageWords, today: date) -> str | None:
    old = before.text[slice(*before.answer)]
    if found.when is not None and found.when.precision == "year":
        return before.text.replace(old, _YEAR.sub(str(found.when.first.year), old)) if _YEAR.search(old) else None
    was = _date(before, language_words, today)
    text = _with_its_day(one, was, found, language_words) or one.text
    if not found.inferred or was is None or was.inferred or was.when is None:
        return text
    return text if was.when.first.year == (found.when.first.year if found.when else 0) else None


def _with_its_day(one: Stretch, was: Found | None, found: Found, language_words: LanguageWords) -> str | None:
    """Return a month that is put in the place of another with that one's day: "14 August, no, of September".

    None where either is more or less than that, or other words lead to the month: "no, it was in September"."""
    if was is None or was.when is None or found.when is None or was.relative or found.relative:
        return None
    if (was.when.precision, found.when.precision) != ("day", "month") or was.when.first.year != found.when.first.year:
        return None
    start = one.answer[0]
    lead = PAUSE.split(one.text[:start])[-1]
    takes_back = correction(lead, language_words)
    letters = {token.letter for token in tokens_of(takes_back.behind if takes_back else lead, language_words)}
    return f"{was.when.first.day} {one.text[start:]}" if letters <= {"o"} else None
