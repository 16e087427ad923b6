"""A copy counts only when it is whole; who was erased stays erased whatever is put back (DB-04 to DB-06, PRIV-06)."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store import people
from bot.store.backup import back_up, restore
from bot.store.book import LedgerError
from bot.store.connection import StoreError
from bot.store.engine import Store
from bot.store.key_home import LEDGER
from bot.store.tx import PersonId
from bot.store.vault import Vault, VaultError, load_vault, new_key_file

#: About files, which a server has not.
pytestmark = pytest.mark.sqlite

NOW = datetime(2026, 11, 26, tzinfo=UTC)
EVA, LUZ = 11, 12


def known(store: Store, chat: int) -> PersonId | None:
    return store.read_now(lambda tx: people.find_person(tx, chat))


def come(store: Store, chat: int) -> PersonId:
    return store.write_now(lambda tx: people.get_or_create_person(tx, chat, NOW))


@pytest.fixture
def copy(store: Store, vault: Vault, tmp_path: Path) -> Path:
    """A backup that knows two people, of whom one was erased since; the store is closed."""
    come(store, EVA)
    erased = come(store, LUZ)
    back_up(store.url, tmp_path / "copy", vault)
    store.write_now(lambda tx: people.erase_person(tx, erased))
    store.close()
    return tmp_path / "copy"


def reopened(store: Store, vault: Vault) -> Store:
    again = Store(store.url, vault)
    again.check()
    return again


def test_who_was_erased_stays_erased_after_a_restore_and_can_come_again(
    store: Store, vault: Vault, copy: Path, tmp_path: Path
) -> None:
    """[PRIV-06]"""
    assert restore(store.url, copy, vault, replace=True) == 1
    again = reopened(store, vault)
    assert (known(again, EVA) is not None, known(again, LUZ)) == (True, None)
    come(again, LUZ)
    assert known(again, LUZ) is not None
    again.close()
    assert len(list(tmp_path.glob("tamiz.db.before-*"))) == 1


def test_an_empty_machine_needs_the_copy_the_keys_and_the_list_and_nothing_else(
    store: Store, copy: Path, tmp_path: Path
) -> None:
    """[PRIV-06] Also where the keys come from a copy that is older than the erasure."""
    for path in tmp_path.glob("tamiz.db*"):
        path.unlink()
    fresh = load_vault(tmp_path / "master.key", tmp_path / "person-keys")
    assert restore(store.url, copy, fresh, replace=False) == 1
    again = reopened(store, fresh)
    assert (known(again, EVA) is not None, known(again, LUZ)) == (True, None)
    again.close()


def test_nothing_of_the_erased_is_left_in_the_restored_file(store: Store, vault: Vault, copy: Path) -> None:
    """[PRIV-03]"""
    found = vault.digest("chat", LUZ)
    assert found in copy.read_bytes()
    restore(store.url, copy, vault, replace=True)
    assert found not in Path(store.url.removeprefix("sqlite:///")).read_bytes()


def test_an_old_log_beside_the_database_is_not_played_into_the_restored_one(
    store: Store, vault: Vault, copy: Path, tmp_path: Path
) -> None:
    """[DB-06]"""
    for path in tmp_path.glob("tamiz.db*"):
        path.unlink()
    for end in ("-wal", "-shm"):
        (tmp_path / f"tamiz.db{end}").write_bytes(b"x" * 4096)
    restore(store.url, copy, vault, replace=False)
    assert not list(tmp_path.glob("tamiz.db-*"))
    reopened(store, vault).close()


def test_a_database_that_is_there_is_not_written_over_unasked(store: Store, vault: Vault, copy: Path) -> None:
    before = Path(store.url.removeprefix("sqlite:///")).read_bytes()
    with pytest.raises(StoreError, match="--replace"):
        restore(store.url, copy, vault, replace=False)
    assert Path(store.url.removeprefix("sqlite:///")).read_bytes() == before


@pytest.mark.parametrize("spoil", ["cut", "zeroed", "foreign", "text", "gone"])
def test_a_copy_that_is_damaged_or_none_of_ours_changes_nothing(
    store: Store, vault: Vault, copy: Path, tmp_path: Path, spoil: str
) -> None:
    """[DB-04]"""
    found = copy.read_bytes()
    if spoil == "foreign":
        copy.unlink()
        with closing(sqlite3.connect(copy)) as other:
            other.execute("CREATE TABLE a (b)")
    elif spoil == "gone":
        copy.unlink()
    else:
        middle = len(found) // 2 // 4096 * 4096
        zeroed = found[:middle] + bytes(4096) + found[middle + 4096 :]
        copy.write_bytes({"cut": found[:middle], "zeroed": zeroed, "text": b"no database at all" * 100}[spoil])
    before = {path.name: path.read_bytes() for path in tmp_path.glob("tamiz.db*")}
    with pytest.raises(StoreError):
        restore(store.url, copy, vault, replace=True)
    assert {path.name: path.read_bytes() for path in tmp_path.glob("tamiz.db*")} == before


def test_a_list_of_the_erased_that_is_older_than_the_copy_is_refused(
    store: Store, vault: Vault, tmp_path: Path
) -> None:
    """[PRIV-06]"""
    old = come(store, EVA)
    store.write_now(lambda tx: people.erase_person(tx, old))
    back_up(store.url, tmp_path / "copy", vault)
    store.close()
    (tmp_path / LEDGER).unlink()
    with pytest.raises(StoreError, match="older than this backup"):
        restore(store.url, tmp_path / "copy", vault, replace=True)


@pytest.mark.parametrize("number", [0, 1])
def test_a_line_taken_out_of_the_list_or_changed_is_refused(
    store: Store, vault: Vault, tmp_path: Path, number: int
) -> None:
    for chat in (EVA, LUZ, 13):
        person = come(store, chat)
        store.write_now(lambda tx, person=person: people.erase_person(tx, person))
    lines = (tmp_path / LEDGER).read_text("ascii").splitlines()
    assert len(vault.ledger.subjects()) == 3
    (tmp_path / LEDGER).write_text("\n".join([*lines[:number], *lines[number + 1 :], ""]), "ascii")
    with pytest.raises(LedgerError, match=f"line {number + 1}"):
        vault.ledger.subjects()


def test_a_line_that_a_stop_cut_off_is_written_over_by_the_next(store: Store, vault: Vault, tmp_path: Path) -> None:
    person = come(store, EVA)
    with (tmp_path / LEDGER).open("a") as file:
        file.write("abc 12")
    store.write_now(lambda tx: people.erase_person(tx, person))
    assert len(vault.ledger.subjects()) == 1


def test_another_installations_keys_do_not_restore(store: Store, vault: Vault, copy: Path, tmp_path: Path) -> None:
    from bot.store.key_check import seal_mark

    fresh = Store(f"sqlite:///{tmp_path / 'tamiz.db'}", vault)
    fresh.write_now(seal_mark)
    back_up(fresh.url, tmp_path / "marked", vault)
    fresh.close()
    (tmp_path / "other" / "person-keys").mkdir(parents=True)
    new_key_file(tmp_path / "other" / "master.key")
    other = load_vault(tmp_path / "other" / "master.key", tmp_path / "other" / "person-keys")
    # Their own list is empty, and so is older; let it not be that which refuses.
    with pytest.raises((VaultError, StoreError)):
        restore(fresh.url, tmp_path / "marked", other, replace=True)


def test_copies_of_a_database_that_is_written_to_are_whole(store: Store, vault: Vault, tmp_path: Path) -> None:
    """[DB-05]"""
    stop = threading.Event()

    def write() -> None:
        chat = 100
        while not stop.is_set():
            chat += 1
            come(store, chat)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(15):
            assert back_up(store.url, tmp_path / f"copy-{number}", vault) > 0
    finally:
        stop.set()
        writer.join()
    assert not list(tmp_path.glob("*.part"))


def test_a_copy_is_private_and_no_other_one_is_written_over(store: Store, vault: Vault, tmp_path: Path) -> None:
    back_up(store.url, tmp_path / "copy", vault)
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600
    with pytest.raises(StoreError, match="there already"):
        back_up(store.url, tmp_path / "copy", vault)


def test_a_server_is_told_its_own_means(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="pg_dump"):
        back_up("postgresql://somebody@localhost/tamiz", tmp_path / "copy", vault)
