"""An older state of the database's file, copied over the one that is open, is noticed (DB-04)."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store.connection import StoreError, StoreUnavailable, truncate_log
from bot.store.engine import Store
from bot.store.health import refuse_damaged
from bot.store.updates import mark_update_seen
from bot.store.vault import Vault
from tests.waiting import HANG

#: About files, which a server has not.
pytestmark = pytest.mark.sqlite

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The database, as long as it is open."""
    return tmp_path / "tamiz.db"


def write(store: Store, *numbers: int) -> None:
    for number in numbers:
        store.write_now(lambda tx, number=number: mark_update_seen(tx, number, NOW))


def put_over(file: Path, content: bytes) -> None:
    """As `cp` does: the same file with another content."""
    with file.open("r+b") as there:
        there.write(content)
        there.truncate()


@pytest.mark.parametrize("folded", [1, 2, 5])
def test_an_older_state_that_is_copied_over_the_open_file_ends_the_writer(
    store: Store, file: Path, folded: int
) -> None:
    refuse_damaged(store)
    write(store, 1)
    truncate_log(store.url)
    write(store, 2)
    older = file.read_bytes()
    for number in range(folded):
        write(store, 10 + number)
        truncate_log(store.url)
    write(store, 100)
    put_over(file, older)
    with pytest.raises(StoreUnavailable, match="replaced"):
        write(store, 101)
    assert isinstance(store.failure.exception(HANG), StoreError)


def test_a_state_of_an_earlier_run_is_noticed_at_once(store: Store, vault: Vault, file: Path) -> None:
    refuse_damaged(store)
    write(store, 1)
    store.close()
    older = file.read_bytes()
    again = Store(store.url, vault)
    refuse_damaged(again)
    write(again, 2)
    again.close()
    last = Store(store.url, vault)
    refuse_damaged(last)
    write(last, 3)
    put_over(file, older)
    with pytest.raises(StoreUnavailable, match="replaced"):
        write(last, 4)
    last.close()


def test_whoever_folds_the_log_back_or_writes_beside_the_bot_is_no_other_file(store: Store, vault: Vault) -> None:
    refuse_damaged(store)
    command, chance = Store(store.url, vault), random.Random(4)
    for number in range(60):
        match chance.randrange(4):
            case 0:
                truncate_log(store.url)
            case 1:
                write(command, 1000 + number)
            case _:
                write(store, number)
        store.refuse_replaced()
    command.close()
    write(store, 999)
    assert not store.failure.done()


def test_looking_at_the_file_loses_no_lock_on_it(store: Store, file: Path) -> None:
    """Else another program that ends takes itself for the last one, and removes the log that is written to."""
    refuse_damaged(store)
    for number in range(3):
        write(store, number)
        truncate_log(store.url)
    write(store, 3)
    log = Path(f"{file}-wal")
    before = log.stat().st_ino
    asked = (
        "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM updates').fetchone()[0])"
    )
    other = subprocess.run([sys.executable, "-c", asked, str(file)], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == "4"
    assert log.stat().st_ino == before
    write(store, 4)
    other = subprocess.run([sys.executable, "-c", asked, str(file)], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == "5"


def test_a_tag_whose_transaction_fell_is_filed_by_the_next(store: Store, file: Path) -> None:
    refuse_damaged(store)

    def fall(_tx: object) -> None:
        raise StoreUnavailable(5, "gone")

    with pytest.raises(StoreUnavailable):
        store.write_now(fall)
    older = file.read_bytes()
    write(store, 1)
    truncate_log(store.url)
    write(store, 2)
    put_over(file, older)
    with pytest.raises(StoreUnavailable, match="replaced"):
        write(store, 3)
