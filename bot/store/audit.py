"""The audit: who looked or acted, when, at which code. Append-only; it holds no health data (SEC-04).

Each line carries a keyed hash of itself and of the line before it, so that none can be changed, taken out or put in
without the master key (SEC-03). Lines taken off the end are seen against an anchor: the last hash and how many lines
there were, kept outside the database. Lines from before the chain have no hash, and stand before all that do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select

from bot.store import tables as t
from bot.store.prepared import Prepared
from bot.store.tx import Tx

# Built once: an export writes thousands of lines while the running bot waits.
_LAST = Prepared(select(t.audit.c.mac).order_by(t.audit.c.id.desc()).limit(1))
_LINE = Prepared(insert(t.audit).values({each.name: bindparam(each.name) for each in t.audit.c if each.name != "id"}))


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
    SCREENING = "screening"
    REOPEN = "reopen"
    RELEASE = "release"
    HOLD = "hold"
    RESUME = "resume"
    TRY = "try"
    NEXT_TRY = "next_try"
    UNDO = "undo"
    HAND_OVER = "hand_over"
    WAKE = "wake"
    TAKE_BACK = "take_back"
    WRITE = "write"
    ANSWERED = "answered"
    SETTLE = "settle"
    #: A link to the case for a doctor: asked of the person, answered, made, opened, closed.
    SHARE_ASKED = "share_asked"
    SHARE_AGREED = "share_agreed"
    SHARE_DECLINED = "share_declined"
    SHARE = "share"
    SHARE_OPENED = "share_opened"
    SHARE_CLOSED = "share_closed"
    NOTE = "note"
    NOTE_CHANGED = "note_changed"
    NOTE_DELETED = "note_deleted"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    EXPIRED = "expired"
    INVITED = "invited"
    JOINED = "joined"
    REVOKED = "revoked"
    PAIRED = "paired"
    UNINVITED = "uninvited"
    ROLE_CHANGED = "role_changed"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    #: The recruitment state was set from the command line.
    STATE_SET = "state_set"
    #: A stage of `tamiz close` was done.
    STUDY_ENDED = "study_ended"
    #: Lines whose time was over went; it names the first that stayed.
    FORGOTTEN = "forgotten"
    #: Looked at as many cases as a day allows.
    CAPPED = "capped"
    EXPORTED = "exported"
    EXPORT_ASKED = "export_asked"
    EXPORT_ALLOWED = "export_allowed"
    EXPORT_REFUSED = "export_refused"
    BREACH_ASKED = "breach_asked"
    BREACH_SENT = "breach_sent"
    BREACH_REFUSED = "breach_refused"
    JUDGED_AGAIN = "judged_again"
    #: What the person asked for by law in the chat, and had at once (CL-15).
    ASKED_ACCESS = "asked_access"
    ASKED_ERASE = "asked_erase"
    ASKED_CORRECT = "asked_correct"
    ASKED_BLOCK = "asked_block"
    ASKED_OBJECT = "asked_object"
    ASKED_PORTABILITY = "asked_portability"


def write_audit(tx: Tx, *, actor: str, act: AuditAct, subject: str, at: datetime) -> None:
    """Add a line; no line is ever changed, and it goes when its time is over."""
    write_lines(tx, actor=actor, act=act, subjects=[subject], at=at)


def write_lines(tx: Tx, *, actor: str, act: AuditAct, subjects: Sequence[str], at: datetime) -> None:
    """Add a line for each of these subjects, in their order."""
    before = _LAST.one(tx)
    last = None if before is None else before.mac
    lines = []
    for subject in subjects:
        last = tx.vault.digest("audit", bound_text(last, at, actor, act, subject))
        lines.append({"at": at, "actor": actor, "act": act, "subject": subject, "mac": last})
    if lines:
        _LINE.each(tx, lines)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line, as it is shown."""

    at: datetime
    actor: str
    act: str
    subject: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The number of the last line, and its hash: kept outside."""

    line: int
    mac: str


def audit_lines(tx: Tx) -> list[AuditLine]:
    """Return every line, oldest first."""
    rows = tx.conn.execute(select(t.audit).order_by(t.audit.c.id))
    return [AuditLine(row.at, row.actor, row.act, row.subject) for row in rows]


def count_acts(tx: Tx, *, actor: str, act: AuditAct, since: datetime) -> int:
    """Return how often this actor did this since then."""
    lines = select(func.count()).where(t.audit.c.actor == actor, t.audit.c.act == act, t.audit.c.at >= since)
    return int(tx.conn.execute(lines).scalar_one())


def anchor(tx: Tx) -> Anchor:
    """Return what the chain ends with at this moment."""
    last = tx.conn.execute(select(t.audit.c.id, t.audit.c.mac).order_by(t.audit.c.id.desc()).limit(1)).one_or_none()
    return Anchor(0, "") if last is None else Anchor(last.id, (last.mac or b"").hex())


def audit_faults(tx: Tx, known: Anchor | None) -> Iterator[str]:
    """Yield what is wrong with the chain; nothing where it is whole up to its end, and reaches the anchor.

    The oldest line hangs on none, or a later one says that those before it went when their time was over."""
    rows = list(tx.conn.execute(select(t.audit).order_by(t.audit.c.id)))
    for before, row in zip([None, *rows], rows, strict=False):
        begins = before is None and any(named(row) == each.subject for each in rows if each.act == AuditAct.FORGOTTEN)
        if not begins and not _is_bound(tx, before, row):
            yield f"line {row.id}: changed, or one before it was taken out, put in or moved"
    if known is not None:
        there = next((row for row in rows if row.id == known.line), None)
        if known.line and (there is None or (there.mac or b"").hex() != known.mac):
            yield f"the anchor knows line {known.line}, and it is not there any more"


def _is_bound(tx: Tx, before: Any, row: Any) -> bool:
    last = None if before is None else before.mac
    if row.mac is None:
        return last is None  # from before the chain
    return row.mac in tx.vault.digests("audit", bound_text(last, row.at, row.actor, row.act, row.subject))


def bound_text(last: bytes | None, at: datetime, actor: str, act: str, subject: str) -> str:
    """Return what is hashed of a line: no two lines give the same text.

    >>> bound_text(b"\\x0a", datetime(2027, 1, 5), "cli", "viewed", 'ñ"')
    '["0a", "2027-01-05T00:00:00", "cli", "viewed", "\\\\u00f1\\\\""]'
    """
    # A list in JSON, put together here: an export hashes thousands while the running bot waits.
    return f'["{(last or b"").hex()}", "{at.isoformat()}", {quoted(actor)}, {quoted(act)}, {quoted(subject)}]'


def named(row: Any) -> str:
    return f"{row.id}:{(row.mac or b'').hex()[:20]}"


def forget_audit(tx: Tx, before: datetime, at: datetime) -> int:
    """Erase the lines whose time of keeping is over, and write down where the rest begins; how many."""
    gone = tx.conn.execute(delete(t.audit).where(t.audit.c.at < before)).rowcount
    first = tx.conn.execute(select(t.audit).order_by(t.audit.c.id).limit(1)).one_or_none()
    if gone and first is not None:
        write_audit(tx, actor="clock", act=AuditAct.FORGOTTEN, subject=named(first), at=at)
    return gone
