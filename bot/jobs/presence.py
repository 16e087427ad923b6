"""Notes that the platform is heard, and after an absence lets everybody go on (IN-11)."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from bot.desk import absence as absences
from bot.desk.context import DeskContext
from bot.jobs.one_by_one import each_row
from bot.store.tx import PersonId, Tx

#: Seconds without an answer to a poll after which nothing is heard; and between two notes that something is.
_DEAF, _NOTE_EVERY = 45.0, 25.0


class Intake(Protocol):
    """What of the poller or the webhook is looked at."""

    #: When the platform last answered, on the monotonic clock.
    heard: float

    @property
    def is_idle(self) -> bool:
        """Is everything that the platform had worked off?"""


class Presence:
    """Notes that the platform is heard, and after an absence lets everybody go on (IN-11)."""

    def __init__(self, intake: Intake, started: datetime, timer: Callable[[], float] = time.monotonic) -> None:
        self._intake, self._timer = intake, timer
        #: When this program began to hear; before that only what is noted tells.
        self._started: datetime | None = started
        self._heard = self._noted = float("-inf")

    async def look(self, context: DeskContext) -> int:
        """Note what was heard, and show open questions again where an absence is over; to how many."""
        heard, now = self._intake.heard, context.now()
        if self._timer() - heard > _DEAF:
            return 0
        absence = await self._absence(context, heard, now)
        if absence is not None or self._timer() - self._noted > _NOTE_EVERY:
            await context.store.write(lambda tx: absences.note_absence(tx, now, absence))
            self._noted = self._timer()
        self._started, self._heard = None, heard
        return await self._work_off(context) if self._intake.is_idle else 0

    async def _absence(self, context: DeskContext, heard: float, now: datetime) -> absences.Absence | None:
        """Return the absence that ended since the last look, however short; None where nothing is known of one."""
        if self._started is not None:
            before = await context.store.read(absences.last_heard)
            return absences.Absence(before, self._started) if before is not None else None
        gap = timedelta(seconds=heard - self._heard)
        if gap <= absences.AWAY:
            return None
        # Whoever was answered right after it needs no other question; nobody was in between.
        return absences.Absence(now - gap, now - gap / 4)

    async def _work_off(self, context: DeskContext) -> int:
        absence = await context.store.read(absences.absence_of)
        if absence is None:
            return 0
        persons = await context.store.read(lambda tx: absences.who_was_talking(tx, absence))
        show = partial(_show_again, context=context, absence=absence)
        done = await each_row(context, persons, show)
        await context.store.write(absences.end_absence)
        return done


def _show_again(tx: Tx, person: PersonId, context: DeskContext, absence: absences.Absence) -> None:
    absences.show_again(tx, context, person, absence, context.now())
