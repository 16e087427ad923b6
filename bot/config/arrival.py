"""When the update that is being handled came in: what lies between is waiting, and no screen changed meanwhile."""

from __future__ import annotations

import time
from contextvars import ContextVar

#: Seconds of the clock that only goes forward. Without a value the update came just now.
_ARRIVED: ContextVar[float | None] = ContextVar("arrived", default=None)


def came_in(at: float) -> None:
    """Note for whatever follows in this task when its update came in."""
    _ARRIVED.set(at)


def arrived() -> float:
    """Return when the update of this task came in."""
    at = _ARRIVED.get()
    return time.monotonic() if at is None else at
