"""Links to a person's page: the page and the passcode's hash sealed with the person's key, of the link only its hash.

A row is there while the link opens, and no longer. Whoever is asked for a passcode has a row of their own for some
minutes, also where there is no such link: what the bot says tells nobody whether there is one.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.store import tables as t
from bot.store.tx import PersonId, Tx

#: Wrong passcodes after which a link is closed.
TRIES = 5
#: Bytes of chance in a link.
_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that may open."""

    id: int
    person: PersonId
    #: What the person calls it by.
    number: int
    #: The language that it was made in.
    language: str
    made_at: datetime
    expires_at: datetime
    opened: int
    tries: int
    #: Whom it is for, in the core's words.
    audience: str
    #: The member of the team who made it; None: the person.
    made_by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """A link to be made."""

    number: int
    language: str
    #: What is kept of the passcode.
    passcode: str
    #: Language → the page in it.
    pages: Mapping[str, Any]
    made_at: datetime
    expires_at: datetime
    audience: str = "own"
    made_by: int | None = None


def new_token() -> str:
    """Return the secret part of a link; it fits a deep link and is kept only as a hash."""
    return secrets.token_urlsafe(_BYTES)


def token_hash(token: str) -> str:
    """Return what is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def add_link(tx: Tx, person: PersonId, token: str, link: NewLink) -> None:
    """File a link to this page."""
    values = {
        "person_id": person,
        "number": link.number,
        "token_hash": token_hash(token),
        "body": b"",
        "language": link.language,
        "made_at": link.made_at,
        "expires_at": link.expires_at,
        "tries": 0,
        "opened": 0,
        "audience": link.audience,
        "made_by": link.made_by,
    }
    made = tx.conn.execute(insert(t.shares).values(**values)).inserted_primary_key
    assert made is not None
    # What it holds is bound to the row, whose number is known only now.
    sealed = tx.seal(person, "shares.body", made[0], {"passcode": link.passcode, "pages": dict(link.pages)})
    tx.conn.execute(update(t.shares).where(t.shares.c.id == made[0]).values(body=sealed))


def links_of(tx: Tx, person: PersonId, now: datetime) -> list[Link]:
    """Return the person's links that may open, oldest first."""
    rows = tx.conn.execute(
        select(t.shares).where(t.shares.c.person_id == person, t.shares.c.expires_at > now).order_by(t.shares.c.id)
    )
    return [_link(row) for row in rows]


def link_of(tx: Tx, token: str, now: datetime) -> Link | None:
    """Return the link of this secret; None where there is none, or not any more."""
    row = tx.conn.execute(
        select(t.shares).where(t.shares.c.token_hash == token_hash(token), t.shares.c.expires_at > now)
    ).first()
    return None if row is None else _link(row)


def claim_try(tx: Tx, link: int, now: datetime) -> tuple[Link, Mapping[str, Any]] | None:
    """Count one more try, before anybody knows whether it is right; None where no try is left, or no link.

    What comes back is the link and what it holds: `passcode` and `pages`."""
    here = t.shares.c.id == link
    counted = tx.conn.execute(
        update(t.shares)
        .where(here, t.shares.c.tries < TRIES, t.shares.c.expires_at > now)
        .values(tries=t.shares.c.tries + 1)
    ).rowcount
    if not counted:
        return None
    row = tx.conn.execute(select(t.shares).where(here)).one()
    return _link(row), tx.unseal(PersonId(row.person_id), "shares.body", row.id, row.body)


def note_opened(tx: Tx, link: int) -> bool:
    """Note that the passcode was right, so that the try counts no more; False where the link was closed meanwhile."""
    return bool(
        tx.conn.execute(
            update(t.shares)
            .where(t.shares.c.id == link)
            .values(tries=t.shares.c.tries - 1, opened=t.shares.c.opened + 1)
        ).rowcount
    )


def close_when_tried_out(tx: Tx, link: int) -> bool:
    """Close the link where no try is left; False where one is, or where it was closed already."""
    gone = delete(t.shares).where(t.shares.c.id == link, t.shares.c.tries >= TRIES)
    return bool(tx.conn.execute(gone).rowcount)


def close_links(tx: Tx, person: PersonId, number: int | None = None, *, of_the_team: bool = False) -> list[Link]:
    """Close the person's link of this number, or all of them, or all `of_the_team`; return what was closed.

    Page and passcode go."""
    which = t.shares.c.person_id == person
    if number is not None:
        which &= t.shares.c.number == number
    if of_the_team:
        which &= t.shares.c.made_by.is_not(None)
    gone = [_link(row) for row in tx.conn.execute(select(t.shares).where(which).order_by(t.shares.c.id))]
    tx.conn.execute(delete(t.shares).where(which))
    return gone


def close_links_by(tx: Tx, staff_id: int) -> None:
    """Close every link that this member of the team made: they know its passcode."""
    tx.conn.execute(delete(t.shares).where(t.shares.c.made_by == staff_id))


def forget_links(tx: Tx, now: datetime) -> int:
    """Delete the links whose time is over; how many."""
    return tx.conn.execute(delete(t.shares).where(t.shares.c.expires_at <= now)).rowcount


def ask_reader(tx: Tx, chat_id: int, link: int | None, now: datetime) -> None:
    """Remember that this chat is asked for the passcode of a link; None: of one that there is not."""
    forget_reader(tx, chat_id)
    tx.conn.execute(insert(t.share_readers).values(chat_digest=tx.vault.digest("chat", chat_id), share_id=link, at=now))


@dataclass(frozen=True, slots=True)
class Asked:
    """A chat that is asked for a passcode."""

    link: int | None


def asked_reader(tx: Tx, chat_id: int, since: datetime) -> Asked | None:
    """Return what link this chat is asked for the passcode of, where it was asked since then."""
    digests = tx.vault.digests("chat", chat_id)
    row = tx.conn.execute(
        select(t.share_readers.c.share_id).where(
            t.share_readers.c.chat_digest.in_(digests), t.share_readers.c.at >= since
        )
    ).first()
    return None if row is None else Asked(row.share_id)


def forget_reader(tx: Tx, chat_id: int) -> None:
    """Ask this chat for no passcode any more."""
    digests = tx.vault.digests("chat", chat_id)
    tx.conn.execute(delete(t.share_readers).where(t.share_readers.c.chat_digest.in_(digests)))


def forget_readers(tx: Tx, before: datetime) -> None:
    """Forget who was asked before then."""
    tx.conn.execute(delete(t.share_readers).where(t.share_readers.c.at < before))


def _link(row: Any) -> Link:
    return Link(
        id=row.id,
        person=PersonId(row.person_id),
        number=row.number,
        language=row.language,
        made_at=row.made_at,
        expires_at=row.expires_at,
        opened=row.opened,
        tries=row.tries,
        audience=row.audience,
        made_by=row.made_by,
    )
