"""Updates brought by the platform instead of polled: the same order, the same promise.

One request is one update. It is answered with 200 only after its commit, so that an update that was not filed comes
again. TLS ends at a proxy before us; the secret that we gave the platform proves that a request is its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import time
from collections import OrderedDict
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.config.settings import SettingsError
from bot.telegram.client import ApiReplyLost, ApiUnreachable, BotApi, TokenRevoked
from bot.telegram.updates import ALLOWED_UPDATES, Raw, UpdateHandler, lane

log = structlog.get_logger("webhook")

#: Where to listen when nothing else is set.
LISTEN = "127.0.0.1:8443"
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LARGEST = 2**20
#: After so many quiet seconds what waited on the server has been brought.
_QUIET = 2.0
#: Persons whose lane is remembered; more than ever write in the same second.
_LANES = 4096


class Webhook:
    """The listening server; stands in the place of `Poller`."""

    def __init__(self, line: BotApi, handler: UpdateHandler, *, url: str, secret: str, listen: str) -> None:
        self._line = line
        self._handler = handler
        self._url, self._secret, self._listen = url, secret, listen
        self._stop = asyncio.Event()
        self._lanes: OrderedDict[object, asyncio.Lock] = OrderedDict()
        self.drained = asyncio.Event()
        #: When the last update was brought.
        self.last_poll = time.monotonic()

    def stop(self) -> None:
        """Take nothing more; what is in hand is finished."""
        self._stop.set()

    async def run(self) -> None:
        """Listen until `stop`; TokenRevoked where the server does not know the bot."""
        host, _, port = self._listen.rpartition(":")
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_post(urlsplit(self._url).path or "/", self._receive)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
        await runner.setup()
        try:
            await web.TCPSite(runner, host.strip("[]"), int(port)).start()
            await self._announce()
            while not self._stop.is_set():
                if time.monotonic() - self.last_poll > _QUIET:
                    self.drained.set()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), _QUIET / 2)
        finally:
            await runner.cleanup()

    async def take(self, raw: Raw) -> bool:
        """One update, after the earlier ones of the same person."""
        who = lane(raw)
        self._handler.arrived(raw)
        async with self._lanes.setdefault(who, asyncio.Lock()):
            self._lanes.move_to_end(who)
            self._forget_idle_lanes()
            return await self._handler.take(raw)

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            log.error("SECURITY: a request without the right secret was refused")
            return web.Response(status=403)
        try:
            raw = json.loads(await request.read())
            is_update = isinstance(raw, dict) and isinstance(raw.get("update_id"), int)
        except (ValueError, UnicodeError):
            is_update = False
        if not is_update:
            log.warning("a request that is no update was dropped")
            return web.Response()
        self.last_poll = time.monotonic()
        if self._stop.is_set() or not await self.take(raw):
            return web.Response(status=503)
        return web.Response()

    async def _announce(self) -> None:
        """Tell the platform where to bring updates; again and again until it answers."""
        payload = {
            "url": self._url,
            "secret_token": self._secret,
            "allowed_updates": ALLOWED_UPDATES,
            "max_connections": 40,
        }
        rest = 1.0
        while not self._stop.is_set():
            try:
                answer = await self._line.call("setWebhook", payload)
            except (ApiUnreachable, ApiReplyLost):
                log.warning("the Bot API does not answer yet")
                await asyncio.sleep(rest)
                rest = min(60.0, rest * 2)
                continue
            if answer.status in (401, 404) and not answer.ok:
                raise TokenRevoked
            if not answer.ok:
                raise SettingsError(["TAMIZ_WEBHOOK_URL: the Bot API refuses this address. It must be https."])
            return

    def _forget_idle_lanes(self) -> None:
        while len(self._lanes) > _LANES:
            oldest, lock = next(iter(self._lanes.items()))
            if lock.locked():
                return
            del self._lanes[oldest]
