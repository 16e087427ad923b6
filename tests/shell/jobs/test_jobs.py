"""The clock's work: what is due is told once, what is past its time is erased (CL-08, TIME-01)."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import jobs
from bot.desk.context import DeskContext
from bot.jobs import Job, Scheduler
from bot.store import conversations, people, referrals, reminders
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.referrals import SentReferral
from bot.store.tx import PersonId, Tx
from tests.shell.english import English
from tests.shell.front import EVA, MONDAY, Front
from tests.waiting import until


@pytest.fixture
def front(store: Store) -> Front:
    return Front(store, English())


def tick(front: Front) -> None:
    """Run every job once, now."""
    asyncio.run(Scheduler(front.context).nudge())
    front.deliver()


def rows(front: Front, table: Any) -> int:
    """How many rows a table holds."""
    return front.context.store.read_now(
        lambda tx: int(tx.conn.execute(select(func.count()).select_from(table)).scalar_one())
    )


def test_an_unfinished_conversation_is_erased_after_its_days_and_not_before(front: Front, tmp_path: Path) -> None:
    front.write(EVA, "/start")
    front.press(EVA, "Answer the questions")
    front.now = MONDAY + timedelta(days=7, seconds=-1)
    tick(front)
    assert rows(front, t.conversations) == 1
    front.now = MONDAY + timedelta(days=7)
    tick(front)
    assert rows(front, t.conversations) == 0
    front.now = MONDAY + timedelta(days=9)
    tick(front)
    assert rows(front, t.persons) == 0
    assert list((tmp_path / "person-keys").iterdir()) == []


def test_nothing_is_lost_of_who_writes_between_the_list_and_the_erasure(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    front.write(EVA, "/start")
    front.press(EVA, "Answer the questions")
    front.now = MONDAY + timedelta(days=7)
    listed = front.context.store.read_now(lambda tx: conversations.expired(tx, front.now))
    assert len(listed) == 1
    front.write(EVA, "/start")
    monkeypatch.setattr(jobs.conversations, "expired", lambda tx, now: listed)
    tick(front)
    assert rows(front, t.conversations) == 1


def test_an_erased_person_may_come_back(front: Front) -> None:
    front.write(EVA, "/start")
    front.now = MONDAY + timedelta(days=9)
    tick(front)
    tick(front)
    front.write(EVA, "/start")
    assert rows(front, t.conversations) == 1


def test_what_is_due_is_told_once(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(jobs.patient, "handle_event", lambda tx, context, person, due, now: told.append(due.what))
    front.write(EVA, "/start")

    def remember(tx: Tx) -> None:
        person = people.find_person(tx, EVA)
        assert person is not None
        reminders.set_due(tx, person, "recheck", MONDAY + timedelta(hours=1))
        reminders.set_due(tx, person, "recheck", MONDAY + timedelta(hours=2))

    front.context.store.write_now(remember)
    front.now = MONDAY + timedelta(hours=1, minutes=30)
    tick(front)
    assert told == []
    front.now = MONDAY + timedelta(hours=2)
    tick(front)
    tick(front)
    assert told == ["recheck"]


def filed(tx: Tx, code: str, kept_until: date) -> PersonId:
    """A referral of Eva."""
    person = people.get_or_create_person(tx, EVA, MONDAY)
    sent = SentReferral(
        code=code,
        heading="referral",
        language="es",
        state="new",
        card={},
        body={},
        filed_at=MONDAY,
        kept_until=kept_until,
    )
    referrals.file_referral(tx, person, sent)
    return person


def test_a_case_is_erased_with_its_person_the_day_after_it_was_promised(front: Front) -> None:
    last = front.context.today(MONDAY)
    front.context.store.write_now(lambda tx: filed(tx, "LUP-A", last))
    tick(front)
    assert rows(front, t.referrals) == 1
    front.now = MONDAY + timedelta(days=1)
    tick(front)
    assert (rows(front, t.referrals), rows(front, t.persons)) == (0, 0)


def test_a_person_stays_while_a_later_case_of_hers_stands(front: Front) -> None:
    front.context.store.write_now(lambda tx: filed(tx, "LUP-A", front.context.today(MONDAY)))
    front.context.store.write_now(lambda tx: filed(tx, "LUP-B", date(2027, 11, 23)))
    front.now = MONDAY + timedelta(days=1)
    tick(front)
    assert (rows(front, t.referrals), rows(front, t.persons)) == (1, 1)


def test_numbers_of_old_updates_are_dropped_after_a_week(front: Front) -> None:
    front.write(EVA, "/start")
    front.now = MONDAY + timedelta(days=6)
    tick(front)
    assert rows(front, t.updates) == 1
    front.now = MONDAY + timedelta(days=8)
    tick(front)
    assert rows(front, t.updates) == 0


async def test_a_job_that_fails_is_tried_again_and_the_others_go_on(front: Front) -> None:
    """OPS-02."""
    done: list[str] = []

    async def fail(context: DeskContext) -> int:
        done.append("fail")
        raise ValueError

    async def work(context: DeskContext) -> int:
        done.append("work")
        return 0

    clockwork = Scheduler(front.context, (Job("fails", 0.01, fail), Job("works", 0.01, work)))
    task = asyncio.create_task(clockwork.run())
    await until(lambda: task.done() or min(done.count("fail"), done.count("work")) > 1)
    assert not task.done()
    task.cancel()


def test_an_update_that_cannot_be_handled_is_put_aside_once_and_said_sorry_for(front: Front) -> None:
    """IN-07, SEC-06: an incident code, and nothing of the error."""
    raw = {"update_id": 5, **{"message": {**front.message(EVA), "text": "marker-text"}}}
    front.set_aside(raw)
    front.set_aside(raw)
    assert len(front.chat(EVA)) == 1
    assert "code" in front.last(EVA)
    assert "ValueError" not in front.last(EVA)
    assert rows(front, t.quarantine) == 1


def test_an_unreadable_update_of_a_group_is_put_aside_without_a_word(front: Front) -> None:
    raw = {"update_id": 6, "message": {"chat": {"id": -5, "type": "supergroup"}, "text": "x"}}
    front.set_aside(raw, "Unreadable")
    assert front.calls == []
    assert rows(front, t.quarantine) == 1
