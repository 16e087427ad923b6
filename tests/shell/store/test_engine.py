"""One writer: shared commits, a failing function alone, and databases that are refused."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from bot.health.alarms import Alarm, alarm_of
from bot.render.call import Call
from bot.store import connection as connection_module
from bot.store import engine as engine_module
from bot.store import outbox_queue, people, settings
from bot.store.book import LedgerError
from bot.store.connection import StoreError, StoreUnavailable
from bot.store.engine import Job, Store
from bot.store.health import finish_erasures, refuse_damaged
from bot.store.outbox import post
from bot.store.schema_version import migrate
from bot.store.tx import Tx
from bot.store.updates import mark_update_seen
from bot.store.vault import Vault
from tests.waiting import HANG, until

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


async def test_a_failing_function_undoes_only_itself(store: Store) -> None:
    def see(number: int) -> bool:
        return store.read_now(lambda tx: _is_filed(tx, number))

    def work(number: int, tx: Tx) -> int:
        mark_update_seen(tx, number, NOW)
        if number == 2:
            raise ValueError("two")
        return number

    tasks = [store.write(lambda tx, n=number: work(n, tx)) for number in (1, 2, 3)]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert results[0] == 1
    assert isinstance(results[1], ValueError)
    assert results[2] == 3
    assert [see(number) for number in (1, 2, 3)] == [True, False, True]


async def test_what_waits_at_the_same_time_shares_a_commit(store: Store) -> None:
    commits = 0

    def count(_connection: object) -> None:
        nonlocal commits
        commits += 1

    event.listen(store._engine, "commit", count)
    begun, gate = threading.Event(), threading.Event()
    first = asyncio.ensure_future(store.write(lambda tx: begun.set() or gate.wait(HANG)))
    await until(begun.is_set)
    rest = [asyncio.ensure_future(store.write(lambda tx, n=n: mark_update_seen(tx, n, NOW))) for n in range(10)]
    await until(lambda: store._jobs.qsize() == len(rest))
    gate.set()
    await asyncio.gather(first, *rest)
    assert commits == 2


async def test_behind_a_shared_commit_the_next_waits_for_company_and_nobody_waits_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that comes during the wait goes with the commit that waits; where the last commit was for one, none does."""
    commits: list[None] = []
    event.listen(store._engine, "commit", lambda _connection: commits.append(None))

    def one_more_comes(_seconds: float) -> None:
        store._jobs.put((lambda tx: mark_update_seen(tx, 99, NOW), Future()))

    monkeypatch.setattr(engine_module.time, "sleep", one_more_comes)
    for number in (1, 2):
        await store.write(lambda tx, n=number: mark_update_seen(tx, n, NOW))
    assert len(commits) == 2
    assert not store.read_now(lambda tx: _is_filed(tx, 99))

    begun, gate = threading.Event(), threading.Event()
    first = asyncio.ensure_future(store.write(lambda tx: begun.set() or gate.wait(HANG)))
    await until(begun.is_set)
    rest = [asyncio.ensure_future(store.write(lambda tx, n=n: mark_update_seen(tx, n, NOW))) for n in (3, 4)]
    await until(lambda: store._jobs.qsize() == len(rest))
    gate.set()
    await asyncio.gather(first, *rest)
    await store.write(lambda tx: mark_update_seen(tx, 5, NOW))
    assert len(commits) == 5
    assert store.read_now(lambda tx: _is_filed(tx, 99))


async def test_nobody_hears_of_success_when_the_commit_fails(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    await store.write(lambda tx: mark_update_seen(tx, 1, NOW))

    def fail(_connection: object) -> None:
        raise OSError("disk full")

    event.listen(store._engine, "commit", fail)
    with pytest.raises(OSError, match="disk full"):
        await store.write(lambda tx: mark_update_seen(tx, 2, NOW))
    event.remove(store._engine, "commit", fail)
    assert not store.read_now(lambda tx: _is_filed(tx, 2))
    assert not await store.write(lambda tx: mark_update_seen(tx, 3, NOW))


def test_whoever_waits_hears_of_a_database_that_is_gone_before_their_erasure_is_finished(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = iter([None, StoreError(["another file lies there"])])

    def look() -> None:
        if (fault := next(looks)) is not None:
            raise fault

    monkeypatch.setattr(store, "refuse_replaced", look)
    waiting: Future[None] = Future()
    store._submit(lambda tx: tx.erased.append("a name that has no key"), waiting)
    with pytest.raises(StoreUnavailable):
        waiting.result(HANG)
    assert isinstance(store.failure.exception(HANG), StoreError)


def test_work_that_comes_while_the_writer_ends_is_refused_and_does_not_wait_for_ever(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ending(queue.SimpleQueue[Job | None]):
        def put(self, item: Job | None, block: bool = True, timeout: float | None = None) -> None:
            store.failure.set_exception(RuntimeError("the writer has ended"))
            super().put(item, block, timeout)

    monkeypatch.setattr(store, "_writer", threading.Thread(target=lambda: None))
    monkeypatch.setattr(store, "_jobs", Ending())
    refused: Future[None] = Future()
    store._submit(lambda _tx: None, refused)
    monkeypatch.setattr(store, "_writer", None)
    with pytest.raises(RuntimeError, match="has ended"):
        refused.result(HANG)


async def test_what_nobody_waits_for_any_more_is_not_begun_and_harms_nobody_else(store: Store) -> None:
    """Whoever is cancelled while the writer is at it hears nothing; the others hear what became of theirs."""
    begun, gate = threading.Event(), threading.Event()
    at_work = asyncio.ensure_future(store.write(lambda tx: begun.set() or gate.wait(HANG)))
    await until(begun.is_set)
    waits = asyncio.ensure_future(store.write(lambda tx: mark_update_seen(tx, 7, NOW)))
    other = asyncio.ensure_future(store.write(lambda tx: mark_update_seen(tx, 8, NOW)))
    await until(lambda: store._jobs.qsize() == 2)
    at_work.cancel()
    waits.cancel()
    await asyncio.sleep(0)
    gate.set()
    assert await other is False
    assert waits.cancelled()
    assert at_work.cancelled()
    assert not store.read_now(lambda tx: _is_filed(tx, 7))


def test_a_loop_that_is_closed_before_the_commit_stands_does_not_end_the_writer(store: Store) -> None:
    begun, gate = threading.Event(), threading.Event()

    async def leave() -> None:
        left = asyncio.ensure_future(store.write(lambda tx: begun.set() or gate.wait(HANG)))
        await until(begun.is_set)
        left.cancel()

    asyncio.run(leave())
    gate.set()
    assert store.write_now(lambda tx: mark_update_seen(tx, 9, NOW)) is False
    assert not store.failure.done()


async def test_jobs_that_share_a_commit_number_their_calls_on_though_one_between_them_fails(store: Store) -> None:
    """The number of the last row is looked up once for all of them; what a job posted that failed is no row."""

    def fails(tx: Tx) -> None:
        post(tx, 5, Call("sendMessage", {"text": "never"}))
        raise ValueError

    begun, gate = threading.Event(), threading.Event()
    first = asyncio.ensure_future(store.write(lambda tx: begun.set() or gate.wait(HANG)))
    await until(begun.is_set)
    posts = [lambda tx, n=n: post(tx, 5, Call("sendMessage", {"text": str(n)})) for n in range(3)]
    jobs = [asyncio.ensure_future(store.write(job)) for job in (posts[0], fails, *posts[1:])]
    await until(lambda: store._jobs.qsize() == len(jobs))
    gate.set()
    await first
    ends = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(end) for end in ends] == [type(None), ValueError, type(None), type(None)]
    await store.write(lambda tx: post(tx, 5, Call("sendMessage", {"text": "3"})))
    waits = store.read_now(lambda tx: outbox_queue.everything(tx, NOW, but=(), most=9))
    assert waits is not None
    assert [call.payload["text"] for call in waits] == ["0", "1", "2", "3"]
    assert len({call.id for call in waits}) == 4


def test_eight_writers_lose_nothing(store: Store) -> None:
    """DB-02: the read and the write that depends on it are one."""

    def more(tx: Tx) -> None:
        before = settings.setting(tx, "n") or "0"
        settings.set_setting(tx, "n", str(int(before) + 1))

    threads = [threading.Thread(target=lambda: [store.write_now(more) for _ in range(30)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.read_now(lambda tx: settings.setting(tx, "n")) == "240"


def test_two_programs_on_one_file_lose_nothing(store: Store, vault: Vault) -> None:
    other = Store(store.url, vault)

    def more(tx: Tx) -> None:
        settings.set_setting(tx, "n", str(int(settings.setting(tx, "n") or "0") + 1))

    threads = [threading.Thread(target=lambda s=s: [s.write_now(more) for _ in range(30)]) for s in (store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert store.read_now(lambda tx: settings.setting(tx, "n")) == "60"


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(DBAPIError):
        store.read_now(lambda tx: mark_update_seen(tx, 1, NOW))


async def test_a_commit_that_posted_nothing_wakes_nobody(store: Store) -> None:
    from bot.store.outbox import post

    woken: list[int] = []
    store.on_commit(lambda *_: woken.append(1))
    await store.write(lambda tx: mark_update_seen(tx, 1, NOW))
    assert not woken
    await store.write(lambda tx: post(tx, 5, Call("sendMessage", {"text": "a"})))
    assert woken


def test_a_missing_database_is_refused_and_not_made(tmp_path: Path, vault: Vault) -> None:
    store = Store(f"sqlite:///{tmp_path / 'none.db'}", vault)
    with pytest.raises(StoreError, match="tamiz migrate"):
        store.check()
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("version", "told"),
    [("0000", "newer"), (None, "tamiz migrate")],
)
def test_a_database_of_another_version_is_refused(store: Store, version: str | None, told: str) -> None:
    with store._engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        if version:
            connection.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": version})
    with pytest.raises(StoreError, match=told):
        store.check()
    if version:
        with pytest.raises(StoreError, match=told):
            migrate(store.url)


def test_a_file_that_is_no_database_is_refused_and_left(tmp_path: Path, vault: Vault) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(b"not a database at all, but long enough to look at" * 50)
    before = path.read_bytes()
    store = Store(f"sqlite:///{path}", vault)
    with pytest.raises(StoreError, match="backup"):
        store.check()
    store.close()
    assert path.read_bytes() == before


@pytest.mark.sqlite
def test_a_database_that_may_lose_a_commit_is_refused(
    store: Store, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DB-01: the level is read back, not only set."""
    prepare = connection_module._prepare_sqlite

    def careless(engine: object, *, writes: bool) -> None:
        prepare(engine, writes=writes)  # type: ignore[arg-type]  # the same engine, handed through

        @event.listens_for(engine, "connect")
        def _connect(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA synchronous=NORMAL")

    monkeypatch.setattr(connection_module, "_prepare_sqlite", careless)
    with pytest.raises(StoreError, match="FULL"):
        Store(store.url, vault).check()


def _is_filed(tx: Tx, number: int) -> bool:
    from sqlalchemy import select

    from bot.store.tables import updates

    return tx.conn.execute(select(updates.c.update_id).where(updates.c.update_id == number)).first() is not None


@pytest.mark.sqlite
def test_a_start_refuses_a_database_with_a_damaged_page(store: Store, vault: Vault, tmp_path: Path) -> None:
    """DB-04: also where the first page is whole, so that the database opens."""
    refuse_damaged(store)
    store.close()
    path = tmp_path / "tamiz.db"
    pages = bytearray(path.read_bytes())
    for place in range(8192, len(pages), 4096):
        pages[place : place + 64] = b"\x5a" * 64
    path.write_bytes(pages)
    again = Store(store.url, vault)
    with pytest.raises(StoreError, match="damaged pages"):
        refuse_damaged(again)
    again.close()


def test_whom_an_older_database_brought_back_is_erased_once_more_at_the_start(store: Store) -> None:
    """PRIV-06: put back by hand, or by a server's own means, with keys of before."""

    def subject_of(chat: int) -> str:
        return store.write_now(lambda tx: tx.subject(people.get_or_create_person(tx, chat, NOW)))

    erased, other = subject_of(1), subject_of(2)
    store.vault.ledger.note(erased)
    finish_erasures(store)
    assert store.read_now(lambda tx: people.find_person(tx, 1)) is None
    assert store.read_now(lambda tx: people.find_person(tx, 2)) is not None
    assert (store.vault.has_key(erased), store.vault.has_key(other)) == (False, True)


def test_a_list_of_the_erased_that_cannot_be_trusted_ends_no_start(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> list[str]:
        raise LedgerError(["line 1: changed"])

    monkeypatch.setattr(store.vault.ledger, "subjects", read)
    with capture_logs() as lines:
        finish_erasures(store)
    assert [alarm_of(line["event"]) for line in lines] == [Alarm.KEY]
    assert not store.failure.done()
