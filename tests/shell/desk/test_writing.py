"""Writing with a person through the bot, seen from both chats."""

from __future__ import annotations

import asyncio

import pytest

from bot.desk import writing
from bot.jobs import send_letters
from bot.store import letters, people, staff
from bot.store.engine import Store
from bot.store.tx import Tx
from dialogs.referral.letters import COMMON_LETTERS, LONGEST_LETTER
from tests.examples import some
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, GROUP, STRANGER, Front, send
from tests.shell.trail import audit_lines

WORDS = "Can we talk on Tuesday at three?"
DANGER = "my chest hurts a lot and I cannot breathe"


@pytest.fixture
def code(front: Front) -> str:
    """A case that Ana has taken."""
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    return code


def write(front: Front, words: str = WORDS) -> None:
    """Ana writes this in her own words, as far as the preview."""
    assert front.press(ANA, "Write to the person…") == "Choose what to write."
    assert front.press(ANA, "In my own words") == "Write it in your own chat with this bot."
    front.write(ANA, words)


def sent(front: Front, words: str = WORDS) -> str:
    """Send it too; return what the press said."""
    write(front, words)
    return front.press(ANA, "Send")


def clock(front: Front) -> None:
    """The clock sends what waited, where it is day."""
    asyncio.run(send_letters(front.context))
    front.deliver()


def next_morning(front: Front) -> None:
    front.wait(hours=12)
    clock(front)


def at_night(front: Front) -> None:
    front.wait(hours=11)  # 15:00 in UTC is noon in Chile


def test_nothing_goes_before_it_was_seen_as_the_person_reads_it_and_then_it_goes_word_by_word(
    front: Front, code: str
) -> None:
    before = front.chat(EVA)
    write(front)
    assert front.chat(EVA) == before
    preview = front.chat(ANA)[-2]
    assert "Send it?" in front.last(ANA)
    assert front.press(ANA, "Send") == "Sent. The answer comes to you here."
    assert front.last(EVA) == preview
    assert WORDS in preview
    assert code in preview


@pytest.mark.parametrize("at", some(range(len(COMMON_LETTERS))))
def test_a_common_message_goes_in_the_persons_language(front: Front, code: str, at: int) -> None:
    label, text = tuple(COMMON_LETTERS.values())[at]
    front.press(ANA, "Write to the person…")
    assert front.press(ANA, label) == "Look at it before it goes."
    front.press(ANA, "Send")
    assert text.split("{")[0] in front.last(EVA)


def test_the_answer_comes_to_the_holder_as_a_reply_to_the_case_and_the_group_sees_nothing(
    front: Front, code: str
) -> None:
    sent(front)
    group = front.chat(GROUP)
    front.write(EVA, "Tuesday is fine <3")
    assert "We passed it on" in front.last(EVA)
    assert "Tuesday is fine &lt;3" in front.last(ANA)
    assert code in front.last(ANA)
    replies = [payload for method, payload in front.calls if "reply_parameters" in payload]
    assert [payload["chat_id"] for payload in replies] == [ANA]
    assert replies[0]["protect_content"] is True
    assert front.chat(GROUP) == group
    assert not [text for text in front.chat(BEA) if "Tuesday" in text]
    front.press(ANA, "Write to the person…")
    assert "what do you want to write" in front.last(ANA)


def test_each_message_and_each_answer_leaves_a_line_in_the_audit_without_its_words(front: Front, code: str) -> None:
    """[SEC-04]"""
    sent(front)
    front.write(EVA, "Tuesday is fine")
    acts = [(line.actor, line.act) for line in front.context.store.read_now(lambda tx: audit_lines(tx, code))]
    assert ("staff:1", "write") in acts
    assert ("staff:1", "answered") in acts


@pytest.mark.parametrize(
    ("words", "why"),
    some(
        [
            ("You are doing very well, great job!", "must not praise"),
            ("You qualify for the study.", "must not praise"),
            ("Please stop taking prednisone.", "must not praise"),
            ("Call me at +56 9 1234 5678", "numbers to call"),
            ("x" * (LONGEST_LETTER + 1), "too long"),
        ]
    ),
)
def test_words_that_no_text_to_a_person_may_use_come_to_no_preview(
    front: Front, code: str, words: str, why: str
) -> None:
    """[PL-11]"""
    write(front, words)
    assert why in front.last(ANA)
    assert front.tap(ANA, f"s1.{code}.send", ANA).startswith("There is nothing here to send")
    front.write(ANA, WORDS)
    assert "Send it?" in front.last(ANA), "and it can be written another way"


def test_what_was_sent_once_is_not_sent_again_by_a_second_press(front: Front, code: str) -> None:
    sent(front)
    before = len(front.chat(EVA))
    assert front.tap(ANA, f"s1.{code}.send", ANA).startswith("There is nothing here to send")
    assert len(front.chat(EVA)) == before


def test_only_the_holder_writes(front: Front, code: str) -> None:
    before = front.chat(EVA)
    for act in ("write", "write.0", "write.1", "send"):
        assert front.tap(BEA, f"s1.{code}.{act}", BEA).startswith("Ana took it")
    front.write(BEA, WORDS)
    assert front.chat(EVA) == before


def test_somebody_who_gave_a_phone_is_called_and_not_written_to(front: Front) -> None:
    from tests.shell.front import finish

    finish(front)
    for label in ("All good", "Yes, put me on the list"):
        front.press(EVA, label)
    front.write(EVA, "+56 9 6123 4567")
    front.press(EVA, "Yes")
    front.press(EVA, "No, only my contact")
    front.press(ANA, "es:Take", GROUP)
    assert "Write to the person…" not in front.keys(ANA)


def test_its_writer_hears_of_a_waiting_message_that_a_fault_lets_nobody_send(
    front: Front, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError("a fault")

    at_night(front)
    sent(front)
    monkeypatch.setattr(writing, "_deliver", fail)
    next_morning(front)
    assert "your message did not go out" in front.last(ANA)
    assert front.context.store.read_now(letters.letters_waiting) == []


def test_at_night_it_waits_for_the_morning(front: Front, code: str) -> None:
    at_night(front)
    before = front.chat(EVA)
    assert sent(front) == "It is night for the person. It goes out at 09:00."
    clock(front)
    assert front.chat(EVA) == before
    next_morning(front)
    assert WORDS in front.last(EVA)
    told = len(front.chat(EVA))
    clock(front)
    assert len(front.chat(EVA)) == told


def test_what_waits_and_cannot_go_out_any_more_is_dropped_and_its_writer_is_told(front: Front, code: str) -> None:
    at_night(front)
    sent(front)
    front.write(EVA, "/block")
    before = front.chat(EVA)
    next_morning(front)
    assert front.chat(EVA) == before
    assert "did not go out" in front.last(ANA)
    assert front.context.store.read_now(letters.letters_waiting) == []


def test_whoever_blocked_the_use_of_their_data_is_not_written_to(front: Front, code: str) -> None:
    """[CL-12]"""
    front.write(EVA, "/block")
    assert front.tap(ANA, f"s1.{code}.write", ANA).startswith("Use blocked")
    write_blocked(front)
    assert front.tap(ANA, f"s1.{code}.write", ANA) == "The person cannot be written to here any more."


def write_blocked(front: Front) -> None:
    """The block is lifted, and the bot is blocked in Telegram instead."""
    front.write(EVA, "/unblock")

    def work(tx: Tx) -> None:
        person = people.find_person(tx, EVA)
        assert person is not None
        people.mark_unreachable(tx, person, front.now)

    front.context.store.write_now(work)


def test_an_answer_when_nobody_has_the_case_goes_to_the_group_as_a_line_and_is_read_with_see(
    front: Front, code: str
) -> None:
    sent(front)
    front.press(ANA, "Give it back")
    front.write(EVA, "Are you there?")
    assert front.last(GROUP) == f"es:{code}: the person wrote. Press “See” to read it."
    front.press(BEA, "es:See", GROUP)
    pages = " ".join(front.chat(BEA))
    assert "Are you there?" in pages
    assert WORDS in pages, "whoever comes next knows what was written before"


def test_an_answer_to_a_member_whose_rights_ended_goes_to_the_group(front: Front, code: str) -> None:
    """[GRP-02]"""
    sent(front)
    front.context.store.write_now(lambda tx: staff.revoke(tx, 1, front.now))
    before = len(front.chat(ANA))
    front.write(EVA, "Are you there?")
    assert "the person wrote" in front.last(GROUP)
    assert len(front.chat(ANA)) == before


def test_an_answer_after_the_end_is_not_passed_on_and_the_person_is_told_whom_to_call(front: Front, code: str) -> None:
    sent(front)
    front.press(ANA, "Cannot take part…")
    front.press(ANA, "Another reason")
    front.press(ANA, "Yes, that is right")
    before = len(front.chat(ANA))
    front.write(EVA, "And now?")
    assert any("Nothing more goes to it here" in text for text in front.chat(EVA)[-2:])
    assert len(front.chat(ANA)) == before


def test_danger_in_an_answer_reaches_the_holder_only_after_the_person_says_so(front: Front, code: str) -> None:
    sent(front)
    front.write(EVA, DANGER)
    assert "131" in front.last(EVA)
    assert not [text for text in front.chat(ANA) if DANGER in text]
    front.press(EVA, "Go on")
    front.press(EVA, "Send anyway")
    assert DANGER in front.last(ANA)


def test_erasing_takes_every_letter_and_every_page_of_it_also_from_the_team_s_chats(front: Front, code: str) -> None:
    """[CL-11]"""
    sent(front)
    front.write(EVA, "Tuesday is fine")
    write(front, "And what about Thursday?")
    front.write(EVA, "/delete")
    front.write(EVA, "yes")
    shown = " ".join(front.chat(ANA))
    for words in (WORDS, "Tuesday is fine", "Thursday"):
        assert words not in shown
    assert front.tap(ANA, f"s1.{code}.send", ANA) == "The person took it back. There is nothing to see any more."
    front.write(ANA, "hello?")
    assert "You are on the study team" in front.last(ANA)


def test_the_persons_own_copy_has_what_was_written(front: Front, code: str) -> None:
    """[CL-13]"""
    sent(front)
    front.write(EVA, "Tuesday is fine")
    front.write(EVA, "/mydata")
    (text,) = [payload["document"]["text"] for method, payload in front.calls if method == "sendDocument"]
    assert WORDS in text
    assert "Tuesday is fine" in text
    assert "Ana" not in text


def test_what_a_member_types_in_the_own_chat_is_work_and_never_a_patients_card(front: Front) -> None:
    for words in ("/start", "/help", "hello", DANGER):
        front.write(ANA, words)
        assert "You are on the study team: coordinator" in front.last(ANA)
    assert front.context.store.read_now(lambda tx: people.find_person(tx, ANA)) is None


@pytest.mark.parametrize("role", ["owner", "coordinator", "investigator"])
def test_a_member_is_told_the_role(store: Store, role: str) -> None:
    front = Front(store, English())
    front.invite(ANA, role)
    front.write(ANA, "/help")
    assert f"You are on the study team: {role}" in front.last(ANA)


def test_a_file_from_a_member_is_refused_kindly_and_the_message_goes_on(front: Front, code: str) -> None:
    front.press(ANA, "Write to the person…")
    front.press(ANA, "In my own words")
    front.feed({"message": {**front.message(ANA), "photo": [], "caption": "look"}})
    assert "Only text can be sent" in front.last(ANA)
    front.write(ANA, WORDS)
    assert "Send it?" in front.last(ANA)


def test_a_code_alone_opens_that_case_and_is_no_message_to_somebody_else(front: Front, code: str) -> None:
    other = send(front, STRANGER)
    front.press(ANA, "Write to the person…")
    front.press(ANA, "In my own words")
    front.write(ANA, other.lower())
    assert other in front.keys(ANA)
    assert not [text for text in front.chat(ANA) if "The study team wrote to you" in text], "no preview holds it"
    front.write(ANA, WORDS)
    assert "Send" in front.keys(ANA), "the message goes on"
