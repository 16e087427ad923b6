"""Conversations as they are filed: one sealed row a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.store import tables as t
from bot.store.tx import PersonId, Tx


def load_conversation(tx: Tx, person: PersonId) -> dict[str, Any] | None:
    """Her conversation as JSON, or None."""
    sealed = tx.conn.execute(
        select(t.conversations.c.body).where(t.conversations.c.person_id == person)
    ).scalar_one_or_none()
    if sealed is None:
        return None
    body: dict[str, Any] = tx.unseal(person, "conversations.body", sealed)
    return body


def save_conversation(
    tx: Tx, person: PersonId, body: Mapping[str, Any], now: datetime, expires: datetime | None
) -> None:
    """File her conversation; it is erased by the clock at `expires` (None: only on her word)."""
    values = {"body": tx.seal(person, "conversations.body", body), "moved_at": now, "expires_at": expires}
    changed = tx.conn.execute(update(t.conversations).where(t.conversations.c.person_id == person).values(**values))
    if changed.rowcount == 0:
        tx.conn.execute(insert(t.conversations).values(person_id=person, **values))


def update_conversation(tx: Tx, person: PersonId, body: Mapping[str, Any]) -> None:
    """File what changed without her word: nothing is made anew, and her time is not lengthened."""
    sealed = tx.seal(person, "conversations.body", body)
    tx.conn.execute(update(t.conversations).where(t.conversations.c.person_id == person).values(body=sealed))


def expired(tx: Tx, now: datetime, limit: int = 50) -> list[PersonId]:
    """Persons whose conversation is past its time."""
    rows = tx.conn.execute(
        select(t.conversations.c.person_id)
        .where(t.conversations.c.expires_at <= now)
        .order_by(t.conversations.c.expires_at)
        .limit(limit)
    )
    return [PersonId(row[0]) for row in rows]


def is_expired(tx: Tx, person: PersonId, now: datetime) -> bool:
    """Is this person's conversation past its time? To be asked again in the transaction that erases it."""
    expires = select(t.conversations.c.person_id).where(
        t.conversations.c.person_id == person, t.conversations.c.expires_at <= now
    )
    return tx.conn.execute(expires).first() is not None


def erase_answers(tx: Tx, person: PersonId) -> None:
    """Her conversation goes; her referrals and what she consented to stay."""
    tx.conn.execute(delete(t.conversations).where(t.conversations.c.person_id == person))
    tx.conn.execute(delete(t.due).where(t.due.c.person_id == person))
