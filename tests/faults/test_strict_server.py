"""The shipped program against an independent server that refuses whatever it does not know."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.faults.programs import TOKEN, Program
from tests.faults.strict import StrictServer
from tests.waiting import until

pytestmark = pytest.mark.slow

#: What the server does not build: the bot's own page, and whether a group has topics. It is told in the log and left.
NOT_BUILT = {"getMyName", "setMyName", "getMyDescription", "setMyDescription", "getChatMenuButton"}
NOT_BUILT |= {"getMyShortDescription", "setMyShortDescription", "setChatMenuButton", "getChat"}
STAFF, NURSE, PATIENT = -1_000_000_000_009, 801, 701

#: The way of somebody who has all her papers at hand; a button stands in brackets.
STORY = Path(__file__).parents[1] / "transcripts" / "p01_es.txt"


def way() -> list[str]:
    """What the patient of that story does, as far as *sent*."""
    lines = STORY.read_text("utf-8").splitlines()
    acts = [line.removeprefix("patient: ") for line in lines if line.startswith("patient: ")]
    return acts[: acts.index("/estado")]


@asynccontextmanager
async def serving(folder: Path, **settings: str) -> AsyncIterator[tuple[Program, StrictServer]]:
    """The program, its nurse invited by a real link, against the strict server."""
    server = StrictServer(TOKEN)
    program = Program(folder, await server.start(), STAFF, **settings)
    try:
        assert (await program.command("init"))[0] == 0
        code, printed = await program.command("staff", "invite", "Enfermera")
        assert code == 0
        await program.start()
        await server.say(NURSE, printed.strip().splitlines()[-1].partition(": ")[2])
        await until(lambda: "Enfermera" in server.texts(NURSE))
        yield program, server
        assert await program.stop() == 0
        refused = [refusal for refusal in server.refusals if refusal[0] not in NOT_BUILT]
        # It knows no button that is done; a platform is asked for one once.
        assert refused == [("editMessageText", "Bad Request: invalid reply_markup")]
    finally:
        await program.end()
        await server.stop()


async def pressed(server: StrictServer, label: str) -> None:
    """Press the button as soon as it is there, and wait until it is no longer: the press was worked off."""
    await until(lambda: server.shows(PATIENT, label))
    button = server.button(PATIENT, label)
    await server.press(PATIENT, label)
    await until(lambda: button not in [(number, data) for _label, number, data in server.buttons(PATIENT)])


def newest_buttons(server: StrictServer) -> int:
    """The number of the newest message with buttons; 0 where there is none."""
    return max((number for _label, number, _data in server.buttons(PATIENT)), default=0)


async def test_a_conversation_a_claim_and_the_notice_pass_a_strict_server(tmp_path: Path) -> None:
    settings = {"TAMIZ_RECRUITMENT": "recruiting", "TAMIZ_TODAY": "2026-11-22"}
    async with serving(tmp_path, **settings) as (_program, server):
        for step in way():
            newest = newest_buttons(server)
            if step.startswith("["):
                await pressed(server, step[1:-1])
            else:
                await server.say(PATIENT, step)
            # What is typed before a question is seen is no answer to it.
            await until(lambda seen=newest: newest_buttons(server) > seen)
        await until(lambda: server.shows(STAFF, "Tomar"))
        # The age by itself: a time of day and a code may hold the same two digits.
        assert not re.search(r"(?<![\w:-])34(?![\w:])", server.texts(STAFF))
        await server.press(NURSE, "Tomar", STAFF)
        await until(lambda: "Enfermera" in server.texts(STAFF))
        await server.press(NURSE, "Ver", STAFF)
        await until(lambda: "junio de 2026" in server.texts(NURSE))
        await server.say(PATIENT, "/privacidad")  # the notice, whole: its pages are the longest texts there are
        await until(lambda: "Ley 19.628" in server.texts(PATIENT))
