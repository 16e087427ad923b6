"""Waiting for what a test is about, and comparing what texts cost: nothing here depends on how fast a machine is."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from types import FrameType

#: Seconds after which a wait counts as a hang. It only ends a test that would never end; nothing is concluded from it.
HANG = 900.0
#: Seconds between two looks at something that takes its time: looking costs what the other one could use.
LONGEST_PAUSE = 0.1
#: How much longer the longer text of a comparison is.
LONGER = 16
#: It may cost so many times as much: 16 times is even growth and 256 times is the square; so far from both, no uneven
#: machine turns one into the other.
GROWTH = 64.0


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


def growth(use: Callable[[str], object], text: str, rounds: int = 30) -> float:
    """Return how many times as long a text takes as its first sixteenth: processor time, the least of several rounds.

    They take turns, so that a busy machine is busy for both, and no round has the text of another, so that nothing is
    remembered; it ends as soon as the answer is good enough."""
    texts = (text[: len(text) // LONGER], text)
    least = [float("inf"), float("inf")]
    for number in range(rounds):
        for place, each in enumerate(texts):
            unknown = f"{each} {number}"
            start = time.thread_time()
            use(unknown)
            least[place] = min(least[place], time.thread_time() - start)
        if number >= 2 and least[1] < GROWTH * least[0]:
            break
    return least[1] / max(least[0], 1e-9)


def calls(use: Callable[[], object]) -> int:
    """Return how many functions something calls, which no machine changes."""
    count = 0

    def seen(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        use()
    finally:
        sys.setprofile(before)
    return count
