"""Persons, their conversations, and what has already been seen of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, literal, select, update

from bot.store import tables as t
from bot.store.tx import PersonId, Tx


@dataclass(frozen=True, slots=True)
class Shown:
    """A prompt that is on somebody's screen."""

    message_id: int
    shown_at: datetime


def known_person(tx: Tx, chat_id: int) -> PersonId | None:
    """The person of this private chat, if anything is kept of her."""
    found = tx.conn.execute(
        select(t.persons.c.id).where(t.persons.c.digest.in_(tx.vault.digests("chat", chat_id)))
    ).scalar_one_or_none()
    return None if found is None else PersonId(found)


def person(tx: Tx, chat_id: int, now: datetime) -> PersonId:
    """The person of this private chat; made, with a key of her own, where there is none."""
    found = known_person(tx, chat_id)
    if found is not None:
        return found
    # The key file is on the disk before the row that needs it; an undone transaction takes the file with it.
    subject = tx.vault.new_owner()
    tx.undone.append(lambda: tx.vault.forget(subject))
    row = tx.conn.execute(
        insert(t.persons).values(
            digest=tx.vault.digest("chat", chat_id),
            subject=subject,
            chat=tx.vault.seal(subject, "persons.chat", str(chat_id).encode()),
            since=now,
        )
    ).inserted_primary_key
    assert row is not None
    return PersonId(row[0])


def chat_of(tx: Tx, person: PersonId) -> int:
    """Her private chat."""
    sealed = tx.conn.execute(select(t.persons.c.chat).where(t.persons.c.id == person)).scalar_one()
    return int(tx.vault.open(tx.subject(person), "persons.chat", sealed))


def mark_unreachable(tx: Tx, person: PersonId, now: datetime) -> None:
    """She blocked the bot or is gone: nothing more is sent to her, what waited and was due is dropped (OUT-08).

    The erase clock starts (`long_unreachable`)."""
    since = func.coalesce(t.persons.c.unreachable_at, literal(now, t.Instant()))
    tx.conn.execute(update(t.persons).where(t.persons.c.id == person).values(unreachable_at=since))
    tx.conn.execute(delete(t.outbox).where(t.outbox.c.person_id == person))
    tx.conn.execute(delete(t.due).where(t.due.c.person_id == person))


def mark_reachable(tx: Tx, person: PersonId) -> None:
    """She wrote again: sending resumes."""
    tx.conn.execute(update(t.persons).where(t.persons.c.id == person).values(unreachable_at=None))


def long_unreachable(tx: Tx, before: datetime, limit: int = 50) -> list[PersonId]:
    """Persons who could not be written to since before then, and of whom something is held that has no other end."""
    rows = tx.conn.execute(
        select(t.persons.c.id)
        .join(t.conversations, t.conversations.c.person_id == t.persons.c.id)
        .where(t.persons.c.unreachable_at <= before)
        .limit(limit)
    )
    return [PersonId(row.id) for row in rows]


def is_reachable(tx: Tx, person: PersonId) -> bool:
    """May she be written to?"""
    return tx.conn.execute(select(t.persons.c.unreachable_at).where(t.persons.c.id == person)).scalar_one() is None


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


def erase_answers(tx: Tx, person: PersonId) -> None:
    """Her conversation goes; her referrals and what she consented to stay."""
    tx.conn.execute(delete(t.conversations).where(t.conversations.c.person_id == person))
    tx.conn.execute(delete(t.due).where(t.due.c.person_id == person))


def erase_person(tx: Tx, person: PersonId) -> None:
    """Everything about her goes, and after the commit her key: what any copy still holds cannot be opened.

    Of a referral its code and state stay, so that the team's old buttons can say what happened."""
    subject = tx.subject(person)
    referral = select(t.referrals.c.id).where(t.referrals.c.person_id == person)
    tx.conn.execute(update(t.referral_events).where(t.referral_events.c.referral_id.in_(referral)).values(detail=None))
    tx.conn.execute(
        update(t.referrals).where(t.referrals.c.person_id == person).values(card=None, body=None, person_id=None)
    )
    for table in (t.conversations, t.outbox, t.due, t.prompts):
        tx.conn.execute(delete(table).where(table.c.person_id == person))
    tx.conn.execute(delete(t.persons).where(t.persons.c.id == person))
    # The key goes only when the erasure stands; a stop in between is mended at the next start (doom).
    tx.conn.execute(insert(t.doomed_keys).values(subject=subject))
    tx.afterwards.append(lambda: tx.vault.forget(subject))


def doom(tx: Tx) -> int:
    """Destroy the keys of everybody whose erasure was committed; how many."""
    subjects = tx.conn.execute(select(t.doomed_keys.c.subject)).scalars().all()
    for subject in subjects:
        tx.vault.forget(subject)
    tx.conn.execute(delete(t.doomed_keys).where(t.doomed_keys.c.subject.in_(subjects)))
    return len(subjects)


def seen_update(tx: Tx, update_id: int, now: datetime) -> bool:
    """File this update's id; True when it was there already."""
    there = tx.conn.execute(select(t.updates.c.update_id).where(t.updates.c.update_id == update_id)).first()
    if there is not None:
        return True
    tx.conn.execute(insert(t.updates).values(update_id=update_id, at=now))
    return False


def seen_album(tx: Tx, album: str, now: datetime) -> bool:
    """File this album's id; True when one of its pictures was there already (MSG-02)."""
    digest = tx.vault.digest("album", album)
    if tx.conn.execute(select(t.albums.c.at).where(t.albums.c.digest == digest)).first() is not None:
        return True
    tx.conn.execute(insert(t.albums).values(digest=digest, at=now))
    return False


def forget_seen(tx: Tx, before: datetime) -> None:
    """Drop ids of updates and albums so old that the platform no longer delivers them."""
    for table in (t.updates, t.albums):
        tx.conn.execute(delete(table).where(table.c.at < before))


def forget_put_aside(tx: Tx, before: datetime) -> None:
    """Drop what could not be handled and has been kept as long as was promised."""
    tx.conn.execute(delete(t.quarantine).where(t.quarantine.c.at < before))


def shown(tx: Tx, chat_id: int, prompt: int, person: PersonId | None = None) -> Shown | None:
    """The message that shows this prompt in this chat (`person` None: a message of the team), if it was sent."""
    row = tx.conn.execute(
        select(t.prompts.c.message_id, t.prompts.c.shown_at).where(
            t.prompts.c.chat_digest.in_(tx.vault.digests("chat", chat_id)),
            t.prompts.c.person_id == (person or 0),
            t.prompts.c.prompt == prompt,
        )
    ).first()
    return None if row is None else Shown(row.message_id, row.shown_at)


def quarantine(tx: Tx, update_id: int, *, raw: Mapping[str, Any], fault: str, incident: str, now: datetime) -> None:
    """Put an update aside that cannot be handled, sealed; `fault` is a kind of error, never its text."""
    tx.conn.execute(delete(t.quarantine).where(t.quarantine.c.update_id == update_id))
    tx.conn.execute(
        insert(t.quarantine).values(
            update_id=update_id,
            at=now,
            incident=incident,
            fault=fault[:80],
            body=tx.seal(None, "quarantine.body", raw),
        )
    )
