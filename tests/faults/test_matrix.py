"""Every kind of call × every fault of the Bot API: each ends as it is planned, and nothing is said aloud (G3)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from shutil import copy

import pytest
import structlog
from aiohttp import web
from sqlalchemy import select

from bot.delivery import courier as courier_module
from bot.delivery.send_result import SendResult, classify_reply
from bot.render.call import Call
from bot.store import people
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.outbox import post
from bot.store.staff_group import set_staff_chat
from bot.store.tx import Tx
from bot.store.vault import load_vault
from bot.telegram.client import ApiReply, BotApi, TokenRevoked
from tests.faults.matrix import FAULTS, KINDS, PATIENT_TEXT, End, Fault, Faulty, Kind, planned
from tests.faults.programs import TOKEN
from tests.shell.delivery.test_courier import Moment
from tests.shell.lines import Watched
from tests.shell.trail import waiting

pytestmark = pytest.mark.slow

Sized = Callable[[int, int], int]
Noted = Callable[[str, str, str, str], None]
GROUP, CHAT = -100_900, 7_654_321_098
#: Looks at the queue, each a minute after the other, until a call must have ended.
LOOKS = 4


@pytest.fixture
def store(tmp_path: Path, installed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(courier_module, "_LONGEST", 0.0)
    for name in ("master.key", "tamiz.db"):
        copy(installed / name, tmp_path)
    (tmp_path / "person-keys").mkdir(mode=0o700)
    opened = Store(f"sqlite:///{tmp_path / 'tamiz.db'}", load_vault(tmp_path / "master.key", tmp_path / "person-keys"))
    yield opened
    opened.close()


@asynccontextmanager
async def served() -> AsyncIterator[tuple[Faulty, BotApi]]:
    """A server with faults on this machine, and a line to it."""
    faulty, app = Faulty(), web.Application()
    app.router.add_route("*", "/{path:.*}", faulty.serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    api = BotApi(TOKEN, f"http://127.0.0.1:{runner.addresses[0][1]}")
    yield faulty, api
    await api.close()
    await runner.cleanup()


async def ended(store: Store, faulty: Faulty, api: BotApi, cell: tuple[Kind, Fault], number: int) -> End | None:
    """Let one call meet one fault; how it ended, None where it is in no way that has a name."""
    kind, moment, chat = cell[0], Moment(), CHAT + number
    person = None if kind.to_group else store.write_now(lambda tx: people.get_or_create_person(tx, chat, moment.now))

    def posted(tx: Tx) -> None:
        for table in (t.outbox, t.holds):
            tx.conn.execute(table.delete())
        set_staff_chat(tx, GROUP)
        call = Call(kind.method, kind.payload)
        post(tx, GROUP if kind.to_group else chat, call, person=person, cover=kind.cover)

    store.write_now(posted)
    faulty.fault, faulty.done = cell[1], []
    with structlog.testing.capture_logs() as lines:
        revoked = await _delivered(store, api, moment)
    left = _left(store)
    if revoked:
        return End.REVOKED if left else None
    if left:
        return None
    if faulty.done:
        return End.STANDS_AFTER_AN_ALARM if any("ALARM" in line["event"] for line in lines) else End.STANDS
    unreachable = select(t.persons.c.unreachable_at).where(t.persons.c.id == person)
    is_gone = store.read_now(lambda tx: tx.conn.execute(unreachable).scalar_one_or_none()) is not None
    return End.UNREACHABLE if is_gone else End.NOTHING_TO_DO


def _left(store: Store) -> int:
    """How many calls wait, once what was made is filed: that comes with the next commit."""
    store.write_now(lambda tx: None)
    return store.read_now(waiting)


async def _delivered(store: Store, api: BotApi, moment: Moment) -> bool:
    """Look at the queue some times, a minute apart; did the server no longer know the bot?"""
    courier = Watched(store, api, moment)
    running = asyncio.create_task(courier.run())
    for _ in range(LOOKS):
        looking = asyncio.create_task(courier.looked())
        await asyncio.wait((looking, running), return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            looking.cancel()
            break
        if not _left(store):
            break
        moment.now += timedelta(seconds=61)
    await courier.stop()
    running.cancel()
    (result,) = await asyncio.gather(running, return_exceptions=True)
    return isinstance(result, TokenRevoked)


async def wrong_cells(store: Store, every: int) -> list[tuple[str, str, End | None]]:
    """Try every so-maniest kind × fault; those that did not end as planned."""
    wrong = []
    cells = [(kind, fault) for kind in KINDS for fault in FAULTS][::every]
    async with served() as (faulty, api):
        for number, cell in enumerate(cells):
            found = await ended(store, faulty, api, cell, number)
            if found is not planned(*cell):
                wrong.append((cell[0].name, cell[1].name, found))

    return wrong


async def test_each_call_ends_as_planned_whatever_the_server_does(
    store: Store, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, sized: Sized, figure: Noted
) -> None:
    """G3, OUT-01 to OUT-14, OUT-17, SEC-01."""
    every = sized(7, 1)
    caplog.set_level(logging.DEBUG)
    assert await wrong_cells(store, every) == []
    said = caplog.text
    assert [secret for secret in (TOKEN, TOKEN.partition(":")[2], PATIENT_TEXT, str(CHAT)[:8]) if secret in said] == []

    def carelessly(method: str, answer: ApiReply) -> SendResult:
        return SendResult.DONE if answer.status in (400, 403) else classify_reply(method, answer)

    monkeypatch.setattr(courier_module, "classify_reply", carelessly)
    weak = len(await wrong_cells(store, every))
    assert weak > 0
    cells = len([(kind, fault) for kind in KINDS for fault in FAULTS][::every])
    what = f"{cells} of {len(KINDS)} kinds of calls × {len(FAULTS)} faults"
    figure("G3", what, "each as planned, nothing said aloud", f"a refusal counts as done: {weak} otherwise")
