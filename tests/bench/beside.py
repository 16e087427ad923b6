"""`python -m tests.bench.beside`: how long an answer takes while a digest, a funnel, a packet or an export is made.

Many people are kept (`tests/bench/filled.py`), and so many of them have a case that is open. Each job is done again and
again while patients talk; its row stands beside the one without a job.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import fields
from functools import partial
from pathlib import Path

from bot.config.clock import Clock, system_clock
from bot.config.site import SiteFile
from bot.store import export_requests, people, referrals
from bot.store.engine import Store
from bot.store.referrals import SentReferral
from bot.store.tx import Tx
from bot.store.vault import load_vault
from tests.bench.api import walk_the_study
from tests.bench.busy import NOW, on_a_monday
from tests.bench.filled import fill
from tests.bench.measure import ROOT, SETTINGS, Run, measure, table

#: People, and how many of them have an open case.
PEOPLE, CASES = 100_000, 5_000
#: Work that the bot does itself; the rest are commands beside it.
_OWN = ("digest", "funnel")
JOBS = ("no job", *_OWN, "packet", "export")
_COMMANDS = {"packet": ("packet", "--counts", "--out", "packet"), "export": ("export", "csv", "--out", "export")}
#: Cases that are filed in one commit.
_PART = 250


def _store(folder: Path) -> Store:
    return Store(
        f"sqlite:///{folder / 'data' / 'tamiz.db'}",
        load_vault(folder / "keys" / "master.key", folder / "keys" / "person-keys"),
    )


def keep_cases(folder: Path, cases: int, clock: Clock) -> None:
    """File so many cases like the one that is there, each of a person of their own."""
    store = _store(folder)
    (code,) = store.read_now(lambda tx: referrals.codes_in(tx, ("new",)))
    first = store.read_now(lambda tx: referrals.referral(tx, code))
    sent = {each.name: getattr(first, each.name) for each in fields(SentReferral)}

    def part(tx: Tx, begin: int) -> None:
        for n in range(begin, min(begin + _PART, cases)):
            person = people.get_or_create_person(tx, 10**9 + n, clock(), first.study)
            mine = {"code": f"{first.code}-{n}", "filed_at": clock()}
            referrals.file_referral(tx, person, SentReferral(**{**sent, **mine}))

    for begin in range(0, cases, _PART):
        store.write_now(partial(part, begin=begin))
    store.close()


def allow_an_export(folder: Path, cases: int, clock: Clock) -> None:
    """Say the owner's yes to an export."""
    store = _store(folder)

    def work(tx: Tx) -> None:
        export_requests.allow_export(tx, export_requests.ask_export(tx, "csv", cases, clock()), clock())

    store.write_now(work)
    store.close()


async def _command(folder: Path, job: str, cases: int, clock: Clock, done: list[str]) -> None:
    """Do a command again and again, until it is told to stop."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TAMIZ_", "PYTHONDONT"))}
    with (folder / "beside.txt").open("ab") as log:
        while True:
            if job == "export":
                await asyncio.to_thread(allow_an_export, folder, 2 * cases, clock)
            shutil.rmtree(folder / "packet", ignore_errors=True)  # with other counts it would be refused as another
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", *_COMMANDS[job]),
                cwd=folder,
                env=kept | {"PYTHONPATH": str(ROOT), "TAMIZ_API_BASE": "http://127.0.0.1:1"} | SETTINGS,
                stdout=log,
                stderr=log,
            )
            try:
                code = await process.wait()
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
            assert _is_whole(folder, job, code), (folder / "beside.txt").read_text()
            done.append(job)


def _is_whole(folder: Path, job: str, code: int) -> bool:
    """Tell whether a command did all of it; a packet ends with 1 where a value is missing in it, and is whole."""
    return (folder / "packet" / "manifest.json").exists() if job == "packet" else code == 0


@contextlib.asynccontextmanager
async def _doing(
    folder: Path, job: str, cases: int, done: list[str]
) -> AsyncIterator[Callable[[Path], Awaitable[None]] | None]:
    """Return what is done beside the patients."""
    marker = folder / NOW

    async def own(_folder: Path) -> None:
        marker.touch()
        try:
            await asyncio.Event().wait()
        finally:
            done.extend([job] * int(marker.read_text() or 0))
            marker.unlink()

    async def beside_it(_folder: Path) -> None:
        await _command(folder, job, cases, system_clock, done)

    yield own if job in _OWN else beside_it if job in _COMMANDS else None


async def compare(people_kept: int, cases: int, patients: int, jobs: list[str]) -> dict[str, dict[str, str]]:
    """Return a row for each job."""
    rows: dict[str, dict[str, str]] = {}
    clock = on_a_monday(SiteFile().zone)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "keys").mkdir(mode=0o700)

        def filled(there: Path) -> None:
            fill(f"sqlite:///{there / 'data' / 'tamiz.db'}", people_kept)

        await measure(folder, 1, walk_the_study, ("-m", "tests.bench.busy", "none"), prepare=filled, **SETTINGS)
        await asyncio.to_thread(keep_cases, folder, cases, clock)
        first = 0.0
        for job in ("no job", *jobs):
            done: list[str] = []
            async with _doing(folder, job, cases, done) as beside:
                way = ("-m", "tests.bench.busy", job)
                run: Run = await measure(folder, patients, walk_the_study, way, beside=beside, **SETTINGS)
            first = first or run.percentile(0.99)
            rows[job] = {
                "done": str(len(done)),
                "ms an answer": f"{run.an_answer:.2f}",
                "p50": f"{run.percentile(0.5):.0f}",
                "p95": f"{run.percentile(0.95):.0f}",
                "p99": f"{run.percentile(0.99):.0f}",
                "× p99 without": f"{run.percentile(0.99) / first:.2f}",
                "longest": f"{run.percentile(1):.0f}",
            }
            print(job, rows[job], flush=True)
    return rows


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--patients", type=int, default=30)
    parser.add_argument("--jobs", nargs="+", default=[*JOBS[1:]], choices=JOBS)
    asked = parser.parse_args()
    print(table(asyncio.run(compare(asked.people, asked.cases, asked.patients, asked.jobs))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
