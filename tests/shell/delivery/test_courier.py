"""From a posted call to what the platform gets: order, edits, verdicts, holds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.delivery import courier as courier_module
from bot.delivery.courier import Courier
from bot.delivery.send_result import SendResult, classify_reply
from bot.render.call import Call
from bot.store import messages, outbox_queue, people, reminders
from bot.store.engine import Store
from bot.store.outbox import post
from bot.store.staff_group import pair_staff_chat, staff_chat
from bot.store.tx import PersonId, Tx
from bot.telegram.client import ApiReplyLost, ApiUnreachable, TokenRevoked
from tests.shell.lines import Scripted, Watched, accepted, refused
from tests.shell.trail import waiting
from tests.waiting import ended, until

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
STAFF = -100_900


@pytest.fixture(autouse=True)
def _no_rest_between_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier_module, "_LONGEST", 0.0)


class Moment:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def delivering(
    store: Store, line: Scripted, clock: Callable[[], datetime] = lambda: NOW
) -> AsyncIterator[Watched]:
    courier = Watched(store, line, clock)
    task = asyncio.create_task(courier.run())
    try:
        yield courier
    finally:
        await courier.stop()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def sent(store: Store) -> None:
    """Wait until nothing is queued."""
    await until(lambda: store.read_now(waiting) == 0)


def say(
    chat: int,
    text: str,
    *,
    person: PersonId | None = None,
    **more: Any,
) -> Callable[[Tx], None]:
    call = Call("sendMessage", {"text": text}, **more)
    return lambda tx: post(tx, chat, call, person=person)


def patient(tx: Tx, chat: int = 5) -> PersonId:
    return people.get_or_create_person(tx, chat, NOW)


async def test_messages_of_a_chat_keep_their_order(store: Store) -> None:
    """OUT-15."""
    for number in range(20):
        store.write_now(say(number % 2 + 1, f"{number}"))
    line = Scripted()
    async with delivering(store, line):
        await sent(store)
    assert [text for text in line.texts() if int(text) % 2 == 0] == [str(n) for n in range(0, 20, 2)]
    assert [text for text in line.texts() if int(text) % 2 == 1] == [str(n) for n in range(1, 20, 2)]


async def test_a_safety_text_overtakes_and_a_card_goes_before_ordinary_messages(store: Store) -> None:
    person = store.write_now(patient)
    store.write_now(say(5, "ordinary", person=person))
    store.write_now(say(STAFF, "card"))
    store.write_now(say(5, "call 131", person=person, urgent=True))
    line = Scripted()
    async with delivering(store, line):
        await sent(store)
    assert line.texts() == ["call 131", "card", "ordinary"]


def test_reminders_keep_nobody_waiting_who_is_talking(store: Store) -> None:
    """OUT-04, OUT-15: a chat goes by what somebody waits for in it, and keeps its order."""

    def by_the_clock(tx: Tx) -> None:
        tx.by_the_clock = True
        for chat in (10, 11, 12):
            say(chat, f"reminder {chat}", person=patient(tx, chat))(tx)

    store.write_now(by_the_clock)
    store.write_now(lambda tx: say(11, "reply", person=patient(tx, 11))(tx))
    store.write_now(say(STAFF, "card"))
    found = store.read_now(lambda tx: outbox_queue.parcels(tx, NOW))[0]
    assert [each.payload["text"] for each in found] == ["card", "reminder 11", "reminder 10", "reminder 12"]


async def test_a_commit_wakes_the_courier_which_would_rest(store: Store) -> None:
    line = Scripted()
    async with delivering(store, line) as courier:
        await courier.looked()
        assert await courier._send_what_may_go() == 30.0, "nothing is due: it looks again, as a command may have posted"
        await store.write(say(5, "hello"))
        await until(lambda: bool(line.calls))


async def test_a_replacement_edits_the_message_that_was_sent(store: Store) -> None:
    store.write_now(say(STAFF, "card", prompt=7))
    store.write_now(say(STAFF, "card, taken", replaces=7))
    line = Scripted(lambda method, payload: accepted(41))
    async with delivering(store, line):
        await sent(store)
    assert line.calls == [
        ("sendMessage", {"text": "card", "chat_id": STAFF}),
        ("editMessageText", {"text": "card, taken", "chat_id": STAFF, "message_id": 41}),
    ]


async def test_a_lock_of_a_message_that_was_never_sent_is_dropped(store: Store) -> None:
    store.write_now(lambda tx: post(tx, 5, Call("editMessageText", {"text": "locked"}, replaces=3)))
    line = Scripted()
    async with delivering(store, line):
        await sent(store)
    assert line.calls == []


async def test_a_card_whose_message_is_gone_is_sent_anew_and_edited_from_then_on(store: Store) -> None:
    """OUT-06."""

    def reply(method: str, payload: Mapping[str, Any]) -> Any:
        if payload.get("message_id") == 1:
            return refused(400, "Bad Request: message to edit not found")
        return accepted(1 if payload["text"] == "first" else 2)

    line = Scripted(reply)
    store.write_now(say(STAFF, "first", prompt=7))
    async with delivering(store, line):
        await sent(store)
        await store.write(say(STAFF, "second", replaces=7))
        await sent(store)
        await store.write(say(STAFF, "third", replaces=7))
        await sent(store)
    assert [(m, p["text"], p.get("message_id")) for m, p in line.calls[2:]] == [
        ("sendMessage", "second", None),
        ("editMessageText", "third", 2),
    ]


async def test_only_the_newest_picture_of_a_message_is_sent(store: Store) -> None:
    for text in ("one", "two", "three"):
        store.write_now(say(5, text, coalesce="status"))
    line = Scripted()
    async with delivering(store, line):
        await sent(store)
    assert line.texts() == ["three"]


async def test_a_message_with_refused_markup_goes_out_once_as_plain_text(store: Store) -> None:
    """OUT-11."""

    def reply(method: str, payload: Mapping[str, Any]) -> Any:
        return refused(400, "Bad Request: can't parse entities") if "parse_mode" in payload else accepted()

    store.write_now(lambda tx: post(tx, 5, Call("sendMessage", {"text": "<b>2 &lt; 3", "parse_mode": "HTML"})))
    line = Scripted(reply)
    async with delivering(store, line):
        await sent(store)
    assert line.texts() == ["<b>2 &lt; 3", "2 < 3"]


async def test_a_person_who_blocked_the_bot_is_left_alone_and_the_others_are_not(store: Store) -> None:
    """OUT-08, TG-11."""
    person, other = store.write_now(patient), store.write_now(lambda tx: patient(tx, 6))
    for number in range(10):
        store.write_now(say(5, f"{number}", person=person))
        store.write_now(say(6, f"other {number}", person=other))
    store.write_now(lambda tx: reminders.set_due(tx, person, "unfinished", NOW))
    line = Scripted(
        lambda method, payload: refused(403, "Forbidden: bot was blocked") if payload["chat_id"] == 5 else accepted()
    )
    async with delivering(store, line):
        await sent(store)
    assert line.texts().count("0") == 1
    assert "1" not in line.texts()
    assert sum(text.startswith("other") for text in line.texts()) == 10
    assert not store.read_now(lambda tx: people.is_reachable(tx, person))
    assert store.read_now(lambda tx: reminders.due_now(tx, NOW)) == []


@pytest.mark.parametrize(
    ("status", "told"),
    [(403, "Forbidden: bot was kicked from the group chat"), (400, "Bad Request: chat not found")],
)
async def test_cards_wait_while_the_teams_group_cannot_be_written_to(store: Store, status: int, told: str) -> None:
    """OUT-09. [TG-11]"""
    moment, broken = Moment(), True
    store.write_now(lambda tx: pair_staff_chat(tx, STAFF))
    store.write_now(say(STAFF, "card"))
    line = Scripted(lambda method, payload: refused(status, told) if broken else accepted())
    async with delivering(store, line, moment) as courier:
        await until(lambda: bool(line.calls))
        await courier.looked()
        assert store.read_now(waiting) == 1
        assert len(line.calls) == 1
        broken = False
        moment.now += timedelta(minutes=6)
        courier.wake()
        await sent(store)
    assert line.texts() == ["card", "card"]


async def test_a_group_that_moved_is_followed(store: Store) -> None:
    """OUT-10, TG-13."""
    store.write_now(lambda tx: pair_staff_chat(tx, STAFF))
    for text in ("one", "two"):
        store.write_now(say(STAFF, text))
    line = Scripted(
        lambda method, payload: (
            refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to=-1007)
            if payload["chat_id"] == STAFF
            else accepted()
        )
    )
    async with delivering(store, line):
        await sent(store)
    assert [(payload["chat_id"], payload["text"]) for _method, payload in line.calls] == [
        (STAFF, "one"),
        (-1007, "one"),
        (-1007, "two"),
    ]
    assert store.read_now(staff_chat) == -1007


@pytest.mark.parametrize("seconds", [1, 30, 3600])
async def test_a_chat_that_is_told_to_wait_waits_even_after_a_restart(store: Store, seconds: int) -> None:
    """OUT-03, TG-10."""
    moment, limited = Moment(), True
    store.write_now(say(5, "slow"))
    line = Scripted(
        lambda method, payload: (
            refused(429, "Too Many Requests", retry_after=seconds)
            if limited and payload["chat_id"] == 5
            else accepted()
        )
    )
    async with delivering(store, line, moment) as courier:
        await until(lambda: len(line.calls) == 1)
        await courier.looked()
    limited = False
    async with delivering(store, line, moment) as courier:
        await store.write(say(6, "other"))
        await until(lambda: "other" in line.texts())
        moment.now += timedelta(seconds=seconds - 0.5)
        await courier.looked()
        assert line.texts() == ["slow", "other"]
        moment.now += timedelta(seconds=1)
        courier.wake()
        await sent(store)
    assert line.texts() == ["slow", "other", "slow"]


async def test_a_card_is_sent_until_it_is_confirmed(store: Store) -> None:
    """OUT-01: the same card, with the same code. [TG-15]"""
    left = 2

    def reply(method: str, payload: Mapping[str, Any]) -> Any:
        nonlocal left
        left -= method == "sendMessage"
        return ApiReplyLost("Timeout") if left >= 0 else accepted()

    store.write_now(say(STAFF, "card"))
    line = Scripted(reply)
    async with delivering(store, line):
        await sent(store)
    assert line.texts() == ["card"] * 3


async def test_a_server_that_cannot_be_reached_uses_up_no_try(store: Store) -> None:
    person = store.write_now(patient)
    store.write_now(say(5, "question", person=person))
    down = 6

    def reply(method: str, payload: Mapping[str, Any]) -> Any:
        nonlocal down
        down -= 1
        return ApiUnreachable("ClientConnectorError") if down >= 0 else accepted()

    line = Scripted(reply)
    courier = Courier(store, line, lambda: NOW)
    task = asyncio.create_task(courier.run())
    await sent(store)
    await courier.stop()
    task.cancel()
    assert line.texts()[-1] == "question"
    assert "getMe" in [method for method, _payload in line.calls]


async def test_a_revoked_token_ends_the_courier_and_keeps_the_queue(store: Store) -> None:
    """OUT-14."""
    store.write_now(say(5, "kept"))
    courier = Courier(store, Scripted(lambda method, payload: refused(401, "Unauthorized")), lambda: NOW)
    with pytest.raises(TokenRevoked):
        await ended(asyncio.ensure_future(courier.run()))
    assert store.read_now(waiting) == 1


async def test_a_failing_delivery_does_not_stop_the_others(store: Store) -> None:
    line = Scripted(lambda method, payload: ValueError("odd") if payload["chat_id"] == 5 else accepted())
    store.write_now(say(5, "odd"))
    store.write_now(say(6, "fine"))
    async with delivering(store, line):
        await until(lambda: "fine" in line.texts())
    assert store.read_now(waiting) == 1


async def test_an_erased_persons_message_on_its_way_leaves_nothing(store: Store) -> None:
    person = store.write_now(patient)
    store.write_now(say(5, "question", person=person, prompt=1))

    def reply(method: str, payload: Mapping[str, Any]) -> Any:
        store.write_now(lambda tx: people.erase_person(tx, person))
        return accepted(9)

    async with delivering(store, Scripted(reply)) as courier:
        await sent(store)
        await courier.looked()
    assert store.read_now(lambda tx: messages.prompt_message(tx, 5, 1, person)) is None


def test_a_shorter_hold_does_not_end_a_longer_one(store: Store) -> None:
    for seconds in (60, 5):
        until_then = NOW + timedelta(seconds=seconds)
        store.write_now(partial(outbox_queue.hold, scope=outbox_queue.EVERYWHERE, until=until_then))
    assert store.read_now(partial(outbox_queue.next_release, now=NOW)) == NOW + timedelta(seconds=60)


def test_a_hold_that_is_over_is_dropped(store: Store) -> None:
    store.write_now(lambda tx: outbox_queue.hold(tx, b"a", NOW))
    store.write_now(lambda tx: outbox_queue.hold(tx, b"b", NOW + timedelta(seconds=1)))
    assert store.read_now(lambda tx: outbox_queue.next_release(tx, NOW)) == NOW + timedelta(seconds=1)
    assert store.write_now(partial(outbox_queue.drop_past_holds, now=NOW)) == 1


VERDICTS = [
    ("sendMessage", accepted(), SendResult.DONE),
    ("editMessageText", refused(400, "Bad Request: message is not modified: specified new …"), SendResult.DONE),
    ("editMessageText", refused(400, "Bad Request: message to edit not found"), SendResult.ANEW),
    ("editMessageText", refused(400, "Bad Request: message can't be edited"), SendResult.ANEW),
    (
        "answerCallbackQuery",
        refused(400, "Bad Request: query is too old and response timeout expired"),
        SendResult.DONE,
    ),
    ("deleteMessage", refused(400, "Bad Request: message to delete not found"), SendResult.DONE),
    ("sendMessage", refused(400, "Bad Request: can't parse entities: unclosed tag"), SendResult.PLAIN),
    ("sendMessage", refused(400, "Bad Request: chat not found"), SendResult.GONE),
    ("sendMessage", refused(400, "Bad Request: not enough rights to send text messages"), SendResult.GONE),
    ("sendMessage", refused(403, "Forbidden: bot can't initiate conversation with a user"), SendResult.GONE),
    ("sendMessage", refused(403, "Forbidden: user is deactivated"), SendResult.GONE),
    ("sendMessage", refused(400, "Bad Request: group chat was upgraded", migrate_to=-1), SendResult.MOVED),
    ("sendMessage", refused(400, "Bad Request: message text is empty"), SendResult.KEPT),
    ("sendMessage", refused(404, "Not Found"), SendResult.KEPT),
    ("sendMessage", refused(429, "Too Many Requests: retry after 3", retry_after=3), SendResult.WAIT),
    ("answerCallbackQuery", refused(429, "Too Many Requests", retry_after=3), SendResult.WAIT),
    ("sendMessage", refused(500, "Internal Server Error"), SendResult.UNSURE),
    ("sendMessage", refused(502, "Bad Gateway"), SendResult.UNSURE),
    ("sendMessage", refused(501, "Not Implemented"), SendResult.KEPT),
    ("leaveChat", refused(501, "Not Implemented"), SendResult.DONE),
    ("sendMessage", refused(400, "Bad Request: message thread not found"), SendResult.BARE),
    ("sendMessage", refused(400, "Bad Request: group chat was upgraded to a supergroup chat"), SendResult.UPGRADED),
    ("answerCallbackQuery", refused(401, "Unauthorized"), SendResult.REVOKED),
    ("sendMessage", refused(401, "Unauthorized"), SendResult.REVOKED),
]


@pytest.mark.parametrize(("method", "answer", "fate"), VERDICTS)
def test_what_an_answer_means(method: str, answer: Any, fate: SendResult) -> None:
    """CB-07, OUT-03 to OUT-14, [TG-12]: the table of verdicts."""
    assert classify_reply(method, answer) is fate
