"""A fault of the machine is nobody's poison: nothing stands, the reason is named, and the writer lives on (DB-02)."""

from __future__ import annotations

import asyncio
import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from bot.render.call import Call
from bot.store import connection as connection_module
from bot.store import people
from bot.store.connection import StoreUnavailable, told_plainly
from bot.store.engine import Store
from bot.store.outbox import post
from bot.store.tx import Tx
from bot.store.updates import mark_update_seen
from bot.store.vault import Sealed, Vault

#: About files, which a server has not.
pytestmark = pytest.mark.sqlite

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture
def impatient(store: Store, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store that waits for no lock."""
    prepare = connection_module._prepare_sqlite

    def without_wait(engine: object, *, writes: bool) -> None:
        prepare(engine, writes=writes)  # type: ignore[arg-type]  # the same engine, handed through

        @event.listens_for(engine, "connect")
        def _connect(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA busy_timeout=0")

    monkeypatch.setattr(connection_module, "_prepare_sqlite", without_wait)
    again = Store(store.url, vault)
    yield again
    again.close()


async def test_a_lock_is_the_machines_fault_and_passes(impatient: Store, tmp_path: Path) -> None:
    """DB-02."""
    with closing(sqlite3.connect(tmp_path / "tamiz.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable) as told:
            await impatient.write(lambda tx: mark_update_seen(tx, 1, NOW))
        assert told.value.errno == errno.EBUSY
        other.rollback()
    assert not await impatient.write(lambda tx: mark_update_seen(tx, 1, NOW)), "nothing of the first try stands"


async def test_a_full_disk_undoes_the_whole_commit_and_is_named(store: Store, vault: Vault) -> None:
    """DB-03: SQLite undoes the transaction by itself then, so whoever shared the commit has to hear of it too."""
    await store.write(lambda tx: mark_update_seen(tx, 1, NOW))
    pages = store.read_now(lambda tx: int(tx.conn.exec_driver_sql("PRAGMA page_count").scalar_one()))
    assert store._connection is not None
    store._connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    store._connection.rollback()

    def much(tx: object) -> None:
        post(tx, 5, Call("sendMessage", {"text": "x" * 200_000}))  # type: ignore[arg-type]  # a Tx, as always

    results = await asyncio.gather(
        store.write(lambda tx: mark_update_seen(tx, 2, NOW)), store.write(much), return_exceptions=True
    )
    assert isinstance(results[1], StoreUnavailable)
    assert results[1].errno == errno.ENOSPC
    assert isinstance(results[0], StoreUnavailable) or results[0] is False
    filed = store.read_now(lambda tx: tx.conn.execute(text("SELECT update_id FROM updates")).scalars().all())
    assert filed == ([1] if isinstance(results[0], StoreUnavailable) else [1, 2])
    assert await store.write(lambda tx: mark_update_seen(tx, 3, NOW)) is False, "it goes on by itself"


def test_a_disk_without_room_for_the_index_of_the_log_is_full_and_not_damaged() -> None:
    """DB-03: at a start it was told as a file that is to be restored."""
    fault = sqlite3.OperationalError("disk I/O error")
    fault.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    with pytest.raises(StoreUnavailable) as told, told_plainly():
        raise OperationalError("PRAGMA", {}, fault)
    assert told.value.errno == errno.ENOSPC


async def test_a_read_only_disk_is_the_machines_fault(store: Store) -> None:
    """DB-03."""
    await store.write(lambda tx: mark_update_seen(tx, 1, NOW))
    assert store._connection is not None
    store._connection.exec_driver_sql("PRAGMA query_only=ON")
    store._connection.rollback()
    with pytest.raises(StoreUnavailable) as told:
        await store.write(lambda tx: mark_update_seen(tx, 2, NOW))
    assert told.value.errno == errno.EROFS
    assert await store.write(lambda tx: mark_update_seen(tx, 2, NOW)) is False


async def test_a_reader_hears_of_the_machine_too(store: Store, tmp_path: Path) -> None:
    store._reading.dispose()
    (tmp_path / "tamiz.db").rename(tmp_path / "away.db")
    (tmp_path / "tamiz.db").mkdir()
    with pytest.raises(StoreUnavailable):
        await store.read(lambda tx: tx.conn.execute(text("SELECT 1 FROM updates")).all())


async def test_a_mistake_in_a_statement_is_no_fault_of_the_machine(store: Store) -> None:
    with pytest.raises(Exception, match="no such table") as told:
        await store.write(lambda tx: tx.conn.execute(text("SELECT 1 FROM missing")))
    assert not isinstance(told.value, OSError)


async def test_what_fails_after_a_commit_leaves_the_writer_at_work(store: Store, tmp_path: Path) -> None:
    """OPS-06: each listener raises; a person's key cannot be destroyed, because its folder is read-only."""

    def failing(*_heard: object) -> None:
        raise RuntimeError("listener")

    heard: list[int] = []
    store.on_commit(failing)
    store.on_commit(lambda *_: heard.append(1))
    person = await store.write(lambda tx: people.get_or_create_person(tx, 5, NOW))
    subject = store.read_now(lambda tx: tx.subject(person))
    await store.write(lambda tx: post(tx, 5, Call("sendMessage", {"text": "a"})))
    assert heard == [1]
    (tmp_path / "person-keys" / f"{subject}.key").unlink()
    (tmp_path / "person-keys" / f"{subject}.key").mkdir()  # nothing that could be opened, for root neither
    await store.write(lambda tx: people.erase_person(tx, person))
    assert await store.write(lambda tx: mark_update_seen(tx, 3, NOW)) is False


def _to_destroy(subject: str, tx: Tx) -> None:
    """Note that the key of this person is to be destroyed."""
    tx.conn.execute(text("INSERT INTO keys_to_destroy (subject) VALUES (:s)"), {"s": subject})


async def test_one_key_that_cannot_be_destroyed_does_not_keep_the_others(store: Store, tmp_path: Path) -> None:
    """OPS-07."""
    keys = tmp_path / "person-keys"
    (keys / "aaaa.key").mkdir()
    (keys / "bbbb.key").write_bytes(b"x" * 60)
    for subject in ("aaaa", "bbbb"):
        await store.write(partial(_to_destroy, subject))
    assert await store.finish_erasures() == 1
    assert not (keys / "bbbb.key").exists()
    left = store.read_now(lambda tx: tx.conn.execute(text("SELECT subject FROM keys_to_destroy")).scalars().all())
    assert left == ["aaaa"]


def test_a_key_that_cannot_be_read_now_is_not_gone(vault: Vault, tmp_path: Path) -> None:
    """IN-19: an error of the disk must not make somebody a new person."""
    subject = vault.new_owner()
    vault._held.clear()
    path = tmp_path / "person-keys" / f"{subject}.key"
    away = path.rename(tmp_path / "kept.key")
    path.mkdir()
    with pytest.raises(IsADirectoryError) as told:
        vault.seal(subject, "a.b", 1, b"x")
    assert not isinstance(told.value, Sealed)
    path.rmdir()
    with pytest.raises(Sealed):
        vault.seal(subject, "a.b", 1, b"x")
    assert not vault.has_key(subject)
    os.rename(away, path)
    assert vault.has_key(subject)
    (tmp_path / "person-keys").rename(tmp_path / "unmounted")
    vault._held.clear()
    with pytest.raises(FileNotFoundError):
        vault.has_key(subject)
