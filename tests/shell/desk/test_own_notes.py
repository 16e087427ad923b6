"""Notes at the desk: sealed in a row of their own, longer than the conversation, and gone with the person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.jobs import erase_old_notes
from bot.store import conversations, people
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.tx import Tx
from tests.shell.english import English
from tests.shell.front import EVA, Front, finish

CANARY = "QWXZ-canary-note"
PASSAGE = "QWXZ-canary-passage"


@pytest.fixture
def front(store: Store) -> Front:
    return Front(store, English())


def reply(front: Front, text: str, to: int | None = None, quote: str = "", by_bot: bool = True) -> None:
    """A reply to a message of the bot, the open one where no number is told."""
    newest = max(number for chat, number in front.messages if chat == EVA)
    who = {"id": 900 if by_bot else EVA, "is_bot": by_bot, "first_name": "Bot"}
    answered = {**front.message(EVA), "message_id": newest if to is None else to, "from": who, "text": PASSAGE}
    more: dict[str, Any] = {"quote": {"text": quote, "position": 0}} if quote else {}
    front.write(EVA, text, reply_to_message=answered, **more)


def rows(front: Front) -> int:
    return len(front.context.store.read_now(lambda tx: tx.conn.execute(select(t.notes)).all()))


def with_note(front: Front) -> None:
    finish(front)
    reply(front, CANARY, to=1, quote=PASSAGE)
    front.press(EVA, "Yes, keep my notes")


def test_a_quoting_reply_to_an_earlier_message_becomes_a_note_with_the_passage(front: Front) -> None:
    with_note(front)
    front.write(EVA, "/notes")
    front.press(EVA, "Note 1")
    assert CANARY in front.last(EVA)
    assert PASSAGE in front.last(EVA)


def test_a_reply_to_the_open_message_is_asked_about(front: Front) -> None:
    finish(front)
    reply(front, "ask at the next visit")
    assert "What is it?" in front.last(EVA)
    assert rows(front) == 0


def test_a_reply_to_a_message_of_ones_own_is_no_note(front: Front) -> None:
    finish(front)
    reply(front, "something", to=5001, by_bot=False)
    assert "What is it?" not in front.last(EVA)
    assert "keep your notes" not in front.last(EVA)


def test_nothing_of_a_note_is_readable_at_rest_or_in_the_conversation(front: Front, tmp_path: Path) -> None:
    with_note(front)
    for path in Path(str(front.context.store.url).removeprefix("sqlite:///")).parent.rglob("*"):
        if path.is_file():
            assert CANARY.encode() not in path.read_bytes()

    def work(tx: Tx) -> dict[str, Any]:
        person = people.find_person(tx, EVA)
        assert person is not None
        stored = conversations.load_conversation(tx, person)
        assert stored is not None
        return dict(stored.body)

    assert CANARY not in json.dumps(front.context.store.read_now(work))


def test_notes_outlive_the_conversation_and_are_in_the_persons_copy_cl_13(front: Front) -> None:
    """[CL-13] The copy holds everything that is kept."""
    with_note(front)
    front.write(EVA, "/stop")
    front.press(EVA, "Yes, stop and erase")
    front.write(EVA, "/notes")
    assert CANARY in front.last(EVA)
    front.write(EVA, "/mydata")
    (document,) = (payload["document"] for method, payload in front.calls if method == "sendDocument")
    assert CANARY in document["text"]


def test_notes_go_with_the_person_and_after_their_time_cl_08(front: Front) -> None:
    """[CL-08] Kept only as long as was promised."""
    import asyncio

    with_note(front)
    assert rows(front) == 1
    front.wait(days=300)
    asyncio.run(erase_old_notes(front.context))
    assert rows(front) == 1
    front.wait(days=100)
    asyncio.run(erase_old_notes(front.context))
    assert rows(front) == 0


def test_deleting_everything_deletes_the_notes(front: Front) -> None:
    with_note(front)
    front.write(EVA, "/delete")
    front.press(EVA, "Yes, erase everything")
    assert rows(front) == 0


def test_the_team_sees_no_note(front: Front) -> None:
    with_note(front)
    front.press(EVA, "All good") if "All good" in front.keys(EVA) else None
    seen = [json.dumps(payload) for _method, payload in front.calls if payload.get("chat_id") not in (EVA, None)]
    assert not any(CANARY in each for each in seen)
