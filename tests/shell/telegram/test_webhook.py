"""Updates that are brought: proved by the secret, answered after their commit, in order for each person."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram.types import Update

from bot.telegram.updates import Raw, UpdateHandler
from bot.telegram.webhook import Webhook
from tests.shell.lines import Scripted
from tests.waiting import ended, until

SECRET = "a-secret-of-letters"


def said(number: int, who: int = 7) -> dict[str, Any]:
    person = {"id": who, "is_bot": False, "first_name": "P"}
    message = {"message_id": number, "date": 1, "chat": {"id": who, "type": "private"}, "from": person, "text": "a"}
    return {"update_id": number, "message": message}


class Listening:
    """A webhook with a desk that remembers."""

    def __init__(self) -> None:
        self.handled: list[int] = []
        self.broken = False
        #: The first update is not done before this is set.
        self.gate = asyncio.Event()
        self.gate.set()
        self.begun: list[int] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.line = Scripted()
        self.webhook = Webhook(
            self.line,
            UpdateHandler(self.line, self.dispatch, self.set_aside),
            url="https://example.invalid/hook",
            secret=SECRET,
            listen=f"127.0.0.1:{self.port}",
        )

    async def dispatch(self, update: Update) -> None:
        self.begun.append(update.update_id)
        if update.update_id == 1:
            await self.gate.wait()
        if self.broken:
            raise OSError
        self.handled.append(update.update_id)

    async def set_aside(self, raw: Raw, fault: str) -> None:
        raise OSError

    async def bring(self, content: Any, secret: str = SECRET) -> int:
        """One request of the platform; its status."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        async with aiohttp.ClientSession() as session:
            address = f"http://127.0.0.1:{self.port}/hook"
            async with session.post(address, json=content, headers=headers) as response:
                return response.status


@pytest.fixture
async def listening() -> AsyncIterator[Listening]:
    found = Listening()
    task = asyncio.create_task(found.webhook.run())
    await until(lambda: found.line.calls)
    yield found
    found.webhook.stop()
    await ended(task)


async def test_it_says_where_to_bring_updates_and_what_kinds(listening: Listening) -> None:
    """TG-22."""
    method, payload = listening.line.calls[0]
    assert method == "setWebhook"
    assert payload["secret_token"] == SECRET
    assert "callback_query" in payload["allowed_updates"]


async def test_an_update_is_handled_before_it_is_answered(listening: Listening) -> None:
    assert await listening.bring(said(1)) == 200
    assert listening.handled == [1]


async def test_a_request_without_the_secret_is_refused(listening: Listening) -> None:
    """[TG-19]"""
    assert await listening.bring(said(1), secret="another") == 403
    assert await listening.bring(said(1), secret="") == 403
    assert listening.handled == []


async def test_updates_of_one_person_keep_their_order(listening: Listening) -> None:
    listening.gate.clear()
    first = asyncio.create_task(listening.bring(said(1)))
    await until(lambda: listening.begun)
    second = asyncio.create_task(listening.bring(said(2)))
    assert await listening.bring(said(3, who=8)) == 200
    await until(lambda: any(lock.locked() and lock._waiters for lock in listening.webhook._lanes.values()))
    assert listening.handled == [3], "another person does not wait"
    listening.gate.set()
    await asyncio.gather(first, second)
    assert listening.handled == [3, 1, 2]


async def test_an_update_that_could_not_be_filed_is_to_be_brought_again(listening: Listening) -> None:
    listening.broken = True
    assert await listening.bring(said(3)) == 503
    listening.broken = False
    assert await listening.bring(said(3)) == 200


@pytest.mark.parametrize("content", [[], {"update_id": "x"}, "text"])
async def test_what_is_no_update_is_dropped(listening: Listening, content: Any) -> None:
    assert await listening.bring(content) == 200
    assert listening.handled == []
