"""What the courier remembers of what waits: nothing is read again, and nothing is sent that was dropped meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from bot.delivery import courier as courier_module
from bot.delivery.waiting import FRESH, MOST, READ_AGAIN, Waiting
from bot.render.call import Call
from bot.store import messages, outbox_queue, people
from bot.store.due_call import DueCall
from bot.store.engine import Store
from bot.store.outbox import post
from bot.store.tx import PersonId, Tx
from bot.telegram.client import ApiReply
from tests.shell.delivery.test_courier import NOW, delivering, patient, say, sent
from tests.shell.lines import Scripted, accepted, refused
from tests.waiting import HANG, until


def call(number: int, chat: int = 5, method: str = "sendMessage", **more: Any) -> DueCall:
    told = {"person": PersonId(1), "subject": "s", "payload": {}, "urgent": False, "prompt": 0, "replaces": 0}
    rest = {"tries": 0, "cover": "", "placed": None, "target": None}
    return DueCall(id=number, chat_digest=str(chat).encode(), chat_id=chat, method=method, **{**told, **rest, **more})


def firsts(waiting: Waiting, **held: Any) -> list[int]:
    may = {"busy": (), "resting": (), "full": (), "limit": 9, **held}
    return [each.id for each in waiting.firsts(**may)]


def known(*calls: DueCall, timer: Callable[[], float] = lambda: 0.0) -> Waiting:
    waiting = Waiting(timer)
    waiting.begin_reading()
    waiting.note_read(calls)
    return waiting


def test_nothing_is_believed_before_the_outbox_was_read() -> None:
    waiting = Waiting()
    waiting.hand([call(1)])
    assert not waiting.whole


def test_what_is_posted_while_the_outbox_is_read_is_there_once() -> None:
    waiting = Waiting()
    waiting.begin_reading()
    waiting.hand([call(1)])
    waiting.hand([call(2, chat=6)])
    waiting.note_read([call(1)])
    assert waiting.whole
    assert firsts(waiting) == [1, 2]


def test_what_is_disturbed_while_the_outbox_is_read_is_not_believed() -> None:
    waiting = Waiting()
    waiting.begin_reading()
    waiting.forget()
    waiting.note_read([call(1)])
    assert not waiting.whole


def test_the_order_is_that_of_the_outbox() -> None:
    """OUT-15: only safety texts overtake in a chat; between chats they go first, then the team's."""
    team = call(4, chat=-7, person=None)
    waiting = known(call(1), call(2, urgent=True), call(3, chat=6), team, call(5, chat=8, method="editMessageText"))
    assert firsts(waiting) == [2, 4, 3, 5]
    assert firsts(waiting, busy=[b"6"], resting=[5, 8], full=[-7]) == [2, 5]
    waiting.take_out(call(2, urgent=True))
    assert firsts(waiting, limit=1) == [4]
    assert firsts(waiting, resting=[5]) == [4, 3, 5]


def test_what_the_clock_says_waits_for_who_waits_for_an_answer() -> None:
    """OUT-04, OUT-15: replies go before reminders, and so does a reminder that stands before a reply in its chat."""
    waiting = known(call(1, unasked=True), call(2, chat=6, unasked=True), call(3, chat=6), call(4, chat=7))
    assert firsts(waiting) == [2, 4, 1]
    waiting.take_out(call(2, chat=6))
    assert firsts(waiting) == [3, 4, 1]


@pytest.mark.parametrize(("seconds", "left"), [(FRESH - 0.1, True), (FRESH + 0.1, False)])
def test_a_call_is_believed_to_wait_for_a_moment_only(seconds: float, left: bool) -> None:
    now = 0.0
    waiting = known(call(1), timer=lambda: now)
    now = seconds
    assert waiting.whole is left


def test_the_outbox_is_read_again_after_a_while_although_nothing_waits() -> None:
    now = 0.0
    waiting = known(timer=lambda: now)
    now = READ_AGAIN + 1
    assert not waiting.whole


def test_more_than_so_much_is_not_remembered() -> None:
    waiting = known(*(call(number, chat=number) for number in range(MOST)))
    assert waiting.whole
    waiting.hand([call(MOST)])
    assert not waiting.whole


def test_a_change_of_a_message_that_is_about_to_be_shown_anew_is_aimed_when_it_goes_out() -> None:
    waiting = known()
    sending = call(1, prompt=7)
    waiting.hand([call(2, method="editMessageText", replaces=7, target=40)], {b"5": sending})
    waiting.hand([call(3, chat=6, method="editMessageText", replaces=7, target=41)], {b"5": sending})
    found = waiting.firsts(busy=(), resting=(), full=(), limit=9)
    assert [each.target for each in found] == [None, 41]


async def test_what_a_commit_posts_is_sent_without_looking_it_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    line = Scripted()
    person = store.write_now(patient)
    async with delivering(store, line) as courier:
        await courier.looked()
        for name in ("parcels", "everything"):
            monkeypatch.setattr(outbox_queue, name, None)
        await store.write(say(5, "one", person=person))
        await store.write(say(5, "two", person=person, prompt=3))
        await sent(store)
        await store.write(lambda tx: post(tx, 5, Call("editMessageText", {"text": "three"}, replaces=3), person=person))
        await sent(store)
    assert line.texts() == ["one", "two", "three"]
    assert line.calls[-1][1]["message_id"] == 2


class Slow(Scripted):
    """Answers nothing before it may."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()

    async def call(self, method: str, payload: Mapping[str, Any], *, seconds: float = 20.0) -> ApiReply:
        """The next answer, when it may be given."""
        answer = await super().call(method, payload, seconds=seconds)
        await self.gate.wait()
        return answer


@pytest.mark.parametrize(
    "drop",
    [
        people.erase_person,
        lambda tx, person: people.mark_unreachable(tx, person, NOW),
        lambda tx, person: people.renew_person(tx, person, 5),
        lambda tx, person: messages.drop_pages(tx, 9),
        lambda tx, person: post(tx, 5, Call("sendMessage", {"text": "newer"}, coalesce="news"), person=person),
    ],
    ids=["erased", "unreachable", "renewed", "pages", "newer"],
)
async def test_what_was_dropped_before_it_went_out_is_not_sent(
    store: Store, drop: Callable[[Tx, PersonId], object]
) -> None:
    """DB-09, OUT-08: what was posted before counts no more, although it was handed over."""
    person, line = store.write_now(patient), Slow()
    page = messages.page_number(9, 0)
    async with delivering(store, line) as courier:
        await courier.looked()
        await store.write(say(5, "one", person=person))
        await store.write(say(5, "two", person=person, prompt=page, coalesce="news"))
        await until(lambda: line.calls)
        await store.write(lambda tx: drop(tx, person))
        line.gate.set()
        await sent(store)
        await courier.looked()
    assert "two" not in line.texts()


async def test_whatever_commit_a_delivery_goes_with_it_is_filed_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = store.write_now(patient)
    commits: list[list[str]] = []
    settle, gate = outbox_queue.settle, threading.Event()

    def counted(tx: Tx, deliveries: list[outbox_queue.Delivery]) -> None:
        commits.append([each.parcel.method for each in deliveries])
        settle(tx, deliveries)

    monkeypatch.setattr(outbox_queue, "settle", counted)
    line = Scripted()
    async with delivering(store, line) as courier:
        await courier.looked()
        holding = asyncio.create_task(store.write(lambda tx: gate.wait(HANG)))
        for each in (Call("answerCallbackQuery", {"callback_query_id": "q"}, urgent=True), Call("sendMessage", {})):
            writing = asyncio.create_task(store.write(lambda tx, each=each: post(tx, 5, each, person=person)))
        gate.set()
        await asyncio.gather(holding, writing)
        await sent(store)
    assert [method for method, _payload in line.calls] == ["answerCallbackQuery", "sendMessage"]
    assert sum(map(len, commits)) == 2


async def test_a_look_that_began_while_a_call_was_in_hand_is_not_believed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It passed the call over; as that waits again, it would be missed until somebody else writes."""
    monkeypatch.setattr(courier_module, "_LONGEST", 0.0)
    store.write_now(say(5, "question", person=store.write_now(patient)))
    answers = [refused(502, "Bad Gateway"), accepted()]
    believed = []
    async with delivering(store, Scripted(lambda method, payload: answers.pop(0))) as courier:
        free = courier._free

        def while_it_comes_back(chat: bytes, task: asyncio.Task[bool]) -> None:
            courier._waiting.begin_reading()
            free(chat, task)
            courier._waiting.note_read([])
            believed.append(courier._waiting.whole)

        courier._free = while_it_comes_back  # type: ignore[method-assign]  # a look at the worst moment
        await sent(store)
    assert believed[0] is False
