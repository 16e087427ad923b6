"""Even sending under the platform's limits, measured where calls leave (TG-09, OUT-04, OUT-18)."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from bot.telegram.client import ApiReply, BotApi
from bot.telegram.rate_limit import RateLimit


class Time:
    """Seconds that pass only when everybody waits for them."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._waits: list[tuple[float, int, asyncio.Event]] = []
        self._number = itertools.count()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        over = asyncio.Event()
        heapq.heappush(self._waits, (self.now + seconds, next(self._number), over))
        await over.wait()

    async def pass_until(self, tasks: list[asyncio.Task[Any]]) -> None:
        """Let time pass, one wait after the other, until these are done."""
        while True:
            for _ in range(5):
                await asyncio.sleep(0)
            if all(task.done() for task in tasks):
                return
            if self._waits:
                at, _number, over = heapq.heappop(self._waits)
                self.now = max(self.now, at)
                over.set()


class Stumbling(Time):
    """The same on a machine that stands still now and then: every turn that comes meanwhile comes at once."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        if next(self._number) % 30 == 0:
            self.now += 0.7


class Strict(BotApi):
    """A server that counts what arrives in sliding windows, and refuses what is too much."""

    def __init__(self, time: Time, *, on: bool = True) -> None:
        super().__init__("1:test", "http://127.0.0.1:1", RateLimit(on=on, timer=time, sleep=time.sleep))
        self.time = time
        self.arrived: list[float] = []
        self.of_chat: defaultdict[int, list[float]] = defaultdict(list)
        self.refused = 0

    async def _exchange(self, method: str, payload: Mapping[str, Any], seconds: float) -> ApiReply:
        now, chat = self.time.now, payload.get("chat_id", 0)
        too_much = sum(at > now - 1 for at in self.arrived[-40:]) >= 30
        if chat < 0:
            too_much |= sum(at > now - 60 for at in self.of_chat[chat]) >= 20
        elif chat and method == "sendMessage":
            too_much |= any(at > now - 1 for at in self.of_chat[chat])
        self.refused += too_much
        self.arrived.append(now)
        if chat < 0 or method == "sendMessage":
            self.of_chat[chat].append(now)
        return ApiReply(429, ok=False) if too_much else ApiReply(200, ok=True)


async def sent(line: Strict) -> None:
    """Everything at once: messages to people, cards and their edits to a group, answers to presses, the profile."""
    calls = [("sendMessage", {"chat_id": chat}) for chat in range(1, 101) for _ in range(3)]
    calls += [(method, {"chat_id": -7}) for method in ("sendMessage", "editMessageText", "getChat") for _ in range(20)]
    calls += [("answerCallbackQuery", {}) for _ in range(200)] + [("getMyName", {})] * 4
    tasks = [asyncio.ensure_future(line.call(method, payload)) for method, payload in calls]
    await line.time.pass_until(tasks)


@pytest.mark.slow
@pytest.mark.parametrize("time", [Time, Stumbling])
async def test_a_strict_server_never_has_to_refuse(time: type[Time]) -> None:
    """OUT-18, [TG-09]: every call of every kind, whoever makes it."""
    line = Strict(time())
    await sent(line)
    assert (len(line.arrived), line.refused) == (564, 0)


async def test_without_turns_the_same_server_refuses_most() -> None:
    """The weak build that must fail."""
    line = Strict(Time(), on=False)
    await sent(line)
    assert line.refused > 300


@pytest.mark.slow
async def test_at_most_twenty_five_calls_a_second_go_out() -> None:
    """[TG-09]"""
    line = Strict(Time())
    await sent(line)
    for place, start in enumerate(line.arrived):
        assert sum(start <= at < start + 0.999 for at in line.arrived[place : place + 60]) <= 25


async def test_a_chat_rests_between_two_messages() -> None:
    """[TG-09]"""
    time = Time()
    pace = RateLimit(on=True, timer=time, sleep=time.sleep)
    await pace.turn("sendMessage", {"chat_id": 5})
    assert pace.resting() == ({5}, set())
    assert pace.wait_of_chats() == 1.25
    time.now += 1.26
    assert pace.resting() == (set(), set())


async def test_a_group_gets_at_most_eighteen_calls_a_minute() -> None:
    """[TG-09]"""
    time = Time()
    pace = RateLimit(on=True, timer=time, sleep=time.sleep)
    for _ in range(18):
        assert pace.resting()[1] == set()
        await pace.turn("editMessageText", {"chat_id": -7})
        time.now += 1.3
    assert pace.resting()[1] == {-7}
    rest = pace.wait_of_chats()
    assert rest is not None
    time.now += rest
    assert pace.resting()[1] == set()


async def test_a_chat_that_waits_holds_no_other() -> None:
    """OUT-19."""
    time = Time()
    pace = RateLimit(on=True, timer=time, sleep=time.sleep)
    await pace.turn("sendMessage", {"chat_id": 5})
    waits = asyncio.ensure_future(pace.turn("sendMessage", {"chat_id": 5}))
    await asyncio.sleep(0)
    other = asyncio.ensure_future(pace.turn("sendMessage", {"chat_id": 6}))
    await time.pass_until([other])
    assert (time.now, waits.done()) == (pytest.approx(1000.04), False)
    await time.pass_until([waits])
    assert time.now == pytest.approx(1001.25)


@pytest.mark.parametrize("method", ["answerCallbackQuery", "editMessageText"])
async def test_answers_to_buttons_and_edits_do_not_make_a_chat_rest(method: str) -> None:
    pace = RateLimit(on=True)
    await pace.turn(method, {"chat_id": 5})
    assert pace.resting() == (set(), set())


async def test_pace_that_is_off_holds_nobody() -> None:
    pace = RateLimit(on=False)
    for _ in range(100):
        await pace.turn("sendMessage", {"chat_id": -7})
    assert pace.wait() == 0
    assert pace.resting() == (set(), set())


async def test_the_poll_for_updates_takes_no_turn() -> None:
    pace = RateLimit(on=True, timer=Time())
    for _ in range(100):
        await pace.turn("getUpdates", {})
    assert pace.wait() == 0
