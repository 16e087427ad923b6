"""How much an answer weighs: whether it would end the questions for good (study-facts 4.1, 11a)."""

from __future__ import annotations

from datetime import date

from dialogs.screening.facts import facts_at, facts_of, with_computed
from dialogs.screening.screening import screen
from dialogs.study.rules import Facts, Truth, Verdict
from dialogs.study.study import Question, Study
from dialogs.values import Answers, Value

NOTHING_KNOWN: Facts = {}


def ends_for_good(study: Study, question: Question, value: Value, today: date, known: Facts = NOTHING_KNOWN) -> bool:
    """Would this answer be a lasting failure, alone or with the facts that are known, where there was none?

    Such an answer, typed, is never taken without a yes."""
    told = with_computed(study, {**known, **dict(facts_at(study, question, value, {}, today))})
    return any(
        _is_lasting(criterion.rule.judge(told, today)) and not _is_lasting(criterion.rule.judge(known, today))
        for criterion in study.criteria
    )


def _is_lasting(verdict: Verdict) -> bool:
    return verdict.truth is Truth.NOT_MET and verdict.lasting


def failing_for_good(study: Study, answers: Answers, today: date) -> set[str]:
    """Return the criteria that these answers are a lasting failure of."""
    findings = screen(study, facts_of(study, answers, today), today).findings
    return {finding.criterion for finding in findings if _is_lasting(finding.verdict)}
