"""The short way to a new database that these tests take leads where the migrations lead (DB-07)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.store.connection import make_engine
from bot.store.schema_version import migrate, newest, revision_of
from bot.store.tables import settings

pytestmark = pytest.mark.sqlite


def all_of(database: Path) -> list[Any]:
    """Every table, index and row."""
    with closing(sqlite3.connect(database)) as opened:
        tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        made = set(opened.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"))
        return [made, {name: opened.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}]


def test_a_new_database_is_the_same_as_one_that_climbed_every_migration(tmp_path: Path, installed: Path) -> None:
    quick = tmp_path / "quick.db"
    assert migrate(f"sqlite:///{quick}") is None
    assert revision_of(f"sqlite:///{quick}") == newest()
    assert all_of(quick) == all_of(installed / "tamiz.db")


def test_from_any_other_migration_every_step_is_climbed(tmp_path: Path, installed: Path) -> None:
    """And a database that is begun keeps what it has."""
    url = f"sqlite:///{tmp_path / 'older.db'}"
    migrate(url, "0002")
    assert revision_of(url) == "0002"
    assert migrate(url) == "0002"
    assert all_of(tmp_path / "older.db")[1].keys() == all_of(installed / "tamiz.db")[1].keys()


def test_a_statement_is_compiled_once_for_all_files(tmp_path: Path, installed: Path) -> None:
    statement = select(settings.c.name).where(settings.c.name == "no such")
    found = []
    for name in ("one", "two"):
        migrate(url := f"sqlite:///{tmp_path / name}.db")
        engine = make_engine(url, writes=False)
        with engine.connect() as connection:
            found.append(connection.execute(statement).context.compiled)  # type: ignore[attr-defined]  # not in its stubs
        engine.dispose()
    assert found[0] is found[1]
