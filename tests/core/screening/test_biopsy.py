"""The kidney biopsy against the second opinion: the window first, then the class (study-facts 4.3, 4.4 and 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

import pytest

from dialogs.screening.facts_file import read_facts
from dialogs.study.rules import ClassWithin
from tests.core.screening import oracle
from tests.core.screening.judging import STUDY, TODAY, TODAYS, class_named, expected, person, said
from tests.examples import some

TERMS = ("I", "II", "III", "IV", "V", "VI")


def named_classes() -> Iterator[str]:
    """Every class, every pair and every three of them, none at all, and not known."""
    for size in (1, 2, 3):
        yield from ("+".join(some) for some in combinations(TERMS, size))
    yield from ("none", "unknown", "V+III")


def written_dates(today: date) -> Iterator[str]:
    edge = oracle.months_on(today, -12)
    for centre in (edge, today):
        yield from ((centre + timedelta(days=days)).isoformat() for days in range(-3, 4))
        yield from (oracle.months_on(centre, step).isoformat()[:7] for step in range(-2, 3))
    yield from (str(today.year + step) for step in range(-3, 2))
    yield "unknown"


@pytest.mark.parametrize("today", some(TODAYS), ids=str)
def test_every_class_on_every_date_is_judged_like_the_second_opinion(today: date) -> None:
    """study-facts 5, renal_biopsy: the whole table, with days, months and years about both edges."""
    for written in written_dates(today):
        for named in named_classes():
            facts = person(biopsy_class=named, biopsy_date=written)
            assert said(facts, "renal_biopsy", today) == expected(facts, "renal_biopsy", today), (named, written)


WITHIN, OLDER, EDGE, UNDATED = "2026-06", "2025-06", "2025-11", "unknown"


@pytest.mark.parametrize(
    ("written", "named", "verdict"),
    [
        (WITHIN, "IV", oracle.MET),
        (WITHIN, "III+V", oracle.MET),
        (WITHIN, "V", oracle.FOR_GOOD),
        (WITHIN, "unknown", oracle.UNKNOWN),
        (OLDER, "IV", oracle.FOR_NOW),
        (OLDER, "V", oracle.FOR_NOW),
        (OLDER, "unknown", oracle.FOR_NOW),
        (UNDATED, "IV", oracle.UNKNOWN),
        (UNDATED, "V", oracle.FOR_GOOD),
        (UNDATED, "unknown", oracle.UNKNOWN),
        (EDGE, "IV", oracle.UNKNOWN),
        (EDGE, "V", oracle.FOR_GOOD),
        (EDGE, "unknown", oracle.UNKNOWN),
        (UNDATED, "none", oracle.FOR_NOW),
    ],
)
def test_the_table_of_the_biopsy(written: str, named: str, verdict: oracle.Verdict) -> None:
    """study-facts 5: nine cells, the edge, and no biopsy; 4.1: lasting only for a class in the window or undated."""
    assert said(person(biopsy_class=named, biopsy_date=written), "renal_biopsy") == verdict


def test_a_biopsy_counts_on_its_last_day_and_not_one_day_later() -> None:
    """study-facts 4.3: it counts while today is not after the date plus 12 months."""
    facts = person(biopsy_date="2026-06-10")
    assert said(facts, "renal_biopsy", date(2027, 6, 10)) == oracle.MET
    assert said(facts, "renal_biopsy", date(2027, 6, 11)) == oracle.FOR_NOW


def test_a_biopsy_of_a_leap_day_counts_until_the_28th() -> None:
    """study-facts 4.3: 29 February plus 12 months is 28 February."""
    facts = person(biopsy_date="2028-02-29")
    assert said(facts, "renal_biopsy", date(2029, 2, 28)) == oracle.MET
    assert said(facts, "renal_biopsy", date(2029, 3, 1)) == oracle.FOR_NOW


@pytest.mark.parametrize("named", ["IV", "V", "unknown"])
@pytest.mark.parametrize("written", ["2026-11-23", "2026-12", "2027"])
def test_a_planned_biopsy_is_unknown(named: str, written: str) -> None:
    """study-facts 4.4: what lies in the future is unknown."""
    assert said(person(biopsy_class=named, biopsy_date=written), "renal_biopsy") == oracle.UNKNOWN


@pytest.mark.parametrize(
    ("written", "until"),
    [("2025-11-22", date(2026, 11, 22)), ("2026-06", date(2027, 6, 1)), ("2026", date(2027, 1, 1)), ("unknown", None)],
)
def test_the_team_sees_until_when_a_biopsy_surely_counts(written: str, until: date | None) -> None:
    """study-facts 4.3, 12: "biopsy counts until 22 Nov 2026"; of a month, the date of its first day."""
    rule = STUDY.criterion("renal_biopsy").rule
    assert isinstance(rule, ClassWithin)
    assert rule.valid_until(read_facts(STUDY, person(biopsy_date=written), class_named, TODAY)) == until
