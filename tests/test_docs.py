"""The documents name what there is: settings, commands, targets."""

import re
from pathlib import Path

import click
import pytest

from bot.cli.check import filled
from bot.cli.main import main
from bot.config.settings import Settings
from dialogs.privacy.retention import TABLE

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
#: Beside the fields of Settings: the folder that they may be read from.
FOLDER = "TAMIZ_SECRETS_DIR"


@pytest.fixture(scope="module")
def readme() -> str:
    return README.read_text(encoding="utf-8")


def commands(group: click.Command, name: str = "tamiz") -> list[str]:
    """Every command as it is typed: `tamiz staff invite`."""
    if not isinstance(group, click.Group):
        return [name]
    with click.Context(group) as context:
        found = [(each, group.get_command(context, each)) for each in group.list_commands(context)]
    return [line for each, command in found if command for line in commands(command, f"{name} {each}")]


@pytest.mark.parametrize("name", [FOLDER, *(f"TAMIZ_{field.upper()}" for field in Settings.model_fields)])
def test_the_readme_names_every_setting(readme: str, name: str) -> None:
    assert f"`{name}`" in readme


@pytest.mark.parametrize("command", commands(main))
def test_the_readme_names_every_command(readme: str, command: str) -> None:
    assert command in readme


def test_the_readme_names_no_setting_that_does_not_exist(readme: str) -> None:
    known = {FOLDER, *(f"TAMIZ_{field.upper()}" for field in Settings.model_fields)}
    assert set(re.findall(r"TAMIZ_[A-Z_]+[A-Z]", readme)) <= known


def test_the_readme_holds_the_retention_table(readme: str) -> None:
    assert not [row.what for row in TABLE if f"| {row.what} | {row.why} | {filled(row.how_long)} |" not in readme]


def test_the_readme_names_the_targets_of_make(readme: str) -> None:
    targets = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    told = [target for target in targets if f"make {target}" in readme]
    assert {"setup", "demo", "test", "test-fast", "check", "catalogs", "diagrams"} <= set(told)
    assert set(re.findall(r"`make ([a-z-]+)", readme)) <= set(targets)


def test_every_command_has_a_line_of_help() -> None:
    with click.Context(main) as context:
        found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    assert not [name for name, command in found.items() if not command or not command.get_short_help_str()]


def test_the_changelog_names_the_version() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in text or f"## [{version[1]}]" in text
