"""The study team: its group, its buttons, its invitations, and what the platform tells of its members."""

from __future__ import annotations

from functools import partial

from aiogram.types import CallbackQuery, ChatMemberRestricted, ChatMemberUpdated, Message

from bot.desk import groups, staff
from bot.desk.context import DeskContext
from bot.desk.staff import StaffActor
from bot.render.callback_data import Act
from bot.routers.once import once

GONE = ("left", "kicked")


async def on_staff_press(context: DeskContext, update_id: int, query: CallbackQuery, act: Act) -> None:
    """Handle a staff button. In the group the chat is the group's; without its message it is the member's own."""
    chat_id = query.message.chat.id if query.message is not None else query.from_user.id
    who = StaffActor(query.from_user.id, chat_id, query.id, query.from_user.language_code or "")
    await once(context, update_id, partial(staff.press, who=who, act=act))


async def on_invitation(context: DeskContext, update_id: int, message: Message, token: str) -> None:
    """Somebody opened an invitation."""
    user = message.from_user
    who = StaffActor(user.id if user else 0, message.chat.id, "", (user.language_code or "") if user else "")
    await once(context, update_id, partial(staff.redeem_invitation, who=who, token=token))


async def on_member_changed(context: DeskContext, update_id: int, change: ChatMemberUpdated) -> None:
    """Somebody's membership of a group changed; rights end on leaving, and joining gives none."""
    member = change.new_chat_member
    gone = member.status in GONE or (isinstance(member, ChatMemberRestricted) and not member.is_member)
    if gone:
        await once(context, update_id, partial(groups.handle_left, chat_id=change.chat.id, user_id=member.user.id))


async def on_migration(context: DeskContext, update_id: int, old: int, new: int) -> None:
    """Handle the news that a group has a new id."""
    await once(context, update_id, partial(groups.handle_migrated, old=old, new=new))
