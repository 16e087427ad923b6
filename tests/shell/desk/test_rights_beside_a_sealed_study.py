"""Erasing and blocking in one study, where what is kept in another cannot be opened any more."""

from __future__ import annotations

import pytest

from bot.store import conversations, people
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.tx import PersonId, Tx
from tests.shell.desk.test_several_studies import HOME, SUGAR, SUGAR_ID, begin
from tests.shell.front import EVA, STUDY
from tests.shell.several import Several


@pytest.fixture
def front(store: Store) -> Several:
    return Several(store)


@pytest.mark.parametrize(("order", "answer"), [("/delete", "Yes, erase everything"), ("/block", "")])
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
