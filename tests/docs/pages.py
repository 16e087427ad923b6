"""What the tests of the documents share: the pages, and what can be found in them."""

from __future__ import annotations

import re
from pathlib import Path

import click

from bot.cli.main import main
from bot.config.settings import Settings

ROOT = Path(__file__).parents[2]
#: Beside the fields of Settings: the folder that they may be read from.
FOLDER = "TAMIZ_SECRETS_DIR"
SETTINGS = {FOLDER, *(f"TAMIZ_{field.upper()}" for field in Settings.model_fields)}

_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    """The text of a page, by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def pages() -> list[str]:
    """Every page that somebody reads, by its path from the root."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def fenced(text: str, info: str | None = None) -> list[str]:
    """The blocks between fences; of one kind, or all."""
    return [match["body"] for match in _FENCE.finditer(text) if info is None or match["info"].strip() == info]


def prose(text: str) -> str:
    """The page without what stands between fences."""
    return _FENCE.sub("", text)


def words(text: str) -> set[str]:
    """What stands between backticks outside the fenced blocks."""
    return set(re.findall(r"`([^`\n]+)`", prose(text)))


def headings(text: str) -> list[tuple[int, str]]:
    """Level and words of each heading."""
    return [(len(marks), said) for marks, said in re.findall(r"^(#+) (.+)$", prose(text), re.MULTILINE)]


def commands(group: click.Command = main, name: str = "tamiz") -> list[str]:
    """Every command as it is typed: `tamiz staff invite`."""
    if not isinstance(group, click.Group):
        return [name]
    with click.Context(group) as context:
        found = [(each, group.get_command(context, each)) for each in group.list_commands(context)]
    return [line for each, command in found if command for line in commands(command, f"{name} {each}")]


def targets() -> set[str]:
    """The targets of the Makefile that have a line of help."""
    return set(re.findall(r"^([a-z-]+):.*##", page("Makefile"), re.MULTILINE))


def section(text: str, number: int) -> str:
    """What stands under the heading of the second level that begins with this number."""
    found = re.search(rf"^## {number}\. .*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {number}"
    return found[0]
