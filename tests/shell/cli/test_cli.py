"""The command line as an operator meets it."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.main import main
from bot.config.settings import SettingsError
from bot.store.connection import StoreError
from bot.store.vault import VaultError
from dialogs.errors import SetUpError
from dialogs.lexicon.lexicon import LexiconError
from dialogs.study.study import StudyError


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def test_help_imports_nothing_that_would_make_it_wait(root: Path) -> None:
    heavy = ["aiogram", "sqlalchemy", "babel", "pydantic", "dateparser"]
    code = _run("--help") + f"print([name for name in {heavy} if name in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout
    assert printed.strip().splitlines()[-1] == "[]"


@pytest.mark.slow
@pytest.mark.parametrize("command", ["talk", "screen"])
def test_the_core_runs_without_telegram_and_without_a_database(root: Path, command: str, tmp_path: Path) -> None:
    (tmp_path / "cases.json").write_text("[]")
    rest = [str(tmp_path / "cases.json")] if command == "screen" else []
    code = _run(command, *rest) + "print([name for name in ('aiogram', 'sqlalchemy') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, input="", check=False)
    assert done.stdout.strip().splitlines()[-1:] == ["[]"], done.stderr


def test_init_says_what_it_made_and_where(cli: CliRunner, tmp_path: Path) -> None:
    result = cli.invoke(main, ["init"])
    assert result.exit_code == 0, result.output
    for name in ("keys/master.key", "keys/person-keys", "site.toml", "data/tamiz.db"):
        assert name in result.output
        assert (tmp_path / name).exists()
    assert cli.invoke(main, ["migrate"]).exit_code == 0


def test_run_without_its_settings_ends_with_two_and_says_what_to_do(cli: CliRunner) -> None:
    result = cli.invoke(main, ["run"])
    assert result.exit_code == 2
    assert "TAMIZ_BOT_TOKEN" in result.output
    assert "TAMIZ_STAFF_CHAT" in result.output
    assert "Traceback" not in result.output


class OdderError(SetUpError):
    """A kind that the command line has never heard of."""


@pytest.mark.parametrize("kind", [SettingsError, StoreError, VaultError, StudyError, LexiconError, OdderError])
def test_whatever_is_set_up_wrong_ends_with_two_and_a_line_for_each_problem(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch, kind: type[SetUpError]
) -> None:
    def refuse() -> None:
        raise kind(["here: wrong. Correct it.", "there: wrong too. Correct it."])

    monkeypatch.setattr("bot.config.settings.read_settings", refuse)
    result = cli.invoke(main, ["migrate"])
    assert result.exit_code == 2
    assert result.output.splitlines() == ["here: wrong. Correct it.", "there: wrong too. Correct it."]


def test_a_fault_of_the_program_is_not_taken_for_a_wrong_set_up(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ValueError("a fault")

    monkeypatch.setattr("bot.config.settings.read_settings", fail)
    result = cli.invoke(main, ["migrate"])
    assert (result.exit_code, "ValueError at" in result.output, "a fault" in result.output) == (1, True, False)


def test_a_command_without_an_installation_names_the_one_that_makes_it(cli: CliRunner) -> None:
    result = cli.invoke(main, ["staff", "list"])
    assert result.exit_code == 2
    assert "tamiz init" in result.output


def test_a_member_is_invited_listed_and_revoked(cli: CliRunner) -> None:
    cli.invoke(main, ["init"])
    result = cli.invoke(main, ["staff", "invite", "Enfermera"])
    assert result.exit_code == 0, result.output
    assert "/start s_" in result.output
    assert "Enfermera" in cli.invoke(main, ["staff", "list"]).output
    nameless = cli.invoke(main, ["staff", "invite", "--role", "investigator"])
    assert nameless.exit_code == 0, nameless.output
    assert cli.invoke(main, ["staff", "list"]).output.count("investigator") == 2
    missing = cli.invoke(main, ["staff", "revoke", "1"])
    assert missing.exit_code == 1
    assert "tamiz staff list" in missing.output


def test_an_invitation_is_listed_with_its_number_and_taken_back(cli: CliRunner) -> None:
    cli.invoke(main, ["init"])
    cli.invoke(main, ["staff", "invite", "Enfermera"])
    assert cli.invoke(main, ["staff", "list"]).output.startswith("i1  Enfermera")
    assert cli.invoke(main, ["staff", "withdraw", "i1"]).exit_code == 0
    assert "Enfermera" not in cli.invoke(main, ["staff", "list"]).output
    assert "cli  uninvited  invitation:1" in cli.invoke(main, ["audit"]).output
    for number in ("i1", "7", "x"):
        assert cli.invoke(main, ["staff", "withdraw", number]).exit_code == 1


def test_another_group_is_taken_only_by_pairing(cli: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    """GRP-12, TG-13."""
    cli.invoke(main, ["init"])
    settings = {"TAMIZ_STAFF_CHAT": "-1", "TAMIZ_BOT_TOKEN": "1:a", "TAMIZ_API_BASE": "http://127.0.0.1:9"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert cli.invoke(main, ["staff", "pair"]).exit_code == 0
    monkeypatch.setenv("TAMIZ_STAFF_CHAT", "-2")
    refused = cli.invoke(main, ["run"])
    assert refused.exit_code == 2
    assert "tamiz staff pair" in refused.output


def test_the_version_is_that_of_the_project(cli: CliRunner, root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert cli.invoke(main, ["--version"]).output == f"tamiz {project['version']}\n"


def test_an_odd_date_or_a_missing_file_is_wrong_usage(cli: CliRunner) -> None:
    assert cli.invoke(main, ["talk", "--on", "soon"]).exit_code == 2
    assert cli.invoke(main, ["screen", "none.json"]).exit_code == 2


def test_screen_reads_standard_input(cli: CliRunner) -> None:
    result = cli.invoke(main, ["screen", "-"], input="[]")
    assert result.exit_code == 0, result.output
    assert json.loads(result.output) == []


def test_read_reads_a_list_and_refuses_what_is_none(cli: CliRunner) -> None:
    case = {"id": "a", "lang": "es", "question": "age", "today": "2026-11-22", "text": "tengo 34"}
    result = cli.invoke(main, ["read", "-"], input=json.dumps([case]))
    assert json.loads(result.output) == [{"id": "a", "read": {"value": 34}}]
    for wrong in ("{}", "[", '[{"text": 5}]'):
        assert cli.invoke(main, ["read", "-"], input=wrong).exit_code == 2


def _run(*arguments: str) -> str:
    """Python that runs the command line and lives on to be looked at."""
    return f"import sys; sys.argv = {['tamiz', *arguments]}\ntry:\n import bot.__main__\nexcept SystemExit: pass\n"
