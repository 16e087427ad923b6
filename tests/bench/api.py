"""A Bot API server for measuring, and the patients who write to it: each answers as soon as they are answered.

It checks nothing and forgets at once; `tests/faults` is where a bot is tried. It runs in the process that measures,
never in the one that is measured.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import ClientSession, web

from tests.shell.front import WAY, buttons

TOKEN = "7000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
BOT = {"id": 7000000001, "is_bot": True, "first_name": "Tamiz", "username": "tamiz_bench_bot"}
#: From the review to what is sent to the team.
SENDING = ("All good", "Yes, contact me", "Write to me in this chat", "Yes, keep my answers")
#: Said where the way of these patients does not know what is shown: the study was changed.
NO_ANSWER = "no answer"
#: Seconds that a person takes to answer: what is typed before a question could be seen is no answer to it.
_THINKS = 0.5
#: Calls that a person sees as the reply.
_REPLIES = ("sendMessage", "editMessageText")
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
#: Updates of one poll.
_LIMIT = 100

#: What a patient does about a message: a label to press, a text to write; None: the walk is over.
Answer = Callable[[Mapping[str, Any], int], str | None]


def walk_the_study(shown: Mapping[str, Any], _answered: int) -> str | None:
    """Answer as somebody who might fit and does not know her numbers; the age is typed."""
    if "How old are you?" in shown["text"]:
        return "34"
    labels = [button["text"] for button in buttons(dict(shown))]
    if any("copy_text" in button for button in buttons(dict(shown))):
        return None
    return next((label for label in (*SENDING, *WAY) if label in labels), NO_ANSWER)


def talk_with_an_echo(answers: int) -> Answer:
    """Write at every third answer, press at the others: as many calls an answer as a questionnaire makes."""

    def answer(_shown: Mapping[str, Any], answered: int) -> str | None:
        return None if answered >= answers else "Again" if answered % 3 else f"Answer {answered}"

    return answer


class Patient:
    """One person with a phone."""

    def __init__(self, number: int, answer: Answer) -> None:
        self.number = number
        self.answer = answer
        self.answered = 0
        self.done = False
        #: What was shown when the way was lost.
        self.lost = ""
        self.asked_at = 0.0
        self.waits = False


class Api:
    """Long polls or a webhook, patients and a clock."""

    def __init__(self) -> None:
        #: Where updates are brought; None: they are polled for. With the secret that goes with them.
        self.webhook: tuple[str, str] | None = None
        self._client: ClientSession | None = None
        self.calls = 0
        self.latencies: list[float] = []
        self.polled = asyncio.Event()
        self.over = asyncio.Event()
        self._patients: dict[int, Patient] = {}
        self._waiting: dict[int, dict[str, Any]] = {}
        self._news = asyncio.Event()
        # Of the clock, so that a bot that ran before has seen none of them.
        self._numbers = itertools.count(int(time.time() * 100) % 2**31)
        self._bringing: set[asyncio.Future[None]] = set()
        self._runner: web.AppRunner | None = None

    async def start(self, webhook: str | None = None, secret: str = "") -> str:
        """Serve on a free port of this machine, and bring updates to this webhook, where there is one; the address."""
        self.webhook = (webhook, secret) if webhook is not None else None
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        """End."""
        assert self._runner is not None
        if self._client is not None:
            await self._client.close()
        await self._runner.cleanup()

    def let_in(self, count: int, answer: Answer) -> None:
        """So many patients begin at once, whom nobody knows yet."""
        self.over.clear()
        first = next(self._numbers)
        self._patients = {first + n: Patient(first + n, answer) for n in range(count)}
        for patient in self._patients.values():
            self._say(patient, "/start")

    @property
    def answers(self) -> int:
        """Updates that the patients sent."""
        return sum(patient.answered for patient in self._patients.values())

    @property
    def stuck(self) -> list[str]:
        """What was last shown to the patients who are not through."""
        return [patient.lost or "nothing" for patient in self._patients.values() if patient.lost or not patient.done]

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        is_json = request.content_type == "application/json"
        payload = json.loads(await request.text() or "{}") if is_json else dict(await request.post())
        return _ok(await self._result(method, payload))

    async def _result(self, method: str, payload: dict[str, Any]) -> Any:
        if method == "getUpdates":
            return await self._updates(payload)
        if method == "getMe":
            return BOT
        if method == "setWebhook":
            self.polled.set()
        self.calls += 1
        if method not in _REPLIES:
            return True
        chat, number = int(payload["chat_id"]), int(payload.get("message_id") or next(self._numbers))
        markup = payload.get("reply_markup") or {}
        shown = {**payload, "reply_markup": json.loads(markup) if isinstance(markup, str) else markup}
        if (patient := self._patients.get(chat)) is not None:
            self._shown(patient, number, shown)
        return {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "text": payload["text"]}

    def _shown(self, patient: Patient, number: int, shown: dict[str, Any]) -> None:
        """A message came or changed: the patient answers what has buttons."""
        if not patient.waits or not buttons(shown):
            return
        self.latencies.append(time.perf_counter() - patient.asked_at)
        said = patient.answer(shown, patient.answered)
        if said is None or said == NO_ANSWER:
            patient.waits, patient.done = False, True
            patient.lost = shown["text"] if said else ""
            if all(each.done for each in self._patients.values()):
                self.over.set()
            return
        button = next((each for each in buttons(shown) if each["text"] == said), None)
        if button is None:
            self._say(patient, said)
        else:
            message = {**_message(patient.number, number, ""), "from": BOT}
            query = {"from": _user(patient.number), "chat_instance": "1", "data": button["callback_data"]}
            self._enqueue(patient, {"callback_query": {**query, "id": str(next(self._numbers)), "message": message}})

    def _say(self, patient: Patient, text: str) -> None:
        message = _message(patient.number, next(self._numbers), text)
        self._enqueue(patient, {"message": {**message, "from": _user(patient.number)}})

    def _enqueue(self, patient: Patient, update: dict[str, Any]) -> None:
        patient.answered += 1
        patient.waits = False
        asyncio.get_running_loop().call_later(_THINKS, self._deliver, patient, update)

    def _deliver(self, patient: Patient, update: dict[str, Any]) -> None:
        patient.asked_at, patient.waits = time.perf_counter(), True
        number = next(self._numbers)
        if self.webhook is not None:
            self._bringing.add(asyncio.ensure_future(self._bring({"update_id": number, **update})))
            return
        self._waiting[number] = {"update_id": number, **update}
        self._news.set()

    async def _bring(self, update: dict[str, Any]) -> None:
        """Bring it to the webhook, as the platform does."""
        assert self.webhook is not None
        self._client = self._client or ClientSession()
        address, secret = self.webhook
        async with self._client.post(address, json=update, headers={SECRET_HEADER: secret}) as answer:
            assert answer.status == 200, answer.status

    async def _updates(self, payload: dict[str, Any]) -> list[dict[str, Any]]:
        self.polled.set()
        offset = int(payload.get("offset") or 0)
        for number in [number for number in self._waiting if number < offset]:
            del self._waiting[number]
        if not self._waiting and int(payload.get("timeout") or 0):
            self._news.clear()
            try:
                async with asyncio.timeout(int(payload["timeout"])):
                    await self._news.wait()
            except TimeoutError:
                return []
        return list(self._waiting.values())[:_LIMIT]


def _ok(result: Any) -> web.Response:
    return web.Response(text=json.dumps({"ok": True, "result": result}), content_type="application/json")


def _user(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "P", "language_code": "en"}


def _message(chat: int, number: int, text: str) -> dict[str, Any]:
    return {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private", "first_name": "P"}, "text": text}
