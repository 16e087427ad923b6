"""Two replicas on one server, one killed and connections cut: nothing lost, doubled or out of order (IN-01, IN-05)."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.demo.emulator import Emulator
from bot.store import tables as t
from bot.store.connection import make_engine
from tests.faults.programs import installed
from tests.faults.test_stops import answered, people, prompt
from tests.postgres import Server
from tests.waiting import until

pytestmark = pytest.mark.slow

PATIENTS, TURNS = 4, 4


def filed(url: str) -> int:
    """How many updates the database knows."""
    with make_engine(url, writes=False).connect() as connection:
        return int(connection.execute(select(func.count()).select_from(t.updates)).scalar_one())


def questions(emulator: Emulator, chat: int) -> list[str]:
    """What the bot wrote in a chat, in order."""
    return [str(message.get("text")) for message in emulator.messages(chat) if message["from"].get("is_bot")]


async def test_two_replicas_lose_double_and_turn_round_nothing(tmp_path: Path, postgres: Server) -> None:
    with postgres.database("template0") as url:
        async with installed(tmp_path, TAMIZ_DATABASE_URL=url) as (first, emulator):
            second = first.replica("log2.txt")
            await first.start()
            await second.start()
            chats = people(emulator, PATIENTS)
            for chat in chats:
                emulator.say(chat, chat, "/start")
            await until(lambda: all(prompt(emulator, chat) for chat in chats))
            for turn in range(TURNS):
                walks = [asyncio.create_task(answered(emulator, chat)) for chat in chats]
                await asyncio.to_thread(postgres.cut, url)
                if turn == 1:
                    leader = first if first.count("leads") else second
                    await leader.kill()
                await asyncio.gather(*walks)
            assert await (second if leader is first else first).stop() == 0
            # One update for each /start and each press, and in every chat the same walk in the same order.
            assert filed(url) == PATIENTS * (1 + TURNS)
            walked = [questions(emulator, chat) for chat in chats]
            assert [list(dict.fromkeys(each)) for each in walked] == [list(dict.fromkeys(walked[0]))] * PATIENTS
            # A crash may repeat one message of a chat (OUT-02), and no more.
            assert all(len(each) - len(dict.fromkeys(each)) <= 1 for each in walked)
