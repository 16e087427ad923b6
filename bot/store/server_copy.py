"""A copy of a database on a server by the server's own means, before its tables are changed (DB-07)."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from bot.store.connection import StoreError
from bot.store.server import without_driver

#: What the server's own programs call the parts of an address; as variables, so that no list of processes shows them.
_VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "passfile": "PGPASSFILE",
    "dbname": "PGDATABASE",
    "service": "PGSERVICE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
_NOT_MADE = (
    "No copy could be made before the migration ({why}). Make one with pg_dump, then say `tamiz migrate --copied`. "
    "Nothing was changed."
)


def dump(url: str, target: Path) -> None:
    """Write a copy to a new file and look through its list; StoreError where it does not count."""
    from psycopg.conninfo import conninfo_to_dict  # an extra: a file needs no server's library

    told = conninfo_to_dict(without_driver(url))
    named = {_VARIABLES[name]: str(value) for name, value in told.items() if name in _VARIABLES and value is not None}
    fresh = target.with_name(f"{target.name}.part")
    fresh.unlink(missing_ok=True)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _run("pg_dump", "--format=custom", "--no-password", f"--file={fresh}", named=named)
        _run("pg_restore", "--list", str(fresh), named={})
        fresh.rename(target)
    finally:
        fresh.unlink(missing_ok=True)


def _run(name: str, *arguments: str, named: dict[str, str]) -> None:
    program = shutil.which(name)
    if program is None:
        raise StoreError([_NOT_MADE.format(why=f"{name} is not installed here")])
    environment = {**os.environ, **named}
    made = subprocess.run([program, *arguments], env=environment, capture_output=True, check=False)
    if made.returncode:
        raise StoreError([_NOT_MADE.format(why=f"{name} ended with code {made.returncode}")])
