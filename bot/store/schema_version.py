"""Which migration the database stands at, and moving it. No ini file: the scripts lie in the package.

The library is loaded only where something is to be moved: a start asks no more than two numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, column, inspect, make_url, select, table, text

from bot.store import tables as t
from bot.store.connection import StoreError, is_missing, keep_database_private, make_engine, told_plainly

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER = Path(__file__).parent / "migrations"
#: Where the library keeps the number of the last migration.
_VERSION = table("alembic_version", column("version_num"))

#: The numbers that a server gave this database and one of our tables: made anew, both have others.
_MADE = text(
    "SELECT CAST(oid AS text) || '.' || CAST(CAST(to_regclass('updates') AS oid) AS text) "
    "FROM pg_database WHERE datname = current_database()"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a database from another one that was put in its place."""

    #: None: it has none of our tables.
    made: str | None
    #: Does it hold what `tamiz init` files?
    begun: bool

    def became(self, now: Identity) -> bool:
        """Could this database have become that one by what the program does?"""
        return now.made == self.made and (now.begun or not self.begun)


def identity(connection: Connection) -> Identity:
    """Return what tells this database from any other."""
    if connection.dialect.name == "sqlite":
        made = "here" if inspect(connection).has_table(t.settings.name) else None  # which file it is, its system knows
    else:
        made = connection.execute(_MADE).scalar_one_or_none()
    begun = made is not None and connection.execute(select(t.settings.c.name).limit(1)).first() is not None
    return Identity(made, begun)


def scripts() -> Config:
    """Return the configuration that names our scripts."""
    from alembic.config import Config  # a start moves nothing

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config


def newest() -> str:
    """Return the migration that this program was written for."""
    return max(_ours())


def _ours() -> set[str]:
    """Return all our migrations: their files are numbered."""
    return {path.name.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*_*.py")}


def stands_at(connection: Connection) -> str | None:
    """Return the migration that the database stands at; None for an empty one."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.execute(select(_VERSION.c.version_num)).scalar_one_or_none()


def refuse_wrong_schema(connection: Connection) -> None:
    """StoreError unless the database stands at the newest migration."""
    here = stands_at(connection)
    if here == newest():
        return
    if here is None:
        raise StoreError(["The database has no tables yet. Run `tamiz migrate`."])
    if is_known(here):
        raise StoreError(
            [f"The database stands at migration {here}, the program needs {newest()}. Run `tamiz migrate`."]
        )
    raise StoreError(
        [
            f"The database stands at migration {here}, which this program does not know: it is newer. "
            "Start the program version that made it; `tamiz migrate` does not go back."
        ]
    )


def is_empty(url: str) -> bool:
    """Is there no database yet, or one without our tables?"""
    return revision_of(url) is None


def is_sealed(url: str) -> bool:
    """Tell whether the database holds anything that a key sealed. What `tamiz migrate` has just made holds nothing."""
    if is_empty(url):
        return False
    engine = make_engine(url, writes=False)
    try:
        with told_plainly(), engine.connect() as connection:
            known = connection.execute(select(t.persons.c.id).limit(1)).first() is not None
            return known or identity(connection).begun
    finally:
        engine.dispose()


def revision_of(url: str) -> str | None:
    """Return the migration at which this database stands; None where there is none, or nothing in it."""
    if is_missing(url):
        return None
    engine = make_engine(url, writes=False)
    try:
        with told_plainly(), engine.connect() as connection:
            return stands_at(connection)
    finally:
        engine.dispose()


def is_known(revision: str | None) -> bool:
    """Is this one of our migrations?"""
    return revision in _ours()


def migrate(url: str, to: str = "head") -> str | None:
    """Bring the database to this migration (and make it where there is none); where it stood before."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = make_engine(url, writes=True)
    if parsed.get_backend_name() == "sqlite":
        Path(str(parsed.database)).touch(0o600)  # before the library makes it with the rights of everything
    try:
        with told_plainly(), engine.begin() as connection:
            before = stands_at(connection)
            if before is not None and not is_known(before):
                refuse_wrong_schema(connection)
            if to != "head" or before != newest():
                climb(connection, to)
    finally:
        engine.dispose()
    keep_database_private(url)
    return before


def climb(connection: Connection, to: str) -> None:
    """Up or down to this migration, inside the caller's transaction: all of it or nothing (DB-07)."""
    from alembic import command  # a start moves nothing
    from alembic.script import ScriptDirectory  # a start moves nothing

    config = scripts()
    config.attributes["connection"] = connection
    here = stands_at(connection)
    script = ScriptDirectory.from_config(config)
    goal = script.as_revision_number(to)
    below = {s.revision for s in script.walk_revisions("base", here or "base")} if here else set()
    if to == "base" or (goal in below and goal != here):
        command.downgrade(config, to)
    else:
        command.upgrade(config, to)
