"""The three treatment criteria against the second opinion: classes, window edges, partial dates, ongoing, new.

Cites study-facts 4.3, 4.4 and 4.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest

from tests.core.screening import oracle
from tests.core.screening.judging import CLASSES, TODAY, TODAYS, expected, person, said, verdict_of
from tests.core.screening.oracle import Facts, Told
from tests.examples import some

CRITERIA = {"steroid_or_immunosuppressant_3m": 3, "cyclophosphamide_6m": 6, "anti_b_cell_12m": 12}


def written_dates(today: date, months: int) -> Iterator[Facts]:
    """Every way to write a date that could matter for a window: days, months and years about its two edges."""
    edges = (oracle.months_on(today, -months), today)
    days = {edge + timedelta(days=days) for edge in edges for days in range(-3, 4)}
    for day in sorted(days):
        yield {"date": day.isoformat()}
    around = {oracle.months_on(edge.replace(day=1), step) for edge in edges for step in (-1, 0, 1)}
    for day in sorted(around):
        yield {"date": day.isoformat()[:7]}
    for year in range(today.year - 2, today.year + 2):
        yield {"date": str(year)}
    for ago in (0, 1, months - 1, months, months + 1, 60):
        yield {"months_ago": ago}
    yield {"date": "unknown"}
    yield {}


def treatments(today: date, months: int, klass: str) -> Iterator[Facts]:
    for when, ongoing, new in product(
        written_dates(today, months), (True, False, "unknown"), (True, False, "unknown", None)
    ):
        told: Facts = {} if new is None else {"newly_added": new}
        yield {"name": klass, **when, **told, "ongoing": ongoing}


@pytest.mark.parametrize("criterion", CRITERIA)
@pytest.mark.parametrize("klass", CLASSES)
@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_every_single_treatment_is_judged_like_the_second_opinion(criterion: str, klass: str, today: date) -> None:
    """study-facts 4.3, 4.4, 4.5: class, date, precision, ongoing and newly added, all with all."""
    for treatment in some(treatments(today, CRITERIA[criterion], klass)):
        facts = person(treatments=[treatment])
        assert said(facts, criterion, today) == expected(facts, criterion, today), treatment


def told(criterion: str, *treatments: Told, today: date = TODAY) -> tuple[str, date | None]:
    verdict = said(person(treatments=list(treatments)), criterion, today)
    return verdict.state, verdict.ends


STEROID, CYCLO, B_CELL = CRITERIA


def test_no_treatment_at_all_is_met_and_not_knowing_is_unknown() -> None:
    """study-facts 4.4: an empty list was asked and is none; "unknown" leaves the three criteria open."""
    for criterion in CRITERIA:
        assert said(person(treatments=[]), criterion) == oracle.MET
        assert said(person(treatments="unknown"), criterion) == oracle.UNKNOWN


def test_on_its_end_day_a_treatment_no_longer_excludes() -> None:
    """study-facts 4.3: excluded while today is before the date plus the months."""
    rituximab = {"name": "anti_b_cell", "date": "2026-03-15"}
    assert told(B_CELL, rituximab, today=date(2027, 3, 14)) == ("not_met", date(2027, 3, 15))
    assert told(B_CELL, rituximab, today=date(2027, 3, 15)) == ("met", None)


def test_a_month_is_every_one_of_its_days() -> None:
    """study-facts 4.4: all inside counts, none does not, mixed is unknown; the end is that of the last day."""
    assert told(STEROID, {"name": "ivig", "date": "2026-09"}) == ("not_met", date(2026, 12, 30))
    assert told(STEROID, {"name": "ivig", "date": "2026-08"}) == ("unknown", None)
    assert told(STEROID, {"name": "ivig", "date": "2026-07"}) == ("met", None)


def test_the_month_that_runs_is_not_planned_but_the_next_one_is() -> None:
    """study-facts 4.4: a month is planned only when its first day is after today."""
    assert told(STEROID, {"name": "ivig", "date": "2026-11"}) == ("not_met", date(2027, 2, 28))
    assert told(STEROID, {"name": "ivig", "date": "2026-12"}) == ("unknown", None)
    planned = person(treatments=[{"name": "ivig", "date": "2026-12"}])
    assert verdict_of(planned, STEROID).notes == ("planned",)


def test_a_year_alone_is_every_one_of_its_days() -> None:
    """study-facts 4.4: a year only, the same with every day of that year."""
    assert told(B_CELL, {"name": "anti_b_cell", "date": "2025"}) == ("unknown", None)
    assert told(B_CELL, {"name": "anti_b_cell", "date": "2024"}) == ("met", None)
    assert told(B_CELL, {"name": "anti_b_cell", "date": "2026"}) == ("not_met", date(2027, 12, 31))
    assert told(B_CELL, {"name": "anti_b_cell", "date": "2027"}) == ("unknown", None)


def test_what_goes_on_dose_after_dose_has_no_end_date() -> None:
    """study-facts 4.4: a date would hold only if they stopped, and the bot must never suggest that. [RE-15]"""
    belimumab = {"name": "anti_b_cell", "date": "2026-10-20", "ongoing": True}
    assert told(B_CELL, belimumab) == ("not_met", None)
    assert told(B_CELL, belimumab, {"name": "anti_b_cell", "date": "2026-10-20"}) == ("not_met", None)
    started_long_ago = {"name": "anti_b_cell", "date": "2024-10-20", "ongoing": True}
    assert told(B_CELL, started_long_ago) == ("unknown", None)
    assert told(B_CELL, started_long_ago | {"ongoing": "unknown"}) == ("unknown", None)
    assert told(B_CELL, belimumab | {"ongoing": "unknown"}) == ("not_met", None)


def test_what_the_team_must_look_at_is_not_known_while_it_goes_on() -> None:
    """study-facts 4.4, 8: its date is then the start, and the last dose is recent."""
    hydroxyurea = {"name": "staff_check", "date": "2024-01"}
    assert told(STEROID, hydroxyurea) == ("met", None)
    assert told(STEROID, hydroxyurea | {"ongoing": True}) == ("unknown", None)
    for criterion in CRITERIA:
        assert told(criterion, hydroxyurea | {"name": "unrecognised", "ongoing": "unknown"}) == ("unknown", None)


def test_a_new_immunosuppressant_keeps_its_date_though_it_goes_on() -> None:
    """study-facts 4.4: its window runs from the start."""
    started = {"name": "new_immunosuppressant", "date": "2026-10-01", "newly_added": True, "ongoing": True}
    assert told(STEROID, started) == ("not_met", date(2027, 1, 1))
    assert told(STEROID, started | {"date": "2026-01-10"}) == ("met", None)


def test_only_a_newly_started_immunosuppressant_counts() -> None:
    """study-facts 4.5: an old drug does not count; not known whether new is unknown."""
    drug = {"name": "new_immunosuppressant", "date": "2026-10-01"}
    assert told(STEROID, drug | {"newly_added": False}) == ("met", None)
    assert told(STEROID, drug | {"newly_added": "unknown"}) == ("unknown", None)
    assert told(STEROID, drug) == ("unknown", None)


@pytest.mark.parametrize("klass", ["bolus_methylprednisolone", "ivig", "plasmapheresis"])
def test_any_dose_counts_first_or_repeated(klass: str) -> None:
    """study-facts 4.5: whether the treatment is new does not matter here."""
    for new in (True, False, "unknown"):
        dose = {"name": klass, "date": "2026-10-01", "newly_added": new}
        assert told(STEROID, dose) == ("not_met", date(2027, 1, 1))


def test_the_specific_window_beats_the_general_one() -> None:
    """study-facts 4.5: cyclophosphamide and anti-B-cell drugs never count under the three months."""
    both = [{"name": name, "date": "2026-11-01", "newly_added": True} for name in ("cyclophosphamide", "anti_b_cell")]
    assert told(STEROID, *both) == ("met", None)
    assert told(CYCLO, *both) == ("not_met", date(2027, 5, 1))
    assert told(B_CELL, *both) == ("not_met", date(2027, 11, 1))


def test_within_one_criterion_a_failure_outranks_an_unknown() -> None:
    """study-facts 4.4: and its date comes from the failures alone."""
    bolus = {"name": "bolus_methylprednisolone", "date": "2026-10-05"}
    later = {"name": "ivig", "date": "2026-11-10"}
    open_ = {"name": "unrecognised", "date": "2026-11-20"}
    assert told(STEROID, open_, bolus) == ("not_met", date(2027, 1, 5))
    assert told(STEROID, bolus, later) == ("not_met", date(2027, 2, 10))


def test_what_the_team_must_look_at_leaves_only_the_three_months_open() -> None:
    """study-facts 8: staff_check is unknown under the three months, while inside them."""
    unclear = {"name": "staff_check", "date": "2026-10-05"}
    assert [told(criterion, unclear)[0] for criterion in CRITERIA] == ["unknown", "met", "met"]
    assert [told(criterion, unclear | {"date": "2026-06"})[0] for criterion in CRITERIA] == ["met", "met", "met"]


def test_a_name_nobody_knows_leaves_each_window_open_that_it_lies_in() -> None:
    """study-facts 8: unrecognised is unknown under all three, while inside each window."""
    for when, states in {
        "2026-10-05": ["unknown", "unknown", "unknown"],
        "2026-07-05": ["met", "unknown", "unknown"],
        "2026-02-05": ["met", "met", "unknown"],
        "2025-02-05": ["met", "met", "met"],
        "unknown": ["unknown", "unknown", "unknown"],
    }.items():
        assert [told(criterion, {"name": "xyz", "date": when})[0] for criterion in CRITERIA] == states, when
