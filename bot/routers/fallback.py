"""Everything else: foreign groups and channels, unknown buttons, being added, blocked or put out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.desk import groups
from bot.desk.context import DeskContext
from bot.desk.once import Work
from bot.routers.chats import is_private
from bot.routers.once import once
from bot.routers.staff import GONE
from dialogs.languages import language_of

if TYPE_CHECKING:
    from aiogram.types import ChatMemberUpdated, Message

    from bot.telegram.press import Press


async def on_group_message(context: DeskContext, update_id: int, message: Message) -> None:
    """Handle a message in a group, the team's own or a foreign one."""
    language = language_of(message.from_user.language_code if message.from_user else None)
    await once(context, update_id, partial(groups.handle_group_message, chat_id=message.chat.id, language=language))


async def on_unknown_button(context: DeskContext, update_id: int, query: Press) -> None:
    """Handle a press that reads as nothing that we ever sent."""
    chat_id = query.message.chat.id if query.message is not None else query.from_user.id
    language = language_of(query.from_user.language_code)
    await once(context, update_id, partial(groups.refuse_press, chat_id=chat_id, press=query.id, language=language))


async def on_own_rights_changed(context: DeskContext, update_id: int, change: ChatMemberUpdated) -> None:
    """Handle a change of the bot's own standing in a chat."""
    standing, chat = change.new_chat_member.status, change.chat
    gone = standing in GONE
    work: Work
    if is_private(chat):
        work = partial(groups.handle_blocked if gone else groups.handle_unblocked, chat_id=chat.id)
    elif gone:
        work = partial(groups.handle_removed, chat_id=chat.id, standing="left")
    else:
        language = language_of(change.from_user.language_code)
        work = partial(groups.handle_added, chat_id=chat.id, kind=chat.type, language=language, standing=standing)
    await once(context, update_id, work)
