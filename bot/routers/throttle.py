"""Around every update: one budget per person, and one line in the log with numbers and never content."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import TYPE_CHECKING

import structlog

from bot.desk.context import DeskContext
from bot.desk.flood import Excess, drop
from bot.routers.once import once
from dialogs.languages import Language, language_of

if TYPE_CHECKING:
    from aiogram.types import Message, Update

    from bot.telegram.press import Press, PressUpdate

log = structlog.get_logger("updates")

Handle = Callable[[DeskContext, "Update | PressUpdate"], Awaitable[None]]

#: Kinds of update that come from what somebody does: each is counted against that person's budget.
COUNTED = ("message", "edited_message", "callback_query")
#: Kinds that the platform tells of itself: a block or a member who left must arrive, however much came before; they
#: count all the same.
NEVER_DROPPED = ("my_chat_member", "chat_member")
#: Updates that one person may send at once, and how many come back a second: nobody who answers by hand gets there.
BURST, PER_SECOND = 60.0, 2.0
#: Persons whose budget is held in memory; more than ever write in the same minutes.
_HELD = 4096


class Budget:
    """How much each person may still send: a bucket that fills again with time (IN-17)."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._left: OrderedDict[int, tuple[float, float]] = OrderedDict()

    def spend(self, who: int) -> float:
        """Take one; what is left, negative where there was none to take."""
        now = self._timer()
        left, since = self._left.pop(who, (BURST, now))
        left = max(min(BURST, left + (now - since) * PER_SECOND) - 1.0, -2.0)
        self._left[who] = (left, now)
        while len(self._left) > _HELD:
            self._left.popitem(last=False)
        return left


def watched(handle: Handle, budget: Budget) -> Handle:
    """Wrap the handler in everybody's budget and a line in the log."""

    @wraps(handle)
    async def wrapped(context: DeskContext, update: Update | PressUpdate) -> None:
        begun = time.perf_counter()
        sender = _counted_sender(update)
        paced = context.settings.pace == "telegram"
        left = budget.spend(sender.user_id) if sender is not None and paced else BURST
        if (told := _told_of(update)) is not None and paced:
            budget.spend(told)
        if left >= 0 or sender is None:
            await handle(context, update)
        elif sender.press or sender.in_private:
            # An edit is no answer: one beyond the budget is let go without a word.
            first = left >= -1 and update.edited_message is None
            excess = Excess(sender.chat_id, sender.language, sender.press, first=first)
            await once(context, update.update_id, partial(drop, excess=excess))
        took = round((time.perf_counter() - begun) * 1000)
        kind = ", ".join(sorted(update.model_fields_set - {"update_id"}))
        log.info("update", update=update.update_id, kind=kind, ms=took, dropped=left < 0)

    return wrapped


def _told_of(update: Update | PressUpdate) -> int | None:
    """Return who caused what the platform tells of itself; None where it tells of nothing."""
    change = update.my_chat_member or update.chat_member
    return None if change is None else change.from_user.id


@dataclass(frozen=True, slots=True)
class _Sender:
    """Whose budget an update is counted against, and where an excess would be answered."""

    user_id: int
    chat_id: int
    in_private: bool
    language: Language
    press: str


def _counted_sender(update: Update | PressUpdate) -> _Sender | None:
    """Return who sent it; None where nobody stands behind it, or it must not be dropped whoever does."""
    kinds = (getattr(update, kind) for kind in COUNTED)
    content: Message | Press | None = next((found for found in kinds if found is not None), None)
    if content is None or content.from_user is None:
        return None
    user, query = content.from_user, update.callback_query
    press = query.id if query is not None else ""
    message = query.message if query is not None else update.message or update.edited_message
    chat_id = message.chat.id if message is not None else user.id
    return _Sender(user.id, chat_id, chat_id > 0, language_of(user.language_code), press)
