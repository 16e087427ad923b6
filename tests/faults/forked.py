"""The shipped program as a process that need not read its modules again: forked from one that has read them.

Reading them takes seconds of processor time, and the faults start the program some dozens of times. A forked one is a
process like any other: it has its own folder, environment, files and threads, and can be killed.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
from collections.abc import Mapping
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from unittest.mock import patch

from tests.waiting import until

#: What the first process reads for all others.
READ = ["tests.faults.preloaded"]


class Forked:
    """A running or ended program, in the words of `asyncio.subprocess.Process`."""

    def __init__(self, process: BaseProcess) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """Its number."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Its exit code, or minus the signal that ended it; None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    async def wait(self) -> int:
        """Wait for its end; its exit code."""
        await until(lambda: self.returncode is not None)
        return int(self.returncode or 0)


def forked(module: str, arguments: list[str], environment: Mapping[str, str], folder: Path, output: Path) -> Forked:
    """Start a module as `python -m` would, in this folder; what it prints is added to a file."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(READ)
    with patch.dict(os.environ, {"PYTHONPATH": environment["PYTHONPATH"]}):
        forkserver.ensure_running()
    process = context.Process(target=_run, args=(module, arguments, dict(environment), str(folder), str(output)))
    process.start()
    return Forked(process)


def _run(module: str, arguments: list[str], environment: dict[str, str], folder: str, output: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number in (1, 2):
        os.dup2(file, number)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
