"""What a person agreed to be told later, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from bot.store import tables as t
from bot.store.prepared import Prepared
from bot.store.tx import PersonId, Tx

_SAME = (t.due.c.person_id == bindparam("person"), t.due.c.reason == bindparam("of"))
_FORGET = Prepared(delete(t.due).where(*_SAME))
_MOVE = Prepared(update(t.due).where(*_SAME).values(due_at=bindparam("due_at")))
_REMEMBER = Prepared(insert(t.due).values({name: bindparam(name) for name in ("person_id", "reason", "due_at")}))


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something that a person agreed to be told, whose time has come."""

    person: PersonId
    reason: str
    due_at: datetime


def set_due(tx: Tx, person: PersonId, reason: str, due_at: datetime | None) -> None:
    """Remember to tell the person at `due_at`; None forgets it. One of each reason."""
    if due_at is None:
        _FORGET.do(tx, person=person, of=reason)
    elif _MOVE.do(tx, person=person, of=reason, due_at=due_at) == 0:
        _REMEMBER.do(tx, person_id=person, reason=reason, due_at=due_at)


def is_due(tx: Tx, row: DueRow) -> bool:
    """Is this still to be told, and at that time?"""
    same = (t.due.c.person_id == row.person, t.due.c.reason == row.reason, t.due.c.due_at == row.due_at)
    return tx.conn.execute(select(t.due.c.reason).where(*same)).first() is not None


def dates_of(tx: Tx, person: PersonId) -> dict[str, datetime]:
    """Return what the person agreed to be told, and when."""
    rows = tx.conn.execute(select(t.due).where(t.due.c.person_id == person).order_by(t.due.c.due_at))
    return {row.reason: row.due_at for row in rows}


def due_now(tx: Tx, now: datetime, limit: int = 50) -> list[DueRow]:
    """Return what is due, earliest first."""
    rows = tx.conn.execute(select(t.due).where(t.due.c.due_at <= now).order_by(t.due.c.due_at).limit(limit))
    return [DueRow(PersonId(row.person_id), row.reason, row.due_at) for row in rows]
