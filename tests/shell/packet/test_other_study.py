"""Another study than the one that ships gives a packet too, with nothing of that one in it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.config.site import SiteFile
from bot.config.studies import StudyPlace
from bot.config.study_folder import study_files
from bot.packet import inputs
from bot.packet.assemble import assemble
from bot.packet.html_page import html_page
from dialogs.languages import Language
from tests.test_no_study_in_python import STEMS

EXAMPLE = Path(__file__).parents[3] / "dialogs/studies/examples/type_2_diabetes.toml"


@pytest.mark.whole
def test_an_example_study_gives_a_packet_with_its_own_words_alone(tmp_path: Path) -> None:
    files, site = study_files(EXAMPLE), tmp_path / "site.toml"
    study, record = files.study(), tmp_path / "approved.json"
    there = StudyPlace(study=study, place=SiteFile(), site=site, record=record, files=files)
    page = html_page(assemble(inputs.read_inputs(site, date(2026, 12, 1), there), Language.ES))
    assert study.id in page
    assert "Which type of diabetes do you have?" in page
    own_words = {word.lower() for word in STEMS.findall(EXAMPLE.read_text("utf-8"))}
    others = {word.lower() for word in STEMS.findall(re.sub(r"<[^>]+>", " ", page))} - own_words
    assert others <= {"hospital", "universi", "clínica", "diabet", "metform", "insulin", "hba1c", "glucos"}
