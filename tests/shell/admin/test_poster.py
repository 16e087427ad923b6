"""Posters and cards: approved words only, the link of the campaign, and how to reach the site without Telegram."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot.admin.installation import site_template
from bot.admin.paper import pdf_of_page, quoted
from bot.admin.poster import SHEETS, SQUARE, Printing, pages, square, write_posters
from bot.config.bundled import load_study
from bot.config.settings import Settings, SettingsError
from bot.config.site import read_place
from bot.render.texts import Texts
from bot.wording import wording_hash
from dialogs.languages import Language
from dialogs.site import Recruitment
from tests.examples import some

TEXTS = Texts.load()
HASHES = {str(language): wording_hash(language) for language in Language}
#: As long as anybody's, and with every letter that a page could trip over.
LONG = {
    "committee": 'Comité Ético-Científico de Investigación en Seres Humanos de la Región «Ñuble» #1 [\\"$_*]',
    "sites": "Santiago, Concepción y Ñuñoa, en varios centros de la red de salud de cada región del país",
}


def settings(folder: Path, **more: Any) -> Settings:
    return Settings(site=folder / "site.toml", today=date(2026, 11, 23), **more)


def printing(folder: Path, *, campaign: str = "hospital", **more: Any) -> Printing:
    own = settings(folder, **more)
    return Printing(settings=own, study=load_study(), texts=TEXTS, campaign=campaign, bot="example_bot", wording=HASHES)


def site_file(folder: Path, *, approved: bool = True) -> None:
    """A site's file that is filled in, as far as a poster needs it."""
    source = site_template().replace("campaigns = []", 'campaigns = ["hospital"]')
    facts = {"email": "team@example.org", "phone": "the number of the site", "approval": "A-7"}
    facts |= {"approval_date": "2026-10-01"}
    lines = []
    for line in source.splitlines():
        name = line.partition(" = ")[0]
        if name in facts:
            line = f'{name} = "{facts[name]}"'
        elif name in LONG:
            line = f"{name} = '{LONG[name]}'"
        elif name in HASHES and approved:
            line = f'{name} = "{HASHES[name]}"'
        lines.append(line)
    (folder / "site.toml").write_text("\n".join(lines), "utf-8")


def test_a_page_and_a_card_are_written_in_both_languages(tmp_path: Path) -> None:
    site_file(tmp_path)
    lines = write_posters(printing(tmp_path), None, tmp_path / "out")
    names = {f"{sheet}-hospital-{language}.pdf" for sheet in SHEETS for language in Language}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names
    assert len(lines) == 4
    for path in (tmp_path / "out").iterdir():
        written = path.read_bytes()
        assert written.startswith(b"%PDF")
        assert b"/StructTreeRoot" in written or b"/MarkInfo" in written, "tagged, so that it can be read aloud"


@pytest.mark.parametrize("sheet", some(list(SHEETS)))
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("state", list(Recruitment))
def test_each_sheet_is_one_page_with_the_longest_names(
    tmp_path: Path, sheet: str, language: Language, state: Recruitment
) -> None:
    import typst

    site_file(tmp_path)
    asked = printing(tmp_path, recruitment=str(state))
    place = read_place(asked.settings.site, examples_allowed=True)
    source = pages(asked, place, None, language)[sheet]
    (tmp_path / SQUARE).write_text(square(asked), "utf-8")
    (tmp_path / "page.typ").write_text(source, "utf-8")
    assert isinstance(typst.compile(str(tmp_path / "page.typ"), format="png", ppi=30.0), bytes), "one page, not a list"


def test_it_says_how_to_reach_the_bot_and_the_site_and_what_is_free(tmp_path: Path) -> None:
    site_file(tmp_path)
    asked = printing(tmp_path)
    place = read_place(asked.settings.site, examples_allowed=True)
    for sheet, english in pages(asked, place, None, Language.EN).items():
        assert "A research study" in english
        assert "Point your phone's camera at the square. Or look for @example_bot in Telegram." in english
        assert "Without Telegram: call the number of the site or write to team@example.org." in english
        assert "You are free to say no, and your care stays the same." in english
        assert "Number in the public register: NCT03917797. Printed on 23 November 2026." in english
        assert "Approved by: " in english
        assert "A square that opens the chat with @example_bot in Telegram." in english
        assert sheet == "card" or "not taking new people right now" in english


def test_the_square_holds_the_link_of_the_campaign(tmp_path: Path) -> None:
    import segno

    site_file(tmp_path)
    drawn = square(printing(tmp_path))
    other = square(printing(tmp_path, campaign="another"))
    assert drawn.count("<path") == 1
    assert drawn != other
    written = BytesIO()
    segno.make("https://t.me/example_bot?start=c_hospital", error="q", micro=False).save(written, "svg", border=4)
    assert drawn == written.getvalue().decode()


def test_another_wording_than_the_approved_one_is_not_printed(tmp_path: Path) -> None:
    """RE-02: a poster is recruitment material, approved word by word."""
    site_file(tmp_path, approved=False)
    with pytest.raises(SettingsError, match="not the approved one"):
        write_posters(printing(tmp_path), None, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_is_missing_is_named_all_at_once(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(site_template(), "utf-8")
    with pytest.raises(SettingsError) as refused:
        write_posters(printing(tmp_path, campaign="nobody"), None, tmp_path / "out")
    said = "\n".join(refused.value.problems)
    for name in ("campaigns: holds no nobody", "phone", "email", "committee", "approval"):
        assert name in said


def test_what_somebody_wrote_is_never_markup() -> None:
    page = f'#"{quoted(LONG["committee"])}"'
    written = pdf_of_page(page, {})
    assert written is not None
    assert quoted('a"b\\c') == 'a\\"b\\\\c'
