"""The study team: its group, its buttons, its invitations, and what the platform tells of its members."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.desk import groups, member_desk, notes, staff, standing
from bot.desk.admission import StaffActor
from bot.desk.context import DeskContext
from bot.desk.notes import Reply
from bot.render.callback_data import Act, Menu
from bot.routers.once import once

if TYPE_CHECKING:
    from aiogram.types import ChatMemberUpdated, Message

    from bot.telegram.press import Press

GONE = ("left", "kicked")


async def on_desk_press(context: DeskContext, update_id: int, query: Press, menu: Menu) -> None:
    """Handle a button of a member's own chat that is about no case."""
    await once(context, update_id, partial(member_desk.press, who=_presser(query), menu=menu))


def _presser(query: Press) -> StaffActor:
    """Return who pressed. In the group the chat is the group's; without its message it is the member's own."""
    user = query.from_user
    return StaffActor(
        user_id=user.id,
        chat_id=query.message.chat.id if query.message is not None else user.id,
        press=query.id,
        language_code=user.language_code or "",
        message_id=query.message.message_id if query.message is not None else 0,
    )


async def on_staff_press(context: DeskContext, update_id: int, query: Press, act: Act) -> None:
    """Handle a staff button under a case."""
    await once(context, update_id, partial(staff.press, who=_presser(query), act=act))


async def on_suspend(context: DeskContext, update_id: int, query: Press) -> None:
    """Handle the button of an owner that suspends to information only."""
    await once(context, update_id, partial(standing.suspend, who=_presser(query)))


async def on_group_reply(context: DeskContext, update_id: int, message: Message) -> None:
    """Somebody answered a message in a group; under a card of ours it is a note."""
    answered = message.reply_to_message
    reply = Reply(
        message.from_user.id if message.from_user else 0,
        message.chat.id,
        message.message_id,
        answered.message_id if answered is not None else 0,
        message.text or "",
        message.quote.text if message.quote is not None else "",
    )
    await once(context, update_id, partial(notes.take_reply, reply=reply))


async def on_invitation(context: DeskContext, update_id: int, message: Message, token: str) -> None:
    """Somebody opened an invitation."""
    user = message.from_user
    language, name = ((user.language_code or ""), user.first_name) if user else ("", "")
    who = StaffActor(user_id=user.id if user else 0, chat_id=message.chat.id, language_code=language, name=name)
    await once(context, update_id, partial(staff.redeem_invitation, who=who, token=token))


async def on_member_changed(context: DeskContext, update_id: int, change: ChatMemberUpdated) -> None:
    """Somebody's membership of a group changed; rights end on leaving, and joining gives none."""
    from aiogram.types import ChatMemberRestricted  # loaded by now, and not needed for a start

    member = change.new_chat_member
    gone = member.status in GONE or (isinstance(member, ChatMemberRestricted) and not member.is_member)
    work = groups.handle_left if gone else groups.handle_joined
    await once(context, update_id, partial(work, chat_id=change.chat.id, user_id=member.user.id))


async def on_migration(context: DeskContext, update_id: int, old: int, new: int) -> None:
    """Handle the news that a group has a new id."""
    await once(context, update_id, partial(groups.handle_migrated, old=old, new=new))
