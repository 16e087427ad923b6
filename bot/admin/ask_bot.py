"""One question to the Bot API from the command line, without the bot's own machinery.

Errors of the network quote the address, and with it the token: nothing of their text leaves this module.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPMessage
from typing import IO, Any

from bot.config.settings import Settings

#: Seconds that the server has for an answer, beside what a long poll waits.
_PATIENCE = 8.0
#: The most of an answer that is read.
_LARGEST = 2**22


@dataclass(frozen=True, slots=True)
class BotAnswer:
    """What the server said; `status` 0 where it could not be reached or answered something that is no answer."""

    ok: bool
    status: int
    result: Any = None
    #: The server's own time, where it says one.
    at: datetime | None = None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Another place is not the Bot API: following would hand the token over."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow nowhere."""


def ask_bot(settings: Settings, method: str, payload: Mapping[str, Any] | None = None, *, token: str = "") -> BotAnswer:
    """Call a method; an answer whatever happens. `token`: one that is not set yet."""
    known = token or (settings.bot_token.get_secret_value() if settings.bot_token is not None else "")
    straight = [urllib.request.ProxyHandler({})] if settings.loopback else []
    opener = urllib.request.build_opener(_NoRedirect(), *straight)
    body = dict(payload or {})
    patience = _PATIENCE + float(body.get("timeout", 0))
    try:
        request = urllib.request.Request(
            f"{settings.api_base}/bot{known}/{method}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with opener.open(request, timeout=patience) as reply:
                return _read(reply.read(_LARGEST), reply.status, reply.headers)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return _read(refusal.read(_LARGEST), refusal.code, refusal.headers)
    except Exception:  # noqa: BLE001  # whatever it is: the text of these errors quotes the address, and with it the token
        return BotAnswer(ok=False, status=0)


def _read(body: bytes, status: int, headers: Message) -> BotAnswer:
    said = json.loads(body)
    at = headers.get("Date")
    return BotAnswer(said["ok"] is True, status, said.get("result"), parsedate_to_datetime(at) if at else None)
