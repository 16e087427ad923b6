"""The road of an update, whole, on a machine that fails: nothing lost, and safety does not wait (IN-18, IN-19)."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import event, func, select

from bot import app
from bot.config.settings import Settings
from bot.store import connection as connection_module
from bot.store import tables as t
from bot.store.connection import StoreUnavailable
from bot.store.engine import Store
from bot.store.schema_version import migrate
from bot.store.vault import load_vault, new_key_file
from bot.telegram import polling as polling_module
from bot.telegram.polling import Poller
from tests.shell.english import English
from tests.shell.front import EVA, Front
from tests.shell.telegram.test_polling import Server, said
from tests.waiting import ended, until


@pytest.fixture
def front(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    """An installation whose database waits for no lock."""
    prepare = connection_module._prepare_sqlite

    def without_wait(engine: object, *, writes: bool) -> None:
        prepare(engine, writes=writes)  # type: ignore[arg-type]  # the same engine, handed through

        @event.listens_for(engine, "connect")
        def _connect(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA busy_timeout=0")

    monkeypatch.setattr(connection_module, "_prepare_sqlite", without_wait)
    monkeypatch.setattr(polling_module, "_LONGEST_WAIT", 0.02)
    new_key_file(tmp_path / "master.key")
    (tmp_path / "person-keys").mkdir(mode=0o700)
    url = f"sqlite:///{tmp_path / 'tamiz.db'}"
    migrate(url)
    store = Store(url, load_vault(tmp_path / "master.key", tmp_path / "person-keys"))
    yield Front(store, English())
    store.close()


def rows(front: Front, table: Any) -> int:
    return front.context.store.read_now(
        lambda tx: int(tx.conn.execute(select(func.count()).select_from(table)).scalar_one())
    )


async def test_a_lock_that_outlasts_every_wait_loses_nothing_and_the_safety_text_is_said_meanwhile(
    front: Front, tmp_path: Path
) -> None:
    """DB-02: as a lock of 21 s, longer than the database waits for."""
    server = Server(said(1, who=EVA, text="I cannot breathe"), said(2, who=77, text="/start"))
    intake = Poller(server.line, app._update_handler(front.context, server.line))
    with closing(sqlite3.connect(tmp_path / "tamiz.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        task = asyncio.create_task(intake.run())
        await until(lambda: server.answers and server.polls)
        urgent = [payload for payload in server.answers if payload.get("chat_id") == EVA]
        assert "131" in str(urgent[0]["text"])
        await until(lambda: intake._handler._seldom._since > 20)
        assert len(urgent) == 1, "once, however often it is tried"
        assert len(server.updates) == 2, "nothing is confirmed"
        other.rollback()
    await until(lambda: not server.updates)
    intake.stop()
    await ended(task)
    assert (rows(front, t.updates), rows(front, t.quarantine), rows(front, t.conversations)) == (2, 0, 2)


async def test_a_database_restored_without_its_keys_answers_everybody(front: Front, tmp_path: Path) -> None:
    """IN-18: one whose key is gone, and half a character, and a sender that is a list, among others."""
    await asyncio.to_thread(front.write, EVA, "/start")
    for path in (tmp_path / "person-keys").iterdir():
        path.unlink()
    front.context.store.vault._held.clear()
    half, listed = said(950, who=501), said(951, who=502)
    half["message"]["from"]["first_name"] = "Eva \ud83d"
    listed["message"]["from"]["id"] = [502]
    others = [said(number, who=number, text="/start") for number in range(960, 990)]
    server = Server(said(949, who=EVA), half, listed, *others)
    intake = Poller(server.line, app._update_handler(front.context, server.line))
    task = asyncio.create_task(intake.run())
    await until(lambda: task.done() or not server.updates)
    intake.stop()
    await ended(task)
    assert rows(front, t.conversations) == 32, "the restored one, the half one and thirty others"
    assert rows(front, t.quarantine) == 1


@pytest.mark.parametrize(("pace", "waits"), [("telegram", True), ("off", False)])
def test_the_running_programs_line_waits_for_its_turn(pace: Any, waits: bool) -> None:
    """OUT-18: the setting reaches the wire."""
    settings = Settings(bot_token=SecretStr("1:a"), pace=pace)

    async def built() -> bool:
        return app.api_of(settings).pace.on

    assert asyncio.run(built()) is waits


def test_a_start_waits_for_a_lock_and_says_nothing_of_a_backup(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """DB-02: a lock at the start was told as a database that cannot be read."""
    place = front.context.store.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(place)) as other:
        other.execute("BEGIN IMMEDIATE")
        rests: list[float] = []

        def rest(seconds: float) -> None:
            rests.append(seconds)
            if len(rests) == 3:
                other.rollback()

        monkeypatch.setattr(app.time, "sleep", rest)
        app.patiently(front.context.store.check)
        assert len(rests) == 3
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable):
            app.patiently(front.context.store.check)
    assert len(rests) == 3 + app._START_TRIES


async def test_the_end_of_a_start_waits_for_as_long_as_the_machine_is_at_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """DB-03: whoever is answered already must not lose the bot because what is only made ready cannot be read."""
    monkeypatch.setattr(app, "_START_REST", 0.0)
    faults = iter([StoreUnavailable(5, "gone")] * (5 * app._START_TRIES))

    async def work() -> str:
        if fault := next(faults, None):
            raise fault
        return "ready"

    assert await app._in_time(work) == "ready"
