"""Work for many rows, each in a transaction of its own: one that fails keeps nobody else's (OPS-07)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import structlog

from bot.desk.context import DeskContext
from bot.log import where_raised
from bot.store.connection import StoreUnavailable
from bot.store.tx import Tx

log = structlog.get_logger("jobs")

Row = TypeVar("Row")


async def each_row(
    context: DeskContext,
    rows: Sequence[Row],
    work: Callable[[Tx, Row], object],
    otherwise: Callable[[Tx, Row], object] | None = None,
) -> int:
    """Do the work for each row, `otherwise` where it fails; how many were done.

    A fault of the machine ends the list: nobody is treated otherwise for it."""
    done = 0
    for row in rows:
        for way in (work, otherwise):
            if way is None:
                continue
            try:
                await context.store.write(partial(_call, way=way, row=row))
            except StoreUnavailable:
                raise
            except Exception as fault:  # noqa: BLE001  # one row fails alone: the others are done
                number = getattr(row, "person", row if isinstance(row, int | str) else "")
                log.error("ALARM: a job failed for one row", row=number, fault=where_raised(fault))
            else:
                done += 1
                break
    return done


async def each_batch(
    context: DeskContext,
    look: Callable[[Tx], Sequence[Row]],
    work: Callable[[Tx, Row], object],
    otherwise: Callable[[Tx, Row], object] | None = None,
    *,
    most: int | None = None,
) -> int:
    """Do so for all that a look finds a part of, until it finds nothing more or the same once more; how many were.

    `most`: so many parts, and what is left the next time."""
    done, parts = 0, 0
    before: Sequence[Row] = ()
    while parts != most and (rows := await context.store.read(look)) and rows != before:
        done += await each_row(context, rows, work, otherwise)
        before, parts = rows, parts + 1
    return done


def _call(tx: Tx, way: Callable[[Tx, Row], object], row: Row) -> None:
    way(tx, row)
