"""One line to the Bot API: raw calls in, raw answers out.

Updates and answers stay plain dictionaries: building aiogram's models for answers and forms costs as much as
everything else an update needs (0.8 of the processor time without `Response[X]` being rebuilt at each call). Calls go
over a wire of our own (`wire.py`); what has a file in it, or a proxy before it, goes the library's way. Errors of the
network say only their kind, because their own texts hold the address and with it the token.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import certifi
from aiohttp import ClientConnectorError, ClientError, ClientHttpProxyError, ClientTimeout, FormData
from pydantic_core import from_json, to_json

from bot.render.picture import png_of
from bot.telegram.proxy import proxy_for
from bot.telegram.rate_limit import RateLimit
from bot.telegram.wire import NotReached, Unreadable, Wire

if TYPE_CHECKING:
    from aiogram.client.session.aiohttp import AiohttpSession

#: Seconds for a call that is no long poll.
CALL_SECONDS = 20.0
#: Seconds for which a server may tell us to wait: a number out of all bounds must not silence the bot for years.
LONGEST_TOLD = 86_400


class ApiUnreachable(ConnectionError):
    """The server could not be reached: the call certainly did nothing."""


class ApiReplyLost(ConnectionError):
    """The call went out and no readable answer came back: it may have been done."""


class TokenRevoked(RuntimeError):
    """The server does not know the bot's token."""


@dataclass(frozen=True, slots=True)
class ApiReply:
    """What the server answered."""

    status: int
    ok: bool
    result: Any = None
    description: str = ""
    retry_after: int = 0
    migrate_to: int = 0

    @property
    def message_id(self) -> int | None:
        """The message that was sent or edited, where the answer tells."""
        found = self.result.get("message_id") if isinstance(self.result, dict) else None
        return found if isinstance(found, int) else None


class BotApi:
    """The bot's one session."""

    def __init__(self, token: str, base: str, pace: RateLimit | None = None) -> None:
        #: What every call waits for.
        self.pace = pace or RateLimit()
        self._base = base.rstrip("/")
        self._through = proxy_for(base)
        self._token = token
        self._wire = Wire(base, _trusted()) if self._through is None else None
        self._library: AiohttpSession | None = None

    async def close(self) -> None:
        """Let every connection go."""
        if self._wire is not None:
            self._wire.close()
        if self._library is not None:
            await self._library.close()

    async def call(self, method: str, payload: Mapping[str, Any], *, seconds: float = CALL_SECONDS) -> ApiReply:
        """Call a method when it is its turn; ApiUnreachable or ApiReplyLost where no answer came."""
        await self.pace.turn(method, payload)
        return await self._exchange(method, payload, seconds)

    async def _exchange(self, method: str, payload: Mapping[str, Any], seconds: float) -> ApiReply:
        if self._wire is None or "document" in payload or "photo" in payload:
            return await self._by_library(method, payload, seconds)
        try:
            status, body = await self._wire.post(f"/bot{self._token}/{method}", to_json(dict(payload)), seconds)
        except NotReached as fault:
            raise ApiUnreachable(str(fault)) from None
        except OSError as fault:
            raise ApiReplyLost(str(fault) if isinstance(fault, Unreadable) else type(fault).__name__) from None
        if 300 <= status < 400:  # another place is not the Bot API: following would hand the token over
            raise ApiUnreachable("Redirected")
        return _answer(status, body)

    async def _by_library(self, method: str, payload: Mapping[str, Any], seconds: float) -> ApiReply:
        if self._library is None:
            from aiogram.client.session.aiohttp import AiohttpSession  # no poll needs it: it is loaded behind the first

            self._library = AiohttpSession()
        session = await self._library.create_session()
        url = f"{self._base}/bot{self._token}/{method}"
        body: dict[str, Any] = {"json": dict(payload)}
        if "document" in payload or "photo" in payload:  # a picture is drawn beside the loop
            body = {"data": await asyncio.to_thread(_form, payload)}
        try:
            limit = ClientTimeout(total=seconds)
            # Another place is not the Bot API: following would hand the token over.
            async with session.post(url, timeout=limit, allow_redirects=False, proxy=self._through, **body) as response:
                if 300 <= response.status < 400:
                    raise ApiUnreachable("Redirected")
                return _answer(response.status, await response.read())
        except ApiUnreachable:
            raise
        except (ClientConnectorError, ClientHttpProxyError) as fault:
            raise ApiUnreachable(type(fault).__name__) from None
        except (TimeoutError, ClientError, OSError) as fault:
            raise ApiReplyLost(type(fault).__name__) from None


def _read(body: bytes) -> Any:
    """Return what JSON says, by pydantic's reader: a third of the time. It refuses halves of characters, which people's
    names hold now and then; the library's own takes them, and everything else that is JSON."""
    try:
        return from_json(body)
    except ValueError:
        return json.loads(body)


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom a line trusts: as the library does, whichever way a call goes; read once, for it takes 5 ms."""
    return ssl.create_default_context(cafile=certifi.where())


def _answer(status: int, body: bytes) -> ApiReply:
    try:
        raw = _read(body)
        more = raw.get("parameters") or {}
        return ApiReply(
            status=int(raw.get("error_code") or status),
            ok=raw["ok"] is True,
            result=raw.get("result"),
            description=str(raw.get("description") or ""),
            retry_after=min(LONGEST_TOLD, max(0, int(more.get("retry_after") or 0))),
            migrate_to=int(more.get("migrate_to_chat_id") or 0),
        )
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError, OverflowError):
        if status >= 500:  # a proxy's own page for a server that fails: as if the server had said so itself
            return ApiReply(status, ok=False)
        # A page that says yes, a cut body, a number without end: nobody knows what was done.
        raise ApiReplyLost("UnreadableAnswer") from None


def _form(payload: Mapping[str, Any]) -> FormData:
    """Return the multipart body of a call with a file: {"filename": …} with `text`, `content` in bytes, or
    of a picture its `svg`."""
    form = FormData(quote_fields=False)
    for name, value in payload.items():
        if name == "document":
            content = value["content"] if "content" in value else str(value["text"]).encode()
            form.add_field(name, content, filename=value["filename"])
        elif name == "photo":
            form.add_field(name, png_of(value["svg"]), filename=value["filename"])
        else:
            form.add_field(name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    return form
