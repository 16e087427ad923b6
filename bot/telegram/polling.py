"""Updates in: one lane per person, confirmed only after they were handled.

Theory of operation. Raw updates are polled in batches. Those of one person are handled one after the other, those of
different persons at the same time, so that they share commits. What was handled is confirmed to the server with the
next poll, up to the first update that is not done: a stop at any moment means that the server delivers again, and the
store knows what it has seen. The slowest lane holds nobody up: after a second the next poll is made, its answer holds
what is still in hand once more, and that is passed over. No offset is kept between polls, for the server's numbers may
start again lower (IN-04).

Every update is read on its own. One that cannot be read, or that fails three times, is quarantined, and the others go
on (`updates.py`). Where the machine is at fault (a full disk), the lane waits a little longer each time and goes on
where it was, nothing of it being confirmed; what stands in it about somebody's safety does not wait with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import structlog

from bot.telegram.client import ApiReply, ApiReplyLost, ApiUnreachable, BotApi, TokenRevoked
from bot.telegram.updates import ALLOWED_UPDATES, Raw, UpdateHandler, lane

log = structlog.get_logger("intake")

#: Seconds that the server holds an empty poll.
POLL_SECONDS = 30
#: Seconds beyond twice the poll after which silence means a dead connection.
SILENCE_SECONDS = 10.0
#: Seconds between two looks whether this replica is the one that polls.
STAND_BY_SECONDS = 0.25
_LONGEST_REST = 60.0
#: Longest wait that a server is believed in which tells us to wait before the next poll, in seconds.
_LONGEST_TOLD = 600.0
#: Seconds after which the next poll is made although somebody's lane is not empty yet (IN-21).
HURRY_SECONDS = 1.0
#: Seconds until the next poll where a server gave nothing but what it was told is done.
_OLD_REST = 0.5
#: Longest wait between two tries of what the machine does not let pass.
_LONGEST_WAIT = 5.0
#: Updates of one poll at most: as many as the platform gives.
_LIMIT = 100
#: Seconds of "another program is polling" after which this one gives up.
_RIVAL_SECONDS = 600.0
#: Longest rest after a conflict, in seconds: the next one, or none, has to be seen soon.
_RIVAL_REST = 10.0
#: Conflicts that are no start or change of replica any more, and the seconds without any after which they are over.
_RIVAL_COUNT, _RIVAL_CALM = 2, 60.0


class PollingConflict(RuntimeError):
    """Another program polls with this token, or a webhook is set: this one receives nothing."""


class Conflicts:
    """How often another program cut our polls. They are counted: how long none was answered shows it too late."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._count, self._last = 0, float("-inf")

    def note(self) -> None:
        """Count one more; after a calm it is the first again."""
        self._count = self._count + 1 if self._recent else 1
        self._last = self._timer()

    @property
    def lasts(self) -> bool:
        """Is there another program, by more than one conflict?"""
        return self._recent and self._count >= _RIVAL_COUNT

    @property
    def _recent(self) -> bool:
        return self._timer() - self._last <= _RIVAL_CALM


class Poller:
    """The poll loop. `drained` is set once everything that waited at the start has been handled."""

    def __init__(self, api: BotApi, handler: UpdateHandler, leads: Callable[[], bool] = lambda: True) -> None:
        self._api = api
        self._handler = handler
        #: Is this the one of several replicas that polls?
        self._leads = leads
        self._stop = asyncio.Event()
        #: The numbers of the last answer, in order, and those of them that are done.
        self._batch: list[int] = []
        self._done: set[int] = set()
        self._in_hand: set[int] = set()
        self._lanes: dict[object, deque[Raw]] = {}
        self._walks: set[asyncio.Task[None]] = set()
        self._failures = 0
        self._told_to_wait = 0.0
        self._rival_since: float | None = None
        self._conflicts = Conflicts()
        self.drained = asyncio.Event()
        #: When the server last answered a poll, on the monotonic clock.
        self.heard = time.monotonic()

    @property
    def is_idle(self) -> bool:
        """Is everything that the server had worked off?"""
        return not self._in_hand and len(self._batch) < _LIMIT

    @property
    def has_rival(self) -> bool:
        """Does another program receive what is for this one?"""
        return self._conflicts.lasts

    def stop(self) -> None:
        """Finish what is in hand, confirm it, and end."""
        self._stop.set()

    async def run(self) -> None:
        """Poll until `stop`; TokenRevoked or PollingConflict where polling has no future."""
        while not self._stop.is_set():
            if not self._leads():
                await self._stand_by()
                continue
            batch = await self._poll()
            if batch is None:
                await self._rest()
                continue
            is_old = not self._take_in(batch) and bool(batch) and not self._in_hand
            await self._handler.ready()  # what waited on the server counts as taken in only once it could be read
            await self._wait_for_lanes(HURRY_SECONDS)
            if is_old:  # it does not heed what we confirm: asked at once it would say the same at once
                await self._sleep(_OLD_REST)
            if len(batch) < _LIMIT:
                self.drained.set()
        await self._wait_for_lanes(None)
        await self._handler.rest()
        await self._confirm_last()

    async def _stand_by(self) -> None:
        """Let another replica poll: what it confirms is its own; what is in hand here is finished, and counts once."""
        self._batch, self._done = [], set()
        self._rival_since, self._failures = None, 0
        self.heard = time.monotonic()
        self.drained.clear()
        await self._sleep(STAND_BY_SECONDS)

    async def _deposed(self) -> None:
        """Wait until another replica may poll."""
        while self._leads():
            await asyncio.sleep(STAND_BY_SECONDS)

    def _take_in(self, batch: list[Raw]) -> int:
        """Put what is new into its person's lane; how many that are."""
        new = 0
        for raw in batch:
            number = raw["update_id"]
            if number in self._done or number in self._in_hand:
                continue
            new += 1
            self._in_hand.add(number)
            self._handler.arrived(raw)
            who = lane(raw)
            if who in self._lanes:
                self._lanes[who].append(raw)
                continue
            self._lanes[who] = deque([raw])
            self._walks.add(asyncio.create_task(self._walk(who)))
        return new

    async def _walk(self, who: object) -> None:
        """One person's updates, in order; what the machine does not let pass is tried again, later each time."""
        waiting, tries = self._lanes[who], 0
        while waiting and not self._stop.is_set():
            if await self._handler.take(waiting[0]):
                number, tries = waiting.popleft()["update_id"], 0
                self._in_hand.discard(number)
                self._done.add(number)
            else:
                tries += 1
                await self._handler.warn(tuple(waiting))
                await self._sleep(min(_LONGEST_WAIT, 0.25 * 2.0 ** min(tries, 6)) * random.uniform(0.5, 1.0))
        del self._lanes[who]

    async def _wait_for_lanes(self, seconds: float | None) -> None:
        """Wait until every lane is empty, but not longer than this; what a lane failed with is raised here."""
        if self._walks:
            done, self._walks = await asyncio.wait(self._walks, timeout=seconds)
            for walk in done:
                walk.result()

    async def _sleep(self, seconds: float) -> None:
        """Wait; a stop ends it."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)

    def _offset(self) -> int | None:
        """Return the first number that is not done, which confirms those before it; None where nothing was
        delivered."""
        if not self._batch:
            return None
        return next((number for number in self._batch if number not in self._done), max(self._batch) + 1)

    async def _poll(self) -> list[Raw] | None:
        """Return the next updates; None where the server gave none to read."""
        offset = self._offset()
        wait = POLL_SECONDS if self.drained.is_set() and offset is None else 0
        payload: dict[str, Any] = {"timeout": wait, "limit": _LIMIT, "allowed_updates": ALLOWED_UPDATES}
        if offset is not None:
            payload["offset"] = offset
        answer = await self._ask(payload, wait)
        if answer is None:
            return None
        if not answer.ok or not isinstance(answer.result, list):
            self._refused(answer)
            return None
        batch: list[Raw] = [raw for raw in answer.result if isinstance(raw, dict) and type(raw.get("update_id")) is int]
        if answer.result and not batch:
            self._failures += 1
            log.error("updates without a number; nobody can confirm them", count=len(answer.result))
            return None
        self._failures, self._rival_since = 0, None
        self.heard = time.monotonic()
        self._batch = [raw["update_id"] for raw in batch]
        self._done.intersection_update(self._batch)
        return batch

    async def _ask(self, payload: Raw, wait: int) -> ApiReply | None:
        """One call, cut short by a stop and by silence (IN-15)."""
        call = asyncio.create_task(self._api.call("getUpdates", payload, seconds=wait + SILENCE_SECONDS))
        stop = asyncio.create_task(self._stop.wait())
        deposed = asyncio.create_task(self._deposed())
        ends = {call, stop, deposed}
        await asyncio.wait(ends, timeout=2 * wait + SILENCE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        deposed.cancel()
        if not call.done():
            call.cancel()
            self._failures += not self._stop.is_set() and self._leads()
            return None
        try:
            return call.result()
        except (ApiUnreachable, ApiReplyLost) as fault:
            self._failures += 1
            if self._failures in (1, 10) or self._failures % 60 == 0:
                log.warning("the Bot API does not answer", fault=str(fault), tries=self._failures)
            return None

    def _refused(self, answer: ApiReply) -> None:
        self._failures += 1
        self._told_to_wait = min(_LONGEST_TOLD, float(answer.retry_after))
        if answer.status == 401:
            raise TokenRevoked
        if answer.status != 409:
            if self._failures in (1, 10) or self._failures % 60 == 0:
                log.error("poll refused; not receiving", status=answer.status, tries=self._failures)
            return
        self._conflicts.note()
        now = time.monotonic()
        self._rival_since = self._rival_since or now
        if "webhook" in answer.description.lower():
            log.error("SECURITY: a webhook is set for this bot; not receiving. Nobody but its owner may set one")
        elif self.has_rival:
            log.error("another program polls with this token; not receiving. Stop it, or revoke the token")
        else:
            log.warning("a poll was cut by another one; once, that is a start or a change of replica")
        if now - self._rival_since > _RIVAL_SECONDS:
            raise PollingConflict

    async def _rest(self) -> None:
        """Wait a little longer after each failure, not in step with anybody else; a stop ends it."""
        longest = min(_LONGEST_REST, 0.5 * 2.0 ** min(self._failures - 1, 7))
        if self._rival_since is not None:
            longest = _RIVAL_REST
        # Said of the next poll alone: a line that is cut afterwards is no reason to be silent for as long once more.
        told, self._told_to_wait = self._told_to_wait, 0.0
        await self._sleep(max(told, random.uniform(longest / 2, longest)))

    async def _confirm_last(self) -> None:
        """Tell the server what was handled, so that it does not deliver it to the next start."""
        offset = self._offset()
        if offset is None:
            return
        try:
            await self._api.call(
                "getUpdates", {"offset": offset, "limit": 1, "timeout": 0, "allowed_updates": ALLOWED_UPDATES}
            )
        except (ApiUnreachable, ApiReplyLost):
            log.info("the last updates could not be confirmed; they will be delivered again and known")
