"""What waits to be sent, as the commits handed it over: nothing is looked up and opened again that was just posted.

Theory of operation. The rows of the outbox are the truth; what is here is only believed while it is known to be all of
it. A program that alone writes to its database reads what waits once, and then hears of every commit: what was posted
is added, and whatever changes, drops or holds a call that waits makes all of this forgotten, so that the courier looks
into the outbox as it does after a start. So does a call that is not simply done. What is older than a moment is not
believed either, for a command on the server may have erased somebody meanwhile.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from bot.store.due_call import DueCall
from bot.store.outbox import ORDINARY, TEAM, UNASKED, URGENT

#: Calls that are remembered at most; what is more waits in the outbox alone.
MOST = 256
#: Seconds for which a call that was handed over is believed to wait still.
FRESH = 0.5
#: Seconds after which the outbox is read again whatever happened: a command on the server may have posted.
READ_AGAIN = 30.0


class Waiting:
    """The calls that wait, by chat; believed only while `whole`."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._lines: dict[bytes, deque[tuple[DueCall, float]]] = {}
        self._count = 0
        #: When the outbox was read; None: what is here is not all.
        self._read_at: float | None = None
        #: What was handed over while the outbox is being read; None: it is not.
        self._meanwhile: list[DueCall] | None = None

    @property
    def whole(self) -> bool:
        """Is this all that waits, for sure?"""
        if self._read_at is None:
            return False
        now = self._timer()
        oldest = min([line[0][1] for line in self._lines.values()], default=now)
        if now - self._read_at > READ_AGAIN or now - oldest > FRESH:
            self.forget()
        return self._read_at is not None

    @property
    def is_empty(self) -> bool:
        """Does nothing wait, as far as it is known?"""
        return not self._lines

    def forget(self) -> None:
        """Believe nothing of this any more."""
        self._lines, self._count = {}, 0
        self._read_at, self._meanwhile = None, None

    def begin_reading(self) -> None:
        """Note that the outbox is being read: what is handed over from now on may be in it already."""
        self.forget()
        self._meanwhile = []

    def note_read(self, found: Sequence[DueCall]) -> None:
        """Take this for all that waited when it was read; for nothing where something was disturbed meanwhile."""
        if self._meanwhile is None:
            return
        last = max((call.id for call in found), default=0)
        later = [call for call in self._meanwhile if call.id > last]
        self._read_at, self._meanwhile = self._timer(), None
        self.hand([*found, *later])

    def hand(self, calls: Sequence[DueCall], in_hand: Mapping[bytes, DueCall] | None = None) -> None:
        """Add what a commit posted; `in_hand` is what each chat is being sent."""
        if self._meanwhile is not None:
            self._meanwhile += calls
        if self._read_at is None:
            return
        if self._count + len(calls) > MOST:
            self.forget()
            return
        now = self._timer()
        for call in calls:
            line = self._lines.setdefault(call.chat_digest, deque())
            sent = (in_hand or {}).get(call.chat_digest)
            before = [*([sent] if sent is not None else []), *(each for each, _at in line)]
            line.append((_unless_shown_anew(call, before), now))
        self._count += len(calls)

    def take_out(self, call: DueCall) -> None:
        """Its call is being made: it waits no more."""
        line = self._lines.get(call.chat_digest, deque())
        for place, (each, _at) in enumerate(line):
            if each.id == call.id:
                del line[place]
                self._count -= 1
                break
        if not line:
            self._lines.pop(call.chat_digest, None)

    def waits_for(self, chat: bytes) -> bool:
        """Tell whether anything waits for this chat, as far as it is known."""
        return chat in self._lines

    def firsts(
        self, *, busy: Collection[bytes], resting: Collection[int], full: Collection[int], limit: int
    ) -> list[DueCall]:
        """Return the first call of every chat that may get one, in the order of `outbox_queue.parcels`."""
        found = []
        for chat, line in self._lines.items():
            if chat in busy:
                continue
            first = next((call for call, _at in line if call.urgent), line[0][0])
            sends = first.method.startswith("send") and first.chat_id in resting
            if first.urgent or not (sends or first.chat_id in full):
                found.append((min(_rank(call) for call, _at in line), first.id, first))
        return [first for _rank, _id, first in sorted(found)[:limit]]


def _unless_shown_anew(call: DueCall, before: Collection[DueCall]) -> DueCall:
    """Return the call without the message that it changes, where one that goes before it may show that prompt anew."""
    moved = call.replaces and any(each.prompt == call.replaces for each in before)
    return replace(call, target=None) if moved else call


def _rank(call: DueCall) -> int:
    if call.urgent:
        return URGENT
    if call.person is None:
        return TEAM
    return UNASKED if call.unasked else ORDINARY
