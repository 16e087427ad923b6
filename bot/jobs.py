"""The clock's work: the only place where time makes things happen.

Each job is one line of the table. A job that fails is logged and tried again at its next time; nothing here ends in
silence. Every step is a transaction of its own, so that a stop between two persons loses nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

import structlog

from bot.desk import effects, patient
from bot.desk.context import Office
from bot.log import where_raised
from bot.store import conversations, messages, outbox_queue, people, referrals, reminders, updates
from bot.store.reminders import DueRow
from bot.store.tx import PersonId, Tx
from dialogs.conversation.incoming import Due
from dialogs.privacy.retention import DELETABLE_FOR, IDLE_FOR, PUT_ASIDE_FOR, SEEN_FOR
from dialogs.replies import Reminder
from dialogs.values import member

log = structlog.get_logger("jobs")

#: Hours at the site in which people are written to on our own account; what is due at night waits for the morning.
DAYTIME = (time(9), time(20))


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again."""

    name: str
    seconds: float
    work: Callable[[Office], Awaitable[int]]


async def tell_what_is_due(office: Office) -> int:
    """Tell people what they agreed to be told, each once, by day."""
    first, last = DAYTIME
    if not first <= office.now().astimezone(office.place.zone).time() < last:
        return 0
    rows = await office.store.read(lambda tx: reminders.due_now(tx, office.now()))
    for row in rows:
        await office.store.write(partial(_tell, office=office, row=row))
    return len(rows)


async def erase_unfinished(office: Office) -> int:
    """Erase every conversation past its time (CL-08)."""
    persons = await office.store.read(lambda tx: conversations.expired(tx, office.now()))
    for person in persons:
        await office.store.write(partial(_time_is_up, office=office, person=person))
    return len(persons)


async def erase_unreachable(office: Office) -> int:
    """Erase what is open of people who blocked the bot or are gone; what they sent to the team stays (OUT-08)."""
    before = office.now() - timedelta(days=office.place.keep_days)

    def work(tx: Tx) -> int:
        found = people.long_unreachable(tx, before)
        for person in found:
            conversations.erase_answers(tx, person)
        return len(found)

    return await office.store.write(work)


async def erase_old_cases(office: Office) -> int:
    """Erase what was sent to the team and has been kept as long as was promised, and whose it was."""
    codes = await office.store.read(lambda tx: referrals.old_referrals(tx, office.today(office.now())))
    for code in codes:
        await office.store.write(partial(effects.end_case, office=office, code=code, now=office.now()))
    return len(codes)


async def forget_idle(office: Office) -> int:
    """Forget the chats of persons of whom nothing is kept."""
    return await office.store.write(lambda tx: people.forget_idle(tx, office.now() - IDLE_FOR))


async def tidy(office: Office) -> int:
    """Drop numbers of old updates and messages, what is no longer worth sending, and keys whose person is erased."""

    def work(tx: Tx) -> int:
        updates.forget_seen(tx, office.now() - SEEN_FOR)
        messages.forget_messages(tx, office.now() - DELETABLE_FOR)
        updates.forget_quarantined(tx, office.now() - PUT_ASIDE_FOR)
        people.destroy_erased_keys(tx)
        return outbox_queue.expire(tx, office.now())

    return await office.store.write(work)


JOBS = (
    Job("tell what is due", 30, tell_what_is_due),
    Job("erase unfinished", 60, erase_unfinished),
    Job("erase unreachable", 3600, erase_unreachable),
    Job("erase old cases", 3600, erase_old_cases),
    Job("forget idle", 3600, forget_idle),
    Job("tidy", 600, tidy),
)


class Clockwork:
    """Runs the jobs until cancelled; `nudge` runs all of them at once (the clock was moved)."""

    def __init__(self, office: Office, jobs: tuple[Job, ...] = JOBS) -> None:
        self._office = office
        self._jobs = jobs

    async def run(self) -> None:
        """Every job at its time."""
        async with asyncio.TaskGroup() as group:
            for job in self._jobs:
                group.create_task(self._repeat(job))

    async def nudge(self) -> None:
        """Every job now, in the table's order."""
        for job in self._jobs:
            await self._once(job)

    async def _repeat(self, job: Job) -> None:
        while True:
            await self._once(job)
            await asyncio.sleep(job.seconds)

    async def _once(self, job: Job) -> None:
        try:
            done = await job.work(self._office)
        except Exception as fault:  # noqa: BLE001  # the job is tried again at its next time
            log.error("job failed", job=job.name, fault=where_raised(fault))
        else:
            if done:
                log.info("job done", job=job.name, done=done)


def _tell(tx: Tx, office: Office, row: DueRow) -> None:
    reminders.set_due(tx, row.person, row.reason, None)
    if (reason := member(Reminder, row.reason)) is not None:
        patient.told(tx, office, row.person, Due(reason), office.now())


def _time_is_up(tx: Tx, office: Office, person: PersonId) -> None:
    """Let the core say its last word, then erase, whatever it said."""
    now: datetime = office.now()
    if not conversations.is_expired(tx, person, now):
        return  # they wrote in the meantime
    patient.told(tx, office, person, Due("expired"), now)
    conversations.erase_answers(tx, person)
