"""study-facts 10, from the update that arrives to what the chat shows: a danger is answered, the desk's staff never."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.shared_page import Reader, ask_passcode
from bot.store.engine import Store
from tests.shell.english import English
from tests.shell.front import ANA, EVA, STRANGER, Front

DANGER = "I cannot breathe"
CALL = "131"
PHOTO = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}


@pytest.fixture
def front(store: Store) -> Front:
    return Front(store, English())


def arrive(front: Front, user: int, kind: str = "message", **content: Any) -> list[str]:
    """Feed one update; what the chat shows after it."""
    before = len(front.chat(user))
    front.feed({kind: {**front.message(user), **content}})
    return front.chat(user)[before:]


#: How words can arrive in a private chat: the kind of update, and what its message holds.
SURFACES: dict[str, tuple[str, dict[str, Any]]] = {
    "a text": ("message", {"text": DANGER}),
    "behind a command": ("message", {"text": f"/help {DANGER}"}),
    "behind a command that is none": ("message", {"text": f"/ayuda_ya {DANGER}"}),
    "a caption": ("message", {**PHOTO, "caption": DANGER}),
    "an edit": ("edited_message", {"text": DANGER, "edit_date": 1}),
    "an edited caption": ("edited_message", {**PHOTO, "caption": DANGER, "edit_date": 1}),
    "a forward": (
        "message",
        {"text": DANGER, "forward_origin": {"type": "hidden_user", "sender_user_name": "x", "date": 1}},
    ),
}


def test_words_of_danger_are_answered_alone_however_they_arrive(front: Front) -> None:
    """Before anything, at the first screens, after a block and after everything was erased."""
    wrong = []
    for place in ("before anything", "the card", "who answers", "blocked", "erased"):
        if place == "the card":
            front.write(EVA, "/start")
        elif place == "who answers":
            front.press(EVA, "Answer the questions")
        elif place == "blocked":
            front.write(EVA, "/block")
        elif place == "erased":
            front.write(EVA, "/delete")
            front.press(EVA, "Yes, erase everything")
        for name, (kind, content) in SURFACES.items():
            said = arrive(front, EVA, kind, **content)
            if len(said) != 1 or CALL not in said[0] or len(front.keys(EVA)) > 1:
                wrong.append((place, name, said, front.keys(EVA)))
            if front.keys(EVA) == ["Go on"]:
                front.press(EVA, "Go on")
    assert wrong == []


def test_a_danger_under_a_later_picture_of_an_album_is_answered_too(front: Front) -> None:
    front.write(EVA, "/start")
    arrive(front, EVA, **PHOTO, media_group_id="a")
    assert arrive(front, EVA, **PHOTO, media_group_id="a", caption="my test") == []
    said = arrive(front, EVA, **PHOTO, media_group_id="a", caption=DANGER)
    assert len(said) == 1
    assert CALL in said[0]


def test_whoever_is_asked_for_a_passcode_and_writes_of_a_danger_gets_no_wrong_passcode(front: Front) -> None:
    who = Reader(STRANGER, "en")
    front.context.store.write_now(lambda tx: ask_passcode(tx, front.context, front.now, who=who, token="x"))
    front.deliver()
    assert CALL in arrive(front, STRANGER, text="me ahogué")[-1]


def test_no_safety_text_answers_the_team_in_its_own_chats(front: Front) -> None:
    front.invite(ANA)
    for kind, content in SURFACES.values():
        assert not [said for said in arrive(front, ANA, kind, **content) if CALL in said]
