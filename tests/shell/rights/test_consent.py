"""Consent: each purpose by its own yes or no, provable, asked again when the notice changes, taken back in one step."""

from __future__ import annotations

import pytest

from bot.store import people, referrals
from bot.store import tables as t
from bot.store.tx import Tx
from dialogs.conversation.steps.rights import cannot_be_undone
from dialogs.replies import Purpose
from dialogs.screens import Button, Text
from tests.core.conversation.walking import Walk, turn_at
from tests.examples import some
from tests.shell.front import EVA, GROUP, MONDAY, Front, send
from tests.shell.rights.ways import (
    STATES,
    TO_CONSENT,
    begin,
    consents,
    erase,
    given,
    is_known,
    kept,
    questions,
    rows,
    state_of,
    tick,
)


@pytest.mark.parametrize("who", some(["I answer for myself", "I am helping someone"]))
@pytest.mark.parametrize("typed", [False, True])
def test_no_health_question_comes_before_a_consent_is_stored(front: Front, who: str, typed: bool) -> None:
    """[CL-02] Whatever is pressed or typed before, the consent stands between."""
    front.write(EVA, "/start")
    for label in ("Answer the questions", who):
        front.write(EVA, label) if typed else front.press(EVA, label)
    for words in ("34", "I have lupus", "rituximab", "next", "/continue", "/back"):
        front.write(EVA, words)
        assert "About 10 left" not in front.last(EVA)
        assert given(front) == []
    while state_of(front) != "consent":
        front.press(EVA, who if state_of(front) == "who" else "Answer the questions")
    front.write(EVA, "yes")
    assert given(front) == [], "a typed yes is read back first"
    front.write(EVA, "yes")
    assert given(front) == [("answer", "given")]
    assert "About 10 left" in front.last(EVA)


def test_a_record_says_purpose_action_text_version_language_and_time(front: Front) -> None:
    """[CL-06]"""
    send(front)
    front.wait(minutes=1)
    front.press(EVA, "No, do not write")
    for record in consents(front):
        assert record.purpose
        assert record.version.startswith(front.context.study.version[:12])
        assert len(record.text_hash) == 64
        assert record.language == "en"
    assert consents(front)[0].at == MONDAY
    assert consents(front)[-1].at > MONDAY


def test_each_purpose_has_its_own_yes_or_no_and_silence_is_no_yes(front: Front) -> None:
    """[CL-04]"""
    send(front, answers=False)
    assert given(front) == [("answer", "given"), ("send", "given"), ("keep", "refused")]
    assert len({record.text_hash for record in consents(front)}) == 3
    assert rows(front, t.due) == 0, "nobody said that they want a message"
    front.press(EVA, "Yes, write to me")
    assert given(front)[-1] == ("later_opening", "given")
    assert rows(front, t.due) == 1


def test_a_no_to_a_later_message_is_kept_as_a_no(front: Front) -> None:
    """[CL-04]"""
    send(front)
    front.press(EVA, "No, do not write")
    assert given(front)[-1] == ("later_opening", "refused")
    assert rows(front, t.due) == 0
    assert "Yes, write to me" not in front.keys(EVA)


def test_a_changed_notice_is_asked_again_before_more_is_used(front: Front) -> None:
    """[TG-30]"""
    questions(front)
    front.set_site(facts={"controller": {"*": "somebody else"}})
    front.write(EVA, "34")
    assert "notice about your data has changed" in "".join(front.chat(EVA)[-6:])
    assert (kept(front) or {})["answers"] == {}
    front.press(EVA, "I agree")
    assert "About 10 left" in front.last(EVA)
    assert given(front) == [("answer", "given"), ("answer", "given")]
    assert consents(front)[0].text_hash != consents(front)[1].text_hash


def test_rights_and_safety_do_not_wait_for_a_new_consent(front: Front) -> None:
    """[CL-05] [TG-30]"""
    questions(front)
    front.set_site(facts={"controller": {"*": "somebody else"}})
    front.write(EVA, "me duele el pecho")
    assert "Call SAMU at 131" in front.last(EVA)
    front.write(EVA, "/privacy")
    assert "somebody else" in "".join(front.chat(EVA)[-4:])
    erase(front)
    assert not is_known(front)


@pytest.mark.parametrize("state", some([state for state in STATES if state != "new"]))
def test_everything_is_taken_back_with_one_command_in_every_state(front: Front, state: str) -> None:
    """[CL-05] [AX-08]"""
    STATES[state](front)
    front.write(EVA, "/borrar")
    if "Yes, erase everything" in front.keys(EVA):
        front.press(EVA, "Yes, erase everything")
    assert not is_known(front)
    assert [rows(front, table) for table in (t.conversations, t.due, t.outbox)] == [0, 0, 0]


def test_a_withdrawal_is_written_into_the_record(front: Front) -> None:
    """[CL-06]"""
    send(front)
    before = rows(front, t.consents)
    erase(front)
    assert rows(front, t.consents) == before + 3


@pytest.mark.parametrize("command", some(["/borrar", "/delete", "borrar mis datos", "delete my data"]))
def test_whoever_was_forgotten_years_ago_still_gets_a_good_answer(front: Front, command: str) -> None:
    """[CL-05] [CL-16]"""
    send(front)
    front.wait(days=800)
    tick(front)
    tick(front)
    assert not is_known(front)
    front.write(EVA, command)
    assert "nothing about you" in front.last(EVA) or "We keep a note" in front.last(EVA)
    assert not is_known(front), "asking makes no new person"
    front.write(EVA, "/mydata")
    assert "nothing about you" in front.last(EVA)


def test_what_was_sent_long_ago_is_still_hers_when_the_conversation_is_gone(front: Front) -> None:
    """[CL-05] They blocked the bot, their place was erased, and they come back to take everything back."""
    code = send(front)

    def block(tx: Tx) -> None:
        person = people.find_person(tx, EVA)
        assert person is not None
        people.mark_unreachable(tx, person, front.now)

    front.context.store.write_now(block)
    front.wait(days=30)
    tick(front)
    assert kept(front) is None
    front.write(EVA, "/status")
    assert code in front.last(EVA)
    erase(front)
    assert not is_known(front)
    assert "erased" in front.chat(GROUP)[0]


PURPOSES = {
    "Take back: keeping my answers": "keep",
    "Take back: a message if it opens again": "later_opening",
    "Take back: sending to the team": "send",
}


@pytest.mark.parametrize("label", PURPOSES)
def test_one_consent_is_taken_back_and_the_others_stand(front: Front, label: str) -> None:
    """[CL-05] [TG-02]"""
    code = send(front)
    front.press(EVA, "Yes, write to me")
    front.write(EVA, "/permisos")
    assert label in front.keys(EVA)
    front.press(EVA, label)
    if PURPOSES[label] != "later_opening":
        front.press(EVA, "Yes")
    assert given(front)[-1] == (PURPOSES[label], "withdrawn")
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    assert filed.state == ("withdrawn" if label == "Take back: sending to the team" else "new")
    assert bool(filed.body and filed.body["answers"]) is (label == "Take back: a message if it opens again")
    assert rows(front, t.due) == (1 if label == "Take back: keeping my answers" else 0)


@pytest.mark.parametrize("label", ["Take back: keeping my answers", "Take back: sending to the team"])
@pytest.mark.parametrize("typed", [True, False])
def test_what_cannot_be_undone_is_asked_about_once_more_and_once_only(front: Front, label: str, typed: bool) -> None:
    """[CL-05] A finger slips; the label typed is the press itself, and words of one's own are read back anyway."""
    send(front)
    front.write(EVA, "/permisos")
    before = given(front)
    front.write(EVA, label) if typed else front.press(EVA, label)
    assert front.last(EVA) == f"This cannot be undone.\n\n<b>You pressed: {label}. Is that right?</b>"
    assert given(front) == before
    front.press(EVA, "Correct it")
    assert label in front.keys(EVA), "the list stands again, with everything in it"
    assert given(front) == before
    front.write(EVA, label) if typed else front.press(EVA, label)
    front.write(EVA, "yes") if typed else front.press(EVA, "Yes")
    assert given(front)[-1] == (PURPOSES[label], "withdrawn")


def test_taking_notes_back_is_asked_about_and_a_reminder_is_not(front: Front) -> None:
    """What can be agreed to again as it was goes at once (CL-05)."""
    send(front)
    front.press(EVA, "Yes, write to me")
    front.write(EVA, "/permisos")
    front.press(EVA, "Take back: a message if it opens again")
    assert given(front)[-1] == ("later_opening", "withdrawn")
    turn = turn_at(Walk())
    asked = {purpose for purpose in Purpose if cannot_be_undone(turn, Button(purpose, Text("A button")))}
    assert asked == {Purpose.SEND, Purpose.KEEP, Purpose.NOTES}


def test_a_withdrawn_case_is_shown_to_nobody_and_a_new_one_may_come(front: Front) -> None:
    """[CL-11]"""
    code = send(front)
    front.write(EVA, "/permissions")
    front.press(EVA, "Take back: sending to the team")
    front.press(EVA, "Yes")
    assert "withdrawn by the person" in front.chat(GROUP)[0]
    assert "possible" not in front.chat(GROUP)[0]
    assert "make no more contact" in front.chat(GROUP)[-1]
    assert kept(front) is None
    assert send(front) != code


def test_nothing_agreed_says_so(front: Front) -> None:
    front.write(EVA, "/permisos")
    assert "not said yes to anything" in front.last(EVA)


def test_a_helper_agrees_in_the_name_of_the_person(front: Front) -> None:
    """[RE-04] The yes, the contact and the text of the consent are the person's."""
    begin(front, "Answer the questions", "I am helping someone")
    assert "All answers are theirs" in front.last(EVA)
    assert "They asked me and agree" in front.keys(EVA)
    assert "I agree" not in front.keys(EVA)
    front.press(EVA, "They asked me and agree")
    assert given(front) == [("answer", "given")]


def test_a_helpers_contact_says_whose_it_may_be(front: Front) -> None:
    """[RE-04]"""
    begin(front, "Answer the questions", "I am helping someone", "They asked me and agree")
    front.write(EVA, "34")
    front.write(EVA, "/person")
    front.press(EVA, "Ask to be contacted")
    front.press(EVA, "Go on without a name")
    assert "the person's contact or yours" in front.last(EVA)
    assert "the person agrees" in front.last(EVA)


def test_without_the_consent_to_answer_nothing_is_left(front: Front) -> None:
    questions(front)
    front.write(EVA, "/permissions")
    front.press(EVA, "Take back: answering the questions")
    front.press(EVA, "Yes, erase everything")
    assert not is_known(front)


def test_the_consent_comes_with_the_whole_notice_of_the_site(real: Front) -> None:
    """[CL-03] [CL-17]"""
    real.set_site(facts={"controller": {"es": "la institución", "en": "the institution"}})
    begin(real, *TO_CONSENT)
    told = "".join(real.chat(EVA)[-4:])
    assert "the institution" in told
    assert "Law 21.719" in told


@pytest.mark.parametrize("state", [state for state in STATES if state not in ("new", "ended")])
def test_every_state_is_reached_as_these_tests_say(front: Front, state: str) -> None:
    STATES[state](front)
    assert state_of(front) == state
