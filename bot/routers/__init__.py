"""One update in, one call of the desk out: filter, translate, hand over. No decision is made here.

There is no tree of handlers and filters: a filter runs in a thread of its own and costs 0.1 ms each, and what comes
next is the core's choice anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.context import DeskContext
from bot.render.callback_data import Act, Menu, Suspend, Tap, read_data
from bot.routers import fallback, patient, staff
from bot.routers.chats import is_private
from bot.routers.commands import invitation, read_command, shared_link

if TYPE_CHECKING:
    from aiogram.types import Message, Update

    from bot.telegram.press import Press, PressUpdate

__all__ = ["route"]

#: Messages that the platform writes into a private chat about the chat itself; a gift is somebody's, and answered.
SERVICE = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "chat_background_set",
    "write_access_allowed",
    "connected_website",
    "proximity_alert_triggered",
)


async def route(context: DeskContext, update: Update | PressUpdate) -> None:
    """Handle one update; returns when what follows from it is committed."""
    if (message := update.message) is not None:
        await _message(context, update.update_id, message)
    elif (message := update.edited_message) is not None:
        if is_private(message.chat) and _is_typed(message) and not _by_machine(message):
            await patient.on_edited_message(context, update.update_id, message)
    elif (query := update.callback_query) is not None:
        await _press(context, update.update_id, query)
    elif (change := update.my_chat_member) is not None:
        await fallback.on_own_rights_changed(context, update.update_id, change)
    elif (change := update.chat_member) is not None:
        await staff.on_member_changed(context, update.update_id, change)


async def _message(context: DeskContext, update_id: int, message: Message) -> None:
    if message.migrate_to_chat_id is not None:
        await staff.on_migration(context, update_id, message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await staff.on_migration(context, update_id, message.migrate_from_chat_id, message.chat.id)
    elif _by_machine(message) or _is_service(message):
        return
    elif not is_private(message.chat):
        if (message.text or "").startswith("/"):
            await fallback.on_group_message(context, update_id, message)
        elif _answers_something(message):
            await staff.on_group_reply(context, update_id, message)
    elif token := invitation(read_command(message.text or "")):
        await staff.on_invitation(context, update_id, message, token)
    elif token := shared_link(read_command(message.text or "")):
        await patient.on_shared_link(context, update_id, message, token)
    else:
        await patient.on_message(context, update_id, message)


async def _press(context: DeskContext, update_id: int, query: Press) -> None:
    private = query.message is None or is_private(query.message.chat)
    match read_data(query.data or ""):
        case Tap() as tap if private:
            await patient.on_press(context, update_id, query, tap)
        case Act() as act:
            await staff.on_staff_press(context, update_id, query, act)
        case Menu() as menu:
            await staff.on_desk_press(context, update_id, query, menu)
        case Suspend():
            await staff.on_suspend(context, update_id, query)
        case None if private:
            await patient.on_press(context, update_id, query, None)
        case _:
            await fallback.on_unknown_button(context, update_id, query)


def _by_machine(message: Message) -> bool:
    """Sent by a bot, or through one: no answer of a person (MSG-09)."""
    return message.via_bot is not None or (message.from_user is not None and message.from_user.is_bot)


def _answers_something(message: Message) -> bool:
    """Is it a reply? Whatever is written in a topic names the topic's beginning as what it answers."""
    answered = message.reply_to_message
    return answered is not None and answered.forum_topic_created is None


def _is_service(message: Message) -> bool:
    """Tell whether it only says what happened in the chat: nobody waits for an answer to that."""
    return any(getattr(message, kind) is not None for kind in SERVICE)


def _is_typed(message: Message) -> bool:
    """Did somebody write what stands in it? A live location is edited by the phone alone (MSG-03)."""
    return bool(message.text or message.caption)
