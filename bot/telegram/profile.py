"""The bot's own page on the platform: name, descriptions, commands and menu, in each language.

What is set already is asked for first, and only what differs is set: names and descriptions are limited by the
platform, and setting them at each start ends in refusals. Nothing here delays or fails the start.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.chat_commands import SPANISH
from bot.log import where_raised
from bot.render.texts import Texts
from bot.telegram.client import ApiReplyLost, ApiUnreachable, BotApi
from dialogs.commands import ChatCommand
from dialogs.languages import Language
from dialogs.screens import N_

log = structlog.get_logger("profile")

# Translators: description
NAME = N_("Study questions")
# Translators: short description
ABOUT = N_("Questions to see if a study might be for you. It does not replace your doctor.")
#: Command → what it does; the menu lists only what works.
COMMANDS: tuple[tuple[ChatCommand, str], ...] = (
    # Translators: command
    (ChatCommand.START, N_("Begin, or go on")),
    # Translators: command
    (ChatCommand.HELP, N_("Help, and someone to talk to")),
    # Translators: command
    (ChatCommand.STATUS, N_("The status of what I sent")),
    # Translators: command
    (ChatCommand.PRIVACY, N_("Who sees my data, and for how long")),
    # Translators: command
    (ChatCommand.WHOM, N_("Answer for another person")),
    # Translators: command
    (ChatCommand.DELETE, N_("Erase everything")),
    # Translators: command
    (ChatCommand.LANGUAGE, N_("Español · English")),
    # Translators: command
    (ChatCommand.MY_DATA, N_("See all that is kept about me")),
    # Translators: command
    (ChatCommand.SUMMARY, N_("My answers on one page")),
    # Translators: command
    (ChatCommand.NOTES, N_("My notes")),
    # Translators: command
    (ChatCommand.SHARE, N_("Share with my doctor")),
    # Translators: command
    (ChatCommand.PERSON, N_("Talk to someone")),
    # Translators: command
    (ChatCommand.VERIFY, N_("Who runs this bot?")),
    # Translators: command
    (ChatCommand.ACCESSIBLE, N_("Accessible mode, on or off")),
)


#: Where the bot has several studies.
# Translators: command
STUDIES = (ChatCommand.STUDIES, N_("The studies here"))


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What the bot's page says beside what every bot of this program does."""

    #: What it is about, in paragraphs.
    description: tuple[str, ...]
    #: A name of the site's own; empty: the one that every site has.
    name: str = ""
    #: Has the bot several studies?
    several: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to have: how to ask for it, what the answer should be, how to set it."""

    get: str
    set: str
    scope: Mapping[str, Any]
    value: Mapping[str, Any]

    def stands(self, result: Any) -> bool:
        """Tell whether the server's answer shows this already."""
        if "commands" in self.value:
            return bool(result == self.value["commands"])
        return isinstance(result, dict) and all(result.get(name) == value for name, value in self.value.items())


def wanted(texts: Texts, page: OwnPage) -> list[Wanted]:
    """Everything that the bot's page should show, the default (no language) being Spanish."""
    found = []
    for code, language in (("", Language.ES), *((str(each), each) for each in Language)):
        scope = {"language_code": code} if code else {}

        def say(text: str, language: str = language) -> str:
            return texts.text(language, text)

        description = "\n\n".join(map(say, page.description))
        offered = (*COMMANDS, STUDIES) if page.several else COMMANDS
        commands = [{"command": _named(command, language), "description": say(what)} for command, what in offered]
        found += [
            Wanted("getMyName", "setMyName", scope, {"name": page.name or say(NAME)}),
            Wanted("getMyDescription", "setMyDescription", scope, {"description": description}),
            Wanted("getMyShortDescription", "setMyShortDescription", scope, {"short_description": say(ABOUT)}),
            Wanted("getMyCommands", "setMyCommands", scope, {"commands": commands}),
        ]
    return found


async def keep_profile(api: BotApi, texts: Texts, page: OwnPage, again: float = 3600.0) -> None:
    """Bring the bot's page up to date, later again where the server did not answer; it never ends the program."""
    while True:
        try:
            if await set_profile(api, texts, page):
                return
        except Exception as fault:  # noqa: BLE001  # the page of the bot is worth no stop, and no silence
            log.error("profile failed", fault=where_raised(fault))
        await asyncio.sleep(again)


async def set_profile(api: BotApi, texts: Texts, page: OwnPage) -> bool:
    """Bring the bot's page up to date, with a name of the site's own; what the server refuses is logged and left.

    False where it did not answer."""
    refused: set[str] = set()
    for want in wanted(texts, page):
        if want.set in refused:
            continue  # a limit, or a server that does not know the method: the next language fares no better
        try:
            there = await api.call(want.get, want.scope)
            if there.ok and want.stands(there.result):
                continue
            answer = await api.call(want.set, {**want.scope, **want.value})
            if not answer.ok:
                refused.add(want.set)
                log.warning("profile refused", method=want.set, status=answer.status)
        except (ApiUnreachable, ApiReplyLost):
            log.warning("profile not set: no answer", method=want.set)
            return False
    await _set_menu(api)
    return True


async def _set_menu(api: BotApi) -> None:
    menu = {"type": "commands"}
    try:
        there = await api.call("getChatMenuButton", {})
        if not (there.ok and there.result == menu):
            await api.call("setChatMenuButton", {"menu_button": json.dumps(menu)})
    except (ApiUnreachable, ApiReplyLost):
        log.warning("menu not set: no answer")


def _named(command: ChatCommand, language: str) -> str:
    """Return the command's name in that language; /start is the platform's own and the same everywhere."""
    return SPANISH[command] if language == "es" and command is not ChatCommand.START else command
