"""The six papers of the law: every heading of each rule, in both languages; what nobody knows says so."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from bot.cli.main import main
from bot.packet.inputs import Inputs, read_inputs
from bot.packet.papers import MISSING, Paper, papers, templates
from dialogs.languages import Language

#: Paper → its rule, and what the rule asks it to say, in each language, by a word of the heading.
ASKED: Final = {
    "impact": ("CL-24", ("operaci|operation", "finalidad|purpose", "necesidad|necessity", "proporci|proportion",
                         "riesgo|risk", "medida|measure", "decisi")),
    "processors": ("CL-23", ("objeto|object", "duraci|duration", "finalidad|purpose", "tipo de datos|type of data",
                             "derechos y deberes|rights and duties", "otros encargados|sub-processors",
                             "devolver o borrar|return or erase", "contrato|contract")),
    "breach": ("CL-21", ("agencia|agency", "naturaleza|nature", "efectos|effects", "categor", "cuántas|how many",
                         "medidas|measures", "cada persona|each person", "alcance nacional|national reach",
                         "encargados|processors")),
    "catalogue": ("CL-29", ("finalidad|purpose", "de quiénes|whose", "qué datos|which data", "recibe|recipients",
                            "extranjero|abroad", "seguridad|security")),
    "contact": ("CL-35", ("prevenci|prevention", "escribe|write", "solicitudes|requests", "rechaza|refused")),
    "transfer": ("CL-25", ("pasa al extranjero|goes abroad", "países|countries", "garantías|safeguards",
                           "base legal|legal basis", "se dice a la persona|the person is told")),
}  # fmt: skip


@pytest.fixture(scope="module", params=list(Language))
def written(request: pytest.FixtureRequest, bare_inputs: Inputs) -> dict[str, Paper]:
    """The papers of a site that has said nothing yet, in one language."""
    return {paper.id: paper for paper in papers(bare_inputs, request.param)}


@pytest.mark.parametrize("id", list(ASKED))
def test_each_paper_has_every_heading_of_its_rule(written: dict[str, Paper], id: str) -> None:
    """[CL-21] [CL-23] [CL-24] [CL-25] [CL-29]"""
    rule, asked = ASKED[id]
    headings = "\n".join(line for line in written[id].text.lower().splitlines() if line.startswith("## "))
    assert written[id].rule == rule
    assert not [each for each in asked if not re.search(each, headings)]


def test_what_nobody_said_yet_is_missing_in_its_place(written: dict[str, Paper]) -> None:
    """[CL-24] Nothing is made up."""
    assert set(written) == set(ASKED)
    assert all(paper.missing for paper in written.values())
    assert not [paper.id for paper in written.values() if re.search(r"\{\w+\}|EXAMPLE|EJEMPLO", paper.text)]


def test_what_the_site_says_stands_in_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[CL-21]"""
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init", "--yes"]).exit_code == 0
    site = tmp_path / "site.toml"
    text = site.read_text("utf-8")
    site.write_text(re.sub(r'^host = ".*"', 'host = "(a host)"', text, flags=re.MULTILINE), "utf-8")
    found = {paper.id: paper for paper in papers(read_inputs(site, date(2026, 12, 1)), Language.EN)}
    assert "Hosts the server: (a host)." in found["processors"].text
    assert f"On behalf of: {MISSING}." in found["processors"].text


def test_both_languages_have_the_same_parts_and_the_same_fields() -> None:
    """[PL-07]"""
    for raw in templates():
        for part in raw["part"]:
            assert set(part["heading"]) == {"es", "en"}
            assert re.findall(r"\{\w+\}", part["es"]) == re.findall(r"\{\w+\}", part["en"])


def test_the_command_writes_six_files_and_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    assert runner.invoke(main, ["init", "--yes"]).exit_code == 0
    result = runner.invoke(main, ["papers", "--lang", "en", "--out", "p"])
    assert sorted(path.name for path in Path("p").iterdir()) == sorted(f"{id}-en.md" for id in ASKED)
    assert result.exit_code == 1
    assert "missing: processors-en.md" in result.output
