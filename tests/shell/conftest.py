"""A store of its own for each test: a copy of the migrated file, and the master key of this run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest

from bot.store.engine import Store
from bot.store.vault import Vault, load_vault


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
