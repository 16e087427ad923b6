"""Promises that nobody would miss until it is too late: each of these tests fails where its line is taken away."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.store import key_home, people
from bot.store import vault as vault_module
from bot.store.engine import Store
from bot.store.tx import Tx
from bot.store.vault import Vault

#: About files, which a server has not.
pytestmark = pytest.mark.sqlite

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def folded(folder: Path) -> bytes:
    """The bytes of the database, with its log folded back."""
    with closing(sqlite3.connect(folder / "tamiz.db")) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return b"".join(path.read_bytes() for path in folder.glob("tamiz.db*"))


async def test_what_is_deleted_is_overwritten_in_the_file(store: Store) -> None:
    """PRIV-02: read back from the connection that writes."""
    asked = "PRAGMA secure_delete"
    assert await store.write(lambda tx: int(tx.conn.exec_driver_sql(asked).scalar_one())) == 1


OPEN_FILES = Path("/proc/self/fd")


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="says which files are open, also those that have no name any more")
def test_pages_that_a_transaction_changes_stand_in_no_file_beside_the_database(store: Store, tmp_path: Path) -> None:
    """PRIV-02: what a large savepoint would bring back is held in memory; such a file loses its name as it is made."""
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
    store.write_now(lambda tx: tx.conn.exec_driver_sql("CREATE TABLE scrap (body BLOB)"))
    store.write_now(lambda tx: tx.conn.exec_driver_sql(f"INSERT INTO scrap {many} SELECT randomblob(1000) FROM n"))

    def work(tx: Tx) -> tuple[set[str], set[str]]:
        before = open_files()
        with tx.conn.begin_nested():
            tx.conn.exec_driver_sql("UPDATE scrap SET body = randomblob(1000)")
            tx.conn.exec_driver_sql("SELECT body FROM scrap ORDER BY body").fetchall()
            return before, open_files()

    before, meanwhile = store.write_now(work)
    assert {path.name for path in tmp_path.glob("tamiz.db*")} == {"tamiz.db", "tamiz.db-wal", "tamiz.db-shm"}
    assert any(path.endswith("tamiz.db-wal") for path in meanwhile)
    assert meanwhile - before == set()


def open_files() -> set[str]:
    """The files that this program has open, by the name that each has or had."""
    found = set()
    for handle in OPEN_FILES.iterdir():
        try:
            found.add(os.readlink(handle))
        except FileNotFoundError:
            continue  # the look itself
    return {path for path in found if path.startswith("/") and not path.startswith(("/dev/pts", "/proc"))}


def test_a_deleted_row_leaves_no_byte_in_the_file(store: Store, tmp_path: Path) -> None:
    """PRIV-02: the effect of the same, once the log is folded back."""
    mark = b"a-mark-that-stands-nowhere-else" * 20
    table = "CREATE TABLE scrap (body BLOB)"
    store.write_now(lambda tx: tx.conn.exec_driver_sql(table))
    store.write_now(lambda tx: tx.conn.exec_driver_sql("INSERT INTO scrap VALUES (?)", (mark,)))

    assert mark[:31] in folded(tmp_path)
    store.write_now(lambda tx: tx.conn.exec_driver_sql("DELETE FROM scrap"))
    assert mark[:31] not in folded(tmp_path)


def test_a_key_is_overwritten_before_it_is_unlinked(vault: Vault, tmp_path: Path) -> None:
    """PRIV-02: another name for the same file shows what was left in it."""
    subject = vault.new_owner()
    path, other = tmp_path / "person-keys" / f"{subject}.key", tmp_path / "other-name"
    os.link(path, other)
    before = other.read_bytes()
    vault.forget(subject)
    assert not path.exists()
    after = other.read_bytes()
    assert len(after) == len(before)
    assert after != before
    assert not any(before[at : at + 8] in after for at in range(len(before) - 8))


@pytest.mark.parametrize("step", ["write", "link", "replace", "overwrite"])
def test_a_wrapping_that_is_killed_at_any_step_leaves_one_key_that_opens_and_none_after_an_erasure(
    vault: Vault, tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PRIV-03, DB-08: `tamiz rotate` may die between any two steps, and the person may erase before it is run again."""
    keys, (killed, erased) = tmp_path / "person-keys", (vault.new_owner(), vault.new_owner())
    sealed = vault.seal(killed, "a.b", 1, b"text")
    broken = {
        "write": (key_home.os, "fsync"),
        "link": (key_home.os, "link"),
        "replace": (Path, "replace"),
        "overwrite": (key_home, "overwrite"),
    }[step]

    def dies(*_given: object) -> None:
        raise KeyboardInterrupt

    for subject in (killed, erased):
        with monkeypatch.context() as patched:
            patched.setattr(*broken, dies)
            with pytest.raises(KeyboardInterrupt):
                vault.home.rewrap(subject, lambda before: before)
    vault.forget(erased)
    assert not list(keys.glob(f"{erased}*")), "the key of whoever erased, under any name"
    vault.home.rewrap(killed, lambda before: before)
    vault.home.tidy()
    assert [path.name for path in keys.glob(f"{killed}*")] == [f"{killed}.key"]
    vault._held.clear()
    assert vault.open(killed, "a.b", 1, sealed) == b"text"


def test_a_key_is_on_the_disk_with_its_folder_before_the_row_that_needs_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DB-01: without the key a row that survived a power cut cannot be opened."""
    keys, done = tmp_path / "person-keys", []
    sync = os.fsync

    def seen(handle: int) -> None:
        done.append(os.readlink(f"/proc/self/fd/{handle}") if Path("/proc/self/fd").exists() else str(handle))
        sync(handle)

    monkeypatch.setattr(vault_module.os, "fsync", seen)

    def work(tx: Any) -> list[str]:
        people.get_or_create_person(tx, 5, NOW)
        return list(done)

    synced = store.write_now(work)
    (file,) = keys.iterdir()
    assert synced == [str(file), str(keys)], "the file, then its folder, before the transaction can commit"


def test_the_row_of_a_person_is_written_after_the_key(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(_folder: Path) -> None:
        raise OSError("power")

    monkeypatch.setattr(key_home, "sync_folder", cut)
    with pytest.raises(OSError, match="power"):
        store.write_now(lambda tx: people.get_or_create_person(tx, 5, NOW))
    assert store.read_now(lambda tx: people.find_person(tx, 5)) is None
