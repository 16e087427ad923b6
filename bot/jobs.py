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
from bot.desk.context import DeskContext
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
    work: Callable[[DeskContext], Awaitable[int]]


async def tell_what_is_due(context: DeskContext) -> int:
    """Tell people what they agreed to be told, each once, by day."""
    first, last = DAYTIME
    if not first <= context.now().astimezone(context.place.zone).time() < last:
        return 0
    rows = await context.store.read(lambda tx: reminders.due_now(tx, context.now()))
    for row in rows:
        await context.store.write(partial(_tell, context=context, row=row))
    return len(rows)


async def erase_unfinished(context: DeskContext) -> int:
    """Erase every conversation past its time (CL-08)."""
    persons = await context.store.read(lambda tx: conversations.expired(tx, context.now()))
    for person in persons:
        await context.store.write(partial(_time_is_up, context=context, person=person))
    return len(persons)


async def erase_unreachable(context: DeskContext) -> int:
    """Erase what is open of people who blocked the bot or are gone; what they sent to the team stays (OUT-08)."""
    before = context.now() - timedelta(days=context.place.keep_days)

    def work(tx: Tx) -> int:
        found = people.long_unreachable(tx, before)
        for person in found:
            conversations.erase_answers(tx, person)
        return len(found)

    return await context.store.write(work)


async def erase_old_cases(context: DeskContext) -> int:
    """Erase what was sent to the team and has been kept as long as was promised, and whose it was."""
    codes = await context.store.read(lambda tx: referrals.old_referrals(tx, context.today(context.now())))
    for code in codes:
        await context.store.write(partial(effects.end_case, context=context, code=code, now=context.now()))
    return len(codes)


async def forget_idle(context: DeskContext) -> int:
    """Forget the chats of persons of whom nothing is kept."""
    return await context.store.write(lambda tx: people.forget_idle(tx, context.now() - IDLE_FOR))


async def tidy(context: DeskContext) -> int:
    """Drop numbers of old updates and messages, holds that are over, and keys whose person is erased."""

    def work(tx: Tx) -> int:
        updates.forget_seen(tx, context.now() - SEEN_FOR)
        messages.forget_messages(tx, context.now() - DELETABLE_FOR)
        updates.forget_quarantined(tx, context.now() - PUT_ASIDE_FOR)
        people.destroy_erased_keys(tx)
        return outbox_queue.drop_past_holds(tx, context.now())

    return await context.store.write(work)


JOBS = (
    Job("tell what is due", 30, tell_what_is_due),
    Job("erase unfinished", 60, erase_unfinished),
    Job("erase unreachable", 3600, erase_unreachable),
    Job("erase old cases", 3600, erase_old_cases),
    Job("forget idle", 3600, forget_idle),
    Job("tidy", 600, tidy),
)


class Scheduler:
    """Runs the jobs until cancelled; `nudge` runs all of them at once (the clock was moved)."""

    def __init__(self, context: DeskContext, jobs: tuple[Job, ...] = JOBS) -> None:
        self._context = context
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
            done = await job.work(self._context)
        except Exception as fault:  # noqa: BLE001  # the job is tried again at its next time
            log.error("job failed", job=job.name, fault=where_raised(fault))
        else:
            if done:
                log.info("job done", job=job.name, done=done)


def _tell(tx: Tx, context: DeskContext, row: DueRow) -> None:
    if not reminders.is_due(tx, row):
        return  # taken back or put off in the meantime
    reminders.set_due(tx, row.person, row.reason, None)
    if (reason := member(Reminder, row.reason)) is not None:
        patient.handle_event(tx, context, row.person, Due(reason), context.now())


def _time_is_up(tx: Tx, context: DeskContext, person: PersonId) -> None:
    """Let the core say its last word, then erase, whatever it said."""
    now: datetime = context.now()
    if not conversations.is_expired(tx, person, now):
        return  # they wrote in the meantime
    patient.handle_event(tx, context, person, Due("expired"), now)
    conversations.erase_answers(tx, person)
