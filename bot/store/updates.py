"""Which updates were handled, and those that could not be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Executable, Table, bindparam, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store import tables as t
from bot.store.prepared import Prepared
from bot.store.tx import PersonId, Tx


def _insert_or_nothing(insert: Callable[[Table], sqlite.Insert] | Callable[[Table], postgresql.Insert]) -> Executable:
    values: dict[str, BindParameter[Any]] = {name: bindparam(name) for name in ("update_id", "at")}
    return insert(t.updates).values(values).on_conflict_do_nothing().returning(t.updates.c.update_id)


#: One statement, so that of two replicas that bring the same update one counts it; each database says it in its own
#: way.
_MARK_SEEN = Prepared(
    {"sqlite": _insert_or_nothing(sqlite.insert), "postgresql": _insert_or_nothing(postgresql.insert)}
)


def mark_update_seen(tx: Tx, update_id: int, now: datetime) -> bool:
    """File this update's id; True when it was there already."""
    return _MARK_SEEN.one(tx, update_id=update_id, at=now) is None


def mark_album_seen(tx: Tx, album: str, now: datetime) -> bool:
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


def set_aside_now(tx: Tx) -> int:
    """Return how many updates are set aside."""
    found: int = tx.conn.execute(select(func.count()).select_from(t.quarantine)).scalar_one()
    return found


def forget_quarantined(tx: Tx, before: datetime) -> None:
    """Drop what could not be handled and has been kept as long as was promised."""
    tx.conn.execute(delete(t.quarantine).where(t.quarantine.c.at < before))


def quarantine(
    tx: Tx,
    update_id: int,
    *,
    raw: Mapping[str, Any],
    fault: str,
    incident: str,
    now: datetime,
    person: PersonId | None = None,
) -> None:
    """Quarantine an update that cannot be handled, sealed for this person and gone with them (None: nobody's).

    `fault` is a kind of error, never its text."""
    subject = None if person is None else tx.subject(person)
    tx.conn.execute(delete(t.quarantine).where(t.quarantine.c.update_id == update_id))
    tx.conn.execute(
        insert(t.quarantine).values(
            update_id=update_id,
            at=now,
            incident=incident,
            fault=fault[:80],
            subject=subject,
            body=tx.seal(person, "quarantine.body", update_id, raw),
        )
    )
