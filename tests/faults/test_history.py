"""The checker itself: every fault that it is for is seen in a history that somebody wrote by hand."""

from __future__ import annotations

import pytest

from tests.faults.breaks import BREAKS, ROOT
from tests.faults.history import (
    Confirmed,
    Dropped,
    Event,
    Kept,
    Made,
    Outcome,
    Sent,
    Windows,
    cards_missing,
    inversions,
    lost_updates,
    over_limits,
    repeats,
    second_cards,
)

CODE = "LUP-7K3Q"


def shown(number: int, prompt: int, *, chat: int = 5, outcome: Outcome = Outcome.ACCEPTED) -> Made:
    return Made(float(number), "sendMessage", chat, outcome, number, "a question", f"p1.{prompt}")


def card(number: int, *, whole: bool = True, outcome: Outcome = Outcome.ACCEPTED, edit: bool = False) -> Made:
    method = "editMessageText" if edit else "sendMessage"
    text, prompt = (f"{CODE} new", f"s1.{CODE}") if whole else (f"{CODE} …", "")
    return Made(float(number), method, -7, outcome, number, text, prompt)


def test_an_update_that_was_confirmed_and_is_in_no_row_is_lost() -> None:
    history: list[Event] = [Sent(0.0, 1, 5), Sent(0.1, 2, 5), Confirmed(0.2, 3), Sent(0.3, 3, 5)]
    assert lost_updates(history, Kept(frozenset({1, 2}), ())) == []
    assert lost_updates(history, Kept(frozenset({1}), ())) == [2]
    assert lost_updates(history[:2], Kept(frozenset(), ())) == [], "what nobody confirmed comes again"
    assert lost_updates([*history, Dropped(0.1, 2)], Kept(frozenset({1}), ())) == [], "nobody was given it"


def test_a_prompt_after_a_later_one_is_out_of_order() -> None:
    assert inversions([shown(1, 1), shown(2, 2), shown(3, 2)]) == 0
    assert inversions([shown(1, 1), shown(2, 10), shown(3, 9)]) == 1
    assert inversions([shown(1, 3), shown(2, 1, chat=6)]) == 0, "chats are apart"


@pytest.mark.parametrize(
    ("outcome", "times"),
    [(Outcome.ACCEPTED, 1), (Outcome.LOST, 1), (Outcome.DONE_BUT_FAILED, 1), (Outcome.FAILED, 0)],
)
def test_a_prompt_in_two_messages_is_a_repeat_whatever_was_answered(outcome: Outcome, times: int) -> None:
    assert repeats([shown(1, 4, outcome=outcome), shown(2, 4)]) == ({5: times} if times else {})


def test_two_messages_that_say_something_of_one_code_are_two_persons_to_whoever_reads() -> None:
    covered = [card(1, whole=False, outcome=Outcome.LOST), card(2, whole=False), card(2, edit=True)]
    assert second_cards([*covered], (CODE,)) == []
    assert second_cards([*covered, card(2, edit=True)], (CODE,)) == [], "the same message, changed"
    assert second_cards([card(1, outcome=Outcome.LOST), card(2)], (CODE,)) == [CODE]


def test_a_code_that_no_group_message_names_is_missing() -> None:
    assert cards_missing([card(1)], (CODE,)) == []
    assert cards_missing([card(1, outcome=Outcome.FAILED)], (CODE,)) == [CODE]


def test_the_windows_slide() -> None:
    """Twenty-nine and two calls around the turn of a second are thirty-one in some second."""
    windows = Windows()
    early = [windows.are_over(0.9 + n / 1000, "getChat", n + 1) for n in range(29)]
    assert [windows.are_over(1.1, "getChat", 99), windows.are_over(1.2, "getChat", 98)] == [False, True]
    assert not any(early)
    assert not windows.are_over(2.3, "sendMessage", 5)
    assert windows.are_over(3.2, "sendMessage", 5), "less than a second"
    assert not windows.are_over(4.3, "sendMessage", 5)


def test_twenty_calls_a_minute_are_what_a_group_takes() -> None:
    windows = Windows()
    assert [windows.are_over(float(n), "editMessageText", -7) for n in range(21)] == [False] * 20 + [True]
    assert not windows.are_over(22.0, "getChatMember", -7)


def test_what_was_over_a_limit_is_counted() -> None:
    assert over_limits([shown(1, 1), shown(2, 2, outcome=Outcome.OVER_LIMIT)]) == 1


def test_each_break_of_a_promise_can_still_be_made() -> None:
    """Its line moves with the code; a break that no longer fits guards nothing, and `make mutants` would stop there."""
    unfit = [broken.promise for broken in BREAKS if (ROOT / broken.file).read_text("utf-8").count(broken.line) != 1]
    assert unfit == []
    assert [broken.test for broken in BREAKS if not (ROOT / broken.test).exists()] == []
