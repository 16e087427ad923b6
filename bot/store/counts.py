"""Counts without identity, by week, language and campaign (RE-10)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, insert, select, update

from bot.store import tables as t
from bot.store.tx import Tx


def totals(tx: Tx, before: date) -> dict[str, int]:
    """Return how often each event was counted in the ISO weeks before the one of that day."""
    year, week, _ = before.isocalendar()
    rows = tx.conn.execute(
        select(t.counts.c.event, func.sum(t.counts.c.n))
        .where(t.counts.c.week < f"{year}-W{week:02}")
        .group_by(t.counts.c.event)
    )
    return {str(event): int(n) for event, n in rows}


def add_count(tx: Tx, event: str, *, day: date, language: str, campaign: str = "") -> None:
    """One more of this event in the ISO week of `day`."""
    year, week, _ = day.isocalendar()
    key = {"event": event, "week": f"{year}-W{week:02}", "language": language, "campaign": campaign}
    same = [t.counts.c[name] == value for name, value in key.items()]
    if tx.conn.execute(update(t.counts).where(*same).values(n=t.counts.c.n + 1)).rowcount == 0:
        tx.conn.execute(insert(t.counts).values(n=1, **key))
