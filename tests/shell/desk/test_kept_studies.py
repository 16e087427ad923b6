"""An installation with several studies, one of whose files are wrong or gone at the next start."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.config.bundled import load_study
from bot.config.settings import Settings, SettingsError
from bot.config.studies import MoreStudy, more_studies
from bot.desk import standing
from bot.desk.context import DeskContext
from bot.desk.kept_studies import Told, desks_now, keep_copies
from bot.store import people
from bot.store.engine import Store
from dialogs.errors import SetUpError
from dialogs.site import Recruitment
from tests.shell.desk.test_several_studies import SUGAR, SUGAR_ID, begin, kept
from tests.shell.front import ANA, EVA, MONDAY, STUDY
from tests.shell.several import SUGAR_GROUP, Several, example, folder_of

SUGAR_FILE = "type_2_diabetes"


def cut(folder: Path, ending: str) -> None:
    """Somebody stopped in the middle of an edit."""
    path = folder / f"{SUGAR_FILE}.{ending}"
    path.write_text(path.read_text("utf-8")[: len(path.read_text("utf-8")) // 2] + '\n"', "utf-8")


#: What can go wrong with the files of a study between two starts → how, one after the other.
WRONG: dict[str, Callable[[Path], None]] = {
    "its part of the site's file": lambda folder: cut(folder, "site.toml"),
    "no Spanish": lambda folder: (folder / f"{SUGAR_FILE}.es.po").unlink(),
    "no TOML any more": lambda folder: cut(folder, "toml"),
    "gone": lambda folder: (folder / f"{SUGAR_FILE}.toml").unlink(),
    "the whole folder": shutil.rmtree,
}


def told(more: Sequence[MoreStudy]) -> list[Told]:
    """What `told_of` returns, with the texts that were read once."""
    if untold := [each for each in more if not each.files.spanish.is_file()]:
        raise SetUpError([f"{untold[0].files.path}: no Spanish. Write it."])
    return [(each, example(each.study.id).texts, example(each.study.id).wording) for each in more]


def started(front: Several, folder: Path) -> DeskContext:
    """The installation as a start finds it."""
    settings = front.context.settings.model_copy(update={"studies": folder, "site": folder.parent / "site.toml"})
    home = replace(front.context, settings=settings, studies={})
    front.context = replace(home, studies=desks_now(home, told))
    keep_copies(front.context)
    return front.context


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one study."""
    made = folder_of(tmp_path)
    for path in made.glob("lupus_nephritis.*"):
        path.unlink()
    return made


@pytest.fixture
def front(store: Store) -> Several:
    return Several(store)


def test_while_nobody_is_known_wrong_files_are_refused_and_then_only_that_study_is_left_out(
    front: Several, folder: Path
) -> None:
    """[RE-16]"""
    assert set(started(front, folder).studies) == {STUDY, SUGAR_ID}
    cut(folder, "toml")
    with pytest.raises(SetUpError, match=SUGAR_FILE):
        started(front, folder)
    front.context.store.write_now(lambda tx: people.get_or_create_person(tx, 77, MONDAY, STUDY))
    assert not started(front, folder).studies, "nobody is in it; the others go on"


@pytest.mark.whole
def test_who_was_in_a_study_whose_files_are_wrong_has_every_right_and_is_asked_nothing(
    front: Several, folder: Path, tmp_path: Path
) -> None:
    """[CL-07] [CL-11] [RE-16] Whatever is wrong with the files, and as before once they are put back."""
    started(front, folder)
    begin(front, SUGAR)
    front.write(EVA, "45")
    good = shutil.copytree(folder, tmp_path / "good")
    for how, breaks in WRONG.items():
        breaks(folder)
        with capture_logs() as lines:
            sugar = started(front, folder).in_study(SUGAR_ID)
        alarms = [line for line in lines if line["event"].startswith("ALARM: a study's files are wrong")]
        assert any(line.get("study") == SUGAR_ID for line in alarms), how
        assert all("see `tamiz check`, and start again" in line["event"] for line in alarms), how
        _informs_only(front, sugar, how)
        front.write(EVA, "46")
        assert "For now there is only information here about this study" in front.last(EVA), how
        assert kept(front)[SUGAR_ID]["answers"]["age"] == 45, "nothing that was answered is lost"
    front.write(EVA, "no puedo respirar")
    assert "131" in "\n".join(front.chat(EVA)[-2:])
    front.write(EVA, "/mydata")
    assert any(method == "sendDocument" for method, _ in front.calls)
    _the_owner_hears_of_it(front)
    front.write(EVA, "/delete")
    front.press(EVA, "Yes, erase everything")
    assert kept(front) == {}
    shutil.copytree(good, folder)
    assert not started(front, folder).in_study(SUGAR_ID).from_copy
    begin(front, SUGAR)
    assert "How old are you?" in front.last(EVA), "put back, it asks again"


def _informs_only(front: Several, sugar: DeskContext, how: str) -> None:
    assert sugar.from_copy, how
    assert sugar.place.chat == SUGAR_GROUP, "no other team sees what is kept there"
    site = sugar.store.read_now(lambda tx: sugar.site(tx, front.now))
    assert (site.recruitment, site.information_only) == (Recruitment.NOT_RECRUITING, True), how
    assert standing.what_hinders(sugar) == [], how


def _the_owner_hears_of_it(front: Several) -> None:
    """Once each time: again where the files were right in between."""
    front.invite(ANA, "owner")
    elsewhere = front.context.settings.model_copy(update={"api_base": "https://api.example.org"})
    wrong = replace(front.context, settings=elsewhere)
    right = replace(wrong, studies={study: replace(desk, from_copy=False) for study, desk in wrong.studies.items()})
    for times, there in ((1, wrong), (1, wrong), (1, right), (2, wrong)):
        front.context.store.write_now(lambda tx, there=there: standing.announce(tx, there, front.now))
        front.deliver()
        said = [text for text in front.chat(ANA) if "Its files are wrong or gone, so this bot gives" in text]
        assert len(said) == times
        assert all(SUGAR in text and "Whoever runs the bot must put them right" in text for text in said)


def test_a_folder_names_everything_that_is_wrong_in_it_at_once(folder: Path) -> None:
    shutil.copy(folder / f"{SUGAR_FILE}.toml", folder / "zz_again.toml")
    (folder / "stray.toml").write_text('[site]\ncampaigns = ["x"]\n', "utf-8")
    own = folder / f"{SUGAR_FILE}.site.toml"
    own.write_text(own.read_text("utf-8").replace(str(SUGAR_GROUP), "12"), "utf-8")
    settings = Settings(studies=folder, site=folder.parent / "site.toml")
    with pytest.raises(SettingsError) as refused:
        more_studies(settings, load_study(), examples_allowed=True)
    named = "\n".join(refused.value.problems)
    assert "stray.toml: no study file, and beside none" in named
    assert "team.chat: must be the id of the team's group, a negative number" in named
    own.unlink()
    with pytest.raises(SettingsError, match=f"'{SUGAR_ID.lower()}' is that of {SUGAR_ID} too. Give this study its own"):
        more_studies(settings, load_study(), examples_allowed=True)
    for broken, told_so in (("nowhere", "cannot be read"), ("empty", "has no study file")):
        (folder / "empty").mkdir(exist_ok=True)
        with pytest.raises(SettingsError, match=told_so):
            more_studies(settings.model_copy(update={"studies": folder / broken}), load_study(), examples_allowed=True)
