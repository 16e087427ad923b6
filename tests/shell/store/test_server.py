"""On a PostgreSQL server: cut connections, commits whose answer is lost, and what is refused."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from bot.store import people
from bot.store import tables as t
from bot.store.connection import StoreError, StoreUnavailable, make_engine
from bot.store.engine import Store
from bot.store.key_check import seal_mark
from bot.store.schema_version import migrate
from bot.store.tx import Tx
from bot.store.updates import mark_update_seen
from bot.store.vault import Vault
from tests.postgres import Server

NOW = datetime(2026, 11, 26, tzinfo=UTC)
EVA = 11


@pytest.fixture
def store(postgres: Server, vault: Vault) -> Iterator[Store]:
    with postgres.database() as url:
        store = Store(url, vault)
        store.check()
        yield store
        store.close()


def come(tx: Tx) -> str:
    return tx.subject(people.get_or_create_person(tx, EVA, NOW))


def is_known(store: Store) -> bool:
    return store.read_now(lambda tx: people.find_person(tx, EVA)) is not None


def answer_lost(store: Store, monkeypatch: pytest.MonkeyPatch, *, committed: bool) -> None:
    """Let the next commit end in a cut connection, after or before the server heard of it."""
    commit: Callable[[Any], None] = store._engine.dialect.do_commit

    def cut(connection: Any) -> None:
        monkeypatch.undo()
        if committed:
            commit(connection)
        connection.dbapi_connection.close()
        commit(connection)  # the library finds that the connection is gone

    monkeypatch.setattr(store._engine.dialect, "do_commit", cut)


def test_a_connection_that_was_cut_between_two_writes_is_replaced(postgres: Server, store: Store) -> None:
    store.write_now(lambda tx: mark_update_seen(tx, 1, NOW))
    assert postgres.cut(store.url) > 0
    assert store.write_now(lambda tx: mark_update_seen(tx, 1, NOW)) is True
    assert postgres.cut(store.url) > 0
    assert not is_known(store)


def test_what_was_being_written_when_a_connection_was_cut_does_not_stand(postgres: Server, store: Store) -> None:
    """IN-19: it is the machine's fault, and may be done again."""

    def work(tx: Tx) -> None:
        mark_update_seen(tx, 1, NOW)
        come(tx)
        postgres.cut(store.url)
        mark_update_seen(tx, 2, NOW)

    with pytest.raises(StoreUnavailable) as fault:
        store.write_now(work)
    assert fault.value.errno == errno.ECONNRESET
    assert not is_known(store)
    assert store.write_now(lambda tx: mark_update_seen(tx, 1, NOW)) is False


def test_a_commit_whose_answer_was_lost_stands_and_its_caller_hears_so(
    store: Store, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_lost(store, monkeypatch, committed=True)
    subject = store.write_now(come)
    assert is_known(store)
    assert vault.has_key(subject)


def test_a_commit_that_never_reached_the_server_is_undone_here_too(
    store: Store, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    answer_lost(store, monkeypatch, committed=False)
    with pytest.raises(StoreUnavailable):
        store.write_now(lambda tx: made.append(come(tx)))
    assert not is_known(store)
    assert not vault.has_key(made[0])


async def test_the_same_update_on_two_replicas_counts_once(store: Store, vault: Vault) -> None:
    """IN-01: whichever comes first, all that follows from it is done there and nowhere else."""
    other, done = Store(store.url, vault), []

    def work(number: int, tx: Tx) -> None:
        if not mark_update_seen(tx, number, NOW):
            done.append(number)

    for number in range(40):
        both = [each.write(lambda tx, n=number: work(n, tx)) for each in (store, other)]
        await asyncio.gather(*both)
    other.close()
    assert done == list(range(40))


@pytest.mark.parametrize("level", ["off", "local"])
def test_a_server_that_may_lose_a_commit_is_refused(postgres: Server, store: Store, vault: Vault, level: str) -> None:
    """DB-01: the level is read back from the connection that writes."""
    name = make_engine(store.url, writes=False).url.database
    with make_engine(store.url, writes=True).begin() as connection:
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = {level}"))
    careless = Store(store.url, vault)
    with pytest.raises(StoreError, match="synchronous_commit"):
        careless.check()
    careless.close()


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_a_server_that_a_power_cut_could_damage_is_refused(postgres: Server, store: Store, name: str) -> None:
    """DB-01: one sentence that names the setting."""
    told = f"The server's {name} is off: a power cut could damage .*Set it to on"
    with postgres.configured(name, "off"), pytest.raises(StoreError, match=told):
        store.check()
    store.check()


@pytest.mark.parametrize("deed", ["dropped and made anew", "tables made anew", "emptied"])
def test_a_database_that_was_replaced_or_emptied_under_the_program_is_noticed(
    postgres: Server, store: Store, deed: str
) -> None:
    """Issue 13, 6: whoever writes there is told that the machine is at fault, nothing is filed, and the writer ends."""
    store.write_now(seal_mark)
    store.check()
    if deed == "dropped and made anew":
        postgres.renew(store.url)
    elif deed == "tables made anew":
        migrate(store.url, "base")
        migrate(store.url)
    else:
        emptied = ", ".join(t.metadata.tables)
        with make_engine(store.url, writes=True).begin() as connection:
            connection.exec_driver_sql(f"TRUNCATE {emptied}")
    with pytest.raises((StoreError, StoreUnavailable)):  # what looks at the bot's health, every few seconds
        store.read_now(lambda tx: store.refuse_other(tx.conn))
    postgres.cut(store.url)
    with pytest.raises(OSError, match="replaced"):
        store.write_now(lambda tx: mark_update_seen(tx, 1, NOW))
    assert isinstance(store.failure.exception(), StoreError)
    with make_engine(store.url, writes=False).connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM updates").scalar_one() == 0


def test_a_server_without_the_database_is_named_as_what_is_wrong(postgres: Server, vault: Vault) -> None:
    store = Store(postgres.named("nowhere"), vault)
    with pytest.raises(StoreUnavailable):
        store.check()
    store.close()
