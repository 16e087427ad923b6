"""Which chats are a person's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiogram.types import Chat

    from bot.telegram.press import PressedChat


def is_private(chat: Chat | PressedChat) -> bool:
    """Tell whether only one person reads this chat; the ids of all others are negative, whatever an update calls them
    (GRP-07)."""
    return chat.type == "private" and chat.id > 0
