"""A person whose key is gone is a new person: told kindly, and nobody else notices (IN-18)."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiogram.types import Update
from sqlalchemy import select, text

from bot.desk import unfiled
from bot.desk.quarantine import count_lost
from bot.render.call import Call
from bot.routers.unfiled import say_unfiled
from bot.store import people
from bot.store import tables as t
from bot.store.engine import Store
from dialogs.conversation.incoming import Typed
from dialogs.languages import Language
from tests.shell.english import English
from tests.shell.front import ANA, EVA, Front


@pytest.fixture
def front(store: Store) -> Front:
    return Front(store, English())


def without_keys(front: Front, folder: Path) -> None:
    """A backup of the database alone was restored."""
    for path in (folder / "person-keys").iterdir():
        path.unlink()
    front.context.store.vault._held.clear()


def test_somebody_whose_key_is_gone_is_told_and_begins_anew(front: Front, tmp_path: Path) -> None:
    front.write(EVA, "/start")
    front.press(EVA, "Answer the questions")
    without_keys(front, tmp_path)
    before = len(front.chat(EVA))
    front.write(EVA, "hello")
    shown = front.chat(EVA)[before:]
    assert "we can no longer open" in shown[0]
    front.press(EVA, "Answer the questions")
    front.write(EVA, "hello again")
    assert sum("no longer open" in said for said in front.chat(EVA)) == 1
    persons = front.context.store.read_now(lambda tx: tx.conn.execute(select(t.persons.c.id)).all())
    assert len(persons) == 1, "the same row: an erasure still reaches what was sent to the team"


def test_an_erasure_after_the_key_was_lost_takes_everything(front: Front, tmp_path: Path) -> None:
    front.write(EVA, "/start")
    front.press(EVA, "Answer the questions")
    without_keys(front, tmp_path)
    front.write(EVA, "/delete")
    front.write(EVA, "/start")
    front.write(EVA, "/delete")
    front.press(EVA, "Yes, erase everything")
    assert front.context.store.read_now(lambda tx: people.find_person(tx, EVA)) is None


def test_an_update_of_somebody_whose_key_is_gone_can_be_put_aside(front: Front, tmp_path: Path) -> None:
    front.write(EVA, "/start")
    without_keys(front, tmp_path)
    front.set_aside({"update_id": 1, "message": {**front.message(EVA), "text": "x"}})
    assert any("Something went wrong" in said for said in front.chat(EVA))


def test_the_others_are_answered_as_ever(front: Front, tmp_path: Path) -> None:
    front.write(EVA, "/start")
    without_keys(front, tmp_path)
    front.write(ANA, "/start")
    assert front.chat(ANA)


def test_what_can_only_be_counted_needs_no_key(front: Front) -> None:
    front.context.store.write_now(lambda tx: count_lost(tx, front.context, front.now, update_id=5, fault="Sealed"))
    rows = front.context.store.read_now(
        lambda tx: tx.conn.execute(text("SELECT update_id, fault FROM quarantine")).all()
    )
    assert [tuple(row) for row in rows] == [(5, "Sealed")]


@pytest.mark.parametrize(("words", "calls"), [("I cannot breathe", 1), ("hello", 0)])
def test_the_safety_text_needs_no_database(front: Front, words: str, calls: int) -> None:
    """IN-19."""
    front.context.store.close()
    found = unfiled.urgent_calls(front.context, Typed(words), Language.EN, front.now)
    assert len(found) == calls
    assert all("131" in str(call.payload["text"]) for call in found)


@pytest.mark.parametrize("kind", ["message", "edited_message"])
@pytest.mark.parametrize("where", ["text", "caption"])
async def test_a_danger_in_an_edit_or_under_a_picture_is_answered_though_nothing_can_be_filed(
    front: Front, kind: str, where: str
) -> None:
    """IN-19: whatever stands in it, in whichever of the four."""
    front.context.store.close()
    sent: list[str] = []

    async def send(chat: int, call: Call) -> None:
        assert chat == EVA
        sent.append(str(call.payload["text"]))

    for words in ("hola", "me duele el pecho"):
        what = {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]} if where != "text" else {}
        changed = {"edit_date": 2} if kind == "edited_message" else {}
        written = front.message(EVA)
        update = {"update_id": 1, kind: {**written, **what, **changed, where: words}}
        await say_unfiled(front.context, send, Update.model_validate(update))
    assert ["131" in text for text in sent] == [True]
