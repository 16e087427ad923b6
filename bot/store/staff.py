"""The study team's members and the one-time links that make somebody one."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import bindparam, insert, select, update

from bot.log import where_raised
from bot.store import tables as t
from bot.store.prepared import Prepared
from bot.store.tx import Tx
from bot.store.vault import Sealed
from dialogs.site import Role

log = structlog.get_logger("staff")

# Built once: building a statement takes three times as long as running it.
_STANDS = Prepared(select(t.staff).where(t.staff.c.digest == bindparam("digest"), t.staff.c.revoked_at.is_(None)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An invited member of staff whose rights stand or ended."""

    id: int
    user_id: int
    #: Private chat with the bot.
    chat_id: int
    #: The name given with the invitation.
    name: str
    language: str
    #: A `Role`; one that this program does not know gives no right.
    role: str
    joined_at: datetime
    revoked_at: datetime | None
    #: False once the bot could not write to the private chat (OUT-16).
    reachable: bool
    #: When they were first seen in the team's group; None: never.
    seen_in_group: datetime | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that was given out and is neither used nor expired."""

    id: int
    name: str
    role: str
    expires_at: datetime


#: How long the link of an invitation works.
INVITATION_LASTS = timedelta(hours=48)


def new_token() -> str:
    """Return a token for one invitation; it fits a deep link and is kept only as a hash."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def add_invitation(tx: Tx, token_hash: str, *, role: Role, name: str, expires: datetime) -> None:
    """File an invitation; the token itself is shown once to whoever invites."""
    tx.conn.execute(
        insert(t.invitations).values(
            token_hash=token_hash,
            role=role,
            name=tx.seal(None, "invitations.name", token_hash, name),
            expires_at=expires,
        )
    )


def invitations(tx: Tx, now: datetime) -> list[Invitation]:
    """Return the invitations that can still be used."""
    rows = tx.conn.execute(
        select(t.invitations)
        .where(t.invitations.c.used_at.is_(None), t.invitations.c.expires_at > now)
        .order_by(t.invitations.c.id)
    )
    return [
        Invitation(row.id, tx.unseal(None, "invitations.name", row.token_hash, row.name), row.role, row.expires_at)
        for row in rows
    ]


def withdraw(tx: Tx, number: int, now: datetime) -> bool:
    """Let this invitation work no more; False where it is used, expired or none."""
    open_ones = (t.invitations.c.used_at.is_(None), t.invitations.c.expires_at > now)
    ended = tx.conn.execute(
        update(t.invitations).where(t.invitations.c.id == number, *open_ones).values(expires_at=now)
    )
    return ended.rowcount == 1


@dataclass(frozen=True, slots=True)
class Redeemer:
    """Who opened an invitation; their own name counts where the invitation gives none."""

    user_id: int
    chat_id: int
    language: str
    name: str


def redeem(tx: Tx, token: str, who: Redeemer, now: datetime) -> Member | None:
    """Make this person a member of staff by a link that is unused and not expired; None where it is not."""
    row = tx.conn.execute(
        select(t.invitations).where(
            t.invitations.c.token_hash == token_hash(token),
            t.invitations.c.used_at.is_(None),
            t.invitations.c.expires_at > now,
        )
    ).first()
    if row is None:
        return None
    tx.conn.execute(update(t.invitations).where(t.invitations.c.id == row.id).values(used_at=now))
    name = tx.unseal(None, "invitations.name", row.token_hash, row.name) or who.name
    account = {"user_id": who.user_id, "chat_id": who.chat_id, "name": name, "language": who.language}
    values = {"role": row.role, "joined_at": now, "revoked_at": None, "reachable": True, "seen_in_group": None}
    digests = tx.vault.digests("user", who.user_id)
    number = tx.conn.execute(select(t.staff.c.id).where(t.staff.c.digest.in_(digests))).scalar_one_or_none()
    if number is None:
        made = tx.conn.execute(insert(t.staff).values(digest=digests[0], account=b"", **values)).inserted_primary_key
        assert made is not None
        number = made[0]
    sealed = tx.seal(None, "staff.account", number, account)
    tx.conn.execute(update(t.staff).where(t.staff.c.id == number).values(account=sealed, **values))
    return staff_member(tx, who.user_id)


def staff_member(tx: Tx, user_id: int) -> Member | None:
    """Return the member of staff with this account whose rights stand."""
    rows = (_STANDS.one(tx, digest=digest) for digest in tx.vault.digests("user", user_id))
    return next((_opened(tx, row) for row in rows if row is not None), None)


def member(tx: Tx, staff_id: int) -> Member | None:
    """Return the member of staff with this number, rights ended or not."""
    row = tx.conn.execute(select(t.staff).where(t.staff.c.id == staff_id)).first()
    return None if row is None else _opened(tx, row)


def team(tx: Tx) -> list[Member]:
    """Everybody who ever was a member, first come first, but for whom cannot be read."""
    found = []
    for row in tx.conn.execute(select(t.staff).order_by(t.staff.c.id)):
        try:
            found.append(_opened(tx, row))
        except Sealed as fault:  # one row stops nothing of the others: whoever it is can do nothing either
            log.error("a member of the team cannot be read; left out", member=row.id, fault=where_raised(fault))
    return found


def revoke(tx: Tx, staff_id: int, now: datetime) -> bool:
    """End this member's rights at once; False where they had ended or never stood."""
    ended = tx.conn.execute(
        update(t.staff).where(t.staff.c.id == staff_id, t.staff.c.revoked_at.is_(None)).values(revoked_at=now)
    )
    return ended.rowcount == 1


def set_role(tx: Tx, staff_id: int, role: Role) -> None:
    """Give this member another role."""
    tx.conn.execute(update(t.staff).where(t.staff.c.id == staff_id).values(role=role))


def set_language(tx: Tx, member: Member, language: str) -> None:
    """Give this member the language in which they want to be written to."""
    account = {"user_id": member.user_id, "chat_id": member.chat_id, "name": member.name, "language": language}
    sealed = tx.seal(None, "staff.account", member.id, account)
    tx.conn.execute(update(t.staff).where(t.staff.c.id == member.id).values(account=sealed))


def note_in_group(tx: Tx, staff_id: int, now: datetime) -> None:
    """Keep that this member was seen in the team's group, where nobody had seen them there yet."""
    never = (t.staff.c.id == staff_id, t.staff.c.seen_in_group.is_(None))
    tx.conn.execute(update(t.staff).where(*never).values(seen_in_group=now))


def set_staff_reachable(tx: Tx, chat_id: int, reachable: bool) -> None:
    """Note whether this member can be written to in private; a chat of no member changes nothing."""
    digests = tx.vault.digests("user", chat_id)  # a private chat has the id of its user
    tx.conn.execute(update(t.staff).where(t.staff.c.digest.in_(digests)).values(reachable=reachable))


def _opened(tx: Tx, row: Any) -> Member:
    account = tx.unseal(None, "staff.account", row.id, row.account)
    return Member(
        id=row.id,
        user_id=account["user_id"],
        chat_id=account["chat_id"],
        name=account["name"],
        language=account["language"],
        role=row.role,
        joined_at=row.joined_at,
        revoked_at=row.revoked_at,
        reachable=row.reachable,
        seen_in_group=row.seen_in_group,
    )
