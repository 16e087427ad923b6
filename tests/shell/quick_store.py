"""What every store of the tests does alike is done once a run: climbing all migrations, and compiling statements.

And what is slow on purpose is quick: the hash of a passcode, as strong as one that nobody needs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher, Type
from sqlalchemy import Connection, create_engine

from bot.desk import passcodes
from bot.store import connection as connections
from bot.store import schema_version

Key = tuple[Any, ...]

#: The same hash as the program's, with the least of work.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, type=Type.ID)


class Compiled(dict[Key, Any]):
    """Compiled statements, for all engines of one kind: the library keeps them apart, by the object of the dialect.

    All these engines are made by one line, with the same settings: what one of them compiled is right for the others.
    """

    def get(self, key: Key, default: Any = None) -> Any:
        return super().get(_alike(key), default)

    def __setitem__(self, key: Key, compiled: Any) -> None:
        super().__setitem__(_alike(key), compiled)


def _alike(key: Key) -> Key:
    dialect, *rest = key
    return (type(dialect), *rest)


def dump_of(database: Path) -> list[str]:
    """What makes a migrated database out of an empty one, statement by statement."""
    with closing(sqlite3.connect(database)) as source:
        return [line for line in source.iterdump() if line not in ("BEGIN TRANSACTION;", "COMMIT;")]


def climbing(lines: list[str], climb: Callable[[Connection, str], None]) -> Callable[[Connection, str], None]:
    """Climb an empty file to the newest migration by these statements, and anything else step by step."""

    def quickly(connection: Connection, to: str) -> None:
        if to != "head" or connection.dialect.name != "sqlite" or schema_version.stands_at(connection) is not None:
            climb(connection, to)
            return
        for line in lines:
            connection.exec_driver_sql(line)

    return quickly


def hurry(patch: pytest.MonkeyPatch, lines: list[str], compiled: Compiled) -> None:
    """From here on: a new database is made by these statements, no statement is compiled twice, no hash takes long."""
    patch.setattr(passcodes, "_HASHER", QUICK)
    patch.setattr(schema_version, "climb", climbing(lines, schema_version.climb))
    patch.setattr(connections, "create_engine", partial(create_engine, execution_options={"compiled_cache": compiled}))
