"""The program's judgement of a case, in the words of the second opinion, so that the two can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from dialogs.screening.facts import with_computed
from dialogs.screening.facts_file import read_facts
from dialogs.screening.screening import screen
from dialogs.study.rules import Fact, Truth, Verdict
from dialogs.values import Medicine
from tests.core.answers.questions import study
from tests.core.screening import oracle
from tests.core.screening.oracle import Facts, Told

STUDY: Final = study()
TODAY: Final = date(2026, 11, 22)

#: A month with 30 days before one with 31, the ends of years and Februaries, and a leap day.
TODAYS: Final = (TODAY, date(2026, 5, 31), date(2027, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2026, 12, 31))

CLASSES: Final = (
    *("bolus_methylprednisolone", "ivig", "plasmapheresis", "cyclophosphamide", "anti_b_cell"),
    *("new_immunosuppressant", "staff_check", "none", "unrecognised"),
)


#: Somebody of whom everything is known and fits.
_USUAL: Final[Facts] = {
    "age": 34,
    "sex_at_birth": "female",
    "can_become_pregnant": "yes",
    "pregnant": "no",
    "plans_pregnancy_12m": "no",
    "sle_diagnosis": "yes",
    "antibodies": "yes",
    "urine_sediment": "yes",
    "biopsy_class": "IV",
    "biopsy_date": "2026-06-10",
    "upc": {"value": 2.1, "unit": "mg/mg"},
    "egfr": {"kind": "egfr", "value": 78, "unit": "mL/min/1.73m2"},
    "treatments": [],
    "infection": "no",
    "cancer": "no",
    "uncontrolled_disease": "no",
    "pending_surgery": "no",
}


def person(**told: oracle.Fact) -> Facts:
    """Somebody of whom everything is known and fits, but for what is told here."""
    return _USUAL | told


def class_named(name: str) -> Medicine:
    """In these cases a treatment is named by its class: which name is of which class is judged elsewhere."""
    return Medicine(name if name in CLASSES else "unrecognised", said=name)


def classes_in(facts: Told) -> list[str]:
    """The classes of the treatments of a case, in their order."""
    treatments = facts["treatments"]
    return [class_named(row["name"]).group for row in treatments] if isinstance(treatments, list) else []


@cache
def _usual(today: date) -> Mapping[str, Fact]:
    return read_facts(STUDY, _USUAL, class_named, today)


def read(facts: Told, today: date) -> Mapping[str, Fact]:
    """The facts, read; what a case has in common with all others is read once a day."""
    other = {name: value for name, value in facts.items() if value is not _USUAL.get(name)}
    usual = {name: _usual(today)[name] for name in facts if name not in other}
    return with_computed(STUDY, {**usual, **read_facts(STUDY, other, class_named, today)})


def verdict_of(facts: Told, criterion: str, today: date = TODAY) -> Verdict:
    """What the program says about one criterion."""
    return STUDY.criterion(criterion).rule.judge(read(facts, today), today)


def said(facts: Told, criterion: str, today: date = TODAY) -> oracle.Verdict:
    """The same in the words of the second opinion."""
    verdict = verdict_of(facts, criterion, today)
    if verdict.truth is not Truth.NOT_MET:
        assert (verdict.lasting, verdict.until) == (False, None), "only a failure lasts or ends"
        return oracle.Verdict(verdict.truth.value)
    lasts = oracle.LASTING if verdict.lasting else oracle.TEMPORARY
    return oracle.Verdict("not_met", lasts, verdict.until)


def expected(facts: Told, criterion: str, today: date = TODAY) -> oracle.Verdict:
    """What the second opinion says about one criterion."""
    return oracle.verdicts(facts, classes_in(facts), today)[criterion]


def outcome(facts: Told, today: date = TODAY) -> dict[str, object]:
    """The program's whole result, with the names of a vignette (study-facts 4.8)."""
    result = screen(STUDY, read(facts, today), today)
    return {
        "outcome": result.outcome,
        "not_met": list(result.ids(Truth.NOT_MET)),
        "unknown": list(result.ids(Truth.UNKNOWN)),
        "earliest_date": result.earliest.isoformat() if result.earliest else None,
    }


def expected_outcome(facts: Told, today: date = TODAY) -> dict[str, object]:
    """The second opinion's whole result."""
    return oracle.judged(facts, classes_in(facts), today)
