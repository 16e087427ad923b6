"""The one entry of every update into a transaction.

Whoever handles an update does it through `once`, so that no use case can forget to ask whether it came before.
"""

from __future__ import annotations

from bot.desk.context import DeskContext
from bot.desk.once import Work, handle_once


async def once(context: DeskContext, update_id: int, work: Work, *, album: str = "") -> None:
    """Do the work of this update in one transaction, and not at all where it was done before."""
    now = context.now()
    await context.store.write(lambda tx: handle_once(tx, context, update_id, album, work, now))
