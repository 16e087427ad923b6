"""Updates that are brought: proved by the secret, answered after their commit, in order for each person."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest
import structlog
from aiogram.types import Update

from bot.cli.event_loop import run_on_the_quicker_loop
from bot.config.arrival import PressEnd, note_press_end
from bot.telegram import doorkeeper
from bot.telegram import updates as updates_module
from bot.telegram import webhook as webhook_module
from bot.telegram.client import ApiReply, ApiReplyLost
from bot.telegram.doorkeeper import Doorkeeper
from bot.telegram.updates import Raw, UpdateHandler
from bot.telegram.webhook import Webhook
from tests.shell.lines import Scripted, accepted, refused
from tests.waiting import HANG, ended, until

SECRET = "a-secret-of-letters"


def said(number: int, who: int = 7) -> dict[str, Any]:
    person = {"id": who, "is_bot": False, "first_name": "P"}
    message = {"message_id": number, "date": 1, "chat": {"id": who, "type": "private"}, "from": person, "text": "a"}
    return {"update_id": number, "message": message}


class Listening:
    """A webhook with a desk that remembers."""

    def __init__(self) -> None:
        self.handled: list[int] = []
        self.broken = False
        #: The first update is not done before this is set.
        self.gate = asyncio.Event()
        self.gate.set()
        self.begun: list[int] = []
        #: What the desk says of a press.
        self.press = PressEnd.BARE
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.line = Scripted()
        self.webhook = Webhook(
            self.line,
            UpdateHandler(self.line, self.dispatch, self.set_aside),
            url="https://example.invalid/hook",
            secret=SECRET,
            listen=f"127.0.0.1:{self.port}",
        )

    async def dispatch(self, update: Update) -> None:
        self.begun.append(update.update_id)
        if update.update_id == 1:
            await self.gate.wait()
        if self.broken:
            raise OSError
        self.handled.append(update.update_id)
        note_press_end(self.press)

    async def set_aside(self, raw: Raw, fault: str) -> None:
        raise OSError

    async def bring(self, content: Any, secret: str = SECRET) -> int:
        """One request of the platform; its status."""
        return (await self._bring(content, secret))[0]

    async def body(self, content: Any) -> Any:
        """One request; what stands in its answer."""
        found = (await self._bring(content, SECRET))[1]
        return json.loads(found) if found else None

    async def _bring(self, content: Any, secret: str) -> tuple[int, bytes]:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        async with aiohttp.ClientSession() as session:
            address = f"http://127.0.0.1:{self.port}/hook"
            async with session.post(address, json=content, headers=headers) as response:
                return response.status, await response.read()


@pytest.fixture
async def listening() -> AsyncIterator[Listening]:
    found = Listening()
    task = asyncio.create_task(found.webhook.run())
    await until(lambda: found.line.calls and found.webhook._door)
    yield found
    found.webhook.stop()
    await ended(task)


async def test_it_says_where_to_bring_updates_and_what_kinds(listening: Listening) -> None:
    """TG-22."""
    method, payload = listening.line.calls[0]
    assert method == "setWebhook"
    assert payload["secret_token"] == SECRET
    assert "callback_query" in payload["allowed_updates"]


async def test_a_server_that_fails_or_says_wait_is_told_again_where_to_bring_updates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only what it says of the address is a reason to end."""
    answers = [refused(429, "Too Many Requests"), refused(500, "Internal"), ApiReplyLost("cut"), accepted()]
    found = Listening()
    found.line._reply = lambda method, payload: answers.pop(0)

    async def at_once(_seconds: float) -> None:
        pass

    monkeypatch.setattr(webhook_module.asyncio, "sleep", at_once)
    await found.webhook._announce()
    assert answers == []


async def test_an_update_is_handled_before_it_is_answered(listening: Listening) -> None:
    assert await listening.bring(said(1)) == 200
    assert listening.handled == [1]


async def test_a_request_without_the_secret_is_refused(listening: Listening) -> None:
    """[TG-19]"""
    assert await listening.bring(said(1), secret="another") == 401
    assert await listening.bring(said(1), secret="") == 401
    assert listening.handled == []


async def test_updates_of_one_person_keep_their_order(listening: Listening) -> None:
    listening.gate.clear()
    first = asyncio.create_task(listening.bring(said(1)))
    await until(lambda: listening.begun)
    second = asyncio.create_task(listening.bring(said(2)))
    assert await listening.bring(said(3, who=8)) == 200
    await until(lambda: any(lock.locked() and lock._waiters for lock in listening.webhook._lanes.values()))
    assert listening.handled == [3], "another person does not wait"
    listening.gate.set()
    await asyncio.gather(first, second)
    assert listening.handled == [3, 1, 2]


async def test_the_answer_to_a_request_carries_the_call_that_ends_a_press(
    monkeypatch: pytest.MonkeyPatch, listening: Listening
) -> None:
    """CB-09, WEB-04: after its commit, and only where no words are filed for it and it was not answered meanwhile."""
    query = {"from": said(1)["message"]["from"], "chat_instance": "1", "data": "x"}
    content = {"update_id": 2, "callback_query": {**query, "id": "q2"}}
    carried = {"method": "answerCallbackQuery", "callback_query_id": "q2"}
    assert await listening.body(content) == carried
    listening.press = PressEnd.FILED
    assert await listening.body(content) is None
    listening.press = PressEnd.BARE
    listening.broken = True
    assert await listening.body(content) is None, "what was not filed is not answered"
    listening.broken = False
    monkeypatch.setattr(updates_module, "PRESS_SECONDS", 0.0)
    listening.gate.clear()
    slow = asyncio.create_task(listening.body({**content, "update_id": 1}))
    await until(lambda: listening.line.calls[1:])
    listening.gate.set()
    assert await slow is None
    assert [method for method, _payload in listening.line.calls] == ["setWebhook", "answerCallbackQuery"]


async def test_an_update_that_could_not_be_filed_is_to_be_brought_again(listening: Listening) -> None:
    listening.broken = True
    assert await listening.bring(said(3)) == 503
    listening.broken = False
    assert await listening.bring(said(3)) == 200


@pytest.mark.parametrize("content", [[], {"update_id": "x"}, "text"])
async def test_what_is_no_update_is_dropped(listening: Listening, content: Any) -> None:
    assert await listening.bring(content) == 200
    assert listening.handled == []


async def raw_request(port: int, request: bytes) -> bytes:
    """What the server answers to these bytes, whatever they are."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    async with asyncio.timeout(HANG):
        found = await reader.read()
    writer.close()
    return found


@pytest.mark.parametrize(
    "given",
    [
        b"\xff\xfe",
        b"\xc3\xb1",
        b"",
        b"x" * 4000,
        b"x" * 20_000,
        SECRET.encode() + b"\xff",
        b"a\0b",
        SECRET.encode() + b"\0",
    ],
)
async def test_a_wrong_secret_of_any_bytes_is_refused_before_the_body_is_read(
    listening: Listening, given: bytes
) -> None:
    """WEB-02: nothing of the body that it announces is ever sent."""
    head = b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\nX-Telegram-Bot-Api-Secret-Token: "
    answer = await raw_request(listening.port, head + given + b"\r\n\r\n")
    assert answer.split(b" ")[1] == b"401"


async def test_refusals_are_one_line_a_minute(listening: Listening) -> None:
    """WEB-06."""
    with structlog.testing.capture_logs() as logs:
        for _ in range(20):
            assert await listening.bring(said(1), secret="another") == 401
    assert len(logs) == 1


@pytest.mark.parametrize("body", [b"[" * 50_000, b'{"update_id": 1', b"\xff\xff"], ids=["deep", "cut", "bytes"])
async def test_what_cannot_be_read_is_refused_and_ends_nothing(listening: Listening, body: bytes) -> None:
    """WEB-06."""
    head = f"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}"
    assert (await raw_request(listening.port, head.encode() + b"\r\n\r\n" + body)).startswith(b"HTTP/1.1 400")
    assert await listening.bring(said(2)) == 200


@pytest.mark.whole
async def test_what_was_brought_is_answered_soon_whether_or_not_more_keeps_coming(
    monkeypatch: pytest.MonkeyPatch, listening: Listening
) -> None:
    """OPS-08: it is no matter of quiet."""
    assert webhook_module.QUIET_SECONDS <= 2.5
    while not listening.webhook.drained.is_set():
        assert await listening.bring(said(2)) == 200


async def test_another_webhook_is_noticed(listening: Listening) -> None:
    """IN-14, SEC-02."""
    for url, alarms in (("https://example.invalid/hook", 0), ("https://thief.invalid", 1), ("", 1)):
        listening.line._reply = lambda method, payload, url=url: ApiReply(200, ok=True, result={"url": url})
        with structlog.testing.capture_logs() as logs:
            await listening.webhook._look_for_another()
        assert (len(logs), listening.webhook.has_rival) == (alarms, bool(alarms))


class Socket(asyncio.Transport):
    """A connection that says nothing."""

    def __init__(self, address: str) -> None:
        super().__init__({"peername": (address, 1)})
        self.gone = False

    def abort(self) -> None:
        self.gone = True

    def is_closing(self) -> bool:
        return self.gone

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        pass


async def test_whoever_waits_longest_makes_room_and_whoever_brought_something_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """WEB-06: of one address, and in all."""
    monkeypatch.setattr(doorkeeper, "OF_ONE", 3)
    monkeypatch.setattr(doorkeeper, "IN_ALL", 5)
    door = Doorkeeper(asyncio.Protocol)
    one = [Socket("1") for _ in range(5)]
    for number, socket_ in enumerate(one):
        door().connection_made(socket_)
        if number == 0:
            door.passed(socket_)
    assert [each.gone for each in one] == [False, True, False, False, False]
    others = [Socket(str(number)) for number in range(2, 6)]
    for socket_ in others:
        door().connection_made(socket_)
    assert [each.gone for each in one] == [False, True, True, True, False]
    assert not any(each.gone for each in others)


async def test_a_slow_socket_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """WEB-05."""
    assert doorkeeper.SLOWEST <= 10
    slow, quick = Socket("1"), Socket("2")
    door = Doorkeeper(asyncio.Protocol, seconds=0)
    door().connection_made(slow)
    door().connection_made(quick)
    door.passed(quick)
    await until(lambda: slow.gone)
    assert not quick.gone


class Answering(asyncio.Protocol):
    """A server that says a word to whoever comes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.write(b"in")  # type: ignore[attr-defined]  # a connection of TCP is written to


@pytest.mark.parametrize("live", [asyncio.run, run_on_the_quicker_loop], ids=["asyncio", "the quicker loop"])
def test_the_door_opens_and_closes_on_both_event_loops(live: Callable[[Coroutine[Any, Any, None]], None]) -> None:
    """The quicker loop's connections are of no class of asyncio's; a check for one shut everybody out."""

    async def come_and_wait() -> None:
        server = await asyncio.get_running_loop().create_server(Doorkeeper(Answering, seconds=0.01), "127.0.0.1", 0)
        async with asyncio.timeout(HANG):
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            assert await reader.readexactly(2) == b"in"
            with contextlib.suppress(ConnectionResetError):  # whoever says nothing is shown out
                assert await reader.read() == b""
        writer.close()
        server.close()

    live(come_and_wait())
