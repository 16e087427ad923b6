"""How fast calls may leave the program (TG-09, OUT-04): even, not only on average, and measured where they leave.

Every call of every kind waits for its turn here but the poll for updates. The courier asks beforehand who rests, so
that it starts nothing that would only wait; that is a courtesy, and what holds is the turn.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

#: Seconds between two calls of all chats together: 25 a second.
ANY = 0.04
#: Calls that leave in any second, also where the machine stood still and several turns come at once.
_SECOND = 25
#: Seconds between two new messages of one chat.
_CHAT = 1.25
#: A look at somebody's membership: it writes nothing, and somebody waits for it.
_LOOK = "getChatMember"
#: Calls of one group in `_WINDOW` seconds.
_GROUP = 18
_WINDOW = 60.0


class RateLimit:
    """Remembers what went out lately, and lets each call go when it may."""

    def __init__(
        self,
        *,
        on: bool = False,
        timer: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        #: Off: nobody waits, for a server on this machine.
        self.on = on
        self._timer = timer
        self._sleep = sleep
        self._next = 0.0
        #: When the last calls really left.
        self._left: deque[float] = deque(maxlen=_SECOND)
        self._sent: dict[int, float] = {}
        #: Chats whose next message has its turn and did not leave yet.
        self._going: set[int] = set()
        self._groups: dict[int, deque[float]] = {}

    async def turn(self, method: str, payload: Mapping[str, Any]) -> None:
        """Wait until this call may go out, and count it."""
        if not self.on or method == "getUpdates":
            return
        chat = payload.get("chat_id")
        chat = chat if isinstance(chat, int) else 0
        while (rest := self._rest_of(method, chat)) > 0:
            await self._sleep(rest)
        at = max(self._next, self._timer())
        self._next = at + ANY
        self._note(method, chat, at)
        writes = {chat} if chat and method.startswith("send") else set[int]()
        self._going |= writes
        try:
            if (rest := at - self._timer()) > 0:
                await self._sleep(rest)
            while len(self._left) == _SECOND and (rest := self._left[0] + 1.0 - self._timer()) > 0:
                await self._sleep(rest)
        finally:
            self._going -= writes
        self._left.append(self._timer())
        self._note(method, chat, self._left[-1], before=at)

    def _note(self, method: str, chat: int, at: float, before: float | None = None) -> None:
        """Count a call of this chat at its turn, and anew when it really leaves: windows are of what left."""
        if chat and method.startswith("send"):
            self._sent[chat] = at
        if chat < 0 and method != _LOOK:
            times = self._groups.setdefault(chat, deque(maxlen=_GROUP))
            if before is not None and before in times:
                times.remove(before)
            times.append(at)

    def _rest_of(self, method: str, chat: int) -> float:
        """Return the seconds until this chat may get this call."""
        now, until = self._timer(), 0.0
        if method.startswith("send") and chat in self._sent:
            until = now + ANY if chat in self._going else self._sent[chat] + _CHAT
        times = None if method == _LOOK else self._groups.get(chat)
        if times is not None and len(times) == _GROUP:
            until = max(until, times[0] + _WINDOW)
        return until - now

    def resting(self) -> tuple[set[int], set[int]]:
        """Return the chats that may get no new message now, and the groups that may get no call at all."""
        now = self._timer()
        self._sent = {chat: at for chat, at in self._sent.items() if now - at < _CHAT}
        full = {chat for chat, times in self._groups.items() if len(times) == _GROUP and now - times[0] < _WINDOW}
        return set(self._sent), full

    def wait(self) -> float:
        """Return the seconds until the next call of any chat may go out."""
        return max(0.0, self._next - self._timer()) if self.on else 0.0

    def wait_of_chats(self) -> float | None:
        """Return the seconds until the first resting chat may go on; None where none rests."""
        now = self._timer()
        times = [at + _CHAT - now for at in self._sent.values()]
        times += [seen[0] + _WINDOW - now for seen in self._groups.values() if len(seen) == _GROUP]
        later = [seconds for seconds in times if seconds > 0]
        return min(later) if later else None
