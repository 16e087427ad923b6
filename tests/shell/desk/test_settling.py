"""Noting what a call settled, beside what the person said."""

from __future__ import annotations

import pytest

from bot.store import referrals
from tests.shell.front import ANA, BEA, EVA, GROUP, Front, send
from tests.shell.trail import audit_lines


@pytest.fixture
def code(front: Front) -> str:
    """A case that Ana has taken."""
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    return code


def settle(front: Front, answer: str = "1.2 g/g, October 2026") -> None:
    """The protein in the urine, from a paper that was read out."""
    assert front.press(ANA, "Note what was settled…") == "Choose what is settled."
    front.press(ANA, "Protein in urine")
    front.write(ANA, answer)
    assert front.press(ANA, "a paper, seen or read out") == "Noted beside what the person said."


def test_what_is_settled_stands_beside_what_the_person_said_and_the_case_is_judged_again(
    front: Front, code: str
) -> None:
    before = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    settle(front)
    both = front.chat(ANA)[-2]
    assert "As the person said: possible · 11 yes, 0 no, 4 to confirm" in both
    assert "With what was settled: possible · 12 yes, 0 no, 3 to confirm" in both
    assert "a paper, seen or read out, noted by Ana" in both
    after = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert before is not None
    assert after is not None
    assert after.body == before.body, "what the person said is as it was"


def test_a_choice_is_pressed_and_the_next_call_does_not_ask_it_again(front: Front, code: str) -> None:
    front.press(ANA, "Note what was settled…")
    front.press(ANA, "Urine test")
    front.press(ANA, "Yes")
    front.press(ANA, "said on the phone")
    front.press(ANA, "es:See", GROUP)
    pages = front.chat(ANA)
    script = next(text for text in reversed(pages) if "Call script" in text)
    assert "Look at your last urine test" not in script
    assert any("settled by the team" in text and "said on the phone" in text for text in pages)


def test_what_cannot_be_read_is_asked_again_and_nothing_is_noted(front: Front, code: str) -> None:
    front.press(ANA, "Note what was settled…")
    front.press(ANA, "Protein in urine")
    front.write(ANA, "hm hm")
    assert "was not read as an answer" in front.last(ANA)
    assert front.tap(ANA, f"s1.{code}.source.0", ANA) == "Please begin again: choose what is settled."


def test_only_the_holder_notes_and_each_note_is_in_the_audit_without_its_value(front: Front, code: str) -> None:
    """[SEC-04]"""
    for act in ("settle", "settle.0", "value.0", "source.0"):
        assert front.tap(BEA, f"s1.{code}.{act}", BEA).startswith("Ana took it")
    settle(front)
    acts = [(line.actor, line.act) for line in front.context.store.read_now(lambda tx: audit_lines(tx, code))]
    assert ("staff:1", "settle") in acts


def test_an_entry_without_answers_has_nothing_to_settle(front: Front) -> None:
    send(front, answers=False)
    front.press(ANA, "es:Take", GROUP)
    assert front.press(ANA, "Note what was settled…").startswith("The answers were not sent")


def test_nothing_settled_outlives_an_erasure(front: Front, code: str) -> None:
    """[CL-11]"""
    settle(front)
    front.write(EVA, "/delete")
    front.write(EVA, "yes")
    assert not [text for text in front.chat(ANA) if "settled by the team" in text]
    history = front.context.store.read_now(lambda tx: referrals.events(tx, code))
    assert not [event.detail for event in history if event.detail]
