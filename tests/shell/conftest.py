"""A store of its own for each test: fresh keys, a migrated file, and a fixed moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.engine import Store
from bot.store.schema_version import migrate
from bot.store.vault import Vault, load_vault, new_key_file


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    new_key_file(tmp_path / "master.key")
    (tmp_path / "person-keys").mkdir()
    return load_vault(tmp_path / "master.key", tmp_path / "person-keys")


@pytest.fixture
def store(tmp_path: Path, vault: Vault) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'tamiz.db'}"
    migrate(url)
    store = Store(url, vault)
    store.check()
    yield store
    store.close()
