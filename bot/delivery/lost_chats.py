"""What follows where a chat cannot be written to any more, or has another number."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.store import outbox_queue, people, staff
from bot.store.due_call import DueCall
from bot.store.staff_group import move_staff_chat
from bot.store.tx import Tx

log = structlog.get_logger("courier")


def give_up_chat(tx: Tx, parcel: DueCall, now: datetime) -> None:
    """Drop what waits for somebody who cannot be written to; of the team it is noted (OUT-08, OUT-16)."""
    if parcel.person is not None:
        people.mark_unreachable(tx, parcel.person, now)
        log.info("a person cannot be written to any more")
    else:
        staff.set_staff_reachable(tx, parcel.chat_id, False)
        outbox_queue.drop_chat(tx, parcel)


def follow_group(tx: Tx, parcel: DueCall, to: int) -> None:
    """Follow the group to the new id that the server names (TG-13)."""
    if move_staff_chat(tx, parcel.chat_id, to):
        log.warning("the study team's group has a new id; stored")
    else:
        outbox_queue.drop_chat(tx, parcel)
