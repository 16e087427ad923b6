"""What a migration could not do by itself: done once, at the first start after it.

What is sealed (0002) needs the keys, and which study was the only one before there could be several (0040) is known to
the installation alone.

Rows filed before have NULL in the new columns. The keyboard is taken out of the conversation's JSON, and a referral's
progress is made of its log. Rows whose key is gone stay as they are: nobody can open them anyway.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from bot.store import referrals
from bot.store import tables as t
from bot.store.tx import PersonId, Tx
from bot.store.vault import Sealed


def carry_over(tx: Tx, study: str) -> int:
    """Fill the columns that say nothing only because they are new; how many rows. `study`: the one there was."""
    return _keyboards(tx) + _progress(tx) + _studies(tx, study)


def _studies(tx: Tx, study: str) -> int:
    """Give what was filed before there could be several studies the id of the one."""
    whose = [(table, table.c.study.is_(None)) for table in (t.persons, t.referrals, t.switches)]
    done = 0
    for table, unsaid in (*whose, (t.counts, t.counts.c.study == "")):
        done += tx.conn.execute(update(table).where(unsaid).values(study=study)).rowcount
    return done


def _keyboards(tx: Tx) -> int:
    there = t.conversations.c
    rows = tx.conn.execute(select(there.person_id, there.body).where(there.keyboard.is_(None))).all()
    for row in rows:
        person = PersonId(row.person_id)
        try:
            body: dict[str, Any] = tx.unseal(person, "conversations.body", person, row.body)
        except Sealed:
            continue
        keyboard = body.pop("keyboard", 0)
        values = {"body": tx.seal(person, "conversations.body", person, body), "keyboard": keyboard}
        tx.conn.execute(update(t.conversations).where(there.person_id == person).values(**values))
    return len(rows)


def _progress(tx: Tx) -> int:
    there = t.referrals.c
    new = (there.progress.is_(None), there.person_id.is_not(None))
    rows = tx.conn.execute(select(there.id, there.code, there.person_id, there.holder, there.state).where(*new)).all()
    for row in rows:
        try:
            progress = _replayed(referrals.events(tx, row.code), row.holder is not None, row.state)
            sealed = tx.seal(PersonId(row.person_id), "referrals.progress", row.code, progress)
        except Sealed:
            continue
        tx.conn.execute(update(t.referrals).where(there.id == row.id).values(progress=sealed))
    return len(rows)


def _replayed(log: list[referrals.ReferralEvent], held: bool, state: str) -> dict[str, Any]:
    """Return what the log says of a referral's progress, in the words that stood in it when it was all there was."""
    last = {event.act: event for event in log}
    pauses = [event.act for event in log if event.act in ("blocked", "unblocked")]
    taken, asked, refused = last.get("take"), last.get("ask_phone"), last.get("not_eligible")
    return {
        "taken_at": taken.at.isoformat() if taken and held else None,
        "reason": refused.detail.get("reason", "") if refused and state == "not_eligible" else "",
        "paused": pauses[-1:] == ["blocked"],
        "asked_at": asked.at.isoformat() if asked else None,
    }
