"""The page for whoever has a link and its passcode, in a browser: doctors are not on Telegram.

One form, no script, nothing loaded from elsewhere, nothing that a browser or a proxy may keep. Looking at it opens
nothing and counts as no try, so that a chat that previews links does no harm. What is answered to a wrong passcode is
the same, and takes as long, whether there is such a link or not. No address and no path is ever logged.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import parse_qs

from aiohttp import web

from bot.config.addresses import listen_parts
from bot.desk import passcodes, shared_page
from bot.desk.context import DeskContext
from bot.render.web_page import STYLE, page_html
from bot.telegram.doorkeeper import Doorkeeper
from dialogs.errors import SetUpError

#: Bytes of a form; a passcode needs a few.
_LARGEST = 1024
#: Passcodes that one address may try in a minute, and all of them together; addresses that are remembered.
TRIES_A_MINUTE, ALL_A_MINUTE, _ADDRESSES = 10, 120, 4096
#: All of them, among the addresses.
_EVERYBODY = "*"
#: Passcodes that are looked at at once: each takes 19 MiB while it is.
_AT_ONCE = 2

_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SharedPages:
    """Serves the form and the page, until cancelled."""

    def __init__(self, context: DeskContext) -> None:
        self._context = context
        self._tries: OrderedDict[str, list[datetime]] = OrderedDict()
        self._hashing = asyncio.Semaphore(_AT_ONCE)
        self._door: Doorkeeper | None = None

    async def run(self) -> None:
        """Listen until cancelled, where the settings name a place; SetUpError where it is taken."""
        listen = self._context.settings.share_listen
        found = listen_parts(listen) if listen is not None else None
        if found is None:
            await asyncio.Event().wait()
            return
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_get("/v/{token}", self._form)
        app.router.add_post("/v/{token}", self._open)
        # What the library says of broken requests would be a line for each, with the path in it.
        quiet = logging.getLogger("shared.requests")
        quiet.disabled = True
        runner = web.AppRunner(app, access_log=None, logger=quiet, shutdown_timeout=1, lingering_time=0)
        await runner.setup()
        self._door = Doorkeeper(_protocols(runner))
        try:
            server = await asyncio.get_running_loop().create_server(self._door, *found)
        except OSError:
            await runner.cleanup()
            told = "TAMIZ_SHARE_LISTEN: cannot listen there. Stop what holds the port, or name another."
            raise SetUpError([told]) from None
        try:
            await asyncio.Event().wait()
        finally:
            server.close()
            await runner.cleanup()

    async def _form(self, _request: web.Request) -> web.Response:
        """Return the form, the same for every link."""
        return self._answer(200)

    async def _open(self, request: web.Request) -> web.Response:
        """Return the page for the right passcode."""
        if not (self._may_try(_address(request), TRIES_A_MINUTE) and self._may_try(_EVERYBODY, ALL_A_MINUTE)):
            return self._answer(429, shared_page.TOO_OFTEN)
        try:
            raw = (await request.read()).decode("ascii")
        except (UnicodeDecodeError, web.HTTPRequestEntityTooLarge):
            return self._answer(400, shared_page.WRONG)
        if self._door is not None:
            self._door.passed(request.transport)
        typed = parse_qs(raw, max_num_fields=4).get("passcode", [""])[0] if raw.count("&") < 4 else ""
        async with self._hashing:
            pages = await self._pages(request.match_info["token"], passcodes.said(typed))
        if pages is None:
            return self._answer(403, shared_page.WRONG)
        return _response(page_html(self._context.texts, pages), 200)

    async def _pages(self, token: str, passcode: str) -> shared_page.Pages | None:
        """Count the try first, so that no two at once are more than there are; then look at the passcode."""
        context, now = self._context, self._context.now()
        claimed = await context.store.write(partial(shared_page.claim, token=token, passcode=passcode, now=now))
        kept = await asyncio.to_thread(passcodes.nobodys) if claimed is None else claimed.passcode
        right = await asyncio.to_thread(passcodes.is_right, kept, passcode)
        if claimed is None:
            return None
        done = partial(
            shared_page.finish, context=context, link=claimed.link, pages=claimed.pages, right=right, now=now
        )
        return await context.store.write(done)

    def _may_try(self, address: str, most: int) -> bool:
        now = self._context.now()
        tries = [at for at in self._tries.pop(address, []) if now - at < timedelta(minutes=1)]
        self._tries[address] = tries
        while len(self._tries) > _ADDRESSES:
            self._tries.popitem(last=False)
        if len(tries) >= most:
            return False
        tries.append(now)
        return True

    def _answer(self, status: int, why: str = "") -> web.Response:
        return _response(page_html(self._context.texts, None, why), status)


def _address(request: web.Request) -> str:
    """Return whose try it is: the last address that the proxy before us named. It is counted, and never kept."""
    return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()[:64] or request.remote or ""


def _response(html: str, status: int) -> web.Response:
    response = web.Response(text=html, status=status, content_type="text/html", headers=HEADERS)
    response.force_close()
    return response


def _protocols(runner: web.AppRunner) -> Callable[[], asyncio.Protocol]:
    """Return what makes the library's protocol for a connection."""
    assert runner.server is not None
    return runner.server
