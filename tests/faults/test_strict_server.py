"""The shipped program against an independent server that refuses whatever it does not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.programs import TOKEN, Program, until
from tests.faults.strict import StrictServer

pytestmark = pytest.mark.slow

#: What the server does not build: the bot's own page. It is told in the log and left.
NOT_BUILT = {"getMyName", "setMyName", "getMyDescription", "setMyDescription", "getChatMenuButton"}
NOT_BUILT |= {"getMyShortDescription", "setMyShortDescription", "setChatMenuButton"}
STAFF, NURSE, PATIENT = -1_000_000_000_009, 801, 701


async def test_a_beginning_and_an_invitation_pass_a_strict_server(tmp_path: Path) -> None:
    server = StrictServer(TOKEN)
    program = Program(tmp_path, await server.start(), STAFF)
    assert (await program.command("init"))[0] == 0
    code, printed = await program.command("staff", "invite", "Enfermera")
    assert code == 0
    await program.start()
    try:
        await server.say(NURSE, printed.strip().splitlines()[-1].partition(": ")[2])
        await until(lambda: "Enfermera" in server.texts(NURSE))
        await server.say(PATIENT, "/start")
        await until(lambda: server.shows(PATIENT, "Responder"))
        await server.press(PATIENT, "Responder")
        await until(lambda: not server.shows(PATIENT, "Responder"))
        await server.say(PATIENT, "/privacidad")
        await until(lambda: "Ley 19.628" in server.texts(PATIENT))
        assert await program.stop() == 0
        assert {method for method, _told in server.refusals} <= NOT_BUILT, server.refusals
    finally:
        await program.end()
        await server.stop()
