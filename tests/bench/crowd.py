"""`python -m tests.bench.crowd`: what an answer costs where many people are kept, beside where few are.

The many are made in bulk, without a sync each: rows of the size that a conversation has, which nobody opens.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from functools import partial
from pathlib import Path

from bot.config.bundled import load_study
from tests.bench.api import walk_the_study
from tests.bench.measure import SETTINGS, measure, table

#: How many people are kept, by default.
PEOPLE = (1_000, 100_000)
#: Bytes of a sealed conversation, and messages that each person's chat shows.
_BODY, _PROMPTS = 2_500, 12
#: Microseconds until what is kept of them goes.
_MONTH = 30 * 24 * 3600 * 10**6
#: What the database makes by itself, a million people in minutes: their rows, in the order of its indexes.
_FILL = (
    """INSERT INTO persons (id, digest, subject, chat, since, study)
       WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :people)
       SELECT n, randomblob(32), lower(hex(randomblob(16))), randomblob(40), :now, :study FROM numbers""",
    f"""INSERT INTO conversations (person_id, body, keyboard, moved_at, expires_at)
       SELECT id, randomblob({_BODY}), 0, :now, :later FROM persons ORDER BY id""",
    f"""INSERT INTO prompts (chat_digest, person_id, prompt, message_id, shown_at)
       WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {_PROMPTS})
       SELECT digest, id, n, id * {_PROMPTS} + n, :now FROM persons, numbers ORDER BY digest, n""",
)


def fill(folder: Path, people: int) -> None:
    """Keep so many people in the installation of this folder, none of whom is due for anything."""
    now, study = time.time_ns() // 1000, load_study().id
    with closing(sqlite3.connect(folder / "data" / "tamiz.db")) as database:
        for setting in ("synchronous = OFF", "cache_size = -400000", "temp_store = FILE"):
            database.execute(f"PRAGMA {setting}")
        for statement in _FILL:
            database.execute(statement, {"people": people, "now": now, "later": now + _MONTH, "study": study})
            database.commit()


async def compare(crowds: list[int], patients: int) -> dict[str, dict[str, str]]:
    """Return a row for each number of people: what an answer costs, and how that is beside the first of them."""
    rows: dict[str, dict[str, str]] = {}
    first = 0.0
    for people in crowds:
        with tempfile.TemporaryDirectory() as name:
            filled = partial(fill, people=people)
            run = await measure(Path(name), patients, walk_the_study, ("-m", "bot", "run"), prepare=filled, **SETTINGS)
        first = first or run.an_answer
        rows[f"{people:,} people kept".replace(",", " ")] = {
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
    asked = parser.parse_args()
    print(table(asyncio.run(compare(asked.people, asked.patients))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
