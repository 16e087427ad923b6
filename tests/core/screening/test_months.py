"""Months are counted as the calendar counts them, and a date is every day that it may mean (study-facts 4.3, 4.4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.study.rules import Truth, inside, within
from dialogs.study.windows import Window
from dialogs.values import When, add_months, months_ago, weeks_ago
from tests.core.screening import oracle

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 10, 5), 3, date(2027, 1, 5)),
        (date(2026, 12, 31), 3, date(2027, 3, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_number_or_the_last_day(day: date, months: int, end: date) -> None:
    """study-facts 4.3: the page's own examples, and year ends."""
    assert add_months(day, months) == end


def test_every_day_of_seven_years_ends_as_the_day_by_day_rule_says() -> None:
    """study-facts 4.3: two leap years among them; 3, 6 and 12 months, forward and back."""
    day = date(2023, 1, 1)
    while day < date(2030, 1, 1):
        for months in (-12, -6, -3, -1, 3, 6, 12):
            assert add_months(day, months) == oracle.months_on(day, months)
        day += timedelta(days=1)


@given(DAYS, st.integers(-600, 600))
def test_any_number_of_months_ends_as_the_day_by_day_rule_says(day: date, months: int) -> None:
    """study-facts 4.3."""
    assert add_months(day, months) == oracle.months_on(day, months)


@given(DAYS, st.integers(0, 240))
def test_months_ago_lands_in_the_month_that_many_months_before(today: date, months: int) -> None:
    """study-facts 4.3: today minus n calendar months, same clamp."""
    then = months_ago(today, months)
    assert (today.year - then.year) * 12 + today.month - then.month == months
    assert then.day == today.day or (then.day < today.day and (then + timedelta(days=1)).day == 1)


def test_a_week_is_seven_days() -> None:
    """study-facts 11."""
    assert weeks_ago(date(2026, 3, 3), 2) == date(2026, 2, 17)


@given(DAYS, DAYS, st.sampled_from([3, 6, 12]))
def test_a_window_says_of_a_month_what_all_its_days_say(today: date, day: date, months: int) -> None:
    """study-facts 4.3, 4.4: `today < date + months` for treatments, `today <= date + months` for the biopsy."""
    days = oracle.days_of(day.year, day.month)
    month = When.month(day.year, day.month)
    for says, each in (
        (inside, {today < oracle.months_on(one, months) for one in days}),
        (within, {today <= oracle.months_on(one, months) for one in days}),
    ):
        wanted = Truth.UNKNOWN if len(each) == 2 else Truth.MET if each == {True} else Truth.NOT_MET
        assert says(month, today, Window.months(months)) is wanted


@given(DAYS)
def test_a_date_keeps_its_precision_through_its_written_form(day: date) -> None:
    """study-facts 4.4, 4.8: a day, a month, a year."""
    for when in (When.day(day), When.month(day.year, day.month), When.year(day.year)):
        assert When.parse(str(when)) == when
        assert (when.first, when.last) == (
            oracle.possible_days(str(when))[0],  # type: ignore[index]  # never unknown here
            oracle.possible_days(str(when))[-1],  # type: ignore[index]  # the oracle gives days for every date
        )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-13",
        "2026-00",
        "2026-02-29",
        "2026-2-1",
        "26-02-01",
        "2026/02",
        "01-02-2026",
        "2026-06-10T00:00",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """study-facts 4.8: YYYY-MM-DD, YYYY-MM or YYYY, nothing else."""
    with pytest.raises(ValueError):  # noqa: PT011  # the reason differs by what is wrong
        When.parse(text)


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        When.parse("2026-06-10/2026-06-01")
