"""Consent, dates, counts, the switch and the settings: short rows that prove or remind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update

from bot.store import tables as t
from bot.store.tx import PersonId, Tx


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """One answer to one consent text (CL-06)."""

    purpose: str
    #: `given`, `refused` or `withdrawn`.
    action: str
    #: SHA-256 of the text that was shown.
    text_hash: str
    version: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something that she agreed to be told, whose time has come."""

    person: PersonId
    reason: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """One turn of the recruitment switch."""

    state: str
    confirmed_by: str
    confirmed_on: date
    source: str
    at: datetime


def add_consent(
    tx: Tx,
    person: PersonId,
    *,
    purpose: str,
    action: str,
    text_hash: str,
    version: str,
    language: str,
    at: datetime,
) -> None:
    """Write into the consent record; nothing in it is ever changed."""
    tx.conn.execute(
        insert(t.consents).values(
            subject=tx.subject(person),
            purpose=purpose,
            action=action,
            text_hash=text_hash,
            version=version,
            language=language,
            at=at,
        )
    )


def consents_of(tx: Tx, person: PersonId) -> list[ConsentRecord]:
    """Her consent record, oldest first."""
    rows = tx.conn.execute(
        select(t.consents).where(t.consents.c.subject == tx.subject(person)).order_by(t.consents.c.id)
    )
    return [ConsentRecord(r.purpose, r.action, r.text_hash, r.version, r.language, r.at) for r in rows]


def set_due(tx: Tx, person: PersonId, reason: str, due_at: datetime | None) -> None:
    """Remember to tell her at `due_at`; None forgets it. One of each reason."""
    tx.conn.execute(delete(t.due).where(t.due.c.person_id == person, t.due.c.reason == reason))
    if due_at is not None:
        tx.conn.execute(insert(t.due).values(person_id=person, reason=reason, due_at=due_at))


def dates_of(tx: Tx, person: PersonId) -> dict[str, datetime]:
    """What she agreed to be told, and when."""
    rows = tx.conn.execute(select(t.due).where(t.due.c.person_id == person).order_by(t.due.c.due_at))
    return {row.reason: row.due_at for row in rows}


def due_now(tx: Tx, now: datetime, limit: int = 50) -> list[DueRow]:
    """What is due, earliest first."""
    rows = tx.conn.execute(select(t.due).where(t.due.c.due_at <= now).order_by(t.due.c.due_at).limit(limit))
    return [DueRow(PersonId(row.person_id), row.reason, row.due_at) for row in rows]


def add_count(tx: Tx, event: str, *, day: date, language: str, campaign: str = "") -> None:
    """One more of this event in the ISO week of `day`."""
    year, week, _ = day.isocalendar()
    key = {"event": event, "week": f"{year}-W{week:02}", "language": language, "campaign": campaign}
    same = [t.counts.c[name] == value for name, value in key.items()]
    if tx.conn.execute(update(t.counts).where(*same).values(n=t.counts.c.n + 1)).rowcount == 0:
        tx.conn.execute(insert(t.counts).values(n=1, **key))


def turn_switch(tx: Tx, switch: Switch) -> None:
    """Log a turn of the recruitment switch; the last one counts."""
    tx.conn.execute(
        insert(t.switches).values(
            at=switch.at,
            state=switch.state,
            confirmed_by=switch.confirmed_by,
            confirmed_on=switch.confirmed_on,
            source=switch.source,
        )
    )


def last_switch(tx: Tx) -> Switch | None:
    """The last turn of the switch, if it was ever turned here."""
    row = tx.conn.execute(select(t.switches).order_by(t.switches.c.id.desc()).limit(1)).first()
    if row is None:
        return None
    return Switch(
        state=row.state,
        confirmed_by=row.confirmed_by,
        confirmed_on=row.confirmed_on,
        source=row.source,
        at=row.at,
    )


def setting(tx: Tx, name: str) -> str | None:
    """A fact of this installation."""
    sealed = tx.conn.execute(select(t.settings.c.value).where(t.settings.c.name == name)).scalar_one_or_none()
    return None if sealed is None else str(tx.unseal(None, "settings.value", sealed))


def set_setting(tx: Tx, name: str, value: str) -> None:
    """File a fact of this installation in place of the earlier one."""
    tx.conn.execute(delete(t.settings).where(t.settings.c.name == name))
    tx.conn.execute(insert(t.settings).values(name=name, value=tx.seal(None, "settings.value", value)))
