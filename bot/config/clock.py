"""The program's one clock and its one day, which is the site's; both are handed in, nobody else asks for the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.config.settings import Settings, SettingsError, read_settings
from bot.config.site import SiteFile, read_place

#: Hours at the site in which people are written to on our own account.
DAYTIME = (time(9), time(20))

#: Gives this moment, aware and in UTC.
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return this moment by the computer's clock."""
    return datetime.now(UTC)


def clock_of(settings: Settings, zone: ZoneInfo) -> Clock:
    """Return the computer's clock, or one whose day at the site is fixed and whose hours go on (TAMIZ_TODAY)."""
    if settings.today is None:
        return system_clock
    day = settings.today
    return lambda: datetime.combine(day, system_clock().astimezone(zone).time(), zone).astimezone(UTC)


# An answer asks five times, of the same moment: 2 µs each.
@lru_cache(maxsize=4)
def day_at(zone: ZoneInfo, moment: datetime) -> date:
    """Return the day that it is at the site."""
    return moment.astimezone(zone).date()


def is_daytime(zone: ZoneInfo, moment: datetime) -> bool:
    """Is it an hour at the site in which people may be written to?"""
    first, last = DAYTIME
    return first <= moment.astimezone(zone).time() < last


def today_at_site() -> date:
    """Return the site's day for a command that needs no installation; where there is none, that of Chile's capital."""
    try:
        settings = read_settings()
    except SettingsError:
        return day_at(SiteFile().zone, system_clock())
    try:
        zone = read_place(settings.site, examples_allowed=True).zone
    except SettingsError:
        zone = SiteFile().zone
    return day_at(zone, clock_of(settings, zone)())
