"""Every update counts one time: whatever was handled before changes nothing (IN-01, MSG-02)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.config.arrival import PressEnd
from bot.desk.context import DeskContext
from bot.store import updates
from bot.store.tx import Tx

#: A use case of the desk, with everything but its transaction filled in.
Work = Callable[[Tx, DeskContext, datetime], None]


def handle_once(tx: Tx, context: DeskContext, update_id: int, album: str, work: Work, now: datetime) -> PressEnd:
    """Mark the update as seen and do the work in the same transaction; skip it where it was seen before.

    Of the pictures of one album only the first is worked off. Returned is who answers the press, if it is one."""
    if updates.mark_update_seen(tx, update_id, now) or (album and updates.mark_album_seen(tx, album, now)):
        return PressEnd.PERHAPS
    work(tx, context, now)
    return PressEnd.FILED if tx.answered else PressEnd.BARE
