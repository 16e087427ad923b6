"""Erasing and blocking in one study, where what is kept in another cannot be opened any more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.desk.faults import Faults
from bot.health.alarms import Alarm, alarm_of
from bot.store import conversations, people
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.tx import PersonId, Tx
from tests.examples import some
from tests.shell.desk.test_several_studies import HOME, SUGAR, SUGAR_ID, begin
from tests.shell.front import EVA, STUDY
from tests.shell.several import Several


@pytest.fixture
def front(store: Store) -> Several:
    return Several(store)


def test_what_does_not_open_is_told_once_an_hour_with_the_study_and_a_remedy(front: Several) -> None:
    """OPS-02: at every turn it would fill the log; nothing of the person stands in it."""
    now = [0.0]
    front.context = replace(front.context, faults=Faults(lambda: now[0]))
    begin(front, HOME)
    begin(front, SUGAR)
    front.write(EVA, f"/start {STUDY}")
    store = front.context.store
    sugar = store.read_now(lambda tx: of_study(tx, SUGAR_ID))
    row = t.conversations.update().where(t.conversations.c.person_id == sugar).values(body=b"no seal of ours")
    store.write_now(lambda tx: tx.conn.execute(row))
    told = []
    for seconds in (0.0, 1.0, 3599.0, 3600.0):
        now[0] = seconds
        with capture_logs() as lines:
            front.write(EVA, "/help")
        alarms = [line for line in lines if line["log_level"] == "error"]
        told.append(len(alarms))
        for line in alarms:
            assert (alarm_of(line["event"]), line["of"]) == (Alarm.KEY, SUGAR_ID)
            assert "Restore the folder of the person keys" in line["remedy"]
            assert str(EVA) not in str(line)
    assert told == [1, 0, 0, 1]


@pytest.mark.parametrize(("order", "answer"), some([("/delete", "Yes, erase everything"), ("/block", "")]))
def test_what_cannot_be_opened_in_one_study_stops_no_right_in_another(front: Several, order: str, answer: str) -> None:
    """[CL-11] [CL-12] Erasing reaches it too."""
    begin(front, HOME)
    front.write(EVA, "45")
    begin(front, SUGAR)
    front.write(EVA, f"/start {STUDY}")
    store = front.context.store
    home, sugar = (store.read_now(lambda tx, study=study: of_study(tx, study)) for study in (STUDY, SUGAR_ID))

    def spoil(tx: Tx) -> None:
        row = t.conversations.update().where(t.conversations.c.person_id == sugar)
        tx.conn.execute(row.values(body=b"no seal of ours"))

    store.write_now(spoil)
    front.write(EVA, order)
    if answer:
        front.press(EVA, answer)
        assert store.read_now(people.all_persons) == []
    else:
        kept = store.read_now(lambda tx: conversations.load_conversation(tx, home))
        assert kept is not None
        assert kept.body["blocked"]


def of_study(tx: Tx, study: str) -> PersonId:
    """Who that is in this study."""
    return next(each for each in people.all_persons(tx) if people.whose(tx, each).study == study)
