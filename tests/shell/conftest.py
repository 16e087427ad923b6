"""A store of its own for each test: a copy of the migrated file, and the master key of this run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest

from bot.store.engine import Store
from bot.store.vault import Vault, load_vault
from tests.shell.quick_store import Compiled, dump_of, hurry


@pytest.fixture(scope="session")
def what_is_alike(new_installation: Path) -> tuple[list[str], Compiled]:
    """The statements that make a new database, and the statements that were compiled."""
    return dump_of(new_installation / "tamiz.db"), Compiled()


@pytest.fixture(scope="module", autouse=True)
def _once_a_run(what_is_alike: tuple[list[str], Compiled]) -> Iterator[None]:
    """What every store does alike, only the first one does; the tests of other folders know nothing of it."""
    with pytest.MonkeyPatch.context() as patch:
        hurry(patch, *what_is_alike)
        yield


@pytest.fixture
def vault(tmp_path: Path, installed: Path) -> Vault:
    copy(installed / "master.key", tmp_path)
    (tmp_path / "person-keys").mkdir(mode=0o700)
    return load_vault(tmp_path / "master.key", tmp_path / "person-keys")


@pytest.fixture
def store(tmp_path: Path, vault: Vault, installed: Path) -> Iterator[Store]:
    copy(installed / "tamiz.db", tmp_path)
    store = Store(f"sqlite:///{tmp_path / 'tamiz.db'}", vault)
    store.check()
    yield store
    store.close()
