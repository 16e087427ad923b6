"""The command line in Spanish: its help, what it prints and what it says of a wrong set-up."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

import click
import pytest
from click.testing import CliRunner

from bot.cli.main import main
from bot.cli.spoken import spanish
from tests.examples import some

WORDS: Final = {
    english: said
    for table in tomllib.loads((files("bot.cli") / "spanish.toml").read_text("utf-8")).values()
    for english, said in table.items()
}
#: English that no Spanish sentence has.
ENGLISH: Final = re.compile(r"\b(?:the|and|with|which|where|what|this|show|write|take|only|day of)\b", re.IGNORECASE)

#: Packages whose sentences an operator reads.
SAID_IN: Final = ("cli", "admin", "store", "config", "telegram")
#: Read by programs, or by whoever writes them: JSON of cases and turns, and what is told the machine's log.
FOR_PROGRAMS: Final = ("bot/cli/read.py", "bot/cli/replay.py", "bot/cli/screen.py", "bot/cli/talk.py")
#: For the machine's log, or a text of the catalogue, whose Spanish stands there.
ELSEWHERE: Final = ("ALARM: ", "Weeks before ")


def sentences(path: Path) -> Iterator[str]:
    """Every sentence that a module could print, with {} where something stands that is not the same each time."""
    tree = ast.parse(path.read_text("utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in parts | notes:
            continue
        if isinstance(node, ast.JoinedStr):
            said = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            said = re.sub(r"\{\w+\}", "{}", node.value)
        else:
            continue
        if re.search(r"[a-z]{3,} [a-z`]{2,}.*\.$", said):
            yield said


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A machine without an installation."""
    monkeypatch.chdir(tmp_path)
    for name in ("TAMIZ_SITE", "TAMIZ_BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    return CliRunner()


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and sub-command, by its words."""
    yield path
    for name, each in getattr(command, "commands", {}).items():
        yield from commands(each, (*path, name))


def texts(command: click.Command) -> Iterator[str]:
    """Everything that the help of a command and of those below it says."""
    for thing in (command, *command.params):
        for name in ("help", "prompt"):
            if isinstance(said := getattr(thing, name, None), str):
                yield " ".join(said.split())
    for each in getattr(command, "commands", {}).values():
        yield from texts(each)


def test_every_line_of_the_help_has_its_spanish() -> None:
    assert not sorted(set(texts(main)) - set(WORDS))


@pytest.mark.parametrize("path", [*commands(main)], ids=" ".join)
def test_the_help_of_every_command_is_spanish_and_english_by_default(cli: CliRunner, path: tuple[str, ...]) -> None:
    said = cli.invoke(main, ["--lang", "es", *path, "--help"])
    assert said.exit_code == 0, said.output
    assert said.output.startswith("Uso: ")
    assert "Opciones:" in said.output
    assert not ENGLISH.findall(said.output.replace("--", ""))
    assert cli.invoke(main, [*path, "--help"]).output.startswith("Usage: ")


def test_the_language_of_the_site_is_spoken_where_the_command_names_none(cli: CliRunner) -> None:
    assert cli.invoke(main, ["--help"]).output.startswith("Usage: ")
    assert cli.invoke(main, ["init", "--yes", "--lang", "es"]).exit_code == 0
    assert cli.invoke(main, ["--help"]).output.startswith("Uso: ")
    assert cli.invoke(main, ["--lang", "en", "--help"]).output.startswith("Usage: ")
    assert cli.invoke(main, ["breach", "list"]).output == "No hay vulneraciones anotadas.\n"


@pytest.mark.whole
def test_check_speaks_spanish_and_its_json_stays_as_it_is(cli: CliRunner) -> None:
    said = cli.invoke(main, ["check", "--lang", "es"]).output
    assert "archivo de estudio: bien" in said
    assert "Aquí no hay uno. `tamiz init` lo escribe." in said
    assert "lo que se guarda de una persona:" in said
    assert not ENGLISH.findall(said)
    found = json.loads(cli.invoke(main, ["check", "--json", "--lang", "es"]).output)
    assert found["findings"][0]["name"] == "study file"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("filed_months = 99", "tiene que ir de 1 a 24"),
        ('filed_months = "x"', "tiene que ser un número entero"),
        ("filed_month = 3", "no hay una clave así; ¿quiso decir `filed_months`?"),
    ],
)
def test_what_is_wrong_in_the_sites_file_is_said_in_spanish(cli: CliRunner, written: str, said: str) -> None:
    cli.invoke(main, ["init", "--yes", "--lang", "es"])
    site = Path("site.toml").read_text("utf-8")
    Path("site.toml").write_text(re.sub(r"(?m)^filed_months = .*$", written, site), "utf-8")
    result = cli.invoke(main, ["requests"])
    assert result.exit_code == 2
    assert said in result.output
    assert not ENGLISH.findall(result.output)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    some(
        [
            ("TAMIZ_BOT_TOKEN", "nonsense", "no es un token"),
            ("TAMIZ_PACE", "fast", "tiene que ser uno de telegram, off."),
            ("TAMIZ_STAFF_CHAT", "-1.5", "tiene que ser un número entero."),
            ("TAMIZ_TODAY", "ayer", "tiene que ser una fecha como AAAA-MM-DD."),
        ]
    ),
)
def test_what_is_wrong_in_the_settings_is_said_in_spanish(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    result = cli.invoke(main, ["check", "--lang", "es"])
    assert f"{name}: {said}" in result.output
    assert not ENGLISH.findall(result.output)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["--lang", "es", "nonsense"], "No hay una orden"),
        (["--lang", "es", "approve"], "Falta la opción"),
        (["--lang", "es", "talk", "--on", "soon"], "eso no es una fecha"),
        (["--lang", "es", "breach", "send"], "Falta el argumento"),
        (["--lang", "es", "requests", "add", "access"], "Falta la opción"),
        (["--lang", "es", "requests", "add", "nothing", "--way", "paper"], "El valor de"),
        (["--lang", "es", "doctor", "--nothing"], "No hay una opción"),
        (["--lang", "es", "state", "open"], "El valor de"),
        (["--lang", "es", "backup", "a", "b"], "Sobra el argumento"),
    ],
)
def test_a_wrong_command_line_is_explained_in_spanish_and_ends_with_code_two(
    cli: CliRunner, line: list[str], said: str
) -> None:
    result = cli.invoke(main, line)
    assert (result.exit_code, said in result.output) == (2, True), result.output
    assert re.fullmatch(r"[^\n]+[.?)] Vea `(?:tamiz|main)[a-z ]* --help`\.\n", result.output)
    in_english = cli.invoke(main, ["en" if word == "es" else word for word in line])
    assert re.fullmatch(r"[^\n]+[.?)] See `(?:tamiz|main)[a-z ]* --help`\.\n", in_english.output)


def test_every_spanish_line_fills_as_much_as_the_english_one() -> None:
    assert not [english for english, said in WORDS.items() if english.count("{}") != said.count("{}")]


def test_a_line_that_nobody_translated_stays_as_it_is() -> None:
    assert spanish("something: quite new") == "something: quite new"


def test_no_sentence_of_a_command_is_without_its_spanish() -> None:
    """What a backup, a restore, a rotation, a move, a poster, an export and the doctor say among them."""
    found = [
        f"{path}: {line}"
        for name in SAID_IN
        for path in sorted(Path("bot", name).glob("*.py"))
        if str(path) not in FOR_PROGRAMS
        for said in sentences(path)
        for line in said.splitlines()
        if not line.startswith(ELSEWHERE) and ENGLISH.search(line) and ENGLISH.search(spanish(line.replace("{}", "7")))
    ]
    assert found == []


def test_a_note_that_stands_alone_is_spanish_too(cli: CliRunner) -> None:
    assert "[por omisión: es]" in cli.invoke(main, ["--lang", "es", "export", "--help"]).output
