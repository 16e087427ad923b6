"""How a database is opened: the settings that keep data, and whether there is one at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

from dialogs.errors import SetUpError


class StoreError(SetUpError):
    """The database cannot be used; the message says what is wrong and which command mends it."""


def make_engine(url: str, *, writes: bool) -> Engine:
    """An engine with the settings that keep data: full synchronisation, one lock from the start of a write."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        # Rows are named by digests and codes; bound values in an error text would still be data.
        return create_engine(_with_driver(url), hide_parameters=True, pool_size=2)
    if parsed.database in (None, "", ":memory:"):
        raise StoreError(["The database must be a file: a restart would lose everything held in memory."])
    engine = create_engine(parsed, hide_parameters=True, connect_args={"check_same_thread": False})
    _prepare_sqlite(engine, writes=writes)
    return engine


def _with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _prepare_sqlite(engine: Engine, *, writes: bool) -> None:
    pragmas = ["busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"]
    if not writes:
        pragmas = ["busy_timeout=5000", "query_only=ON"]

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    # A deferred BEGIN that reads first and writes later loses writes or fails at once; reproduced.
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def is_missing(url: str) -> bool:
    """Is this a SQLite file that is not there, or empty?"""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return False
    path = Path(str(parsed.database))
    return not path.exists() or path.stat().st_size == 0


def database_name(url: str) -> str | None:
    """Return the file of a SQLite database, or the name of a database on a server."""
    return make_url(url).database
