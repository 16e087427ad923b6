"""The audit: who looked or acted, when, at which code. Append-only; it holds no health data (SEC-04)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert

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


def write_audit(tx: Tx, *, actor: str, act: AuditAct, subject: str, at: datetime) -> None:
    """Add a line; no line is ever changed."""
    tx.conn.execute(insert(t.audit).values(at=at, actor=actor, act=act, subject=subject))
