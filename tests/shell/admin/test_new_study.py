"""A new study file is whole: it is read without a problem and holds a conversation to its result."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.admin.new_study import new_study, study_template
from bot.cli.check import look_through_file
from bot.cli.main import main
from bot.cli.talk import Talk, as_rows
from bot.config.bundled import load_lexicon, load_study
from bot.config.study_folder import study_files
from bot.wording.study_texts import texts_of
from dialogs.commands import ChatCommand
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.incoming import Incoming, Ordered, Pressed, Typed
from dialogs.conversation.questionnaire import Questionnaire
from dialogs.conversation.states import FINAL, build_route
from dialogs.languages import Language
from dialogs.machine import flaws
from dialogs.site import Recruitment, Site
from dialogs.study.study import StudyError
from dialogs.study.study_file import parse_study
from tests.shell.english import English

TODAY = date(2026, 11, 22)
SITE = Site(recruitment=Recruitment.RECRUITING, confirmed_on=TODAY)


def test_it_is_written_once_and_its_name_is_in_it(tmp_path: Path) -> None:
    lines = new_study("NCT-EXAMPLE", tmp_path)
    assert "nct-example.toml: written" in lines[0]
    assert tomllib.loads((tmp_path / "nct-example.toml").read_text("utf-8"))["study"]["id"] == "NCT-EXAMPLE"
    with pytest.raises(StudyError, match="there already"):
        new_study("NCT-EXAMPLE", tmp_path)


def test_its_comments_are_spanish_where_spanish_is_spoken_and_the_rest_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["study", "new", "KNEE-2", "--lang", "es"]).exit_code == 0
    spanish = (tmp_path / "knee-2.toml").read_text("utf-8").splitlines()
    english = study_template("KNEE-2").splitlines()
    pairs = [(en, es) for en, es in zip(english, spanish, strict=True) if en != es]
    comments = {line.strip() for line in english if line.strip().startswith("#")}
    assert {en.strip() for en, _ in pairs} == comments, "every comment, and nothing else, is another line"
    assert all(en.partition("#")[0] + "#" == es[: es.index("#") + 1] for en, es in pairs), "where it stood"
    assert not [es for _, es in pairs if re.search(r"\b(the|and|is|of|are|what|with)\b", es, re.IGNORECASE)]
    assert not [line for line in english if re.search(r'"[^"]*" *#|\] *#|[0-9] *# ', line)], "no comment behind a value"


@pytest.mark.parametrize("name", ["", "../x", "a b", "1st", "x" * 60])
def test_a_name_that_is_no_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="no name"):
        new_study(name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_what_is_written_has_nothing_wrong_and_speaks_spanish(tmp_path: Path) -> None:
    new_study("KNEE-2", tmp_path)
    found = list(look_through_file(tmp_path / "knee-2.toml"))
    assert {result.name: result.problems for result in found if result.problems} == {}
    files = study_files(tmp_path / "knee-2.toml")
    talk = Talk(Language.ES, TODAY, SITE, texts=texts_of(files), study=files.study(), lexicon=files.lexicon())
    for act in (Ordered(ChatCommand.START), "questions", "helper", "accept"):
        rows = as_rows(talk, talk.take(talk.press(act) if isinstance(act, str) else act))
    assert "¿cuántos años tiene?" in rows[-1]["text"]


def test_it_runs_from_the_start_to_a_result() -> None:
    study = parse_study(study_template("KNEE-2"))
    assert flaws(build_route(study), FINAL) == []
    engine = Questionnaire(study, SITE, load_lexicon(), English().text)
    c = Conversation(language="en", code="KNEE-2345")

    def take(*acts: Incoming | str) -> None:
        for act in acts:
            done = Pressed(c.prompt, c.offered.index(act)) if isinstance(act, str) else act
            engine.advance(c, done, TODAY)

    take(Ordered(ChatCommand.START), "questions", "self", "accept", Typed("34"), "yes", Typed("October 2026"))
    take("A", Typed("1250 mg/g"))
    while c.state != "review":
        take("unknown")
    take("all_good")
    assert c.state == "result"


def test_what_says_nothing_of_one_study_is_word_by_word_what_was_approved() -> None:
    """RE-02: the approved wording is not written anew."""
    study, real = parse_study(study_template("X1")), load_study()
    same = {name for name, text in study.texts.items() if text == real.texts[name]}
    examples = {name for name, text in study.texts.items() if any("EXAMPLE" in line for line in text)}
    assert same | examples | {"person"} == set(study.texts)
    assert {name for name in study.texts if name.startswith("safety_")} <= same
    assert study.texts["consent"][1:] == real.texts["consent"][1:], "only what is experimental is another thing"
    assert {"do_not_stop", "nothing_changes"} <= same
