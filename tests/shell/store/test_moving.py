"""From a file to a server: every row, verified, gone on with after a stop, and never two databases that both run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, Table, delete, select

from bot.store import moving, people, staff
from bot.store import tables as t
from bot.store.audit import AuditAct, anchor, write_audit
from bot.store.connection import StoreError, make_engine
from bot.store.engine import Store
from bot.store.moving import move
from bot.store.tx import Tx
from bot.store.vault import Vault, load_vault
from dialogs.site import Role
from tests.postgres import Server
from tests.shell.store.test_rotation import EVA, all_opens, fill

pytestmark = pytest.mark.sqlite
NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture
def target(postgres: Server) -> Iterator[str]:
    with postgres.database("template0") as url:
        yield url


def opened(url: str, folder: Path) -> Store:
    store = Store(url, load_vault(folder / "master.key", folder / "person-keys"))
    store.check()
    return store


def last_line(tx: Tx) -> int:
    write_audit(tx, actor="cli", act=AuditAct.VIEWED, subject="x", at=NOW)
    return int(tx.conn.execute(select(t.audit.c.id).order_by(t.audit.c.id.desc()).limit(1)).scalar_one())


def test_everything_is_there_afterwards_and_the_old_one_runs_no_more(store: Store, target: str, tmp_path: Path) -> None:
    store.write_now(fill)
    end = store.read_now(anchor)
    last = store.write_now(last_line)
    with store._engine.begin() as connection:
        connection.execute(delete(t.audit).where(t.audit.c.id == last))
    store.close()
    assert move(store.url, target) > 15
    new = opened(target, tmp_path)
    all_opens(new, end)
    assert new.write_now(last_line) == last + 1  # no number is given twice
    new.close()
    with pytest.raises(StoreError, match="moved away"):
        Store(store.url, store.vault).check()


@pytest.mark.parametrize("table", ["persons", "conversations", "settings", "audit"])
def test_a_move_that_is_stopped_leaves_only_the_old_one_and_goes_on(
    store: Store, target: str, tmp_path: Path, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write_now(fill)
    bring = moving._bring

    def stop(source: Engine, to: Engine, each: Table) -> None:
        bring(source, to, each)
        if each.name == table:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(moving, "_bring", stop)
        with pytest.raises(KeyboardInterrupt):
            move(store.url, target)
    with pytest.raises(StoreError, match="not wholly moved"):
        opened(target, tmp_path)
    # The old one ran in between: somebody came, somebody was erased, somebody joined.
    again = opened(store.url, tmp_path)
    again.write_now(lambda tx: people.get_or_create_person(tx, 14, NOW))
    again.write_now(lambda tx: people.erase_person(tx, people.find_person(tx, EVA) or pytest.fail("not there")))
    soon = NOW + timedelta(days=1)
    again.write_now(lambda tx: staff.add_invitation(tx, "hash", role=Role.COORDINATOR, name="Bo", expires=soon))
    again.close()
    move(store.url, target)
    new = opened(target, tmp_path)
    assert new.read_now(lambda tx: people.find_person(tx, EVA)) is None
    assert new.read_now(lambda tx: people.find_person(tx, 14)) is not None
    new.close()


def test_a_stop_before_the_target_is_freed_leaves_none_that_runs_and_the_command_finishes(
    store: Store, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write_now(fill)
    store.close()

    def half(source: Engine, _target: Engine) -> None:
        with source.begin() as connection:
            connection.execute(t.settings.insert().values(name=moving.MOVED_AWAY, value=b""))
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(moving, "_hand_over", half)
        with pytest.raises(KeyboardInterrupt):
            move(store.url, target)
    for url in (store.url, target):
        with pytest.raises(StoreError):
            opened(url, tmp_path)
    move(store.url, target)
    opened(target, tmp_path).close()
    with pytest.raises(StoreError):
        opened(store.url, tmp_path)


def test_a_database_that_holds_something_is_not_moved_into(store: Store, vault: Vault, postgres: Server) -> None:
    store.write_now(fill)
    store.close()
    with postgres.database() as url:
        other = Store(url, vault)
        other.write_now(lambda tx: people.get_or_create_person(tx, 14, NOW))
        other.close()
        with pytest.raises(StoreError, match="empty one"):
            move(store.url, url)


def test_a_row_that_differs_at_the_end_is_seen(store: Store, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store.write_now(fill)
    store.close()
    take_out = moving._take_out

    def tampering(source: Engine, to: Engine, each: Table) -> None:
        take_out(source, to, each)
        if each is t.audit:
            with make_engine(target, writes=True).begin() as connection:
                connection.execute(t.audit.update().where(t.audit.c.id == 2).values(actor="other"))

    monkeypatch.setattr(moving, "_take_out", tampering)
    with pytest.raises(StoreError, match="audit: not every row"):
        move(store.url, target)
