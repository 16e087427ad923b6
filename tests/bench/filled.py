"""A database in which many people are kept: their rows made in bulk, of the size that a conversation has.

They lie as a month of talking leaves them: each person's times somewhere in it. Nobody opens them, and none of them
is due for anything.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import psycopg
from sqlalchemy import make_url

from bot.config.bundled import load_study

#: Bytes of a sealed conversation, messages that each person's chat shows, and updates of a week of each.
_BODY, _PROMPTS, _UPDATES = 2_500, 12, 5
#: Of so many people one has a case that is closed, and one something to be told later.
_CASES, _DUE = 20, 2
_DAY = 24 * 3600 * 10**6
_MONTH, _WEEK = 30 * _DAY, 7 * _DAY
#: Numbers of their updates, of which the platform sends no other.
_FIRST_UPDATE = -(10**9)

Row = tuple[Any, ...]


def _persons(people: int, now: int) -> Iterator[Row]:
    """Digests go up with the numbers, so that an index of them is made from one end to the other."""
    study = load_study().id
    for n in range(1, people + 1):
        yield n, _digest(n), os.urandom(16).hex(), os.urandom(40), _since(n, people, now), study


def _conversations(people: int, now: int) -> Iterator[Row]:
    for n in range(1, people + 1):
        moved = _since(n, people, now)
        yield n, os.urandom(_BODY), 0, moved, moved + 2 * _MONTH


def _prompts(people: int, now: int) -> Iterator[Row]:
    for n in range(1, people + 1):
        for prompt in range(1, _PROMPTS + 1):
            yield _digest(n), n, prompt, n * _PROMPTS + prompt, _since(n, people, now)


def _updates(people: int, now: int) -> Iterator[Row]:
    for n in range(people * _UPDATES):
        yield _FIRST_UPDATE + n, now - _WEEK + _WEEK * n // (people * _UPDATES) + _DAY


def _consents(people: int, now: int) -> Iterator[Row]:
    for n in range(1, people + 1):
        yield os.urandom(16).hex(), "screening", "given", "0" * 64, "1", "es", _since(n, people, now)


def _referrals(people: int, now: int) -> Iterator[Row]:
    study = load_study().id
    for n in range(_CASES, people + 1, _CASES):
        at = _since(n, people, now)
        yield n, f"ZZ{n:x}", n, "likely", "es", "closed", os.urandom(200), at, at, "2999-01-01", study


def _due(people: int, now: int) -> Iterator[Row]:
    for n in range(_DUE, people + 1, _DUE):
        yield n, "opening", now + _MONTH + n


def _digest(n: int) -> bytes:
    return n.to_bytes(16, "big") * 2


def _since(n: int, people: int, now: int) -> int:
    return now - _MONTH + _MONTH * n // (people + 1)


#: Table → its columns, and what makes its rows.
_TABLES = {
    "persons": (("id", "digest", "subject", "chat", "since", "study"), _persons),
    "conversations": (("person_id", "body", "keyboard", "moved_at", "expires_at"), _conversations),
    "prompts": (("chat_digest", "person_id", "prompt", "message_id", "shown_at"), _prompts),
    "updates": (("update_id", "at"), _updates),
    "consents": (("subject", "purpose", "action", "text_hash", "version", "language", "at"), _consents),
    "referrals": (
        *(
            (
                *("id", "code", "person_id", "heading", "language", "state", "progress"),
                *("filed_at", "moved_at", "kept_until", "study"),
            ),
            _referrals,
        ),
    ),
    "due": (("person_id", "reason", "due_at"), _due),
}


def fill(url: str, people: int, at: datetime | None = None) -> None:
    """Keep so many people in this database, which holds nobody yet, as at this moment (None: now)."""
    address, now = make_url(url), int((at or datetime.now(UTC)).timestamp() * 10**6)
    if address.get_backend_name() == "sqlite":
        _fill_file(str(address.database), people, now)
    else:
        _fill_server(url, people, now)


def _fill_file(path: str, people: int, now: int) -> None:
    with closing(sqlite3.connect(path)) as database:
        for setting in ("synchronous = OFF", "cache_size = -400000", "temp_store = FILE"):
            database.execute(f"PRAGMA {setting}")
        for table, (columns, rows) in _TABLES.items():
            places = ", ".join("?" * len(columns))
            database.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows(people, now))
            database.commit()


def _fill_server(url: str, people: int, now: int) -> None:
    with psycopg.connect(url) as database:
        for table, (columns, rows) in _TABLES.items():
            with database.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows(people, now):
                    copy.write_row(row)
        for table in ("persons", "referrals"):
            database.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {people})")
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("ANALYZE")  # as the server does by itself, some time later
