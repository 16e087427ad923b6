"""Handled once: whatever is delivered again changes nothing, and one function sees to it."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk.context import DeskContext
from bot.routers.once import once
from bot.store.engine import Store
from bot.store.tables import metadata
from bot.store.tx import Tx
from tests.examples import some
from tests.shell.english import English
from tests.shell.front import ANA, EVA, GROUP, STRANGER, Front

ROOT = Path(__file__).parents[3]
PRIVATE = {"id": EVA, "type": "private", "first_name": "Eva"}
TEAM = {"id": GROUP, "type": "supergroup", "title": "Team"}
FOREIGN = {"id": -7, "type": "supergroup", "title": "Elsewhere"}
MEMBER = {"status": "member"}
LEFT = {"status": "left"}
PUT_OUT = {"status": "kicked", "until_date": 0}


def standing(front: Front, kind: str, chat: dict[str, Any], user: int, old: Any, new: Any) -> dict[str, Any]:
    """What the platform tells of somebody's membership."""
    who = front.user(user)
    change = {"chat": chat, "from": front.user(ANA), "date": 0}
    return {kind: {**change, "old_chat_member": {"user": who, **old}, "new_chat_member": {"user": who, **new}}}


def press(front: Front, data: str, chat: dict[str, Any], user: int = EVA) -> dict[str, Any]:
    """A press on a message of this chat."""
    shown = {"message_id": 1, "date": 0, "chat": chat}
    return {
        "callback_query": {"id": "q", "from": front.user(user), "chat_instance": "1", "data": data, "message": shown}
    }


#: An update for every road through the routers.
KINDS: dict[str, Callable[[Front], dict[str, Any]]] = {
    "a text": lambda front: {"message": {**front.message(EVA), "text": "/start"}},
    "a picture of an album": lambda front: {"message": {**front.message(EVA), "media_group_id": "a1", "caption": "x"}},
    "an edit": lambda front: {"edited_message": {**front.message(EVA), "text": "35", "edit_date": 5}},
    "a tap": lambda front: press(front, "q1.1.0", PRIVATE),
    "a button that is not ours": lambda front: press(front, "zzz", TEAM),
    "a staff button": lambda front: press(front, "s1.LUP-2222.take", TEAM, STRANGER),
    "an invitation": lambda front: {"message": {**front.message(EVA), "text": "/start s_nothing"}},
    "a command in a group": lambda front: {"message": {**front.message(ANA, FOREIGN), "text": "/start"}},
    "a migration": lambda front: {"message": {**front.message(ANA, TEAM), "migrate_to_chat_id": -100_300}},
    "a block": lambda front: standing(front, "my_chat_member", PRIVATE, 900, MEMBER, PUT_OUT),
    "an unblock": lambda front: standing(front, "my_chat_member", PRIVATE, 900, LEFT, MEMBER),
    "added to a group": lambda front: standing(front, "my_chat_member", FOREIGN, 900, LEFT, MEMBER),
    "put out of a group": lambda front: standing(front, "my_chat_member", TEAM, 900, MEMBER, LEFT),
    "a member left": lambda front: standing(front, "chat_member", TEAM, ANA, MEMBER, LEFT),
}


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    return store.read_now(
        lambda tx: {
            table.name: sorted(map(tuple, tx.conn.execute(select(table))), key=repr) for table in metadata.sorted_tables
        }
    )


@pytest.mark.parametrize("kind", some(KINDS))
def test_what_is_delivered_again_changes_nothing(store: Store, kind: str) -> None:
    """IN-01: no row and no call more."""
    front = Front(store, English())
    front.invite(ANA)
    content = KINDS[kind](front)
    untouched = everything(store)
    front.feed(content, 50)
    before, calls = everything(store), len(front.calls)
    assert before != untouched, "the first delivery is filed"
    front.feed(content, 50)
    assert (everything(store), len(front.calls)) == (before, calls)


def test_a_failing_use_case_is_not_taken_for_handled(store: Store) -> None:
    front, tries = Front(store, English()), []

    def work(_tx: Tx, _context: DeskContext, _now: datetime) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("the first time")

    async def deliver() -> None:
        await once(front.context, 60, work)

    with pytest.raises(ValueError, match="the first time"):
        asyncio.run(deliver())
    for _ in range(2):
        asyncio.run(deliver())
    assert len(tries) == 2


@pytest.mark.whole
def test_nothing_but_once_marks_an_update_as_seen() -> None:
    marks = {"mark_update_seen", "mark_album_seen"}
    calling = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute | ast.Name)
        and (node.attr if isinstance(node, ast.Attribute) else node.id) in marks
    ]
    assert set(calling) == {"bot/desk/once.py"}
