"""What a visitor of the demonstration reads first, and what its clock and its made-up values say."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest

import bot.demo
from bot.admin.installation import initialise
from bot.config.settings import Settings, SettingsError
from bot.config.site import read_place, site_on
from bot.config.site_keys import FACTS, TEXTS
from bot.demo.run import ROLES, Demonstration, fit, set_aside, until_ten
from bot.demo.world import STAFF_CHAT, World
from dialogs.languages import Language
from dialogs.privacy.notice import FACTS as PRINTED

WORDS: Final = Path(bot.demo.__path__[0], "page", "words.js").read_text("utf-8")
PHONE: Final = Path(bot.demo.__path__[0], "page", "phone.js").read_text("utf-8")
CHILE: Final = ZoneInfo("America/Santiago")
FIRST: Final = {
    "es": ("Usted es la persona: presione Iniciar.", "Aquí llegan los casos."),
    "en": ("You are the person: press Start.", "Cases arrive here."),
}


def words_of(language: str) -> str:
    """The page's own words in a language."""
    return WORDS.partition(f"  {language}: {{")[2].partition("\n  },")[0]


@pytest.mark.parametrize("language", list(FIRST))
def test_a_line_above_each_phone_says_what_to_do_first(language: str) -> None:
    for side, line in zip(("patient", "team"), FIRST[language], strict=True):
        assert f'hint_{side}: "{line}"' in words_of(language)
    assert "word(`hint_${this.side}`)" in PHONE
    assert re.search(r"append\(top, this\.hint,", PHONE), "it stands above the chat"


def test_the_button_that_the_line_names_is_called_so() -> None:
    assert 'start: "Iniciar"' in words_of("es")
    assert 'start: "Start"' in words_of("en")


@pytest.mark.parametrize("hour", [0, 9, 10, 11, 23])
def test_a_day_on_is_ten_in_the_morning_of_the_next_day_in_chile(hour: int) -> None:
    now = datetime(2026, 11, 26, hour, 30, tzinfo=CHILE).astimezone(UTC)
    there = (now + until_ten(now)).astimezone(CHILE)
    assert (there.date(), there.hour, there.minute) == (date(2026, 11, 27), 10, 0)


async def test_the_clock_of_the_demonstration_goes_to_ten_and_by_an_hour_only_an_hour(tmp_path: Path) -> None:
    shown = Demonstration(tmp_path / "demo")
    before = shown.clock()
    await shown.advance(timedelta(hours=1))
    assert timedelta(minutes=59) < shown.clock() - before < timedelta(minutes=61)
    await shown.advance(timedelta(days=1))
    there = shown.clock().astimezone(CHILE)
    assert (there.hour, there.minute) == (10, 0)
    assert there.date() == (before + timedelta(hours=1)).astimezone(CHILE).date() + timedelta(days=1)


def test_what_the_demonstration_makes_up_is_marked_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is invented: every value that a person reads says of itself that it is an example."""
    monkeypatch.chdir(tmp_path)
    settings = Settings(site=tmp_path / "site.toml", key_file=tmp_path / "k" / "master.key")
    initialise(settings)
    place = read_place(settings.site, examples_allowed=True)
    site = site_on(place, datetime(2026, 11, 27, 12, tzinfo=CHILE), switch=None, override=None, trusted=True)
    for name in {*FACTS, *TEXTS} & {*PRINTED, "sites", "hours", "phone", "email"}:
        assert site.fact(name, Language.ES).startswith("EJEMPLO"), name
        assert site.fact(name, Language.EN).startswith("EXAMPLE"), name


@pytest.mark.parametrize(("language", "title"), [("es", "Equipo del estudio"), ("en", "Study team")])
def test_the_team_of_a_visitor_speaks_their_language_and_has_every_role(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, title: str
) -> None:
    monkeypatch.chdir(tmp_path)
    world = World(language=language)
    settings = Settings(site=tmp_path / "site.toml", key_file=tmp_path / "k" / "master.key")
    initialise(settings)
    fit(settings.site, world.language)
    assert read_place(settings.site, examples_allowed=True).group_language == language
    staff = [person for person in world.people.values() if person.staff]
    assert world.room(STAFF_CHAT).chat["title"] == title
    assert [one.language == language for one in staff] == [True] * 5 + [False, True], "one reads the other language"
    assert [one.language for one in world.people.values() if not one.staff].count(language) == 2
    assert len(staff) == len(ROLES) + 1, "and one has no invitation"


def test_what_an_earlier_demonstration_left_is_moved_aside_and_never_deleted(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    assert set_aside(folder) is None
    for number in (1, 2):
        folder.mkdir()
        (folder / "tamiz-demo").touch()
        (folder / "tamiz.db").write_text(f"run {number}")
        assert set_aside(folder) == tmp_path / f"demo-{number}"
        assert (tmp_path / f"demo-{number}" / "tamiz.db").read_text() == f"run {number}"
    folder.mkdir()
    (folder / "thesis.txt").touch()
    with pytest.raises(SettingsError, match="not a folder of the demonstration"):
        set_aside(folder)
    assert (folder / "thesis.txt").exists()


def test_the_folder_of_a_demonstration_that_runs_is_left_to_it(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl", reason="this system locks files in another way")
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "tamiz-demo").touch()
    with (folder / "running.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with pytest.raises(SettingsError, match="is running"):
            set_aside(folder)
    assert folder.exists()
