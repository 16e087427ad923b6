"""Two at once: one winner, the other told, and nothing that was erased comes back (GRP-06, GRP-09)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiogram.types import Update

from bot.routers import route
from bot.store import letters, people, referrals, staff
from tests.shell.front import ANA, BEA, EVA, GROUP, Front, buttons, send

#: Rounds at each commit, and with `--full`.
ROUNDS, FULL = 25, 1000
#: The same where each round begins with a person who sends something.
LONG_ROUNDS = 3


@pytest.fixture
def full(request: pytest.FixtureRequest) -> bool:
    """Is the figure to be proved at its full size?"""
    return bool(request.config.getoption("--full"))


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


@pytest.mark.whole
def test_of_two_who_claim_at_once_one_has_it_and_the_other_is_told_who(front: Front, full: bool) -> None:
    code = send(front)
    for turn in range(FULL if full else ROUNDS):
        users = (ANA, BEA) if turn % 2 else (BEA, ANA)
        said = at_once(front, *(press(front, user, f"s1.{code}.take", GROUP) for user in users))
        assert len(said) == 2
        assert sum(text.startswith("You took it") for text in said) == 1
        assert sum(" took it " in text for text in said) == 1
        filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
        assert filed is not None
        holder = ANA if filed.holder == 1 else BEA
        front.tap(holder, f"s1.{code}.release", holder)


def typed(front: Front, user: int, text: str) -> Update:
    """A text in a private chat."""
    number = front._next("update")
    return Update.model_validate({"update_id": number, "message": {**front.message(user), "text": text}})


def sure_to_erase(front: Front) -> Update:
    """The person's yes to erasing everything, not pressed yet."""
    front.write(EVA, "/delete")
    newest = max(key for key in front.messages if key[0] == EVA)
    yes = next(b["callback_data"] for b in buttons(front.messages[newest]) if b["text"] == "Yes, erase everything")
    return press(front, EVA, yes, EVA)


def nothing_is_left(front: Front, code: str) -> None:
    """Of an erased case nothing is there, and nothing comes back."""
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    assert (filed.state, filed.body, filed.card, filed.person) == ("erased", {}, {}, None)
    assert front.context.store.read_now(lambda tx: people.find_person(tx, EVA)) is None
    assert front.context.store.read_now(lambda tx: letters.letters_of(tx, filed)) == []
    assert (
        front.context.store.read_now(lambda tx: [letters.draft_of(tx, each.id) for each in staff.team(tx)])
        == [None] * 2
    )
    log = front.context.store.read_now(lambda tx: referrals.events(tx, code))
    assert not [event for event in log if event.detail]
    for chat in (ANA, GROUP):
        assert not [text for text in front.chat(chat) if "Telegram name: Eva" in text]
    assert "took it back" in front.tap(ANA, f"s1.{code}.take", GROUP)


@pytest.mark.whole
@pytest.mark.parametrize("act", ["take", "see", "write.1", "send", "scheduled.y", "value.0", "hold", "note"])
@pytest.mark.parametrize("first", ["the person", "the team"])
def test_an_erasure_beside_a_step_of_the_team_leaves_nothing(front: Front, act: str, first: str, full: bool) -> None:
    """[CL-11]"""
    for _ in range(FULL if full else LONG_ROUNDS):
        code = send(front)
        if act != "take":
            front.tap(ANA, f"s1.{code}.take", GROUP)
        step = begun(front, code, act)
        pair = [sure_to_erase(front), step]
        at_once(front, *(pair if first == "the person" else reversed(pair)))
        nothing_is_left(front, code)


def begun(front: Front, code: str, act: str) -> Update:
    """The last press or word of a step of the team, with all that goes before it done."""
    match act:
        case "send":
            front.tap(ANA, f"s1.{code}.write.1", ANA)
        case "scheduled.y":
            front.tap(ANA, f"s1.{code}.contacted", ANA)
            front.tap(ANA, f"s1.{code}.scheduled", ANA)
            front.write(ANA, "01/12/2026 10:30")
        case "value.0":
            front.tap(ANA, f"s1.{code}.settle.0", ANA)
        case "hold":
            act = f"hold.{front.now.date().toordinal() + 7}"
        case "note":
            front.tap(ANA, f"s1.{code}.note_add", ANA)
            return typed(front, ANA, "Prefers mornings.")
    return press(front, ANA, f"s1.{code}.{act}", GROUP if act == "take" else ANA)


@pytest.mark.whole
def test_two_taps_on_send_at_once_send_one_message(front: Front, full: bool) -> None:
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    for turn in range(1, (FULL if full else ROUNDS) + 1):
        front.tap(ANA, f"s1.{code}.write.1", ANA)
        before = len(front.chat(EVA))
        said = at_once(front, *(press(front, ANA, f"s1.{code}.send", ANA) for _ in range(2)))
        assert sorted(text.split(".")[0] for text in said) == ["Sent", "There is nothing here to send any more"]
        filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
        assert filed is not None
        assert len(front.context.store.read_now(lambda tx, filed=filed: letters.letters_of(tx, filed))) == turn  # type: ignore[misc]  # bound now
        assert len(front.chat(EVA)) == before + 1


def test_of_two_who_write_at_once_only_the_holder_writes(front: Front, full: bool) -> None:
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    for _ in range(FULL if full else ROUNDS):
        said = at_once(
            front, press(front, BEA, f"s1.{code}.write.1", BEA), press(front, ANA, f"s1.{code}.write.1", ANA)
        )
        assert sum("Ana took it" in text for text in said) == 1
        assert sum("Look at it before it goes" in text for text in said) == 1
        assert not [text for text in front.chat(BEA) if "The study team wrote to you" in text]


@pytest.mark.whole
def test_giving_back_beside_taking_ends_with_one_holder_or_none(front: Front, full: bool) -> None:
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    holder = 1
    for turn in range(FULL if full else ROUNDS):
        has, wants = (ANA, BEA) if holder == 1 else (BEA, ANA)
        pair = [press(front, has, f"s1.{code}.release", has), press(front, wants, f"s1.{code}.take", GROUP)]
        said = at_once(front, *(pair if turn % 2 else reversed(pair)))
        filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
        assert filed is not None
        took = any(text.startswith("You took it") for text in said)
        assert (filed.state, filed.holder) == (("taken", 3 - holder) if took else ("new", None))
        if not took:
            front.tap(wants, f"s1.{code}.take", GROUP)
        holder = 3 - holder
