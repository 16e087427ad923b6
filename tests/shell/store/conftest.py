"""The store's tests run on both databases, except those that are about files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy

import pytest

from bot.store.engine import Store
from bot.store.vault import Vault

BOTH = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on each database, in the fast lane on SQLite alone; once where it is marked as one about SQLite."""
    if "database" in metafunc.fixturenames:
        of_files = metafunc.definition.get_closest_marker("sqlite") is not None
        both = [BOTH[0], pytest.param(BOTH[1], marks=pytest.mark.whole)]  # a server takes seconds of each worker
        metafunc.parametrize("database", both[:1] if of_files else both)


@pytest.fixture
def database() -> str:
    """Which of the two; filled in above."""
    raise AssertionError("not chosen")


@pytest.fixture
def store(database: str, tmp_path: Path, vault: Vault, request: pytest.FixtureRequest) -> Iterator[Store]:
    with _address(database, tmp_path, request) as url:
        store = Store(url, vault)
        store.check()
        yield store
        store.close()


@contextmanager
def _address(database: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if database == "sqlite":
        copy(request.getfixturevalue("installed") / "tamiz.db", folder)
        yield f"sqlite:///{folder / 'tamiz.db'}"
        return
    with request.getfixturevalue("postgres").database() as url:
        yield url
