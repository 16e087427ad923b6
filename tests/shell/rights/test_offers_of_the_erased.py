"""Whichever way answers of one study are erased, another study of the same human being offers none of them any more."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import bot.store
from bot.desk import effects, patient
from bot.store import conversations, health, people, referrals
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.tx import PersonId, Tx
from tests.shell.desk.test_several_studies import HOME, SUGAR, SUGAR_ID, begin, kept
from tests.shell.desk.test_several_studies import send as send_case
from tests.shell.front import EVA, STUDY, Front, buttons
from tests.shell.rights.ways import tick
from tests.shell.several import Several

OFFERED = "Age: 45"


@pytest.fixture
def front(store: Store) -> Several:
    return Several(store)


def at_home(front: Front) -> PersonId:
    """Who they are in the study whose answers go."""

    def work(tx: Tx) -> PersonId:
        return next(each for each in people.all_persons(tx) if people.whose(tx, each).study == STUDY)

    return front.context.store.read_now(work)


def write(front: Front, work: Callable[[Tx], object]) -> None:
    front.context.store.write_now(work)


def back_home(front: Front, *words: str) -> None:
    """Go to the study whose answers go, write the first and press the others."""
    front.write(EVA, f"/start {STUDY}")
    front.write(EVA, words[0])
    for label in words[1:]:
        front.press(EVA, label)


def time_is_up(front: Front) -> None:
    """Only there: what is open elsewhere has its own end."""
    row = t.conversations.update().where(t.conversations.c.person_id == at_home(front))
    write(front, lambda tx: tx.conn.execute(row.values(expires_at=front.now)))
    tick(front)


def without_a_last_word(front: Front) -> None:
    """What would have been said fails."""
    with pytest.MonkeyPatch.context() as patch:

        def fails(*_: object) -> None:
            raise RuntimeError

        patch.setattr(patient, "handle_event", fails)
        time_is_up(front)


def gone_from_the_chat(front: Front) -> None:
    """They blocked the bot while that study was open, and the days that it is kept are over."""
    long_ago = front.now - timedelta(days=front.context.place.keep_days)
    row = t.persons.update().where(t.persons.c.id == at_home(front)).values(unreachable_at=long_ago)
    write(front, lambda tx: tx.conn.execute(row))
    tick(front)


def restored(front: Front) -> None:
    """An older database was put back: whoever is on the list of the erased is erased once more."""
    store = front.context.store
    store.vault.ledger.note(store.read_now(lambda tx: tx.subject(at_home(front))))
    health.finish_erasures(store)


def key_lost(front: Front) -> None:
    """Nobody can open what was kept, so that it goes."""
    write(front, lambda tx: people.renew_person(tx, at_home(front), EVA))


def by_the_team(front: Front) -> None:
    """They asked for it on the phone: in every study."""
    code = case(front)

    def work(tx: Tx) -> None:
        filed = referrals.referral(tx, code)
        assert filed is not None
        patient.erase_on_request(tx, front.context, filed, at_home(front), front.now)

    write(front, work)


def end_of_a_case(front: Front) -> None:
    """It was kept as long as was promised."""
    code = case(front)
    row = t.referrals.update().where(t.referrals.c.code == code).values(kept_until=front.now.date() - timedelta(days=9))
    write(front, lambda tx: tx.conn.execute(row))
    tick(front)


def end_that_fails(front: Front) -> None:
    """The card in the group cannot be changed: what was promised is that it goes."""
    with pytest.MonkeyPatch.context() as patch:

        def fails(*_: object) -> None:
            raise RuntimeError

        patch.setattr(effects, "end_case", fails)
        end_of_a_case(front)


def case(front: Front) -> str:
    """The code of what they sent there."""
    codes = select(t.referrals.c.code).where(t.referrals.c.person_id == at_home(front))
    return str(front.context.store.read_now(lambda tx: tx.conn.execute(codes).scalar_one()))


#: How the answers go, and whether they were sent before.
WAYS: dict[str, tuple[Callable[[Front], object], bool]] = {
    "of this study alone": (lambda front: back_home(front, "/delete", f"Only “{HOME}”"), False),
    "of every study": (lambda front: back_home(front, "/delete", "Yes, erase everything"), False),
    "of a case, by its person": (lambda front: back_home(front, "/delete", f"Only “{HOME}”"), True),
    "stopped": (lambda front: back_home(front, "/stop", "Yes, stop and erase"), False),
    "time is up": (time_is_up, False),
    "time is up, and nothing can be said": (without_a_last_word, False),
    "gone from the chat": (gone_from_the_chat, False),
    "an older database": (restored, False),
    "the key is lost": (key_lost, False),
    "by the team": (by_the_team, True),
    "end of a case": (end_of_a_case, True),
    "end of a case that fails": (end_that_fails, True),
}


@pytest.mark.whole
@pytest.mark.parametrize("way", WAYS)
def test_what_is_erased_in_one_study_is_offered_in_no_other(front: Several, way: str) -> None:
    """[CL-11] [CL-08] Neither what is kept there nor a press on the old offer holds any of it."""
    erase, sent = WAYS[way]
    if sent:
        send_case(front, HOME)
    else:
        begin(front, HOME)
        front.write(EVA, "45")
    begin(front, SUGAR)
    assert OFFERED in front.last(EVA)
    assert kept(front)[SUGAR_ID]["draft"]["elsewhere"]
    offer = max(number for chat, number in front.messages if chat == EVA)
    use = buttons(front.messages[EVA, offer])[0]["callback_data"]
    erase(front)
    assert not offered(front), way
    before = len(front.chat(EVA))
    front.tap(EVA, use, message_id=offer)
    assert not offered(front)
    assert not kept(front).get(SUGAR_ID, {}).get("answers")
    front.write(EVA, "yes")
    assert not kept(front).get(SUGAR_ID, {}).get("answers")
    assert not any(OFFERED in text for text in front.chat(EVA)[before:])


def offered(front: Front) -> dict[str, Any]:
    """What the other study still holds of the offer."""
    found: dict[str, Any] = kept(front).get(SUGAR_ID, {}).get("draft", {}).get("elsewhere", {})
    return found


def test_whatever_deletes_a_conversation_takes_its_offers_back() -> None:
    """[CL-11] So that a new way of erasing cannot forget it."""
    found, forgetful = set(), set()
    for path in Path(bot.store.__path__[0]).glob("*.py"):
        for each in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(each, ast.FunctionDef):
                continue
            code = ast.unparse(each)
            if "delete(" in code and "t.conversations" in code:
                found.add(each.name)
                takes_back = "take_back_offers(tx, person)" in code or "erase_person(tx" in code
                forgetful |= set() if takes_back else {each.name}
    assert {"erase_answers", "erase_person", "renew_person"} <= found
    assert not forgetful


def test_what_does_not_open_in_another_study_stops_no_erasure(front: Several) -> None:
    """[CL-11]"""
    begin(front, HOME)
    front.write(EVA, "45")
    begin(front, SUGAR)
    home = at_home(front)
    other = t.conversations.update().where(t.conversations.c.person_id != home).values(body=b"no seal of ours")
    write(front, lambda tx: tx.conn.execute(other))
    write(front, lambda tx: conversations.erase_answers(tx, home))
    assert front.context.store.read_now(lambda tx: conversations.load_conversation(tx, home)) is None
