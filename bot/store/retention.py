"""What the clock erases."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, exists, select

from bot.store import tables as t
from bot.store.people import erase_person
from bot.store.tx import PersonId, Tx


def old_cases(tx: Tx, today: date, limit: int = 50) -> list[str]:
    """The codes of the referrals whose time is over."""
    rows = tx.conn.execute(select(t.referrals.c.code).where(t.referrals.c.kept_until < today).limit(limit))
    return [str(code) for code in rows.scalars()]


def drop_case(tx: Tx, code: str) -> None:
    """Erase this referral, and its person unless another one of hers still stands."""
    row = tx.conn.execute(select(t.referrals.c.id, t.referrals.c.person_id).where(t.referrals.c.code == code)).first()
    if row is None:
        return
    tx.conn.execute(delete(t.referrals).where(t.referrals.c.id == row.id))
    if row.person_id is None:
        return
    left = tx.conn.execute(select(t.referrals.c.id).where(t.referrals.c.person_id == row.person_id)).first()
    if left is None:
        erase_person(tx, PersonId(row.person_id))


def forget_idle(tx: Tx, before: datetime, limit: int = 50) -> int:
    """Erase persons first seen before then of whom nothing is kept and to whom nothing is to be said; how many."""
    kept = (t.conversations, t.referrals, t.due, t.outbox)
    nothing = [~exists().where(table.c.person_id == t.persons.c.id) for table in kept]
    persons = tx.conn.execute(select(t.persons.c.id).where(t.persons.c.since < before, *nothing).limit(limit))
    found = [PersonId(row.id) for row in persons.all()]
    for person in found:
        erase_person(tx, person)
    return len(found)
