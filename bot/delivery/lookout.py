"""Looks for what may be sent now: among what is remembered, or else in the outbox."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from bot.delivery.waiting import MOST, Waiting
from bot.store import outbox_queue
from bot.store.connection import is_server
from bot.store.due_call import DueCall
from bot.store.engine import Store
from bot.store.tx import Tx


class Lookout:
    """Knows where to look."""

    def __init__(self, store: Store, waiting: Waiting, in_hand: Mapping[bytes, DueCall]) -> None:
        self._store = store
        self._waiting = waiting
        #: What each chat is being sent.
        self._in_hand = in_hand
        #: On a server other replicas post too: there nothing is remembered.
        self._remembers = not is_server(store.url)

    async def look(
        self, now: datetime, *, unfiled: Collection[int], postponed: Collection[int], troubled: bool, **may: Any
    ) -> tuple[list[DueCall], datetime | None]:
        """Return the first call of every chat that may get one and, where there is none, when the next hold ends.

        `unfiled` are the rows of calls that were made, and `troubled`: something else becomes of one than that."""
        if not self._remembers or postponed or troubled:
            self._waiting.forget()
        elif not self._waiting.whole:
            await self._read(now, unfiled)
        if self._waiting.whole:
            return self._waiting.firsts(busy=self._in_hand, **may), None
        passed = [*postponed, *unfiled]
        look = partial(_parcels_or_release, now=now, busy=[*self._in_hand], postponed=passed, **may)
        found, lost, due = await self._store.read(look)
        if lost:
            await self._store.write(partial(outbox_queue.drop_lost, rows=lost))
        return found, due

    async def _read(self, now: datetime, unfiled: Collection[int]) -> None:
        """Read everything that waits, where that can be."""
        made = [*unfiled, *(call.id for call in self._in_hand.values())]
        self._waiting.begin_reading()
        found = await self._store.read(partial(outbox_queue.everything, now=now, but=made, most=MOST))
        if found is None:
            self._waiting.forget()
        else:
            self._waiting.note_read(found)


def _parcels_or_release(tx: Tx, now: datetime, **passed_over: Any) -> tuple[list[DueCall], list[int], datetime | None]:
    """Return what may be sent now and, where there is nothing, when the next hold ends: one look for both."""
    found, lost = outbox_queue.parcels(tx, now, **passed_over)
    return found, lost, None if found else outbox_queue.next_release(tx, now)
