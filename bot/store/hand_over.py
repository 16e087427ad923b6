"""What becomes of a job of the writer, handed over to the event loop that waits for it.

It does what the library's future of a thread does, wrapped for a loop, with one call into the loop and no lock: the
library makes a lock, a condition, two futures and three callbacks for each, forty calls of Python an answer.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Protocol


class Waiting(Protocol):
    """Whoever waits for a job of the writer: the library's future of a thread, or `Awaited`."""

    def set_running_or_notify_cancel(self) -> bool:
        """Begin; False where nobody waits any more."""

    def done(self) -> bool:
        """Tell whether it was told what became of the job."""

    def set_result(self, result: Any, /) -> None:
        """Tell that it stands."""

    def set_exception(self, exception: BaseException | None, /) -> None:
        """Tell what it failed with."""


class Awaited:
    """A job that is waited for on the running event loop, as `future`; told of from any thread."""

    __slots__ = ("_is_told", "_loop", "future")

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self._loop.create_future()
        self._is_told = False

    def set_running_or_notify_cancel(self) -> bool:
        """Begin; False where nobody waits any more."""
        return not self.future.cancelled()

    def done(self) -> bool:
        """Tell whether it was told what became of the job."""
        return self._is_told

    def set_result(self, result: Any, /) -> None:
        """Tell that it stands."""
        self._tell(result, None)

    def set_exception(self, exception: BaseException | None, /) -> None:
        """Tell what it failed with."""
        self._tell(None, exception)

    def _tell(self, result: Any, fault: BaseException | None) -> None:
        self._is_told = True
        with suppress(RuntimeError):  # the loop was closed, at any moment until now: nobody waits any more
            self._loop.call_soon_threadsafe(self._take, result, fault)

    def _take(self, result: Any, fault: BaseException | None) -> None:
        """On the loop: whoever waited may have been cancelled meanwhile."""
        if self.future.done():
            return
        if fault is None:
            self.future.set_result(result)
        else:
            self.future.set_exception(fault)
