"""A line to the Bot API that a test writes the answers of, and a courier that a test can wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from bot.delivery.courier import Courier
from bot.telegram.client import ApiReply, BotApi
from tests.waiting import until

Reply = Callable[[str, Mapping[str, Any]], ApiReply | Exception]


def accepted(message_id: int = 1) -> ApiReply:
    """The answer to a message that was sent."""
    return ApiReply(200, ok=True, result={"message_id": message_id})


def refused(status: int, description: str, retry_after: int = 0, migrate_to: int = 0) -> ApiReply:
    """An answer that says no."""
    return ApiReply(status, ok=False, description=description, retry_after=retry_after, migrate_to=migrate_to)


class Scripted(BotApi):
    """Records every call and answers as told; without a script everything is accepted."""

    def __init__(self, reply: Reply | None = None) -> None:
        super().__init__("1:test", "http://127.0.0.1:1")
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self._reply = reply

    async def call(self, method: str, payload: Mapping[str, Any], *, seconds: float = 20.0) -> ApiReply:
        """The next answer of the script."""
        self.calls.append((method, dict(payload)))
        await asyncio.sleep(0)
        answer = self._reply(method, payload) if self._reply is not None else accepted(len(self.calls))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def texts(self) -> list[str]:
        """The texts that went out, in order."""
        return [payload["text"] for _method, payload in self.calls if "text" in payload]


class Watched(Courier):
    """A courier that counts how often it looked at the whole queue."""

    looks = 0

    async def _send_what_may_go(self) -> float | None:
        rest = await super()._send_what_may_go()
        self.looks += 1
        return rest

    async def looked(self) -> None:
        """Wait until it has looked again with nothing on its way: what it did not send by then, it holds back."""
        await until(lambda: not self._busy)
        before = self.looks

        def again() -> bool:
            self.wake()
            return self.looks >= before + 2 and not self._busy  # the first may have begun before we asked

        await until(again)
