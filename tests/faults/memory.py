"""A Bot API server with a memory: everything that arrived and happened, faults by plan, strict limits, expiry.

It is the demonstration's server, looked at from outside. Its clock can be put forward: what waits too long is gone, a
press after 150 seconds and everything after a day, as on the platform.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.config.clock import system_clock
from bot.demo.emulator import Emulator
from bot.demo.wire import read_call
from tests.faults.history import Confirmed, Dropped, Event, Made, Outcome, Sent, Windows

#: Seconds that a press waits for a bot that is away, and any other update.
_PRESS_LIVES, _UPDATE_LIVES = 150.0, 86_400.0


@dataclass(frozen=True, slots=True)
class Arriving:
    """A call as the plan sees it: the how-maniest of all, and of its kind in its chat."""

    number: int
    method: str
    chat: int


#: What is to become of a call beside the ordinary; None: the ordinary.
Plan = Callable[[Arriving], Outcome | None]


class Remembering(Emulator):
    """The server; `history` grows while it runs."""

    def __init__(self, token: str, plan: Plan = lambda call: None, *, strict: bool = False) -> None:
        self.ahead = timedelta()
        super().__init__(token, clock=lambda: system_clock() + self.ahead)
        self.plan = plan
        self.strict = strict
        self.history: list[Event] = []
        #: How much the program has noted of its writes, where it does.
        self.noted: Callable[[], int] = lambda: 0
        self._windows = Windows()
        self._number = 0
        self._put_at: dict[int, float] = {}
        put = self.world.inbox.put

        def remembered(kind: str, body: dict[str, Any]) -> int:
            number = put(kind, body)
            self._put_at[number] = self._now()
            chat = body.get("chat") or body.get("message", {}).get("chat") or {}
            self.history.append(Sent(time.monotonic(), number, int(chat.get("id", 0))))
            return number

        self.world.inbox.put = remembered  # type: ignore[method-assign]  # the memory of what people did

    def made(self) -> list[Made]:
        """Return the calls that arrived."""
        return [event for event in self.history if isinstance(event, Made)]

    def _now(self) -> float:
        return system_clock().timestamp() + self.ahead.total_seconds()

    def _expire(self) -> None:
        inbox, now = self.world.inbox, self._now()
        for update in list(inbox._waiting):
            lives = _PRESS_LIVES if "callback_query" in update else _UPDATE_LIVES
            if now - self._put_at.get(update["update_id"], now) > lives:
                inbox._waiting.remove(update)
                self.history.append(Dropped(time.monotonic(), update["update_id"]))

    async def _serve(self, request: web.Request) -> web.Response:
        call = await read_call(request)
        if call.method == "getUpdates":
            self._expire()
            if (offset := call.number("offset")) > 0:
                self.history.append(Confirmed(time.monotonic(), offset, self.noted()))
            return await super()._serve(request)
        chat = int(str(call.fields.get("chat_id") or 0))
        self._number += 1
        wanted = self.plan(Arriving(self._number, call.method, chat))
        if self._windows.are_over(time.monotonic(), call.method, chat) and self.strict:
            wanted = Outcome.OVER_LIMIT
        if wanted in (Outcome.TOLD_TO_WAIT, Outcome.OVER_LIMIT, Outcome.FAILED):
            self._remember(call.fields, call.method, chat, wanted, 0)
            return _refusal(500 if wanted is Outcome.FAILED else 429)
        answer = await super()._serve(request)
        told = json.loads(answer.text or "{}")
        result = told.get("result")
        message = int(result["message_id"]) if isinstance(result, dict) and "message_id" in result else 0
        outcome = (wanted or Outcome.ACCEPTED) if told.get("ok") else Outcome.REFUSED
        self._remember(call.fields, call.method, chat, outcome, message)
        if outcome is Outcome.LOST and request.transport is not None:
            request.transport.abort()  # done, and nobody will hear of it
        return _refusal(500) if outcome is Outcome.DONE_BUT_FAILED else answer

    def _remember(self, fields: dict[str, object], method: str, chat: int, outcome: Outcome, message: int) -> None:
        markup: Any = fields.get("reply_markup") or {}
        rows = (json.loads(markup) if isinstance(markup, str) else markup).get("inline_keyboard", [])
        data = [button["callback_data"] for row in rows for button in row if "callback_data" in button]
        prompt = data[0].rsplit(".", 1)[0] if data else ""
        text = str(fields.get("text", ""))
        self.history.append(Made(time.monotonic(), method, chat, outcome, message, text, prompt))


def _refusal(code: int) -> web.Response:
    told: dict[str, Any] = {"ok": False, "error_code": code, "description": "planned"}
    if code == 429:
        told["parameters"] = {"retry_after": 1}
    return web.json_response(told, status=code)


def each(every: int, outcome: Outcome, offset: int = 0) -> Plan:
    """Return a plan by which every so-maniest call has this outcome."""
    return lambda call: outcome if call.number % every == offset else None


def either(*plans: Plan) -> Plan:
    """Return the first of these plans that wants something."""
    return lambda call: next((wanted for plan in plans if (wanted := plan(call)) is not None), None)
