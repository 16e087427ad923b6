"""Updates as they come, by polling or webhook: which kinds, in what lane, and handed over one by one.

What cannot be read is set aside; nothing is confirmed here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from aiogram.types import Update
from pydantic import ValidationError

from bot.log import where_raised

log = structlog.get_logger("updates")

_TRIES = 3
#: All that may arrive (TG-22); chat_member because a member of staff who leaves loses the rights.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")

Raw = Mapping[str, Any]
Dispatch = Callable[[Update], Awaitable[None]]
#: Puts an update aside that cannot be handled; `fault` is a kind of error.
SetAside = Callable[[Raw, str], Awaitable[None]]


class UpdateHandler:
    """Takes one update at a time to the desk, wherever it came from."""

    def __init__(self, dispatch: Dispatch, set_aside: SetAside) -> None:
        self._dispatch = dispatch
        self._set_aside = set_aside

    async def take(self, raw: Raw) -> bool:
        """Handle one update, or put it aside; False where it must be delivered again."""
        fault = ""
        for attempt in range(_TRIES):
            try:
                await self._dispatch(Update.model_validate(raw))
            except ValidationError:
                fault = "Unreadable"
                break
            except Exception as error:  # noqa: BLE001  # one update fails alone: the others go on
                fault = type(error).__name__
                log.error("update failed", update=raw["update_id"], attempt=attempt + 1, fault=where_raised(error))
                await asyncio.sleep(0.1 * 4**attempt)
            else:
                return True
        try:
            await self._set_aside(raw, fault)
        except Exception as error:  # noqa: BLE001  # nothing can be filed: nothing is confirmed
            log.error("update could not be put aside", update=raw["update_id"], fault=where_raised(error))
            return False
        return True


def lane(raw: Raw) -> object:
    """Whose update this is; unreadable ones share a lane of their own.

    >>> lane({"update_id": 1, "callback_query": {"from": {"id": 7}}})
    7
    """
    for content in raw.values():
        if isinstance(content, dict):
            who = content.get("from") or content.get("chat") or {}
            return who.get("id") if isinstance(who, dict) else None
    return None
