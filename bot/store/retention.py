"""What the clock erases."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, exists, select

from bot.store import tables as t
from bot.store.people import erase_person
from bot.store.tx import PersonId, Tx


def erase_old_cases(tx: Tx, today: date, limit: int = 50) -> int:
    """Erase every referral whose time is over, and its person unless a later one of hers still stands."""
    rows = tx.conn.execute(
        select(t.referrals.c.id, t.referrals.c.person_id).where(t.referrals.c.kept_until < today).limit(limit)
    ).all()
    for row in rows:
        tx.conn.execute(delete(t.referrals).where(t.referrals.c.id == row.id))
        if row.person_id is None:
            continue
        left = tx.conn.execute(select(t.referrals.c.id).where(t.referrals.c.person_id == row.person_id)).first()
        if left is None:
            erase_person(tx, PersonId(row.person_id))
    return len(rows)


def forget_idle(tx: Tx, before: datetime, limit: int = 50) -> int:
    """Erase persons first seen before then of whom nothing is kept and to whom nothing is to be said; how many."""
    kept = (t.conversations, t.referrals, t.due, t.outbox)
    nothing = [~exists().where(table.c.person_id == t.persons.c.id) for table in kept]
    persons = tx.conn.execute(select(t.persons.c.id).where(t.persons.c.since < before, *nothing).limit(limit))
    found = [PersonId(row.id) for row in persons.all()]
    for person in found:
        erase_person(tx, person)
    return len(found)
