"""Rows at which work of the clock fails: each is told of once in a while, not at every run."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

#: Seconds in which the same fault of the same row is told once.
APART = 3600.0
#: Remembered at most; what is forgotten is told once more.
_HELD = 1000


class Faults:
    """Which row failed where, and when that was told."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._told: OrderedDict[tuple[int | str, str], float] = OrderedDict()

    def is_news(self, row: int | str, fault: str) -> bool:
        """May this be told now? It counts as told then."""
        now, which = self._timer(), (row, fault)
        if now - self._told.get(which, float("-inf")) < APART:
            return False
        self._told.pop(which, None)
        self._told[which] = now
        while len(self._told) > _HELD:
            self._told.popitem(last=False)
        return True
