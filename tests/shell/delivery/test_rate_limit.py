"""Even sending under the platform's limits (TG-09, OUT-04)."""

from __future__ import annotations

from bot.delivery.rate_limit import RateLimit
from bot.store.outbox_queue import DueCall


class Timer:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def parcel(chat: int, method: str = "sendMessage") -> DueCall:
    return DueCall(
        id=1,
        chat_digest=str(chat).encode(),
        chat_id=chat,
        person=None,
        method=method,
        payload={},
        urgent=False,
        prompt=0,
        replaces=0,
        tries=0,
        target=None,
    )


def test_at_most_twenty_five_calls_a_second_go_out() -> None:
    """[TG-09]"""
    timer = Timer()
    pace = RateLimit(on=True, timer=timer)
    sent = []
    while timer.now < 1010:
        timer.now += pace.wait()
        pace.went(parcel(len(sent)), is_new=True)
        sent.append(timer.now)
    for start in sent:
        assert sum(start <= at < start + 0.999 for at in sent) <= 25


def test_a_chat_rests_between_two_messages() -> None:
    """[TG-09]"""
    timer = Timer()
    pace = RateLimit(on=True, timer=timer)
    pace.went(parcel(5), is_new=True)
    assert pace.resting() == ({b"5"}, set())
    assert pace.wait_of_chats() == 1.25
    timer.now += 1.26
    assert pace.resting() == (set(), set())


def test_a_group_gets_at_most_eighteen_calls_a_minute() -> None:
    """[TG-09]"""
    timer = Timer()
    pace = RateLimit(on=True, timer=timer)
    for _ in range(18):
        assert pace.resting()[1] == set()
        pace.went(parcel(-7, "editMessageText"), is_new=False)
        timer.now += 1.3
    assert pace.resting()[1] == {b"-7"}
    rest = pace.wait_of_chats()
    assert rest is not None
    timer.now += rest
    assert pace.resting()[1] == set()


def test_answers_to_buttons_and_edits_do_not_make_a_chat_rest() -> None:
    pace = RateLimit(on=True, timer=Timer())
    pace.went(parcel(5, "answerCallbackQuery"), is_new=False)
    pace.went(parcel(5, "editMessageText"), is_new=False)
    assert pace.resting() == (set(), set())


def test_pace_that_is_off_holds_nobody() -> None:
    pace = RateLimit(on=False, timer=Timer())
    for _ in range(100):
        pace.went(parcel(-7), is_new=True)
    assert pace.wait() == 0
    assert pace.resting() == (set(), set())
