"""From raw update to one call of the desk: budgets, races, and what is nobody's."""

from __future__ import annotations

import asyncio

import pytest
from aiogram.types import Update

from bot.config.arrival import PressEnd, came_in
from bot.routers import route
from bot.routers.commands import invitation, read_command
from bot.routers.throttle import BURST, PER_SECOND, Budget
from bot.store import conversations, people, referrals
from bot.store.engine import Store
from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Ordered
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, GROUP, Front, send


def test_a_budget_fills_again_with_time() -> None:
    now = [0.0]
    budget = Budget(lambda: now[0])
    assert all(budget.spend(1) >= 0 for _ in range(int(BURST)))
    assert budget.spend(1) < 0
    assert budget.spend(2) >= 0, "another person has her own"
    now[0] += 4 / PER_SECOND
    assert budget.spend(1) >= 0


def test_only_the_first_beyond_the_budget_is_told() -> None:
    budget = Budget(lambda: 0.0)
    left = [budget.spend(1) for _ in range(int(BURST) + 5)]
    assert sum(-1 <= rest < 0 for rest in left) == 1


def test_a_command_has_one_name_in_both_languages_whoever_it_is_addressed_to() -> None:
    for text in ("/borrar", "/BORRAR", "/delete", "/borrar@some_bot", " /borrar "):
        assert read_command(text) == Ordered(ChatCommand.DELETE)
    assert read_command("/atrás") == Ordered(ChatCommand.BACK)
    assert read_command("/unheard_of") == Ordered("unheard_of", words="unheard_of")
    assert read_command("a/b") is None
    assert read_command("/") is None


def test_a_deep_link_carries_nothing_but_a_short_code() -> None:
    assert read_command("/start c_hospital") == Ordered(ChatCommand.START, "c_hospital")
    assert read_command("/start <b>x</b>") == Ordered(ChatCommand.START, "", "<b>x</b>")
    assert read_command("/start " + "a" * 65) == Ordered(ChatCommand.START, "", "a" * 65)
    assert invitation(read_command("/start s_abc")) == "abc"
    assert invitation(read_command("/start c_abc")) == ""
    assert invitation(read_command("/help s_abc")) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/persona suicidarme", "suicidarme"),
        ("/start morir", "morir"),
        ("/ayuda no puedo respirar", "no puedo respirar"),
        ("/me_quiero_morir", "me_quiero_morir"),
        ("/Asfixia ahora", "Asfixia ahora"),
        ("/start s_token_of_ours", ""),
        ("/start", ""),
    ],
)
def test_every_word_of_the_person_behind_or_in_a_command_is_looked_at_for_danger(text: str, words: str) -> None:
    """study-facts 10: one word too, and a command that is none."""
    read = read_command(text)
    assert read is not None
    assert read.words == words


def test_of_two_who_take_at_the_same_time_one_has_it(store: Store) -> None:
    front = Front(store, English())
    front.invite(ANA)
    front.invite(BEA)
    code = send(front)
    shown = {"message_id": 1, "date": 0, "chat": {"id": GROUP, "type": "supergroup", "title": "Team"}}

    def taking(number: int, user: int) -> Update:
        press = {"id": f"p{number}", "from": front.user(user), "chat_instance": "1", "data": f"s1.{code}.take"}
        return Update.model_validate({"update_id": 7000 + number, "callback_query": {**press, "message": shown}})

    async def race() -> None:
        await asyncio.gather(*(route(front.context, taking(n, (ANA, BEA)[n % 2])) for n in range(20)))

    asyncio.run(race())
    history = store.read_now(lambda tx: referrals.events(tx, code))
    assert [event.act for event in history].count("take") == 1
    front.deliver()
    answers = [payload for method, payload in front.calls if method == "answerCallbackQuery"]
    assert sum("You took it" in str(payload.get("text")) for payload in answers) == 1


def test_of_two_taps_at_the_same_time_one_is_the_answer(store: Store) -> None:
    front = Front(store, English())
    front.write(EVA, "/start")
    front.press(EVA, "Answer the questions")
    person = store.read_now(lambda tx: people.find_person(tx, EVA))
    assert person is not None
    kept = store.read_now(lambda tx: conversations.load_conversation(tx, person))
    assert kept is not None

    def tap(number: int) -> Update:
        data = f"q1.{kept.body['prompt']}.0"
        press = {"id": f"p{number}", "from": front.user(EVA), "chat_instance": "1", "data": data}
        return Update.model_validate({"update_id": 7000 + number, "callback_query": press})

    async def handled(number: int) -> PressEnd:
        arrival = came_in(0.0)
        await route(front.context, tap(number))
        return arrival.press

    async def race() -> list[PressEnd]:
        return await asyncio.gather(*(asyncio.create_task(handled(n)) for n in range(10)))

    ends, before = asyncio.run(race()), len(front.calls)
    after = store.read_now(lambda tx: conversations.load_conversation(tx, person))
    assert after is not None
    assert after.body["state"] == "consent"
    front.deliver()
    assert sorted(ends) == [PressEnd.BARE] + 9 * [PressEnd.FILED], "one is the answer, and nothing is to be said to it"
    assert sum(method == "answerCallbackQuery" for method, _ in front.calls[before:]) == 9


def test_what_is_of_no_kind_that_we_know_is_let_go(store: Store) -> None:
    front = Front(store, English())
    front.feed({})
    assert front.calls == []


async def test_a_chat_of_many_is_no_persons_own_whatever_an_update_calls_it(store: Store) -> None:
    """GRP-07: the ids of groups are negative; a patient's card is never said there."""
    front = Front(store, English())
    eva = {"id": EVA, "is_bot": False, "first_name": "Eva"}
    for number, chat in enumerate((GROUP, GROUP - 1)):
        said = {"message_id": 5, "date": 1_790_000_000, "text": "/start", "from": eva}
        message = {**said, "chat": {"id": chat, "type": "private"}}
        await route(front.context, Update.model_validate({"update_id": 100 + number, "message": message}))
        front.deliver()
        assert [payload for method, payload in front.calls if "placebo" in str(payload)] == []
