"""What an account is in a group, asked from the platform."""

from __future__ import annotations

import structlog

from bot.config.membership import GroupTopics, Standing
from bot.telegram.client import ApiReplyLost, ApiUnreachable, BotApi

log = structlog.get_logger("membership")

#: Seconds that somebody who pressed a button waits for this at most.
LOOK_SECONDS = 5.0
_INSIDE = ("creator", "administrator", "member")
_OUTSIDE = ("left", "kicked")


async def ask_standing(api: BotApi, group: int, user: int) -> Standing:
    """Return what this account is in this group; UNKNOWN where the platform does not say, whatever the reason."""
    try:
        answer = await api.call("getChatMember", {"chat_id": group, "user_id": user}, seconds=LOOK_SECONDS)
    except (ApiUnreachable, ApiReplyLost) as fault:
        log.warning("a membership could not be looked at", fault=str(fault))
        return Standing.UNKNOWN
    if not answer.ok or not isinstance(answer.result, dict):
        log.warning("a membership could not be looked at", status=answer.status)
        return Standing.UNKNOWN
    status = answer.result.get("status")
    if status in _INSIDE or (status == "restricted" and answer.result.get("is_member") is True):
        return Standing.IN
    return Standing.OUT if status in _OUTSIDE or status == "restricted" else Standing.UNKNOWN


async def ask_topics(api: BotApi, group: int) -> GroupTopics | None:
    """Return whether this group has topics that the bot may make; None where the platform does not say."""
    try:
        chat = await api.call("getChat", {"chat_id": group}, seconds=LOOK_SECONDS)
        if not chat.ok or not isinstance(chat.result, dict):
            return None
        if chat.result.get("is_forum") is not True:
            return GroupTopics.NONE
        bot = await api.call("getMe", {}, seconds=LOOK_SECONDS)
        number = bot.result.get("id") if isinstance(bot.result, dict) else None
        own = await api.call("getChatMember", {"chat_id": group, "user_id": number}, seconds=LOOK_SECONDS)
    except (ApiUnreachable, ApiReplyLost) as fault:
        log.warning("the group could not be looked at", fault=str(fault))
        return None
    if not own.ok or not isinstance(own.result, dict):
        return None
    return GroupTopics.USED if own.result.get("can_manage_topics") is True else GroupTopics.NOT_ALLOWED
