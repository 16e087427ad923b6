"""The operators' page names every setting, command, key of the site's file and exit that there is."""

import re
import tomllib

import click
import pytest

from bot.admin.installation import site_template
from bot.cli.main import main
from bot.config.settings import Settings
from bot.telegram.webhook import LISTEN
from tests.docs.pages import ROOT, SETTINGS, commands, page, section

OPERATING = "docs/operating.md"


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_every_setting_has_its_line(name: str) -> None:
    assert f"\n| `{name}` |" in page(OPERATING)


def test_the_defaults_are_those_of_the_program() -> None:
    lines = dict(re.findall(r"^\| `TAMIZ_([A-Z_]+)` \|.*\| ([^|]+) \|$", section(page(OPERATING), 4), re.MULTILINE))
    plain = {name: field.default for name, field in Settings.model_fields.items() if field.default is not None}
    secret = {name: value for name, value in plain.items() if hasattr(value, "get_secret_value")}
    said = {name: str(value) for name, value in plain.items() if name not in secret}
    said |= {name: value.get_secret_value() for name, value in secret.items()} | {"webhook_listen": LISTEN}
    assert {name: lines[name.upper()].strip("`") for name in said} == said


@pytest.mark.parametrize("command", commands())
def test_every_command_has_its_line(command: str) -> None:
    assert f"\n| `{command}` |" in page(OPERATING)


def test_every_option_of_a_command_is_named_but_those_of_the_demonstration() -> None:
    options = {
        option
        for name in main.commands
        if name != "demo"
        for command in [main.commands[name]]
        for each in (command.commands.values() if isinstance(command, click.Group) else [command])
        for parameter in each.params
        for option in parameter.opts
        if option.startswith("--")
    }
    assert not [option for option in options if f"`{option}`" not in page(OPERATING)]


def test_every_key_of_the_sites_file_is_named_beside_its_table() -> None:
    for table, keys in tomllib.loads(site_template()).items():
        row = next(line for line in page(OPERATING).splitlines() if line.startswith("|") and f"`[{table}]`" in line)
        assert not [key for key in keys if f"`{key}`" not in row], table


def test_what_an_incident_is_known_by_is_what_the_program_says() -> None:
    rows = [line.split("|")[1] for line in section(page(OPERATING), 10).splitlines() if line.startswith("|")]
    said = [line for row in rows for line in re.findall(r"`([^`]+)`", row)]
    code = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("bot/**/*.py"))
    assert len(said) >= 8
    assert not [line for line in said if line not in code]


def test_every_command_has_a_line_of_help() -> None:
    with click.Context(main) as context:
        found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    assert not [name for name, command in found.items() if not command or not command.get_short_help_str()]
