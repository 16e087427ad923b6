"""The consent record: what was asked, what was answered, and with which texts (CL-06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from bot.store import tables as t
from bot.store.tx import PersonId, Tx


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """One answer to one consent text (CL-06)."""

    purpose: str
    #: `given`, `refused` or `withdrawn`.
    action: str
    #: SHA-256 of the text that was shown.
    text_hash: str
    version: str
    language: str
    at: datetime


def add_consent(
    tx: Tx,
    person: PersonId,
    *,
    purpose: str,
    action: str,
    text_hash: str,
    version: str,
    language: str,
    at: datetime,
) -> None:
    """Write into the consent record; nothing in it is ever changed."""
    tx.conn.execute(
        insert(t.consents).values(
            subject=tx.subject(person),
            purpose=purpose,
            action=action,
            text_hash=text_hash,
            version=version,
            language=language,
            at=at,
        )
    )


def consents_of(tx: Tx, person: PersonId) -> list[ConsentRecord]:
    """Her consent record, oldest first."""
    rows = tx.conn.execute(
        select(t.consents).where(t.consents.c.subject == tx.subject(person)).order_by(t.consents.c.id)
    )
    return [ConsentRecord(r.purpose, r.action, r.text_hash, r.version, r.language, r.at) for r in rows]
