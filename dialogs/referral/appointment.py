"""Reading the day and the hour of a visit as a member types it: «15 de enero a las 10:30», "15/01/2027 10.30"."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from dialogs.answers import fold
from dialogs.answers.date_finder import find_dates
from dialogs.answers.treatment_dates import ahead
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.worded import Worded
from dialogs.values import When

#: The hour with its minutes; without them only where a word says that it is one.
_HOUR = Worded(r"\b(?:{hour_at}|{hour_of})?\s*(\d{1,2})\s*[:.h]\s*(\d{2})(?!\s*[./]\d)\b")
_WHOLE_HOUR = Worded(r"\b(?:{hour_at})\s+(\d{1,2})\b|\b(\d{1,2})\s*(?:{hour_word})\b")
#: An afternoon in words: what is said there is never the night.
_PM = Worded(r"\b(?:{afternoon_said})")
_NOON = 12
#: A visit lies within a year.
_LATEST = 366


def read_appointment(text: str, words: LanguageWords, now: datetime) -> datetime | None:
    """Return when the visit is, in the zone of `now`; None where day or hour is missing, past, or more than one."""
    folded, patterns = fold(text), words.patterns
    hours = list(patterns[_HOUR].finditer(folded)) or list(patterns[_WHOLE_HOUR].finditer(folded))
    if len(hours) != 1:
        return None
    found = hours[0]
    rest = folded[: found.start()] + " " + folded[found.end() :]
    days = {when for each in find_dates(rest, words, now.date(), may_invert=False) if (when := ahead(each, now.date()))}
    at = _time(found, afternoon=patterns[_PM].search(folded) is not None)
    if len(days) != 1 or at is None:
        return None
    return _moment(days.pop(), at, now)


def _moment(when: When, at: time, now: datetime) -> datetime | None:
    day: date = when.first
    if when.precision != "day" or (day - now.date()).days > _LATEST:
        return None
    moment = datetime.combine(day, at, now.tzinfo)
    return moment if moment > now else None


def _time(found: re.Match[str], *, afternoon: bool) -> time | None:
    numbers = [int(number) for number in found.groups() if number is not None]
    hour, minute = (*numbers, 0)[:2]
    if afternoon and hour < _NOON:
        hour += _NOON
    return time(hour, minute) if hour <= 23 and minute <= 59 else None
