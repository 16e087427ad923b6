"""The steps of a case beyond taking it: tries, holds, visits, a colleague, and the way back."""

from __future__ import annotations

from datetime import date

import pytest

from bot.store import people, referrals
from bot.store.engine import Store
from bot.store.tx import Tx
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, GROUP, STRANGER, Front, send
from tests.shell.trail import audit_lines


@pytest.fixture
def code(front: Front) -> str:
    """A case that Ana has taken."""
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    return code


def case(front: Front, code: str) -> referrals.FiledReferral:
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    return filed


def test_tries_are_noted_with_way_outcome_and_the_next_one_until_they_are_enough(front: Front, code: str) -> None:
    assert "Could not be reached" not in front.keys(ANA)
    for number in (1, 2, 3):
        assert front.press(ANA, "Note an attempt without contact…") == "The question is in your own chat with this bot."
        assert f"attempt {number} of 3" in front.last(ANA)
        assert front.keys(ANA)[0] == "message in this chat: no reply yet", "what the person chose comes first"
        assert front.press(ANA, "phone: nobody answered") == "Noted."
        if number < 3:
            assert "When is the next attempt?" in front.last(ANA)
            front.press(ANA, "24 November 2026")
            assert f"Attempts without contact: {number}" in front.last(ANA)
            assert "Next attempt: 24 November 2026" in front.last(ANA)
    assert case(front, code).progress["tries"] == 3
    assert "Note an attempt without contact…" not in front.keys(ANA)
    before = len(front.chat(EVA))
    front.press(ANA, "Could not be reached")
    assert "it will not call again" in front.last(ANA)
    assert len(front.chat(EVA)) == before, "nothing goes before it is asked for twice"
    front.press(ANA, "Yes, that is right")
    assert "could not reach you" in front.last(EVA)
    assert len(front.chat(EVA)) == before + 1, "once, politely"
    tries = front.context.store.read_now(lambda tx: [e for e in referrals.events(tx, code) if e.act == "try"])
    assert [event.detail["how"] for event in tries] == ["no_answer"] * 3


def test_a_case_is_put_on_hold_until_a_working_day_and_gone_on_with(front: Front, code: str) -> None:
    front.press(ANA, "Put on hold…")
    assert front.keys(ANA)[0] == "30 November 2026"
    front.press(ANA, "30 November 2026")
    assert (case(front, code).state, case(front, code).progress["held_until"]) == ("on_hold", "2026-11-30")
    assert "on hold · Ana" in front.chat(GROUP)[0]
    assert "will come back to it later" in front.last(EVA)
    front.press(ANA, "Go on with it")
    assert case(front, code).state == "taken"


def test_the_day_on_a_button_is_noted_however_late_it_is_pressed(front: Front, code: str) -> None:
    front.press(ANA, "Put on hold…")
    front.wait(days=3)
    front.press(ANA, "30 November 2026")
    assert case(front, code).progress["held_until"] == "2026-11-30"


def test_a_day_that_has_come_before_its_button_was_pressed_is_asked_for_again(front: Front, code: str) -> None:
    front.press(ANA, "Put on hold…")
    front.wait(days=7)
    front.press(ANA, "30 November 2026")
    assert case(front, code).state == "taken"
    assert front.keys(ANA)[0] == "7 December 2026"


@pytest.mark.parametrize("day", [0, date(2026, 11, 22).toordinal(), date(2099, 1, 1).toordinal(), 999_999_999])
def test_a_day_that_no_list_offers_is_not_noted(front: Front, code: str, day: int) -> None:
    front.tap(ANA, f"s1.{code}.hold.{day}", ANA)
    assert case(front, code).state == "taken"


def test_a_day_that_is_no_day_or_is_past_is_asked_for_again(front: Front, code: str) -> None:
    front.press(ANA, "I reached the person")
    front.press(ANA, "Visit agreed")
    for words in ("soon", "15/01/2020 10:30", "15 January 2027"):
        front.write(ANA, words)
        assert "No day and hour were read" in front.last(ANA)
    assert case(front, code).state == "contacted"
    assert front.tap(ANA, f"s1.{code}.scheduled.y", ANA) == "There is no day to note any more. Please type it again."
    assert case(front, code).state == "contacted"


def test_a_wrong_tap_is_undone_within_the_hour_and_not_after(front: Front, code: str) -> None:
    front.press(ANA, "I reached the person")
    front.press(ANA, "Undo the last step")
    assert case(front, code).state == "taken"
    assert "someone on the team has it" in front.last(EVA)
    assert "Undo the last step" not in front.keys(ANA), "an undoing is not undone"
    front.press(ANA, "I reached the person")
    front.wait(minutes=61)
    front.tap(ANA, f"s1.{code}.undo", ANA)
    assert case(front, code).state == "contacted"
    lines = front.context.store.read_now(lambda tx: audit_lines(tx, code))
    assert ("staff:1", "undo") in [(line.actor, line.act) for line in lines]


def test_nobody_else_undoes_a_step(front: Front, code: str) -> None:
    front.press(ANA, "I reached the person")
    front.tap(BEA, f"s1.{code}.undo", BEA)
    assert case(front, code).state == "contacted"


def test_a_case_is_handed_over_and_the_colleague_is_told(front: Front, code: str) -> None:
    front.press(ANA, "Hand it over…")
    assert front.keys(ANA) == ["Bea", "Back"]
    assert front.press(ANA, "Bea") == "Bea has it now, and was told."
    assert case(front, code).holder == 2
    assert front.last(BEA).startswith(f"{code}: Ana")
    assert "handed this over to you. Press “See”." in front.last(BEA)
    assert "Bea took it." in front.chat(GROUP)[0]
    assert "only Bea moves it on" in front.last(ANA)
    front.press(BEA, "See")
    front.press(BEA, "I reached the person")
    assert case(front, code).state == "contacted"


@pytest.mark.parametrize("to", ["1", "99", "3"])
def test_a_case_goes_to_no_stranger_and_to_no_reader(front: Front, code: str, to: str) -> None:
    front.tap(ANA, f"s1.{code}.hand_over.{to}", ANA)
    assert case(front, code).holder == 1


def test_whoever_only_looks_is_offered_no_step(store: Store) -> None:
    front = Front(store, English())
    front.invite(ANA, "investigator")
    send(front)
    front.press(ANA, "es:See", GROUP)
    assert front.keys(ANA) == ["Notes…", "See"]


def test_a_look_shows_the_tries_and_the_days(front: Front, code: str) -> None:
    front.press(ANA, "Note an attempt without contact…")
    front.press(ANA, "phone: somebody else answered")
    front.press(ANA, "24 November 2026")
    front.press(ANA, "es:See", GROUP)
    page = next(text for text in front.chat(ANA) if "attempts and dates" in text)
    assert "23 November 2026, 12:00: phone, somebody else answered (Ana)" in page
    assert "Next attempt: 24 November 2026" in page


def newest_of(front: Front, chat: int, before: int) -> list[str]:
    return front.chat(chat)[before:]


def test_the_holder_hears_of_another_contact_a_correction_a_block_and_an_end_in_a_message(
    front: Front, code: str
) -> None:
    front.press(ANA, "Ask for a phone")
    before = len(front.chat(ANA))
    front.press(EVA, "Give another contact")
    front.write(EVA, "eva@example.org")
    front.press(EVA, "Yes")
    assert newest_of(front, ANA, before) == [f"{code}: the person gave another way to be reached. Press “See”."]
    assert front.keys(ANA) == ["See"]
    for order, said in (("/bloquear", "the person blocked its use"), ("/desbloquear", "the person lifted the block")):
        before = len(front.chat(ANA))
        front.write(EVA, order)
        (told,) = newest_of(front, ANA, before)
        assert said in told
    before = len(front.chat(ANA))
    front.write(EVA, "/delete")
    front.press(EVA, "Yes, erase everything")
    assert "the person had everything erased" in newest_of(front, ANA, before)[-1]


def test_nobody_else_is_written_to_for_it(front: Front, code: str) -> None:
    before = len(front.chat(BEA))
    front.write(EVA, "/bloquear")
    assert len(front.chat(BEA)) == before


def test_the_same_account_and_the_same_phone_are_shown_to_whoever_looks_and_never_put_together(
    front: Front, code: str
) -> None:
    def again(tx: Tx) -> None:
        """Eva once more under another code, and somebody else with the same phone."""
        first = referrals.referral(tx, code)
        assert first is not None
        assert first.person is not None
        phone = {**first.body, "contact": {"channel": "phone", "address": "+56 9 8765 4321", "hours": "morning"}}
        sent = {
            name: getattr(first, name) for name in ("heading", "language", "state", "card", "filed_at", "kept_until")
        }
        referrals.file_referral(tx, first.person, referrals.SentReferral(code="LUP-2222", body=phone, **sent))
        another = people.get_or_create_person(tx, STRANGER, front.now)
        local = {**phone, "contact": {**phone["contact"], "address": "9 8765 4321"}}
        referrals.file_referral(tx, another, referrals.SentReferral(code="LUP-3333", body=local, **sent))

    front.context.store.write_now(again)
    front.tap(ANA, "s1.LUP-2222.see", GROUP)
    page = next(text for text in front.chat(ANA) if "perhaps sent more than once" in text)
    assert f"The same account also sent: {code}." in page
    assert "The same phone is in: LUP-3333." in page
    front.tap(ANA, "s1.LUP-3333.see", GROUP)
    page = [text for text in front.chat(ANA) if "perhaps sent more than once" in text][-1]
    assert "The same phone is in: LUP-2222." in page
    assert "account" not in page
