"""The one entry of every update into a transaction: whatever was handled before changes nothing (IN-01, MSG-02).

Whoever handles an update does it through `once`, so that no use case can forget to ask whether it came before.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.desk.context import DeskContext
from bot.store import updates
from bot.store.tx import Tx

#: A use case of the desk, with everything but its transaction filled in.
Work = Callable[[Tx, DeskContext, datetime], None]


async def once(context: DeskContext, update_id: int, work: Work, *, album: str = "") -> None:
    """Mark the update as seen and do the work in the same transaction; skip it where it was seen before.

    Of the pictures of one album only the first is worked off."""
    now = context.now()

    def handle(tx: Tx) -> None:
        if updates.mark_update_seen(tx, update_id, now) or (album and updates.mark_album_seen(tx, album, now)):
            return
        work(tx, context, now)

    await context.store.write(handle)
