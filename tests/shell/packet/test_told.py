"""What the packet says of the program in sentences of its own is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.config.bundled import load_study
from bot.packet.document import Listing, Section, Table
from bot.packet.inputs import Inputs, read_inputs
from bot.packet.sections import data, permissions, told
from bot.packet.writer import Writer, sentences
from dialogs.exports.poster import poster, poster_texts
from dialogs.languages import Language
from dialogs.site import Recruitment, Site
from tests.shell.packet.conftest import DAY, filled_site

STUDY = load_study()


def words(section: Section) -> str:
    """All that the lists and tables of a section say."""
    cells = [
        cell
        for block in section.blocks
        for cell in (block.items if isinstance(block, Listing) else ())
        + tuple(cell for row in (block.rows if isinstance(block, Table) else ()) for cell in row)
    ]
    return "\n".join("".join(span.text for span in cell) for cell in cells)


@pytest.mark.parametrize("language", Language)
def test_nothing_that_the_program_does_is_said_to_be_done_by_hand_or_not_at_all(language: Language) -> None:
    """[RE-18]"""
    assert {"poster", "breach"} <= set(main.commands)
    for name in ("s2_intro", "s10_5", "breach_text"):
        said = sentences()[name].of(language)
        assert "todavía no" not in said, name
        assert "no envía" not in said, name
        assert not re.search(r"does not (?:send|draw|print)", said), name
    everybody = {Language.ES: "por una filtración, y solo si", Language.EN: "about a breach only, and only once"}
    assert everybody[language] in sentences()["s10_4"].of(language), "the one message to everybody (TG-07)"


@pytest.mark.parametrize(
    ("language", "roles"),
    [
        (
            Language.ES,
            ("responsable", "coordinación", "investigación solo mira", "observación ve conteos y ningún caso"),
        ),
        (Language.EN, ("owner", "coordinator", "investigator only looks", "observer sees counts and no case")),
    ],
)
def test_each_role_is_told_with_what_it_sees(language: Language, roles: tuple[str, ...]) -> None:
    """[EU-01]"""
    assert all(role in sentences()["s11_2"].of(language) for role in roles)


def test_only_texts_that_say_that_nobody_reads_live_are_said_to_say_so() -> None:
    """[RE-18]"""
    for language, read in ((Language.ES, "nadie lo lee al momento"), (Language.EN, "no one reads it right away")):
        quiet = [text for text in _safety(language) if read not in text]
        assert quiet, "the text for a wish to die says other things first"
        assert "cada texto lo dice" not in sentences()["s9_3"].of(language)
        assert "each text says so" not in sentences()["s9_3"].of(language)


def _safety(language: Language) -> list[str]:
    inputs = read_inputs(Path("none.toml"), DAY)
    return [
        "\n".join(text.es if language is Language.ES else text.en) for text in inputs.texts if text.group == "safety"
    ]


def test_a_period_that_the_site_has_not_given_is_missing_wherever_it_would_stand(bare_inputs: Inputs) -> None:
    """What the program would do without it is nobody's decision, and a committee must not read it as one."""
    w = Writer(bare_inputs, Language.ES)
    kept = words(data.section(w)) + words(permissions.section(w)) + words(told.one_page(w)) + words(told.annexes(w))
    for invented in ("5 años, también", "12 meses, o hasta", "7 días después", "in working days: 2", "09:00"):
        assert invented not in kept
    for missing in (
        "«falta» años, también",
        "«falta» meses, o hasta",
        "[missing] days after",
        "in working days: «falta»",
    ):
        assert missing in kept
    assert "patrocinador / Who authorised the use of the sponsor's name: «falta»" in words(told.recruitment(w))


def test_a_period_that_the_site_gives_stands_there(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(filled_site(consent_years=6, unfinished_days=9), "utf-8")
    w = Writer(read_inputs(tmp_path / "site.toml", DAY), Language.ES)
    kept = words(data.section(w)) + words(permissions.section(w))
    assert "6 años, también" in kept
    assert "9 días después" in kept
    assert "«falta»" not in words(permissions.section(w))


@pytest.mark.parametrize("state", Recruitment)
def test_every_text_of_a_poster_is_named(state: Recruitment) -> None:
    """[RE-02]"""
    sheet = poster(STUDY, Site(recruitment=state, confirmed_on=DAY), Language.ES, "@bot", DAY)
    said = {text.id for text in (sheet.heading, *sheet.about, sheet.scan, sheet.otherwise, *sheet.foot, sheet.qr_says)}
    assert said <= set(poster_texts(STUDY))
