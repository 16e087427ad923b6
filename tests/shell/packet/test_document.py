"""What stands in the packet: complete, true to its sources, and missing where nobody said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from bot.config.approval import Approval
from bot.packet.approval import approved_texts
from bot.packet.assemble import assemble
from bot.packet.document import Cell, Document, Heading, Listing, Mark, Pair, Prose, Table
from bot.packet.html_page import html_page
from bot.packet.inputs import Counts, Inputs, read_inputs
from bot.packet.sections.data import kept_fields
from bot.packet.writer import sentences
from bot.store.tables import metadata
from dialogs.conversation.conversation import Conversation
from dialogs.languages import Language
from dialogs.privacy.retention import TABLE
from dialogs.replies import Purpose
from tests.shell.packet.conftest import DAY, assembled, filled_packet, filled_site

pytestmark = pytest.mark.whole

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with every value in its place, the approval apart."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "site.toml").write_text(filled_site(), "utf-8")
    (folder / "packet.toml").write_text(filled_packet(), "utf-8")
    return folder


@pytest.fixture(scope="module")
def inputs(folder: Path) -> Inputs:
    """What a packet of it is made of."""
    return read_inputs(folder / "site.toml", DAY)


def words_of(page: str) -> str:
    """What a reader sees of a page."""
    return unescape(
        re.sub(r"<[^>]+>", "", re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL).replace("<br>", "\n"))
    )


def said(cell: Cell) -> str:
    return "".join(span.text for span in cell)


def tables(document: Document, number: str) -> Iterator[Table]:
    for section in document.sections:
        if section.number == number:
            yield from (block for block in section.blocks if isinstance(block, Table))


def everything(document: Document) -> str:
    """All that a document says, block by block."""
    found = []
    for section in document.sections:
        found += [section.title.es, section.title.en]
        for block in section.blocks:
            match block:
                case Heading(title=pair) | Prose(said=pair):
                    found += [pair.es, pair.en]
                case Listing(items=items):
                    found += [said(item) for item in items]
                case Table(rows=rows):
                    found += [said(cell) for row in rows for cell in row]
    return "\n".join(found)


@pytest.mark.parametrize("lead", list(Language))
def test_table_a_holds_every_text_once_and_to_the_letter(inputs: Inputs, lead: Language) -> None:
    rows = [row for table in tables(assembled(inputs, lead), "4") for row in table.rows]
    # Of the team's short texts two share a row; the last of these may have an empty half.
    halves = [half for row in rows for half in (row[:3], row[3:] if len(row) == 6 else ()) if half and said(half[0])]
    numbered = {said(number): (es, en) for number, es, en in halves}
    assert len(halves) == len(numbered) == len(inputs.texts)
    for text in inputs.texts:
        es, en = numbered[f"4.{text.number}"]
        for shown, forms in ((es, text.es), (en, text.en)):
            many, _, for_one = said(shown).split("\n→ ")[0].partition(" (1: ")
            assert many == forms[-1]
            # Of a text that counts something, what stands otherwise for one: it is all that differs.
            assert for_one.removesuffix(")") in forms[0]
            assert bool(for_one) == (len(forms) == 2)


def test_the_page_says_what_the_document_says(inputs: Inputs) -> None:
    document = assembled(inputs, Language.ES)
    page = words_of(html_page(document))
    for text in inputs.texts:
        assert text.es[-1] in page
        assert text.en[-1] in page
    assert document.running in page


def test_a_text_whose_fields_the_site_fills_stands_with_its_values_too(inputs: Inputs) -> None:
    assert "→ Escriba a: (postal), o a (email)." in everything(assembled(inputs, Language.ES))


def test_every_field_of_the_store_is_in_one_row_of_table_d_cl_08() -> None:
    """[CL-08] Each stored field has a purpose and a lifetime. A new one needs a row in kept_fields.toml."""
    # Files beside the store have rows too.
    listed = sorted(name for row in kept_fields() for name in row.fields if not name.startswith("file: "))
    columns = {f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns}
    body = {f"conversations.body: {field.name}" for field in fields(Conversation) if field.init}
    assert listed == sorted((columns - {"conversations.body"}) | body)


def test_every_lifetime_of_table_d_is_one_that_the_clock_erases_by() -> None:
    known = {row.what for row in TABLE}
    assert {row.kept for row in kept_fields()} - known <= set(sentences())


def test_another_lifetime_changes_permissions_data_and_notice(inputs: Inputs, folder: Path) -> None:
    (folder / "other.toml").write_text(filled_site(consent_years=9, unfinished_days=3), "utf-8")
    other = read_inputs(folder / "other.toml", DAY)
    before, after = assembled(inputs, Language.ES), assemble(other, Language.ES)
    changed = [a.number for a, b in zip(before.sections, after.sections, strict=True) if a != b]
    assert {"7", "8"} <= set(changed)
    assert "9 años" in everything(after)
    assert inputs.wording == other.wording


def test_every_permission_has_its_row_with_its_texts(inputs: Inputs) -> None:
    (table,) = tables(assembled(inputs, Language.ES), "7")
    assert len(table.rows) == len(Purpose) + 2
    assert all(said(row[1]).startswith("4.") for row in table.rows[: len(Purpose)])


def test_every_question_serves_a_criterion_and_dont_know_never_fails_one(inputs: Inputs) -> None:
    document = assembled(inputs, Language.EN)
    (table,) = tables(document, "5")
    assert len(table.rows) == len(inputs.study.asked)
    assert "Criteria without a question: 0. Questions without a criterion: 0." in everything(document)
    for row in table.rows:
        for line in said(row[2]).split("\n"):
            assert not ("I don't know" in line and "does not meet" in line), line


def test_a_question_that_goes_takes_its_row_with_it(inputs: Inputs) -> None:
    study = replace(inputs.study, questions=tuple(q for q in inputs.study.questions if q.id != "antibodies"))
    document = assemble(replace(inputs, study=study), Language.EN)
    (table,) = tables(document, "5")
    assert len(table.rows) == len(inputs.study.asked) - 1
    assert "Criteria without a question: 1." in everything(document)


def test_the_first_page_lists_what_is_missing_and_every_page_is_a_draft(inputs: Inputs, bare_inputs: Inputs) -> None:
    document = assembled(bare_inputs, Language.ES)
    seal = next(section for section in document.sections if section.number == "0")
    listed = [said(item) for block in seal.blocks if isinstance(block, Listing) for item in block.items]
    assert [line.removeprefix("«falta»: ") for line in listed] == list(bare_inputs.missing)
    assert "BORRADOR" in document.draft
    marks = [span for table in tables(document, "0") for row in table.rows for cell in row for span in cell]
    assert any(span.mark is Mark.MISSING and span.text == "«falta»" for span in marks)
    assert "EXAMPLE" not in html_page(document)
    assert "EJEMPLO" not in html_page(document)
    assert [line for line in inputs.missing if not line.startswith("approved.json")] == []


def approved(inputs: Inputs, **other: object) -> Inputs:
    """The same inputs under an approval of exactly these texts, some things otherwise."""
    approval = Approval(
        number="(number)", date="2026-11-02", valid_until="2027-11-02", wording=inputs.wording,
        study=inputs.study.version, texts=approved_texts(inputs.texts),
    )  # fmt: skip
    return replace(inputs, approval=replace(approval, **other), missing=())  # type: ignore[arg-type]  # by name


def test_with_nothing_missing_nothing_says_draft(inputs: Inputs) -> None:
    page = html_page(assemble(approved(inputs), Language.ES))
    assert "BORRADOR" not in page
    assert "Ningún texto cambió desde la aprobación (number)." in page


def test_counts_stand_in_section_13_only_where_they_are_asked_for_and_hide_what_is_small(inputs: Inputs) -> None:
    """[RE-11]"""
    assert "no se pidieron para esta carpeta" in html_page(assembled(inputs, Language.ES))
    counted = replace(inputs, counts=Counts(date(2026, 11, 30), {"Began": "12", "Did not agree": ""}))
    page = html_page(assemble(counted, Language.ES))
    assert "30 de noviembre de 2026: Empezaron: 12; No aceptaron: no se muestra." in page
    assert "Began: 12; Did not agree: not shown." in page


def test_a_changed_word_is_shown_as_taken_away_and_put_in_in_its_language_only_re_17(inputs: Inputs) -> None:
    """[RE-17] The committee reads the difference."""
    consent = inputs.study.texts["consent"][1]
    texts = [
        replace(text, es="Sus respuestas son secretas.") if text.id == consent else text
        for text in approved_texts(inputs.texts)
    ]
    before = next(text for text in inputs.texts if text.id == consent)
    found = assemble(approved(inputs, texts=tuple(texts)), Language.ES)
    tracked = next(iter(tables(found, "4")))
    ((number, es, en, reason),) = tracked.rows
    assert said(number) == f"4.{before.number}"
    assert {span.mark for span in es} == {Mark.PLAIN, Mark.ADDED, Mark.REMOVED}
    assert {span.mark for span in en} == {Mark.PLAIN}
    assert before.pinned in said(reason)
    page = html_page(found)
    assert "<del>[secretas.]</del>" in page
    assert "<ins>+" in page


def test_a_text_whose_english_changed_is_found_again_and_others_are_new_or_gone(inputs: Inputs) -> None:
    consent = inputs.study.texts["consent"][0]
    texts = [
        replace(text, id=text.id + " Really.", en=text.en + " Really.") if text.id == consent else text
        for text in approved_texts(inputs.texts)
    ]
    gone = replace(texts[0], id="No such text any more.", place="nowhere")
    found = list(tables(assemble(approved(inputs, texts=(*texts[1:], gone)), Language.ES), "4"))[:3]
    assert [table.caption.en for table in found] == ["New texts", "Changed texts", "Texts that are gone"]
    assert [len(table.rows) for table in found] == [1, 1, 1]
    assert "Really." in [span.text.strip() for span in found[1].rows[0][2] if span.mark is Mark.REMOVED]


def test_what_somebody_typed_is_never_markup(folder: Path) -> None:
    (folder / "odd.toml").write_text(filled_site(host="<script>x</script>"), "utf-8")
    page = html_page(assemble(read_inputs(folder / "odd.toml", DAY), Language.ES))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_every_sentence_of_the_packet_is_used_and_is_there_in_both_languages() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "bot/packet").rglob("*.py"))
    data = (ROOT / "bot/packet/kept_fields.toml").read_text("utf-8")
    called = re.findall(r'f"([a-z0-9_]+_)\{', code)
    numbered = ("mandate_", "refused_", "requests_", "breach_", "annex_", "not_shown_", *(f"s{n}_" for n in range(15)))
    prefixes = (*called, *numbered)
    for name, pair in sentences().items():
        assert pair.es
        assert pair.en
        assert f'"{name}"' in code or f'"{name}"' in data or name.startswith(prefixes), name


def test_a_pair_says_the_same_numbers_in_both_languages() -> None:
    for name, pair in sentences().items():
        assert isinstance(pair, Pair)
        assert sorted(re.findall(r"\{\w+\}|\d+", pair.es)) == sorted(re.findall(r"\{\w+\}|\d+", pair.en)), name
