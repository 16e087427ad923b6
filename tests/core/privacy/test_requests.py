"""What persons ask for by law outside the chat: how the register is read, and what the owners hear of it when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dialogs.privacy.requests import ANNOUNCED, Asked, BadEntry, Outcome, Right, Way, news_of, requests_of
from dialogs.screens import Text

CAME = date(2026, 11, 23)
DUE = date(2026, 12, 23)
ASKED = Asked(7, Right.CORRECT, CAME, Way.MAIL, DUE)
LINE = {"number": 7, "right": "correct", "came": "2026-11-23", "way": "mail", "case": None}
ABOUT = {"number": 7, "right": Text("to have it corrected"), "due": DUE}
CAME_IN = (
    "Request {number} of a person is open: {right}. It came on {came}. Say today in writing that it came, and answer "
    "it by {due}. The list: `tamiz requests --open`."
)
OPEN = "Request {number} of a person is still open: {right}. Answer it by {due}."
LATE = "Request {number} of a person is late: {right}. The answer was due by {due}. Please answer it today."


def test_a_line_of_the_register_is_a_request_with_its_right_its_day_and_its_way() -> None:
    """[CL-15] Answered within thirty days, unless the line says by when."""
    sooner = LINE | {"number": 8, "due": "2026-11-25", "case": "LUP-7K3Q"}
    expected = replace(ASKED, number=8, due=date(2026, 11, 25), case="LUP-7K3Q")
    assert requests_of([LINE, sooner]) == {7: ASKED, 8: expected}


def test_nobody_has_done_anything_about_what_has_just_come() -> None:
    """[CL-15]"""
    [asked] = requests_of([LINE]).values()
    assert asked.extended is False
    assert [asked.case, asked.acknowledged, asked.answered, asked.outcome] == [None] * 4


@pytest.mark.parametrize(
    ("right", "told"),
    [
        ("access", "to see the data"),
        ("erase", "to have it erased"),
        ("correct", "to have it corrected"),
        ("block", "to have its use blocked"),
        ("object", "not to have it used for something"),
        ("portability", "to have a copy"),
    ],
)
def test_each_right_that_a_register_may_hold_is_told_in_words(right: str, told: str) -> None:
    """[CL-15] A register of last year has these words, so that they stay."""
    [asked] = requests_of([LINE | {"right": right}]).values()
    assert asked.right == right
    assert news_of(asked, CAME, "open")[1].fields["right"] == Text(told)


def test_a_register_may_hold_four_ways_and_two_ends() -> None:
    """[CL-15]"""
    ways = ["paper", "mail", "phone", "in_person"]
    came = requests_of([LINE | {"number": n, "way": way} for n, way in enumerate(ways)])
    assert [asked.way for asked in came.values()] == ways == list(Way)
    ends = [{"answered": 7, "on": "2026-12-01", "outcome": outcome} for outcome in ("done", "refused")]
    assert [requests_of([LINE, end])[7].outcome for end in ends] == list(Outcome)


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ({"acknowledged": 7, "on": "2026-11-24"}, {"acknowledged": date(2026, 11, 24)}),
        ({"extended": 7, "due": "2027-01-22"}, {"due": date(2027, 1, 22), "extended": True}),
        (
            {"answered": 7, "on": "2026-12-01", "outcome": "refused"},
            {"answered": date(2026, 12, 1), "outcome": Outcome.REFUSED},
        ),
    ],
)
def test_a_later_line_changes_how_its_request_stands_and_no_other(
    line: dict[str, Any], becomes: dict[str, Any]
) -> None:
    """[CL-15]"""
    other = LINE | {"number": 6}
    found = requests_of([other, LINE, line])
    assert found == {6: replace(ASKED, number=6), 7: replace(ASKED, **becomes)}


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"number": 8},
        LINE | {"right": "everything"},
        LINE | {"way": "pigeon"},
        LINE | {"came": 5},
        {"answered": 9, "on": "2026-12-01", "outcome": "done"},
        {"acknowledged": 7, "on": "yesterday"},
    ],
)
def test_a_line_that_is_none_of_ours_is_named_by_its_number(line: dict[str, Any]) -> None:
    with pytest.raises(BadEntry, match=r"^2$") as refused:
        requests_of([LINE, line])
    assert refused.value.line == 2


def test_whoever_does_not_know_of_a_request_hears_when_it_came_and_that_its_receipt_is_to_be_written() -> None:
    """[CL-15] Once, as nothing new is said under the same key."""
    assert news_of(ASKED, CAME, None) == ("open", Text(CAME_IN, {**ABOUT, "came": CAME}))
    assert news_of(ASKED, date(2026, 12, 15), "open") == ("open", Text(OPEN, ABOUT))


def test_whoever_wrote_that_it_came_is_not_told_to_write_it() -> None:
    """[CL-15]"""
    assert news_of(replace(ASKED, acknowledged=CAME), CAME, None) == ("open", Text(OPEN, ABOUT))


@pytest.mark.parametrize(
    ("day", "key"),
    [
        ("2026-12-15", "open"),
        ("2026-12-16", "near 2026-12-23 7"),
        ("2026-12-21", "near 2026-12-23 7"),
        ("2026-12-22", "near 2026-12-23 1"),
        ("2026-12-23", "near 2026-12-23 1"),
    ],
)
def test_there_is_more_to_say_seven_days_and_one_day_before_the_answer_is_due(day: str, key: str) -> None:
    """[CL-15] The key changes, so that the owners hear of it again."""
    assert ANNOUNCED == (7, 1)
    assert news_of(ASKED, date.fromisoformat(day), "open") == (key, Text(OPEN, ABOUT))


@pytest.mark.parametrize("told", [None, "near 2026-12-23 1"])
def test_what_is_late_is_said_anew_each_day(told: str | None) -> None:
    """[CL-15]"""
    for day in (date(2026, 12, 24), date(2026, 12, 25)):
        assert news_of(ASKED, day, told) == (f"late {day}", Text(LATE, ABOUT))
