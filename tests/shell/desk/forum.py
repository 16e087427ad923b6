"""The team's group on a platform that knows topics, and the program's own courier that sends to it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.telegram.client import ApiReply
from tests.shell.delivery.test_courier import delivering
from tests.shell.front import GROUP, Front
from tests.shell.lines import Scripted, accepted, refused
from tests.shell.trail import waiting
from tests.waiting import until


class Forum:
    """The team's group on a platform that knows topics: what stands in each of them."""

    def __init__(self, front: Front) -> None:
        self.front = front
        #: Where the group is now: it may move.
        self.group = GROUP
        #: Number → its name, whether it is closed, and its messages.
        self.topics: dict[int, dict[str, Any]] = {}
        #: What was sent or changed in the group itself.
        self.general: list[str] = []
        self.may_make = True
        #: Messages that stood in topics, gone ones too.
        self._of_topics: set[int] = set()
        self._line = Scripted(self._answer)

    def named(self, code: str) -> dict[str, Any]:
        """The newest topic of this name."""
        return [topic for topic in self.topics.values() if topic["name"] == code][-1]

    def delete(self, code: str) -> None:
        """Somebody of the team deletes the topic, and with it what stands there."""
        for message in self.named(code)["said"]:
            self.front.messages.pop((self.group, message), None)
        self.topics = {number: topic for number, topic in self.topics.items() if topic["name"] != code}

    def deliver(self) -> None:
        """Send what waits, as the program does."""

        async def work() -> None:
            async with delivering(self.front.context.store, self._line, lambda: self.front.now):
                await until(lambda: self.front.context.store.read_now(waiting) == 0)

        asyncio.run(work())

    def does(self, user: int, code: str, act: str) -> None:
        """Somebody presses a button of a case in their own chat."""
        with self.front.held_back(self.deliver):
            self.front.tap_unanswered(user, f"s1.{code}.{act}")

    def writes(self, user: int, text: str) -> None:
        """Somebody writes in a private chat."""
        with self.front.held_back(self.deliver):
            self.front.write(user, text)

    def _answer(self, method: str, payload: Mapping[str, Any]) -> ApiReply:
        """What the platform answers; what it accepts is shown where tests look for it."""
        answer = self._in_group(method, payload) if payload.get("chat_id") == self.group else self._elsewhere(payload)
        self.front.calls.append((method, dict(payload)))
        place = (int(payload.get("chat_id", 0)), answer.message_id or 0)
        if answer.ok and method in ("sendMessage", "editMessageText"):
            kept = self.front.messages.get(place, {}).get("message_thread_id")
            self.front.messages[place] = {**({"message_thread_id": kept} if kept else {}), **payload}
        elif answer.ok and method == "editMessageReplyMarkup" and place in self.front.messages:
            bare = {name: value for name, value in self.front.messages[place].items() if name != "reply_markup"}
            self.front.messages[place] = {**bare, **payload}
        elif method == "deleteMessages":
            for number in payload["message_ids"]:
                self.front.messages.pop((place[0], number), None)
        return answer

    def _elsewhere(self, payload: Mapping[str, Any]) -> ApiReply:
        return accepted(payload.get("message_id") or self.front._next("message"))

    def _in_group(self, method: str, payload: Mapping[str, Any]) -> ApiReply:
        assert "topic" not in payload, "what the program knows of topics is not for the platform"
        if method == "createForumTopic":
            return self._make(payload["name"])
        if method.endswith("ForumTopic"):
            return self._turn(method, payload["message_thread_id"])
        return self._say(method, payload)

    def _make(self, name: str) -> ApiReply:
        if not self.may_make:
            return refused(400, "Bad Request: not enough rights to create a topic")
        number = self.front._next("message")
        self.topics[number] = {"name": name, "closed": False, "said": {}}
        return ApiReply(200, ok=True, result={"message_thread_id": number, "name": name})

    def _turn(self, method: str, number: int) -> ApiReply:
        if number not in self.topics:
            return refused(400, "Bad Request: TOPIC_ID_INVALID")
        if method == "deleteForumTopic":
            del self.topics[number]
        else:
            self.topics[number]["closed"] = method == "closeForumTopic"
        return ApiReply(200, ok=True, result=True)

    def _say(self, method: str, payload: Mapping[str, Any]) -> ApiReply:
        text = str(payload.get("text", ""))
        if method == "sendMessage":
            message, thread = self.front._next("message"), payload.get("message_thread_id")
            if thread is not None and thread not in self.topics:
                return refused(400, "Bad Request: message thread not found")
            if thread is None:
                self.general.append(text)
            else:
                self._of_topics.add(message)
                self.topics[thread]["said"][message] = text
            return accepted(message)
        message = payload["message_id"]
        for topic in self.topics.values():
            if message in topic["said"]:
                topic["said"][message] = text
                return accepted(message)
        if message in self._of_topics:
            return refused(400, "Bad Request: message to edit not found")
        self.general.append(text)
        return accepted(message)
