"""Working days in Chile, movable holidays included. What is counted in them is counted by the clock on the wall."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.config.settings import SettingsError

if TYPE_CHECKING:
    from holidays import HolidayBase

_SATURDAY = 5
_CHILE = "America/Santiago"


@cache
def _holidays() -> HolidayBase:
    from holidays import country_holidays  # slow to load, and not needed by every command

    return country_holidays("CL")


@lru_cache(maxsize=64)  # asked several times at every answer, mostly of today
def is_working_day(day: date) -> bool:
    """Is somebody at work on this day?

    >>> is_working_day(date(2026, 12, 25))
    False
    """
    return day.weekday() < _SATURDAY and day not in _holidays()


@lru_cache(maxsize=64)
def working_day_after(day: date, days: int) -> date:
    """Return the working day that is so many working days after this day.

    >>> working_day_after(date(2026, 12, 24), 1)
    datetime.date(2026, 12, 28)
    """
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def working_moment_after(moment: datetime, days: int, opens: time, closes: time) -> datetime:
    """Return the moment that is so many working days later, in the zone of `moment`.

    What comes in when nobody is there counts from the next opening on. A change of the clock moves nothing: half past
    ten stays half past ten.
    """
    start = moment
    if not is_working_day(moment.date()) or moment.time() >= closes:
        start = datetime.combine(working_day_after(moment.date(), 1), opens, moment.tzinfo)
    elif moment.time() < opens:
        start = datetime.combine(moment.date(), opens, moment.tzinfo)
    return datetime.combine(working_day_after(start.date(), days), start.time(), moment.tzinfo)


def zone_of_chile() -> ZoneInfo:
    """Return the zone of a site that names none; SettingsError on a machine that knows no zones."""
    try:
        return ZoneInfo(_CHILE)
    except ZoneInfoNotFoundError:
        raise SettingsError(
            ["This machine has no time-zone data. Install the system's package tzdata, or `pip install tzdata`."]
        ) from None
