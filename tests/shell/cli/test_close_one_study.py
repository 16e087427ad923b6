"""`tamiz close --study`: one of several studies is ended, and nothing of the others is touched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.admin import closing
from bot.admin.ask_bot import BotAnswer
from bot.admin.cases import installation
from bot.admin.closing import NotYet, Stage, Wishes, close_study, stages_done
from bot.cli.main import main
from bot.render.call import Call
from bot.store import people, referrals
from bot.store.engine import Store
from bot.store.outbox import post
from bot.store.tx import PersonId, Tx
from dialogs.site import Recruitment
from tests.shell.desk.test_several_studies import HOME, SUGAR, SUGAR_ID, kept, send
from tests.shell.front import ANA, EVA, GROUP, STUDY
from tests.shell.several import SUGAR_GROUP, Several, folder_of
from tests.shell.trail import audit_lines

WORD = {"by": "Ana", "source": "a letter of the sponsor"}


@pytest.fixture
def front(store: Store, tmp_path: Path) -> Several:
    found = Several(store)
    own = {"studies": folder_of(tmp_path), "site": tmp_path / "site.toml"}
    found.context = replace(found.context, settings=found.context.settings.model_copy(update=own))
    return found


def run(front: Several, study: str, **wishes: object) -> tuple[list[str], str]:
    """The lines of one run, and what it waits for at the end."""
    lines: list[str] = []
    try:
        place = installation(front.context.settings, front.context.store, study)
        for line in close_study(front.context.in_study(study), place, Wishes(**wishes)):  # type: ignore[arg-type]  # named by the test
            lines.append(line)
    except NotYet as waits:
        return lines, str(waits)
    return lines, ""


@pytest.mark.whole
def test_only_that_studys_people_are_told_and_erased_and_the_others_go_on(front: Several) -> None:
    """[CL-08] [TG-07] The same person has a case in both: that of the other study stays, with its answers and state."""
    home, sugar = send(front, HOME), send(front, SUGAR)
    store, before = front.context.store, kept(front)[STUDY]
    lines, waits = run(front, SUGAR_ID, **WORD)
    assert "Cases whose persons are told: 1" in lines
    assert "messages wait" in waits
    front.deliver()
    assert run(front, SUGAR_ID, form="none")[1] == closing.SURE_OF_STUDY
    assert sum("the team has finished" in text for text in front.chat(EVA)) == 1
    lines, waits = run(front, SUGAR_ID, is_sure=lambda: True)
    front.deliver()
    if waits:
        lines, waits = run(front, SUGAR_ID)
    assert (waits, lines[-1]) == ("", closing.OTHERS_GO_ON)
    assert len(lines) == len(Stage), "every stage but the token's, and the last line"
    assert kept(front) == {STUDY: before}
    assert store.read_now(lambda tx: referrals.codes_with_content(tx, STUDY)) == [home]
    assert store.read_now(lambda tx: referrals.codes_with_content(tx, SUGAR_ID)) == []
    filed = store.read_now(lambda tx: referrals.referral(tx, sugar))
    assert filed is not None
    assert filed.person is None
    assert store.read_now(lambda tx: stages_done(tx, front.context)) == {}, "of the other study nothing is ended"
    ended = [line.subject for line in store.read_now(audit_lines) if line.act == "study_ended"]
    assert {SUGAR_ID in subject for subject in ended} == {True}
    _sugar_is_closed_and_home_is_not(front)
    front.write(EVA, "/studies")
    assert SUGAR not in front.keys(EVA)
    front.write(EVA, "/status")
    assert home in "".join(front.chat(EVA)[-2:])


@pytest.mark.whole
def test_nothing_of_another_study_holds_its_end_up(front: Several) -> None:
    """Neither what waits for its persons and its group, nor somebody in a study that cannot be told any more."""
    codes = {STUDY: send(front, HOME), SUGAR_ID: send(front, SUGAR)}
    store = front.context.store
    home, sugar = (person_of(store, codes[study]) for study in (STUDY, SUGAR_ID))

    def waiting(study: str) -> int:
        return store.read_now(lambda tx: closing._waiting(tx, front.context.in_study(study)))

    front.deliver()
    assert (waiting(STUDY), waiting(SUGAR_ID)) == (0, 0)
    say(store, EVA, person=home)
    say(store, ANA, about=home)
    say(store, GROUP)
    assert (waiting(STUDY), waiting(SUGAR_ID)) == (3, 0)
    say(store, EVA, person=sugar)
    say(store, ANA, about=sugar)
    say(store, SUGAR_GROUP)
    assert (waiting(STUDY), waiting(SUGAR_ID)) == (3, 3)
    say(store, ANA)  # of which nobody can tell to which study it belongs
    assert (waiting(STUDY), waiting(SUGAR_ID)) == (4, 4)
    store.write_now(lambda tx: people.move_to_study(tx, home, "GONE"))
    for study, persons in ((SUGAR_ID, [sugar]), (STUDY, [])):
        there = front.context.in_study(study)
        assert store.read_now(lambda tx, there=there: closing._persons(tx, there)) == persons


def test_a_long_id_fits_into_a_line_of_the_audit(front: Several) -> None:
    """A server refuses a line that is longer than its column."""
    there = replace(front.context, study=replace(front.context.study, id="S" * 40))
    front.context.store.write_now(lambda tx: closing._note(tx, there, Stage.OVERWRITTEN, front.now))
    (line,) = (each for each in front.context.store.read_now(audit_lines) if each.act == "study_ended")
    assert line.subject == f"overwritten {'S' * 28}"


def person_of(store: Store, code: str) -> PersonId:
    """Whose case it is."""
    filed = store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    assert filed.person is not None
    return filed.person


def say(store: Store, chat: int, person: PersonId | None = None, about: PersonId | None = None) -> None:
    """Let a message wait for this chat."""

    def work(tx: Tx) -> None:
        subject = tx.subject(about) if about is not None else None
        post(tx, chat, Call("sendMessage", {"text": "x"}), person=person, subject=subject)

    store.write_now(work)


def _sugar_is_closed_and_home_is_not(front: Several) -> None:
    def state(study: str) -> Recruitment:
        there = front.context.in_study(study)
        return there.store.read_now(lambda tx: there.site(tx, front.now)).recruitment

    assert (state(SUGAR_ID), state(STUDY)) == (Recruitment.CLOSED, Recruitment.RECRUITING)


def test_the_token_goes_with_the_last_of_them(front: Several, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "ask_bot", lambda *_: BotAnswer(ok=True, status=200))
    studies = [each.study.id for each in front.context.each_study()]
    said = [run(front, study, **WORD, form="none", is_sure=lambda: True) for study in studies]
    assert [lines[-1] == closing.OTHERS_GO_ON for lines, _ in said] == [True, True, False]
    token = front.context.settings.bot_token
    assert said[-1][1] == (closing.BOTFATHER if token else "")


@pytest.mark.whole
def test_which_of_several_studies_ends_is_never_guessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No name, or one that is none: a sentence with the ids that there are, and nothing is changed."""
    monkeypatch.chdir(tmp_path)
    folder = folder_of(tmp_path)
    (tmp_path / "site.toml").unlink()
    monkeypatch.setenv("TAMIZ_API_BASE", "http://127.0.0.1:1")
    cli = CliRunner()
    assert cli.invoke(main, ["init", "--yes"]).exit_code == 0
    monkeypatch.setenv("TAMIZ_STUDIES", str(folder))
    for study in ((), ("--study", "NO-SUCH")):
        refused = cli.invoke(main, ["close", *study, "--by", "Ana", "--source", "a letter"])
        assert refused.exit_code == 2, refused.output
        assert all(name in refused.output for name in (STUDY, SUGAR_ID, *study[1:])), refused.output
    spanish = cli.invoke(main, ["--lang", "es", "close"])
    assert "este bot tiene varios estudios" in spanish.output
    done = cli.invoke(main, ["close", "--study", SUGAR_ID.lower(), "--by", "Ana", "--source", "a letter"])
    assert (done.exit_code, "The study is closed: nobody new is asked anything." in done.output) == (1, True)
    assert "From now on" not in cli.invoke(main, ["state"]).output
    assert "State: closed" in cli.invoke(main, ["state", "--study", SUGAR_ID]).output
    assert "State: closed" not in cli.invoke(main, ["state"]).output
