"""A PostgreSQL server as the home of the store: what its connections are told, and whether a commit stands.

Theory of operation. There is one writer at a time among all replicas, as there is one on SQLite: every transaction
that writes begins with the writer's lock, which the server frees at its end, however it ends. So nothing that is
looked at first and changed afterwards (a case that two members take, the chain of the audit, the same update on two
replicas) needs a lock of its own, and no two transactions can wait for each other. It costs nothing that is needed:
commits are shared, and the platform takes 25 messages a second.

A connection may be cut in the very moment of a commit. The server remembers which transactions it committed, so it is
asked again rather than guessed: what stands is not done twice, and what does not stand is undone here.
"""

from __future__ import annotations

import time
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

#: The locks of an installation, by number: of whoever writes, and of the replica that leads.
WRITER_LOCK, LEADER_LOCK = 0x54616D697A01, 0x54616D697A02
#: Seconds: a lock is waited for no longer than this, and a program that fell silent in a transaction loses it.
WAITED, SILENT = 5, 10
#: Readers see one moment, and cannot write.
_READ_ONLY = ("default_transaction_read_only = on", "default_transaction_isolation = 'repeatable read'")
#: Where replicas tell each other that something was posted.
POSTED = "tamiz_posted"
#: The network's own signs of life: a server that is gone is noticed within ten seconds.
CONNECT: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 4,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "application_name": "tamiz",
}
#: Seconds for which a server that does not answer is asked about a commit, and between two questions.
_ASK_SECONDS, _ASK_REST = 10.0, 0.25

#: What a server must not have switched off, and what a power cut would cost then.
_KEEPS = {
    "synchronous_commit": "a power cut could lose answers",
    "fsync": "a power cut could damage the whole database",
    "full_page_writes": "a power cut could damage pages of the database",
}
#: What counts as off: `local` waits for this machine alone, where another one may take over.
_OFF = ("off", "local")

_NUMBER = text("SELECT CAST(pg_current_xact_id() AS text)")
_NUMBER_AND_NOTICE = text(f"SELECT CAST(pg_current_xact_id() AS text), pg_notify('{POSTED}', '')")
_STATUS = text("SELECT pg_xact_status(CAST(:number AS xid8))")


class Fate(StrEnum):
    """What became of a commit whose answer was lost."""

    STANDS = "stands"
    FELL = "fell"
    UNKNOWN = "unknown"


#: What the server calls them.
_FATES = {"committed": Fate.STANDS, "aborted": Fate.FELL}


def _limits() -> tuple[str, ...]:
    """Return how long a connection may make others wait."""
    return (
        f"lock_timeout = '{WAITED}s'",
        f"idle_in_transaction_session_timeout = '{SILENT}s'",
        "client_connection_check_interval = '1s'",
    )


def server_engine(url: str, *, writes: bool) -> Engine:
    """Return an engine for a database on a server."""
    # Rows are named by digests and codes; bound values in an error text would still be data.
    engine = create_engine(
        with_driver(url), hide_parameters=True, pool_size=2, pool_pre_ping=True, connect_args=CONNECT
    )
    told = "; ".join(f"SET {each}" for each in (*_limits(), *(() if writes else _READ_ONLY)))

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.autocommit = True
        connection.execute(told)
        connection.autocommit = False

    if writes:

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")

    return engine


def with_driver(url: str) -> str:
    """Return the address with the library that is used for it."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def without_driver(url: str) -> str:
    """Return the address as the library itself takes it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def end_of(connection: Connection, *, posted: bool) -> str | None:
    """Return what the server calls the transaction that is to be committed, and let it tell the other replicas.

    None on SQLite, where no answer can be lost and nobody else listens."""
    if connection.dialect.name == "sqlite":
        return None
    return str(connection.execute(_NUMBER_AND_NOTICE if posted else _NUMBER).scalars().one())


def unsafe_settings(connection: Connection) -> dict[str, str]:
    """Return the settings of a server by which a power cut would cost something, each with what it would cost."""
    return {
        name: costs for name, costs in _KEEPS.items() if connection.exec_driver_sql(f"SHOW {name}").scalar_one() in _OFF
    }


def answers(connection: Connection) -> bool:
    """Return whether a connection that was kept is still one; a file always is."""
    if connection.dialect.name == "sqlite":
        return True
    held = connection.connection.dbapi_connection
    try:
        return held is not None and bool(connection.dialect.do_ping(held))
    except connection.dialect.loaded_dbapi.Error:
        return False


def fate_of(engine: Engine, number: str) -> Fate:
    """Ask the server what became of a transaction whose commit was not answered."""
    until = time.monotonic() + _ASK_SECONDS
    while time.monotonic() < until:
        try:
            with engine.connect() as connection:
                found = _FATES.get(connection.execute(_STATUS, {"number": number}).scalar_one())
        except DBAPIError:
            found = None
        if found is not None:
            return found
        time.sleep(_ASK_REST)
    return Fate.UNKNOWN
