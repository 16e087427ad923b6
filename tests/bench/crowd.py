"""`python -m tests.bench.crowd`: what an answer costs where many people are kept, beside where few are.

`--postgresql`: on a server of its own, whose files lie on the disk. The many are those of `tests/bench/filled.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.config.clock import system_clock
from bot.store import people
from bot.store.engine import Store
from bot.store.vault import load_vault
from tests.bench.api import walk_the_study
from tests.bench.filled import fill
from tests.bench.measure import SETTINGS, measure, table
from tests.postgres import Server, server

#: How many people are kept, by default.
PEOPLE = (1_000, 100_000)


@contextmanager
def _installed(folder: Path, on_server: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a database, and what the bot is set to for it."""
    if not on_server:
        yield f"sqlite:///{folder / 'data' / 'tamiz.db'}", {}
        return
    with server(in_memory=False) as url, Server(url).database("template0") as database:
        yield database, {"TAMIZ_DATABASE_URL": database}


def _somebody_with_a_key(folder: Path, url: str) -> None:
    """Keep one person more, as the bot does: where not even the newest have keys, it takes the folder for another."""
    store = Store(url, load_vault(folder / "keys" / "master.key", folder / "keys" / "person-keys"))
    store.write_now(lambda tx: people.get_or_create_person(tx, 1, system_clock()))
    store.close()


async def compare(crowds: list[int], patients: int, *, on_server: bool) -> dict[str, dict[str, str]]:
    """Return a row for each number of people: what an answer costs, and how that is beside the first of them."""
    rows: dict[str, dict[str, str]] = {}
    first = 0.0
    for many in crowds:
        with tempfile.TemporaryDirectory() as name, _installed(Path(name), on_server) as (url, more):

            def filled(folder: Path, url: str = url, many: int = many) -> None:
                fill(url, many)
                _somebody_with_a_key(folder, url)

            way = ("-m", "bot", "run")
            run = await measure(Path(name), patients, walk_the_study, way, prepare=filled, **SETTINGS, **more)
        first = first or run.an_answer
        rows[f"{many:,} people kept".replace(",", " ")] = {
            "ms an answer": f"{run.an_answer:.2f}",
            "× the first": f"{run.an_answer / first:.2f}",
            "p95": f"{run.percentile(0.95):.0f}",
            "MB": f"{run.memory:.0f}",
        }
    return rows


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=30)
    parser.add_argument("--people", type=int, nargs="+", default=[*PEOPLE])
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    print(table(asyncio.run(compare(asked.people, asked.patients, on_server=asked.postgresql))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
