"""What is counted from the first day, without identity, each one time in a talk (RE-10)."""

from __future__ import annotations

from collections import Counter

import pytest

from dialogs.replies import Count
from tests.core.conversation.places import DATED, PREGNANT, deed, to_contact, to_result, to_sent
from tests.core.conversation.walking import STUDY, Walk, site

EXPECTING = {"pregnancy": PREGNANT["pregnancy"]}


def counted(walk: Walk) -> Counter[str]:
    return Counter(reply.name for reply in walk.said if isinstance(reply, Count))


def test_each_question_that_is_asked_is_reached_once() -> None:
    walk = to_result(Walk())
    reached = {name.removeprefix("reached."): n for name, n in counted(walk).items() if name.startswith("reached.")}
    assert set(reached) <= {question.id for question in STUDY.asked}
    assert {"age", "lupus", "biopsy", "upc", "pregnancy", "conditions"} - {"lupus"} <= set(reached)
    assert set(reached.values()) == {1}


def test_going_back_and_changing_an_answer_counts_nothing_twice() -> None:
    walk = to_result(Walk())
    once = counted(walk)
    for each in ("[change]", "[change_one]", "[biopsy]", "junio 2026", "[all_good]"):
        deed(walk, each)
    again = counted(walk)
    assert set(again.values()) == {1}
    assert set(again) == set(once)


def test_a_first_result_says_what_it_is_and_what_is_offered() -> None:
    found = counted(to_result(Walk()))
    assert {"finished", "plausible", "offered.referral"} <= set(found)
    assert not [name for name in found if name.startswith("fails")]


@pytest.mark.parametrize(("answers", "criterion"), [(DATED, "cyclophosphamide_6m"), (EXPECTING, "pregnancy")])
def test_what_it_fails_on_is_counted_and_that_it_is_the_only_one(
    answers: dict[str, tuple[str, ...]], criterion: str
) -> None:
    found = counted(to_result(Walk(), **answers))
    fails = {name for name in found if name.startswith("fails")}
    assert fails == {f"fails.{criterion}", f"fails_only.{criterion}"}
    assert "not_now" in found


def test_whoever_fails_on_two_is_counted_for_each_and_as_no_only_one() -> None:
    found = counted(to_result(Walk(), **PREGNANT))
    assert {"fails.pregnancy", "fails.steroid_or_immunosuppressant_3m"} <= set(found)
    assert not [name for name in found if name.startswith("fails_only")]


def test_the_list_and_the_referral_are_counted_apart() -> None:
    recruiting, closed = to_sent(Walk()), to_sent(Walk(site=site("not_recruiting")))
    for walk, heading in ((recruiting, "referral"), (closed, "interest")):
        found = counted(walk)
        apart = {name for name in found if name.split(".")[0] in ("offered", "agreed", "sent")}
        assert apart == {f"offered.{heading}", f"agreed.{heading}", f"sent.{heading}"}


def test_what_is_offered_and_not_taken_is_not_counted_as_agreed() -> None:
    found = counted(to_contact(Walk()))
    assert "offered.referral" in found
    assert not [name for name in found if name.startswith(("agreed", "sent"))]


def test_whoever_begins_again_is_counted_again() -> None:
    walk = to_result(Walk())
    deed(walk, "[end]")
    walk.begins()
    assert counted(walk)["started"] == 2
    assert counted(walk)["reached.age"] == 2
