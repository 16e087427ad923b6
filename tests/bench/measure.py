"""`make bench`: what a durable answer costs in processor time, beside a bare aiogram echo measured in the same run.

The ratio is what counts: both run on the same core in the same minute. `--check` compares it with the table that is
committed. Needs Linux, whose /proc tells what a process used.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import re
import signal
import socket
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile, takewhile
from pathlib import Path

from bot.telegram.webhook import QUIET_SECONDS
from tests.bench.api import TOKEN, Answer, Api, talk_with_an_echo, walk_the_study
from tests.postgres import Server, server

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "performance.md"
#: A figure that is more than this above the committed one is told.
SLOWER = 1.15
#: Answers of one patient to the echo: about as many as the study takes.
ECHO_ANSWERS = 21
#: Seconds after which a patient who was not answered is stuck, and for what is still written after the last answer.
_STUCK, _REST = 120.0, 1.0
_TICKS = os.sysconf("SC_CLK_TCK")
#: How the bot is set up: no pace, and recruiting, so that a walk ends with what is sent to the team.
SETTINGS = {
    "TAMIZ_BOT_TOKEN": TOKEN,
    "TAMIZ_STAFF_CHAT": "-100200",
    "TAMIZ_PACE": "off",
    "TAMIZ_RECRUITMENT": "recruiting",
}
ECHO = "aiogram echo"


@contextmanager
def _polling() -> Iterator[dict[str, str]]:
    yield {}


@contextmanager
def _webhook() -> Iterator[dict[str, str]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    yield {
        "TAMIZ_WEBHOOK_URL": f"http://{place}/hook",
        "TAMIZ_WEBHOOK_LISTEN": place,
        "TAMIZ_WEBHOOK_SECRET": "A" * 48,
    }


@contextmanager
def _postgresql() -> Iterator[dict[str, str]]:
    """A server of its own, whose processor time is not the bot's; as in the tests it does not wait for the disk."""
    with server() as url, Server(url).database("template0") as database:
        yield {"TAMIZ_DATABASE_URL": database}


#: Every way to run it that is measured, and the settings of that.
KINDS = {
    "tamiz, polling, SQLite": _polling,
    "tamiz, webhook, SQLite": _webhook,
    "tamiz, polling, PostgreSQL": _postgresql,
}
#: Figures that are compared: relative ones, and the number of calls.
COMPARED = ("× echo", "calls an answer", "start ÷ import aiogram")


@dataclass(frozen=True, slots=True)
class Run:
    """What one bot did in one run."""

    answers: int
    calls: int
    #: Processor time, user and system, of the whole process tree: of the answers, and until the first poll.
    seconds: float
    start: float
    wall: float
    #: Peak of the resident memory, in MB.
    memory: float
    latencies: list[float]

    @property
    def an_answer(self) -> float:
        """Milliseconds of processor time an answer."""
        return 1000 * self.seconds / self.answers

    def percentile(self, part: float) -> float:
        """Milliseconds from an update to its reply."""
        return 1000 * sorted(self.latencies)[min(len(self.latencies) - 1, int(part * len(self.latencies)))]


def used(process: int) -> float:
    """Return the seconds of processor time of a process, its threads and its children."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    own = sum(map(int, fields[11:15])) / _TICKS
    children = Path(f"/proc/{process}/task/{process}/children")
    return own + sum(used(int(child)) for child in (children.read_text().split() if children.exists() else ()))


async def quiet(process: int) -> None:
    """Wait until the process does next to nothing: on a busy machine a start takes longer than a rest."""
    before = -1.0
    while (now := used(process)) > before + 2 / _TICKS:
        before = now
        await asyncio.sleep(_REST)


def peak(process: int) -> float:
    """Return the most memory that the process ever held, in MB."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


@asynccontextmanager
async def _running(folder: Path, *command: str, **settings: str) -> AsyncIterator[Process]:
    # Python keeps what it compiled, as in an installation: the second start is the one that counts.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TAMIZ_", "PYTHONDONT"))}
    with (folder / "log.txt").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            cwd=folder,
            env=kept | {"PYTHONPATH": str(ROOT)} | settings,
            stdout=log,
            stderr=asyncio.subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


@asynccontextmanager
async def _meanwhile(work: Callable[[Path], Awaitable[None]] | None, folder: Path) -> AsyncIterator[None]:
    """Do this work, where there is any, until the end of the block."""
    if work is None:
        yield
        return
    begun = asyncio.ensure_future(work(folder))
    try:
        yield
    finally:
        begun.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await begun


async def measure(
    folder: Path,
    patients: int,
    answer: Answer,
    command: tuple[str, ...],
    *,
    prepare: Callable[[Path], None] | None = None,
    beside: Callable[[Path], Awaitable[None]] | None = None,
    **settings: str,
) -> Run:
    """Start a bot, let patients talk with it until all are through, and say what it took.

    `prepare` is done in its folder before it starts, `beside` for as long as they talk."""
    api = Api()
    base = await api.start(settings.get("TAMIZ_WEBHOOK_URL"), settings.get("TAMIZ_WEBHOOK_SECRET", ""))
    settings = settings and {**settings, "TAMIZ_API_BASE": base}
    try:
        if settings:
            async with _running(folder, "-m", "bot", "init", **settings) as init:
                assert await init.wait() == 0, (folder / "log.txt").read_text()
        if prepare is not None:
            prepare(folder)
        arguments = tuple(base if part == "BASE" else part for part in command)
        async with _running(folder, *arguments, **settings) as bot:
            async with asyncio.timeout(_STUCK):
                await api.polled.wait()
            start = used(bot.pid)
            await asyncio.sleep(_REST if api.webhook is None else _REST + QUIET_SECONDS)
            await quiet(bot.pid)  # what a start still does behind the first poll is no answer's
            before, begun = used(bot.pid), time.perf_counter()
            calls = api.calls
            api.let_in(patients, answer)
            with contextlib.suppress(TimeoutError):
                async with _meanwhile(beside, folder), asyncio.timeout(_STUCK):
                    await api.over.wait()
            wall = time.perf_counter() - begun
            assert not api.stuck, f"{len(api.stuck)} patients are not through; shown last: {api.stuck[0]}"
            await asyncio.sleep(_REST)
            return Run(
                api.answers, api.calls - calls, used(bot.pid) - before, start, wall, peak(bot.pid), api.latencies
            )
    finally:
        await api.stop()


async def import_of_aiogram(folder: Path) -> float:
    """Return the seconds of processor time that `import aiogram` takes, the measure of a start."""
    command = "import time, aiogram; print(time.process_time(), flush=True)"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", command, cwd=folder, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    return float(printed)


async def compare(patients: int, rounds: int) -> dict[str, dict[str, str]]:
    """Measure both in turn, so many times; the rows of the table, from the median of each figure."""
    imports, runs = [], {name: list[Run]() for name in (ECHO, *KINDS)}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            imports.append(await import_of_aiogram(Path(name)))
            echo = ("-m", "tests.bench.echo", "BASE", TOKEN)
            runs[ECHO].append(await measure(Path(name), patients, talk_with_an_echo(ECHO_ANSWERS), echo))
        for kind, more in KINDS.items():
            with tempfile.TemporaryDirectory() as name, more() as settings:
                way = ("-m", "bot", "run")
                runs[kind].append(await measure(Path(name), patients, walk_the_study, way, **SETTINGS, **settings))
    base = statistics.median(run.an_answer for run in runs[ECHO])
    imported = statistics.median(imports)
    return {name: _row(of_one, base, imported) for name, of_one in runs.items()}


def _row(runs: list[Run], base: float, imported: float) -> dict[str, str]:
    cost = statistics.median(run.an_answer for run in runs)
    call = statistics.median(1000 * run.seconds / run.calls for run in runs)

    def median(*figures: float) -> float:
        return statistics.median(figures)

    return {
        "ms an answer": f"{cost:.2f}",
        "× echo": f"{cost / base:.2f}",
        "ms a call": f"{call:.2f}",
        "calls an answer": f"{median(*(run.calls / run.answers for run in runs)):.2f}",
        "answers a second": f"{median(*(run.answers / run.wall for run in runs)):.0f}",
        "p50": f"{median(*(run.percentile(0.5) for run in runs)):.0f}",
        "p95": f"{median(*(run.percentile(0.95) for run in runs)):.0f}",
        "p99": f"{median(*(run.percentile(0.99) for run in runs)):.0f}",
        "MB": f"{median(*(run.memory for run in runs)):.0f}",
        "start ÷ import aiogram": f"{median(*(run.start for run in runs)) / imported:.2f}",
    }


def table(rows: dict[str, dict[str, str]]) -> str:
    """Return the rows as a table of a page."""
    names = list(next(iter(rows.values())))
    lines = [["", *names], ["---"] * (len(names) + 1), *([who, *row.values()] for who, row in rows.items())]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def committed() -> dict[str, dict[str, str]]:
    """Return the rows of the first table of the page."""
    page = dropwhile(lambda line: not line.startswith("|"), PAGE.read_text("utf-8").splitlines())
    lines = [line.strip("| ").split(" | ") for line in takewhile(lambda line: line.startswith("|"), page)]
    names = lines[0]
    return {line[0]: dict(zip(names, line[1:], strict=True)) for line in lines[2:]}


def slower(now: dict[str, dict[str, str]], before: dict[str, dict[str, str]]) -> list[str]:
    """Say of every figure that is compared where it is more than 15 % above the committed one."""
    return [
        f"{who}: {name} {row[name]}, was {before[who][name]}"
        for who, row in now.items()
        for name in COMPARED
        if who in before and float(row[name]) > SLOWER * float(before[who][name])
    ]


def main() -> int:
    """Measure and print; with --check, 1 where something got slower."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    rows = asyncio.run(compare(asked.patients, asked.rounds))
    print(f"{date.today()}, {asked.patients} patients at once, median of {asked.rounds}:\n\n{table(rows)}")
    found = slower(rows, committed()) if asked.check else []
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
