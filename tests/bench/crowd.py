"""`python -m tests.bench.crowd`: what an answer costs where many people are kept, beside where few are.

The many are made in bulk, without a sync each: rows of the size that a conversation has, which nobody opens.
"""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert

from bot.store import tables as t
from bot.store.connection import make_engine
from tests.bench.api import walk_the_study
from tests.bench.measure import SETTINGS, measure, table

#: How many people are kept, by default.
PEOPLE = (1_000, 100_000)
#: Bytes of a sealed conversation, and messages that each person's chat shows.
_BODY, _PROMPTS = 2_500, 12
#: Rows that are written at once.
_AT_ONCE = 5_000


def fill(folder: Path, people: int) -> None:
    """Keep so many people in the installation of this folder, none of whom is due for anything."""
    engine = make_engine(f"sqlite:///{folder / 'data' / 'tamiz.db'}", writes=True)
    with engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA synchronous = OFF")  # before a transaction begins
        for first in range(1, people + 1, _AT_ONCE):
            some = range(first, min(first + _AT_ONCE, people + 1))
            now = datetime.now(UTC)
            digests = {number: secrets.token_bytes(32) for number in some}
            _write(connection, t.persons, [_person(number, digest, now) for number, digest in digests.items()])
            _write(connection, t.conversations, [_conversation(number, now) for number in some])
            _write(connection, t.prompts, [row for n, d in digests.items() for row in _prompts(n, d, now)])
            connection.commit()
    engine.dispose()


def _write(connection: Connection, into: Table, rows: list[dict[str, Any]]) -> None:
    connection.execute(insert(into), rows)


def _person(number: int, digest: bytes, now: datetime) -> dict[str, Any]:
    sealed = {"subject": secrets.token_hex(16), "chat": secrets.token_bytes(40)}
    return {"id": number, "digest": digest, "since": now, **sealed}


def _conversation(number: int, now: datetime) -> dict[str, Any]:
    kept = {"moved_at": now, "expires_at": now + timedelta(days=30)}
    return {"person_id": number, "body": secrets.token_bytes(_BODY), "keyboard": 0, **kept}


def _prompts(number: int, digest: bytes, now: datetime) -> Iterator[dict[str, Any]]:
    for prompt in range(1, _PROMPTS + 1):
        place = {"chat_digest": digest, "person_id": number, "prompt": prompt}
        yield {**place, "message_id": number * _PROMPTS + prompt, "shown_at": now}


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
