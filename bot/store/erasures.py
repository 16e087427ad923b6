"""How an erasure ends: the key is destroyed, the log of the database is emptied, and only then is it called done.

Theory of operation. The transaction that erases a person files the key's name in `keys_to_destroy`. Once it is
committed, the key's file is overwritten and removed and the write-ahead log is emptied; neither can be part of a
transaction. Where both are done the line goes. Where not (a long reader holds the log, a folder is read-only) the line
stays, the person is told that it is in progress, and the clock tries again until it is done; a stop in between is
repaired at the next start.

The last words to a person who is no longer there are sealed with a key of their own, their *farewell*. It is destroyed
like a person's when the last of them is sent: afterwards nothing opens the number of that chat either.
"""

from __future__ import annotations

from collections.abc import Collection

import structlog
from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.store import tables as t
from bot.store.prepared import Prepared
from bot.store.tx import Tx

log = structlog.get_logger("erasures")

#: The name, among the calls that wait, of what is said only where an erasure takes longer.
IN_PROGRESS = "erasing"

#: Whose key it may be: asked at every delivery to the team.
_OWNED = [
    Prepared(statement.limit(1))
    for statement in (
        select(t.persons.c.id).where(t.persons.c.subject == bindparam("of")),
        select(t.outbox.c.id).where(t.outbox.c.subject == bindparam("of")),
        select(t.quarantine.c.update_id).where(t.quarantine.c.subject == bindparam("of")),
        select(t.keys_to_destroy.c.subject).where(
            or_(t.keys_to_destroy.c.subject == bindparam("of"), t.keys_to_destroy.c.farewell == bindparam("of"))
        ),
    )
]


def new_farewell(tx: Tx) -> str:
    """Return the name of a fresh key for the last words to somebody who is erased in this transaction."""
    subject = tx.vault.new_owner()
    tx.undone.append(lambda: tx.vault.forget(subject))
    return subject


def begin(tx: Tx, subject: str, farewell: str | None = None) -> None:
    """Let this key be destroyed once the commit stands; what `farewell` seals waits until it is finished."""
    tx.conn.execute(insert(t.keys_to_destroy).values(subject=subject, farewell=farewell))
    tx.disturbed = True
    tx.erased.append(subject)


def unfinished(tx: Tx) -> list[str]:
    """Return the keys whose erasure is committed and not known to be finished."""
    return list(tx.conn.execute(select(t.keys_to_destroy.c.subject)).scalars())


def note_finished(tx: Tx, tried: Collection[str], done: Collection[str]) -> int:
    """File which of the erasures that were tried are finished, and let the last words go; how many."""
    there = t.keys_to_destroy.c
    rows = tx.conn.execute(select(there.farewell).where(there.subject.in_(done), there.farewell.is_not(None))).all()
    told = (t.outbox.c.subject.in_([row.farewell for row in rows]), t.outbox.c.coalesce == IN_PROGRESS)
    tx.conn.execute(delete(t.outbox).where(*told))
    tx.conn.execute(delete(t.keys_to_destroy).where(there.subject.in_(done)))
    late = [subject for subject in tried if subject not in done]
    if late:
        log.error("an erasure is not finished yet; it is tried again", keys=len(late))
        tx.conn.execute(update(t.keys_to_destroy).where(there.subject.in_(late)).values(late=True))
    tx.posted = tx.disturbed = True
    return len(done)


def not_held(urgent: int) -> ColumnElement[bool]:
    """Return what the calls have in common that wait for no erasure."""
    call, there = t.outbox.c, t.keys_to_destroy.c
    held = select(there.subject).where(there.farewell == call.subject)
    return or_(
        call.subject.is_(None),
        ~held.exists(),
        call.rank == urgent,
        held.where(there.late.is_(True)).exists() & (call.coalesce == IN_PROGRESS),
    )


def end_farewell(tx: Tx, subject: str | None) -> None:
    """Let the key of last words be destroyed when nothing that it seals waits any more; a person's key stays."""
    if subject is not None and not any(owned.one(tx, of=subject) for owned in _OWNED):
        begin(tx, subject)
