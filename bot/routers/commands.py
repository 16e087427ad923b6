"""Commands in both languages, by the one name that the core knows them by."""

from __future__ import annotations

import re

from bot.chat_commands import COMMANDS
from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Ordered

_COMMAND = re.compile(r"/([A-Za-zÁÉÍÓÚáéíóúñÑ0-9_]{1,32})(?:@(\w{1,64}))?(?:\s+(.*))?", re.DOTALL)
#: Longest payload of a deep link; anything more is no payload of ours (TG-18).
_ARGUMENT = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PLAIN = str.maketrans("áéíóú", "aeiou")


def read_command(text: str) -> Ordered | None:
    """Return the command in a text, whoever it is addressed to; None where it is none.

    >>> read_command("/Idioma"), read_command("hola")
    (Ordered(name=<ChatCommand.LANGUAGE: 'language'>, argument='', words=''), None)
    >>> read_command("/start c_hospital")
    Ordered(name=<ChatCommand.START: 'start'>, argument='c_hospital', words='')
    """
    found = _COMMAND.fullmatch(text.strip())
    if found is None:
        return None
    name = found[1].lower().translate(_PLAIN)
    argument = (found[3] or "").strip()
    known = bool(_ARGUMENT.fullmatch(argument))
    # every payload of ours holds a "_"; one word without it is a word of the person, and so is a command that is none
    said = "" if known and "_" in argument else argument
    return Ordered(
        COMMANDS.get(name, name),
        argument if known else "",
        words=said if name in COMMANDS else f"{found[1]} {said}".strip(),
    )


def invitation(command: Ordered | None) -> str:
    """Return the token of a staff invitation in a start link; empty where it is none."""
    if command is None or command.name != ChatCommand.START or not command.argument.startswith("s_"):
        return ""
    return command.argument.removeprefix("s_")


def shared_link(command: Ordered | None) -> str:
    """Return the secret part of a link to a shared page; empty where it is none."""
    if command is None or command.name != ChatCommand.START or not command.argument.startswith("v_"):
        return ""
    return command.argument.removeprefix("v_")
