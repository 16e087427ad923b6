"""Updates in: one lane per person, confirmed only after they were handled.

Theory of operation. Raw updates are polled in batches. Those of one person are handled one after the other, those of
different persons at the same time, so that they share commits. The batch is confirmed to the server with the next
poll, which is made only when each of its updates was committed or put aside: a stop at any moment means that the
server delivers again, and the store knows what it has seen. No offset is kept between polls, for the server's
numbers may start again lower (IN-04).

Every update is read on its own. One that cannot be read, or that fails three times, is put aside, and the others go
on. Where not even that works (a full disk), nothing is confirmed and the batch is fetched again later.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from typing import Any

import structlog

from bot.telegram.client import ApiReply, ApiReplyLost, ApiUnreachable, BotApi, TokenRevoked
from bot.telegram.updates import ALLOWED_UPDATES, Dispatch, Raw, SetAside, UpdateHandler, lane

log = structlog.get_logger("intake")

#: Seconds that the server holds an empty poll.
POLL_SECONDS = 30
#: Seconds beyond twice the poll after which silence means a dead connection.
SILENCE_SECONDS = 10.0
_LONGEST_REST = 60.0
#: Seconds of "another program is polling" after which this one gives up.
_RIVAL_SECONDS = 600.0


class PollingConflict(RuntimeError):
    """Another program polls with this token, or a webhook is set: this one receives nothing."""


class Poller:
    """The poll loop. `drained` is set once everything that waited at the start has been handled."""

    def __init__(self, line: BotApi, dispatch: Dispatch, set_aside: SetAside) -> None:
        self._line = line
        self._reception = UpdateHandler(dispatch, set_aside)
        self._stop = asyncio.Event()
        self._confirm = 0
        self._failures = 0
        self._rival_since: float | None = None
        self.drained = asyncio.Event()
        #: When the last poll was answered, for the health of the program.
        self.last_poll = time.monotonic()

    def stop(self) -> None:
        """Finish what is in hand, confirm it, and end."""
        self._stop.set()

    async def run(self) -> None:
        """Poll until `stop`; TokenRevoked or Rival where polling has no future."""
        while not self._stop.is_set():
            batch = await self._poll()
            if batch is None:
                await self._rest()
            elif not batch:
                self.drained.set()
            elif not await self.handle(batch):
                self._failures += 1
                await self._rest()
        await self._confirm_last()

    async def handle(self, batch: list[Raw]) -> bool:
        """Handle a batch, each person in order; True when all of it may be confirmed."""
        lanes: defaultdict[object, list[Raw]] = defaultdict(list)
        for raw in batch:
            lanes[lane(raw)].append(raw)
        tasks = [asyncio.create_task(self._walk(updates)) for updates in lanes.values()]
        if not all(await asyncio.gather(*tasks)):
            return False
        self._confirm = max(int(raw["update_id"]) for raw in batch) + 1
        return True

    async def _walk(self, updates: list[Raw]) -> bool:
        """One person's updates, in order; the first that cannot even be put aside ends her lane for now."""
        for raw in updates:
            if self._stop.is_set() or not await self._reception.take(raw):
                return False
        return True

    async def _poll(self) -> list[Raw] | None:
        """The next updates; None where the server gave none to read."""
        wait = POLL_SECONDS if self.drained.is_set() and not self._confirm else 0
        payload: dict[str, Any] = {"timeout": wait, "limit": 100, "allowed_updates": ALLOWED_UPDATES}
        if self._confirm:
            payload["offset"] = self._confirm
        answer = await self._ask(payload, wait)
        if answer is None:
            return None
        if not answer.ok:
            self._refused(answer)
            return None
        self.last_poll = time.monotonic()
        self._confirm, self._failures, self._rival_since = 0, 0, None
        return [raw for raw in answer.result or [] if isinstance(raw, dict) and isinstance(raw.get("update_id"), int)]

    async def _ask(self, payload: Raw, wait: int) -> ApiReply | None:
        """One call, cut short by a stop and by silence (IN-15)."""
        call = asyncio.create_task(self._line.call("getUpdates", payload, seconds=wait + SILENCE_SECONDS))
        stop = asyncio.create_task(self._stop.wait())
        await asyncio.wait({call, stop}, timeout=2 * wait + SILENCE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if not call.done():
            call.cancel()
            self._failures += not self._stop.is_set()
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
        if answer.status in (401, 404):
            raise TokenRevoked
        if answer.status != 409:
            log.warning("poll refused", status=answer.status, tries=self._failures)
            return
        now = time.monotonic()
        self._rival_since = self._rival_since or now
        if "webhook" in answer.description.lower():
            log.error("SECURITY: a webhook is set for this bot; not receiving. Nobody but its owner may set one")
        else:
            log.error("another program polls with this token; not receiving")
        if now - self._rival_since > _RIVAL_SECONDS:
            raise PollingConflict

    async def _rest(self) -> None:
        """Wait a little longer after each failure, not in step with anybody else; a stop ends it."""
        longest = min(_LONGEST_REST, 0.5 * 2.0 ** min(self._failures - 1, 7))
        if self._rival_since is not None:
            longest = max(10.0, longest)
        try:
            await asyncio.wait_for(self._stop.wait(), random.uniform(longest / 2, longest))
        except TimeoutError:
            return

    async def _confirm_last(self) -> None:
        """Tell the server what was handled, so that it does not deliver it to the next start."""
        if not self._confirm:
            return
        try:
            await self._line.call(
                "getUpdates", {"offset": self._confirm, "limit": 1, "timeout": 0, "allowed_updates": ALLOWED_UPDATES}
            )
        except (ApiUnreachable, ApiReplyLost):
            log.info("the last updates could not be confirmed; they will be delivered again and known")
