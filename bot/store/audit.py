"""The audit: who looked or acted, when, at which code. Append-only; it holds no health data (SEC-04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select

from bot.store import tables as t
from bot.store.tx import Tx


class AuditAct(StrEnum):
    """What somebody did, or tried; the names that staff press, and the rest."""

    VIEWED = "viewed"
    REFUSED = "refused"
    TAKE = "take"
    ASK_PHONE = "ask_phone"
    CONTACTED = "contacted"
    SCHEDULED = "scheduled"
    INCLUDED = "included"
    NOT_ELIGIBLE = "not_eligible"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    RELEASE = "release"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    INVITED = "invited"
    JOINED = "joined"
    REVOKED = "revoked"
    PAIRED = "paired"


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of the audit."""

    at: datetime
    #: `staff:3`, `unknown`, `cli`, `clock`.
    actor: str
    #: An `AuditAct`; what an older program wrote stays as it was written.
    act: str
    #: A referral's code, or a number of staff; never a name.
    subject: str


def write_audit(tx: Tx, *, actor: str, act: AuditAct, subject: str, at: datetime) -> None:
    """Add a line; no line is ever changed."""
    tx.conn.execute(insert(t.audit).values(at=at, actor=actor, act=act, subject=subject))


def audit_lines(tx: Tx, subject: str | None = None) -> list[AuditLine]:
    """The audit, oldest first; of one subject, or all."""
    query = select(t.audit).order_by(t.audit.c.id)
    if subject is not None:
        query = query.where(t.audit.c.subject == subject)
    return [AuditLine(row.at, row.actor, row.act, row.subject) for row in tx.conn.execute(query)]
