"""Every call that leaves the outbox × every fault of the Bot API: what is done, and what is planned for it (G3)."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from aiohttp import web

PATIENT_TEXT = "canary: what only one person may read"
NEW_GROUP = -100_777


class End(Enum):
    """How a call ends that met a fault once."""

    STANDS = auto()
    #: It stands, and somebody was told that it did not for a while.
    STANDS_AFTER_AN_ALARM = auto()
    #: The server said no, and nothing was left to do.
    NOTHING_TO_DO = auto()
    #: Whoever it was for cannot be written to; that is noted.
    UNREACHABLE = auto()
    #: The bot ends, and the call waits for another token.
    REVOKED = auto()


@dataclass(frozen=True, slots=True)
class Kind:
    """One way in which a call leaves the program."""

    name: str
    method: str
    payload: dict[str, Any]
    to_group: bool = False
    cover: str = ""

    @property
    def is_harmless(self) -> bool:
        """Does its failing change nothing for anybody?"""
        return self.method in ("answerCallbackQuery", "deleteMessage", "deleteMessages", "leaveChat")

    @property
    def is_edit(self) -> bool:
        """Does it change a message that is there?"""
        return self.method.startswith("edit")


_TEXT = {"text": PATIENT_TEXT, "parse_mode": "HTML"}
_FILE = {"filename": "page.txt", "text": PATIENT_TEXT}
_DRAWING = {"filename": "a.png", "svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'}
KINDS = (
    Kind("a question", "sendMessage", _TEXT),
    Kind("a page for a member", "sendMessage", {**_TEXT, "protect_content": True}, cover="LUP-7K3Q"),
    Kind("a line in the group", "sendMessage", {"text": "a line"}, to_group=True),
    Kind("a card in the group", "sendMessage", {"text": "a card", "message_thread_id": 7}, to_group=True, cover="…"),
    Kind("a lock", "editMessageText", {**_TEXT, "message_id": 7}),
    Kind("buttons that go", "editMessageReplyMarkup", {"message_id": 7}),
    Kind("an answer to a press", "answerCallbackQuery", {"callback_query_id": "1"}),
    Kind("a page that goes", "deleteMessage", {"message_id": 7}),
    Kind("pages that go", "deleteMessages", {"message_ids": [7, 8]}),
    Kind("a file", "sendDocument", {"document": _FILE}),
    Kind("a picture", "sendPhoto", {"photo": _DRAWING}),
    Kind("a chat that is left", "leaveChat", {}),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What the server does once instead of answering."""

    name: str
    status: int = 200
    body: bytes = b""
    #: It hangs up: before it did anything, after it did it, or in the middle of its answer.
    hangs_up: str = ""

    @property
    def is_unclear(self) -> bool:
        """Does nobody know afterwards whether the call was done?"""
        return bool(self.hangs_up) or self.status >= 500 or not self.body.startswith(b'{"ok": ')


def _says(status: int, description: str, **parameters: int) -> Fault:
    told = {"ok": False, "error_code": status, "description": description, "parameters": parameters}
    named = f"{status} {description.partition(': ')[2] or description}" + ("".join(f" {name}" for name in parameters))
    return Fault(named, status, json.dumps(told).encode())


_NEW_ID = {"migrate_to_chat_id": NEW_GROUP}
UNCLEAR = (
    Fault("hung up before", hangs_up="before"),
    Fault("hung up after", hangs_up="after"),
    Fault("hung up within", hangs_up="within"),
    Fault("an empty answer"),
    Fault("cut JSON", body=b'{"ok": true, "resu'),
    Fault("a page of a proxy", 502, b"<html>Bad Gateway</html>"),
    Fault("a page that says yes", 200, b"<html>Welcome</html>"),
    Fault("a list", body=b"[]"),
    Fault("no bytes of a text", body=b"\xff\xfe"),
    Fault("50 000 brackets", body=b"[" * 50_000),
    _says(500, "Internal Server Error"),
    _says(502, "Bad Gateway"),
    _says(503, "Service Unavailable"),
    _says(504, "Gateway Timeout"),
)
TOLD_TO_WAIT = (_says(429, "Too Many Requests", retry_after=30), _says(429, "Too Many Requests"))
ELSEWHERE = (Fault("307 to another place", 307, b'{"ok": true}'),)
REVOKED = (_says(401, "Unauthorized"),)
NOT_TO_BE_WRITTEN_TO = (
    _says(403, "Forbidden: bot was blocked by the user"),
    _says(403, "Forbidden: user is deactivated"),
    _says(403, "Forbidden: bot was kicked from the supergroup chat"),
    _says(400, "Bad Request: chat not found"),
    _says(400, "Bad Request: PEER_ID_INVALID"),
    _says(400, "Bad Request: not enough rights to send text messages to the chat"),
)
DONE_BEFORE = (_says(400, "Bad Request: message is not modified"),)
NOT_THERE = (
    _says(400, "Bad Request: message to edit not found"),
    _says(400, "Bad Request: message can't be edited"),
)
TO_BE_REPAIRED = (
    _says(400, "Bad Request: can't parse entities: unclosed tag"),
    _says(400, "Bad Request: message thread not found"),
)
UPGRADED = (
    _says(400, "Bad Request: group chat was upgraded to a supergroup chat", **_NEW_ID),
    _says(400, "Bad Request: group chat was upgraded to a supergroup chat "),
)
UNKNOWN = (
    _says(400, "Bad Request: TOPIC_CLOSED"),
    _says(400, "Bad Request: BUTTON_DATA_INVALID"),
    _says(400, "Bad Request: something that nobody ever saw"),
    _says(404, "Not Found"),
    _says(409, "Conflict"),
    _says(413, "Request Entity Too Large"),
    _says(501, "Not Implemented"),
)
FAULTS = (
    *UNCLEAR,
    *TOLD_TO_WAIT,
    *ELSEWHERE,
    *REVOKED,
    *NOT_TO_BE_WRITTEN_TO,
    *DONE_BEFORE,
    *NOT_THERE,
    *TO_BE_REPAIRED,
    *UPGRADED,
    *UNKNOWN,
)


def planned(kind: Kind, fault: Fault) -> End:
    """Return how this call is to end that meets this fault once."""
    if fault in REVOKED:
        return End.REVOKED
    if fault in (*UNCLEAR, *TOLD_TO_WAIT, *ELSEWHERE):
        return End.STANDS
    if fault in DONE_BEFORE and kind.cover:
        return End.STANDS  # no number came with it: nobody knows which message that is
    if kind.is_harmless or fault in DONE_BEFORE:
        return End.NOTHING_TO_DO
    if fault in UPGRADED and kind.to_group:
        return End.STANDS
    if fault in NOT_TO_BE_WRITTEN_TO and not kind.to_group:
        return End.UNREACHABLE
    if fault in TO_BE_REPAIRED:
        return End.STANDS
    if fault in NOT_THERE and kind.is_edit:
        return End.NOTHING_TO_DO  # the message is gone: there is nothing left to change
    return End.STANDS_AFTER_AN_ALARM


@dataclass
class Faulty:
    """A Bot API server that does one fault, then works again; `done` counts what stands."""

    fault: Fault | None = None
    done: list[str] = field(default_factory=list)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        method = request.path.rpartition("/")[2]
        await request.read()
        if method == "getChat":
            return web.json_response({"ok": False, "error_code": 400, "description": "x", "parameters": _NEW_ID})
        fault = self.fault
        if fault not in REVOKED:  # a token that is not known stays so
            self.fault = None
        if fault is None or fault.hangs_up in ("after", "within"):
            self.done.append(method)
        if fault is None:
            return web.json_response({"ok": True, "result": {"message_id": len(self.done) + 100}})
        if fault.hangs_up == "within":
            answer = web.StreamResponse(headers={"Content-Length": "100"})
            await answer.prepare(request)
            await answer.write(b'{"ok": true, ')
            await asyncio.sleep(0)
        if fault.hangs_up:
            assert request.transport is not None
            request.transport.abort()
        return web.Response(status=fault.status, body=fault.body, headers={"Location": "/elsewhere"})
