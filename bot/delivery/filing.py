"""Files what was delivered, many at a time: with the next commit that happens anyway, or soon in one of its own.

A row of the outbox stays until the platform's answer is known and filed, so a stop repeats what was not filed yet. A
new message must not come twice, so its chat goes on only once its delivery stands: one message of each chat is repeated
at most (OUT-02). Repeating the answer to a press or the change of a message changes nothing: their chats go on at once.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from bot.store import outbox_queue
from bot.store.engine import Job, Store
from bot.store.outbox_queue import Delivery

#: Seconds within which a commit of its own is made where no other comes along.
SOON = 0.05
#: Seconds until the next try where the machine does not let us file.
_MACHINE_REST = 1.0

_Unfiled = tuple[Delivery, "asyncio.Future[None]"]


def is_harmless(delivery: Delivery) -> bool:
    """Tell whether nobody sees it where this call is made once more, and nobody looks for what it showed."""
    parcel = delivery.parcel
    return parcel.person is not None and not parcel.prompt and not parcel.method.startswith("send")


class Filing:
    """Deliveries on their way to the database. `complain` hears what the machine does not let pass."""

    def __init__(self, store: Store, complain: Callable[[OSError], None]) -> None:
        self._store = store
        self._complain = complain
        self._loop = asyncio.get_running_loop()
        #: Added to on the loop, taken from on the writer's thread: each end is one operation of a deque.
        self._waiting: deque[_Unfiled] = deque()
        #: The rows of calls that were made and may still be there.
        self.unfiled: set[int] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._stopping = False
        store.on_batch(self._join)

    def add(self, delivery: Delivery, *, at_once: bool = False) -> asyncio.Future[None]:
        """Let it be filed; what comes back is done once it stands."""
        filed: asyncio.Future[None] = self._loop.create_future()
        self.unfiled.add(delivery.parcel.id)
        self._waiting.append((delivery, filed))
        if at_once or self._stopping:
            self._go()
        elif self._timer is None:
            self._timer = self._loop.call_later(SOON, self._go)
        return filed

    def stop(self) -> None:
        """Let nothing wait any more."""
        self._stopping = True
        self._go()

    def _go(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            self._store.nudge()

    def _join(self) -> Job | None:
        """On the writer's thread: what is to be filed with the commit that is about to be made."""
        taken: list[_Unfiled] = []
        while self._waiting:
            taken.append(self._waiting.popleft())
        if not taken:
            return None
        future: Future[None] = Future()
        future.add_done_callback(partial(self._committed, taken))
        return partial(outbox_queue.settle, deliveries=[delivery for delivery, _filed in taken]), future

    def _committed(self, taken: list[_Unfiled], future: Future[None]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._settled, taken, future.exception())

    def _settled(self, taken: list[_Unfiled], fault: BaseException | None) -> None:
        if isinstance(fault, OSError) and not self._stopping:
            self._complain(fault)
            self._waiting.extendleft(reversed(taken))
            self._timer = self._timer or self._loop.call_later(_MACHINE_REST, self._go)
            return
        for delivery, filed in taken:
            self.unfiled.discard(delivery.parcel.id)
            if not filed.done():
                filed.set_result(None) if fault is None else filed.set_exception(fault)
