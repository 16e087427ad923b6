"""Waiting for what a test is about, and comparing what texts cost: nothing here depends on how fast a machine is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

#: Seconds after which a wait counts as a hang. It only ends a test that would never end; nothing is concluded from it.
HANG = 120.0
#: Seconds between two looks at something that takes its time: looking costs what the other one could use.
LONGEST_PAUSE = 0.1
#: A text of twice the length may cost so many times as much: more than two, for a machine is never quite even.
TWICE = 3.0


async def until(done: Callable[[], object]) -> None:
    """Wait until a function says yes, however long the machine takes; the longer, the less often it is asked."""
    pause = 0.005
    async with asyncio.timeout(HANG):
        while not done():
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 1.3)


async def ended(task: asyncio.Task[None]) -> None:
    """Wait until a task ends by itself; what it raised is raised here."""
    async with asyncio.timeout(HANG):
        await task


def growth(once: Callable[[], object], twice: Callable[[], object], rounds: int = 30) -> float:
    """Return how many times as long the second takes: processor time of this thread, the least of several rounds.

    They take turns, so that a busy machine is busy for both; it ends as soon as the answer is good enough."""
    least = [float("inf"), float("inf")]
    for number in range(rounds):
        for place, use in enumerate((once, twice)):
            start = time.thread_time()
            use()
            least[place] = min(least[place], time.thread_time() - start)
        if number >= 2 and least[1] < TWICE * least[0]:
            break
    return least[1] / max(least[0], 1e-9)
