"""The one entry of every update into a transaction.

Whoever handles an update does it through `once`, so that no use case can forget to ask whether it came before. Where
the work needs to know what somebody is in the team's group, the platform is asked and the work is done anew.
"""

from __future__ import annotations

from bot.config.arrival import note_press_end
from bot.desk.context import DeskContext
from bot.desk.membership import LookFirst
from bot.desk.once import Work, handle_once

#: Looks that one update may need: whoever acts, and whoever else is shown something by it.
_LOOKS = 8


async def once(context: DeskContext, update_id: int, work: Work, *, album: str = "") -> None:
    """Do the work of this update in one transaction, and not at all where it was done before."""
    now = context.now()
    for left in range(_LOOKS, -1, -1):
        try:
            end = await context.store.write(lambda tx: handle_once(tx, context, update_id, album, work, now))
        except LookFirst as look:
            if not left:
                raise
            asked_at = context.memberships.begin()
            told = await context.ask_standing(look.group, look.user)
            context.memberships.note(look, told, asked_at)
        else:
            note_press_end(end)
            return
