"""Counts without identity, by week, language and campaign (RE-10)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert, update

from bot.store import tables as t
from bot.store.tx import Tx


def add_count(tx: Tx, event: str, *, day: date, language: str, campaign: str = "") -> None:
    """One more of this event in the ISO week of `day`."""
    year, week, _ = day.isocalendar()
    key = {"event": event, "week": f"{year}-W{week:02}", "language": language, "campaign": campaign}
    same = [t.counts.c[name] == value for name, value in key.items()]
    if tx.conn.execute(update(t.counts).where(*same).values(n=t.counts.c.n + 1)).rowcount == 0:
        tx.conn.execute(insert(t.counts).values(n=1, **key))
