"""People in the store: with a row in every table that holds one of them, and all rows of the store to compare."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import Boolean, Date, Integer, LargeBinary, Table, insert, select

from bot.store import people
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.instant import Instant
from bot.store.person_id import PersonId
from bot.store.tx import Tx

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
#: Each is filled after what it refers to.
OF_A_PERSON = (
    *(t.conversations, t.notes, t.shares, t.share_readers, t.prompts, t.outbox, t.due, t.referrals),
    *(t.referral_events, t.letters, t.staff_drafts, t.quarantine),
)
CHAT, OTHER = 5, 6
_numbers = count(1000)


class Undone(Exception):
    """A transaction that is not to stand."""


def row_of(table: Table, **known: Any) -> dict[str, Any]:
    """A row in which every column holds something."""
    found: dict[str, Any] = {}
    for column in table.columns:
        if column.name in known:
            found[column.name] = known[column.name]
        elif column.name != "id":
            found[column.name] = _anything(column.type)
    return found


def _anything(kind: object) -> Any:
    match kind:
        case Instant():
            return NOW
        case Date():
            return date(2027, 11, 22)
        case LargeBinary():
            return secrets.token_bytes(8)
        case Boolean():
            return True
        case Integer():
            return next(_numbers)
    return secrets.token_hex(4)


def add(tx: Tx, table: Table, **known: Any) -> int:
    """File a row; its number where it has one."""
    key = tx.conn.execute(insert(table).values(**row_of(table, **known))).inserted_primary_key
    return int(key[0]) if key is not None and isinstance(key[0], int) else 0


def fill(tx: Tx, person: PersonId) -> None:
    """A row of this person in every table that holds one; a call and an update that only their key opens."""
    staff = add(tx, t.staff, revoked_at=None)
    digest = tx.conn.execute(select(t.persons.c.digest).where(t.persons.c.id == person)).scalar_one()
    known = {"person_id": person, "subject": tx.subject(person), "chat_digest": digest, "staff_id": staff}
    for table in OF_A_PERSON:
        made = add(tx, table, **known, holder=None, study="A", made_by=staff)
        known |= {"shares": {"share_id": made}, "referrals": {"referral_id": made}}.get(table.name, {})
    add(tx, t.outbox, **known | {"person_id": None})


Rows = dict[str, list[tuple[Any, ...]]]


def everything(tx: Tx) -> Rows:
    """All rows of all tables."""
    return {
        table.name: sorted((tuple(row) for row in tx.conn.execute(select(table))), key=repr)
        for table in t.metadata.sorted_tables
    }


def without(rows: Rows, others: Rows) -> Rows:
    """The rows that are not among the others, by the name of their table."""
    found = {name: [row for row in rows[name] if row not in others[name]] for name in rows}
    return {name: left for name, left in found.items() if left}


def emptied(rows: Rows, table: Table, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of this table with nothing in these columns."""
    kept = [column.name not in columns for column in table.columns]
    return [tuple(value if keep else None for keep, value in zip(kept, row, strict=True)) for row in rows[table.name]]


def made(store: Store, chat: int = CHAT, study: str | None = None, since: datetime = NOW) -> PersonId:
    """The person of a chat."""
    return store.write_now(lambda tx: people.get_or_create_person(tx, chat, since, study))


def aside(store: Store, study: str | None = None, human: str | None = None, chat: int = CHAT) -> PersonId:
    """One more person of an account."""
    return store.write_now(lambda tx: people.add_person_beside(tx, chat, NOW, study, human))


def row(store: Store, person: PersonId) -> Any:
    """What is filed of somebody."""
    return store.read_now(lambda tx: tx.conn.execute(select(t.persons).where(t.persons.c.id == person)).one())


def strangers(tx: Tx, number: int, **same: Any) -> None:
    """So many persons of whom only a row is there."""
    rows = [
        {
            "digest": secrets.token_bytes(8),
            "subject": secrets.token_hex(16),
            "chat": b"",
            "since": NOW,
            "unreachable_at": None,
            **same,
        }
        for _ in range(number)
    ]
    tx.conn.execute(insert(t.persons), rows)
