"""The shipped program as a process of its own: started, killed, stopped, started again."""

from __future__ import annotations

import asyncio
import atexit
import os
import re
import shutil
import signal
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import copy
from pathlib import Path

from bot.demo.emulator import Emulator
from tests.faults.forked import Forked, forked
from tests.waiting import HANG, until

ROOT = Path(__file__).parents[2]
#: The event of a line of the program's log.
_EVENT = re.compile(r'\bevent=(?:"([^"]*)"|(\S+))')
#: A folder that `init` was run in, once there is one.
_FRESH: list[Path] = []
TOKEN = "7000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


class Program:
    """One installation of the bot in a folder, against one Bot API server."""

    def __init__(self, folder: Path, base: str, staff_chat: int, token: str = TOKEN, **settings: str) -> None:
        self.folder = folder
        self.log = folder / "log.txt"
        self._process: Process | Forked | None = None
        #: Does it read its modules itself? What is to be loaded into it before them needs that.
        self.anew = False
        #: The name of a weak build (`tests/faults/weak.py`); empty: the shipped program.
        self.weak = ""
        kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("TAMIZ_")}
        self.environment = kept | {
            "PYTHONPATH": str(ROOT),
            "TAMIZ_BOT_TOKEN": token,
            "TAMIZ_API_BASE": base,
            "TAMIZ_STAFF_CHAT": str(staff_chat),
            "TAMIZ_PACE": "off",
            **settings,
        }

    def replica(self, log: str, **settings: str) -> Program:
        """Another program of the same installation, with a log and perhaps settings of its own."""
        other = copy(self)
        other.log, other._process = self.folder / log, None
        other.environment = {**self.environment, **settings}
        return other

    async def command(self, *arguments: str) -> tuple[int, str]:
        """Run a command to its end; its exit code and what it printed."""
        printed = self.folder / "printed.txt"
        process = await self._spawn(*arguments, output=printed)
        async with asyncio.timeout(HANG):
            code = await process.wait()
        said = printed.read_text()
        printed.unlink()
        return code, said

    async def start(self) -> None:
        """Start `tamiz run`, and wait until it says that it has started."""
        before = self.count("started")
        self._process = await self._spawn("run", output=self.log)
        await until(lambda: self.count("started") > before or self._has_ended())
        assert not self._has_ended(), self.log.read_text()

    def count(self, event: str) -> int:
        """How many lines of the log tell of this event."""
        if not self.log.exists():
            return 0
        found = map(_EVENT.search, self.log.read_text().splitlines())
        return sum(event == (line[1] or line[2]) for line in found if line is not None)

    async def kill(self) -> None:
        """kill -9."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def stop(self) -> int:
        """SIGTERM; the exit code, once it has ended."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(HANG):
            return await self._process.wait()

    @property
    def runs(self) -> bool:
        """Is there a process of it?"""
        return self._process is not None and self._process.returncode is None

    async def ended(self) -> None:
        """Wait until its process ends."""
        assert self._process is not None
        await self._process.wait()

    async def end(self) -> None:
        """Make sure that nothing runs any more."""
        if self._process is not None and self._process.returncode is None:
            await self.kill()

    def _has_ended(self) -> bool:
        return self._process is not None and self._process.returncode is not None

    async def _spawn(self, *arguments: str, output: Path) -> Process | Forked:
        module, *before = ("tests.faults.weak", self.weak) if self.weak else ("bot",)
        if not self.anew:
            return forked(module, [*before, *arguments], self.environment, self.folder, output)
        with output.open("ab") as file:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", module, *before, *arguments),
                cwd=self.folder,
                env=self.environment,
                stdout=file.fileno(),
                stderr=asyncio.subprocess.STDOUT,
            )


@asynccontextmanager
async def installed(folder: Path, **settings: str) -> AsyncIterator[tuple[Program, Emulator]]:
    """A fresh installation and our own Bot API server; whatever still runs at the end is stopped."""
    emulator = Emulator(token=TOKEN)
    async with installed_at(folder, emulator, **settings) as program:
        yield program, emulator


async def initialised(program: Program) -> None:
    """Set an installation up by its command."""
    code, printed = await program.command("init")
    assert code == 0, printed


async def a_fresh_one(program: Program) -> Path:
    """A folder that `init` was run in, once for all: nothing in it says where it lies."""
    if not _FRESH:
        kept = copy(program)
        kept.folder = Path(tempfile.mkdtemp(prefix="tamiz-tests-"))
        atexit.register(shutil.rmtree, kept.folder, ignore_errors=True)
        await initialised(kept)
        _FRESH.append(kept.folder)
    return _FRESH[0]


@asynccontextmanager
async def installed_at(folder: Path, emulator: Emulator, **settings: str) -> AsyncIterator[Program]:
    """The same against this server."""
    program = Program(folder, await emulator.start("127.0.0.1", 0), emulator.staff_chat, **settings)
    if "TAMIZ_DATABASE_URL" in settings:
        await initialised(program)
    else:
        shutil.copytree(await a_fresh_one(program), folder, dirs_exist_ok=True)
    try:
        yield program
    finally:
        await program.end()
        await emulator.stop()
