"""Updates brought by the platform instead of polled: the same order, the same promise.

One request is one update. It is answered with 200 only after its commit, so that an update that was not filed comes
again. To a press that answer carries the call that stops its turning: where it is lost, the update comes again too, and
that call is made. TLS ends at a proxy before us; the secret that we gave the platform proves that a request is its own.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.log import Seldom
from bot.telegram.client import ApiReply, ApiReplyLost, ApiUnreachable, BotApi, TokenRevoked
from bot.telegram.doorkeeper import Doorkeeper
from bot.telegram.updates import ALLOWED_UPDATES, Raw, UpdateHandler, lane
from dialogs.errors import SetUpError

log = structlog.get_logger("webhook")

#: Where to listen when nothing else is set.
LISTEN = "127.0.0.1:8443"
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LARGEST = 2**20
#: After so many seconds what waited on the server has been brought, or what was can be answered.
QUIET_SECONDS = 2.0
#: Seconds between two looks at where the platform brings updates.
LOOK_SECONDS = 30.0
#: Longest rest between two tries to say where updates are to be brought.
_LONGEST_REST = 60.0
#: Persons whose lane is remembered; more than ever write in the same second.
_LANES = 4096


class Webhook:
    """The listening server; stands in the place of `Poller`."""

    def __init__(self, api: BotApi, handler: UpdateHandler, *, url: str, secret: str, listen: str) -> None:
        self._api = api
        self._handler = handler
        self._url, self._secret, self._listen = url, secret, listen
        self._stop = asyncio.Event()
        self._door: Doorkeeper | None = None
        self._refusals = Seldom()
        self._lanes: OrderedDict[object, asyncio.Lock] = OrderedDict()
        self.drained = asyncio.Event()
        #: When the platform last brought something, or said that it brings it here; on the monotonic clock.
        self.heard = time.monotonic()
        #: Does the platform bring updates to somebody else, as it last said?
        self.has_rival = False

    @property
    def is_idle(self) -> bool:
        """Has what the platform kept for us been brought, as far as anybody can tell?"""
        return self.drained.is_set()

    def stop(self) -> None:
        """Take nothing more; what is in hand is finished."""
        self._stop.set()

    async def run(self) -> None:
        """Listen until `stop`; TokenRevoked where the server does not know the bot."""
        host, _, port = self._listen.rpartition(":")
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_post(urlsplit(self._url).path or "/", self._receive)
        # What the library says of broken requests would be a line for each of them, at anybody's will.
        runner = web.AppRunner(app, access_log=None, logger=_silent(), shutdown_timeout=5)
        await runner.setup()
        self._door = Doorkeeper(_connections(runner))
        try:
            server = await asyncio.get_running_loop().create_server(self._door, host.strip("[]") or None, int(port))
        except OSError:
            await runner.cleanup()
            told = "TAMIZ_WEBHOOK_LISTEN: cannot listen there. Stop what holds the port, or name another."
            raise SetUpError([told]) from None
        await self._handler.ready()  # what waits on the platform is brought once it can be read
        duties = [asyncio.create_task(self._keep_announced()), asyncio.create_task(self._settle())]
        stopped = asyncio.create_task(self._stop.wait())
        try:
            done, _ = await asyncio.wait([duties[0], stopped], return_when=asyncio.FIRST_COMPLETED)
            for duty in done - {stopped}:
                duty.result()
        finally:
            for task in (*duties, stopped):
                task.cancel()
            server.close()
            await runner.cleanup()
            await self._handler.rest()

    async def _settle(self) -> None:
        """Say after a moment that what waited is here, whether or not more keeps coming: people wait for answers."""
        await asyncio.sleep(QUIET_SECONDS)
        self.drained.set()

    async def take(self, raw: Raw, carry: Callable[[str], None] | None = None) -> bool:
        """One update, after the earlier ones of the same person; `carry` takes a press along that is to be answered."""
        who = lane(raw)
        self._handler.arrived(raw)
        async with self._lanes.setdefault(who, asyncio.Lock()):
            self._lanes.move_to_end(who)
            self._forget_idle_lanes()
            return await self._handler.take(raw, carry)

    async def _receive(self, request: web.Request) -> web.Response:
        """Answer one request, and close its connection: the proxy before us keeps its own open."""
        presses: list[str] = []
        response = web.Response(status=await self._status(request, presses.append))
        if presses:  # the platform makes the call that stands in the answer: one less for us
            response = web.json_response({"method": "answerCallbackQuery", "callback_query_id": presses[0]})
        response.force_close()
        return response

    async def _status(self, request: web.Request, carry: Callable[[str], None]) -> int:
        given = request.headers.get(_SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret.encode()):
            if self._refusals.due():
                also = self._refusals.held_back
                log.error("SECURITY: a request without the right secret was refused", also=also)
            return 401
        self.heard = time.monotonic()
        body = await request.read()
        if self._door is not None:
            self._door.passed(request.transport)
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            log.warning("a request that cannot be read was refused")
            return 400
        if not isinstance(raw, dict) or type(raw.get("update_id")) is not int:
            log.warning("a request that is no update was dropped")
            return 200
        return 200 if not self._stop.is_set() and await self.take(raw, carry) else 503

    async def _keep_announced(self) -> None:
        """Tell the platform where to bring updates, and notice when somebody tells it another place (IN-14, SEC-02)."""
        await self._announce()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self._look_for_another()

    async def _look_for_another(self) -> None:
        try:
            told = await self._api.call("getWebhookInfo", {})
        except (ApiUnreachable, ApiReplyLost):
            return
        if not told.ok:
            return
        self.has_rival = not (isinstance(told.result, dict) and told.result.get("url") == self._url)
        if not self.has_rival:
            self.heard = time.monotonic()
        else:
            log.error("SECURITY: ALARM: another webhook is set for this bot; not receiving. Make a new token")

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
                answer = await self._api.call("setWebhook", payload)
            except (ApiUnreachable, ApiReplyLost):
                answer = ApiReply(0, ok=False)
            if not answer.ok and (answer.status in (0, 429) or answer.status >= 500):
                log.warning("the Bot API does not answer yet", status=answer.status)
                await asyncio.sleep(max(rest, min(_LONGEST_REST, answer.retry_after)))  # a stop cancels us
                rest = min(_LONGEST_REST, rest * 2)
                continue
            if answer.status in (401, 404) and not answer.ok:
                raise TokenRevoked
            if not answer.ok:
                raise SetUpError(["TAMIZ_WEBHOOK_URL: the Bot API refuses this address. It must be https."])
            return

    def _forget_idle_lanes(self) -> None:
        while len(self._lanes) > _LANES:
            oldest, lock = next(iter(self._lanes.items()))
            if lock.locked():
                return
            del self._lanes[oldest]


class _Connection(web.RequestHandler):
    """A connection; what cannot even be read as a request has shown no secret either (WEB-02)."""

    __slots__ = ()

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Return what is answered to a request that failed: nothing of it, where it was not understood."""
        if status != 400:
            return super().handle_error(request, status, exc, message)
        return super().handle_error(request, 401, exc, "")


def _connections(runner: web.AppRunner) -> Callable[[], asyncio.Protocol]:
    """Return what makes a connection to this server."""
    assert runner.server is not None
    loop = asyncio.get_running_loop()
    return partial(_Connection, runner.server, loop=loop, access_log=_silent(), logger=_silent(), lingering_time=0)


def _silent() -> logging.Logger:
    found = logging.getLogger("webhook.requests")
    found.disabled = True
    return found
