"""An update that cannot be filed now: what it says about somebody's safety is answered at once all the same."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.desk.context import DeskContext
from bot.desk.unfiled import urgent_calls
from bot.render.call import Call
from bot.routers.chats import is_private
from bot.routers.patient import edited, incoming, sender

if TYPE_CHECKING:
    from aiogram.types import Update

    from bot.telegram.press import PressUpdate

#: Sends a call to a chat at once.
Send = Callable[[int, Call], Awaitable[None]]


async def say_unfiled(context: DeskContext, send: Send, update: Update | PressUpdate) -> None:
    """Send the safety text, where a private message calls for one."""
    message = update.message or update.edited_message
    if message is not None and is_private(message.chat):
        who = sender(message)
        what = incoming(message) if update.message is not None else edited(message)
        for call in urgent_calls(context, what, who.language, context.now()):
            await send(who.chat_id, call)
