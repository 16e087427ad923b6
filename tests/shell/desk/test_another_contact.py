"""Asking her for another contact, from the team's steps to the refreshed case; and buttons that are nobody's."""

from __future__ import annotations

import pytest

from bot.store import people, referrals
from tests.examples import some
from tests.shell.front import ANA, BEA, EVA, GROUP, STRANGER, Front, finish, send
from tests.shell.trail import audit_lines

PHONE = "+56987654321"


def case(front: Front, code: str) -> referrals.FiledReferral:
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    return filed


def taken(front: Front) -> str:
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    front.press(ANA, "es:See", GROUP)
    return code


def test_the_holder_of_a_chat_case_asks_for_a_phone_and_gets_it(front: Front) -> None:
    code = taken(front)
    assert front.press(ANA, "Ask for a phone") == "The person was asked for a phone."
    assert "wants to talk with you" in front.last(EVA)
    front.write(EVA, PHONE)
    front.press(EVA, "Yes")
    filed = case(front, code)
    assert (filed.body["contact"]["address"], filed.state, filed.body["name"]) == (PHONE, "taken", "Eva")
    assert "the person corrected something" in front.last(GROUP)
    lines = front.context.store.read_now(lambda tx: audit_lines(tx, code))
    assert "ask_phone" in [line.act for line in lines]
    front.wait(days=1)  # now there is a phone, and nothing to ask for
    assert "not possible now: you have it" in front.tap(ANA, f"s1.{code}.ask_phone", ANA)


def test_she_is_asked_once_a_day(front: Front) -> None:
    code = taken(front)
    front.tap(ANA, f"s1.{code}.ask_phone", ANA)
    before = len(front.chat(EVA))
    assert "asked today already" in front.tap(ANA, f"s1.{code}.ask_phone", ANA)
    assert len(front.chat(EVA)) == before
    front.wait(days=1)
    assert "was asked" in front.tap(ANA, f"s1.{code}.ask_phone", ANA)
    assert len(front.chat(EVA)) == before + 1


def test_only_the_holder_asks_and_only_where_she_left_no_other_way(front: Front) -> None:
    code = taken(front)
    before = len(front.chat(EVA))
    assert "Ana took it" in front.tap(BEA, f"s1.{code}.ask_phone", BEA)
    assert len(front.chat(EVA)) == before


def test_whoever_blocked_the_bot_cannot_be_asked_and_the_team_hears_so(front: Front) -> None:
    code = taken(front)
    change = {"chat": {"id": EVA, "type": "private", "first_name": "Eva"}, "from": front.user(EVA), "date": 0}
    bot = {"id": 900, "is_bot": True, "first_name": "Bot"}
    standing = {"old_chat_member": {"status": "member", "user": bot}}
    kicked = {"new_chat_member": {"status": "kicked", "user": bot, "until_date": 0}}
    front.feed({"my_chat_member": {**change, **standing, **kicked}})
    assert "cannot be written to" in front.tap(ANA, f"s1.{code}.ask_phone", ANA)


def test_another_contact_brings_a_case_that_nobody_reached_back_to_its_holder(front: Front) -> None:
    code = taken(front)
    for outcome in (0, 1, 2):
        front.tap(ANA, f"s1.{code}.try.{outcome}", ANA)
    front.press(ANA, "Could not be reached")
    front.press(ANA, "Yes, that is right")
    assert "could not reach you" in front.last(EVA)
    front.press(EVA, "Give another contact")
    front.write(EVA, "eva@example.org")
    front.press(EVA, "Yes")
    filed = case(front, code)
    assert (filed.state, filed.body["contact"]["channel"]) == ("taken", "email")
    assert "Ana took it." in front.chat(GROUP)[0]
    assert "someone on the team has it" in front.last(EVA)


@pytest.mark.parametrize("data", some(["", "x", "q1.1", "q9.1.0", "s1.LUP-7K3Q.delete", "q1.1.0;drop"]))
def test_a_forged_button_in_a_private_chat_is_refused_and_the_open_question_comes_again(
    front: Front, data: str
) -> None:
    finish(front)
    before = len(front.chat(EVA))
    assert "That button does not work." in front.tap(EVA, data)
    assert len(front.chat(EVA)) == before + 1
    assert "These are your answers" in front.last(EVA)


def test_a_forged_button_of_a_stranger_makes_nothing(front: Front) -> None:
    assert "no longer works" in front.tap(STRANGER, "forged")
    assert front.context.store.read_now(lambda tx: people.find_person(tx, STRANGER)) is None
