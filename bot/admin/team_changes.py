"""Roles of members and their end, from the command line; what follows in the chats goes out while the bot runs."""

from __future__ import annotations

from bot.desk import ended_rights
from bot.desk.context import DeskContext
from bot.store import staff
from bot.store.tx import Tx
from dialogs.site import Role


def end_rights(context: DeskContext, number: int) -> bool:
    """End a member's rights; False where they did not stand."""
    now = context.now()

    def work(tx: Tx) -> bool:
        member = staff.member(tx, number)
        return member is not None and ended_rights.end_rights(tx, context, member, now, by=ended_rights.COMMAND_LINE)

    return _done(context, context.store.write_now(work))


def change_role(context: DeskContext, number: int, role: Role) -> bool:
    """Give a member another role; False where their rights ended, or where they have it."""
    now = context.now()

    def work(tx: Tx) -> bool:
        member = staff.member(tx, number)
        by = ended_rights.COMMAND_LINE
        return member is not None and ended_rights.change_role(tx, context, member, role, now, by=by)

    return _done(context, context.store.write_now(work))


def _done(context: DeskContext, changed: bool) -> bool:
    context.store.close()
    return changed
