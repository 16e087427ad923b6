"""A person's own notes: one sealed row a person, apart from the conversation, which is forgotten sooner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import delete, insert, select

from bot.store import tables as t
from bot.store.tx import PersonId, Tx


def notes_of(tx: Tx, person: PersonId) -> list[Mapping[str, str]]:
    """Return the person's notes, oldest first."""
    row = tx.conn.execute(select(t.notes.c.body).where(t.notes.c.person_id == person)).one_or_none()
    return [] if row is None else list(tx.unseal(person, "notes.body", person, row.body)["notes"])


def save_notes(tx: Tx, person: PersonId, notes: Sequence[Mapping[str, str]], kept_until: date) -> None:
    """Keep these notes, in place of what was kept; none leave no row."""
    delete_notes(tx, person)
    if notes:
        body = tx.seal(person, "notes.body", person, {"notes": list(notes)})
        tx.conn.execute(insert(t.notes).values(person_id=person, body=body, kept_until=kept_until))


def delete_notes(tx: Tx, person: PersonId) -> None:
    """Delete the person's notes."""
    tx.conn.execute(delete(t.notes).where(t.notes.c.person_id == person))


def forget_notes(tx: Tx, today: date) -> int:
    """Delete the notes that were kept as long as was promised; of how many persons."""
    return tx.conn.execute(delete(t.notes).where(t.notes.c.kept_until < today)).rowcount
