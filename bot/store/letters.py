"""What the team and a person write to each other about a referral, and what a member is typing just now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.store import tables as t
from bot.store.referrals import FiledReferral
from bot.store.tx import PersonId, Tx


class DraftPurpose(StrEnum):
    """What a member has begun in their private chat."""

    LETTER = "letter"
    SETTLE = "settle"
    APPOINTMENT = "appointment"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message between the team and the person."""

    id: int
    #: The member who wrote it; None: the person.
    staff_id: int | None
    #: What it says, as the desk wrote it.
    body: Mapping[str, Any]
    written_at: datetime
    #: None: it waits for the morning.
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffDraft:
    """What a member is typing about a referral."""

    referral_id: int
    code: str
    purpose: DraftPurpose
    body: Mapping[str, Any]
    at: datetime


def add_letter(
    tx: Tx, filed: FiledReferral, person: PersonId, body: Mapping[str, Any], now: datetime, *, staff_id: int | None
) -> int:
    """File a message, not sent yet; its number."""
    values = {
        "referral_id": filed.id,
        "person_id": person,
        "staff_id": staff_id,
        "body": b"",
        "written_at": now,
    }
    made = tx.conn.execute(insert(t.letters).values(**values)).inserted_primary_key
    assert made is not None
    number = int(made[0])
    # What it says is bound to the row, whose number is known only now.
    sealed = tx.seal(person, "letters.body", number, body)
    tx.conn.execute(update(t.letters).where(t.letters.c.id == number).values(body=sealed))
    return number


def mark_letter_sent(tx: Tx, letter: int, now: datetime) -> None:
    """Note that it went out, or was passed on."""
    tx.conn.execute(update(t.letters).where(t.letters.c.id == letter).values(sent_at=now))


def drop_letter(tx: Tx, letter: int) -> None:
    """Forget a message that cannot go out any more."""
    tx.conn.execute(delete(t.letters).where(t.letters.c.id == letter))


def writer_of(tx: Tx, letter: int) -> int | None:
    """Return the member who wrote this message, without opening it; None where it is the person's, or gone."""
    found: int | None = tx.conn.execute(select(t.letters.c.staff_id).where(t.letters.c.id == letter)).scalar()
    return found


def letters_of(tx: Tx, filed: FiledReferral) -> list[Letter]:
    """Return what was written about this referral, oldest first."""
    rows = tx.conn.execute(select(t.letters).where(t.letters.c.referral_id == filed.id).order_by(t.letters.c.id))
    return [
        Letter(
            id=row.id,
            staff_id=row.staff_id,
            body=tx.unseal(PersonId(row.person_id), "letters.body", row.id, row.body),
            written_at=row.written_at,
            sent_at=row.sent_at,
        )
        for row in rows
    ]


def letters_waiting(tx: Tx, limit: int = 50) -> list[tuple[int, str]]:
    """Return the numbers and codes of the messages that wait for the morning, oldest first."""
    rows = tx.conn.execute(
        select(t.letters.c.id, t.referrals.c.code)
        .join(t.referrals)
        .where(t.letters.c.sent_at.is_(None))
        .order_by(t.letters.c.id)
        .limit(limit)
    )
    return [(int(row.id), str(row.code)) for row in rows]


def save_draft(
    tx: Tx, staff_id: int, filed: FiledReferral, purpose: DraftPurpose, body: Mapping[str, Any], now: datetime
) -> None:
    """Keep what the member is typing about this referral, in place of anything before."""
    drop_draft(tx, staff_id)
    if filed.person is None:
        return
    values = {
        "staff_id": staff_id,
        "referral_id": filed.id,
        "person_id": filed.person,
        "purpose": purpose,
        "body": tx.seal(filed.person, "staff_drafts.body", staff_id, body),
        "at": now,
    }
    tx.conn.execute(insert(t.staff_drafts).values(**values))


def draft_of(tx: Tx, staff_id: int) -> StaffDraft | None:
    """Return what the member is typing."""
    row = tx.conn.execute(
        select(t.staff_drafts, t.referrals.c.code).join(t.referrals).where(t.staff_drafts.c.staff_id == staff_id)
    ).first()
    if row is None:
        return None
    body = tx.unseal(PersonId(row.person_id), "staff_drafts.body", staff_id, row.body)
    return StaffDraft(
        referral_id=row.referral_id, code=row.code, purpose=DraftPurpose(row.purpose), body=body, at=row.at
    )


def drop_draft(tx: Tx, staff_id: int) -> None:
    """Forget what the member was typing."""
    tx.conn.execute(delete(t.staff_drafts).where(t.staff_drafts.c.staff_id == staff_id))


def forget_drafts(tx: Tx, before: datetime) -> None:
    """Forget what was begun before then and never sent."""
    tx.conn.execute(delete(t.staff_drafts).where(t.staff_drafts.c.at < before))
