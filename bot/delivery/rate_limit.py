"""How fast messages may go out (TG-09, OUT-04): even, not only on average."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from bot.store.outbox_queue import DueCall

#: Seconds between two calls of all chats together: 25 a second.
_ANY = 0.04
#: Seconds between two new messages of one chat.
_CHAT = 1.25
#: Calls of one group in `_WINDOW` seconds.
_GROUP = 18
_WINDOW = 60.0


class RateLimit:
    """Remembers what went out lately and says who has to rest. Safety texts and button answers never rest."""

    def __init__(self, *, on: bool, timer: Callable[[], float]) -> None:
        self._on = on
        self._timer = timer
        self._next = 0.0
        self._sent: dict[bytes, float] = {}
        self._groups: dict[bytes, deque[float]] = {}

    def resting(self) -> tuple[set[bytes], set[bytes]]:
        """Chats that may get no new message at this moment, and groups that may get no call at all."""
        now = self._timer()
        self._sent = {chat: at for chat, at in self._sent.items() if now - at < _CHAT}
        full = {chat for chat, times in self._groups.items() if len(times) == _GROUP and now - times[0] < _WINDOW}
        return set(self._sent), full

    def wait(self) -> float:
        """Seconds until the next call of any chat may go out."""
        return max(0.0, self._next - self._timer()) if self._on else 0.0

    def wait_of_chats(self) -> float | None:
        """Seconds until the first resting chat may go on; None where none rests."""
        now = self._timer()
        times = [at + _CHAT - now for at in self._sent.values()]
        times += [seen[0] + _WINDOW - now for seen in self._groups.values() if len(seen) == _GROUP]
        later = [seconds for seconds in times if seconds > 0]
        return min(later) if later else None

    def went(self, parcel: DueCall, *, is_new: bool) -> None:
        """Count a call that goes out now; `is_new`: a new message, not a change of an old one."""
        if not self._on or parcel.method == "answerCallbackQuery":
            return
        now = self._timer()
        self._next = max(self._next, now) + _ANY
        if is_new:
            self._sent[parcel.chat_digest] = now
        if parcel.to_group:
            self._groups.setdefault(parcel.chat_digest, deque(maxlen=_GROUP)).append(now)
