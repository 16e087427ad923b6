"""The platform that brings updates, and the proxy before several replicas: any of them may get any update.

An update is brought until somebody answers 200, to another replica each time, and now and then to two at once. Of one
person the next one comes only after the one before, as the platform does it.
"""

from __future__ import annotations

import asyncio
import random
import socket
from contextlib import suppress
from typing import Any

import aiohttp

from bot.demo.emulator import Emulator

SECRET = "a-secret-of-letters"
_HEADER = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
#: Every so-maniest update is brought to two replicas at the same time.
_BOTH = 4


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def webhook_settings(port: int) -> dict[str, str]:
    """What a replica needs to be brought updates at this port."""
    return {
        "TAMIZ_WEBHOOK_URL": "https://example.invalid/hook",
        "TAMIZ_WEBHOOK_SECRET": SECRET,
        "TAMIZ_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
    }


class Bringer:
    """Brings what people do to the replicas at these ports, while it runs."""

    def __init__(self, emulator: Emulator, ports: list[int], *, always_both: bool = False) -> None:
        self._emulator = emulator
        self._ports = ports
        self._both = 1 if always_both else _BOTH
        #: Numbers of the updates that somebody answered 200 to, and how many were brought to two replicas at once.
        self.confirmed: set[int] = set()
        self.doubled = 0
        self._in_hand: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Bring whatever waits, until it is cancelled."""
        async with aiohttp.ClientSession(headers=_HEADER) as session, asyncio.TaskGroup() as group:
            while True:
                for update in list(self._emulator.world.inbox._waiting):
                    who = _sender(update)
                    if who not in self._in_hand:
                        self._in_hand[who] = group.create_task(self._bring(session, who, update))
                await asyncio.sleep(0.02)

    async def _bring(self, session: aiohttp.ClientSession, who: int, update: dict[str, Any]) -> None:
        number, waiting = update["update_id"], self._emulator.world.inbox._waiting
        both = number % self._both == 0
        self.doubled += both
        while number not in self.confirmed:
            doors = random.sample(self._ports, 2 if both else 1)
            told = await asyncio.gather(*(_post(session, port, update) for port in doors))
            if 200 in told:
                self.confirmed.add(number)
            else:
                await asyncio.sleep(0.1)
        with suppress(ValueError):
            waiting.remove(update)
        del self._in_hand[who]


async def _post(session: aiohttp.ClientSession, port: int, update: dict[str, Any]) -> int:
    try:
        async with session.post(f"http://127.0.0.1:{port}/hook", json=update) as answer:
            return answer.status
    except (aiohttp.ClientError, OSError):
        return 0


def _sender(update: dict[str, Any]) -> int:
    body = next(value for name, value in update.items() if name != "update_id")
    return int(body["from"]["id"])
