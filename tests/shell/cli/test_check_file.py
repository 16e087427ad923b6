"""`tamiz check FILE`: a study file and what stands beside it, every problem at once; and the package's own texts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.admin.new_study import new_study
from bot.cli import check as checking
from bot.cli.main import main
from tests.examples import some

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "dialogs" / "studies" / "examples"
NAMES = ("lupus_nephritis", "type_2_diabetes")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """An example of its own, to be changed."""
    for path in EXAMPLES.glob("type_2_diabetes.*"):
        shutil.copy(path, tmp_path)
    return tmp_path / "type_2_diabetes.toml"


def changed(path: Path, old: str, new: str) -> None:
    source = path.read_text("utf-8")
    assert old in source
    path.write_text(source.replace(old, new), "utf-8")


def found(path: Path) -> dict[str, tuple[str, ...]]:
    return {result.name: result.problems for result in checking.look_through_file(path)}


@pytest.mark.parametrize("name", some(NAMES))
def test_each_example_is_good_in_every_respect(name: str) -> None:
    """[PL-01, PL-10]"""
    result = CliRunner().invoke(main, ["check", str(EXAMPLES / f"{name}.toml")])
    assert (result.exit_code, "problems" in result.output) == (0, False), result.output


@pytest.mark.whole
def test_a_question_that_would_ask_the_helper_about_themselves_is_noted(study: Path) -> None:
    """[RE-04]"""
    changed(study, 'text_helper = "About the person with diabetes: how much do they weigh?"\n', "")
    notes = {result.name: result.note for result in checking.look_through_file(study)}
    assert "`text_helper`: weight." in notes["texts for whoever helps"]


def test_a_wrong_wording_file_is_named_and_a_right_one_is_heard(study: Path) -> None:
    beside = study.with_suffix(".wording.toml")
    beside.write_text("thresholds = ['milligrams']", "utf-8")
    assert [line for line in found(study)["wording"] if "RE-14" in line]
    beside.write_text("threshold = []", "utf-8")
    assert found(study)["wording"][0].startswith('type_2_diabetes.wording.toml: nobody reads "threshold"')


def test_one_changed_english_text_is_named_with_the_one_that_it_was(study: Path) -> None:
    changed(study, "How much do you weigh?", "How much do you weigh now?")
    told = found(study)["translations"]
    assert len(told) == 1
    assert "question weight: text: “How much do you weigh now?” was changed and has no Spanish" in told[0]
    assert "“How much do you weigh?” is for other words" in told[0]


def test_a_text_without_a_translation_and_a_translation_without_a_text_are_named(study: Path) -> None:
    spanish = study.with_suffix(".es.po")
    changed(spanish, 'msgid "How tall are you?"', 'msgid "Something that nobody says in here"')
    told = found(study)["translations"]
    assert [line for line in told if "question height: text: “How tall are you?” has no Spanish" in line]
    assert [line for line in told if "“Something that nobody says in here” is translated and stands in no text" in line]


@pytest.mark.whole
def test_problems_of_every_sort_are_told_at_once(study: Path) -> None:
    changed(study, 'fact = "hba1c", at_least = "7"', 'fact = "diagnosed", at_least = "7"')
    changed(study, "How tall are you?", "How tall are you today?")
    changed(study.with_suffix(".medicines.toml"), 'class = "insulin"', 'class = "insuline"')
    told = found(study)
    assert [line for line in told["study file"] if 'criterion "sugar"' in line and "is a date" in line]
    assert [line for line in told["translations"] if "was changed" in line]
    assert [line for line in told["lexicons"] if "type_2_diabetes.medicines.toml" in line and "insuline" in line]
    assert CliRunner().invoke(main, ["check", str(study)]).exit_code == 1


def test_a_file_that_is_none_is_refused_with_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["check", str(tmp_path / "none.toml")])
    assert (result.exit_code, len(result.output.strip().splitlines())) == (2, 1)


def test_a_new_study_has_no_problem_but_its_spanish(tmp_path: Path) -> None:
    new_study("MINE", tmp_path)
    told = found(tmp_path / "mine.toml")
    assert told["study file"] == told["lexicons"] == told["machine"] == told["words"] == ()
    assert all("has no Spanish" in line for line in told["translations"])


def test_a_changed_text_of_the_packages_study_is_told_by_the_plain_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """It used to pass, and stopped the person at the button that agrees."""
    from bot.config import bundled

    source = bundled.study_source().replace("How old are you?", "How old are you now?")
    assert not list(checking.untranslated())
    monkeypatch.setattr(bundled, "study_source", lambda: source)
    assert [line for line in checking.untranslated() if "How old are you now?" in line and "question age: text" in line]


def test_cases_are_judged_and_talks_are_held_with_another_study(tmp_path: Path) -> None:
    study = str(EXAMPLES / "type_2_diabetes.toml")
    cases = tmp_path / "cases.json"
    cases.write_text('[{"id": 1, "facts": {"age": 29}}]', "utf-8")
    judged = CliRunner().invoke(main, ["screen", str(cases), "--on", "2026-11-22", "--study", study])
    assert (judged.exit_code, '"unlikely"' in judged.output) == (0, True)
    talk = CliRunner().invoke(main, ["talk", "--lang", "en", "--on", "2026-11-22", "--study", study], input="")
    assert "type 2 diabetes" in talk.output
