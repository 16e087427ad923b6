"""The consent record: what was asked, what was answered, and with which texts (CL-06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store import tables as t
from bot.store.prepared import Prepared
from bot.store.tx import PersonId, Tx

_RECORD = ("subject", "purpose", "action", "text_hash", "version", "language", "at")
_TEXT: dict[str, BindParameter[Any]] = {
    name: bindparam(name) for name in ("text_hash", "language", "version", "words", "first_at")
}
_OF_PERSON = Prepared(select(t.consents).where(t.consents.c.subject == bindparam("of")).order_by(t.consents.c.id))
_ADD = Prepared(insert(t.consents).values({name: bindparam(name) for name in _RECORD}))
_KEEP = Prepared(
    {
        "sqlite": sqlite.insert(t.consent_texts).values(_TEXT).on_conflict_do_nothing(),
        "postgresql": postgresql.insert(t.consent_texts).values(_TEXT).on_conflict_do_nothing(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
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


def add_consent(tx: Tx, person: PersonId, record: ConsentRecord) -> None:
    """Write into the consent record; nothing in it is ever changed, which the database itself sees to."""
    _ADD.do(
        tx,
        subject=tx.subject(person),
        purpose=record.purpose,
        action=record.action,
        text_hash=record.text_hash,
        version=record.version,
        language=record.language,
        at=record.at,
    )


def keep_text(tx: Tx, record: ConsentRecord, words: str) -> None:
    """Keep the text that was answered to, in full: years later it can be shown (CL-06)."""
    _KEEP.do(
        tx,
        text_hash=record.text_hash,
        language=record.language,
        version=record.version,
        words=words,
        first_at=record.at,
    )


def text_of(tx: Tx, text_hash: str) -> str | None:
    """Return the text of that fingerprint; None where it was answered to before texts were kept."""
    words: str | None = tx.conn.execute(
        select(t.consent_texts.c.words).where(t.consent_texts.c.text_hash == text_hash)
    ).scalar()
    return words


def consents_of(tx: Tx, person: PersonId) -> list[ConsentRecord]:
    """Return the person's consent record, oldest first."""
    return [
        ConsentRecord(
            purpose=row.purpose,
            action=row.action,
            text_hash=row.text_hash,
            version=row.version,
            language=row.language,
            at=row.at,
        )
        for row in _OF_PERSON.all(tx, of=tx.subject(person))
    ]


def forget_consents(tx: Tx, before: datetime) -> int:
    """Erase the records made before then, but of nobody of whom something is kept: that must stay proved; how many."""
    lives = select(t.persons.c.id).where(t.persons.c.subject == t.consents.c.subject).exists()
    tx.conn.execute(insert(t.consent_retention).values(before=before))
    gone = tx.conn.execute(delete(t.consents).where(t.consents.c.at < before, ~lives)).rowcount
    tx.conn.execute(delete(t.consent_retention))
    still = select(t.consents.c.id).where(t.consents.c.text_hash == t.consent_texts.c.text_hash)
    tx.conn.execute(delete(t.consent_texts).where(~still.exists()))
    return gone
