"""Killed and stopped at any moment: every conversation goes on, nothing is counted twice."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.demo.emulator import Emulator
from tests.faults.programs import TOKEN, Program, installed
from tests.postgres import Server
from tests.waiting import until

pytestmark = pytest.mark.slow


def keyboard(emulator: Emulator, chat: int) -> tuple[int, list[Any]] | None:
    """The last message of the chat that has buttons: its id and their rows."""
    for message in reversed(emulator.messages(chat)):
        rows = message.get("reply_markup", {}).get("inline_keyboard")
        if rows:
            return message["message_id"], rows
    return None


def prompt(emulator: Emulator, chat: int) -> str:
    """What identifies the question that is open in this chat."""
    found = keyboard(emulator, chat)
    return "" if found is None else str(found[1][0][0].get("callback_data", "")).rsplit(".", 1)[0]


async def answered(emulator: Emulator, chat: int) -> None:
    """Press the first button of the open question, and wait for the next one."""
    before = prompt(emulator, chat)
    found = keyboard(emulator, chat)
    assert found is not None
    emulator.press(chat, chat, found[0], (0, 0))
    await until(lambda: prompt(emulator, chat) not in ("", before))


def people(emulator: Emulator, count: int) -> list[int]:
    return [emulator.new_patient("es").id for _ in range(count)]


async def test_conversations_go_on_after_a_kill(tmp_path: Path) -> None:
    """IN-02, OUT-02: what was tapped while the program was dead counts too, once."""
    async with installed(tmp_path) as (program, emulator):
        await program.start()
        chats = people(emulator, 6)
        for chat in chats:
            emulator.say(chat, chat, "/start")
        await until(lambda: all(prompt(emulator, chat) for chat in chats))
        for killed_after in (0, 4):
            before = {chat: prompt(emulator, chat) for chat in chats}
            walks = [asyncio.create_task(answered(emulator, chat)) for chat in chats]
            await until(lambda b=before, n=killed_after: sum(prompt(emulator, c) != b[c] for c in chats) >= n)
            await program.kill()
            await program.start()
            await asyncio.gather(*walks)
        shown = {chat: prompt(emulator, chat) for chat in chats}
        assert len(set(shown.values())) == 6
        assert await program.stop() == 0
        asked = {chat: len([m for m in emulator.messages(chat) if not m["from"].get("is_bot")]) for chat in chats}
        assert asked == dict.fromkeys(chats, 1)
        _no_text_leaked(program)


async def test_a_stop_ends_in_order_and_nothing_is_asked_twice(tmp_path: Path) -> None:
    """IN-03: somebody who comes after the next start is answered, so what waited has been sent by then."""
    async with installed(tmp_path) as (program, emulator):
        await program.start()
        chats = people(emulator, 5)
        for chat in chats:
            emulator.say(chat, chat, "/start")
        await until(lambda: all(prompt(emulator, chat) for chat in chats))
        assert await program.stop() == 0
        before = {chat: len(emulator.messages(chat)) for chat in chats}
        await program.start()
        (newcomer,) = people(emulator, 1)
        emulator.say(newcomer, newcomer, "/start")
        await until(lambda: prompt(emulator, newcomer))
        assert await program.stop() == 0
        assert {chat: len(emulator.messages(chat)) for chat in chats} == before


async def test_a_conversation_on_a_server_goes_on_after_cuts_and_a_kill(tmp_path: Path, postgres: Server) -> None:
    """IN-02, IN-19: from `init` on; what is tapped while connections are cut counts once, and nobody is asked twice."""
    with postgres.database("template0") as url:
        async with installed(tmp_path, TAMIZ_DATABASE_URL=url) as (program, emulator):
            await program.start()
            chats = people(emulator, 3)
            for chat in chats:
                emulator.say(chat, chat, "/start")
            await until(lambda: all(prompt(emulator, chat) for chat in chats))
            for turn in range(3):
                walks = [asyncio.create_task(answered(emulator, chat)) for chat in chats]
                await asyncio.to_thread(postgres.cut, url)
                if turn == 1:
                    await program.kill()
                    await program.start()
                await asyncio.gather(*walks)
            assert len({prompt(emulator, chat) for chat in chats}) == len(chats)
            assert await program.stop() == 0
            assert not list(tmp_path.glob("**/*.db"))
            _no_text_leaked(program)


async def test_a_second_bot_of_the_installation_refuses_to_start(tmp_path: Path) -> None:
    """IN-13."""
    async with installed(tmp_path) as (program, emulator):
        await program.start()
        chat = people(emulator, 1)[0]
        emulator.say(chat, chat, "/start")
        await until(lambda: prompt(emulator, chat))
        code, printed = await program.command("run")
        assert code == 2
        assert "another bot of this installation" in printed
        await answered(emulator, chat)


async def test_a_bot_whose_token_is_not_known_says_so(tmp_path: Path) -> None:
    """OUT-14, SEC-01: without showing it."""
    async with installed(tmp_path) as (program, _emulator):
        wrong = "123456:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
        program.environment["TAMIZ_BOT_TOKEN"] = wrong
        code, printed = await program.command("run")
        assert code == 2
        assert "TAMIZ_BOT_TOKEN" in printed
        assert wrong not in printed


async def test_the_bot_starts_before_its_server_does(tmp_path: Path) -> None:
    """IN-16: it waits, and goes on alone."""
    async with installed(tmp_path) as (program, emulator):
        base = program.environment["TAMIZ_API_BASE"]
        await emulator.stop()
        await program.start()
        await until(lambda: program.count("the Bot API does not answer"))
        again = Emulator(token=TOKEN)
        await again.start("127.0.0.1", int(base.rsplit(":", 1)[1]))
        chat = people(again, 1)[0]
        again.say(chat, chat, "/start")
        await until(lambda: prompt(again, chat))
        assert await program.stop() == 0
        await again.stop()


async def test_a_database_that_was_not_migrated_is_refused_with_the_command(tmp_path: Path) -> None:
    async with installed(tmp_path) as (program, _emulator):
        for path in (tmp_path / "data").glob("tamiz.db*"):
            path.unlink()
        code, printed = await program.command("run")
        assert code == 2
        assert "tamiz migrate" in printed
        assert not (tmp_path / "data" / "tamiz.db").exists()


def _no_text_leaked(program: Program) -> None:
    log = program.log.read_text()
    assert TOKEN not in log
    assert "Traceback" not in log
