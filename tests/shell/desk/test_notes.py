"""Notes of the team: for the team alone, under the person's key, and gone with the person."""

from __future__ import annotations

from typing import Any

import pytest

from bot.store import referrals, staff
from bot.store.engine import Store
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, GROUP, STRANGER, Front, send
from tests.shell.trail import audit_lines

WORDS = "Prefers mornings; speaks softly."


@pytest.fixture
def front(store: Store) -> Front:
    front = Front(store, English())
    front.invite(ANA)
    front.invite(BEA, "investigator")
    return front


@pytest.fixture
def code(front: Front) -> str:
    """A case that Ana has looked at."""
    code = send(front)
    front.press(ANA, "es:See", GROUP)
    return code


def kept(front: Front, code: str) -> list[dict[str, str]]:
    log = front.context.store.read_now(lambda tx: referrals.events(tx, code))
    return [event.detail for event in log if event.act == "note"]


def answer(front: Front, user: int, words: str, under: str, chat: int | None = None, quote: str = "") -> None:
    """Reply to the newest message of a chat that says something, perhaps quoting a piece of it."""
    place = user if chat is None else chat
    number = max(n for (owner, n), shown in front.messages.items() if owner == place and under in shown["text"])
    group = {"id": place, "type": "supergroup", "title": "Team"} if place < 0 else None
    more = {"quote": {"text": quote, "position": 0}} if quote else {}
    answered = {"message_id": number, "date": 0, "chat": group or {"id": place, "type": "private"}}
    front.feed({"message": {**front.message(user, group), "text": words, "reply_to_message": answered, **more}})


def test_a_reply_to_the_ledger_is_a_note_with_the_passage_that_was_quoted(front: Front, code: str) -> None:
    before = len(front.chat(EVA))
    answer(front, ANA, WORDS, "Telegram name: Eva", quote="TO CONFIRM FIRST: 4")
    assert front.last(ANA) == f"{code}: kept as a note. Only the team reads it."
    assert kept(front, code) == [{"words": WORDS, "quote": "TO CONFIRM FIRST: 4"}]
    assert len(front.chat(EVA)) == before, "nothing of it reaches the person"
    front.tap(BEA, f"s1.{code}.see", GROUP)
    page = next(text for text in front.chat(BEA) if "notes of the team" in text)
    assert WORDS in page
    assert "On “TO CONFIRM FIRST: 4”:" in page
    assert not [text for text in front.chat(GROUP) if WORDS in text]
    lines = front.context.store.read_now(lambda tx: audit_lines(tx, code))
    assert ("staff:1", "note") in [(line.actor, line.act) for line in lines]


def test_a_reply_to_the_card_is_kept_and_taken_out_of_the_group(front: Front, code: str) -> None:
    answer(front, ANA, WORDS, code, GROUP)
    assert kept(front, code) == [{"words": WORDS, "quote": ""}]
    assert "deleteMessage" in [method for method, _ in front.calls]
    assert "Better write notes in this chat." in front.last(ANA)


PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
VOICE = {"file_id": "a", "file_unique_id": "b", "duration": 3}


@pytest.mark.parametrize("content", [{"photo": PHOTO}, {"photo": PHOTO, "caption": WORDS}, {"voice": VOICE}])
def test_what_is_sent_under_a_card_and_is_no_text_leaves_the_group_and_is_kept_nowhere(
    front: Front, code: str, content: dict[str, Any]
) -> None:
    """[TG-14] A paper of a person may be on it."""
    sent = reply_to_the_card(front, ANA, code, content)
    assert ("deleteMessage", {"message_id": sent, "chat_id": GROUP}) in front.calls
    assert front.last(ANA).startswith(f"{code}: what you sent was not kept")
    assert kept(front, code) == []


def test_what_an_observer_writes_under_a_card_leaves_the_group_and_is_kept_nowhere(front: Front, code: str) -> None:
    """[TG-14]"""
    front.invite(STRANGER, "observer")
    sent = reply_to_the_card(front, STRANGER, code, {"text": WORDS})
    assert ("deleteMessage", {"message_id": sent, "chat_id": GROUP}) in front.calls
    assert front.last(STRANGER).startswith(f"{code}: your role writes no notes")
    assert kept(front, code) == []


def test_what_is_sent_in_the_group_and_answers_no_card_stays_there(front: Front, code: str) -> None:
    group = {"id": GROUP, "type": "supergroup", "title": "Team"}
    before = list(front.calls)
    for content in ({"photo": PHOTO}, {"text": WORDS}):
        answered = {"message_id": 9999, "date": 0, "chat": group, "text": "of a colleague"}
        front.feed({"message": {**front.message(ANA, group), **content, "reply_to_message": answered}})
    assert front.calls == before


def reply_to_the_card(front: Front, user: int, code: str, content: dict[str, Any]) -> int:
    """Answer the card of a case in the group with this; the number of the message."""
    card = next(n for (owner, n), shown in front.messages.items() if owner == GROUP and code in shown["text"])
    group = {"id": GROUP, "type": "supergroup", "title": "Team"}
    message = {**front.message(user, group), **content}
    front.feed({"message": {**message, "reply_to_message": {"message_id": card, "date": 0, "chat": group}}})
    return int(message["message_id"])


def test_of_a_stranger_and_of_whoever_left_nothing_is_kept(front: Front, code: str) -> None:
    answer(front, STRANGER, WORDS, code, GROUP)
    front.context.store.write_now(lambda tx: staff.revoke(tx, 1, front.now))
    answer(front, ANA, WORDS, code, GROUP)
    assert kept(front, code) == []


def test_a_note_is_written_changed_and_deleted_by_buttons(front: Front, code: str) -> None:
    front.press(ANA, "Notes…")
    front.press(ANA, "Write a note")
    front.write(ANA, WORDS)
    assert kept(front, code) == [{"words": WORDS, "quote": ""}]
    front.tap(ANA, f"s1.{code}.notes", ANA)
    front.press(ANA, "Change note 1")
    front.write(ANA, "Prefers evenings.")
    assert front.chat(ANA)[-2] == f"{code}: the note is changed."
    assert "Notes…" in front.keys(ANA), "what can be done next with the case stands below"
    assert kept(front, code) == [{"words": "Prefers evenings.", "quote": ""}]
    front.tap(ANA, f"s1.{code}.notes", ANA)
    assert front.press(ANA, "Delete note 1") == f"{code}: the note is deleted."
    assert kept(front, code) == []


def test_nobody_but_its_writer_and_an_owner_changes_a_note(front: Front, code: str) -> None:
    answer(front, ANA, WORDS, "Telegram name: Eva")
    number = front.context.store.read_now(lambda tx: [e.id for e in referrals.events(tx, code) if e.act == "note"])[0]
    for act in ("note_edit", "note_delete"):
        said = front.tap(BEA, f"s1.{code}.{act}.{number}", BEA)
        assert said == "Only whoever wrote a note, or an owner, changes or deletes it."
    assert kept(front, code) == [{"words": WORDS, "quote": ""}]


def test_a_note_that_is_too_long_is_not_kept(front: Front, code: str) -> None:
    answer(front, ANA, "x" * 1001, "Telegram name: Eva")
    assert front.last(ANA) == "A note has at most 1,000 letters. Please write it shorter."
    assert kept(front, code) == []


def test_notes_go_with_the_person(front: Front, code: str) -> None:
    answer(front, ANA, WORDS, "Telegram name: Eva")
    front.write(EVA, "/delete")
    front.press(EVA, "Yes, erase everything")
    assert kept(front, code) == [{}]
    assert "took it back" in front.tap(ANA, f"s1.{code}.notes", ANA)
    answer(front, ANA, WORDS, code, GROUP)
    assert kept(front, code) == [{}], "no note revives it"
