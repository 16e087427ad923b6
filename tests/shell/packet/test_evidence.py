"""Rules, worked cases and what shows each rule: from the sources, or honestly not shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.packet import travelling
from bot.packet.assemble import assemble
from bot.packet.document import Cell, Document, Table
from bot.packet.inputs import Inputs
from bot.packet.sections.compliance import cited, kept_rules
from dialogs.languages import Language
from tests.shell.packet.conftest import assembled

pytestmark = pytest.mark.whole

DAY = date(2026, 12, 1)


@pytest.fixture(scope="module")
def inputs(bare_inputs: Inputs) -> Inputs:
    return bare_inputs


def said(cell: Cell) -> str:
    return "".join(span.text for span in cell)


def table(document: Document, title: str) -> Table:
    blocks = [block for section in document.sections for block in section.blocks]
    return next(block for block in blocks if isinstance(block, Table) and block.caption.en == title)


def test_every_rule_is_in_table_e_with_its_evidence_or_the_reason(inputs: Inputs) -> None:
    rows = table(assembled(inputs, Language.EN), "Table E: compliance").rows
    assert [said(row[0]) for row in rows] == [rule.id for rule in kept_rules()]
    shown = {said(row[0]): said(row[2]) for row in rows}
    assert "tests/" not in shown["CL-02"]
    assert "tests: " in shown["CL-02"]
    assert "texts 4." in shown["CL-02"]
    assert "texts 4." in shown["CL-21"]
    assert shown["RE-09"].startswith("not shown here: a document")
    assert all(shown.values())


def test_a_test_that_cites_a_rule_is_found_and_a_folder_without_tests_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text('def test_it() -> None:\n    """[XX-01, XX-02] Holds."""\n', "utf-8")
    assert cited(tmp_path) == {"XX-01": ["test_some.py: test_it"], "XX-02": ["test_some.py: test_it"]}
    assert cited(tmp_path / "nowhere") == {}


def test_thirty_cases_are_worked_out_ten_of_each_outcome(inputs: Inputs) -> None:
    rows = table(assembled(inputs, Language.EN), "Worked cases").rows
    outcomes = [said(row[2]).split(" / ")[0] for row in rows]
    assert outcomes == ["might be"] * 10 + ["not for now"] * 10 + ["does not seem"] * 10
    assert all("Not met: " in said(row[3]) for row in rows[10:])


def test_every_criterion_has_its_rule_the_registers_words_and_its_reasons(inputs: Inputs) -> None:
    rows = table(assembled(inputs, Language.EN), "Criteria, rules and reasons").rows
    assert len(rows) == len(inputs.study.criteria)
    assert all(said(cell) for row in rows for cell in row)
    assert not [said(row[2]) for row in rows if "see the study file" in said(row[2])]


def test_a_copy_without_the_files_of_the_tests_says_not_shown(inputs: Inputs, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("rules", "compliance"):
        monkeypatch.setattr(f"bot.packet.sections.{module}.found", lambda name: None)
    document = assemble(inputs, Language.EN)
    assert table(document, "Table E: compliance").rows == ()
    titles = [block.caption.en for s in document.sections for block in s.blocks if isinstance(block, Table)]
    assert "Worked cases" not in titles


def test_what_travels_is_there_in_a_checkout() -> None:
    assert all(travelling.found(name) for name in (travelling.PINS, travelling.RULES, travelling.CASES))
