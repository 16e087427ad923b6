"""Another version of the study over the same cases, and a case played again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from dialogs.exports.replay import LogLine, played, result_differs, state_differs
from dialogs.exports.what_if import NOT_THERE, Side, WhatIf
from dialogs.referral.referral import Referral, build_referral_machine
from dialogs.replies import Heading
from dialogs.screening.facts import still_fitting
from dialogs.screening.screening import Outcome
from dialogs.study.study import Study
from dialogs.values import UNKNOWN
from tests.core.exports.cases import ANSWERS, CASE, STUDY, case_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MACHINE = build_referral_machine()


def another(value: Any, **changed: Any) -> Any:
    """The same rule or value but for these fields, of whichever class it is."""
    return replace(value, **changed)


def with_threshold(criterion: str, threshold: str) -> Study:
    """The study with another threshold of one criterion."""
    changed = [
        replace(each, rule=another(each.rule, threshold=Fraction(threshold))) if each.id == criterion else each
        for each in STUDY.criteria
    ]
    return replace(STUDY, criteria=tuple(changed))


def test_nobody_changes_side_under_the_same_version() -> None:
    found = WhatIf(STUDY, STUDY)
    found.take_all([CASE, case_of({})])
    assert (found.cases, found.without_answers, found.changes) == (1, 1, {})


def test_who_changes_side_is_listed_by_criterion_and_code() -> None:
    found = WhatIf(STUDY, with_threshold("upc", "3"))
    answers = ANSWERS | {"conditions": (), "upc": another(ANSWERS["upc"], comparator="")}
    found.take_all([case_of(answers), case_of({"age": 34})])
    assert dict(found.in_order()) == {
        Side("result", "not_now", "unlikely"): [CASE.code],
        Side("upc", "met", "not_met"): [CASE.code],
    }


def test_a_criterion_that_one_version_does_not_have_is_a_change_too() -> None:
    found = WhatIf(STUDY, replace(STUDY, criteria=STUDY.criteria[:-1]))
    found.take_all([case_of({"age": 34})])
    (side,) = [side for side, _ in found.in_order()]
    assert (side.criterion, side.after) == (STUDY.criteria[-1].id, NOT_THERE)


def test_an_answer_that_the_other_version_does_not_know_is_left_out() -> None:
    fewer = replace(STUDY, questions=tuple(q for q in STUDY.questions if q.id != "sle"))
    assert set(ANSWERS) - set(still_fitting(fewer, ANSWERS)) == {"sle"}
    assert still_fitting(STUDY, {"sle": "perhaps", "age": UNKNOWN}) == {"age": UNKNOWN}


def log(*acts: str) -> list[LogLine]:
    return [LogLine(NOON + timedelta(minutes=n), act, by=1, detail={"reason": "age"}) for n, act in enumerate(acts)]


def test_a_log_leads_through_the_machine_to_where_the_case_stands() -> None:
    found = Referral("LUP-7K3Q", Heading.REFERRAL, NOON)
    assert not list(played(MACHINE, found, log("filed", "viewed", "take", "contacted", "not_eligible")))
    assert (found.state, found.reason, found.holder) == ("not_eligible", "age", 1)
    assert not list(state_differs(found, found))


def test_a_step_that_the_machine_does_not_know_is_named() -> None:
    found = Referral("LUP-7K3Q", Heading.REFERRAL, NOON)
    assert list(played(MACHINE, found, log("take", "included"))) == [
        "2026-11-23 12:01 included: not possible from taken"
    ]
    stored = Referral("LUP-7K3Q", Heading.REFERRAL, NOON)
    assert "state: stored new, by the log taken" in list(state_differs(stored, found))


def test_a_stored_result_that_the_rules_do_not_give_is_named() -> None:
    true = replace(CASE, outcome=Outcome.NOT_NOW, earliest=None)
    assert list(result_differs(STUDY, true)) == []
    wrong = replace(true, outcome=Outcome.PLAUSIBLE, earliest=date(2027, 1, 1), study="older")
    said = "\n".join(result_differs(STUDY, wrong))
    assert "study file: stored older" in said
    assert "result: stored plausible, judged again not_now" in said
    assert "earliest date: stored 2027-01-01, judged again None" in said
    assert list(result_differs(STUDY, case_of({}))) == []
