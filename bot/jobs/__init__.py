"""The clock's work: the only place where time makes things happen.

Each job is one line of the table. A job that fails is logged and tried again at its next time; nothing here ends in
silence. Every step is a transaction of its own, so that a stop between two persons loses nothing, and one person whose
rows cannot be opened does not stop the others: what was to be erased is erased without a last word, what was to be
said is put off for a day.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.config.clock import is_daytime
from bot.config.membership import Standing
from bot.desk import effects, ended_rights, overdue, patient, requests_due, standing, team, writing
from bot.desk.context import DeskContext
from bot.desk.shared_page import ASKED_FOR
from bot.jobs.one_by_one import PART, each_batch, each_row, tell_fault
from bot.log import where_raised
from bot.store import (
    audit,
    consents,
    conversations,
    letters,
    messages,
    notes,
    outbox_queue,
    people,
    referrals,
    reminders,
    shares,
    staff,
    switches,
    updates,
)
from bot.store.connection import StoreUnavailable, folder_of, truncate_log
from bot.store.referrals import Mark
from bot.store.reminders import DueRow
from bot.store.tx import PersonId, Tx
from dialogs.conversation.incoming import Due
from dialogs.privacy.retention import DELETABLE_FOR, DRAFTS_FOR, IDLE_FOR, PUT_ASIDE_FOR, SEEN_FOR
from dialogs.referral.overdue import Standings
from dialogs.referral.referral import OPEN
from dialogs.replies import Reminder
from dialogs.values import member

log = structlog.get_logger("jobs")

#: Seconds between two looks whether this replica is the one that keeps the time.
_STAND_BY = 1.0
#: Share of a disk that is to stay free.
LEAST_FREE = 0.05
#: Batches of what is due that are told in one go. A backlog then leaves as fast as the platform lets it, and little of
#: it waits in the outbox, where nobody could take it back and where it could still go out at night.
_BATCHES = 24


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again."""

    name: str
    seconds: float
    work: Callable[[DeskContext], Awaitable[int]]


async def tell_what_is_due(context: DeskContext) -> int:
    """Tell people what they agreed to be told, each once; what is due at night waits for the morning."""
    if not is_daytime(context.place.zone, context.now()):
        return 0
    due = partial(reminders.due_now, now=context.now())
    tell, put_off = partial(_tell, context=context), partial(_put_off, context=context)
    return await each_batch(context, due, tell, put_off, most=_BATCHES)


async def send_letters(context: DeskContext) -> int:
    """Send what the team wrote at night, in the morning."""
    if not is_daytime(context.place.zone, context.now()):
        return 0
    return await each_batch(
        context,
        letters.letters_waiting,
        lambda tx, row: writing.send_waiting(tx, context, row[1], row[0], context.now()),
        lambda tx, row: writing.drop_waiting(tx, context, row[1], row[0]),
    )


async def look_after_cases(context: DeskContext) -> int:
    """Remind the team of what is overdue, wake what was on hold, and say in the morning how it stands."""
    now = context.now()
    if not overdue.somebody_is_there(context.place, now):
        return 0
    await each_row(context, await _lines_due(context, now), lambda tx, line: line[1](tx))
    codes = await context.store.read(lambda tx: referrals.codes_in(tx, OPEN))
    done = 0
    for part in _parts(codes):
        # Nearly always nothing is due: of thousands of open cases none then has a turn of the writer.
        due = await context.store.read(partial(_due_of, context=context, codes=part, now=now))
        done += await each_row(context, due, partial(_look_after, context=context, now=now))
    return done


async def _lines_due(context: DeskContext, now: datetime) -> list[tuple[str, Callable[[Tx], None]]]:
    """Return what is to be said today of how many cases stand where: whose study it is, and a step for the writer."""
    lines: list[tuple[str, Callable[[Tx], None]]] = []
    for each in context.each_study():
        try:
            if await context.store.read(partial(overdue.is_line_due, context=each, now=now)):
                lines += [(each.study.id, line) for line in await _lines_of(each, now)]
        except StoreUnavailable:
            raise
        except Exception as fault:  # noqa: BLE001  # one study fails alone, and its cases are looked after
            tell_fault(context, fault, each.study.id)
    return lines


async def _lines_of(context: DeskContext, now: datetime) -> list[Callable[[Tx], None]]:
    """Count a study's open cases on a reader and in parts, so that no answer waits for it."""
    read = context.store.read
    codes = await read(partial(referrals.codes_in, states=OPEN, study=context.study.id))
    acts = await read(partial(overdue.acts_of_last_week, context=context, now=now))
    n = Standings()
    for part in _parts(codes):
        n += await read(partial(overdue.standings, context=context, codes=part, now=now))
    lines: list[Callable[[Tx], None]] = [partial(overdue.morning, context=context, now=now, n=n, acts=acts)]
    if queue := await read(partial(overdue.queue, context=context, now=now)):
        waited: dict[str, Mark] = {}
        for part in _parts(queue):
            waited |= await read(partial(overdue.who_waits, codes=part))
        lines.append(partial(overdue.open_queue, context=context, now=now, waited=waited))
    return lines


def _due_of(tx: Tx, context: DeskContext, codes: Sequence[str], now: datetime) -> list[tuple[str, Exception | None]]:
    """Return the cases of which something is due, and those that this reader failed at, with how."""
    due: list[tuple[str, Exception | None]] = []
    for code in codes:
        try:
            if overdue.is_anything_due(tx, context, code, now):
                due.append((code, None))
        except StoreUnavailable:
            raise
        except Exception as fault:  # noqa: BLE001  # one case fails alone, and the writer tries it too
            due.append((code, fault))
    return due


def _look_after(tx: Tx, row: tuple[str, Exception | None], context: DeskContext, now: datetime) -> None:
    """Do what is due of one case. Where the writer fails too that is told; what only a reader fails at is told here."""
    code, fault = row
    overdue.look_after(tx, context, code, now)
    if fault is not None:
        tell_fault(context, fault, code)


def _parts(codes: Sequence[str]) -> Iterator[Sequence[str]]:
    return (codes[at : at + PART] for at in range(0, len(codes), PART))


async def erase_unfinished(context: DeskContext) -> int:
    """Erase every conversation past its time (CL-08)."""
    expired = partial(conversations.expired, now=context.now())
    erase, erase_only = partial(_time_is_up, context=context), partial(_erase_only, context=context)
    return await each_batch(context, expired, erase, erase_only)


async def erase_unreachable(context: DeskContext) -> int:
    """Erase what is open of people who blocked the bot or are gone; what they sent to the team stays (OUT-08)."""
    before = context.now() - timedelta(days=context.place.keep_days)

    def erase(tx: Tx, person: PersonId) -> None:
        if people.is_long_unreachable(tx, person, before):  # they may have written in the meantime
            conversations.erase_answers(tx, person)
            notes.delete_notes(tx, person)
            shares.close_links(tx, person)

    return await each_batch(context, partial(people.long_unreachable, before=before), erase)


async def erase_old_cases(context: DeskContext) -> int:
    """Erase what was sent to the team and has been kept as long as was promised, and whose it was."""
    old = partial(referrals.old_referrals, today=context.today(context.now()))

    def end(tx: Tx, code: str) -> None:
        effects.end_case(tx, context, code, context.now())

    return await each_batch(context, old, end, referrals.delete_referral)


async def erase_old_notes(context: DeskContext) -> int:
    """Erase the notes that were kept as long as was promised."""
    return await context.store.write(lambda tx: notes.forget_notes(tx, context.today(context.now())))


async def forget_idle(context: DeskContext) -> int:
    """Forget the chats of persons of whom nothing is kept."""
    before, done = context.now() - IDLE_FOR, 0
    beyond: int | None = 0
    while beyond is not None:
        look = partial(people.idle_persons, before=before, beyond=beyond)
        found, beyond = await context.store.read(look)
        done += await each_row(context, found, partial(people.forget_if_idle, before=before))
    return done


async def tidy(context: DeskContext) -> int:
    """Drop numbers of old updates and messages, and holds that are over; empty the database's log."""
    now = context.now()
    steps: list[Callable[[Tx], object]] = [
        lambda tx: updates.forget_seen(tx, now - SEEN_FOR),
        lambda tx: messages.forget_messages(tx, now - DELETABLE_FOR),
        lambda tx: updates.forget_quarantined(tx, now - PUT_ASIDE_FOR),
        lambda tx: letters.forget_drafts(tx, now - DRAFTS_FOR),
        lambda tx: shares.forget_links(tx, now),
        lambda tx: shares.forget_readers(tx, now - ASKED_FOR),
        lambda tx: outbox_queue.drop_past_holds(tx, now),
    ]
    await each_row(context, steps, lambda tx, step: step(tx))
    await asyncio.to_thread(truncate_log, context.store.url)
    return 0


async def look_who_left(context: DeskContext) -> int:
    """Note who is in the team's group, and end the rights of who left while no update told of it (GRP-02)."""
    group = await context.store.read(context.staff_chat)
    members = await context.store.read(team.standing_members)
    found = [(each.id, await context.ask_standing(group, each.user_id)) for each in members]

    def settle(tx: Tx, row: tuple[int, Standing]) -> None:
        member = staff.member(tx, row[0])
        if row[1] is Standing.IN:
            staff.note_in_group(tx, row[0], context.now())
        elif member is not None and member.seen_in_group is not None:
            ended_rights.end_rights(tx, context, member, context.now(), by=ended_rights.PLATFORM)

    seen = {each.id for each in members if each.seen_in_group is not None}
    wanted = (Standing.OUT, True), (Standing.IN, False)
    return await each_row(context, [row for row in found if (row[1], row[0] in seen) in wanted], settle)


async def finish_erasures(context: DeskContext) -> int:
    """Finish erasures that could not be finished at once, and let the last words go (DB-09)."""
    return await context.store.finish_erasures()


async def look_at_disks(context: DeskContext) -> int:
    """Raise an alarm while little room is left for the database or for keys (DB-03)."""
    places = {"keys": context.settings.key_folder, "database": folder_of(context.store.url)}
    for name, place in places.items():
        if place is None:
            continue  # on a server that watches its own disks
        usage = shutil.disk_usage(place)
        if usage.free < LEAST_FREE * usage.total:
            log.error("ALARM: the disk is nearly full", place=name, free_mib=usage.free >> 20)
    return 0


async def look_at_approvals(context: DeskContext) -> int:
    """Raise an alarm once where an approval is lost while the bot runs: its files were changed, or its day is past."""
    for each in context.each_study():
        switch = await context.store.read(partial(switches.last_switch, study=each.study.id))
        for problem in await asyncio.to_thread(standing.what_was_lost, each, switch):
            log.error("ALARM: information only, nobody is brought to the team", problem=problem)
    return 0


async def erase_old_records(context: DeskContext) -> int:
    """Erase the records of consents and of the team's looks that were kept as long as the notice says (CL-32)."""
    before = context.now() - timedelta(days=366 * context.place.keep_consent_years)

    def work(tx: Tx) -> int:
        return consents.forget_consents(tx, before) + audit.forget_audit(tx, before, context.now())

    return await context.store.write(work)


async def announce_standing(context: DeskContext) -> int:
    """Tell the owners, by day, what ends or ended (RE-16), and what persons asked for that nobody answered (CL-15)."""
    if not is_daytime(context.place.zone, context.now()):
        return 0
    steps = (standing.announce, requests_due.announce)
    await each_row(context, steps, lambda tx, step: step(tx, context, context.now()))
    return 0


JOBS = (
    Job("tell what is due", 30, tell_what_is_due),
    Job("finish erasures", 2, finish_erasures),
    Job("look who left", 45, look_who_left),
    Job("look at the group", 300, team.look_at_group),
    Job("send letters", 30, send_letters),
    Job("announce standing", 600, announce_standing),
    Job("look after cases", 60, look_after_cases),
    Job("erase unfinished", 60, erase_unfinished),
    Job("erase unreachable", 3600, erase_unreachable),
    Job("erase old cases", 3600, erase_old_cases),
    Job("erase old notes", 3600, erase_old_notes),
    Job("erase old records", 86_400, erase_old_records),
    Job("forget idle", 3600, forget_idle),
    Job("tidy", 600, tidy),
    Job("look at disks", 60, look_at_disks),
    Job("look at approvals", 30, look_at_approvals),
)


class Scheduler:
    """Runs the jobs until cancelled; `nudge` runs all of them at once (the clock was moved)."""

    def __init__(
        self, context: DeskContext, jobs: tuple[Job, ...] = JOBS, leads: Callable[[], bool] = lambda: True
    ) -> None:
        self._context = context
        #: Is this the one of several replicas that keeps the time?
        self._leads = leads
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
            if not self._leads():
                await asyncio.sleep(_STAND_BY)
                continue
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


def _tell(tx: Tx, row: DueRow, context: DeskContext) -> None:
    if not reminders.is_due(tx, row):
        return  # taken back or put off in the meantime
    tx.by_the_clock = True
    reminders.set_due(tx, row.person, row.reason, None)
    if (reason := member(Reminder, row.reason)) is not None:
        patient.handle_event(tx, context, row.person, Due(reason), context.now())


def _put_off(tx: Tx, row: DueRow, context: DeskContext) -> None:
    """Try again tomorrow, after everybody else's, what could not be said."""
    if reminders.is_due(tx, row):
        reminders.set_due(tx, row.person, row.reason, context.now() + timedelta(days=1))


def _erase_only(tx: Tx, person: PersonId, context: DeskContext) -> None:
    """Erase without a last word: what was promised is that it goes."""
    if conversations.is_expired(tx, person, context.now()):
        conversations.erase_answers(tx, person)


def _time_is_up(tx: Tx, person: PersonId, context: DeskContext) -> None:
    """Let the core say its last word, then erase; only a day that was agreed to may stay, without the answers."""
    now: datetime = context.now()
    if not conversations.is_expired(tx, person, now):
        return  # they wrote in the meantime
    tx.by_the_clock = True
    patient.handle_event(tx, context, person, Due("expired"), now)
    if conversations.is_expired(tx, person, now):
        conversations.erase_answers(tx, person)
