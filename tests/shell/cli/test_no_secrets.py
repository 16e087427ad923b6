"""No command shows a token, whatever is wrong with it or with the place it is sent to (SEC-01, SEC-07)."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.admin import installation
from bot.cli.main import main
from bot.config.settings import SettingsError, read_settings
from tests.examples import some

PART = "AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
TOKEN = f"7000000001:{PART}"

COMMANDS = [
    ["init"],
    ["migrate"],
    ["run"],
    ["check"],
    ["staff", "invite", "Nurse"],
    ["staff", "list"],
    ["staff", "revoke", "1"],
    ["staff", "pair"],
]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    assert runner.invoke(main, ["init"]).exit_code == 0
    return runner


@pytest.mark.whole
@pytest.mark.parametrize("form", some(["{} x", "x {}", "{}\nHost: x", "\u00e9{}", "{}/../"]))
def test_a_token_of_another_shape_is_refused_and_not_shown(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """A space in it made `staff invite` print it in a traceback."""
    monkeypatch.setenv("TAMIZ_BOT_TOKEN", form.format(TOKEN))
    for command in COMMANDS:
        result = cli.invoke(main, command)
        assert PART not in result.output, command
        assert "Traceback" not in result.output, command
        assert result.exception is None or isinstance(result.exception, SystemExit), command


@pytest.mark.parametrize("base", ["http://[bad", "http://127.0.0.1:9", "x y", "http://127.0.0.1:99999999"])
def test_a_wrong_host_shows_no_token(cli: CliRunner, monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    monkeypatch.setenv("TAMIZ_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TAMIZ_API_BASE", base)
    result = cli.invoke(main, ["staff", "invite", "Nurse"])
    assert PART not in result.output
    assert "Traceback" not in result.output


def test_an_error_that_nobody_expected_is_told_without_its_text(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise ValueError(TOKEN)

    monkeypatch.setattr(installation, "team_lines", failing)
    result = cli.invoke(main, ["staff", "list"])
    assert result.exit_code == 1
    assert "ValueError at" in result.output
    assert PART not in result.output


@pytest.mark.parametrize("secret", ["short", "x" * 15, "ñ" * 20, "a secret with spaces", "x" * 257])
def test_a_webhook_secret_that_can_be_guessed_or_not_be_sent_is_refused(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    """WEB-01."""
    monkeypatch.setenv("TAMIZ_WEBHOOK_SECRET", secret)
    with pytest.raises(SettingsError, match="TAMIZ_WEBHOOK_SECRET") as told:
        read_settings()
    assert secret not in str(told.value)
