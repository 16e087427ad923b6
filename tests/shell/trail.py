"""What the program writes and never reads itself, for tests: the audit, and how long the queue is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.store import tables as t
from bot.store.tx import Tx


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of the audit."""

    at: datetime
    actor: str
    act: str
    subject: str


def audit_lines(tx: Tx, subject: str | None = None) -> list[AuditLine]:
    """The audit, oldest first; of one subject, or all."""
    query = select(t.audit).order_by(t.audit.c.id)
    if subject is not None:
        query = query.where(t.audit.c.subject == subject)
    return [AuditLine(row.at, row.actor, row.act, row.subject) for row in tx.conn.execute(query)]


def waiting(tx: Tx) -> int:
    """How many calls wait to be sent."""
    return int(tx.conn.execute(select(func.count()).select_from(t.outbox)).scalar_one())
