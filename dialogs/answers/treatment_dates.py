"""Dates beside the names of treatments: each is what its verb says (study-facts 8)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.answers.calendar_dates import Found
from dialogs.answers.date_finder import find_dates
from dialogs.answers.dates import comes_soon, plausible
from dialogs.answers.reading import MisreadReason
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.medicine_file import Beside
from dialogs.lexicon.phrases import Phrases
from dialogs.lexicon.spelling import sound
from dialogs.values import When, add_months

_WORD = re.compile(r"[a-z0-9]+")
#: What a date is none of, whatever stands beside it.
_SPANS = frozenset({Beside.RHYTHM, Beside.BOUND})


@dataclass(frozen=True, slots=True)
class Dated:
    """The dates of one part, and what its verbs say of them."""

    today: date
    #: Each with whether its year was worked out.
    dates: tuple[tuple[When, bool], ...] = ()
    verbs: frozenset[Beside] = frozenset()
    #: The words beside the dates.
    rest: str = ""
    #: One of them can be read in two ways, and is none of `dates`.
    ambiguous: bool = False

    @property
    def planned(self) -> bool:
        """Does it lie ahead?"""
        return Beside.PLANNED in self.verbs

    def of(self, *, from_start: bool) -> tuple[tuple[When, bool], ...]:
        """Return the dates that are what is asked of a treatment: its start, or a dose."""
        wrong = Beside.END if from_start else Beside.START
        is_of_dose = Beside.CHANGE in self.verbs and Beside.SWITCH not in self.verbs
        if is_of_dose or Beside.OTHER in self.verbs:
            return ()
        if wrong in self.verbs and not self._says_right(from_start):
            return tuple((when, inferred) for when, inferred in self.dates if when.first > self.today)
        return self.dates

    def _says_right(self, from_start: bool) -> bool:
        """Do its words also name what is asked: "empecé en mayo, la última fue en agosto"?"""
        return (Beside.START if from_start else Beside.END) in self.verbs and not self.planned


def dated(plain: str, beside: Phrases, language_words: LanguageWords, today: date) -> Dated:
    """Return the dates of one part whose number words are digits; rhythms and bounds are none."""
    at = [match.span() for match in _WORD.finditer(plain)]
    hits = beside.hits([sound(plain[start:end]) for start, end in at])
    verbs = {Beside(hit.name) for hit in hits}
    if Beside.STOPPED in verbs:
        verbs = verbs - {Beside.START} | {Beside.END}
    bare = _blanked(plain, [(at[hit.start][0], at[hit.end - 1][1]) for hit in hits if hit.name in _SPANS])
    # of digits that are two days in English none is taken: the date is asked, and there which of them it is
    found = find_dates(bare, language_words, today)
    if Beside.COMING in verbs and any(each.when and each.inferred and comes_soon(each.when, today) for each in found):
        verbs.add(Beside.PLANNED)
    planned = Beside.PLANNED in verbs
    dates = tuple(
        (ahead(each, today) if planned else each.when, each.inferred)
        for each in found
        if each.when and plausible(each.when, today)
    )
    rest = _blanked(plain, [(each.start, each.end) for each in found])
    ambiguous = any(each.reason is MisreadReason.AMBIGUOUS_DATE for each in found)
    return Dated(today, tuple((when, inferred) for when, inferred in dates if when), frozenset(verbs), rest, ambiguous)


def ahead(found: Found, today: date) -> When | None:
    """Return the next such date, for what is due; None where it cannot lie ahead."""
    when = found.when
    if when is None or when.last >= today:
        return when
    if not found.inferred or when.precision not in ("day", "month"):
        return None
    later = add_months(when.first, 12)
    while later < today.replace(day=1):
        later = add_months(later, 12)
    return When.day(later) if when.precision == "day" else When.month(later.year, later.month)


def one_date(dates: Sequence[tuple[When, bool]], *, from_start: bool) -> When:
    """Of several dates the last, or the first where the start counts; a year that was said outranks one worked out."""
    said = [when for when, inferred in dates if not inferred] or [when for when, _ in dates]
    pick = min if from_start else max
    return pick(said, key=lambda when: when.last)


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text with blanks where these spans are."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
