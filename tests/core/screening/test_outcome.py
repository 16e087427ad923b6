"""From findings to an outcome: lasting, temporary, dated or not, and in which order (study-facts 3, 4.1, 4.2)."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.core.screening import oracle
from tests.core.screening.judging import STUDY, expected_outcome, outcome, person
from tests.core.screening.oracle import Facts

LOW: Facts = {"kind": "egfr", "value": 20}
BOLUS: Facts = {"name": "bolus_methylprednisolone", "date": "2026-10-05"}
CYCLO: Facts = {"name": "cyclophosphamide", "date": "2026-11-01"}
RITUXIMAB: Facts = {"name": "anti_b_cell", "date": "2026-03-15"}
MONTHLY: Facts = {"name": "anti_b_cell", "date": "2026-11-10", "ongoing": True}

#: Criterion → what makes it fail, and whether that is lasting, ends on a date, or has none (study-facts 4.1).
FAILURES: dict[str, tuple[Facts, str]] = {
    "age": ({"age": 80}, "lasting"),
    "sle": ({"sle_diagnosis": "no"}, "lasting"),
    "antibodies": ({"antibodies": "no"}, "lasting"),
    "renal_biopsy": ({"biopsy_class": "none"}, "undated"),
    "urinary_sediment": ({"urine_sediment": "no"}, "lasting"),
    "upc": ({"upc": {"value": 0.3, "unit": "g/g"}}, "lasting"),
    "egfr": ({"egfr": LOW}, "lasting"),
    "steroid_or_immunosuppressant_3m": ({"treatments": [BOLUS]}, "2027-01-05"),
    "cyclophosphamide_6m": ({"treatments": [CYCLO]}, "2027-05-01"),
    "anti_b_cell_12m": ({"treatments": [RITUXIMAB]}, "2027-03-15"),
    "pregnancy": ({"pregnant": "yes"}, "undated"),
    "comorbidity": ({"uncontrolled_disease": "yes"}, "undated"),
    "infection": ({"infection": "yes"}, "undated"),
    "cancer": ({"cancer": "yes"}, "lasting"),
    "surgery": ({"pending_surgery": "yes"}, "undated"),
}


def failing(*criteria: str) -> Facts:
    """Somebody who fails exactly these criteria."""
    facts = person()
    treatments: list[object] = []
    for criterion in criteria:
        told = FAILURES[criterion][0]
        rows = told.get("treatments", [])
        assert isinstance(rows, list)
        treatments += rows
        facts |= told
    return facts | {"treatments": treatments}


def test_the_fifteen_criteria_stand_in_their_order() -> None:
    """study-facts 3: ids and order are used everywhere."""
    assert tuple(criterion.id for criterion in STUDY.criteria) == oracle.ORDER


@pytest.mark.parametrize("criterion", oracle.ORDER)
def test_one_failure_alone_decides_as_its_kind_says(criterion: str) -> None:
    """study-facts 4.1, 4.2."""
    how = FAILURES[criterion][1]
    assert outcome(failing(criterion)) == {
        "outcome": "unlikely" if how == "lasting" else "not_now",
        "not_met": [criterion],
        "unknown": [],
        "earliest_date": None if how in ("lasting", "undated") else how,
    }


@pytest.mark.parametrize(("one", "other"), list(combinations(oracle.ORDER, 2)))
def test_two_failures_together_decide_as_the_page_says(one: str, other: str) -> None:
    """study-facts 4.2: any lasting is unlikely; else the latest end, none if one has none."""
    how = {FAILURES[one][1], FAILURES[other][1]}
    dates = sorted(how - {"lasting", "undated"})
    result = outcome(failing(one, other))
    assert result["not_met"] == [one, other]
    assert result["outcome"] == ("unlikely" if "lasting" in how else "not_now")
    assert result["earliest_date"] == (dates[-1] if dates and len(dates) == len(how) else None)
    assert result == expected_outcome(failing(one, other))


def test_everything_known_and_fitting_is_plausible() -> None:
    """study-facts 4.2."""
    assert outcome(person()) == {"outcome": "plausible", "not_met": [], "unknown": [], "earliest_date": None}


def test_all_three_windows_end_with_the_latest() -> None:
    """study-facts 4.2: the latest end date of all failures."""
    assert outcome(person(treatments=[BOLUS, CYCLO, RITUXIMAB]))["earliest_date"] == "2027-05-01"


def test_one_window_without_an_end_takes_the_date_away() -> None:
    """study-facts 4.2, 4.4: null if any one failure has no end date. [RE-15]"""
    assert outcome(person(treatments=[BOLUS, MONTHLY]))["earliest_date"] is None
    assert outcome(failing("steroid_or_immunosuppressant_3m", "infection"))["earliest_date"] is None


def test_an_unknown_beside_a_failure_is_listed_and_changes_nothing() -> None:
    """study-facts 4.2: unknowns are allowed; they stand in their own list, in order."""
    result = outcome(failing("cyclophosphamide_6m") | {"antibodies": "unknown", "upc": "unknown", "cancer": "unknown"})
    assert result["outcome"] == "not_now"
    assert result["unknown"] == ["antibodies", "upc", "cancer"]
    assert result["earliest_date"] == "2027-05-01"


def test_a_minor_gets_no_date_and_is_told_apart() -> None:
    """study-facts 4.1: lasting, though time cures it; no path to a reminder or a list. [CL-26]"""
    assert outcome(failing("infection", "cyclophosphamide_6m") | {"age": 17})["earliest_date"] is None
    criterion = STUDY.criterion("age")
    assert criterion.ends_below
    assert criterion.below.endswith("When you turn 18 you can start again.")


def test_only_age_ends_the_conversation_for_a_minor() -> None:
    """study-facts 4.7, 13. [CL-26]"""
    assert [criterion.id for criterion in STUDY.criteria if criterion.ends_below] == ["age"]
    assert STUDY.asked[0].id == "age"
