"""The courier: sends what is filed. Nothing else in the program sends.

One task, one lane per chat: the next call of a chat goes out when the one before it is done or given up. A commit
that posted something wakes it at once. What an answer means is `verdict.judge`'s to say; what follows is here:

- *wait*: the chat rests as long as the server says, in the database, so that a restart does not forget it; several
  chats at once mean that everybody rests;
- *unsure* (a cut, a server's own error): a patient's message goes out once more, a card for the team until it is
  confirmed. After three in a row nothing goes out until the server answers a harmless call, so that an outage does
  not use up the second try;
- *gone*: a person is marked unreachable and her queue dropped; for the team's group everything waits, and the log
  says so.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.delivery.calls import as_call, as_plain
from bot.delivery.rate_limit import RateLimit
from bot.delivery.send_result import SendResult, classify_reply
from bot.log import where_raised
from bot.store import outbox_queue, people, staff
from bot.store.engine import Store
from bot.store.outbox_queue import DueCall
from bot.store.staff_group import move_staff_chat, staff_chat
from bot.store.tx import Tx
from bot.telegram.client import ApiReply, ApiReplyLost, ApiUnreachable, BotApi, TokenRevoked

log = structlog.get_logger("courier")

#: Unsure calls in a row after which the line is tried with a harmless call first.
_DOUBTS = 3
#: Longest rest between two tries of the line, in seconds.
_LONGEST = 60.0
#: Tries of a patient's message when nobody knows whether it arrived: the first and one more (OUT-01).
_TRIES = 2
#: How long the team's queue rests when its group cannot be written to.
_GROUP_REST = timedelta(minutes=5)
#: So many chats told to wait within as many seconds: the limit is ours as a whole.
_CROWD, _CROWD_SECONDS = 3, 5.0


class Courier:
    """Takes parcels from the queue and delivers them, until stopped."""

    def __init__(self, store: Store, line: BotApi, clock: Callable[[], datetime], *, paced: bool) -> None:
        self._store = store
        self._line = line
        self._clock = clock
        self._pace = RateLimit(on=paced, timer=time.monotonic)
        self._busy: dict[bytes, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()
        self._stopping = False
        self._doubts = 0
        self._crowd: deque[tuple[float, bytes]] = deque(maxlen=_CROWD)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: BaseException | None = None

    def wake(self) -> None:
        """Something was posted, or the clock moved: look again. From any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    async def run(self) -> None:
        """Deliver until `stop`; TokenRevoked where the server no longer knows the bot."""
        self._loop = asyncio.get_running_loop()
        self._store.on_commit(self.wake)
        while not self._stopping:
            self._wake.clear()
            if self._doubts >= _DOUBTS and not await self._line_answers():
                continue
            rest = await self._send_what_may_go()
            if self._end is not None:
                raise self._end
            try:
                await asyncio.wait_for(self._wake.wait(), rest)
            except TimeoutError:
                continue

    async def stop(self, seconds: float = 4.0) -> None:
        """Start nothing more, and let what is on its way arrive."""
        self._stopping = True
        self._wake.set()
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=seconds)

    async def _send_what_may_go(self) -> float | None:
        """Start every delivery that may go now; seconds until the next may, None: until something is posted."""
        now = self._clock()
        resting, full = self._pace.resting()
        look = partial(outbox_queue.parcels, now=now, busy=[*self._busy], resting=resting, full=full)
        found, lost = await self._store.read(look)
        if lost:
            await self._store.write(partial(outbox_queue.drop_lost, rows=lost))
        for parcel in found:
            while not parcel.urgent and (rest := self._pace.wait()) > 0:
                await asyncio.sleep(rest)
            self._start(parcel)
        due = await self._store.read(partial(outbox_queue.next_release, now=now))
        rests = [self._pace.wait_of_chats(), None if due is None else (due - now).total_seconds()]
        known = [rest for rest in rests if rest is not None]
        return max(0.001, min(known)) if known else None

    def _start(self, parcel: DueCall) -> None:
        task = asyncio.create_task(self._deliver(parcel))
        self._busy[parcel.chat_digest] = task
        task.add_done_callback(partial(self._free, parcel.chat_digest))

    def _free(self, chat: bytes, task: asyncio.Task[None]) -> None:
        self._busy.pop(chat, None)
        if not task.cancelled() and (fault := task.exception()) is not None:
            self._end = fault
        self._wake.set()

    async def _deliver(self, parcel: DueCall) -> None:
        """One delivery, from call to what follows from its answer."""
        try:
            await self._try(parcel)
        except TokenRevoked:
            raise
        except Exception as fault:  # noqa: BLE001  # one delivery fails alone: the next chats go on
            log.error("delivery failed", parcel=parcel.id, method=parcel.method, fault=where_raised(fault))
            await asyncio.sleep(1)
            await self._store.write(partial(outbox_queue.hold, scope=parcel.chat_digest, until=self._in(10)))

    async def _try(self, parcel: DueCall) -> None:
        call = as_call(parcel)
        if call is None:
            await self._store.write(partial(outbox_queue.drop, parcel=parcel))
            return
        method, payload = call
        self._pace.went(parcel, is_new=method.startswith("send"))
        try:
            answer = await self._line.call(method, payload)
            fate = classify_reply(method, answer)
            if fate is SendResult.ANEW and method != parcel.method:
                # The message is gone: what was to be shown in its place is sent as a new one (OUT-06).
                answer = await self._line.call(parcel.method, {**parcel.payload, "chat_id": parcel.chat_id})
                fate = classify_reply(parcel.method, answer)
            if fate is SendResult.PLAIN:
                log.error("markup refused, sent as plain text", method=method)
                answer = await self._line.call(method, as_plain(payload))
                fate = SendResult.FINAL if (again := classify_reply(method, answer)) is SendResult.PLAIN else again
        except ApiUnreachable:
            self._doubts += 1
            await asyncio.sleep(self._patience())
            return
        except ApiReplyLost:
            fate, answer = SendResult.UNSURE, ApiReply(0, ok=False)
        self._doubts = self._doubts + 1 if fate is SendResult.UNSURE else 0
        await self._settle(parcel, fate, answer)

    async def _settle(self, parcel: DueCall, fate: SendResult, answer: ApiReply) -> None:
        match fate:
            case SendResult.DONE:
                message_id = answer.message_id or parcel.target
                await self._store.write(
                    partial(outbox_queue.delivered, parcel=parcel, message_id=message_id, now=self._clock())
                )
            case SendResult.WAIT:
                await self._rest(parcel, answer.retry_after or 1)
            case SendResult.UNSURE:
                await self._doubt(parcel, answer)
            case SendResult.GONE:
                await self._store.write(partial(_give_up_chat, parcel=parcel, now=self._clock()))
            case SendResult.MOVED:
                await self._store.write(partial(_move, parcel=parcel, to=answer.migrate_to))
            case SendResult.REVOKED:
                raise TokenRevoked
            case _:
                log.warning("refused for good", method=parcel.method, status=answer.status, fate=fate.name)
                await self._store.write(partial(outbox_queue.drop, parcel=parcel))

    async def _rest(self, parcel: DueCall, seconds: int) -> None:
        now = time.monotonic()
        self._crowd.append((now, parcel.chat_digest))
        recent = {chat for at, chat in self._crowd if now - at < _CROWD_SECONDS}
        scope = outbox_queue.EVERYWHERE if len(recent) >= _CROWD else parcel.chat_digest
        log.warning("told to wait", seconds=seconds, everybody=scope == outbox_queue.EVERYWHERE)
        await self._store.write(partial(outbox_queue.hold, scope=scope, until=self._in(seconds)))

    async def _doubt(self, parcel: DueCall, answer: ApiReply) -> None:
        last = parcel.tries + 1 >= _TRIES and parcel.person is not None
        log.warning("no clear answer", method=parcel.method, status=answer.status, tries=parcel.tries + 1, last=last)
        await self._store.write(partial(outbox_queue.drop if last else outbox_queue.count_try, parcel=parcel))
        if not last:
            await asyncio.sleep(min(_LONGEST, 2.0**parcel.tries))

    async def _line_answers(self) -> bool:
        """Ask the server who we are, which changes nothing; rest where it does not answer."""
        try:
            answer = await self._line.call("getMe", {})
        except (ApiUnreachable, ApiReplyLost):
            answer = ApiReply(0, ok=False)
        if classify_reply("getMe", answer) is SendResult.REVOKED:
            raise TokenRevoked
        if answer.ok:
            self._doubts = 0
            return True
        self._doubts += 1
        log.warning("the Bot API does not answer", status=answer.status, tries=self._doubts)
        await asyncio.sleep(self._patience())
        return False

    def _patience(self) -> float:
        return min(_LONGEST, 0.5 * 2.0 ** min(self._doubts, 7))

    def _in(self, seconds: float) -> datetime:
        return self._clock() + timedelta(seconds=seconds)


def _give_up_chat(tx: Tx, parcel: DueCall, now: datetime) -> None:
    """This chat cannot be written to: a patient's queue is dropped, the team's waits (OUT-08, OUT-09, OUT-16)."""
    if parcel.person is not None:
        people.mark_unreachable(tx, parcel.person, now)
        log.info("a person cannot be written to any more")
    elif parcel.chat_id == staff_chat(tx):
        log.error("the study team's group cannot be written to; its messages wait")
        outbox_queue.hold(tx, parcel.chat_digest, now + _GROUP_REST)
    else:
        staff.set_staff_reachable(tx, parcel.chat_id, False)
        outbox_queue.drop_chat(tx, parcel)


def _move(tx: Tx, parcel: DueCall, to: int) -> None:
    """The server names the group's new id (TG-13)."""
    if move_staff_chat(tx, parcel.chat_id, to):
        log.warning("the study team's group has a new id; stored")
    else:
        outbox_queue.drop_chat(tx, parcel)
