"""What the bot says about itself: name, descriptions, commands and menu button, each per language."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from bot.demo.wire import Call, Json, Refusal

#: Longest name, description and short description that Telegram keeps.
LONGEST = {"name": 64, "description": 512, "short_description": 120}
COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
LANGUAGE = re.compile(r"[a-z]{2}\Z")
MOST_COMMANDS = 100
DEFAULT_SCOPE = {"type": "default"}
CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")


@dataclass(slots=True)
class Profile:
    """The bot's own texts, by language; the empty language is for everybody else."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menus: dict[int, Json] = field(default_factory=dict)

    def text(self, kind: str, language: str) -> str:
        """Return the text in the language, else the one for everybody."""
        return self.texts.get((kind, language)) or self.texts.get((kind, ""), "")

    def commands_for(self, chat: Json, language: str) -> list[Json]:
        """Return the commands that a person with this language sees in this chat: the narrowest scope wins."""
        private = chat["type"] == "private"
        scopes: list[Json] = [{"type": "chat", "chat_id": chat["id"]}]
        scopes.append({"type": "all_private_chats" if private else "all_group_chats"})
        for scope in [*scopes, DEFAULT_SCOPE]:
            for code in (language, ""):
                found = self.commands.get((scope_key(scope), code))
                if found:
                    return found
        return []


def scope_key(scope: Json | None) -> str:
    """Return a scope as a key: the same for equal scopes however their fields are ordered."""
    scope = scope or DEFAULT_SCOPE
    kind = scope.get("type", "default")
    known = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators", *CHAT_SCOPES}
    if kind not in known:
        raise Refusal("unsupported BotCommandScope type specified")
    names = {"type": kind}
    if kind in CHAT_SCOPES:
        names["chat_id"] = str(scope.get("chat_id", ""))
    if kind == "chat_member":
        names["user_id"] = str(scope.get("user_id", ""))
    return json.dumps(names, sort_keys=True)


def language_of(call: Call) -> str:
    """Return the call's language: two letters, or empty for everybody."""
    language = call.text("language_code")
    if language and not LANGUAGE.match(language):
        raise Refusal("invalid language code specified")
    return language


def set_text(profile: Profile, call: Call, kind: str) -> bool:
    """Keep one text in one language; an empty text takes it away."""
    text = call.text(kind)
    if len(text) > LONGEST[kind]:
        raise Refusal(f"BOT_{kind.upper()}_TOO_LONG")
    profile.texts[kind, language_of(call)] = text
    return True


def get_text(profile: Profile, call: Call, kind: str) -> Json:
    """One text in the language, as Telegram would show it."""
    return {kind: profile.text(kind, language_of(call))}


def set_commands(profile: Profile, call: Call) -> bool:
    """Keep the commands of one scope in one language."""
    commands = call.tree("commands") or []
    if len(commands) > MOST_COMMANDS:
        raise Refusal("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.match(str(command.get("command", "")).removeprefix("/")):
            raise Refusal("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise Refusal("BOT_COMMAND_DESCRIPTION_INVALID")
    kept = [
        {"command": str(command["command"]).removeprefix("/"), "description": str(command["description"])}
        for command in commands
    ]
    profile.commands[scope_key(call.tree("scope")), language_of(call)] = kept
    return True


def get_commands(profile: Profile, call: Call) -> list[Json]:
    """Return the commands of exactly this scope and language."""
    return profile.commands.get((scope_key(call.tree("scope")), language_of(call)), [])


def delete_commands(profile: Profile, call: Call) -> bool:
    """Take away the commands of one scope in one language."""
    profile.commands.pop((scope_key(call.tree("scope")), language_of(call)), None)
    return True


def set_menu(profile: Profile, call: Call) -> bool:
    """Keep the menu button of one private chat, or of all."""
    profile.menus[call.number("chat_id")] = call.tree("menu_button") or {"type": "default"}
    return True


def get_menu(profile: Profile, call: Call) -> Json:
    """Return the menu button of one private chat, or the one of all."""
    everywhere = profile.menus.get(0, {"type": "commands"})
    return profile.menus.get(call.number("chat_id"), everywhere)
