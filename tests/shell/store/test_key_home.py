"""Where the keys of persons lie, in both homes: made, destroyed, wrapped anew, and proved to be the shared one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store import people
from bot.store.book import LedgerError
from bot.store.connection import StoreError, make_engine
from bot.store.engine import Store
from bot.store.key_check import prove_home
from bot.store.key_home import HomeError, ServerKeys, key_home
from bot.store.vault import Sealed, Vault, load_vault, new_key_file
from tests.postgres import Server

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    new_key_file(tmp_path / "master.key")
    return tmp_path / "master.key"


@pytest.fixture(params=["folder", pytest.param("server", marks=pytest.mark.whole)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """A home of each kind, empty."""
    if request.param == "folder":
        (tmp_path / "person-keys").mkdir(mode=0o700)
        yield tmp_path / "person-keys"
        return
    with request.getfixturevalue("postgres").database("template0") as url:
        ServerKeys(url).prepare()
        yield url


@pytest.fixture
def data(postgres: Server) -> Iterator[str]:
    with postgres.database() as url:
        yield url


def come(store: Store, chat: int) -> str:
    return store.write_now(lambda tx: tx.subject(people.get_or_create_person(tx, chat, NOW)))


def test_what_was_sealed_opens_in_another_program_and_never_after_the_key_is_destroyed(
    key_file: Path, place: Path | str
) -> None:
    first, second = load_vault(key_file, place), load_vault(key_file, place)
    subject = first.new_owner()
    sealed = first.seal(subject, "a.b", 1, b"text")
    assert second.open(subject, "a.b", 1, sealed) == b"text"
    first.forget(subject)
    first.forget(subject)
    with pytest.raises(Sealed):
        load_vault(key_file, place).open(subject, "a.b", 1, sealed)
    assert first.ledger.subjects() == [subject]
    assert key_home(place).subjects() == []


def test_a_key_that_was_destroyed_is_not_wrapped_anew(key_file: Path, place: Path | str) -> None:
    vault = load_vault(key_file, place)
    subject = vault.new_owner()
    vault.forget(subject)
    vault.home.rewrap(subject, lambda before: before)
    assert vault.home.subjects() == []


def test_destroyed_keys_are_not_left_in_the_tables_file(key_file: Path, postgres: Server) -> None:
    """PRIV-03: the server keeps deleted rows until it cleans up; that is asked of it at once."""
    with postgres.database("template0") as url:
        ServerKeys(url).prepare()
        vault = load_vault(key_file, url)
        vault.forget(vault.new_owner())
        with make_engine(url, writes=False).connect() as connection:
            assert connection.execute(text("SELECT pg_relation_size('person_keys')")).scalar_one() == 0


def test_a_line_taken_out_of_the_list_on_a_server_is_seen(key_file: Path, postgres: Server) -> None:
    with postgres.database("template0") as url:
        ServerKeys(url).prepare()
        vault = load_vault(key_file, url)
        for _ in range(3):
            vault.forget(vault.new_owner())
        with make_engine(url, writes=True).begin() as connection:
            connection.execute(text("DELETE FROM erased WHERE id = 2"))
        with pytest.raises(LedgerError, match="line 2"):
            vault.ledger.subjects()


def test_the_database_of_the_data_is_no_home_for_keys(data: str) -> None:
    with pytest.raises(HomeError, match="second one"):
        ServerKeys(data).prepare()
    with pytest.raises(HomeError, match="tamiz init"):
        key_home(data)


def test_replicas_that_share_a_home_start_and_one_with_another_home_is_refused(
    data: str, key_file: Path, place: Path | str, tmp_path: Path
) -> None:
    """Issue 13, 3: written here, read there."""
    first, second = (Store(data, load_vault(key_file, place)) for _ in range(2))
    for each in (first, second, first):
        prove_home(each)
    come(first, 11)
    prove_home(second)
    (tmp_path / "other").mkdir(mode=0o700)
    stranger = Store(data, load_vault(key_file, tmp_path / "other"))
    with pytest.raises(StoreError, match="TAMIZ_PERSON_KEYS"):
        prove_home(stranger)
    for each in (first, second, stranger):
        each.close()


def test_an_old_copy_of_the_folder_is_refused(data: str, vault: Vault, tmp_path: Path) -> None:
    here = Store(data, vault)
    prove_home(here)
    shutil.copytree(tmp_path / "person-keys", tmp_path / "copy")
    come(here, 11)
    with pytest.raises(StoreError, match="old copy"):
        prove_home(Store(data, load_vault(tmp_path / "master.key", tmp_path / "copy")))
    here.close()


def test_a_folder_that_was_restored_without_its_mark_gets_it_again(data: str, vault: Vault, tmp_path: Path) -> None:
    here = Store(data, vault)
    prove_home(here)
    mark = vault.home.mark()
    come(here, 11)
    (tmp_path / "person-keys" / "home").unlink()
    prove_home(here)
    assert vault.home.mark() == mark
    here.close()
