"""How long a window is, counted in the calendar.

A window is a number of days, weeks, months or years. Months and years keep the number of the day, or take that month's
last one; nothing is ever a month of 30 days (study-facts 4.3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dialogs.values import add_months


class Span(StrEnum):
    """What a window is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


#: The longest window that a study can mean: a lifetime.
LONGEST_YEARS = 120


@dataclass(frozen=True, slots=True)
class Window:
    """So many days, weeks, months or years.

    >>> Window.parse("6 weeks").after(date(2026, 11, 22)), Window.parse("1 year").after(date(2028, 2, 29))
    (datetime.date(2027, 1, 3), datetime.date(2029, 2, 28))
    """

    count: int
    span: Span

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read "12 months", "1 week"; ValueError for anything else."""
        match = re.fullmatch(r"([1-9]\d{0,4}) (day|week|month|year)s?", text.strip())
        if match is None:
            raise ValueError(f"not a window: {text[:20]!r}")
        window = cls(int(match[1]), Span(f"{match[2]}s"))
        if window.after(date(2000, 1, 1)).year > 2000 + LONGEST_YEARS:
            raise ValueError(f"longer than a lifetime: {text[:20]!r}")
        return window

    @classmethod
    def months(cls, count: int) -> Window:
        """So many months."""
        return cls(count, Span.MONTHS)

    def after(self, day: date) -> date:
        """Return the day so long after this one."""
        match self.span:
            case Span.DAYS:
                return day + timedelta(days=self.count)
            case Span.WEEKS:
                return day + timedelta(weeks=self.count)
            case Span.MONTHS:
                return add_months(day, self.count)
        return add_months(day, 12 * self.count)

    def is_longer(self, other: Window) -> bool:
        """Tell whether it is longer than another one on every day of the calendar.

        >>> [Window.parse(each).is_longer(Window.parse("30 days")) for each in ("6 weeks", "1 month")]
        [True, False]
        """
        days = [date(2027, 1, 1) + timedelta(days=number) for number in range(366)]
        return all(self.after(day) > other.after(day) for day in days)

    def __str__(self) -> str:
        """Return it as the study file writes it."""
        return f"{self.count} {self.span if self.count != 1 else str(self.span)[:-1]}"
