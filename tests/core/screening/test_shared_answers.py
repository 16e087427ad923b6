"""Answers that are the same in another study: only of questions that are still asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from dialogs.screening.shared_answers import shared_answers
from dialogs.study.shared import shared_key
from dialogs.values import UNKNOWN, Quantity, Value, When
from tests.core.screening.judging import STUDY, TODAY


def test_what_answered_a_question_that_is_not_asked_any_more_is_not_shared() -> None:
    """Hidden means unknown; brought back by a later answer, it counts again."""
    sex = shared_key(STUDY.question("sex_at_birth"))
    answers: dict[str, Value] = {"age": 45, "sex_at_birth": "female"}
    by_formula = Quantity(Decimal("0.8"), "mg/dL", measure="creatinine")
    for egfr, is_asked in ((by_formula, True), (UNKNOWN, False), (by_formula, True)):
        found = shared_answers(STUDY, {**answers, "egfr": egfr}, TODAY)
        assert (sex in found) is is_asked, egfr
        assert 45 in found.values()


def test_what_hangs_on_a_day_is_shared_from_that_day_on() -> None:
    """A question that is asked of what has begun answers nothing before it."""
    hangs = replace(STUDY.question("sex_at_birth"), when=({"biopsy": "past"},))
    study = replace(STUDY, questions=tuple(hangs if q.id == hangs.id else q for q in STUDY.questions))
    for biopsy, is_asked in ((TODAY, True), (TODAY + timedelta(days=1), False)):
        answers: dict[str, Value] = {"biopsy": When.day(biopsy), "sex_at_birth": "female"}
        assert (shared_key(hangs) in shared_answers(study, answers, TODAY)) is is_asked
