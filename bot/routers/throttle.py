"""Around every update: one budget per person, and one line in the log with numbers and never content."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from functools import partial, wraps

import structlog
from aiogram.types import Update

from bot.desk.context import DeskContext
from bot.desk.flood import Excess, drop
from bot.routers.once import once
from dialogs.languages import Language, language_of

log = structlog.get_logger("updates")

Handle = Callable[[DeskContext, Update], Awaitable[None]]

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


def watched(handle: Handle) -> Handle:
    """The handler, within everybody's budget and with a line in the log."""
    budget = Budget()

    @wraps(handle)
    async def wrapped(context: DeskContext, update: Update) -> None:
        begun = time.perf_counter()
        who, chat_id, language = _who(update)
        paced = context.settings.pace == "telegram"
        left = budget.spend(who) if who and paced else BURST
        if left >= 0:
            await handle(context, update)
        elif update.callback_query is not None or (update.message is not None and chat_id > 0):
            press = update.callback_query.id if update.callback_query else ""
            excess = Excess(chat_id, language, press, first=left >= -1)
            await once(context, update.update_id, partial(drop, excess=excess))
        took = round((time.perf_counter() - begun) * 1000)
        kind = ", ".join(sorted(update.model_fields_set - {"update_id"}))
        log.info("update", update=update.update_id, kind=kind, ms=took, dropped=left < 0)

    return wrapped


def _who(update: Update) -> tuple[int, int, Language]:
    """Sender, chat and language; zeros where nobody stands behind it. Of what the platform tells itself: nobody."""
    query, message = update.callback_query, update.message
    user = query.from_user if query is not None else message.from_user if message is not None else None
    if user is None:
        return 0, 0, language_of(None)
    chat = query.message.chat if query is not None and query.message is not None else None
    chat_id = message.chat.id if message is not None else chat.id if chat is not None else user.id
    return user.id, chat_id, language_of(user.language_code)
