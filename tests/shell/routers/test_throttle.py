"""What is counted against a person's budget, what is never dropped, and what gets no reply at all."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram.types import Message

from bot.routers import SERVICE, throttle
from bot.store import people
from bot.store.engine import Store
from bot.telegram.updates import ALLOWED_UPDATES
from tests.shell.english import English
from tests.shell.front import EVA, Front


@pytest.fixture
def paced(store: Store, monkeypatch: pytest.MonkeyPatch) -> Front:
    """A front whose budgets do not fill again, however slow this machine is."""
    monkeypatch.setattr(throttle, "PER_SECOND", 0.0)
    return Front(store, English(), pace="telegram")


def edit(front: Front, **content: Any) -> None:
    """An earlier message, changed."""
    front.feed({"edited_message": {**front.message(EVA), "edit_date": 5, **content}})


def flood(front: Front) -> None:
    """More edits than one may send, and a word about them where they got one."""
    for _ in range(int(throttle.BURST) + 5):
        edit(front, text="35")


def test_every_kind_that_may_arrive_is_counted_or_never_dropped() -> None:
    """IN-17: a kind that nobody thought of would be free for a flood, or lose what must arrive."""
    assert not set(throttle.COUNTED) & set(throttle.NEVER_DROPPED)
    assert {*throttle.COUNTED, *throttle.NEVER_DROPPED} == set(ALLOWED_UPDATES)


def test_edits_are_counted_as_texts_are(paced: Front) -> None:
    paced.write(EVA, "/start")
    before = len(paced.calls)
    flood(paced)
    assert len(paced.calls) - before == int(throttle.BURST) - 1


def test_a_block_arrives_however_much_came_before_it(paced: Front, store: Store) -> None:
    """TG-11: whoever is over the budget and blocks the bot is not written to any more."""
    paced.write(EVA, "/start")
    flood(paced)
    bot = {"user": paced.user(900)}
    paced.feed(
        {
            "my_chat_member": {
                "chat": {"id": EVA, "type": "private", "first_name": "Eva"},
                "from": paced.user(EVA),
                "date": 1,
                "old_chat_member": {"status": "member", **bot},
                "new_chat_member": {"status": "kicked", "until_date": 0, **bot},
            }
        }
    )
    person = store.read_now(lambda tx: people.find_person(tx, EVA))
    assert person is not None
    assert not store.read_now(lambda tx: people.is_reachable(tx, person))


def test_changes_of_a_membership_count_against_whoever_makes_them(paced: Front) -> None:
    """IN-17: they are never dropped, and whoever makes many of them has none left for texts."""
    bot = {"user": paced.user(900)}
    change = {
        "chat": {"id": EVA, "type": "private", "first_name": "Eva"},
        "from": paced.user(EVA),
        "date": 1,
        "old_chat_member": {"status": "kicked", "until_date": 0, **bot},
        "new_chat_member": {"status": "member", **bot},
    }
    for _ in range(int(throttle.BURST)):
        paced.feed({"my_chat_member": change})
    paced.write(EVA, "/start")
    assert "That is a lot at once" in paced.last(EVA)


def test_an_edit_that_nobody_typed_gets_no_reply(store: Store) -> None:
    """MSG-03: the phone alone edits a live location, every few seconds for hours."""
    front = Front(store, English())
    front.write(EVA, "/start")
    before = len(front.calls)
    edit(front, location={"latitude": 1.5, "longitude": 1.5, "live_period": 900})
    assert len(front.calls) == before
    edit(front, text="35")
    edit(front, photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], caption="35")
    assert len(front.calls) == before + 2


#: A service message of each kind, as little of it as can be read.
SERVICE_MESSAGES: dict[str, Any] = {
    "pinned_message": {"message_id": 1, "date": 0, "chat": {"id": EVA, "type": "private"}},
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 86400},
    "chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}},
    "write_access_allowed": {},
    "connected_website": "example.org",
    "proximity_alert_triggered": {
        "traveler": {"id": EVA, "is_bot": False, "first_name": "Eva"},
        "watcher": {"id": 900, "is_bot": True, "first_name": "Bot"},
        "distance": 1,
    },
}


@pytest.mark.parametrize("kind", SERVICE)
def test_a_service_message_stays_without_a_reply(store: Store, kind: str) -> None:
    assert kind in Message.model_fields
    front = Front(store, English())
    front.feed({"message": {**front.message(EVA), kind: SERVICE_MESSAGES[kind]}})
    assert front.calls == []


def test_a_gift_is_somebodys_and_is_answered(store: Store) -> None:
    """MSG-01: it is no service message, although nobody typed it."""
    front = Front(store, English())
    front.write(EVA, "/start")
    sticker = {"file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1}
    sticker |= {"is_animated": False, "is_video": False}
    gift = {"gift": {"id": "1", "sticker": sticker, "star_count": 1}}
    front.feed({"message": {**front.message(EVA), "gift": gift}})
    assert "cannot take gifts" in front.last(EVA)
