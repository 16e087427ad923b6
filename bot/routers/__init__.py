"""One update in, one call of the desk out: filter, translate, hand over. No decision is made here.

There is no tree of handlers and filters: a filter runs in a thread of its own and costs 0.1 ms each, and what comes
next is the core's choice anyway.
"""

from __future__ import annotations

from aiogram.types import CallbackQuery, Message, Update

from bot.desk.context import Office
from bot.render.callback_data import Act, Tap, read_data
from bot.routers import fallback, patient, staff
from bot.routers.commands import invitation, read_command
from bot.routers.throttle import watched

__all__ = ["dispatch", "route"]


async def route(office: Office, update: Update) -> None:
    """Handle one update; returns when what follows from it is committed."""
    match update:
        case Update(message=Message() as message):
            await _message(office, update.update_id, message)
        case Update(edited_message=Message() as message):
            if message.chat.type == "private" and not _by_machine(message):
                await patient.edited(office, update.update_id, message)
        case Update(callback_query=CallbackQuery() as query):
            await _press(office, update.update_id, query)
        case Update(my_chat_member=change) if change is not None:
            await fallback.standing_changed(office, update.update_id, change)
        case Update(chat_member=change) if change is not None:
            await staff.member_changed(office, update.update_id, change)


async def _message(office: Office, update_id: int, message: Message) -> None:
    if message.migrate_to_chat_id is not None:
        await staff.migrated(office, update_id, message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await staff.migrated(office, update_id, message.migrate_from_chat_id, message.chat.id)
    elif _by_machine(message):
        return
    elif message.chat.type != "private":
        if (message.text or "").startswith("/"):
            await fallback.in_group(office, update_id, message)
    elif token := invitation(read_command(message.text or "")):
        await staff.invited(office, update_id, message, token)
    else:
        await patient.wrote(office, update_id, message)


async def _press(office: Office, update_id: int, query: CallbackQuery) -> None:
    private = query.message is None or query.message.chat.type == "private"
    match read_data(query.data or ""):
        case Tap() as tap if private:
            await patient.tapped(office, update_id, query, tap)
        case Act() as act:
            await staff.pressed(office, update_id, query, act)
        case None if private:
            await patient.tapped(office, update_id, query, None)
        case _:
            await fallback.unknown_button(office, update_id, query)


def _by_machine(message: Message) -> bool:
    """Sent by a bot, or through one: nobody's answer (MSG-09)."""
    return message.via_bot is not None or (message.from_user is not None and message.from_user.is_bot)


#: The same, within everybody's budget and with a line in the log: what the intake calls.
dispatch = watched(route)
