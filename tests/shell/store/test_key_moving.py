"""The keys of persons from one home to another: all of them, compared, and never two homes that both live."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest

from bot.store.book import FileBook
from bot.store.connection import StoreError
from bot.store.key_home import FolderKeys, HomeError, ServerKeys, key_home
from bot.store.key_moving import move_keys
from bot.store.leadership import Leadership, no_bot
from bot.store.vault import Vault, load_vault, new_key_file
from tests.postgres import Server
from tests.waiting import until

KEYS, ERASED = 5, 2


class Stopped(Exception):
    """The program was stopped here."""


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    new_key_file(tmp_path / "master.key")
    return tmp_path / "master.key"


@pytest.fixture
def server_place(postgres: Server) -> Iterator[str]:
    with postgres.database("template0") as url:
        yield url


def filled(key_file: Path, folder: Path) -> tuple[Vault, dict[str, bytes]]:
    """A home in a folder with keys, of which some are destroyed: what was sealed for those that stand."""
    folder.mkdir(mode=0o700, parents=True)
    vault = load_vault(key_file, folder)
    for _ in range(ERASED):
        vault.forget(vault.new_owner())
    vault.home.set_mark("a-mark")
    owners = [vault.new_owner() for _ in range(KEYS)]
    return vault, {owner: vault.seal(owner, "a.b", 1, b"text") for owner in owners}


def opens(key_file: Path, place: Path | str, sealed: dict[str, bytes]) -> bool:
    """Is this home one that lives and holds keys, so that everything opens with it?"""
    try:
        vault = load_vault(key_file, place)
    except HomeError:
        return False
    if not vault.home.subjects():
        return False
    assert all(vault.open(owner, "a.b", 1, value) == b"text" for owner, value in sealed.items())
    return True


def test_everything_opens_in_the_new_home_and_the_old_one_is_refused_and_empty(
    key_file: Path, tmp_path: Path, server_place: str
) -> None:
    """Issue 13, 3: to a second database and back again; the list of the erased and the mark go along."""
    first, back = tmp_path / "one" / "keys", tmp_path / "two" / "keys"
    vault, sealed = filled(key_file, first)
    erased = vault.ledger.subjects()
    for here, there in ((first, server_place), (server_place, back)):
        assert move_keys(here, there) == KEYS
        assert opens(key_file, there, sealed)
        assert load_vault(key_file, there).ledger.subjects() == erased
        assert key_home(there).mark() == "a-mark"
        with pytest.raises(HomeError, match="moved away"):
            key_home(here)
        assert (FolderKeys(here) if isinstance(here, Path) else ServerKeys(here)).subjects() == []
        assert move_keys(here, there) == KEYS, "once more does no harm"


def test_a_move_that_is_stopped_anywhere_leaves_one_home_at_most_and_goes_on(
    key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped before each single change that it makes, until one run makes none any more."""
    for steps in count(0):
        here, there = tmp_path / "here" / "keys", tmp_path / "there" / "keys"
        for place in (here, there):
            rmtree(place.parent, ignore_errors=True)
        vault, sealed = filled(key_file, here)
        with monkeypatch.context() as stopping:
            stop_after(stopping, steps)
            try:
                move_keys(here, there)
                stopped = False
            except Stopped:
                stopped = True
        assert [opens(key_file, place, sealed) for place in (here, there)].count(True) <= 1, steps
        assert move_keys(here, there) == KEYS
        assert opens(key_file, there, sealed), steps
        assert load_vault(key_file, there).ledger.subjects() == vault.ledger.subjects()
        if not stopped:
            break
    assert steps > KEYS + ERASED


def stop_after(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """Let so many changes of a home be made, and none after."""
    left = [steps]

    def counted(act: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any) -> Any:
            if not left[0]:
                raise Stopped
            left[0] -= 1
            return act(*args)

        return step

    for name in ("create", "destroy", "set_mark"):
        monkeypatch.setattr(FolderKeys, name, counted(getattr(FolderKeys, name)))
    monkeypatch.setattr(FileBook, "append", counted(FileBook.append))


def test_a_place_that_holds_other_keys_is_not_moved_into(key_file: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here" / "keys", tmp_path / "there" / "keys"
    _vault, sealed = filled(key_file, here)
    _other, others = filled(key_file, there)
    for target, told in ((there, "holds keys already"), (here, "where the keys are")):
        with pytest.raises(HomeError, match=told):
            move_keys(here, target)
    assert opens(key_file, here, sealed)
    assert opens(key_file, there, others)
    assert move_keys(here, tmp_path / "third" / "keys") == KEYS
    FolderKeys(here).create("left", b"x")
    with pytest.raises(HomeError, match="not to that place"):
        move_keys(here, there)


async def test_while_a_bot_leads_on_the_server_nothing_is_moved(postgres: Server) -> None:
    with postgres.database() as url:
        bot = Leadership(url)
        bot.start()
        await until(lambda: bot.leads)
        with pytest.raises(StoreError, match="Stop every replica"), no_bot(url):
            pass
        bot.stop()
        with no_bot(url):
            pass
