"""One row that cannot be worked off never stops a job, and nothing dies in silence (OPS-02, OPS-07, DB-03)."""

from __future__ import annotations

import asyncio
import shutil
from collections import namedtuple
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import delete, func, select, update

from bot import app, jobs
from bot.desk.faults import Faults
from bot.jobs import one_by_one
from bot.store import conversations, people, reminders, staff
from bot.store import tables as t
from bot.store.connection import StoreUnavailable
from bot.store.engine import Store
from dialogs.replies import Reminder
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, MONDAY, STRANGER, Front, send
from tests.shell.several import Several

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def front(store: Store) -> Front:
    return Front(store, English())


def three(front: Front, keys: Path) -> None:
    """Three people in a conversation; the key of the first is gone."""
    before: set[Path] = set()
    for user in (EVA, ANA, BEA):
        front.write(user, "/start")
        front.press(user, "Answer the questions")
        if user == EVA:
            before = set(keys.iterdir())
    for path in before:
        path.unlink()
    front.context.store.vault._held.clear()


def rows(front: Front, table: Any) -> int:
    return front.context.store.read_now(
        lambda tx: int(tx.conn.execute(select(func.count()).select_from(table)).scalar_one())
    )


def test_retention_goes_on_past_somebody_whose_key_is_gone_and_erases_there_too(front: Front, tmp_path: Path) -> None:
    """OPS-07: erased without a last word, for that is what was promised."""
    three(front, tmp_path / "person-keys")
    front.now = MONDAY + timedelta(days=7)
    assert asyncio.run(jobs.erase_unfinished(front.context)) == 3
    assert rows(front, t.conversations) == 0


def test_the_team_is_known_although_one_member_cannot_be_read(front: Front) -> None:
    """OPS-07, GRP-02: one row that does not open kept everybody's rights standing."""
    for member in (ANA, BEA):
        front.invite(member)
    store = front.context.store
    garbled = update(t.staff).where(t.staff.c.id == 1).values(account=b"x" * 64)
    store.write_now(lambda tx: tx.conn.execute(garbled))
    assert [each.id for each in store.read_now(staff.team)] == [2]


def test_reminders_go_on_past_somebody_whose_key_is_gone_who_comes_last_next_time(front: Front, tmp_path: Path) -> None:
    """OPS-07."""
    three(front, tmp_path / "person-keys")
    persons = [front.context.store.read_now(lambda tx, u=user: people.find_person(tx, u)) for user in (EVA, ANA, BEA)]
    for minutes, person in enumerate(persons):
        at = front.now - timedelta(minutes=10 - minutes)
        assert person is not None
        front.context.store.write_now(lambda tx, p=person, at=at: reminders.set_due(tx, p, Reminder.UNFINISHED, at))
    with structlog.testing.capture_logs() as logs:
        asyncio.run(jobs.tell_what_is_due(front.context))
    assert [entry["row"] for entry in logs if "ALARM" in entry["event"]] == [persons[0]]
    assert front.context.store.read_now(lambda tx: reminders.due_now(tx, front.now)) == []
    later = front.context.store.read_now(lambda tx: reminders.due_now(tx, front.now + timedelta(days=1)))
    assert persons[0] in [row.person for row in later]


def test_all_that_is_due_is_done_in_one_go_however_few_a_look_finds(
    front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CL-08: of more people than one look finds nobody waits for the next time, nor for one who cannot be opened."""
    three(front, tmp_path / "person-keys")
    monkeypatch.setattr(one_by_one, "PART", 1)
    monkeypatch.setattr(jobs.people, "idle_persons", partial(people.idle_persons, part=2))
    front.now = MONDAY + timedelta(days=7)
    assert asyncio.run(jobs.erase_unfinished(front.context)) == 3
    assert rows(front, t.conversations) == 0
    front.now = MONDAY + timedelta(days=9)
    front.context.store.write_now(lambda tx: tx.conn.execute(delete(t.outbox)))
    assert asyncio.run(jobs.forget_idle(front.context)) == 3
    assert rows(front, t.persons) == 0


def test_rows_that_fail_keep_nobody_behind_them_waiting_and_are_told_once_an_hour(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CL-08, OPS-07: whoever has been gone longest comes first, and fails here at every run."""
    monkeypatch.setattr(one_by_one, "PART", 1)
    found = [gone_for(front, user, days) for user, days in ((EVA, 30), (ANA, 20), (BEA, 10))]
    passed, erase = [0.0], conversations.erase_answers
    front.context = replace(front.context, faults=Faults(lambda: passed[0]))
    assert front.context.store.read_now(lambda tx: people.long_unreachable(tx, front.now)) == found

    def failing(tx: Any, person: Any) -> None:
        if person in found[:2]:
            raise ValueError
        erase(tx, person)

    monkeypatch.setattr(jobs.conversations, "erase_answers", failing)
    told = []
    for seconds in (0.0, 30.0, 3599.0, 3600.0):
        passed[0] = seconds
        with structlog.testing.capture_logs() as logs:
            assert asyncio.run(jobs.erase_unreachable(front.context)) == (1 if seconds == 0 else 0)
        told.append([entry["row"] for entry in logs if "ALARM" in entry["event"]])
    assert told == [found[:2], [], [], found[:2]]
    assert rows(front, t.conversations) == 2


@pytest.mark.parametrize("step", ["is_line_due", "morning"])
def test_of_each_study_whose_cases_cannot_be_counted_it_is_told_which_it_is(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """OPS-07: all fail at the same place, on a reader or at the writer."""
    front = Several(store)

    def failing(*_: object, **_more: object) -> None:
        raise ValueError

    monkeypatch.setattr(jobs.overdue, step, failing)
    with structlog.testing.capture_logs() as logs:
        asyncio.run(jobs.look_after_cases(front.context))
    assert [entry["row"] for entry in logs if "ALARM" in entry["event"]] == [*front.context.studies]
    assert len(front.context.studies) == 3


@pytest.mark.parametrize("writer_too", [False, True])
def test_a_case_that_a_reader_fails_at_is_told_once_an_hour_and_the_others_are_looked_after(
    front: Front, monkeypatch: pytest.MonkeyPatch, writer_too: bool
) -> None:
    """OPS-07: whether or not the writer, which goes on trying it, fails too."""
    first, second = send(front), send(front, STRANGER)
    passed, looked = [0.0], []
    front.context = replace(front.context, faults=Faults(lambda: passed[0]))

    def read(_tx: Any, _context: Any, code: str, _now: Any) -> bool:
        if code == first:
            raise ValueError
        return True

    def write(_tx: Any, _context: Any, code: str, _now: Any) -> None:
        looked.append(code)
        if code == first and writer_too:
            raise ValueError

    monkeypatch.setattr(jobs.overdue, "is_anything_due", read)
    monkeypatch.setattr(jobs.overdue, "look_after", write)
    told = []
    for seconds in (0.0, 60.0, 3600.0):
        passed[0] = seconds
        with structlog.testing.capture_logs() as logs:
            asyncio.run(jobs.look_after_cases(front.context))
        told.append([entry["row"] for entry in logs if "ALARM" in entry["event"]])
    assert told == [[first], [], [first]]
    assert looked == [first, second] * 3


def gone_for(front: Front, user: int, days: int) -> Any:
    """Somebody who began, and blocked the bot so many days ago; who that is."""
    front.write(user, "/start")

    def work(tx: Any) -> Any:
        person = people.find_person(tx, user)
        assert person is not None
        people.mark_unreachable(tx, person, front.now - timedelta(days=days))
        return person

    return front.context.store.write_now(work)


def test_a_letter_that_can_be_neither_sent_nor_dropped_holds_back_no_other(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OPS-07: of more than one look finds."""
    monkeypatch.setattr(one_by_one, "PART", 1)
    waiting = [(1, "LUP-2222"), (2, "LUP-3333"), (3, "LUP-4444")]
    sent: list[int] = []
    monkeypatch.setattr(
        jobs.letters, "letters_waiting", lambda _tx, limit: [each for each in waiting if each[0] not in sent][:limit]
    )

    def send(_tx: object, _context: object, _code: str, number: int, *_: object) -> None:
        if number < 3:
            raise ValueError
        sent.append(number)

    monkeypatch.setattr(jobs.writing, "send_waiting", send)
    monkeypatch.setattr(jobs.writing, "drop_waiting", send)
    with structlog.testing.capture_logs() as logs:
        assert asyncio.run(jobs.send_letters(front.context)) == 1
    assert sent == [3]
    assert {entry["row"] for entry in logs} == {1, 2}


def test_a_fault_of_the_machine_ends_the_list_and_erases_nothing_in_another_way(
    front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """IN-19."""
    three(front, tmp_path / "person-keys")
    front.now = MONDAY + timedelta(days=7)

    async def locked(work: object) -> None:
        raise StoreUnavailable(16, "locked")

    monkeypatch.setattr(front.context.store, "write", locked)
    with pytest.raises(StoreUnavailable):
        asyncio.run(jobs.erase_unfinished(front.context))
    assert rows(front, t.conversations) == 3


def test_nobody_who_writes_in_between_is_erased_in_the_other_way_either(front: Front, tmp_path: Path) -> None:
    three(front, tmp_path / "person-keys")
    person = front.context.store.read_now(lambda tx: people.find_person(tx, EVA))
    assert person is not None
    front.context.store.write_now(lambda tx: jobs._erase_only(tx, person, front.context))
    assert not front.context.store.read_now(lambda tx: conversations.is_expired(tx, person, front.now))
    assert rows(front, t.conversations) == 3


def test_a_step_of_the_tidying_that_fails_does_not_keep_the_others(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise ValueError

    done: list[int] = []
    monkeypatch.setattr(jobs.updates, "forget_seen", failing)
    monkeypatch.setattr(jobs.outbox_queue, "drop_past_holds", lambda tx, now: done.append(1))
    asyncio.run(jobs.tidy(front.context))
    assert done == [1]


@pytest.mark.parametrize(("free", "alarms"), [(4, 2), (6, 0)])
def test_an_alarm_is_raised_while_little_room_is_left(
    front: Front, monkeypatch: pytest.MonkeyPatch, free: int, alarms: int
) -> None:
    """DB-03."""
    monkeypatch.setattr(shutil, "disk_usage", lambda place: Usage(100, 100 - free, free))
    with structlog.testing.capture_logs() as logs:
        asyncio.run(jobs.look_at_disks(front.context))
    assert len([entry for entry in logs if "ALARM" in entry["event"]]) == alarms


async def test_a_writer_that_ends_ends_whoever_watches_and_whoever_waits(front: Front) -> None:
    """OPS-06: not alive, deaf and mute."""
    store = front.context.store

    def deadly(_tx: object) -> None:
        raise SystemExit

    watch = asyncio.create_task(app._watch_writer(front.context))
    waits = asyncio.ensure_future(store.write(deadly))
    with pytest.raises(RuntimeError):
        await watch
    with pytest.raises(RuntimeError):
        await store.write(lambda tx: None)
    waits.cancel()
