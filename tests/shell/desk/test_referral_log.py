"""A referral's progress is a column; its log is the proof, and both say the same after everything that can happen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from aiogram.types import Update
from sqlalchemy import update

from bot.desk.effects import EffectContext, file_referral
from bot.routers import route
from bot.store import conversations, people, referrals, staff
from bot.store import tables as t
from bot.store.carried_over import carry_over
from bot.store.conversations import StoredConversation
from bot.store.engine import Store
from bot.store.tx import Tx
from dialogs.conversation.conversation import Conversation
from dialogs.exports.replay import BY_THE_CLOCK, BY_THE_PERSON
from dialogs.referral.referral import Referral, StaffAction, move, pause
from dialogs.referral.step_log import facts_of
from dialogs.replies import Heading, Refer
from dialogs.screening.screening import Outcome
from tests.examples import some
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, GROUP, REFERRALS, STUDY, Front, send
from tests.shell.statements import statements


@dataclass(frozen=True)
class Shown:
    """One way that a referral can go, in presses and commands."""

    front: Front
    code: str

    def act(self, *actions: str, by: int = ANA) -> None:
        """Staff actions, in the member's own chat."""
        for action in actions:
            self.front.tap(by, f"s1.{self.code}.{action}", by)

    def take(self, by: int = ANA) -> None:
        """In the group, a minute later."""
        self.front.wait(minutes=1)
        self.front.tap(by, f"s1.{self.code}.take", GROUP)


def taken(way: Shown) -> None:
    way.take()


def closed(way: Shown) -> None:
    way.take()
    way.act("contacted", "not_eligible.0.y")


def asked_for_a_phone(way: Shown) -> None:
    way.take()
    way.act("ask_phone")


def given_back(way: Shown) -> None:
    way.take()
    way.act("release")
    way.take(by=BEA)
    way.act("release", by=BEA)


def held_by_somebody_who_left(way: Shown) -> None:
    way.take()
    way.front.context.store.write_now(
        lambda tx: [staff.revoke(tx, each.id, way.front.now) for each in staff.team(tx) if each.user_id == ANA]
    )
    way.front.tap(BEA, f"s1.{way.code}.see", GROUP)


def paused(way: Shown) -> None:
    way.take()
    way.front.write(EVA, "/bloquear")


def paused_and_back(way: Shown) -> None:
    paused(way)
    way.front.write(EVA, "/desbloquear")


def tried_in_vain(way: Shown) -> None:
    way.take()
    for outcome in (0, 1, 2):
        way.act(f"try.{outcome}")


def unreachable(way: Shown) -> None:
    tried_in_vain(way)
    way.act("unreachable.y")


def on_hold(way: Shown) -> None:
    way.take()
    today = way.front.now.date().toordinal()
    way.act("try.0", f"next_try.{today + 2}", f"hold.{today + 28}")


def on_hold_and_back(way: Shown) -> None:
    on_hold(way)
    way.act("resume")


def scheduled(way: Shown) -> None:
    way.take()
    way.act("contacted", "scheduled")
    way.front.write(ANA, "15 January 2027 at 10:30")
    way.act("scheduled.y")


def undone(way: Shown) -> None:
    way.take()
    way.act("contacted", "not_eligible.0.y", "undo")


def handed_over(way: Shown) -> None:
    way.take()
    way.act("hand_over.2")


def reached_again(way: Shown) -> None:
    unreachable(way)
    way.front.press(EVA, "Give another contact")
    way.front.write(EVA, "eva@example.org")
    way.front.press(EVA, "Yes")


def withdrawn(way: Shown) -> None:
    paused(way)
    way.front.write(EVA, "/permissions")
    way.front.press(EVA, "Take back: sending to the team")
    way.front.press(EVA, "Yes")


WAYS: list[Callable[[Shown], None]] = [
    taken,
    closed,
    asked_for_a_phone,
    given_back,
    held_by_somebody_who_left,
    paused,
    paused_and_back,
    reached_again,
    tried_in_vain,
    unreachable,
    on_hold,
    on_hold_and_back,
    scheduled,
    undone,
    handed_over,
    withdrawn,
]


@pytest.fixture
def way(store: Store) -> Shown:
    """Sent, with two members of the team there."""
    front = Front(store, English())
    front.invite(ANA)
    front.invite(BEA)
    return Shown(front, send(front))


def replayed(tx: Tx, filed: referrals.FiledReferral) -> Referral:
    """Where a referral stands by its log alone, under the rules of its machine."""
    log = referrals.events(tx, filed.code)
    found = Referral(code=filed.code, heading=Heading(filed.heading), filed_at=log[0].at)
    found.channel = None if not filed.body else filed.body["contact"]["channel"]
    for line in log:
        member = staff.member(tx, line.staff_id) if line.staff_id is not None else None
        if line.act in ("blocked", "unblocked"):
            pause(found, line.act == "blocked")
        elif line.act in (*StaffAction, *BY_THE_PERSON, *BY_THE_CLOCK) and line.act not in ("see", "menu"):
            facts = facts_of(line.act, line.detail)
            facts |= {"by": line.staff_id, "name": member.name if member else ""}
            move(REFERRALS, found, line.act, line.at, **facts)
    return found


@pytest.mark.parametrize("walk", some(WAYS), ids=lambda walk: walk.__name__)
def test_the_log_and_the_column_say_the_same(way: Shown, walk: Callable[[Shown], None]) -> None:
    walk(way)

    def compared(tx: Tx) -> tuple[Any, Any]:
        filed = referrals.referral(tx, way.code)
        assert filed is not None
        by_log = replayed(tx, filed)
        return (by_log.state, by_log.holder, by_log.to_json()), (filed.state, filed.holder, dict(filed.progress))

    by_log, by_row = way.front.context.store.read_now(compared)
    assert by_log == by_row


def test_every_way_that_is_walked_leaves_something_in_the_column(way: Shown) -> None:
    """Or the comparison above would compare nothing with nothing."""
    for walk in (asked_for_a_phone, paused):
        walk(way)
    way.front.write(EVA, "/bloquear")
    way.act("not_eligible.0.y")
    filed = way.front.context.store.read_now(lambda tx: referrals.referral(tx, way.code))
    assert filed is not None
    assert filed.progress["taken_at"]
    assert filed.progress["asked_at"]
    assert filed.progress["reason"]


#: Ways that the program before knew: of the others nobody has a row without its progress.
EARLIER = (taken, asked_for_a_phone, given_back, held_by_somebody_who_left, paused, paused_and_back, withdrawn)


@pytest.mark.parametrize("walk", some(EARLIER), ids=lambda walk: walk.__name__)
def test_rows_of_the_program_before_get_their_progress_from_the_log(way: Shown, walk: Callable[[Shown], None]) -> None:
    """DB-07: migration 0002 cannot open what is sealed; the first start after it can."""
    walk(way)
    store = way.front.context.store
    before = store.read_now(lambda tx: referrals.referral(tx, way.code))

    def forget(tx: Tx) -> None:
        tx.conn.execute(update(t.referrals).values(progress=None))

    store.write_now(forget)
    assert store.write_now(lambda tx: carry_over(tx, STUDY)) == 1
    assert store.write_now(lambda tx: carry_over(tx, STUDY)) == 0
    assert store.read_now(lambda tx: referrals.referral(tx, way.code)) == before


def test_the_keyboard_moves_out_of_the_conversations_json(way: Shown) -> None:
    store = way.front.context.store

    def stand(tx: Tx) -> StoredConversation:
        person = people.find_person(tx, EVA)
        assert person is not None
        stored = conversations.load_conversation(tx, person)
        assert stored is not None
        return stored

    def as_before(tx: Tx) -> None:
        person = people.find_person(tx, EVA)
        assert person is not None
        body = {**stand(tx).body, "keyboard": 77}
        values = {"body": tx.seal(person, "conversations.body", person, body), "keyboard": None}
        tx.conn.execute(update(t.conversations).values(**values))

    now = store.read_now(stand)
    store.write_now(as_before)
    store.write_now(lambda tx: carry_over(tx, STUDY))
    assert store.read_now(stand) == StoredConversation(now.body, 77)


def test_a_row_whose_key_is_gone_does_not_stop_the_start(way: Shown) -> None:
    """A backup may hold rows of somebody who was erased after it was made."""
    store = way.front.context.store
    store.write_now(lambda tx: tx.conn.execute(update(t.referrals).values(progress=None)))
    store.write_now(lambda tx: tx.conn.execute(update(t.conversations).values(keyboard=None)))
    for owner in store.read_now(lambda tx: tx.conn.execute(t.persons.select()).all()):
        store.write_now(lambda tx, owner=owner: tx.vault.forget(owner.subject))
    store.write_now(lambda tx: carry_over(tx, STUDY))


def test_taking_a_referral_costs_at_most_thirty_statements(way: Shown) -> None:
    """The update's mark, the press and its answer, the card, the steps and what the patient sees, all together.

    What the member was typing goes; whether the study recruits is read for the step and for what can be done next, as
    are the last step, which could be undone, and the colleagues, who could take it over.

    The member's place in the group was looked at within the minute."""
    way.front.tap(ANA, f"s1.{way.code}.menu", GROUP)
    shown = {"message_id": 1, "date": 0, "chat": {"id": GROUP, "type": "supergroup", "title": "Team"}}
    press = {"id": "q", "from": way.front.user(ANA), "chat_instance": "1", "data": f"s1.{way.code}.take"}
    taking = Update.model_validate({"update_id": 7000, "callback_query": {**press, "message": shown}})
    with statements(way.front.context.store) as asked:
        asyncio.run(route(way.front.context, taking))
    assert len(asked) <= 30, "\n".join(sql for sql, _values in asked)
    way.front.deliver()
    assert "Ana took it." in way.front.chat(GROUP)[0]


def test_a_pause_and_the_day_of_asking_outlive_what_was_sent_first(way: Shown) -> None:
    """CL-12: whoever sends again does not end the pause by it."""
    asked_for_a_phone(way)
    way.front.write(EVA, "/bloquear")
    store = way.front.context.store
    before = store.read_now(lambda tx: referrals.referral(tx, way.code))
    assert before is not None

    def send_again(tx: Tx) -> None:
        person = people.find_person(tx, EVA)
        assert person is not None
        stored = conversations.load_conversation(tx, person)
        assert stored is not None
        at = EffectContext(tx, way.front.context, person, Conversation.from_json(stored.body), way.front.now)
        file_referral(at, Refer(Heading.REVIEW, Outcome.PLAUSIBLE))

    store.write_now(send_again)
    after = store.read_now(lambda tx: referrals.referral(tx, way.code))
    assert after is not None
    assert (after.state, after.holder, after.heading) == ("new", None, "review")
    assert after.progress["asked_at"] == before.progress["asked_at"]
    assert (after.progress["paused"], after.progress.get("taken_at")) == (True, None)
