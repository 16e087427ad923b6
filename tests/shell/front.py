"""A front desk for tests: real updates in, real store, and the outbox read as the courier would."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any

from aiogram.types import Update

from bot.config.arrival import PressEnd, came_in
from bot.config.bundled import load_lexicon, load_study
from bot.config.membership import Standing
from bot.config.settings import Settings
from bot.config.site import SiteFile
from bot.delivery.calls import as_call
from bot.desk.context import DeskContext
from bot.desk.membership import Memberships
from bot.desk.quarantine import set_aside
from bot.render.texts import Texts
from bot.routers import route
from bot.routers.once import once
from bot.routers.throttle import Budget, watched
from bot.store import conversations, outbox_queue, people, staff
from bot.store.conversations import update_conversation
from bot.store.engine import Store
from bot.store.staff_group import pair_staff_chat
from bot.store.tx import Tx
from bot.telegram.press import PressUpdate
from bot.telegram.updates import read_update
from bot.wording.families import family_words
from dialogs.conversation.states import build_route
from dialogs.referral.referral import build_referral_machine
from tests.shell.walked import Diary, walked_once

GROUP = -100200
#: The study that ships.
STUDY = load_study().id
#: As `app` builds them, once.
CONVERSATIONS, REFERRALS = build_route(load_study()), build_referral_machine()
#: Where updates are handled: to make one for each would cost as much as many of them.
_LOOP = asyncio.Runner()
MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)
EVA, ANA, BEA, STRANGER = 11, 21, 22, 99
NAMES = {EVA: "Eva", ANA: "Ana María", BEA: "Bea", STRANGER: "Zoe", 900: "Bot"}


@cache
def _settings(**other: Hashable) -> Settings:
    """What an installation of the tests is set to; read once for each, since nothing changes them."""
    return Settings(**{"staff_chat": GROUP, "api_base": "http://127.0.0.1:1", "pace": "off", **other})


class Front:
    """One installation, and the chats that people would see."""

    def __init__(self, store: Store, texts: Texts, place: SiteFile | None = None, **settings: Any) -> None:
        self.now = MONDAY
        self.diary = Diary(store)
        self.context = DeskContext(
            store=store,
            study=load_study(),
            lexicon=load_lexicon(),
            conversation_machine=CONVERSATIONS,
            referral_machine=REFERRALS,
            texts=texts,
            place=place or SiteFile(interest_list=True),
            settings=_settings(**settings),
            clock=lambda: self.now,
            forbidden_words=family_words,
            ask_standing=self._standing,
            memberships=Memberships(timer=lambda: self.now.timestamp()),
        )
        #: What an account is in the team's group; IN where nothing is said.
        self.standings: dict[int, Standing] = {}
        #: Accounts that the platform was asked about, in order.
        self.looked_at: list[int] = []
        #: Every call that went out, in order: method and payload.
        self.calls: list[tuple[str, dict[str, Any]]] = []
        #: (chat, message id) → the message as it stands.
        self.messages: dict[tuple[int, int], dict[str, Any]] = {}
        self._dispatch = watched(route, Budget())
        #: The next number of each kind.
        self.numbers = {"update": 900, "message": 1}
        store.write_now(lambda tx: pair_staff_chat(tx, GROUP))
        self.diary.write("set up")

    async def _standing(self, _group: int, user: int) -> Standing:
        self.looked_at.append(user)
        return self.standings.get(user, Standing.IN)

    def restarted(self) -> Front:
        """The same installation in a new process; the platform's chats and counters go on."""
        again = Front(self.context.store, self.context.texts, self.context.place)
        again.now, again.messages = self.now, self.messages
        again.numbers = self.numbers
        return again

    def surroundings(self) -> Hashable:
        """What decides beside the updates what happens; None where a test took something over."""
        if "deliver" in vars(self):
            return None
        context = self.context
        names = [NAMES[user] for user in (EVA, ANA, BEA, STRANGER)]
        return repr(
            (
                self.now,
                context.place,
                context.settings,
                type(context.texts).__name__,
                context.study.version,
                names,
                self.standings,
            )
        )

    def _next(self, kind: str) -> int:
        self.numbers[kind] += 1
        return self.numbers[kind] - 1

    @walked_once
    def invite(self, user: int, role: str = "coordinator") -> None:
        """An invitation, opened in the private chat."""
        token = staff.new_token()
        expires = self.now + timedelta(days=1)
        self.context.store.write_now(
            lambda tx: staff.add_invitation(
                tx, staff.token_hash(token), role=role, name=NAMES[user].split()[0], expires=expires
            )
        )
        self.write(user, f"/start s_{token}")

    def left(self, user: int, chat: int = GROUP, now: str = "left") -> None:
        """The platform tells that somebody's place in a group is another one now."""
        change = {
            "chat": {"id": chat, "type": "supergroup", "title": "Team"},
            "from": self.user(user),
            "date": 1,
            "old_chat_member": {"status": "member", "user": self.user(user)},
            "new_chat_member": {"status": now, "user": self.user(user), "until_date": 0},
        }
        self.feed({"chat_member": change})

    def feed(self, content: dict[str, Any], update_id: int | None = None) -> int:
        """One update, as the platform would deliver it; its number."""
        self.diary.look()
        number = self._next("update") if update_id is None else update_id
        update = read_update({"update_id": number, **content})
        around = self.surroundings()
        if _LOOP.run(self._handled(update)) is PressEnd.BARE and update.callback_query is not None:
            # Who received it answers it: `UpdateHandler`.
            self.calls.append(("answerCallbackQuery", {"callback_query_id": update.callback_query.id}))
        self.deliver()
        self.diary.write((around, number, json.dumps(content, sort_keys=True)))
        return number

    async def _handled(self, update: Update | PressUpdate) -> PressEnd:
        arrival = came_in(asyncio.get_running_loop().time())
        await self._dispatch(self.context, update)
        return arrival.press

    def write(self, user: int, text: str, **more: Any) -> int:
        """A text in a private chat."""
        return self.feed({"message": {**self.message(user), "text": text, **more}})

    def message(self, user: int, chat: dict[str, Any] | None = None) -> dict[str, Any]:
        """A message of this person without anything in it."""
        return {
            "message_id": self._next("message") + 5000,
            "date": int(self.now.timestamp()),
            "chat": chat or {"id": user, "type": "private", "first_name": NAMES[user]},
            "from": self.user(user),
        }

    def user(self, user: int, language: str = "en") -> dict[str, Any]:
        """An account."""
        return {"id": user, "is_bot": False, "first_name": NAMES[user], "language_code": language}

    def press(self, user: int, label: str, chat: int | None = None) -> str:
        """Press the newest button with this label in a chat; what the press was answered."""
        place = user if chat is None else chat
        for (owner, message_id), shown in sorted(self.messages.items(), key=_place, reverse=True):
            for button in buttons(shown):
                if owner == place and button["text"] == label:
                    return self.tap(user, button["callback_data"], place, message_id)
        raise AssertionError(f"no button {label!r} in {self.chat(place)}")

    def tap(self, user: int, data: str, chat: int | None = None, message_id: int = 1, language: str = "en") -> str:
        """A press with this data, whoever showed it."""
        place = user if chat is None else chat
        kind = "private" if place > 0 else "supergroup"
        shown = {"message_id": message_id, "date": 0, "chat": {"id": place, "type": kind, "title": "Team"}}
        query = {"id": f"q{message_id}", "from": self.user(user, language), "chat_instance": "1", "data": data}
        before = len(self.calls)
        self.feed({"callback_query": {**query, "message": shown}})
        answers = [payload for method, payload in self.calls[before:] if method == "answerCallbackQuery"]
        assert len(answers) == 1, "every press is answered once"
        return str(answers[0].get("text", ""))

    def tap_unanswered(self, user: int, data: str) -> None:
        """A press in a private chat while nothing goes out."""
        shown = {"message_id": 1, "date": 0, "chat": {"id": user, "type": "private"}}
        query = {"id": "q1", "from": self.user(user), "chat_instance": "1", "data": data}
        self.feed({"callback_query": {**query, "message": shown}})

    def set_aside(self, raw: dict[str, Any], fault: str = "ValueError") -> None:
        """One update that could not be handled, as the intake puts it aside."""
        asyncio.run(once(self.context, raw["update_id"], partial(set_aside, raw=raw, fault=fault)))
        self.deliver()

    def deliver(self) -> None:
        """Send what is filed, as a courier without a network."""
        found = self.context.store.read_now(self._due)
        while found:
            done = [outbox_queue.Delivery(parcel, self._sent(parcel), self.now) for parcel in found]
            found = self.context.store.write_now(partial(self._settled, done=done))

    def _due(self, tx: Tx) -> list[outbox_queue.DueCall]:
        return outbox_queue.parcels(tx, self.now)[0]

    def _settled(self, tx: Tx, done: list[outbox_queue.Delivery]) -> list[outbox_queue.DueCall]:
        """What is due once these are done, asked in the same transaction: a commit costs more than a test looks at."""
        outbox_queue.settle(tx, done)
        return self._due(tx)

    def _sent(self, parcel: outbox_queue.DueCall) -> int | None:
        """Make one call; the number of the message that it made or changed."""
        call = as_call(parcel)
        message_id = None
        if call is not None:
            method, payload = call
            self.calls.append((method, payload))
            if method == "sendMessage":
                message_id = self._next("message")
                self.messages[parcel.chat_id, message_id] = payload
            elif method == "editMessageText":
                message_id = payload["message_id"]
                self.messages[parcel.chat_id, message_id] = payload
            elif method == "sendDocument":
                message_id = self._next("message")
            elif method == "deleteMessages":
                for number in payload["message_ids"]:
                    self.messages.pop((parcel.chat_id, number), None)
            elif method == "editMessageReplyMarkup":
                message_id = payload["message_id"]
                bare = {k: v for k, v in self.messages[parcel.chat_id, message_id].items() if k != "reply_markup"}
                self.messages[parcel.chat_id, message_id] = {**bare, **payload}
        return message_id

    @contextmanager
    def held_back(self, instead: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Nothing that is filed meanwhile goes out; `instead` is done in place of a delivery."""
        self.deliver = instead  # type: ignore[method-assign]  # the one place that does, for this one installation
        try:
            yield
        finally:
            del self.deliver  # type: ignore[attr-defined]  # the class's own is found again

    def chat(self, chat: int) -> list[str]:
        """The texts of a chat as they stand."""
        return [str(shown["text"]) for (owner, _), shown in sorted(self.messages.items(), key=_place) if owner == chat]

    def last(self, chat: int) -> str:
        """The newest text of a chat."""
        return self.chat(chat)[-1]

    def keys(self, chat: int) -> list[str]:
        """The labels under the newest message of a chat."""
        newest = max(key for key in self.messages if key[0] == chat)
        return [button["text"] for button in buttons(self.messages[newest])]

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def set_site(self, **changes: Any) -> None:
        """The site's file says something else now."""
        self.context = replace(self.context, place=replace(self.context.place, **changes))


def _place(item: tuple[tuple[int, int], dict[str, Any]]) -> tuple[int, int]:
    return item[0]


def buttons(shown: dict[str, Any]) -> list[dict[str, Any]]:
    """The inline buttons of a message, row by row."""
    rows = shown.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


#: The way of somebody who might fit and does not know her numbers, by buttons alone; first match of a message wins.
WAY = (
    "Answer the questions",
    "I answer for myself",
    "I agree",
    "18 to 75",
    "Yes, at least one",
    "It is not possible for me",
    "None of these treatments",
    "None of these",
    "I don't know or don't have it",
    "III",
    "Yes",
    "I don't know",
)


@walked_once
def finish(front: Front, user: int = EVA, prefix: str = "") -> None:
    """Answer every question, as far as the review; `prefix` marks another language than English."""
    front.write(user, "/start")
    for _ in range(40):
        keys = front.keys(user)
        if "Question 1 " in front.last(user) and f"{prefix}18 to 75" not in keys:
            front.write(user, "zzz")  # twice misread, and the ranges are offered
            continue
        wanted = next((label for label in WAY if prefix + label in keys), None)
        if wanted is None:
            _tell(front, user, age=34)
            return
        front.press(user, prefix + wanted)
    raise AssertionError(front.last(user))


def _tell(front: Front, user: int, **answers: Any) -> None:
    """Answers as if they had been typed: these tests are not about reading."""

    def work(tx: Tx) -> None:
        person = people.get_or_create_person(tx, user, front.now)
        kept = conversations.load_conversation(tx, person)
        assert kept is not None
        body = {**kept.body, "answers": {**kept.body["answers"], **answers}}
        update_conversation(tx, person, replace(kept, body=body))

    front.context.store.write_now(work)


@walked_once
def send(front: Front, user: int = EVA, *, answers: bool = True) -> str:
    """From the review to what is sent to the team; the code."""
    finish(front, user)
    for label in ("All good", "Yes, put me on the list", "Write to me in this chat"):
        front.press(user, label)
    front.press(user, "Yes, keep my answers" if answers else "No, only my contact")
    return next(button["copy_text"]["text"] for button in buttons(_newest(front, user)) if "copy_text" in button)


def _newest(front: Front, user: int) -> dict[str, Any]:
    return front.messages[max(key for key in front.messages if key[0] == user)]
