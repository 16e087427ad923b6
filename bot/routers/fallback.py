"""Everything else: foreign groups and channels, buttons that are nobody's, being added, blocked or put out."""

from __future__ import annotations

from functools import partial

from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.desk import groups
from bot.desk.context import DeskContext
from bot.routers.staff import GONE
from dialogs.languages import language_of


async def on_group_message(context: DeskContext, update_id: int, message: Message) -> None:
    """A message in a group, the team's own or a foreign one."""
    language = language_of(message.from_user.language_code if message.from_user else None)
    work = partial(
        groups.handle_group_message,
        context=context,
        update_id=update_id,
        chat_id=message.chat.id,
        language=language,
        now=context.now(),
    )
    await context.store.write(work)


async def on_unknown_button(context: DeskContext, update_id: int, query: CallbackQuery) -> None:
    """A press that reads as nothing that we ever sent."""
    chat_id = query.message.chat.id if query.message is not None else query.from_user.id
    work = partial(
        groups.refuse_press,
        context=context,
        update_id=update_id,
        chat_id=chat_id,
        press=query.id,
        language=language_of(query.from_user.language_code),
        now=context.now(),
    )
    await context.store.write(work)


async def on_own_rights_changed(context: DeskContext, update_id: int, change: ChatMemberUpdated) -> None:
    """The bot's own standing in a chat changed."""
    gone, chat, now = change.new_chat_member.status in GONE, change.chat, context.now()
    if chat.type == "private":
        work = groups.handle_blocked if gone else groups.handle_unblocked
        await context.store.write(partial(work, context=context, update_id=update_id, chat_id=chat.id, now=now))
    elif gone:
        await context.store.write(
            partial(groups.handle_removed, context=context, update_id=update_id, chat_id=chat.id, now=now)
        )
    else:
        language = language_of(change.from_user.language_code)
        work_added = partial(
            groups.handle_added,
            context=context,
            update_id=update_id,
            chat_id=chat.id,
            kind=chat.type,
            language=language,
            now=now,
        )
        await context.store.write(work_added)
