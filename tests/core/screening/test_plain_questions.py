"""Age, yes and no, pregnancy: every answer against the second opinion (study-facts 4.1 and 5)."""

from __future__ import annotations

from itertools import product

import pytest

from tests.core.screening import oracle
from tests.core.screening.judging import expected, person, said

SAID = ("yes", "no", "unknown")

#: Fact → criterion, the answer that fails it, and how long the failure lasts.
YES_OR_NO = {
    "sle_diagnosis": ("sle", "no", oracle.FOR_GOOD),
    "antibodies": ("antibodies", "no", oracle.FOR_GOOD),
    "urine_sediment": ("urinary_sediment", "no", oracle.FOR_GOOD),
    "uncontrolled_disease": ("comorbidity", "yes", oracle.FOR_NOW),
    "infection": ("infection", "yes", oracle.FOR_NOW),
    "cancer": ("cancer", "yes", oracle.FOR_GOOD),
    "pending_surgery": ("surgery", "yes", oracle.FOR_NOW),
}


@pytest.mark.parametrize("age", [0, 5, 14, 17, 18, 19, 46, 74, 75, 76, 115, "unknown"])
def test_every_age_is_judged_like_the_second_opinion(age: int | str) -> None:
    """study-facts 5: 18 to 75 is met, all else is lasting; not known is unknown. [CL-26]"""
    assert said(person(age=age), "age") == expected(person(age=age), "age")


@pytest.mark.parametrize(("age", "state"), [(17, "not_met"), (18, "met"), (75, "met"), (76, "not_met")])
def test_eighteen_and_seventy_five_are_inside(age: int, state: str) -> None:
    """study-facts 3, 5."""
    assert said(person(age=age), "age").state == state


@pytest.mark.parametrize("fact", YES_OR_NO)
def test_a_plain_answer_fails_only_when_it_is_the_wrong_one(fact: str) -> None:
    """study-facts 4.1, 5: yes, no, not known; lasting and temporary as the table says."""
    criterion, wrong, failure = YES_OR_NO[fact]
    for answer in SAID:
        verdict = said(person(**{fact: answer}), criterion)
        assert verdict == expected(person(**{fact: answer}), criterion)
        assert verdict == (failure if answer == wrong else oracle.UNKNOWN if answer == "unknown" else oracle.MET)


@pytest.mark.parametrize(("possible", "pregnant", "planned"), list(product(SAID, SAID, SAID)))
def test_every_answer_about_pregnancy_is_judged_like_the_second_opinion(
    possible: str, pregnant: str, planned: str
) -> None:
    """study-facts 5, pregnancy: not possible is met; either yes fails for a time, with no date; both no is met."""
    facts = person(can_become_pregnant=possible, pregnant=pregnant, plans_pregnancy_12m=planned)
    assert said(facts, "pregnancy") == expected(facts, "pregnancy")


@pytest.mark.parametrize("sex", ["female", "male", "unknown"])
def test_pregnancy_is_never_inferred_from_sex(sex: str) -> None:
    """study-facts 5, pregnancy: do not infer from sex or name."""
    facts = person(sex_at_birth=sex, can_become_pregnant="yes", pregnant="yes")
    assert said(facts, "pregnancy") == oracle.FOR_NOW


@pytest.mark.parametrize("fact", sorted(person()))
def test_a_fact_that_is_left_out_is_a_fact_not_known(fact: str) -> None:
    """study-facts 1: "I don't know" never excludes; nor does silence."""
    silent = {name: value for name, value in person().items() if name != fact}
    for criterion in oracle.ORDER:
        assert said(silent, criterion) == said(person() | {fact: "unknown"}, criterion)
