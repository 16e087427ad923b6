"""What holds for everybody, whatever was answered (study-facts 1, 4.2, 4.4, 4.7)."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.study.rules import Truth
from tests.core.screening import oracle
from tests.core.screening.judging import expected_outcome, outcome, person, said
from tests.core.screening.oracle import Facts
from tests.core.screening.people import ANYBODY, ASKED_IN_ORDER, TODAY_OR_SO, TREATMENT
from tests.examples import examples

BETTER_FIRST = ("plausible", "not_now", "unlikely")
MANY = examples(400)


def badness(result: dict[str, object]) -> int:
    return BETTER_FIRST.index(str(result["outcome"]))


def ids(result: dict[str, object], state: str) -> set[str]:
    found = result[state]
    assert isinstance(found, list)
    return set(found)


@given(ANYBODY, TODAY_OR_SO)
@MANY
def test_everybody_is_judged_like_the_second_opinion(facts: Facts, today: date) -> None:
    """study-facts 4.2: outcome, both lists in order, and the earliest date, month ends and leap years included."""
    assert outcome(facts, today) == expected_outcome(facts, today)


@given(ANYBODY, TODAY_OR_SO, st.data())
@MANY
def test_one_more_i_do_not_know_never_turns_a_result_worse(facts: Facts, today: date, data: st.DataObject) -> None:
    """study-facts 1: "I don't know" never excludes. The biopsy's date has a test of its own, below."""
    name = data.draw(st.sampled_from([fact for fact in ASKED_IN_ORDER if fact != "biopsy_date"]))
    before, after = outcome(facts, today), outcome(facts | {name: "unknown"}, today)
    assert ids(after, "not_met") <= ids(before, "not_met")
    assert badness(after) <= badness(before)


def test_only_an_old_biopsy_of_another_class_is_better_than_an_undated_one() -> None:
    """study-facts 5: the one cell of the table in which a known date is kinder than "I don't know".

    Old and of class V is temporary (another biopsy may show another class); undated and of class V is lasting.
    """
    for named in ("I", "II", "V", "VI", "II+V"):
        old, undated = (
            person(biopsy_class=named, biopsy_date="2024-01"),
            person(biopsy_class=named, biopsy_date="unknown"),
        )
        assert (said(old, "renal_biopsy"), said(undated, "renal_biopsy")) == (oracle.FOR_NOW, oracle.FOR_GOOD)


@given(ANYBODY, TODAY_OR_SO, st.data())
@MANY
def test_not_knowing_one_more_thing_of_a_treatment_never_turns_a_result_worse(
    facts: Facts, today: date, data: st.DataObject
) -> None:
    """study-facts 4.4, 4.5: its date, or whether it is new."""
    treatment = data.draw(TREATMENT)
    less = {key: value for key, value in treatment.items() if key not in ("date", "months_ago")} | {"date": "unknown"}
    for blurred in (less, treatment | {"newly_added": "unknown"}, treatment | {"name": "a name nobody knows"}):
        before = outcome(facts | {"treatments": [treatment]}, today)
        after = outcome(facts | {"treatments": [blurred]}, today)
        assert ids(after, "not_met") <= ids(before, "not_met")
        assert badness(after) <= badness(before)


@given(ANYBODY, TODAY_OR_SO)
@MANY
def test_nobody_who_knows_nothing_is_excluded(facts: Facts, today: date) -> None:
    """study-facts 1, 4.2: unknown never excludes and never includes."""
    nothing = dict.fromkeys(facts, "unknown")
    result = outcome(nothing, today)
    assert result == {"outcome": "plausible", "not_met": [], "unknown": list(oracle.ORDER), "earliest_date": None}


@given(ANYBODY, TODAY_OR_SO, st.randoms(use_true_random=False))
@MANY
def test_the_order_of_facts_and_treatments_does_not_matter(facts: Facts, today: date, chance: random.Random) -> None:
    """study-facts 4.2: the result follows from what was said, not from when."""
    names = list(facts)
    chance.shuffle(names)
    shuffled = {name: facts[name] for name in names}
    if isinstance(shuffled["treatments"], list):
        shuffled["treatments"] = chance.sample(shuffled["treatments"], len(shuffled["treatments"]))
    assert outcome(shuffled, today) == outcome(facts, today)


@given(ANYBODY, TODAY_OR_SO, TREATMENT)
@MANY
def test_one_more_treatment_never_turns_a_result_better(facts: Facts, today: date, treatment: Facts) -> None:
    """study-facts 4.4: failures add up; none heals another."""
    some = facts["treatments"] if isinstance(facts["treatments"], list) else []
    before = outcome(facts | {"treatments": some}, today)
    after = outcome(facts | {"treatments": [*some, treatment]}, today)
    assert ids(before, "not_met") <= ids(after, "not_met")
    assert badness(before) <= badness(after)


@given(ANYBODY, TODAY_OR_SO)
@MANY
def test_stopping_early_gives_the_same_outcome(facts: Facts, today: date) -> None:
    """study-facts 4.7: once something lasting failed nothing more is asked; the full case says the same. [CL-08]"""
    full = outcome(facts, today)
    for asked in range(1, len(ASKED_IN_ORDER) + 1):
        beginning = {name: facts[name] for name in ASKED_IN_ORDER[:asked]}
        so_far = outcome(beginning, today)
        if so_far["outcome"] == "unlikely":
            assert full["outcome"] == "unlikely"
            assert ids(so_far, "not_met") <= ids(full, "not_met")
            return
    assert full["outcome"] != "unlikely"


@given(ANYBODY, TODAY_OR_SO)
@MANY
def test_a_date_is_given_only_for_not_now_and_lies_ahead(facts: Facts, today: date) -> None:
    """study-facts 4.2: and on that day none of today's dated failures holds any more."""
    result = outcome(facts, today)
    if result["earliest_date"] is None:
        return
    assert result["outcome"] == "not_now"
    earliest = date.fromisoformat(str(result["earliest_date"]))
    assert earliest > today
    assert ids(result, "not_met") <= {"steroid_or_immunosuppressant_3m", "cyclophosphamide_6m", "anti_b_cell_12m"}
    then = facts | {"treatments": already_given(facts, today)}
    assert ids(outcome(then, earliest), "not_met").isdisjoint(ids(result, "not_met"))


def already_given(facts: Facts, today: date) -> list[Facts]:
    """The treatments that are not planned, with a date of their own however it was told."""
    rows = facts["treatments"]
    assert isinstance(rows, list)
    given_ = []
    for row in rows:
        days = oracle.days_given(row, today)
        told = {key: value for key, value in row.items() if key != "months_ago"}
        if not days or days[0] <= today:
            given_.append(told if "date" in told else {**told, "date": days[0].isoformat()})
    return given_


@pytest.mark.parametrize("truth", list(Truth))
def test_a_truth_is_neither_true_nor_false(truth: Truth) -> None:
    """study-facts 4: three values; `if finding:` would make unknown one of the other two."""
    with pytest.raises(TypeError):
        bool(truth)
    with pytest.raises(TypeError):
        _ = not truth
