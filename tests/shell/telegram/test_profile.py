"""The bot's own page: asked for, compared, set only where it differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog

from bot.config.bundled import load_study
from bot.render.texts import Texts
from bot.telegram.client import ApiReply, ApiUnreachable
from bot.telegram.profile import COMMANDS, OwnPage, keep_profile, set_profile, wanted
from tests.shell.lines import Scripted, refused

TEXTS = Texts.load()
PAGE = OwnPage(load_study().texts["profile"])


class Page:
    """A server that keeps what is set."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Any] = {}
        self.line = Scripted(self.reply)

    def reply(self, method: str, payload: Mapping[str, Any]) -> ApiReply:
        what, language = method[5:], payload.get("language_code", "")
        if method.startswith("get"):
            empty: Any = [] if method == "getMyCommands" else {}
            return ApiReply(200, ok=True, result=self.kept.get((what, language), empty))
        value = {name: value for name, value in payload.items() if name != "language_code"}
        self.kept[what, language] = value.get("commands", value)
        return ApiReply(200, ok=True, result=True)

    def sets(self) -> list[str]:
        return [method for method, _payload in self.line.calls if method.startswith("setMy")]


async def test_a_second_start_sets_nothing() -> None:
    page = Page()
    await set_profile(page.line, TEXTS, PAGE)
    assert len(page.sets()) == len(wanted(TEXTS, PAGE)) == 12
    page.line.calls.clear()
    await set_profile(page.line, TEXTS, PAGE)
    assert page.sets() == []


async def test_a_refused_method_is_not_asked_again_and_the_others_are_set() -> None:
    page = Page()

    def reply(method: str, payload: Mapping[str, Any]) -> ApiReply:
        return refused(429, "Too Many Requests", 3600) if method == "setMyName" else page.reply(method, payload)

    line = Scripted(reply)
    await set_profile(line, TEXTS, PAGE)
    methods = [method for method, _payload in line.calls]
    assert methods.count("setMyName") == 1
    assert methods.count("setMyCommands") == 3


async def test_a_server_that_does_not_answer_fails_nothing() -> None:
    await set_profile(Scripted(lambda method, payload: ApiUnreachable("ClientConnectorError")), TEXTS, PAGE)


def test_texts_keep_to_the_platforms_lengths() -> None:
    lengths = {"name": 64, "description": 512, "short_description": 120}
    for want in wanted(TEXTS, PAGE):
        for field, longest in lengths.items():
            assert len(want.value.get(field, "")) <= longest
        for command in want.value.get("commands", []):
            assert command["command"].isascii()
            assert command["command"].islower()
            assert 1 <= len(command["command"]) <= 32
            assert 1 <= len(command["description"]) <= 256


def test_the_menu_is_in_the_persons_language() -> None:
    menus = {
        want.scope.get("language_code", ""): want.value["commands"]
        for want in wanted(TEXTS, PAGE)
        if "My" in want.set and "commands" in want.value
    }
    assert [command["command"] for command in menus["en"]] == [name for name, _what in COMMANDS]
    assert menus[""] == menus["es"]
    assert menus["es"][0]["command"] == "start"
    assert {"privacidad", "borrar"} <= {command["command"] for command in menus["es"]}


async def test_the_sites_own_name_is_set_in_every_language() -> None:
    """[TG-08] The site's file takes one only with `authorised_by`."""
    page = Page()
    await set_profile(page.line, TEXTS, replace(PAGE, name="The sponsor's questions"))
    names = [payload["name"] for method, payload in page.line.calls if method == "setMyName"]
    assert names == ["The sponsor's questions"] * 3


def test_the_programs_own_page_names_no_institution() -> None:
    """[TG-08] Sponsor and university stand on the card, as facts of the register."""
    said = " ".join(str(want.value) for want in wanted(TEXTS, PAGE))
    assert "Andes" not in said


async def test_a_profile_that_could_not_be_set_is_set_later_and_a_mistake_in_it_is_no_silence() -> None:
    """OPS-02: it never ends the program either."""
    faults: list[Exception] = [ApiUnreachable("ClientConnectorError"), ValueError("odd")]
    line = Scripted(lambda method, payload: faults.pop() if faults else ApiReply(200, ok=True, result=True))
    with structlog.testing.capture_logs() as logs:
        await keep_profile(line, TEXTS, PAGE, again=0)
    assert [entry["event"] for entry in logs][:2] == ["profile failed", "profile not set: no answer"]
    assert {method for method, _ in line.calls} >= {"setMyCommands", "setMyDescription"}
