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
from typing import Any

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


def _opener(*, straight: bool) -> urllib.request.OpenerDirector:
    """Return what asks; it follows nowhere, for another place is not the Bot API and would be handed the token."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler({} if straight else None),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def ask_bot(settings: Settings, method: str, payload: Mapping[str, Any] | None = None, *, token: str = "") -> BotAnswer:
    """Call a method; an answer whatever happens. `token`: one that is not set yet."""
    known = token or (settings.bot_token.get_secret_value() if settings.bot_token is not None else "")
    opener = _opener(straight=settings.loopback)
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
