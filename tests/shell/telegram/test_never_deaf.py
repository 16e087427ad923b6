"""No update makes the bot deaf: each fault has its end, the others go on (IN-07, IN-18, CB-09)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest
from aiogram.types import Update

from bot.config.arrival import PressEnd, note_press_end
from bot.telegram import polling as polling_module
from bot.telegram import updates as updates_module
from bot.telegram.client import ApiReply, ApiReplyLost, ApiUnreachable
from bot.telegram.updates import Raw, UpdateHandler, repaired
from tests.shell.lines import Scripted, refused
from tests.shell.telegram.test_polling import Desk, Server, polling, said, taken_in
from tests.waiting import ended, until


@pytest.fixture(autouse=True)
def _no_rest_between_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling_module, "_LONGEST_REST", 0.0)
    monkeypatch.setattr(polling_module, "_LONGEST_WAIT", 0.0)


def pressed(number: int, who: int = 7) -> dict[str, Any]:
    query = {"id": f"q{number}", "from": said(1, who)["message"]["from"], "chat_instance": "1", "data": "x"}
    return {"update_id": number, "callback_query": query}


@pytest.mark.parametrize(
    "sender",
    [[7], {"id": 7}, "7", None, 7.5, 2**70, True],
    ids=["list", "dict", "text", "none", "half", "huge", "true"],
)
async def test_a_sender_of_another_shape_stops_nobody(sender: Any) -> None:
    """IN-18: also where it cannot be quarantined and cannot even be counted; also after a restart."""
    odd = said(5)
    odd["message"]["from"]["id"] = odd["message"]["chat"]["id"] = sender
    server, desk = Server(odd, *[said(n, who=n) for n in range(6, 26)]), Desk()

    async def failing(raw: Raw, fault: str) -> None:
        raise ValueError(fault)

    desk.set_aside = failing  # type: ignore[method-assign]  # the desk whose keys are gone
    intake = polling(server.line, desk, count=failing)
    task = asyncio.create_task(intake.run())
    await until(lambda: task.done() or not server.updates)
    intake.stop()
    await ended(task)
    assert sorted(n for n in desk.handled if n > 5) == list(range(6, 26))
    await taken_in(Server(said(30)), desk)
    assert desk.handled[-1] == 30


async def test_what_cannot_be_put_aside_is_counted_and_what_cannot_be_counted_is_lost_with_a_line() -> None:
    """IN-18: a key that is gone, content that cannot be sealed."""
    server, desk, counted = Server(said(1, text="poison"), said(2, who=8)), Desk(), []

    async def failing(raw: Raw, fault: str) -> None:
        raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")

    async def count(raw: Raw, fault: str) -> None:
        counted.append((raw["update_id"], fault))

    for resort in (count, failing):
        handler = UpdateHandler(server.line, desk.dispatch, failing, count=resort)
        assert await handler.take(said(1, text="poison"))
        assert (handler.handled, handler.lost) == (1, int(resort is failing))
    assert counted == [(1, "RuntimeError")]


async def test_half_a_character_in_a_name_is_replaced_before_anything_reads_it() -> None:
    """TXT-02."""
    names = []

    async def dispatch(update: Update) -> None:
        assert update.message is not None
        assert update.message.from_user is not None
        names.append(update.message.from_user.first_name)

    odd = said(5)
    odd["message"]["from"]["first_name"] = json.loads('"Eva \\ud83d"')
    handler = UpdateHandler(Scripted(), dispatch, Desk().set_aside)
    assert await handler.take(odd)
    assert names == ["Eva \ufffd"]
    assert repaired({"a": ["\U0001f642", 5, None]}) == {"a": ["\U0001f642", 5, None]}


async def test_the_slowest_lane_does_not_hold_the_next_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-21: a stranger who comes while somebody's updates stand still is answered; what stands still is not lost."""
    monkeypatch.setattr(polling_module, "HURRY_SECONDS", 0.0)
    server, desk, gate = Server(*[said(n) for n in range(1, 31)]), Desk(), asyncio.Event()

    async def slow(update: Update) -> None:
        if update.update_id <= 30:
            await gate.wait()
        await desk.dispatch(update)

    intake = polling(server.line, desk, slow)
    task = asyncio.create_task(intake.run())
    await until(lambda: server.polls)
    server.updates.append(said(31, who=8))
    await until(lambda: desk.handled == [31])
    assert [raw["update_id"] for raw in server.updates] == list(range(1, 32)), "nothing is confirmed out of turn"
    gate.set()
    await until(lambda: not server.updates)
    intake.stop()
    await ended(task)
    assert desk.handled == [31, *range(1, 31)], "each once"


async def test_what_is_done_before_the_slow_one_is_confirmed_at_a_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-03."""
    monkeypatch.setattr(polling_module, "HURRY_SECONDS", 0.0)
    server, desk = Server(said(1, who=1), said(2, who=2), said(3, who=3)), Desk()

    async def dispatch(update: Update) -> None:
        if update.update_id == 2:
            raise OSError("locked")
        await desk.dispatch(update)

    intake = polling(server.line, desk, dispatch)
    task = asyncio.create_task(intake.run())
    await until(lambda: sorted(desk.handled) == [1, 3])
    intake.stop()
    await ended(task)
    assert [raw["update_id"] for raw in server.updates] == [2, 3]
    assert desk.aside == []


async def test_a_fault_of_the_machine_is_waited_for_and_nothing_is_confirmed_or_set_aside() -> None:
    """IN-19, DB-02, DB-03: it goes on where it was, without a restart; the safety text is said at once, once, also to
    what waits behind another text of the same person."""
    server, desk, broken, tries, spoken = Server(said(1), said(2)), Desk(), True, [], []

    async def dispatch(update: Update) -> None:
        tries.append(update.update_id)
        if broken:
            raise OSError("database is locked")
        await desk.dispatch(update)

    async def unfiled(update: Update) -> None:
        spoken.append(update.update_id)

    intake = polling(server.line, desk, dispatch, unfiled=unfiled)
    task = asyncio.create_task(intake.run())
    await until(lambda: len(tries) >= 12)
    assert (len(server.updates), desk.aside, set(tries), spoken) == (2, [], {1}, [1, 2])
    broken = False
    await until(lambda: not server.updates)
    intake.stop()
    await ended(task)
    assert (desk.handled, desk.aside) == ([1, 2], [])


async def test_a_fault_that_only_one_update_meets_while_others_are_handled_is_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """IN-18: one person's key on a bad sector must not fill the window of what the platform delivers."""
    monkeypatch.setattr(polling_module, "HURRY_SECONDS", 0.0)
    server, desk, number = Server(said(1)), Desk(), 1

    async def dispatch(update: Update) -> None:
        nonlocal number
        if update.update_id == 1:
            if len(desk.handled) == number - 1:
                number += 1
                server.updates.append(said(number, who=number + 100))
            raise OSError("bad sector")
        await desk.dispatch(update)

    intake = polling(server.line, desk, dispatch)
    task = asyncio.create_task(intake.run())
    await until(lambda: not server.updates)
    intake.stop()
    await ended(task)
    assert desk.aside == [(1, "OSError")]
    assert desk.handled == list(range(2, number + 1))


@pytest.mark.parametrize("how", ["slow", "failing", "machine"])
async def test_a_press_is_answered_whatever_its_handler_does(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """CB-09."""
    monkeypatch.setattr(updates_module, "PRESS_SECONDS", 0.0)
    server, desk, gate = Server(pressed(1)), Desk(), asyncio.Event()

    async def dispatch(update: Update) -> None:
        if how == "failing":
            raise RuntimeError
        if how == "machine" and not gate.is_set():
            raise OSError
        await gate.wait()

    async def set_aside(raw: Raw, fault: str) -> None:
        await gate.wait()

    desk.set_aside = set_aside  # type: ignore[method-assign]  # it too may be slow
    intake = polling(server.line, desk, dispatch)
    task = asyncio.create_task(intake.run())
    await until(lambda: server.answers)
    assert [answer["callback_query_id"] for answer in server.answers] == ["q1"]
    gate.set()
    await until(lambda: not server.updates)
    intake.stop()
    await ended(task)


@pytest.mark.parametrize(("end", "answers"), [(PressEnd.BARE, 1), (PressEnd.FILED, 0), (PressEnd.PERHAPS, 1)])
async def test_a_press_that_was_worked_off_is_answered_once_by_whoever_has_words_for_it(
    monkeypatch: pytest.MonkeyPatch, end: PressEnd, answers: int
) -> None:
    """CB-01, CB-09: of one that came before nobody knows; an answer with words, if one is filed, is there sooner."""
    monkeypatch.setattr(updates_module, "PRESS_SECONDS", 0.0 if end is PressEnd.PERHAPS else 60.0)
    line = Scripted()

    async def dispatch(update: Update) -> None:
        note_press_end(end)

    handler = UpdateHandler(line, dispatch, Desk().set_aside)
    for number in (1, 2):
        handler.arrived(pressed(number))
        assert await handler.take(pressed(number))
    await until(lambda: len(line.calls) == 2 * answers)
    await handler.rest()
    assert [payload["callback_query_id"] for _method, payload in line.calls] == ["q1", "q2"][: 2 * answers]
    assert not handler._presses


@pytest.mark.parametrize(
    ("told", "tries"),
    [
        ([ApiUnreachable("x"), ApiReplyLost("x"), refused(500, "Oh"), ApiReply(200, ok=True)], 4),
        ([refused(429, "Too Many", retry_after=1), ApiReply(200, ok=True)], 2),
        ([refused(400, "query is too old")], 1),
        ([refused(429, "Too Many", retry_after=60)], 1),
        (4 * [refused(500, "Oh")], 4),
    ],
)
async def test_a_press_is_answered_again_while_its_button_may_still_turn(
    monkeypatch: pytest.MonkeyPatch, told: list[Any], tries: int
) -> None:
    """CB-07: too old counts as answered."""

    async def sleep(_seconds: float) -> None:
        pass

    line = Scripted(lambda _method, _payload: told.pop(0))
    handler = UpdateHandler(line, Desk().dispatch, Desk().set_aside)
    with monkeypatch.context() as quick:
        quick.setattr(updates_module, "_PRESS_RESTS", (0.0, 0.0, 2.0))
        quick.setattr("tests.shell.lines.asyncio.sleep", sleep)
        await handler._say_nothing("q1")
    assert len(line.calls) == tries
    assert told == []


@pytest.mark.parametrize(
    "answer", [refused(404, "Not Found"), refused(429, "Too Many", retry_after=3), ApiReply(200, ok=True, result={})]
)
async def test_a_poll_that_is_refused_is_made_again_after_the_wait_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, answer: ApiReply
) -> None:
    """Neither ends the program: a proxy may answer 404 for a minute."""
    server, desk, left, rests = Server(said(1)), Desk(), 2, []

    def reply(method: str, payload: Mapping[str, Any]) -> Any:
        nonlocal left
        left -= 1
        return answer if left >= 0 else server.reply(method, payload)

    server.line = Scripted(reply)
    intake = polling(server.line, desk)

    async def sleep(seconds: float) -> None:
        rests.append(seconds)

    monkeypatch.setattr(intake, "_sleep", sleep)
    task = asyncio.create_task(intake.run())
    await until(lambda: not server.updates)
    intake.stop()
    await ended(task)
    assert desk.handled == [1]
    assert rests[:2] == [float(answer.retry_after)] * 2


async def test_a_poll_that_is_to_wait_for_years_is_made_again_within_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    intake, rests = polling(Scripted(), Desk()), []

    async def sleep(seconds: float) -> None:
        rests.append(seconds)

    monkeypatch.setattr(intake, "_sleep", sleep)
    intake._refused(refused(429, "Too Many", retry_after=86_400))
    await intake._rest()
    assert rests == [polling_module._LONGEST_TOLD]


async def test_a_wait_that_was_told_is_not_waited_again_when_the_line_is_cut_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cut = Scripted(lambda method, payload: ApiUnreachable("Cut"))
    intake, rests = polling(cut, Desk()), []

    async def sleep(seconds: float) -> None:
        rests.append(seconds)

    monkeypatch.setattr(intake, "_sleep", sleep)
    intake._refused(refused(429, "Too Many", retry_after=500))
    await intake._rest()
    assert await intake._poll() is None
    await intake._rest()
    assert rests[0] == 500.0
    assert rests[1] <= polling_module._LONGEST_REST


async def test_a_server_that_gives_the_same_for_ever_is_not_asked_without_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that does not heed what is confirmed was asked some hundred times a second."""
    server, desk, rests = Server(), Desk(), []
    server.line = Scripted(lambda method, payload: ApiReply(200, ok=True, result=[said(5)]))
    intake = polling(server.line, desk)

    async def sleep(seconds: float) -> None:
        rests.append(seconds)
        intake.stop()

    monkeypatch.setattr(intake, "_sleep", sleep)
    await ended(asyncio.create_task(intake.run()))
    assert (desk.handled, rests) == ([5], [polling_module._OLD_REST])
