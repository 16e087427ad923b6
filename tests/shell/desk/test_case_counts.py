"""What is counted of cases in the team's hands: each case one time a step, apart by heading (RE-10)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.store import tables as t
from bot.store.engine import Store
from bot.store.tx import Tx
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, GROUP, Front, finish


@pytest.fixture
def front(store: Store) -> Front:
    front = Front(store, English(), recruitment="recruiting")
    front.set_site(campaigns=frozenset({"poster"}))
    front.invite(ANA)
    front.invite(BEA)
    front.write(EVA, "/start c_poster")
    finish(front)
    for label in ("All good", "Yes, contact me", "Write to me in this chat"):
        front.press(EVA, label)
    return front


def counts(front: Front) -> dict[str, tuple[int, str]]:
    def read(tx: Tx) -> dict[str, tuple[int, str]]:
        rows = tx.conn.execute(select(t.counts.c.event, t.counts.c.n, t.counts.c.campaign))
        return {row.event: (row.n, row.campaign) for row in rows}

    return front.context.store.read_now(read)


def test_each_step_of_a_case_counts_once_with_its_heading_and_poster(front: Front) -> None:
    front.press(ANA, "es:Take", GROUP)
    front.press(ANA, "Give it back")
    front.press(BEA, "es:Take", GROUP)
    for label in ("I reached the person", "Visit agreed"):
        front.press(BEA, label)
    front.write(BEA, "15/01/2027 10:30")
    for label in ("Yes, that is right", "The study's own tests began", "Joined the study"):
        front.press(BEA, label)
    assert "included.referral" not in counts(front), "nothing counts before it is asked for twice"
    front.press(BEA, "Yes, that is right")
    front.press(BEA, "Open it again")
    found = counts(front)
    steps = ("offered", "agreed", "sent", "claimed", "contacted", "included")
    assert {name: found[f"{name}.referral"] for name in steps} == dict.fromkeys(steps, (1, "poster"))
    assert not [name for name in found if name.endswith((".interest", ".review", ".callback"))]


def test_a_reason_is_counted_by_its_criterion(front: Front) -> None:
    front.press(ANA, "es:Take", GROUP)
    front.press(ANA, "Cannot take part…")
    front.press(ANA, "Signs of lupus in the blood")
    front.press(ANA, "Yes, that is right")
    assert counts(front)["not_eligible.antibodies"] == (1, "poster")
