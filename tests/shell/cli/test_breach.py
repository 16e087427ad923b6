"""`tamiz breach`: the register of breaches, and the message to those affected, which it prints and never sends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.main import main
from dialogs.privacy.breach import MESSAGE

ENTRY = {
    "happened": "a backup disk was stolen",
    "people": "12",
    "told": "the agency on 2026-11-26",
    "data-es": "sus respuestas y su teléfono.",
    "data-en": "your answers and your phone.",
    "effects-es": "alguien podría llamarle.",
    "effects-en": "somebody could call you.",
    "measures-es": "cambiamos las llaves.",
    "measures-en": "we changed the keys.",
}
OPTIONS = [part for name, words in ENTRY.items() for part in (f"--{name}", words)]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    assert runner.invoke(main, ["init", "--yes"]).exit_code == 0
    return runner


def test_a_breach_is_entered_and_its_message_printed_in_both_languages(cli: CliRunner, tmp_path: Path) -> None:
    result = cli.invoke(main, ["breach", "new", *OPTIONS])
    assert result.exit_code == 0, result.output
    assert "Breach 1 is entered" in result.output
    for said in ("Qué datos: sus respuestas y su teléfono.", "Which data: your answers and your phone."):
        assert said in result.output
    for said in ("Qué puede pasar: alguien podría llamarle.", "What may follow: somebody could call you."):
        assert said in result.output
    for said in ("Qué hicimos: cambiamos las llaves.", "What we did: we changed the keys."):
        assert said in result.output
    kept = tmp_path / "breaches.jsonl"
    assert kept.stat().st_mode & 0o077 == 0
    entry = json.loads(kept.read_text("utf-8"))
    assert (entry["number"], entry["people"], entry["happened"]) == (1, 12, ENTRY["happened"])
    assert entry["words"]["es"]["effects"] == ENTRY["effects-es"]


def test_breaches_are_listed_and_the_file_only_gets_longer(cli: CliRunner, tmp_path: Path) -> None:
    assert cli.invoke(main, ["breach", "list"]).output == "No breach is entered.\n"
    cli.invoke(main, ["breach", "new", *OPTIONS])
    first = (tmp_path / "breaches.jsonl").read_bytes()
    cli.invoke(main, ["breach", "new", *OPTIONS])
    assert (tmp_path / "breaches.jsonl").read_bytes().startswith(first)
    listed = cli.invoke(main, ["breach", "list"]).output.splitlines()
    assert [line[0] for line in listed] == ["1", "2"]
    assert "about 12 people  a backup disk was stolen  told: the agency" in listed[0]


def test_what_is_left_out_is_asked_for(cli: CliRunner, tmp_path: Path) -> None:
    answers = "\n".join(ENTRY.values()) + "\n"
    assert cli.invoke(main, ["breach", "new"], input=answers).exit_code == 0
    assert (tmp_path / "breaches.jsonl").exists()


def test_without_its_answers_nothing_is_entered(cli: CliRunner, tmp_path: Path) -> None:
    assert cli.invoke(main, ["breach", "new", *OPTIONS[:-2]], input="").exit_code == 1
    assert not (tmp_path / "breaches.jsonl").exists()


def test_a_register_that_was_damaged_is_named(cli: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "breaches.jsonl").write_text("{}\n", "utf-8")
    result = cli.invoke(main, ["breach", "list"])
    assert (result.exit_code, "breaches.jsonl, line 1" in result.output) == (2, True)


def test_the_message_says_which_data_what_may_follow_and_what_was_done() -> None:
    assert all(any(f"{{{name}}}" in line for line in MESSAGE) for name in ("data", "effects", "measures"))
    assert MESSAGE[0] == "Important: data that you gave to this bot may have come into other hands."
    assert MESSAGE[-1] == "To ask us about it: {contact}. To erase your data here: /delete."


def test_without_an_owner_nobody_can_be_told_and_the_command_says_what_to_do(cli: CliRunner) -> None:
    """[CL-21]"""
    cli.invoke(main, ["breach", "new", *OPTIONS])
    result = cli.invoke(main, ["breach", "send", "1"])
    assert (result.exit_code, "tamiz staff invite" in result.output) == (2, True)


def test_a_breach_that_is_not_entered_cannot_be_told(cli: CliRunner) -> None:
    result = cli.invoke(main, ["breach", "send", "7"])
    assert (result.exit_code, "no breach 7" in result.output) == (2, True)
