"""Counts without identity, by week, language and campaign (RE-10)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, func, insert, select, update

from bot.store import tables as t
from bot.store.prepared import Prepared
from bot.store.tx import Tx

_KEY = ("study", "event", "week", "language", "campaign")
#: Letters of a name that the table holds.
_LONGEST = 120
_ONE_MORE = Prepared(
    update(t.counts).where(*(t.counts.c[name] == bindparam(f"of_{name}") for name in _KEY)).values(n=t.counts.c.n + 1)
)
_FIRST = Prepared(insert(t.counts).values({name: bindparam(name) for name in (*_KEY, "n")}))


def totals(tx: Tx, before: date, study: str) -> dict[str, int]:
    """Return how often each event of a study was counted in the ISO weeks before the one of that day."""
    year, week, _ = before.isocalendar()
    rows = tx.conn.execute(
        select(t.counts.c.event, func.sum(t.counts.c.n))
        .where(t.counts.c.week < f"{year}-W{week:02}", t.counts.c.study == study)
        .group_by(t.counts.c.event)
    )
    return {str(event): int(n) for event, n in rows}


def by_week(tx: Tx, before: date, study: str) -> list[tuple[str, str, str, str, int]]:
    """Return event, week, language, campaign and number of a study, of the ISO weeks before the one of that day."""
    year, week, _ = before.isocalendar()
    rows = tx.conn.execute(select(t.counts).where(t.counts.c.week < f"{year}-W{week:02}", t.counts.c.study == study))
    return [(row.event, row.week, row.language, row.campaign, int(row.n)) for row in rows]


def add_count(tx: Tx, event: str, *, day: date, language: str, study: str, campaign: str = "") -> None:
    """One more of this event of a study in the ISO week of `day`."""
    year, week, _ = day.isocalendar()
    of = {"event": event[:_LONGEST], "week": f"{year}-W{week:02}", "language": language, "campaign": campaign}
    key = {**of, "study": study}
    if _ONE_MORE.do(tx, **{f"of_{name}": value for name, value in key.items()}) == 0:
        _FIRST.do(tx, n=1, **key)
