"""A message for the team about a person says nothing but its code until its number is known (OUT-20)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.delivery import courier as courier_module
from bot.render.call import Call
from bot.store import messages, people
from bot.store.engine import Store
from bot.store.outbox import post
from bot.store.tx import Tx
from bot.telegram.client import ApiReply, ApiReplyLost
from tests.shell.delivery.test_courier import NOW, STAFF, delivering, patient, sent
from tests.shell.lines import Scripted, accepted, refused
from tests.shell.trail import waiting

COVER, CARD = "LUP-7K3Q …", "possible · 11 yes"


@pytest.fixture(autouse=True)
def _no_rest_between_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier_module, "_LONGEST", 0.0)


class Chat:
    """What stands in a chat whose server may lose what it answers."""

    def __init__(self, *, lost: int = 0, plain_only: bool = False) -> None:
        self.shown: dict[int, str] = {}
        self.lost = lost
        self.plain_only = plain_only

    def __call__(self, method: str, payload: Mapping[str, Any]) -> ApiReply | Exception:
        if self.plain_only and "parse_mode" in payload:
            return refused(400, "Bad Request: can't parse entities")
        number = payload.get("message_id", 100 + len(self.shown))
        if method == "editMessageText" and number not in self.shown:
            return refused(400, "Bad Request: message to edit not found")
        self.shown[number] = payload["text"]
        if self.lost:
            self.lost -= 1
            return ApiReplyLost("cut")
        return accepted(number)


def card(tx: Tx, **more: Any) -> None:
    """A card about a person."""
    call = Call("sendMessage", {"text": CARD, "protect_content": True, **more}, prompt=7)
    post(tx, STAFF, call, subject=tx.subject(patient(tx)), cover=COVER)


@pytest.mark.parametrize("lost", [0, 1, 2, 3])
async def test_only_one_message_says_something_however_many_replies_are_lost(store: Store, lost: int) -> None:
    """OUT-01, OUT-20: the others show the code."""
    chat = Chat(lost=lost)
    store.write_now(card)
    async with delivering(store, Scripted(chat)):
        await sent(store)
    assert list(chat.shown.values()).count(CARD) == 1
    assert set(chat.shown.values()) <= {CARD, COVER}
    known = store.read_now(lambda tx: messages.prompt_message(tx, STAFF, 7))
    assert known is not None
    assert chat.shown[known.message_id] == CARD


async def test_a_message_that_was_sent_with_its_cover_is_filled_after_a_restart(store: Store) -> None:
    """OUT-02: the number is filed before the message says anything."""
    store.write_now(card)
    chat = Chat()
    broken = True

    def reply(method: str, payload: Mapping[str, Any]) -> ApiReply | Exception:
        if broken and method == "editMessageText":
            return refused(400, "something that nobody ever saw")
        return chat(method, payload)

    line = Scripted(reply)
    async with delivering(store, line) as courier:
        await courier.looked()
    assert list(chat.shown.values()) == [COVER]
    broken = False
    later = NOW.replace(hour=16)
    async with delivering(store, line, lambda: later):
        await sent(store)
    assert list(chat.shown.values()) == [CARD]


async def test_an_empty_message_that_is_gone_is_sent_anew(store: Store) -> None:
    store.write_now(card)
    chat = Chat()
    deleted = []

    def reply(method: str, payload: Mapping[str, Any]) -> ApiReply | Exception:
        if method == "editMessageText" and not deleted:
            deleted.append(chat.shown.pop(payload["message_id"]))
            chat.shown[-1] = "somebody deleted the first"
        return chat(method, payload)

    async with delivering(store, Scripted(reply)):
        await sent(store)
    assert CARD in chat.shown.values()


async def test_markup_that_is_refused_is_mended_in_the_same_message(store: Store) -> None:
    """OUT-11."""
    chat = Chat(plain_only=True)
    store.write_now(lambda tx: card(tx, parse_mode="HTML"))
    async with delivering(store, Scripted(chat)):
        await sent(store)
    assert list(chat.shown.values()) == [CARD]


async def test_a_page_that_is_on_its_way_while_its_person_is_erased_is_not_filled(store: Store) -> None:
    """PRIV-04: its number is filed all the same, so that it can be written over."""
    store.write_now(card)
    chat = Chat()

    def reply(method: str, payload: Mapping[str, Any]) -> ApiReply | Exception:
        if method == "sendMessage":
            store.write_now(lambda tx: people.erase_person(tx, patient(tx)))
        return chat(method, payload)

    async with delivering(store, Scripted(reply)) as courier:
        await sent(store)
        await courier.looked()
    assert list(chat.shown.values()) == [COVER]
    assert store.read_now(lambda tx: messages.prompt_message(tx, STAFF, 7)) is not None


async def test_without_a_cover_a_lost_reply_leaves_a_second_card(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The weak build: as it was."""
    monkeypatch.setattr(courier_module.Courier, "_make", _as_it_was)
    chat = Chat(lost=1)
    store.write_now(card)
    async with delivering(store, Scripted(chat)):
        await sent(store)
    assert list(chat.shown.values()) == [CARD, CARD]
    assert store.read_now(waiting) == 0


async def _as_it_was(courier: Any, _parcel: Any, method: str, payload: dict[str, Any]) -> Any:
    answer = await courier._api.call(method, payload)
    return courier_module.classify_reply(method, answer), answer
