"""What the calendar makes of the numbers of a date: a day, a month, the last such one; and dates wholly in digits."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.answers.reading import MisreadReason
from dialogs.values import When


@dataclass(frozen=True, slots=True)
class Found:
    """One date of a text."""

    when: When | None
    start: int = 0
    end: int = 0
    #: The year was worked out, not given.
    inferred: bool = False
    #: Counted back from today in more than days ("hace 6 meses"): no day was named.
    relative: bool = False
    #: Names a month or unit in words, or all three of day, month and year: no laboratory value looks so.
    clear: bool = True
    #: Why `when` is None; and the readings to offer.
    reason: MisreadReason = MisreadReason.NOTHING
    offers: tuple[When, ...] = ()


def full_year(number: int, today: date) -> int:
    """Return a year of two digits: 26 is 2026, 98 is 1998."""
    if number > 99:
        return number
    return 2000 + number if number <= today.year % 100 + 5 else 1900 + number


def day_of(year: int, month: int, day: int) -> Found:
    """Return one day, where the calendar has it."""
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(min(max(year, 1), 9998), month)[1]:
        return Found(None, reason=MisreadReason.NO_SUCH_DAY)
    return Found(When.day(date(min(max(year, 1), 9998), month, day)))


def month_of(year: int, month: int) -> Found:
    """Return one month of one year."""
    return Found(When.month(min(max(year, 1), 9998), month))


def latest_month(today: date, month: int) -> Found:
    """Return the last such month that is not in the future."""
    year = today.year if month <= today.month else today.year - 1
    return Found(When.month(year, month), inferred=True)


def latest_day(today: date, month: int, day: int) -> Found:
    """Return the last such day that is not in the future."""
    for year in range(today.year, today.year - 9, -1):
        found = day_of(year, month, day)
        if found.when and found.when.first <= today:
            return Found(found.when, inferred=True)
    return Found(None, reason=MisreadReason.NO_SUCH_DAY)


def in_digits(numbers: Sequence[int], today: date, language: str, *, may_invert: bool) -> Found:
    """Return the date of two or three numbers, as a language orders them; `may_invert`: in English the first may be
    the month or the day."""
    if len(numbers) == 3:
        return _three(numbers, today, language, may_invert=may_invert)
    return _two(numbers[0], numbers[1], today, language)


def _three(numbers: Sequence[int], today: date, language: str, *, may_invert: bool) -> Found:
    if numbers[0] > 31:
        return day_of(full_year(numbers[0], today), numbers[1], numbers[2])
    day, month, year = numbers[0], numbers[1], full_year(numbers[2], today)
    straight, swapped = day_of(year, month, day), day_of(year, day, month)
    if may_invert and language == "en" and day != month and straight.when and swapped.when:
        return Found(None, reason=MisreadReason.AMBIGUOUS_DATE, offers=(straight.when, swapped.when))
    if straight.when is None and swapped.when:
        if language == "en":
            return swapped
        return Found(None, reason=MisreadReason.NO_SUCH_DAY, offers=(swapped.when,))
    return straight


def _two(first: int, second: int, today: date, language: str) -> Found:
    if second > 1000 or first > 1000:
        year, month = max(first, second), min(first, second)
        return month_of(year, month) if 1 <= month <= 12 else Found(None, reason=MisreadReason.NO_SUCH_DAY)
    straight = latest_day(today, second, first) if 1 <= second <= 12 else Found(None)
    if straight.when is None:
        return _month_and_more(first, second, today, language)
    swapped = latest_day(today, first, second) if 1 <= first <= 12 else Found(None)
    if language == "en" and first != second and swapped.when:
        return Found(None, reason=MisreadReason.AMBIGUOUS_DATE, offers=(straight.when, swapped.when))
    return straight


def _month_and_more(first: int, second: int, today: date, language: str) -> Found:
    """10-26: October 2026. 12/25 in English: Christmas, or December 2025?"""
    if not 1 <= first <= 12 or second > 99:
        return Found(None, reason=MisreadReason.NO_SUCH_DAY)
    month = month_of(full_year(second, today), first)
    day = latest_day(today, first, second)
    if language == "en" and day.when and month.when:
        return Found(None, reason=MisreadReason.AMBIGUOUS_DATE, offers=(day.when, month.when))
    return month
