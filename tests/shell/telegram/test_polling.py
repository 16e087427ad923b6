"""Updates in: order, confirmation after the commit, what cannot be read, what fails, and stops at any moment."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from typing import Any

import pytest
from aiogram.types import Update
from structlog.testing import capture_logs

from bot.health import page
from bot.health.alarms import Alarm, alarm_of
from bot.telegram import polling as intake_module
from bot.telegram import updates as updates_module
from bot.telegram.client import ApiReply, ApiReplyLost, ApiUnreachable, BotApi, TokenRevoked
from bot.telegram.polling import Poller, PollingConflict
from bot.telegram.updates import ALLOWED_UPDATES, Dispatch, Raw, UpdateHandler, load_models
from tests.shell.lines import Scripted, refused
from tests.waiting import ended, until


@pytest.fixture(autouse=True)
def _no_rest_between_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "_LONGEST_REST", 0.0)
    monkeypatch.setattr(intake_module, "_LONGEST_WAIT", 0.0)


def said(number: int, who: int = 7, text: str = "hola") -> dict[str, Any]:
    """A text in a private chat."""
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1,
            "chat": {"id": who, "type": "private"},
            "from": {"id": who, "is_bot": False, "first_name": "P"},
            "text": text,
        },
    }


class Server:
    """Keeps updates until they are confirmed, as the platform does."""

    def __init__(self, *updates: Raw) -> None:
        self.updates = list(updates)
        self.polls: list[Mapping[str, Any]] = []
        self.answers: list[Mapping[str, Any]] = []
        self.line = Scripted(self.reply)

    def reply(self, method: str, payload: Mapping[str, Any]) -> ApiReply | Exception:
        """getUpdates: an offset confirms what lies before it."""
        if method != "getUpdates":
            self.answers.append(payload)
            return ApiReply(200, ok=True, result=True)
        self.polls.append(payload)
        if "offset" in payload:
            self.updates = [raw for raw in self.updates if raw["update_id"] >= payload["offset"]]
        return ApiReply(200, ok=True, result=self.updates[: payload["limit"]])


class Desk:
    """Stands for the desk: remembers what it was given, in order, each update once."""

    def __init__(self) -> None:
        self.handled: list[int] = []
        self.aside: list[tuple[int, str]] = []
        self.filed: set[int] = set()

    async def dispatch(self, update: Update) -> None:
        for _ in range(7 * update.update_id % 5):  # some take longer than others
            await asyncio.sleep(0)
        if update.message is not None and update.message.text == "poison":
            raise RuntimeError("poison")
        if update.update_id not in self.filed:
            self.filed.add(update.update_id)
            self.handled.append(update.update_id)

    async def set_aside(self, raw: Raw, fault: str) -> None:
        self.aside.append((raw["update_id"], fault))


def polling(line: BotApi, desk: Desk, dispatch: Dispatch | None = None, **more: Any) -> Poller:
    """An intake that brings a desk what this line gives."""
    return Poller(line, UpdateHandler(line, dispatch or desk.dispatch, desk.set_aside, **more))


async def taken_in(server: Server, desk: Desk) -> Poller:
    """Run an intake until everything that waits has been handled and confirmed."""
    intake = polling(server.line, desk)
    task = asyncio.create_task(intake.run())
    await until(lambda: task.done() or not server.updates)
    intake.stop()
    await ended(task)
    return intake


async def test_updates_of_one_person_keep_their_order_and_persons_do_not_wait_for_each_other() -> None:
    """IN-05."""
    server = Server(*[said(n, who=n % 10) for n in range(100)])
    desk = Desk()
    await taken_in(server, desk)
    for who in range(10):
        own = [n for n in desk.handled if n % 10 == who]
        assert own == sorted(own)
    assert desk.handled != sorted(desk.handled)


async def test_what_waited_is_not_taken_in_before_it_could_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-21: the first poll goes out before the library's models are loaded; nothing may be sent before they are."""
    loaded = threading.Event()

    def load() -> object:
        loaded.wait(60)
        return load_models()

    monkeypatch.setattr(updates_module, "load_models", load)
    monkeypatch.setattr(intake_module, "HURRY_SECONDS", 0.0)
    server, desk = Server(said(1)), Desk()
    intake = polling(server.line, desk)
    task = asyncio.create_task(intake.run())
    try:
        await until(lambda: bool(server.polls))
        for _ in range(50):
            await asyncio.sleep(0)
        assert len(server.polls) == 1
        assert not intake.drained.is_set()
        assert not desk.handled
    finally:
        loaded.set()
    await until(lambda: desk.handled == [1] and intake.drained.is_set())
    intake.stop()
    await ended(task)


async def test_nothing_is_confirmed_before_it_was_handled() -> None:
    """IN-02."""
    server, desk = Server(said(1), said(2, who=8)), Desk()
    gate, waits = asyncio.Event(), []

    async def slow(update: Update) -> None:
        if update.update_id == 2:
            waits.append(update.update_id)
            await gate.wait()
        await desk.dispatch(update)

    intake = polling(server.line, desk, slow)
    task = asyncio.create_task(intake.run())
    await until(lambda: desk.handled == [1] and waits)
    assert [poll.get("offset") for poll in server.polls] == [None]
    gate.set()
    await until(lambda: not server.updates)
    intake.stop()
    await ended(task)
    assert desk.handled == [1, 2]


async def test_a_stop_in_the_middle_finishes_what_is_in_hand_and_leaves_the_rest_to_be_delivered_again() -> None:
    """IN-03."""
    server, desk = Server(*[said(n) for n in range(10)]), Desk()
    gate, held = asyncio.Event(), []

    async def slow(update: Update) -> None:
        if update.update_id == 2:
            held.append(update.update_id)
            await gate.wait()
        await desk.dispatch(update)

    intake = polling(server.line, desk, slow)
    task = asyncio.create_task(intake.run())
    await until(lambda: held)
    intake.stop()
    gate.set()
    await ended(task)
    assert desk.handled == [0, 1, 2]
    await taken_in(server, desk)
    assert desk.handled == list(range(10))


async def test_a_clean_stop_confirms_the_last_batch() -> None:
    server, desk = Server(said(1)), Desk()

    async def stopping(update: Update) -> None:
        await desk.dispatch(update)
        intake.stop()

    intake = polling(server.line, desk, stopping)
    await ended(asyncio.ensure_future(intake.run()))
    assert desk.handled == [1]
    assert server.updates == []


async def test_numbers_may_start_again_lower() -> None:
    """IN-04."""
    server, desk = Server(*[said(n) for n in range(900, 906)]), Desk()
    intake = polling(server.line, desk)
    task = asyncio.create_task(intake.run())
    await until(lambda: not server.updates)
    server.updates = [said(n) for n in range(17, 21)]
    await until(lambda: not server.updates)
    intake.stop()
    await ended(task)
    assert desk.handled == [*range(900, 906), *range(17, 21)]


async def test_an_update_that_cannot_be_read_is_put_aside_and_the_others_are_handled() -> None:
    """IN-08."""
    broken = said(5, who=3)
    broken["message"]["forward_origin"] = {"type": "hidden_user", "date": 1}
    server, desk = Server(*[said(n, who=n % 4) for n in range(20) if n != 5], broken), Desk()
    await taken_in(server, desk)
    assert sorted(desk.handled) == [n for n in range(20) if n != 5]
    assert desk.aside == [(5, "Unreadable")]


async def test_an_update_that_always_fails_is_tried_three_times_and_put_aside() -> None:
    """IN-07: the person's next one waits for that, other people do not."""
    tries = 0
    server, desk = Server(said(1, text="poison"), said(2), said(3, who=8)), Desk()

    async def counted(update: Update) -> None:
        nonlocal tries
        tries += update.update_id == 1
        if update.update_id == 1:
            await until(lambda: 3 in desk.handled)
        await desk.dispatch(update)

    intake = polling(server.line, desk, counted)
    task = asyncio.create_task(intake.run())
    await until(lambda: not server.updates)
    intake.stop()
    await ended(task)
    assert tries == 3
    assert desk.aside == [(1, "RuntimeError")]
    assert desk.handled == [3, 2]


async def test_an_unknown_kind_of_update_reaches_the_desk_as_an_empty_one() -> None:
    """IN-09."""
    server, desk = Server({"update_id": 4, "brand_new_type": {"text": "marker"}}), Desk()
    await taken_in(server, desk)
    assert desk.handled == [4]


async def test_only_what_is_listed_is_asked_for() -> None:
    """TG-22."""
    server = Server(said(1))
    await taken_in(server, Desk())
    assert {tuple(poll["allowed_updates"]) for poll in server.polls} == {ALLOWED_UPDATES}


async def test_drained_is_told_only_after_the_backlog() -> None:
    server, desk = Server(*[said(n) for n in range(150)]), Desk()
    intake = polling(server.line, desk)
    task = asyncio.create_task(intake.run())
    await until(intake.drained.is_set)
    assert len(desk.handled) == 150
    intake.stop()
    await ended(task)


@pytest.mark.parametrize(
    "fault", [ApiUnreachable("a"), ApiReplyLost("b"), refused(502, "Bad Gateway"), refused(500, "")]
)
async def test_a_server_that_fails_is_asked_again(fault: Any) -> None:
    """IN-16."""
    server, desk, left = Server(said(1)), Desk(), 2

    def reply(method: str, payload: Mapping[str, Any]) -> Any:
        nonlocal left
        left -= 1
        return fault if left >= 0 else server.reply(method, payload)

    server.line = Scripted(reply)
    await taken_in(server, desk)
    assert desk.handled == [1]


async def test_a_revoked_token_ends_the_intake() -> None:
    """OUT-14."""
    intake = polling(Scripted(lambda m, p: refused(401, "Unauthorized")), Desk())
    with pytest.raises(TokenRevoked):
        await ended(asyncio.ensure_future(intake.run()))


@pytest.mark.parametrize("told", ["terminated by other getUpdates request", "can't use getUpdates: webhook is active"])
async def test_a_rival_ends_the_intake_only_if_it_lasts(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    """IN-13, IN-14: no hot loop meanwhile. [TG-21]"""
    line, rests = Scripted(lambda method, payload: refused(409, f"Conflict: {told}")), []
    least = intake_module.random.uniform

    def rest(shortest: float, longest: float) -> float:
        rests.append(shortest)
        return least(shortest, longest)

    monkeypatch.setattr(intake_module.random, "uniform", rest)
    intake = polling(line, Desk())
    task = asyncio.create_task(intake.run())
    await until(lambda: rests)
    assert (len(line.calls), task.done()) == (1, False)
    assert min(rests) >= 5.0
    intake.stop()
    await ended(task)

    monkeypatch.setattr(intake_module, "_RIVAL_SECONDS", -1.0)
    with pytest.raises(PollingConflict):
        await ended(asyncio.ensure_future(polling(line, Desk()).run()))


def test_a_rival_is_counted_and_not_timed() -> None:
    """OPS-01: one conflict is a start, two without a calm between are a rival, and a calm is its end."""
    now = [0.0]
    conflicts, calm = intake_module.Conflicts(lambda: now[0]), intake_module._RIVAL_CALM
    seen = []
    for wait, comes in ((0.0, True), (calm + 1, True), (10.0, True), (calm, False), (1.0, False), (0.0, True)):
        now[0] += wait
        if comes:
            conflicts.note()
        seen.append(conflicts.lasts)
    assert seen == [False, False, True, True, False, False]


def test_two_conflicts_and_the_looks_fit_into_the_time_in_which_health_turns_red() -> None:
    """OPS-01 (G12): a poll that is held, a rest, another one that is held, and a look."""
    held, rest = float(intake_module.POLL_SECONDS), intake_module._RIVAL_REST
    assert held + rest + held <= 75 - page.LOOK_SECONDS
    assert held + rest < intake_module._RIVAL_CALM


async def test_a_rival_shows_after_the_second_conflict_and_is_asked_about_at_the_same_pace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """IN-13, OPS-01: a rest that grew with each conflict would see the next one too late."""
    line = Scripted(lambda method, payload: refused(409, "Conflict: terminated by other getUpdates request"))
    intake, rests = polling(line, Desk()), []

    def rest(shortest: float, longest: float) -> float:
        rests.append((longest, intake.has_rival))
        if len(rests) == 8:
            intake.stop()
        return 0.0

    monkeypatch.setattr(intake_module.random, "uniform", rest)
    with capture_logs() as lines:
        await ended(asyncio.ensure_future(intake.run()))
    raised = [alarm_of(line["event"]) for line in lines if line["event"].startswith(("a poll was cut", "another"))]
    assert raised == [None, *[Alarm.RIVAL] * (len(raised) - 1)], "one conflict calls nobody"
    assert rests == [(intake_module._RIVAL_REST, number > 0) for number in range(8)]


async def test_a_poll_that_hangs_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-15."""
    monkeypatch.setattr(intake_module, "SILENCE_SECONDS", 0.05)
    cut = 0

    class Hanging(Scripted):
        async def call(self, method: str, payload: Mapping[str, Any], *, seconds: float = 20.0) -> ApiReply:
            nonlocal cut
            if not cut:
                try:
                    await asyncio.Event().wait()  # for ever
                finally:
                    cut += 1
            return await super().call(method, payload)

    server, desk = Server(said(1)), Desk()
    intake = polling(Hanging(server.reply), desk)
    task = asyncio.create_task(intake.run())
    await until(lambda: not server.updates)
    intake.stop()
    await ended(task)
    assert (desk.handled, cut) == ([1], 1)
