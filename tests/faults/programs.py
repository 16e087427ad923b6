"""The shipped program as a process of its own: started, killed, stopped, started again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.demo.emulator import Emulator

ROOT = Path(__file__).parents[2]
TOKEN = "7000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


class Program:
    """One installation of the bot in a folder, against one Bot API server."""

    def __init__(self, folder: Path, base: str, staff_chat: int, token: str = TOKEN, **settings: str) -> None:
        self.folder = folder
        self.log = folder / "log.txt"
        self._process: Process | None = None
        kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("TAMIZ_")}
        self._environment = kept | {
            "PYTHONPATH": str(ROOT),
            "TAMIZ_BOT_TOKEN": token,
            "TAMIZ_API_BASE": base,
            "TAMIZ_STAFF_CHAT": str(staff_chat),
            "TAMIZ_PACE": "off",
            **settings,
        }

    async def command(self, *arguments: str) -> tuple[int, str]:
        """Run a command to its end; its exit code and what it printed."""
        process = await self._spawn(*arguments, output=asyncio.subprocess.PIPE)
        printed, _ = await asyncio.wait_for(process.communicate(), 30)
        return process.returncode or 0, printed.decode()

    async def start(self) -> None:
        """Start `tamiz run`."""
        with self.log.open("ab") as log:
            self._process = await self._spawn("run", output=log.fileno())

    async def kill(self) -> None:
        """kill -9."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def stop(self, seconds: float = 10) -> int:
        """SIGTERM; the exit code, within so many seconds."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self._process.wait(), seconds)

    async def ended(self, seconds: float = 20) -> int:
        """Wait until it ends by itself; the exit code."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), seconds)

    async def end(self) -> None:
        """Make sure that nothing runs any more."""
        if self._process is not None and self._process.returncode is None:
            await self.kill()

    async def _spawn(self, *arguments: str, output: int) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            cwd=self.folder,
            env=self._environment,
            stdout=output,
            stderr=asyncio.subprocess.STDOUT,
        )


@asynccontextmanager
async def installed(folder: Path, **settings: str) -> AsyncIterator[tuple[Program, Emulator]]:
    """A fresh installation and our own Bot API server; whatever still runs at the end is stopped."""
    emulator = Emulator(token=TOKEN)
    program = Program(folder, await emulator.start("127.0.0.1", 0), emulator.staff_chat, **settings)
    code, printed = await program.command("init")
    assert code == 0, printed
    try:
        yield program, emulator
    finally:
        await program.end()
        await emulator.stop()


async def until(done: object, seconds: float = 20) -> None:
    """Wait until a function says yes."""
    assert callable(done)
    async with asyncio.timeout(seconds):
        while not done():
            await asyncio.sleep(0.02)
