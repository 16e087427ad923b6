"""The updates that wait for the bot, and the long poll that fetches them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress

from bot.demo.wire import Json, Refusal

#: Telegram sends these only when they are asked for by name.
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_UPDATE = 100_000
TWO_POLLERS = "terminated by other getUpdates request; make sure that only one bot instance is running"


class Inbox:
    """Updates in order, each kept until a later poll confirms it by its offset."""

    def __init__(self) -> None:
        self.allowed: frozenset[str] | None = None
        #: True once a bot has asked for updates.
        self.polled = False
        self._waiting: list[Json] = []
        self._next = FIRST_UPDATE
        self._bell: asyncio.Event | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def allow(self, kinds: Iterable[str]) -> None:
        """Keep only these kinds from now on; none named means Telegram's own choice."""
        self.allowed = frozenset(kinds) or None

    def put(self, kind: str, body: Json) -> int:
        """File one update; its number, also when the bot did not ask for this kind."""
        number = self._next
        self._next += 1
        wanted = kind not in ONLY_ON_REQUEST if self.allowed is None else kind in self.allowed
        if wanted:
            self._waiting.append({"update_id": number, kind: body})
            self.ring()
        return number

    def ring(self) -> None:
        """Wake the poll that waits, if there is one."""
        if self._bell is not None:
            self._bell.set()

    def drop(self) -> None:
        """Forget every update that waits."""
        self._waiting.clear()

    async def take(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm what is older than the offset and return what waits, at the latest after so many seconds."""
        self.polled = True
        self._confirm(offset)
        self.ring()
        bell = self._bell = asyncio.Event()
        if not self._waiting and seconds > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), seconds)
        if self._bell is not bell:
            raise Refusal(TWO_POLLERS, 409)
        self._bell = None
        return self._waiting[:limit]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._waiting = self._waiting[offset:]
        elif offset > 0:
            self._waiting = [update for update in self._waiting if update["update_id"] >= offset]
