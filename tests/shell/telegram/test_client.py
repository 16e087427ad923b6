"""The line to the Bot API: where it does not go, and what it does not believe."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from aiohttp import web

from bot.telegram import client as client_module
from bot.telegram.client import LONGEST_TOLD, ApiReplyLost, ApiUnreachable, BotApi


async def answered(handler: Callable[[web.Request], object], seen: list[str]) -> BaseException | None:
    """What a call raises on a server that answers so; `seen` gets the paths that were asked for."""

    async def serve(request: web.Request) -> web.StreamResponse:
        seen.append(request.path)
        found = handler(request)
        assert isinstance(found, web.StreamResponse)
        return found

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    await web.TCPSite(runner, "127.0.0.1", port).start()
    line = BotApi("1:test", f"http://127.0.0.1:{port}")
    try:
        await line.call("sendMessage", {"chat_id": 5, "text": "a"})
    except ConnectionError as fault:
        return fault
    finally:
        await line.close()
        await runner.cleanup()
    return None


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed_for_it_would_hand_the_token_over(status: int) -> None:
    seen: list[str] = []
    fault = await answered(lambda _: web.Response(status=status, headers={"Location": "/elsewhere/bot1:test"}), seen)
    assert isinstance(fault, ApiUnreachable)
    assert seen == ["/bot1:test/sendMessage"]


NO_END = '{"ok": false, "error_code": 429, "parameters": {"retry_after": Infinity}}'


@pytest.mark.parametrize("body", ["[" * 50_000, "<html>", '{"ok": 1', "null", '{"ok": true, "parameters": []}', NO_END])
async def test_an_answer_that_cannot_be_read_is_no_answer(body: str) -> None:
    """OUT-13: brackets too deep to read end nothing."""
    fault = await answered(lambda _: web.Response(text=body), [])
    assert isinstance(fault, ApiReplyLost) or body.startswith('{"ok": true')


@pytest.mark.parametrize("body", ["<html>Bad Gateway</html>", "", "[" * 50_000, "null"])
def test_a_proxys_page_for_a_server_that_fails_is_its_failing(body: str) -> None:
    """OUT-01, OPS-01: as a lost reply it was given up after a second try, half a second later, and health was green."""
    assert client_module._answer(502, body.encode()) == client_module.ApiReply(502, ok=False)


@pytest.mark.parametrize("told", [10**9, 10**400, -5])
def test_a_wait_out_of_all_bounds_is_believed_for_a_day_at_most(told: int) -> None:
    """A server that names a year silenced the bot for a year, and a number too large for a clock ended it."""
    body = f'{{"ok": false, "error_code": 429, "parameters": {{"retry_after": {told}}}}}'.encode()
    assert client_module._answer(429, body).retry_after == (LONGEST_TOLD if told > 0 else 0)


def test_half_a_character_in_somebodys_name_makes_no_answer_unreadable() -> None:
    """TXT-02: the quicker reader refuses it, and with it everybody's updates of that poll."""
    body = rb'{"ok": true, "result": [{"first_name": "Eva \ud83d"}, {"first_name": "Ana"}]}'
    assert client_module._answer(200, body).result == [{"first_name": "Eva \ud83d"}, {"first_name": "Ana"}]
