"""`tamiz requests`: what persons ask for by law, in the chat and outside it, with the day by which to answer."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.admin import requests
from bot.admin.cases import Installation
from bot.admin.requests import describe, request_lines
from bot.cli.main import main
from bot.cli.rights import WAYS
from bot.cli.spoken import spanish
from bot.desk.requests import ACTS
from bot.store.engine import Store
from dialogs.privacy.requests import Asked, Outcome, Right, Way, due_on
from tests.shell.english import English
from tests.shell.front import EVA, Front, send
from tests.shell.rights.ways import erase
from tests.shell.trail import audit_lines

TODAY = date(2026, 11, 23)


@pytest.fixture
def front(store: Store) -> Front:
    return Front(store, English(), today=TODAY)


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAMIZ_API_BASE", "http://127.0.0.1:1")
    monkeypatch.setenv("TAMIZ_TODAY", TODAY.isoformat())
    runner = CliRunner()
    assert runner.invoke(main, ["init", "--yes"]).exit_code == 0
    return runner


def noted(front: Front) -> list[tuple[str, str]]:
    """What the register has of the chat: the right, and the code."""
    lines = front.context.store.read_now(audit_lines)
    assert all(line.actor == "person" for line in lines if line.act in ACTS.values())
    return [(line.act.removeprefix("asked_"), line.subject) for line in lines if line.act in ACTS.values()]


def test_each_right_that_is_used_in_the_chat_is_noted_with_the_code_alone(front: Front) -> None:
    """[CL-15]"""
    code = send(front)
    assert noted(front) == []
    front.write(EVA, "/mydata")
    front.write(EVA, "/block")
    front.write(EVA, "/block")
    erase(front)
    rights = [right for right, subject in noted(front) if subject == code]
    assert rights == ["access", "portability", "block", "erase"]


def test_a_consent_that_is_taken_back_is_noted_as_an_objection(front: Front) -> None:
    """[CL-15] [CL-05]"""
    code = send(front)
    front.write(EVA, "/permissions")
    front.press(EVA, "Take back: keeping my answers")
    front.press(EVA, "Yes")
    assert noted(front) == [("object", code)]


def test_the_register_shows_the_chat_and_the_rest_by_day(
    front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[CL-15]"""
    monkeypatch.chdir(tmp_path)
    code = send(front)
    front.write(EVA, "/mydata")
    context = front.context
    place = Installation(settings=context.settings, store=context.store, place=context.place, study=context.study)
    requests.add_request(place, Right.CORRECT, Way.MAIL, date(2026, 11, 20), None)
    assert request_lines(place) == [
        "2026-11-20  1  correct  no case  mail  due 2026-12-20",
        f"2026-11-23  -  access  {code}  chat  answered at once",
        f"2026-11-23  -  portability  {code}  chat  answered at once",
    ]


def test_what_came_on_paper_is_entered_listed_and_answered(cli: CliRunner, tmp_path: Path) -> None:
    """[CL-15]"""
    added = cli.invoke(main, ["requests", "add", "erase", "--way", "paper", "--on", "2026-11-20", "--case", "lup-7k3q"])
    assert added.output == "Request 1. Say in writing that it came, and answer it by 2026-12-20.\n"
    left = cli.invoke(main, ["requests", "--open"])
    assert (left.exit_code, left.output) == (0, "2026-11-20  1  erase  LUP-7K3Q  paper  due 2026-12-20\n")
    assert cli.invoke(main, ["requests", "done", "1", "--answer", "folder 7, letter 1"]).exit_code == 0
    assert cli.invoke(main, ["requests", "--open"]).output == "Nothing is open.\n"
    assert cli.invoke(main, ["requests"]).output == "2026-11-20  1  erase  LUP-7K3Q  paper  done on 2026-11-23\n"
    kept = tmp_path / "requests.jsonl"
    assert kept.stat().st_mode & 0o077 == 0
    assert json.loads(kept.read_text("utf-8").splitlines()[1])["answer"] == "folder 7, letter 1"


def test_in_spanish_the_list_says_every_standing_in_spanish() -> None:
    """[CL-15]"""
    day = date(2026, 12, 24)
    late = Asked(number=1, right=Right.ACCESS, way=Way.MAIL, came=TODAY, due=due_on(TODAY), acknowledged=TODAY)
    others = (replace(late, extended=True), *(replace(late, answered=TODAY, outcome=each) for each in Outcome))
    said = [describe(each, on) for each in (late, *others) for on in (TODAY, day)]
    for line in said:
        english = r"no case|OVERDUE|due|acknowledged|put off|\bon\b|done|refused"
        assert not re.search(english, spanish(f"{TODAY}  {line}")), line
    assert spanish(f"{TODAY}  {said[1]}").endswith("avisada el 2026-11-23  ATRASADA desde el 2026-12-23")
    assert spanish("-  access  LUP-7K3Q  chat  answered at once").endswith("respondida al instante")
    assert (
        spanish("No such option '--wey'. Did you mean '--way'?") == "No hay una opción '--wey'. ¿Quiso decir '--way'?"
    )


def test_after_thirty_days_it_is_overdue_and_the_command_says_no(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[CL-15] A moved clock."""
    cli.invoke(main, ["requests", "add", "access", "--way", "mail"])
    monkeypatch.setenv("TAMIZ_TODAY", "2026-12-23")
    assert cli.invoke(main, ["requests", "--open"]).exit_code == 0
    monkeypatch.setenv("TAMIZ_TODAY", "2026-12-24")
    late = cli.invoke(main, ["requests", "--open"])
    assert (late.exit_code, late.output) == (1, "2026-11-23  1  access  no case  mail  OVERDUE since 2026-12-23\n")


def test_a_refusal_is_listed_as_one(cli: CliRunner) -> None:
    cli.invoke(main, ["requests", "add", "object", "--way", "in_person"])
    cli.invoke(main, ["requests", "done", "1", "--refused", "--answer", "folder 7"])
    assert cli.invoke(main, ["requests"]).output.endswith("refused on 2026-11-23\n")


@pytest.mark.parametrize(
    ("asked", "code", "told"),
    [
        (["add", "erase", "--way", "mail", "--case", "Ana"], 2, "never a name"),
        (["add", "erase", "--way", "mail", "--on", "2026-11-24"], 2, "not here yet"),
        (["add", "erase"], 2, "--way"),
        (["done", "1", "--answer", "x"], 1, "No open request 1"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_entered(
    cli: CliRunner, tmp_path: Path, asked: list[str], code: int, told: str
) -> None:
    result = cli.invoke(main, ["requests", *asked])
    assert result.exit_code == code
    assert told in result.output
    assert not (tmp_path / "requests.jsonl").exists()


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"answered": 7}', "\xff"])
def test_a_register_that_was_damaged_is_named_with_its_line(cli: CliRunner, tmp_path: Path, line: str) -> None:
    (tmp_path / "requests.jsonl").write_bytes(line.encode("latin-1"))
    result = cli.invoke(main, ["requests"])
    assert result.exit_code == 2
    assert "requests.jsonl" in result.output


def test_the_command_line_knows_every_way() -> None:
    assert list(WAYS) == list(Way)


def test_the_answer_is_due_in_thirty_calendar_days() -> None:
    """[CL-15]"""
    assert due_on(date(2026, 12, 15)) == date(2027, 1, 14)
