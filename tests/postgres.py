"""A PostgreSQL server of its own for the tests that climb the migrations; skipped, with the reason, where none is."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.waiting import HANG

#: Who runs the server where the tests run as root, which the server refuses.
OTHERS = ("postgres", "nobody")


def program(name: str) -> str | None:
    """Where this program of the server is, also where a distribution keeps it out of the path."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(kept[-1]) if kept else None)


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
