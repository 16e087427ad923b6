"""`tamiz close`: a study is ended stage by stage, whoever runs it next goes on, and nothing is done twice."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.admin import closing
from bot.admin.ask_bot import BotAnswer
from bot.admin.cases import Installation
from bot.admin.closing import NotYet, Stage, Wishes, close_study, stages_done
from bot.cli.main import main
from bot.store import consents, people, referrals
from bot.store import tables as t
from bot.store.engine import Store
from tests.shell.english import English
from tests.shell.front import ANA, EVA, GROUP, STRANGER, STUDY, Front, send
from tests.shell.trail import audit_lines

WORD = {"by": "Ana", "source": "a letter of the sponsor"}


@pytest.fixture
def front(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Front:
    """Two people have a case with the team, one of which Ana has; a third has only begun."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setenv("TAMIZ_DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere/tamiz.db")
    monkeypatch.setenv("TAMIZ_KEY_FILE", str(tmp_path / "elsewhere" / "master.key"))
    monkeypatch.setenv("TAMIZ_PERSON_KEYS", str(tmp_path / "elsewhere" / "person-keys"))
    assert CliRunner().invoke(main, ["init", "--yes"]).exit_code == 0
    found = Front(store, English(), site=tmp_path / "site.toml", bot_token="12345678:" + "a" * 35)
    found.invite(ANA)
    return found


def run(front: Front, **wishes: object) -> tuple[list[str], str]:
    """The lines of one run, and what it waits for at the end."""
    place = Installation(settings=front.context.settings, store=front.context.store, place=front.context.place)
    lines: list[str] = []
    try:
        for line in close_study(front.context, place, Wishes(**wishes)):  # type: ignore[arg-type]  # named by the test
            lines.append(line)
    except NotYet as waits:
        return lines, str(waits)
    return lines, ""


def rows(front: Front, table: object) -> int:
    return len(front.context.store.read_now(lambda tx: tx.conn.execute(table.select()).all()))  # type: ignore[attr-defined]  # any table


def until_exported(front: Front, folder: Path) -> str:
    """Close, tell and export, each as it waits for it; what it waits for then."""
    with front.held_back():
        lines, waits = run(front, **WORD)
        assert lines[0].startswith("From now on: closed.")
        assert "messages wait" in waits
    front.deliver()
    assert run(front)[1] == closing.EXPORT_WHAT
    return run(front, form="csv", folder=folder)[1]


def test_it_tells_whoever_has_a_case_once_and_erases_nobody_before_the_export_and_a_yes(
    front: Front, tmp_path: Path
) -> None:
    """[TG-07] Nobody else is written to."""
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    front.write(STRANGER, "/start")
    assert run(front) == ([], closing.BY_WHOM)
    assert front.context.store.read_now(lambda tx: stages_done(tx, front.context)) == {}
    heard = len(front.chat(STRANGER))
    assert until_exported(front, tmp_path / "out") == closing.SURE
    assert sum("the team has finished" in text for text in front.chat(EVA)) == 1
    assert len(front.chat(STRANGER)) == heard, "who has sent nothing is not written to"
    assert code in (tmp_path / "out" / "cases.csv").read_text("utf-8-sig")
    assert front.context.store.read_now(people.count_persons) == 2


def test_it_ends_with_everybody_erased_and_the_token_revoked_and_only_the_records_stay(
    front: Front, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """[TG-04] [CL-08] What the platform says of the token is asked, not believed."""
    token = [BotAnswer(ok=True, status=200)]
    monkeypatch.setattr(closing, "ask_bot", lambda *_: token[0])
    send(front)
    front.press(ANA, "es:Take", GROUP)
    until_exported(front, tmp_path / "out")
    store, told = front.context.store, len(front.chat(EVA))
    run(front, is_sure=lambda: True)
    front.deliver()
    assert any("this is erased" in text for text in front.chat(ANA)), "the team is asked to erase its copies"
    assert run(front)[1] == closing.BOTFATHER
    token[0] = BotAnswer(ok=False, status=0)
    assert run(front)[1] == closing.NOT_ASKED
    token[0] = BotAnswer(ok=False, status=401)
    lines, waits = run(front)
    assert (len(lines), lines[-1], waits) == (len(Stage) + 1, closing.ALL_DONE, "")
    assert len(front.chat(EVA)) == told, "nobody hears of it twice"
    assert store.read_now(people.count_persons) == 0
    assert [rows(front, table) for table in (t.conversations, t.shares)] == [0, 0]
    assert rows(front, t.consents) > 0, "what proves the consents stays as long as the notice says"
    done = [line.subject for line in store.read_now(audit_lines) if line.act == "study_ended"]
    assert done == list(Stage)


@pytest.mark.whole
def test_at_night_nobody_is_told_and_a_stop_in_the_middle_goes_on_with_whoever_is_left(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(front)
    send(front, STRANGER)
    front.wait(hours=10)
    assert run(front, **WORD)[1] == closing.NIGHT
    front.wait(hours=14)
    tell, told = closing.patient.handle_event, []

    def stop_at_the_second(*args: object) -> None:
        if told:
            raise ConnectionAbortedError
        told.append(args[2])
        tell(*args)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(closing.patient, "handle_event", stop_at_the_second)
    with pytest.raises(ConnectionAbortedError):
        run(front)
    monkeypatch.setattr(closing.patient, "handle_event", tell)
    before = len(front.chat(EVA))
    run(front)
    front.deliver()
    assert "finished" in front.last(STRANGER)
    assert len(front.chat(EVA)) - before <= 1
    assert front.context.store.read_now(lambda tx: len(referrals.codes_with_content(tx, STUDY))) == 2
    person = front.context.store.read_now(lambda tx: people.find_person(tx, EVA))
    assert person is not None
    assert front.context.store.read_now(lambda tx: consents.consents_of(tx, person))


def test_every_sentence_of_it_has_its_spanish() -> None:
    tables = tomllib.loads((Path(main.callback.__code__.co_filename).parent / "spanish.toml").read_text("utf-8"))  # type: ignore[union-attr]  # a command has one
    known = {english for table in tables.values() for english in table}
    said = [
        *closing.SAYS.values(),
        *(value for name, value in vars(closing).items() if name.isupper() and isinstance(value, str) and " " in value),
    ]
    assert not [each for each in said if each.replace("{n}", "{}") not in known]


def test_on_the_command_line_what_it_waits_for_is_one_sentence_and_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAMIZ_API_BASE", "http://127.0.0.1:1")
    cli = CliRunner()
    assert cli.invoke(main, ["init", "--yes"]).exit_code == 0
    refused = cli.invoke(main, ["close"])
    assert (refused.exit_code, refused.output) == (1, f"{closing.BY_WHOM}\n")
    spanish = cli.invoke(main, ["--lang", "es", "close", "--by", "Ana", "--source", "carta"])
    assert "1. 20" in spanish.output
    assert "El estudio está cerrado: a nadie nuevo se le pregunta nada." in spanish.output
    assert spanish.exit_code == 1
    assert cli.invoke(main, ["close", "--export", "none", "--yes"]).exit_code == 0
