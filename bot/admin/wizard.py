"""`tamiz init` on a terminal: the same installation, asked for one answer after the other, each checked at once.

Nothing here is needed: without a terminal, or with `--yes`, everything is left as `init` writes it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bot.admin.ask_bot import ask_bot
from bot.config.env_file import set_in_env_file
from bot.config.settings import TOKEN, Settings
from bot.config.site import EXAMPLE, problems_of
from bot.config.site_keys import BOUNDS
from bot.config.whole_file import put_whole

_ENV = Path(".env")
#: What stands in the site's file without quotes: the numbers, and what is true or false.
_SWITCHES = frozenset({"promise.writes_in_chat"})
#: Yes and no as they are typed, for a switch.
_TYPED = {"sí": "true", "si": "true", "yes": "true", "no": "false"}
#: A line of the site's file that holds an example.
_LINE = re.compile(r'^(?P<key>\w+) = "(?P<said>[^"]*)"$')


@dataclass(frozen=True, slots=True)
class Dialogue:
    """How the wizard talks: `ask` shows a question and returns what was typed, hidden where the second is true."""

    language: str
    say: Callable[[str], None]
    ask: Callable[[str, bool], str]

    def text(self, name: str, /, **values: str) -> str:
        """Return one of the wizard's own texts in the language that was chosen."""
        return str(_texts()[self.language][name]).format(**values)


def _texts() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("bot.admin") / "wizard.toml").read_text(encoding="utf-8"))


def ask_for_token(settings: Settings, dialogue: Dialogue) -> None:
    """Ask for the token until it works or is left for later, and keep it in `.env`; it is never shown."""
    while token := dialogue.ask(dialogue.text("token"), True).strip():
        if not TOKEN.fullmatch(token):
            dialogue.say(dialogue.text("token_shape"))
            continue
        me = ask_bot(settings, "getMe", token=token)
        if me.status in (401, 404):
            dialogue.say(dialogue.text("token_unknown"))
            continue
        told = (
            dialogue.text("token_good", name=me.result.get("username") or "…") if me.ok else dialogue.text("token_away")
        )
        set_in_env_file(_ENV, "TAMIZ_BOT_TOKEN", token)
        dialogue.say(told)
        return


def fill_in(path: Path, dialogue: Dialogue) -> None:
    """Ask for each value of the site's file that is still an example; what is typed is checked before it is kept."""
    lines = path.read_text("utf-8-sig").splitlines()
    table, begun = "", False
    for number, line in enumerate(lines):
        if line.startswith("["):
            table = line.strip("[]")
        found = _LINE.match(line)
        if found is None or not found["said"].startswith(EXAMPLE):
            continue
        if not begun:
            dialogue.say(dialogue.text("site"))
            begun = True
        lines[number] = _asked(lines, number, f"{table}.{found['key']}", dialogue)
        put_whole(path, "\n".join(lines) + "\n")


def _asked(lines: list[str], number: int, place: str, dialogue: Dialogue) -> str:
    """Return the line with what was typed, or as it was."""
    line = lines[number]
    key = line.partition(" = ")[0]
    label = _texts()[f"keys.{dialogue.language}"][place]
    while typed := dialogue.ask(label, False).strip():
        new = f"{key} = {_written(place, typed)}"
        wrong = [what for where, what in problems_of("\n".join([*lines[:number], new])) if where == place]
        if not wrong:
            return new
        dialogue.say(dialogue.text("wrong", problem=wrong[0]))
    return line


def _written(place: str, typed: str) -> str:
    """Return what was typed as the file writes it: numbers and switches bare, everything else in quotes."""
    bare = _TYPED.get(typed.lower(), typed.lower()) if place in _SWITCHES else typed
    if (place in _SWITCHES and bare in _TYPED.values()) or (place in BOUNDS and typed.isdecimal()):
        return str(int(bare)) if bare.isdecimal() else bare
    return json.dumps(typed, ensure_ascii=False)
