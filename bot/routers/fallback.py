"""Everything else: foreign groups and channels, buttons that are nobody's, being added, blocked or put out."""

from __future__ import annotations

from functools import partial

from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.desk import groups
from bot.desk.context import Office
from bot.routers.staff import GONE
from dialogs.languages import language_of


async def in_group(office: Office, update_id: int, message: Message) -> None:
    """A message in a group, the team's own or a foreign one."""
    language = language_of(message.from_user.language_code if message.from_user else None)
    work = partial(
        groups.told_in_group,
        office=office,
        update_id=update_id,
        chat_id=message.chat.id,
        language=language,
        now=office.now(),
    )
    await office.store.write(work)


async def unknown_button(office: Office, update_id: int, query: CallbackQuery) -> None:
    """A press that reads as nothing that we ever sent."""
    chat_id = query.message.chat.id if query.message is not None else query.from_user.id
    work = partial(
        groups.refuse_press,
        office=office,
        update_id=update_id,
        chat_id=chat_id,
        press=query.id,
        language=language_of(query.from_user.language_code),
        now=office.now(),
    )
    await office.store.write(work)


async def standing_changed(office: Office, update_id: int, change: ChatMemberUpdated) -> None:
    """The bot's own standing in a chat changed."""
    gone, chat, now = change.new_chat_member.status in GONE, change.chat, office.now()
    if chat.type == "private":
        work = groups.blocked if gone else groups.unblocked
        await office.store.write(partial(work, office=office, update_id=update_id, chat_id=chat.id, now=now))
    elif gone:
        await office.store.write(partial(groups.removed, office=office, update_id=update_id, chat_id=chat.id, now=now))
    else:
        language = language_of(change.from_user.language_code)
        work_added = partial(
            groups.added,
            office=office,
            update_id=update_id,
            chat_id=chat.id,
            kind=chat.type,
            language=language,
            now=now,
        )
        await office.store.write(work_added)
