"""The way out: through the proxy that the environment names, and never through one to this machine."""

from __future__ import annotations

import socket

import pytest
from aiohttp import web

from bot.telegram.client import ApiUnreachable, BotApi
from bot.telegram.proxy import proxy_for
from dialogs.errors import SetUpError

REAL = "https://api.example.org"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_without_a_variable_the_way_is_straight() -> None:
    assert proxy_for(REAL) is None


@pytest.mark.parametrize("named", ["http://proxy.example.org:3128", "proxy.example.org:3128"])
def test_the_proxy_of_the_environment_is_taken(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", named)
    assert proxy_for(REAL) == "http://proxy.example.org:3128"
    assert proxy_for("http://127.0.0.1:8081") is None
    monkeypatch.setenv("NO_PROXY", "api.example.org")
    assert proxy_for(REAL) is None


def test_a_proxy_of_another_kind_is_refused_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://user:secret@proxy.example.org:1080")
    with pytest.raises(SetUpError, match="HTTPS_PROXY") as told:
        proxy_for(REAL)
    assert "secret" not in str(told.value)


async def test_a_call_goes_through_it_and_one_that_it_refuses_was_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def refuse(request: web.Request) -> web.Response:
        asked.append(f"{request.method} {request.raw_path}")
        return web.Response(status=407)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = web.ServerRunner(web.Server(refuse))
    await server.setup()
    await web.TCPSite(server, "127.0.0.1", port).start()
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
    line = BotApi("1:test", REAL)
    try:
        with pytest.raises(ApiUnreachable):
            await line.call("getMe", {})
    finally:
        await line.close()
        await server.cleanup()
    assert asked == ["CONNECT api.example.org:443"]
