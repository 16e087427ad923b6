"""An independent, strict Bot API server, with people who write to it.

`REFUSED` is the list of what it does not know; each is dropped or answered before it looks, and nothing else is.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

from aiohttp import web
from lo_bot_api_emulator import ApiRefusal, LoBotApiEmulator

#: Fields that Telegram takes and this server refuses.
REFUSED_FIELDS = frozenset({"protect_content", "link_preview_options"})
#: Methods that it answers with 501. Everybody is in every group here.
REFUSED_METHODS: dict[str, Any] = {"leaveChat": True, "getChatMember": {"status": "member"}}
BOT = {"id": 7000000001, "is_bot": True, "first_name": "Tamiz", "username": "tamiz_test_bot"}


class StrictServer(LoBotApiEmulator):  # type: ignore[misc]  # the package publishes no types
    """Remembers what was shown in each chat, by message."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.token = token
        self.chats: dict[int, dict[int, dict[str, Any]]] = {}
        #: Everything that it refused: method and reason.
        self.refusals: list[tuple[str, str]] = []
        self._numbers = itertools.count(1)
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        """Serve on a free port of this machine; the base address."""
        self._runner = web.AppRunner(self.app(), access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        """End."""
        assert self._runner is not None
        await self._runner.cleanup()

    async def read_request(self, request: web.Request) -> tuple[dict[str, Any], dict[str, Any]]:
        """The fields as sent, without those that the server is known not to know."""
        fields, uploads = await super().read_request(request)
        return {name: value for name, value in fields.items() if name not in REFUSED_FIELDS}, uploads

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        """The server's own judgement; what it accepts is shown in the chat."""
        if method in REFUSED_METHODS:
            return REFUSED_METHODS[method]
        try:
            result = super().validate(method, fields, uploads)
        except ApiRefusal as refusal:
            self.refusals.append((method, refusal.description))
            raise
        if "text" in fields and "chat_id" in fields:
            number = int(fields.get("message_id") or result["message_id"])
            self.chats.setdefault(int(fields["chat_id"]), {})[number] = dict(fields)
        return result

    async def say(self, who: int, text: str) -> None:
        """A person writes in her private chat."""
        await self.enqueue_update({"message": self._message(who, who) | {"text": text}}, token=self.token)

    async def press(self, who: int, label: str, chat: int | None = None) -> None:
        """A person presses the newest button with this label that her chat shows."""
        number, data = self.button(chat or who, label)
        message = self._message(chat or who, BOT["id"]) | {"message_id": number, "text": "…", "from": BOT}
        query = {"id": str(next(self._numbers)), "from": _user(who), "chat_instance": "1", "data": data}
        await self.enqueue_update({"callback_query": query | {"message": message}}, token=self.token)

    def buttons(self, chat: int) -> Iterator[tuple[str, int, str]]:
        """Label, message and data of every button that this chat shows, newest message first."""
        for number, shown in sorted(self.chats.get(chat, {}).items(), reverse=True):
            markup = shown.get("reply_markup") or {}
            markup = json.loads(markup) if isinstance(markup, str) else markup
            for button in itertools.chain(*markup.get("inline_keyboard", [])):
                if "callback_data" in button:
                    yield button["text"], number, button["callback_data"]

    def button(self, chat: int, label: str) -> tuple[int, str]:
        """Message and data of the newest button with this label; KeyError where there is none."""
        for text, number, data in self.buttons(chat):
            if text == label:
                return number, data
        raise KeyError(label)

    def shows(self, chat: int, label: str) -> bool:
        """Is there a button with this label?"""
        try:
            self.button(chat, label)
        except KeyError:
            return False
        return True

    def texts(self, chat: int) -> str:
        """Everything that this chat shows now."""
        return "\n".join(shown["text"] for _number, shown in sorted(self.chats.get(chat, {}).items()))

    def _message(self, chat: int, who: int) -> dict[str, Any]:
        kind = {"id": chat, "type": "private"} if chat > 0 else {"id": chat, "type": "supergroup", "title": "G"}
        return {"message_id": 100_000 + next(self._numbers), "date": 1, "chat": kind, "from": _user(who)}


def _user(who: int) -> dict[str, Any]:
    return {"id": who, "is_bot": False, "first_name": "P", "language_code": "es"}
