"""The courier: sends what is filed.

One task, one lane per chat: the next call of a chat goes out when the one before it is done or given up. A commit
that posted something wakes it at once. What an answer means is for `send_result.classify_reply` to say; what follows
is here, and it never slows another chat unless nobody at all gets through:

- *wait*: the chat rests as long as the server says, in the database, so that a restart does not forget it; only when
  several chats in a row are told so, and nothing was accepted between, does everybody rest;
- *unsure*: what a cut leaves open goes out once more to a patient, what the server itself failed at some times more,
  a card for the team until it is confirmed. After several in a row nothing goes out until the server answers a
  harmless call, so that an outage does not use up the tries;
- *gone*: a person is marked unreachable and their queue dropped; for the team's group everything waits;
- *kept*: a refusal that nobody knows holds the chat, a little longer each time, and raises an alarm; after a few
  times it holds only itself, so that the messages behind it are not lost with it.

What became of a call is filed until it stands: while the machine does not let us, the chat stays busy, so that
nothing is repeated and nothing counts as failed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import structlog

from bot.delivery.calls import Platform, as_call, as_cover, as_edit, plainer
from bot.delivery.failing import Failing, rest_after
from bot.delivery.filing import Filing, is_harmless
from bot.delivery.lookout import Lookout
from bot.delivery.lost_chats import follow_group, give_up_chat
from bot.delivery.paper import drawn
from bot.delivery.send_result import SendResult, classify_reply
from bot.delivery.topics import Topics
from bot.delivery.waiting import Waiting
from bot.log import Seldom, where_raised
from bot.store import outbox_queue
from bot.store.due_call import DueCall
from bot.store.engine import Store
from bot.store.outbox_queue import Delivery
from bot.store.tx import Tx
from bot.telegram.client import ApiReply, ApiReplyLost, ApiUnreachable, BotApi, TokenRevoked
from bot.telegram.rate_limit import ANY

T = TypeVar("T")

log = structlog.get_logger("courier")

#: Unsure calls in a row after which the API is tried with a harmless call first, and the longest rest, in seconds,
#: between two such tries.
_DOUBTS, _LONGEST = 5, 15.0
#: Seconds that a chat rests after each refusal that nobody knows; the last one counts for all that follow.
_PAUSES = (2.0, 5.0, 15.0, 30.0, 60.0)
#: Refusals after which a call holds only itself and no longer its chat.
_HOLDS_CHAT = 4
#: So many chats in a row told to wait, nothing accepted between: the limit is ours as a whole; its longest seconds.
_CROWD, _LONGEST_FOR_ALL = 5, 3600
#: Calls that may wait for their turn at once: few, so that a safety text is never behind many; and calls that are
#: started at once where nobody waits for a turn.
_AHEAD, _AT_ONCE = 8, 50
#: Seconds between two tries of what the machine does not let us file or read, and between two looks whether this
#: replica is the one that sends.
_MACHINE_REST, _STAND_BY = 1.0, 0.25
#: Seconds until the queue is looked at again where nothing is known of: a command on the server may have posted.
_LOOK_AGAIN = 30.0


class Courier:
    """Takes parcels from the queue and delivers them, until stopped."""

    def __init__(
        self, store: Store, api: BotApi, clock: Callable[[], datetime], leads: Callable[[], bool] = lambda: True
    ) -> None:
        self._store = store
        #: Is this the one of several replicas that sends?
        self._leads = leads
        self._api = api
        self._clock = clock
        self._pace = api.pace
        self._platform = Platform()
        self._topics = Topics(store, api, clock)
        #: What each chat is being sent, and the task that does it.
        self._busy: dict[bytes, asyncio.Task[bool]] = {}
        self._in_hand: dict[bytes, DueCall] = {}
        self._waiting = Waiting()
        #: Rows in hand of which more becomes than that they are done.
        self._troubled: set[int] = set()
        self._lookout = Lookout(store, self._waiting, self._in_hand)
        self._wake = asyncio.Event()
        self._stopping = False
        self._doubts = 0
        self._failing = Failing()
        self._crowd: set[bytes] = set()
        #: Messages that were sent with their cover alone and are to be filled, by their call.
        self._placed: dict[int, int] = {}
        #: Calls that hold themselves alone, and until when.
        self._postponed: dict[int, datetime] = {}
        self._seldom = Seldom()
        self._filing: Filing | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: BaseException | None = None

    def wake(self) -> None:
        """Something was posted, or the clock moved: look again. From any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    async def run(self) -> None:
        """Deliver until `stop`; TokenRevoked where the server no longer knows the bot."""
        self._loop = asyncio.get_running_loop()
        self._filing = Filing(self._store, self._complain)
        self._store.on_commit(self._hear)
        while not self._stopping:
            self._wake.clear()
            if not self._leads():
                self._waiting.forget()
                await asyncio.sleep(_STAND_BY)
                continue
            if self._doubts >= _DOUBTS and not await self._api_answers():
                continue
            rest = await self._look()
            if self._end is not None:
                raise self._end
            with suppress(TimeoutError):
                async with asyncio.timeout(rest):
                    await self._wake.wait()

    def _hear(self, handed: list[DueCall], disturbed: bool) -> None:
        """On the writer's thread: a commit posted this, or disturbed what waits."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._take, handed, disturbed)

    def _take(self, handed: list[DueCall], disturbed: bool) -> None:
        if disturbed:
            self._waiting.forget()
        else:
            self._waiting.hand(handed, self._in_hand)
        self._wake.set()

    async def _look(self) -> float:
        """Send what may go; where the machine does not let us look, that is no reason to end."""
        try:
            return await self._send_what_may_go()
        except OSError as fault:
            self._complain(fault)
            return _MACHINE_REST

    async def stop(self, seconds: float = 4.0) -> None:
        """Start nothing more, and let what is on its way arrive."""
        self._stopping = True
        self._wake.set()
        if self._filing is not None:
            self._filing.stop()
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=seconds)

    async def _send_what_may_go(self) -> float:
        """Start every delivery that may go now; seconds until the next may, or until another look."""
        now = self._clock()
        resting, full = self._pace.resting()
        limit = _AHEAD if self._pace.on else _AT_ONCE
        self._postponed = {number: until for number, until in self._postponed.items() if until > now}
        unfiled, troubled = self._filing.unfiled if self._filing is not None else (), bool(self._troubled)
        found, due = await self._lookout.look(
            now, unfiled=unfiled, postponed=self._postponed, troubled=troubled, resting=resting, full=full, limit=limit
        )
        for parcel in found if not self._stopping else ():  # a stop may have come while it was looked for
            if parcel.urgent or self._pace.wait() < _AHEAD * ANY:
                self._start(parcel)
                await asyncio.sleep(0)  # it has its turn on the list now, and the next one sees it there
        if found:
            return max(0.001, self._pace.wait() - _AHEAD * ANY / 2)
        times = [until for until in (due, *self._postponed.values()) if until is not None]
        rests = [self._pace.wait_of_chats(), *((until - now).total_seconds() for until in times)]
        known = [rest for rest in rests if rest is not None]
        return max(0.001, min([*known, _LOOK_AGAIN]))

    def _start(self, parcel: DueCall) -> None:
        self._waiting.take_out(parcel)
        self._in_hand[parcel.chat_digest] = parcel
        task = asyncio.create_task(self._deliver(parcel))
        self._busy[parcel.chat_digest] = task
        task.add_done_callback(partial(self._free, parcel.chat_digest))

    def _free(self, chat: bytes, task: asyncio.Task[bool]) -> None:
        self._busy.pop(chat, None)
        self._in_hand.pop(chat, None)
        if not task.cancelled() and (fault := task.exception()) is not None:
            self._end = fault
        if task.cancelled() or self._end is not None or not task.result():
            # It waits again, or something else became of it. Not before it is out of hand: a look at the outbox that
            # began while it was would pass it over, and be believed.
            self._waiting.forget()
        # With enough on the list a look now would find nothing that may go.
        rest = self._pace.wait() - _AHEAD * ANY / 2
        if rest > 0:
            asyncio.get_running_loop().call_later(rest, self._wake.set)
        elif not (self._waiting.whole and self._waiting.is_empty):  # else nothing is to be found: what is posted wakes
            self._wake.set()

    async def _deliver(self, parcel: DueCall) -> bool:
        """One delivery, from call to what follows from its answer; was it simply done?"""
        self._store.begun[parcel.id] = time.monotonic()
        try:
            return await self._try(parcel)
        except TokenRevoked:
            raise
        except OSError as fault:
            # It waits again; what is not filed at a stop goes out once more after the next start. Tried again at once,
            # it would be tried as often as the processor can for as long as the fault lasts.
            if not self._stopping:
                self._complain(fault)
                await asyncio.sleep(_MACHINE_REST)
        except Exception as fault:  # noqa: BLE001  # one delivery fails alone: the next chats go on
            log.error("delivery failed", parcel=parcel.id, method=parcel.method, fault=where_raised(fault))
            await self._keep(parcel)
        finally:
            self._placed.pop(parcel.id, None)  # it is read with the call the next time
            self._store.begun.pop(parcel.id, None)
            self._troubled.discard(parcel.id)
        return False

    async def _file(self, work: Callable[[Tx], T]) -> T:
        """File what became of a call, however long the machine does not let us."""
        while True:
            try:
                return await self._store.write(work)
            except OSError as fault:
                if self._stopping:
                    raise
                self._complain(fault)
                await asyncio.sleep(_MACHINE_REST)

    async def _file_delivery(self, delivery: Delivery) -> None:
        """Let a delivery be filed; where a repeat of it would be seen, the chat stays busy until it stands."""
        assert self._filing is not None  # made before anything is sent
        alone = self._waiting.whole and not self._waiting.waits_for(delivery.parcel.chat_digest)
        if is_harmless(delivery):
            self._filing.add(delivery).add_done_callback(self._look_again_if_not)
        else:
            await self._filing.add(delivery, at_once=not alone)

    def _look_again_if_not(self, filed: asyncio.Future[None]) -> None:
        if not filed.cancelled() and filed.exception() is not None:
            self._waiting.forget()

    def _complain(self, fault: OSError) -> None:
        if self._seldom.due():
            log.error("the machine is at fault; waiting", fault=where_raised(fault), also=self._seldom.held_back)

    async def _try(self, parcel: DueCall) -> bool:
        """Make the call and see what follows; was it simply done?"""
        if parcel.replaces and parcel.target is None:  # the message may have been sent since it was looked for
            parcel = await self._store.read(partial(outbox_queue.aimed, parcel=parcel))
        call = as_call(parcel)
        if call is None:
            await self._file(partial(outbox_queue.drop, parcel=parcel))
            return True
        try:
            fate, answer = await self._call(parcel, *call)
        except ApiUnreachable:
            self._doubts += 1
            await asyncio.sleep(min(2.0, self._patience()))
            return False
        except ApiReplyLost:
            fate, answer = SendResult.UNSURE, ApiReply(0, ok=False)
        self._doubts = self._doubts + 1 if fate is SendResult.UNSURE else 0
        if fate is not SendResult.WAIT:
            self._crowd.clear()
        if fate is not SendResult.DONE:
            self._troubled.add(parcel.id)
        await self._settle(parcel, fate, answer)
        return fate is SendResult.DONE

    async def _call(self, parcel: DueCall, method: str, payload: dict[str, Any]) -> tuple[SendResult, ApiReply]:
        """Make the call, and once more in another way where its answer shows one."""
        payload = self._platform.fitted(payload)
        fate, answer = await self._make(parcel, method, payload)
        if fate is SendResult.ANEW and method != parcel.method:
            # The message is gone: what was to be shown in its place is sent as a new one (OUT-06).
            method, payload = parcel.method, {**parcel.payload, "chat_id": parcel.chat_id}
            fate, answer = await self._make(parcel, method, payload)
        if fate is SendResult.BARE and await self._topics.forget(parcel):
            fate, answer = await self._make(parcel, method, payload)
        repaired = plainer(fate, payload)
        if repaired is not None:
            log.error("refused as it was, sent more plainly", method=method, why=fate.name)
            again, answer = await self._make(parcel, method, repaired(payload))
            self._platform.learn(repaired, again)
            fate = SendResult.KEPT if again is fate else again
        if fate is SendResult.UPGRADED:
            asked = await self._api.call("getChat", {"chat_id": parcel.chat_id})
            fate, answer = (SendResult.MOVED, asked) if asked.migrate_to else (SendResult.KEPT, answer)
        return fate, answer

    async def _make(self, parcel: DueCall, method: str, payload: dict[str, Any]) -> tuple[SendResult, ApiReply]:
        """Make one call; a new message with a cover is sent with that alone, filled once its number is filed: a lost
        reply, or a crash, leaves nothing but the cover in a chat (OUT-20)."""
        placed_in = await self._topics.placed(parcel, method, payload)
        if placed_in is None:
            return SendResult.DONE, ApiReply(0, ok=True)
        payload = placed_in
        if not parcel.cover or method != "sendMessage":
            answer = await self._api.call(method, await drawn(payload))
            return classify_reply(method, answer), answer
        placed = self._placed.get(parcel.id, parcel.placed)
        if placed is None:
            answer = await self._api.call(method, as_cover(payload, parcel.cover))
            fate, placed = classify_reply(method, answer), answer.message_id
            if fate is not SendResult.DONE or placed is None:
                return (SendResult.UNSURE if fate is SendResult.DONE else fate), answer
            if not await self._file(partial(outbox_queue.place, parcel=parcel, message_id=placed, now=self._clock())):
                return fate, answer  # erased in the meantime: there is nothing to fill it with
            self._placed[parcel.id] = placed
        answer = await self._api.call("editMessageText", as_edit(payload, placed))
        fate = classify_reply("editMessageText", answer)
        if fate is SendResult.ANEW:
            self._placed.pop(parcel.id, None)
            await self._file(partial(outbox_queue.place, parcel=parcel, message_id=None, now=self._clock()))
            return SendResult.UNSURE, answer
        return fate, (ApiReply(answer.status, ok=True, result={"message_id": placed}) if answer.ok else answer)

    async def _settle(self, parcel: DueCall, fate: SendResult, answer: ApiReply) -> None:
        match fate:
            case SendResult.DONE:
                self._failing.done(parcel)
                message_id = answer.message_id or parcel.target
                await self._file_delivery(Delivery(parcel, message_id, self._clock()))
            case SendResult.WAIT:
                await self._rest(parcel, answer.retry_after or 1)
            case SendResult.UNSURE:
                await self._doubt(parcel, answer)
            case SendResult.GONE if parcel.person is None and parcel.to_group:
                await self._keep(parcel, answer)
            case SendResult.GONE:
                await self._file(partial(give_up_chat, parcel=parcel, now=self._clock()))
            case SendResult.MOVED if parcel.person is None:
                await self._file(partial(follow_group, parcel=parcel, to=answer.migrate_to))
            case SendResult.REVOKED:
                raise TokenRevoked
            case SendResult.ANEW if parcel.method.startswith("edit"):
                # A message that is gone has no buttons left to lock.
                await self._file(partial(outbox_queue.drop, parcel=parcel))
            case _:
                await self._keep(parcel, answer)

    async def _keep(self, parcel: DueCall, answer: ApiReply | None = None) -> None:
        """Let what is owed wait, a little longer each time, and tell somebody (OUT-09, OUT-17)."""
        count = self._failing.refused(parcel)
        until = self._in(_PAUSES[min(count, len(_PAUSES)) - 1])
        status = answer.status if answer is not None else 0
        log.error("ALARM: refused; kept", method=parcel.method, status=status, times=count, team=parcel.person is None)
        if count <= _HOLDS_CHAT:
            await self._file(partial(outbox_queue.hold, scope=parcel.chat_digest, until=until))
        else:
            self._postponed[parcel.id] = until

    async def _rest(self, parcel: DueCall, seconds: int) -> None:
        self._crowd.add(parcel.chat_digest)
        scope = parcel.chat_digest
        if len(self._crowd) >= _CROWD:
            scope, seconds = outbox_queue.EVERYWHERE, min(seconds, _LONGEST_FOR_ALL)
        log.warning("told to wait", seconds=seconds, everybody=scope == outbox_queue.EVERYWHERE)
        await self._file(partial(outbox_queue.hold, scope=scope, until=self._in(seconds)))

    async def _doubt(self, parcel: DueCall, answer: ApiReply) -> None:
        last = self._failing.is_last(parcel, answer)
        log.warning("no clear answer", method=parcel.method, status=answer.status, tries=parcel.tries + 1, last=last)
        await self._file(partial(outbox_queue.drop if last else outbox_queue.count_try, parcel=parcel))
        if not last:
            self._store.doubts.note(parcel.person, parcel.prompt, self._store.begun[parcel.id])
            await asyncio.sleep(rest_after(parcel, _LONGEST))

    async def _api_answers(self) -> bool:
        """Ask the server who we are, which changes nothing; rest where it does not answer."""
        try:
            answer = await self._api.call("getMe", {})
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
