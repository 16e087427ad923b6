"""What is owed is never thrown away, and what goes wrong in one chat is that chat's alone (OUT-09, OUT-17, OUT-19)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
import structlog

from bot.delivery import courier as courier_module
from bot.delivery import filing
from bot.render.call import Call
from bot.store import outbox_queue, people
from bot.store.connection import StoreUnavailable
from bot.store.due_call import DueCall
from bot.store.engine import Store
from bot.store.outbox import post
from bot.store.staff_group import pair_staff_chat, staff_chat
from bot.store.tx import Tx
from bot.telegram.client import ApiReplyLost
from bot.telegram.rate_limit import RateLimit
from tests.examples import some
from tests.shell.delivery.test_courier import NOW, STAFF, Moment, delivering, patient, say, sent
from tests.shell.lines import Scripted, Watched, accepted, refused
from tests.shell.trail import waiting
from tests.waiting import until


@pytest.fixture(autouse=True)
def _no_rest_between_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier_module, "_LONGEST", 0.0)
    monkeypatch.setattr(courier_module, "_MACHINE_REST", 0.0)
    monkeypatch.setattr(filing, "_MACHINE_REST", 0.0)


REFUSALS = [
    (400, "Bad Request: TOPIC_CLOSED"),
    (400, "Bad Request: message thread not found"),
    (400, "Bad Request: TOPIC_DELETED"),
    (400, "Bad Request: CHAT_RESTRICTED"),
    (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"),
    (400, "Bad Request: SLOWMODE_WAIT_30"),
    (400, "Bad Request: CHANNEL_PRIVATE"),
    (400, "Bad Request: CHAT_ADMIN_REQUIRED"),
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: group chat was upgraded to a supergroup chat"),
    (400, "Bad Request: group chat was deactivated"),
    (400, "Bad Request: BUTTON_DATA_INVALID"),
    (400, "Bad Request: something that nobody ever saw"),
    (400, ""),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (403, "Forbidden: bot is not a member of the channel chat"),
    (404, "Not Found"),
    (408, "Request Timeout"),
    (409, "Conflict"),
    (413, "Request Entity Too Large"),
    (501, "Not Implemented"),
]


@pytest.mark.parametrize(("status", "told"), some(REFUSALS))
async def test_a_card_survives_every_refusal_and_goes_out_after_the_repair(
    store: Store, status: int, told: str
) -> None:
    """OUT-09, OUT-17, [TG-11]."""
    moment, broken = Moment(), True
    store.write_now(lambda tx: pair_staff_chat(tx, STAFF))
    store.write_now(lambda tx: post(tx, STAFF, Call("sendMessage", {"text": "card"}, prompt=7)))
    line = Scripted(lambda method, payload: refused(status, told) if broken else accepted())
    with structlog.testing.capture_logs() as logs:
        async with delivering(store, line, moment) as courier:
            for _ in range(7):
                await courier.looked()
                moment.now += timedelta(seconds=61)
            await courier.looked()
            assert store.read_now(waiting) == 1
            broken = False
            moment.now += timedelta(seconds=61)
            courier.wake()
            await sent(store)
    assert any("ALARM" in entry["event"] for entry in logs)
    assert line.texts()[-1] == "card"


async def test_the_pauses_grow_and_then_the_chat_goes_on_without_it(store: Store) -> None:
    """A message that nobody can send must not keep the ones behind it for ever."""
    moment, person = Moment(), store.write_now(patient)
    for text in ("odd", "next"):
        store.write_now(say(5, text, person=person))
    line = Scripted(lambda m, p: refused(400, "Bad Request: odd") if p["text"] == "odd" else accepted())
    async with delivering(store, line, moment) as courier:
        for count, pause in enumerate((2, 5, 15, 30), 1):
            await courier.looked()
            moment.now += timedelta(seconds=pause - 1)
            await courier.looked()
            assert line.texts() == ["odd"] * count
            moment.now += timedelta(seconds=1)
            courier.wake()
        await until(lambda: "next" in line.texts())
        await courier.looked()
    assert line.texts() == ["odd"] * 5 + ["next"]
    assert store.read_now(waiting) == 1


async def test_a_topic_that_is_gone_is_left_out(store: Store) -> None:
    def reply(method: str, payload: Mapping[str, Any]) -> Any:
        return refused(400, "Bad Request: message thread not found") if "message_thread_id" in payload else accepted()

    store.write_now(lambda tx: post(tx, STAFF, Call("sendMessage", {"text": "card", "message_thread_id": 7})))
    line = Scripted(reply)
    async with delivering(store, line):
        await sent(store)
    assert line.texts() == ["card", "card"]


async def test_what_is_for_one_member_alone_goes_to_the_group_where_the_platform_knows_no_such_thing(
    store: Store,
) -> None:
    """[TG-33]"""

    def reply(method: str, payload: Mapping[str, Any]) -> Any:
        alone = "ephemeral_message_parameters" in payload
        return refused(400, "Bad Request: ephemeral messages are not supported") if alone else accepted()

    hint = {"text": "hint", "ephemeral_message_parameters": {"receiver_user_id": 5}}
    store.write_now(lambda tx: post(tx, STAFF, Call("sendMessage", hint)))
    line = Scripted(reply)
    async with delivering(store, line):
        await sent(store)
    assert line.texts() == ["hint", "hint"]


async def test_a_button_that_is_done_is_left_out_where_the_platform_cannot_show_it(store: Store) -> None:
    def reply(method: str, payload: Mapping[str, Any]) -> Any:
        unknown = "disabled" in str(payload.get("reply_markup"))
        told = "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        return refused(400, told) if unknown else accepted()

    see = {"text": "See", "callback_data": "s"}
    card = {"text": "card", "reply_markup": {"inline_keyboard": [[{"text": "Taken", "disabled": {}}, see]]}}
    store.write_now(lambda tx: post(tx, STAFF, Call("sendMessage", card)))
    line = Scripted(reply)
    async with delivering(store, line) as courier:
        await sent(store)
        store.write_now(lambda tx: post(tx, STAFF, Call("sendMessage", card)))
        courier.wake()
        await sent(store)
    tried, *plain = [payload["reply_markup"] for _, payload in line.calls]
    assert tried == card["reply_markup"]
    assert plain == [{"inline_keyboard": [[see]]}] * 2, "and it is not tried again"


async def test_a_group_that_moved_without_saying_where_to_is_asked(store: Store) -> None:
    """OUT-10."""

    def reply(method: str, payload: Mapping[str, Any]) -> Any:
        if payload["chat_id"] != STAFF:
            return accepted()
        told = "Bad Request: group chat was upgraded to a supergroup chat"
        return refused(400, told, migrate_to=-1007 if method == "getChat" else 0)

    store.write_now(lambda tx: pair_staff_chat(tx, STAFF))
    store.write_now(say(STAFF, "card"))
    line = Scripted(reply)
    async with delivering(store, line):
        await sent(store)
    assert store.read_now(staff_chat) == -1007
    assert line.calls[-1][1] == {"text": "card", "chat_id": -1007}


def faulty(each: int) -> Callable[[str, Mapping[str, Any]], Any]:
    """A server that answers every so-maniest call with 429 and the next with 500, spread over all chats."""
    number = 0

    def reply(method: str, payload: Mapping[str, Any]) -> Any:
        nonlocal number
        number += 1
        if number % each == 0:
            return refused(429, "Too Many Requests", retry_after=1)
        return refused(500, "Internal Server Error") if number % each == 1 else accepted(number)

    return reply


@pytest.mark.whole
async def test_with_four_in_a_hundred_refused_and_failed_nobody_gives_up(store: Store) -> None:
    """OUT-19: every message of every chat, in its order, and nobody else is told to rest."""
    moment = Moment()
    persons = {chat: store.write_now(lambda tx, c=chat: patient(tx, c)) for chat in range(1, 31)}
    for chat, person in persons.items():
        for number in range(10):
            store.write_now(say(chat, f"{chat}.{number}", person=person))
    line = Scripted(faulty(25))
    with structlog.testing.capture_logs() as logs:
        async with delivering(store, line, moment) as courier:

            def done() -> bool:
                moment.now += timedelta(seconds=1.1)
                courier.wake()
                return store.read_now(waiting) == 0

            await until(done)
    seen: dict[str, list[str]] = {}
    for text in line.texts():
        seen.setdefault(text.split(".")[0], [])
        if text not in seen[text.split(".")[0]]:
            seen[text.split(".")[0]].append(text)
    assert seen == {str(chat): [f"{chat}.{n}" for n in range(10)] for chat in persons}
    # A message may meet more than one of the faults: which, the order of the chats decides.
    assert max(Counter(line.texts()).values()) <= 5
    assert not [entry for entry in logs if entry.get("everybody") or entry.get("last")]


async def test_chats_that_are_told_to_wait_hold_nobody_else(store: Store) -> None:
    """OUT-03, OUT-19: three at once, while others are accepted."""
    for chat in range(1, 9):
        store.write_now(say(chat, f"{chat}"))
    line = Scripted(lambda m, p: refused(429, "Too Many", retry_after=3600) if p["chat_id"] % 2 else accepted())
    async with delivering(store, line):
        await until(lambda: len(line.calls) == 8)
        await store.write(say(10, "later"))
        await until(lambda: "later" in line.texts())


async def test_when_everybody_is_told_to_wait_everybody_rests(store: Store) -> None:
    for chat in range(1, 6):
        store.write_now(say(chat, f"{chat}"))
    line = Scripted(lambda m, p: refused(429, "Too Many", retry_after=3600))
    async with delivering(store, line) as courier:
        await until(lambda: len(line.calls) == 5)
        await courier.looked()
        await store.write(say(10, "later"))
        await courier.looked()
        assert "later" not in line.texts()


async def test_what_cannot_be_filed_now_is_neither_repeated_nor_counted_as_failed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """IN-19, DB-02: the message went out; the lock that hinders us to say so is waited for."""
    person = store.write_now(patient)
    store.write_now(say(5, "question", person=person))
    store.write_now(say(5, "next", person=person))
    settle, faults = outbox_queue.settle, 0

    def locked(tx: Tx, deliveries: list[outbox_queue.Delivery]) -> None:
        nonlocal faults
        if faults < 20:
            faults += 1
            raise StoreUnavailable(16, "locked")
        settle(tx, deliveries)

    line = Scripted()
    monkeypatch.setattr(outbox_queue, "settle", locked)
    async with delivering(store, line):
        await until(lambda: faults == 20)
        await sent(store)
    assert line.texts() == ["question", "next"]


async def test_a_database_that_cannot_be_read_now_does_not_end_the_courier(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write_now(say(5, "question"))
    read, faults = store.read, 0

    async def failing(work: Any) -> Any:
        nonlocal faults
        if faults < 5:
            faults += 1
            raise StoreUnavailable(5, "cut")
        return await read(work)

    monkeypatch.setattr(store, "read", failing)
    line = Scripted()
    async with delivering(store, line):
        await sent(store)
    assert line.texts() == ["question"]


async def test_a_safety_text_overtakes_what_waits_for_its_chats_rest(store: Store) -> None:
    """The courier is told which chats rest: what may not go is not started, so that it can be overtaken."""
    now = 1000.0
    line = Scripted()
    over = asyncio.Event()

    async def sleep(seconds: float) -> None:
        await over.wait()

    line.pace = RateLimit(on=True, timer=lambda: now, sleep=sleep)
    person = store.write_now(patient)
    await line.pace.turn("sendMessage", {"chat_id": 5})
    store.write_now(say(5, "ordinary", person=person))
    async with delivering(store, line) as courier:
        await courier.looked()
        assert line.calls == [], "the chat rests"
        await store.write(say(5, "call 131", person=person, urgent=True))
        await until(lambda: line.texts() == ["call 131"])
        now += 2
        courier.wake()
        await sent(store)
    assert line.texts() == ["call 131", "ordinary"]


async def test_a_card_whose_answer_was_lost_and_then_refused_is_still_owed(store: Store) -> None:
    answers: list[Any] = [ApiReplyLost("cut"), refused(404, "Not Found")]
    moment = Moment()
    store.write_now(say(STAFF, "card"))
    line = Scripted(lambda m, p: answers.pop(0) if answers else accepted())
    async with delivering(store, line, moment) as courier:
        await until(lambda: len(line.calls) == 2)
        await courier.looked()
        moment.now += timedelta(seconds=3)
        courier.wake()
        await sent(store)
    assert line.texts() == ["card"] * 3


async def test_somebody_of_the_team_who_cannot_be_written_to_is_noted(store: Store) -> None:
    """OUT-16."""
    store.write_now(say(77, "page"))
    line = Scripted(lambda m, p: refused(403, "Forbidden: bot can't initiate conversation with a user"))
    async with delivering(store, line):
        await sent(store)
    assert len(line.calls) == 1
    assert store.read_now(lambda tx: people.find_person(tx, 77)) is None
    assert NOW


async def test_while_many_wait_for_their_turn_nothing_but_a_safety_text_is_started(store: Store) -> None:
    """OUT-04: the courier waits for the pace; what may not go yet stays in the queue, where it can be overtaken."""
    now = 1000.0

    async def sleep(_seconds: float) -> None:
        await asyncio.Event().wait()

    line = Scripted()
    line.pace = RateLimit(on=True, timer=lambda: now, sleep=sleep)
    # Other parts of the program make so many calls in this moment.
    others = asyncio.gather(*(line.pace.turn("getChat", {"chat_id": chat}) for chat in range(1, 101)))
    store.write_now(say(5, "ordinary"))
    async with delivering(store, line) as courier:
        await courier.looked()
        assert line.texts() == []
        await store.write(say(6, "call 131", urgent=True))
        await until(lambda: line.texts() == ["call 131"])
        now += 60
        courier.wake()
        await until(lambda: line.texts() == ["call 131", "ordinary"])
    others.cancel()


async def test_a_stop_while_the_outbox_is_looked_at_begins_nothing_more(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write_now(say(5, "later"))
    courier = Watched(store, line := Scripted(), lambda: NOW)
    look = courier._lookout.look

    async def stopped_meanwhile(*args: Any, **may: Any) -> Any:
        found = await look(*args, **may)
        await courier.stop()
        return found

    monkeypatch.setattr(courier._lookout, "look", stopped_meanwhile)
    await courier.run()
    assert line.calls == []
    assert store.read_now(waiting) == 1


async def test_a_call_that_the_machine_lets_nobody_look_up_rests_and_goes_out_afterwards(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was tried again at once, for as long as the fault lasted, and nobody heard of it."""
    person = store.write_now(patient)
    store.write_now(say(5, "changed", person=person, replaces=1))
    faults, complaints = [OSError(5, "a disk"), OSError(5, "a disk")], []

    def aimed(tx: Tx, parcel: DueCall) -> DueCall:
        if faults:
            raise faults.pop()
        return parcel

    monkeypatch.setattr(outbox_queue, "aimed", aimed)
    monkeypatch.setattr(Watched, "_complain", lambda _courier, fault: complaints.append(fault))
    line = Scripted()
    async with delivering(store, line):
        await sent(store)
    assert line.texts() == ["changed"]
    assert len(complaints) == 2
