"""The study team: its group, its buttons, its invitations, and what the platform tells of its members."""

from __future__ import annotations

from functools import partial

from aiogram.types import CallbackQuery, ChatMemberRestricted, ChatMemberUpdated, Message

from bot.desk import groups, staff
from bot.desk.context import Office
from bot.desk.staff import Presser
from bot.render.callback_data import Act

GONE = ("left", "kicked")


async def pressed(office: Office, update_id: int, query: CallbackQuery, act: Act) -> None:
    """A staff button. In the group the chat is the group's; without its message it is the member's own."""
    chat_id = query.message.chat.id if query.message is not None else query.from_user.id
    who = Presser(query.from_user.id, chat_id, query.id, query.from_user.language_code or "")
    await office.store.write(
        partial(staff.press, office=office, update_id=update_id, who=who, act=act, now=office.now())
    )


async def invited(office: Office, update_id: int, message: Message, token: str) -> None:
    """Somebody opened an invitation."""
    user = message.from_user
    who = Presser(user.id if user else 0, message.chat.id, "", (user.language_code or "") if user else "")
    await office.store.write(
        partial(staff.join, office=office, update_id=update_id, who=who, token=token, now=office.now())
    )


async def member_changed(office: Office, update_id: int, change: ChatMemberUpdated) -> None:
    """Somebody's membership of a group changed; rights end on leaving, and joining gives none."""
    member = change.new_chat_member
    gone = member.status in GONE or (isinstance(member, ChatMemberRestricted) and not member.is_member)
    if gone:
        work = partial(
            groups.left,
            office=office,
            update_id=update_id,
            chat_id=change.chat.id,
            user_id=member.user.id,
            now=office.now(),
        )
        await office.store.write(work)


async def migrated(office: Office, update_id: int, old: int, new: int) -> None:
    """A group has a new id."""
    await office.store.write(
        partial(groups.migrated, office=office, update_id=update_id, old=old, new=new, now=office.now())
    )
