"""What each kind of rule says word for word: not only the truth, but for how long it holds, until when, and why."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from dialogs.study.rules import (
    MET,
    OPEN,
    Between,
    ClassWithin,
    Fact,
    Is,
    NoneOf,
    Treatment,
    Truth,
    Verdict,
    Washout,
    at_least,
)
from dialogs.study.windows import Window
from dialogs.values import PLANNED, UNKNOWN, Medicine, Unknown, When

TODAY = date(2026, 11, 22)
Rule = Between | Is | NoneOf | ClassWithin | Washout
NOT_MET, UNSURE = Truth.NOT_MET, Truth.UNKNOWN


def test_a_truth_has_no_truthiness_and_says_what_to_write() -> None:
    with pytest.raises(TypeError, match=r"^a Truth has three values: compare it with `is`$"):
        bool(Truth.MET)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (17, Verdict(NOT_MET, lasting=True, notes=("below",))),
        (18, MET),
        (75, MET),
        (76, Verdict(NOT_MET, lasting=True, notes=("above",))),
        ("below", Verdict(NOT_MET, lasting=True, notes=("below",))),
        ("inside", MET),
        ("above", Verdict(NOT_MET, lasting=True, notes=("above",))),
        (UNKNOWN, OPEN),
        (None, OPEN),
    ],
)
def test_between(value: Fact | None, verdict: Verdict) -> None:
    facts = {} if value is None else {"age": value}
    assert Between("age", 18, 75).judge(facts, TODAY) == verdict


@pytest.mark.parametrize("lasting", [True, False])
def test_is(lasting: bool) -> None:
    rule = Is("lupus", "yes", lasting)
    assert rule.judge({"lupus": "yes"}, TODAY) == MET
    assert rule.judge({"lupus": "no"}, TODAY) == Verdict(NOT_MET, lasting)
    for facts in ({}, {"lupus": UNKNOWN}, {"lupus": "perhaps"}):
        assert rule.judge(facts, TODAY) == OPEN


@pytest.mark.parametrize("lasting", [True, False])
def test_none_of(lasting: bool) -> None:
    rule = NoneOf(("now", "planned"), unless="possible", lasting=lasting)
    assert rule.judge({"now": "yes", "planned": "no"}, TODAY) == Verdict(NOT_MET, lasting)
    assert rule.judge({"now": UNKNOWN, "planned": "yes"}, TODAY) == Verdict(NOT_MET, lasting)
    assert rule.judge({"now": "no", "planned": "no"}, TODAY) == MET
    assert rule.judge({"now": "no"}, TODAY) == OPEN
    assert rule.judge({"now": "yes", "possible": "no"}, TODAY) == MET
    assert rule.judge({"now": "no", "planned": UNKNOWN, "possible": "yes"}, TODAY) == OPEN


BIOPSY = ClassWithin("class", "dated", Window.months(12), ("III", "IV"))
RECENT, OLD, EDGE = When.parse("2026-06"), When.parse("2025-06"), When.parse("2025-11")
PLANNED_TEST = When.day(date(2026, 12, 1))


@pytest.mark.parametrize(
    ("found", "when", "verdict"),
    [
        ("none", RECENT, Verdict(NOT_MET, notes=("absent",))),
        ("IV", RECENT, MET),
        ("II+III", RECENT, MET),
        ("II", RECENT, Verdict(NOT_MET, lasting=True, notes=("unwanted",))),
        ("IV", OLD, Verdict(NOT_MET, notes=("expired",))),
        ("II", OLD, Verdict(NOT_MET, notes=("expired",))),
        ("IV", EDGE, Verdict(UNSURE, notes=("edge",))),
        ("II", EDGE, Verdict(NOT_MET, lasting=True, notes=("unwanted",))),
        ("IV", None, OPEN),
        ("II", None, Verdict(NOT_MET, lasting=True, notes=("unwanted",))),
        ("IV", PLANNED_TEST, Verdict(UNSURE, notes=("planned",))),
        ("IV", When.day(TODAY), MET),
        ("IV", When.day(date(2025, 11, 22)), MET),
        ("IV", When.day(date(2025, 11, 21)), Verdict(NOT_MET, notes=("expired",))),
        ("unknown", RECENT, OPEN),
        ("unknown", EDGE, Verdict(UNSURE, notes=("edge",))),
        (UNKNOWN, RECENT, OPEN),
        (UNKNOWN, EDGE, Verdict(UNSURE, notes=("edge",))),
        (UNKNOWN, OLD, Verdict(NOT_MET, notes=("expired",))),
        (UNKNOWN, None, OPEN),
    ],
)
def test_class_within(found: Fact, when: When | None, verdict: Verdict) -> None:
    facts: dict[str, Fact] = {"class": found} if when is None else {"class": found, "dated": when}
    assert BIOPSY.judge(facts, TODAY) == verdict


def test_an_examination_counts_from_its_first_possible_day() -> None:
    assert BIOPSY.valid_until({"dated": RECENT}) == date(2027, 6, 1)
    assert BIOPSY.valid_until({}) is None


WASHOUT = Washout("treatments", Window.months(3), any_dose=("dose",), newly_started=("start",), unsure=("odd",))
INSIDE, OUTSIDE, ON_THE_EDGE = When.parse("2026-10"), When.parse("2026-05"), When.parse("2026-08")
ENDS = date(2027, 1, 31)
AHEAD = When.day(date(2026, 11, 23))


def took(group: str, when: When | Unknown = UNKNOWN, new: str = "unknown", ongoing: bool = False) -> Treatment:
    return Treatment(Medicine(group), when, new, ongoing)


@pytest.mark.parametrize(
    ("treatment", "verdict"),
    [
        (took("other", INSIDE), MET),
        (took("dose", INSIDE), Verdict(NOT_MET, until=ENDS)),
        (took("dose", When.day(TODAY)), Verdict(NOT_MET, until=date(2027, 2, 22))),
        (took("dose", INSIDE, ongoing=True), Verdict(NOT_MET, notes=("ongoing",))),
        (took("dose", OUTSIDE), MET),
        (took("dose", When.day(date(2026, 8, 22))), MET),
        (took("dose", When.day(date(2026, 8, 23))), Verdict(NOT_MET, until=date(2026, 11, 23))),
        (took("dose", OUTSIDE, ongoing=True), Verdict(UNSURE, notes=("ongoing",))),
        (took("dose", ON_THE_EDGE), Verdict(UNSURE, notes=("edge",))),
        (took("dose"), Verdict(UNSURE, notes=("undated",))),
        (took("dose", Unknown(PLANNED)), Verdict(UNSURE, notes=("planned",))),
        (took("dose", AHEAD), Verdict(UNSURE, notes=("planned",))),
        (took("start", INSIDE, "yes"), Verdict(NOT_MET, until=ENDS)),
        (took("start", INSIDE, "yes", ongoing=True), Verdict(NOT_MET, until=ENDS)),
        (took("start", INSIDE, "no"), MET),
        (took("start", INSIDE), Verdict(UNSURE, notes=("unsure",))),
        (took("start", OUTSIDE, "yes", ongoing=True), MET),
        (took("start", ON_THE_EDGE, "yes"), Verdict(UNSURE, notes=("edge",))),
        (took("start", UNKNOWN, "no"), MET),
        (took("odd", INSIDE), Verdict(UNSURE, notes=("unsure",))),
        (took("odd", ON_THE_EDGE), Verdict(UNSURE, notes=("edge",))),
        (took("odd", OUTSIDE), MET),
        (took("odd", OUTSIDE, ongoing=True), Verdict(UNSURE, notes=("ongoing",))),
        (took("odd", INSIDE, ongoing=True), Verdict(UNSURE, notes=("unsure",))),
        (took("odd", INSIDE, "no"), Verdict(UNSURE, notes=("unsure",))),
    ],
)
def test_washout_of_one(treatment: Treatment, verdict: Verdict) -> None:
    assert WASHOUT.judge({"treatments": (treatment,)}, TODAY) == verdict


@pytest.mark.parametrize(
    ("treatments", "verdict"),
    [
        ((), MET),
        ((took("dose", INSIDE), took("dose", When.parse("2026-11-02"))), Verdict(NOT_MET, until=date(2027, 2, 2))),
        ((took("dose", When.parse("2026-11-02")), took("dose", INSIDE)), Verdict(NOT_MET, until=date(2027, 2, 2))),
        ((took("dose", INSIDE), took("dose", INSIDE, ongoing=True)), Verdict(NOT_MET, notes=("ongoing",))),
        ((took("dose", INSIDE), took("dose")), Verdict(NOT_MET, until=ENDS, notes=("undated",))),
        ((took("dose"), took("other", INSIDE)), Verdict(UNSURE, notes=("undated",))),
        ((took("dose"), took("dose"), took("odd", INSIDE)), Verdict(UNSURE, notes=("undated", "unsure"))),
    ],
)
def test_washout_of_several(treatments: tuple[Treatment, ...], verdict: Verdict) -> None:
    assert WASHOUT.judge({"treatments": treatments}, TODAY) == verdict


@pytest.mark.parametrize("facts", [{}, {"treatments": UNKNOWN}, {"treatments": "none"}])
def test_washout_of_nobody_knows_what(facts: dict[str, Fact]) -> None:
    assert WASHOUT.judge(facts, TODAY) == OPEN


@pytest.mark.parametrize(
    ("number", "comparator", "truth", "estimated"),
    [
        *((number, "", Truth.MET, Truth.MET) for number in (110, 200)),
        *((number, "", Truth.MET, UNSURE) for number in (100, 109)),
        *((number, "", NOT_MET, UNSURE) for number in (90, 99)),
        *((number, "", NOT_MET, NOT_MET) for number in (0, 89)),
        *((number, sign, Truth.MET, Truth.MET) for number in (110, 200) for sign in (">", ">=")),
        *((number, sign, Truth.MET, UNSURE) for number in (100, 109) for sign in (">", ">=")),
        *((number, sign, UNSURE, UNSURE) for number in (0, 90, 99) for sign in (">", ">=")),
        *((number, "<", UNSURE, UNSURE) for number in (101, 110, 200)),
        *((number, "<", NOT_MET, UNSURE) for number in (91, 100)),
        *((number, "<", NOT_MET, NOT_MET) for number in (0, 89, 90)),
        *((number, "<=", UNSURE, UNSURE) for number in (100, 110, 200)),
        *((number, "<=", NOT_MET, UNSURE) for number in (90, 91, 99)),
        *((number, "<=", NOT_MET, NOT_MET) for number in (0, 89)),
    ],
)
def test_at_least_a_hundred(number: int, comparator: str, truth: Truth, estimated: Truth) -> None:
    assert at_least(Fraction(number), comparator, Fraction(100), estimated=False) is truth
    assert at_least(Fraction(number), comparator, Fraction(100), estimated=True) is estimated


@pytest.mark.parametrize(
    ("rule", "uses"),
    [
        (Between("age", 18, 75), ("age",)),
        (Is("lupus", "yes", True), ("lupus",)),
        (NoneOf(("now", "planned"), "possible", False), ("now", "planned", "possible")),
        (BIOPSY, ("class", "dated")),
        (WASHOUT, ("treatments",)),
    ],
)
def test_a_rule_names_the_facts_that_it_looks_at(rule: Rule, uses: object) -> None:
    assert rule.uses == uses
