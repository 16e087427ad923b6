"""Another study than the one that ships gives a packet too, with nothing of that one in it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from bot.config.study_folder import study_files
from bot.packet import inputs, played
from bot.packet.assemble import assemble
from bot.packet.html_page import html_page
from bot.render.texts import read_catalogs
from bot.wording.study_texts import PROGRAM, catalogs_of
from dialogs.languages import Language
from tests.test_no_study_in_python import STEMS

EXAMPLE = Path(__file__).parents[3] / "dialogs/studies/examples/type_2_diabetes.toml"


def test_an_example_study_gives_a_packet_with_its_own_words_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = study_files(EXAMPLE)
    study, lexicon, own = files.study(), files.lexicon(), catalogs_of(files)
    program = {code: [part for part in parts if part.domain == PROGRAM] for code, parts in read_catalogs().items()}
    catalogs: dict[str, list[Catalog]] = {code: [*parts, own[Language(code)]] for code, parts in program.items()}
    monkeypatch.setattr(inputs, "load_study", lambda: study)
    monkeypatch.setattr(inputs, "read_catalogs", lambda: catalogs)
    monkeypatch.setattr(played, "load_lexicon", lambda: lexicon)
    page = html_page(assemble(inputs.read_inputs(tmp_path / "site.toml", date(2026, 12, 1)), Language.ES))
    assert study.id in page
    assert "Which type of diabetes do you have?" in page
    own_words = {word.lower() for word in STEMS.findall(EXAMPLE.read_text("utf-8"))}
    others = {word.lower() for word in STEMS.findall(re.sub(r"<[^>]+>", " ", page))} - own_words
    assert others <= {"hospital", "universi", "clínica", "diabet", "metform", "insulin", "hba1c", "glucos"}
