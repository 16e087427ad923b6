"""Work for many rows, each in a transaction of its own: one that fails keeps nobody else's (OPS-07)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Protocol, TypeVar

import structlog

from bot.desk.context import DeskContext
from bot.log import where_raised
from bot.store.connection import StoreUnavailable
from bot.store.tx import Tx

log = structlog.get_logger("jobs")

Row = TypeVar("Row")
Known = TypeVar("Known", bound=Hashable)
Found = TypeVar("Found", bound=Hashable, covariant=True)

#: Rows that one look finds at most.
PART = 50


class Look(Protocol[Found]):
    """Finds the first rows that wait, in an order of their own."""

    def __call__(self, tx: Tx, *, limit: int) -> Sequence[Found]:
        """Return so many rows at most."""


async def each_row(
    context: DeskContext,
    rows: Sequence[Row],
    work: Callable[[Tx, Row], object],
    otherwise: Callable[[Tx, Row], object] | None = None,
) -> int:
    """Do the work for each row, `otherwise` where it fails; how many were done.

    A fault of the machine ends the list: nobody is treated otherwise for it."""
    done = [await _is_done(context, row, work, otherwise) for row in rows]
    return sum(done)


async def each_batch(
    context: DeskContext,
    look: Look[Known],
    work: Callable[[Tx, Known], object],
    otherwise: Callable[[Tx, Known], object] | None = None,
    *,
    most: int | None = None,
) -> int:
    """Do so for all that a look finds a part of, until it finds nothing more; how many were done.

    Each row is tried once: those that fail, and are found again, keep nobody behind them waiting. `most`: so many
    parts, and what is left the next time."""
    done, parts = 0, 0
    tried: set[Known] = set()
    while parts != most:
        found = await context.store.read(partial(look, limit=PART + len(tried)))
        rows = [row for row in found if row not in tried][:PART]
        if not rows:
            break
        for row in rows:
            if await _is_done(context, row, work, otherwise):
                done += 1
            tried.add(row)
        # What was done is not found again, unless it waits anew: then it has the next time.
        tried &= {*found}
        parts += 1
    return done


async def _is_done(
    context: DeskContext,
    row: Row,
    work: Callable[[Tx, Row], object],
    otherwise: Callable[[Tx, Row], object] | None,
) -> bool:
    for way in (work, otherwise):
        if way is None:
            continue
        try:
            await context.store.write(partial(_call, way=way, row=row))
        except StoreUnavailable:
            raise
        except Exception as fault:  # noqa: BLE001  # one row fails alone: the others are done
            tell_fault(context, fault, _number(row))
        else:
            return True
    return False


def tell_fault(context: DeskContext, fault: Exception, row: int | str) -> None:
    """Raise an alarm that a job failed for one row, once for each place where it fails."""
    if context.faults.is_news(row, where_raised(fault)):
        log.error("ALARM: a job failed for one row", row=row, fault=where_raised(fault))


def _number(row: object) -> int | str:
    """Return what tells a row in the log: its number, or a code; empty where it has neither."""
    first = row[0] if isinstance(row, tuple) and row else getattr(row, "person", row)
    return first if isinstance(first, int | str) else ""


def _call(tx: Tx, way: Callable[[Tx, Row], object], row: Row) -> None:
    way(tx, row)
