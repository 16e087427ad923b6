"""Conversations as they are filed: one sealed row a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

from bot.store import tables as t
from bot.store.offers import take_back_offers
from bot.store.prepared import Prepared
from bot.store.tx import PersonId, Tx

_OF_PERSON = t.conversations.c.person_id == bindparam("person")
_BODY, _TIMES = ("body", "keyboard"), ("moved_at", "expires_at")

_KEPT: dict[str, BindParameter[Any]] = {name: bindparam(name) for name in (*_BODY, *_TIMES)}
_LOAD = Prepared(select(t.conversations.c.body, t.conversations.c.keyboard).where(_OF_PERSON))
_UPDATE = Prepared(update(t.conversations).where(_OF_PERSON).values({name: _KEPT[name] for name in _BODY}))
_SAVE = Prepared(update(t.conversations).where(_OF_PERSON).values(_KEPT))
_INSERT = Prepared(insert(t.conversations).values({**_KEPT, "person_id": bindparam("person_id")}))


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation as it is filed: the core's part, and what only the shell knows of it."""

    #: The core's conversation as JSON.
    body: Mapping[str, Any]
    #: The prompt under which the phone's own keyboard is up; 0 where it is not.
    keyboard: int = 0
    #: The same as the core holds it, where this process filed it last: it belongs to whoever loads it. None: to be
    #: read. A copy with anything replaced is without it.
    live: object | None = field(default=None, init=False, compare=False, repr=False)

    def held_as(self, live: object) -> StoredConversation:
        """Return this one with what the core holds, of which the body was made."""
        object.__setattr__(self, "live", live)
        return self


def load_conversation(tx: Tx, person: PersonId) -> StoredConversation | None:
    """Return the person's conversation, if there is one."""
    row = _LOAD.one(tx, person=person)
    if row is None:
        return None
    held = tx.vault.open_still.take(tx.subject(person), row.body)
    if isinstance(held, StoredConversation):
        return held
    return StoredConversation(tx.unseal(person, "conversations.body", person, row.body), row.keyboard or 0)


def reachable_conversation(tx: Tx, person: PersonId) -> tuple[StoredConversation, int] | None:
    """Return the conversation and the chat of somebody who may be written to; None where either is missing."""
    columns = (t.conversations.c.body, t.conversations.c.keyboard, t.persons.c.chat, t.persons.c.subject)
    row = tx.conn.execute(
        select(*columns)
        .join(t.persons, t.persons.c.id == t.conversations.c.person_id)
        .where(t.persons.c.id == person, t.persons.c.unreachable_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    tx.note_subject(person, row.subject)
    stored = StoredConversation(tx.unseal(person, "conversations.body", person, row.body), row.keyboard or 0)
    return stored, int(tx.vault.open(row.subject, "persons.chat", row.subject, row.chat))


def save_conversation(
    tx: Tx, person: PersonId, stored: StoredConversation, now: datetime, expires: datetime | None
) -> None:
    """File the conversation; it is erased by the clock at `expires` (None: only on the person's word)."""
    values = {**_sealed(tx, person, stored), "moved_at": now, "expires_at": expires}
    if _SAVE.do(tx, person=person, **values) == 0:
        _INSERT.do(tx, person_id=person, **values)


def update_conversation(tx: Tx, person: PersonId, stored: StoredConversation) -> None:
    """File what changed without the person's word: nothing is made anew, and the time left is not lengthened."""
    _UPDATE.do(tx, person=person, **_sealed(tx, person, stored))


def expired(tx: Tx, now: datetime, limit: int = 50) -> list[PersonId]:
    """Persons whose conversation is past its time."""
    rows = tx.conn.execute(
        select(t.conversations.c.person_id)
        .where(t.conversations.c.expires_at <= now)
        .order_by(t.conversations.c.expires_at)
        .limit(limit)
    )
    return [PersonId(row[0]) for row in rows]


def last_moved(tx: Tx, since: datetime, until: datetime) -> list[PersonId]:
    """Return the persons who did something last between these moments, the last one first."""
    moved = t.conversations.c.moved_at
    rows = tx.conn.execute(
        select(t.conversations.c.person_id).where(moved >= since, moved < until).order_by(moved.desc())
    )
    return [PersonId(row[0]) for row in rows]


def is_expired(tx: Tx, person: PersonId, now: datetime) -> bool:
    """Is this person's conversation past its time? To be asked again in the transaction that erases it."""
    expires = select(t.conversations.c.person_id).where(
        t.conversations.c.person_id == person, t.conversations.c.expires_at <= now
    )
    return tx.conn.execute(expires).first() is not None


def erase_answers(tx: Tx, person: PersonId) -> None:
    """Delete the conversation, and what another study offers of it; the referrals and what was consented to stay."""
    take_back_offers(tx, person)
    tx.conn.execute(delete(t.conversations).where(t.conversations.c.person_id == person))
    tx.conn.execute(delete(t.due).where(t.due.c.person_id == person))
    tx.vault.open_still.drop(tx.subject(person))


def _sealed(tx: Tx, person: PersonId, stored: StoredConversation) -> dict[str, Any]:
    subject = tx.subject(person)
    sealed = tx.seal_for(subject, "conversations.body", person, stored.body)
    if stored.live is not None:
        tx.vault.open_still.put(subject, sealed, stored)
    return {"body": sealed, "keyboard": stored.keyboard}
