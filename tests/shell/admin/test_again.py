"""Cases looked at again: by the log, by the rules, by another version of the study."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.admin.again import read_other_study, replay, what_if
from bot.admin.cases import Installation
from bot.cli.main import main
from bot.cli.replay import parsed, play
from bot.store.engine import Store
from dialogs.study.study import StudyError
from tests.shell.english import English
from tests.shell.front import ANA, EVA, GROUP, Front, send
from tests.shell.trail import audit_lines

STUDY = Path(__file__).parents[3] / "dialogs" / "studies" / "nct03917797.toml"


@pytest.fixture
def front(store: Store) -> Front:
    front = Front(store, English())
    front.invite(ANA)
    return front


def place(front: Front) -> Installation:
    context = front.context
    return Installation(settings=context.settings, store=context.store, place=context.place, study=context.study)


def audited(front: Front) -> list[tuple[str, str]]:
    lines = front.context.store.read_now(audit_lines)
    return [(line.act, line.subject) for line in lines if line.act == "judged_again"]


@pytest.mark.whole
def test_a_case_played_again_comes_out_as_it_is_stored(front: Front) -> None:
    """CL-18: looking at it again is a look too."""
    code = send(front)
    front.tap(ANA, f"s1.{code}.take", GROUP)
    front.tap(ANA, f"s1.{code}.contacted", ANA)
    lines, same = replay(place(front), code)
    assert same, lines
    assert lines[-1] == "As stored."
    assert audited(front) == [("judged_again", code)]


def test_a_case_that_nobody_has_cannot_be_played(front: Front) -> None:
    with pytest.raises(KeyError):
        replay(place(front), "LUP-XXXX")


def test_another_version_lists_who_changes_side_without_identity(front: Front, tmp_path: Path) -> None:
    code = send(front)
    assert what_if(place(front), read_other_study(STUDY))[-1] == "Nobody changes side."
    other = tmp_path / "v2.toml"
    other.write_text(
        STUDY.read_text("utf-8").replace('fact = "age", lowest = 18', 'fact = "age", lowest = 40'), "utf-8"
    )
    lines = what_if(place(front), read_other_study(other))
    assert lines[1:] == [f"result: plausible → unlikely: 1: {code}", f"age: met → not_met: 1: {code}"]
    assert "Eva" not in "\n".join(lines)


def test_blocked_cases_are_left_alone(front: Front) -> None:
    """CL-12."""
    code = send(front)
    front.write(EVA, "/block")
    assert "blocked by the person: 1" in "\n".join(what_if(place(front), read_other_study(STUDY)))
    assert any("not looked at" in line for line in replay(place(front), code)[0])
    assert audited(front) == []


def test_a_file_that_is_no_study_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"none\.toml"):
        read_other_study(tmp_path / "none.toml")


LINES = [{}, {"in": {"press": "questions"}}, {"in": {"press": "self"}}, {"in": "no sé"}]
TALK = {"lang": "es", "on": "2026-11-22", "turns": LINES}


def test_a_recorded_conversation_plays_as_it_was_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("talk.json").write_text(json.dumps(TALK), "utf-8")
    assert CliRunner().invoke(main, ["replay", "talk.json", "--record", "said.json"]).exit_code == 0
    again = CliRunner().invoke(main, ["replay", "said.json"])
    assert (again.exit_code, again.output.strip()) == (0, "As it was said.")
    said = json.loads(Path("said.json").read_text("utf-8"))
    said["turns"][0]["out"][0]["text"] = "Otra cosa"
    said["turns"][2]["out"] = []
    Path("said.json").write_text(json.dumps(said), "utf-8")
    changed = CliRunner().invoke(main, ["replay", "said.json"])
    assert changed.exit_code == 1
    assert 'turn 1, message 1, text: "Otra cosa" then' in changed.output
    assert "turn 3, messages: 0 then" in changed.output


def test_of_a_long_text_the_place_is_shown_where_it_differs() -> None:
    said, _ = play(parsed(json.dumps(TALK)))
    text = said["turns"][0]["out"][0]["text"]
    said["turns"][0]["out"][0]["text"] = f"{text[:150]}otra cosa{text[160:]}"
    (line,) = play(said)[1]
    then, _, now = line.partition(" then, ")
    assert "otra cosa" in then
    assert json.dumps(text[150:160], ensure_ascii=False)[1:-1] in now


@pytest.mark.parametrize("source", ["[]", "{", '{"turns": [1]}'])
def test_a_file_that_is_no_conversation_says_what_would_be(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("talk.json").write_text(source, "utf-8")
    result = CliRunner().invoke(main, ["replay", "talk.json"])
    assert (result.exit_code, "talk.json" in result.output) == (2, True)


def test_a_day_is_needed_since_the_core_has_none() -> None:
    with pytest.raises(ValueError, match="`on`"):
        play(parsed('{"turns": []}'))
