"""What the team hears of her rights: a correction, a rest, a second look, and where her case stands."""

from __future__ import annotations

from bot.config.site import SiteFile
from bot.store import consents, referrals
from tests.shell.front import ANA, EVA, GROUP, Front, send
from tests.shell.rights.ways import begin, kept, result, tick
from tests.shell.trail import audit_lines


def test_a_correction_after_sending_reaches_the_team(front: Front) -> None:
    """[CL-10]"""
    front.invite(ANA)
    code = send(front)
    front.press(ANA, "es:See", chat=GROUP)
    assert any("34" in text for text in front.chat(ANA))
    front.press(EVA, "Correct an answer")
    front.write(EVA, "1")
    front.write(EVA, "35")
    while "All good" not in front.keys(EVA):
        front.press(EVA, front.keys(EVA)[0])
    front.press(EVA, "All good")
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    assert filed.body["answers"]["age"] == 35
    assert any("corrected something" in text for text in front.chat(GROUP))
    assert any("the person changed this" in text for text in front.chat(ANA)), "the old page is not left to be read"
    assert "We told the team" in "\n".join(front.chat(EVA))


def test_a_person_may_be_asked_to_look_at_any_result_in_one_tap(front: Front) -> None:
    """[CL-14] The result says that it is automatic; the team sees it headed as a review."""
    result(front)
    assert "A program worked this out" in front.last(EVA)
    front.press(EVA, "Ask someone to look")
    front.press(EVA, "Write to me in this chat")
    assert "to look at your result" in front.last(EVA)
    assert "REVIEW" in front.chat(GROUP)[0]


def test_an_unlikely_result_can_be_looked_at_and_only_then_something_is_kept(front: Front) -> None:
    """[CL-14]"""
    begin(front, "Answer the questions", "I answer for myself", "I agree")
    front.write(EVA, "80")
    front.press(EVA, "Yes")
    front.press(EVA, "Ask someone to look")
    assert front.chat(GROUP) == []
    front.press(EVA, "Write to me in this chat")
    assert "REVIEW" in front.chat(GROUP)[0]


def test_a_rest_stops_all_sending_at_once_and_binds_the_team(front: Front) -> None:
    """[CL-12] [CL-15] [TG-31] Carried out in the same moment, free, by one word."""
    front.invite(ANA)
    send(front)
    front.press(EVA, "Yes, write to me")
    front.write(EVA, "/bloquear")
    assert "Use blocked" in front.chat(GROUP)[0]
    assert "Use blocked" in front.press(ANA, "es:See", chat=GROUP)
    before = len(front.chat(EVA))
    front.press(ANA, "es:Take", chat=GROUP)
    front.set_site(state=SiteFile().state.RECRUITING)
    for _ in range(5):
        front.wait(days=1)
        tick(front)
    assert len(front.chat(EVA)) == before
    front.write(EVA, "/unblock")
    front.wait(days=1)
    tick(front)
    assert "You asked us to tell you of news" in front.last(EVA)


def test_her_message_shows_that_it_was_received_taken_and_that_she_was_contacted(front: Front) -> None:
    """[AX-07] Brought up to date in place; nothing new is sent."""
    front.invite(ANA)
    send(front)
    count = len(front.chat(EVA))
    assert "Nobody has opened it yet" in front.last(EVA)
    front.press(ANA, "es:See", chat=GROUP)
    assert "the team received it" in front.last(EVA)
    front.press(ANA, "es:Take", chat=GROUP)
    assert "someone on the team has it" in front.last(EVA)
    front.press(ANA, "I reached the person")
    assert "noted that it contacted you" in front.last(EVA)
    assert len(front.chat(EVA)) == count


def test_the_status_says_code_standing_and_by_when(front: Front) -> None:
    begin(front, "Answer the questions", "I answer for myself", "I agree")
    front.write(EVA, "34")
    front.write(EVA, "/person")
    front.press(EVA, "Ask to be contacted")
    front.press(EVA, "Write to me in this chat")
    code = (kept(front) or {})["code"]
    front.write(EVA, "/estado")
    told = front.chat(EVA)[-2]
    assert code in told
    assert "Nobody has opened it yet" in told
    assert "by 25 November 2026" in told
    assert "CONTACT: the person asks to be contacted" in front.chat(GROUP)[0]


def test_what_was_sent_to_whom_and_under_which_consent_is_on_record(front: Front) -> None:
    """[CL-22]"""
    code = send(front)
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    assert {"name", "contact", "answers", "outcome"} <= set(filed.body)
    assert filed.heading == "interest"
    assert filed.person is not None
    agreed = front.context.store.read_now(lambda tx: consents.consents_of(tx, filed.person))
    assert [line.purpose for line in agreed] == ["answer", "send", "keep"]


def test_only_the_invited_see_a_case_and_each_look_is_on_record(front: Front) -> None:
    """[CL-18]"""
    front.invite(ANA)
    code = send(front)
    front.press(ANA, "es:See", chat=GROUP)
    front.press(99, "es:See", chat=GROUP)
    lines = front.context.store.read_now(audit_lines)
    assert [line.act for line in lines if line.subject == code] == ["viewed", "refused"]
