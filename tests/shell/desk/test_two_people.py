"""Two people by one account, one after the other: nothing of the one touches what is kept of the other (RE-04)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk import patient
from bot.desk.duplicates import duplicates_of
from bot.store import consents, conversations, notes, people, referrals
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.tx import PersonId, Tx
from dialogs.conversation.incoming import Moved, Written
from dialogs.screens import Text
from tests.shell.english import English
from tests.shell.front import EVA, WAY, Front, send

SWITCH = "Begin for another person"


@pytest.fixture
def front(store: Store) -> Front:
    return Front(store, English())


def both(tx: Tx) -> list[PersonId]:
    """Everybody whom the account serves, the one first whom the chat is about."""
    return people.people_of(tx, EVA)


def body(front: Front, which: int) -> dict[str, Any]:
    """The conversation of the one whom the chat is about (0), or of the other (1)."""

    def work(tx: Tx) -> dict[str, Any]:
        kept = conversations.load_conversation(tx, both(tx)[which])
        assert kept is not None
        return dict(kept.body)

    return front.context.store.read_now(work)


def begin_second(front: Front) -> None:
    """One has sent; then answers for somebody else, as far as the first question."""
    send(front)
    front.press(EVA, "For another person")
    front.press(EVA, SWITCH)
    for label in ("Answer the questions", "I am helping someone", "They asked me and agree"):
        front.press(EVA, label)
    front.write(EVA, "61")


def test_the_second_person_begins_with_nothing_of_the_first(front: Front) -> None:
    """[RE-04] [CL-04]"""
    begin_second(front)
    second, first = body(front, 0), body(front, 1)
    assert second["who"] == "helper"
    assert list(second["answers"].values()) != list(first["answers"].values())
    assert set(second["answers"]) == {"age"}
    assert second["consents"] == {"answer": True}
    assert (second["contact"], second["heading"], second["referral_state"]) == ({}, "", "")
    assert second["code"] != first["code"]
    assert first["referral_state"]
    assert first["who"] == "self"


def test_each_has_a_key_a_record_and_notes_of_their_own(front: Front) -> None:
    """[CL-06] [CL-20]"""
    begin_second(front)

    def work(tx: Tx) -> None:
        second, first = both(tx)
        assert tx.subject(second) != tx.subject(first)
        assert {record.purpose for record in consents.consents_of(tx, second)} == {"answer"}
        assert "send" in {record.purpose for record in consents.consents_of(tx, first)}
        notes.save_notes(tx, second, [{"text": "only theirs", "passage": ""}], date(2027, 1, 1))
        assert notes.notes_of(tx, first) == []

    front.context.store.write_now(work)


def test_erasing_the_one_leaves_the_other_whole_and_the_chat_goes_back_to_them(front: Front) -> None:
    """[CL-05] [CL-11]"""
    begin_second(front)
    code = body(front, 1)["code"]
    front.write(EVA, "/delete")
    assert f"What has code {code} stays as it is." in front.last(EVA)
    front.press(EVA, "Yes, erase everything")
    (kept,) = front.context.store.write_now(both)
    assert body(front, 0)["code"] == code
    assert front.context.store.read_now(lambda tx: referrals.referrals_of(tx, kept))
    front.write(EVA, "/mydata")
    assert "61" not in front.last(EVA)


def test_erasing_the_first_erases_nothing_of_the_second(front: Front) -> None:
    """[CL-05] [CL-11]"""
    begin_second(front)
    front.write(EVA, "/whom")
    front.press(EVA, f"Go to code {body(front, 1)['code']}")
    front.write(EVA, "/delete")
    front.press(EVA, "Yes, erase everything")
    front.write(EVA, "/status")
    assert set(body(front, 0)["answers"]) == {"age"}


def test_what_the_team_does_with_the_one_is_said_with_their_code_and_answers_nothing_of_the_other(
    front: Front,
) -> None:
    """[TG-26] [TG-37]"""
    begin_second(front)
    before, first = body(front, 0), body(front, 1)

    def write(tx: Tx) -> None:
        words = (Text("{value}", {"value": "Can we talk on Tuesday?"}),)
        patient.handle_event(tx, front.context, both(tx)[1], Written(words), front.now)

    front.context.store.write_now(write)
    front.deliver()
    assert front.last(EVA).startswith(f"About code {first['code']}.")
    assert body(front, 0) == before


def test_a_button_of_what_was_set_aside_counts_there_and_the_chat_says_whom_it_is_about_now(front: Front) -> None:
    """[TG-26]"""
    begin_second(front)
    first = body(front, 1)
    front.context.store.write_now(
        lambda tx: patient.handle_event(tx, front.context, both(tx)[1], Moved(Moved.ASK_CONTACT), front.now)
    )
    front.deliver()
    shown = body(front, 1)
    front.tap(EVA, f"q1.{shown['prompt']}.{len(shown['offered']) - 1}")
    assert body(front, 0)["code"] == first["code"]
    assert any(f"about code {first['code']} again" in said for said in front.chat(EVA))


def test_an_old_button_of_the_one_is_no_answer_of_the_other(front: Front) -> None:
    """[TG-26]"""
    send(front)
    old = body(front, 0)["prompt"] - 1
    begin_from_here(front)
    before = body(front, 0)
    assert "from before" in front.tap(EVA, f"q1.{old}.0")
    after = body(front, 0)
    assert (after["answers"], after["state"], after["code"]) == (before["answers"], before["state"], before["code"])


def begin_from_here(front: Front) -> None:
    """Somebody else's questions, after one has sent."""
    front.press(EVA, "For another person")
    front.press(EVA, SWITCH)
    for label in ("Answer the questions", "I am helping someone", "They asked me and agree"):
        front.press(EVA, label)


def test_prompts_of_two_people_of_one_account_never_meet(front: Front) -> None:
    """[TG-26] A button of the one would otherwise answer a question of the other."""
    begin_second(front)
    billions = {body(front, which)["prompt"] // 1_000_000_000 for which in (0, 1)}
    assert billions == {0, 1}


def test_a_no_to_the_second_keeps_nothing_and_the_chat_goes_back(front: Front) -> None:
    """[CL-08]"""
    send(front)
    code = body(front, 0)["code"]
    front.press(EVA, "For another person")
    front.press(EVA, SWITCH)
    for label in ("Answer the questions", "I am helping someone", "No, thanks"):
        front.press(EVA, label)
    assert any(f"about code {code} again" in said for said in front.chat(EVA)[-3:])
    assert body(front, 0)["code"] == code
    front.write(EVA, "/whom")
    assert SWITCH in front.keys(EVA)


def test_both_cases_are_shown_as_of_one_account_and_neither_is_merged(front: Front) -> None:
    begin_second(front)
    finish_second(front)

    def work(tx: Tx) -> None:
        second, first = both(tx)
        (one,), (other,) = referrals.referrals_of(tx, first), referrals.referrals_of(tx, second)
        assert (one.body["who"], other.body["who"]) == ("self", "helper")
        assert duplicates_of(tx, one)[0] == [other.code]
        assert duplicates_of(tx, other)[0] == [one.code]

    front.context.store.write_now(work)


def finish_second(front: Front) -> None:
    """The rest of somebody else's questions, and what follows, until it is sent."""
    for _ in range(40):
        keys = front.keys(EVA)
        if "All good" in keys:
            break
        front.press(EVA, next(label for label in (*WAY[3:], "It is not possible for them") if label in keys))
    for label in ("All good", "Yes, put them on the list", "Go on without a name", "Write to me in this chat"):
        front.press(EVA, label)
    front.press(EVA, "No, only the contact")


def test_a_copy_of_all_data_holds_one_of_them_only(front: Front) -> None:
    """[CL-09] [CL-13]"""
    begin_second(front)
    first = body(front, 1)
    front.write(EVA, "/mydata")
    copies = [data for method, data in front.calls if method == "sendDocument"]
    assert first["code"] not in str(copies[-1]["document"])


def test_whoever_blocks_the_bot_is_out_of_reach_for_both(front: Front) -> None:
    """[TG-11]"""
    begin_second(front)
    front.feed({"my_chat_member": blocked(front, "kicked")})

    def reach(tx: Tx) -> list[bool]:
        return [row.unreachable_at is None for row in tx.conn.execute(select(t.persons))]

    assert front.context.store.read_now(reach) == [False, False]
    front.feed({"my_chat_member": blocked(front, "member")})
    assert front.context.store.read_now(reach) == [True, True]


def blocked(front: Front, now: str) -> dict[str, Any]:
    """Somebody's rights over the chat with the bot change."""
    bot = {"id": 1, "is_bot": True, "first_name": "bot"}
    chat = {"id": EVA, "type": "private"}
    was = "member" if now == "kicked" else "kicked"
    return {
        "chat": chat,
        "from": front.user(EVA),
        "date": 1,
        "old_chat_member": {"user": bot, "status": was, "until_date": 0},
        "new_chat_member": {"user": bot, "status": now, "until_date": 0},
    }
