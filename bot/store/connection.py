"""How a database is opened: the settings that keep data, and whether there is one at all."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from bot.store.driver import begin
from bot.store.rights import keep_private
from bot.store.server import server_engine
from dialogs.errors import SetUpError

#: Seconds that emptying the log waits for readers: no longer, for the writer waits with it.
LOG_SECONDS = 0.2
#: What keeps data: a commit is on the disk before anybody hears of it, and what is deleted is overwritten. And what a
#: savepoint would bring back is held in memory: pages that a transaction changes stood in a file in /var/tmp until its
#: end, by 34 of the 45 writes of an answer.
PRAGMAS = (
    "busy_timeout=5000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
)
#: What SQLite says where the machine is at fault, and the system's own number for it.
_SQLITE_FAULTS = {
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_LOCKED: errno.EBUSY,
    sqlite3.SQLITE_PROTOCOL: errno.EBUSY,
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR_SHMSIZE: errno.ENOSPC,  # no room for the index of its log
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_CORRUPT: errno.EIO,
    sqlite3.SQLITE_NOTADB: errno.EIO,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
}
#: The same of a server, by the class of its state: connection, resources, intervention, system.
_SERVER_FAULTS = {
    "08": errno.ECONNRESET,
    "40": errno.EBUSY,
    "53": errno.ENOSPC,
    "57": errno.ECONNRESET,
    "58": errno.EIO,
}
_SERVER_STATES = {"25006": errno.EROFS, "55P03": errno.EBUSY}


class StoreError(SetUpError):
    """The database cannot be used; the message says what is wrong and which command repairs it."""


class StoreUnavailable(OSError):
    """The machine does not let the database work at this moment: nothing was done, and no work is at fault.

    `errno` says why: a lock (EBUSY), a full (ENOSPC) or read-only disk (EROFS), a dropped connection (ECONNRESET)."""


def machine_fault(fault: BaseException) -> StoreUnavailable | None:
    """Return what the machine did wrong; None where the work itself did.

    A rollback that fails hides what made it necessary, so what went before is looked at too."""
    seen: BaseException | None = fault
    while isinstance(seen, SQLAlchemyError | sqlite3.Error | StoreUnavailable):
        if isinstance(seen, StoreUnavailable):
            return seen
        if isinstance(seen, DBAPIError) and (number := _machine_errno(seen)):
            return StoreUnavailable(number, type(seen.orig).__name__)
        seen = seen.__context__
    return None


def _machine_errno(fault: DBAPIError) -> int:
    if fault.connection_invalidated:
        return errno.ECONNRESET
    code = getattr(fault.orig, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE_FAULTS.get(code) or _SQLITE_FAULTS.get(code & 0xFF, 0)
    state = getattr(fault.orig, "sqlstate", None)
    if state:
        return _SERVER_STATES.get(state) or _SERVER_FAULTS.get(state[:2], 0)
    # A server that does not say what it was has closed the connection.
    refused = isinstance(fault, OperationalError | InterfaceError) and not isinstance(fault.orig, sqlite3.Error)
    return errno.ECONNRESET if refused else 0


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what a library says of an unusable database into ours: StoreUnavailable where it passes, else StoreError."""
    try:
        yield
    except DBAPIError as fault:
        unavailable = machine_fault(fault)
        if unavailable is not None and unavailable.errno != errno.EIO:
            raise unavailable from None  # it passes, or somebody makes room: nothing is to be restored
        raise StoreError(
            [
                f"The database cannot be read ({type(fault.orig).__name__}). Restore it from a backup; "
                "nothing of it was overwritten."
            ]
        ) from None


def make_engine(url: str, *, writes: bool) -> Engine:
    """Return an engine with the settings that keep data: full synchronisation, one lock from the start of a write."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        if find_spec("psycopg") is None:
            raise StoreError(
                ["TAMIZ_DATABASE_URL: a server needs its library. Install it with `pip install tamiz[postgres]`."]
            )
        return server_engine(url, writes=writes)
    if parsed.database in (None, "", ":memory:"):
        raise StoreError(["The database must be a file: a restart would lose everything held in memory."])
    engine = create_engine(parsed, hide_parameters=True, connect_args={"check_same_thread": False})
    _prepare_sqlite(engine, writes=writes)
    return engine


def _prepare_sqlite(engine: Engine, *, writes: bool) -> None:
    pragmas = PRAGMAS if writes else ("busy_timeout=5000", "query_only=ON")

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    # A deferred BEGIN that reads first and writes later loses writes or fails at once; reproduced.
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        begin(connection, "BEGIN IMMEDIATE" if writes else "BEGIN")


def is_server(url: str) -> bool:
    """Is this the address of a database on a server, which several replicas may share?"""
    return make_url(url).get_backend_name() != "sqlite"


def truncate_log(url: str) -> bool:
    """Fold SQLite's write-ahead log back and empty it; False where somebody reads or writes at this moment.

    What was deleted is overwritten in the database itself, but the log keeps earlier pages until it is emptied."""
    if (parsed := make_url(url)).get_backend_name() != "sqlite":
        return True  # a server looks after its own log; what is in it is sealed
    there = f"{Path(str(parsed.database)).absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(there, uri=True, timeout=LOG_SECONDS)) as connection:
        busy, _pages, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def is_missing(url: str) -> bool:
    """Is this a SQLite file that is not there, or empty?"""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return False
    path = Path(str(parsed.database))
    if path.is_dir():
        raise StoreError([f"{path}: a folder, and the database is a file. TAMIZ_DATABASE_URL names it."])
    return not path.exists() or path.stat().st_size == 0


def database_name(url: str) -> str | None:
    """Return the file of a SQLite database, or the name of a database on a server."""
    return make_url(url).database


def folder_of(url: str) -> Path | None:
    """Return the folder of a SQLite database; None for one on a server."""
    parsed = make_url(url)
    return Path(str(parsed.database)).parent if parsed.get_backend_name() == "sqlite" else None


def keep_database_private(url: str) -> None:
    """Let nobody else read the file of a SQLite database, nor what stands beside it: not all of it is sealed."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        keep_private(*(Path(f"{parsed.database}{end}") for end in ("", "-wal", "-shm")))
