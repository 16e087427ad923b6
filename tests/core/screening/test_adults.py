"""Of a minor nothing is kept, and whose age is not known is offered nothing, whatever a study asks of the age."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from dialogs.conversation.incoming import Typed
from dialogs.languages import Language
from dialogs.replies import Erase, Remind
from dialogs.screening.adults import is_minor, is_surely_adult
from dialogs.study.rules import Between, Fact, Range
from dialogs.values import UNKNOWN
from tests.core.screening.judging import STUDY
from tests.core.study.test_examples import study_of, talk_of


def years(low: int, high: int) -> Range:
    return Range(Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("age", "minor", "adult"),
    [
        (17, True, False),
        (18, False, True),
        (years(16, 17), True, False),
        (years(17, 18), False, False),
        (years(18, 19), False, True),
        ("inside", False, True),
        ("above", False, True),
        ("below", False, False),
        (UNKNOWN, False, False),
        (None, False, False),
    ],
)
def test_who_is_of_age_is_only_who_surely_is(age: Fact | None, minor: bool, adult: bool) -> None:
    """[CL-26]"""
    study = study_of("type_2_diabetes")
    facts = {} if age is None else {"age": age}
    assert (is_minor(study, facts), is_surely_adult(study, facts)) == (minor, adult)


@pytest.mark.parametrize(
    ("rules", "adult"),
    [
        ((Between("age", 18, 75),), True),
        ((Between("age", 17, 75),), False),
        ((Between("age", 18, 75), Between("pulse", 4, 9)), True),
    ],
)
def test_a_range_is_that_of_an_adult_where_the_criterion_of_this_age_begins_there(
    rules: tuple[Between, ...], adult: bool
) -> None:
    """[CL-26] "Inside" says nothing of an age that a study takes from seventeen on."""
    criteria = tuple(replace(STUDY.criteria[0], id=rule.fact, rule=rule) for rule in rules)
    assert is_surely_adult(replace(STUDY, criteria=criteria), {"age": "inside"}) is adult


def test_a_talk_with_a_minor_ends_and_leaves_nothing_where_no_criterion_says_so() -> None:
    """[CL-26] This example takes people from 30 on and has no criterion that ends below an age."""
    talk = talk_of("type_2_diabetes", Language.ES)
    assert not any(criterion.ends_below for criterion in talk.study.criteria)
    talk.take(Typed("12"))
    replies = talk.take(talk.press("yes"))
    assert any(isinstance(reply, Erase) for reply in replies)
    assert not any(isinstance(reply, Remind) for reply in replies)
    assert (talk.c.answers, talk.c.state) == ({}, "new")
