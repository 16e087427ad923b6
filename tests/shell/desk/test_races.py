"""Two at once: one winner, the other told, and nothing that was erased comes back (GRP-06, GRP-09)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiogram.types import Update

from bot.routers import route
from bot.store import people, referrals
from bot.store.engine import Store
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, GROUP, Front, buttons, send

#: Rounds at each commit; by hand `ROUNDS = 1000` is the figure of the page.
ROUNDS = 25


@pytest.fixture
def front(store: Store) -> Front:
    front = Front(store, English())
    front.invite(ANA)
    front.invite(BEA)
    return front


def press(front: Front, user: int, data: str, chat: int) -> Update:
    kind = "private" if chat > 0 else "supergroup"
    shown = {"message_id": 1, "date": 0, "chat": {"id": chat, "type": kind, "title": "Team"}}
    number = front._next("update")
    query: dict[str, Any] = {"id": f"r{number}", "from": front.user(user), "chat_instance": "1", "data": data}
    return Update.model_validate({"update_id": number, "callback_query": {**query, "message": shown}})


def at_once(front: Front, *updates: Update) -> list[str]:
    """What presses were answered that came in together."""
    before = len(front.calls)

    async def both() -> None:
        await asyncio.gather(*(route(front.context, update) for update in updates))

    asyncio.run(both())
    front.deliver()
    return [str(payload.get("text", "")) for name, payload in front.calls[before:] if name == "answerCallbackQuery"]


def test_of_two_who_claim_at_once_one_has_it_and_the_other_is_told_who(front: Front) -> None:
    code = send(front)
    for turn in range(ROUNDS):
        users = (ANA, BEA) if turn % 2 else (BEA, ANA)
        said = at_once(front, *(press(front, user, f"s1.{code}.take", GROUP) for user in users))
        assert len(said) == 2
        assert sum(text.startswith("You took it") for text in said) == 1
        assert sum(" took it " in text for text in said) == 1
        filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
        assert filed is not None
        holder = ANA if filed.holder == 1 else BEA
        front.tap(holder, f"s1.{code}.release", holder)


@pytest.mark.parametrize("act", ["take", "see", "write.1"])
@pytest.mark.parametrize("first", ["the person", "the team"])
def test_an_erasure_beside_a_step_of_the_team_leaves_nothing(front: Front, act: str, first: str) -> None:
    code = send(front)
    if act != "take":
        front.press(ANA, "es:Take", GROUP)
    front.write(EVA, "/delete")
    newest = max(key for key in front.messages if key[0] == EVA)
    yes = next(b["callback_data"] for b in buttons(front.messages[newest]) if b["text"] == "Yes, erase everything")
    pair = [press(front, EVA, yes, EVA), press(front, ANA, f"s1.{code}.{act}", GROUP if act == "take" else ANA)]
    at_once(front, *(pair if first == "the person" else reversed(pair)))
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    assert (filed.state, filed.body, filed.card, filed.person) == ("erased", {}, {}, None)
    assert front.context.store.read_now(lambda tx: people.find_person(tx, EVA)) is None
    for chat in (ANA, GROUP):
        assert not [text for text in front.chat(chat) if "Telegram name: Eva" in text]
    assert "took it back" in front.tap(ANA, f"s1.{code}.take", GROUP)
