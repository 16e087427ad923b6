"""The tables of an export: a column for each part of an answer, a row for each case and each treatment."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from openpyxl import Workbook

from dialogs.exports.columns import Column, ColumnsError, Holds, Part, Table, columns
from dialogs.exports.csv_lines import csv_line, dictionary_lines, row_line, safe
from dialogs.exports.rows import case_row, treatment_rows
from dialogs.study.study import Kind, Study
from dialogs.values import Unknown, When
from tests.core.exports.cases import ANSWERS, CASE, KNEE, STUDY, case_of, say

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " \n@x", "\u200b=1", "\uff1d1", "\ufe621")


def names(study: Study, table: Table) -> set[str]:
    return {column.name for column in columns(study) if column.table is table}


def test_every_cell_of_a_case_has_its_column() -> None:
    assert set(case_row(STUDY, CASE)) <= names(STUDY, Table.CASES)
    for row in treatment_rows(STUDY, CASE):
        assert set(row) <= names(STUDY, Table.TREATMENTS)


def test_an_answer_of_each_kind_is_taken_apart() -> None:
    row = case_row(STUDY, CASE)
    assert row["age"] == "34"
    assert (row["biopsy_first"], row["biopsy_last"]) == ("2026-06-01", "2026-06-30")
    assert row["biopsy_class"] == "IV+V"
    assert row["urinary_sediment"] == "unknown"
    assert [row[f"upc_{part}"] for part in ("comparator", "number", "unit", "taken_first")] == [
        *(">", "1250", "mg/g"),
        "2026-03-01",
    ]
    assert row["egfr_test"] == "creatinine"
    assert row["treatments_option"] == "named"
    assert row["conditions"] == "infection+operation"
    assert row["criterion_infection"] == "not_met"
    assert row["criterion_antibodies"] == "unknown"


def test_each_treatment_is_a_row_with_what_was_asked_of_it() -> None:
    first, second = treatment_rows(STUDY, CASE)
    assert (first["treatment_name"], first["when_first"], first["ongoing"]) == ("rituximab", "2026-03-10", "no")
    assert (second["treatment_said"], second["when_option"]) == ("=HYPERLINK(1)", "unknown")
    assert "ongoing" not in second, "it is hidden, because no date is known"


def test_not_asked_and_not_known_are_two_things() -> None:
    row = case_row(STUDY, case_of({"age": Unknown(), "biopsy": "none"}))
    assert (row["age_option"], row["biopsy_option"]) == ("unknown", "none")
    assert "upc_option" not in row
    assert "biopsy_class" not in row


def test_none_of_them_is_an_answer_too() -> None:
    row = case_row(STUDY, case_of({"conditions": (), "treatments": ()}))
    assert (row["conditions"], row["treatments_option"]) == ("none", "none")


def test_hidden_answers_do_not_leave() -> None:
    row = case_row(STUDY, case_of(ANSWERS | {"biopsy": "none"}))
    assert "biopsy_class" not in row


def test_words_of_another_test_stand_in_their_own_column() -> None:
    row = case_row(STUDY, case_of({"upc": Unknown("3.100 mg/24 h")}))
    assert (row["upc_option"], row["upc_said"]) == ("unknown", "3.100 mg/24 h")


def test_no_answer_is_sent_where_the_person_agreed_to_none() -> None:
    row = case_row(STUDY, case_of({}))
    assert not [name for name in row if not name.startswith("case_")]
    assert row["case_outcome"] == "not_now"


def test_who_somebody_is_has_no_column() -> None:
    """CL-07: a study export serves the study, and needs no name and no contact."""
    assert not [c for c in columns(STUDY) if c.question is not None and c.question.kind is Kind.CONTACT]
    assert not {"name", "contact", "phone", "case_name"} & names(STUDY, Table.CASES)


def test_a_study_that_nobody_knew_has_columns_of_its_own() -> None:
    row = case_row(KNEE, case_of({"years": 4, "side": "left", "picture": When.parse("2026")}))
    assert (row["years"], row["side"], row["picture_last"]) == ("4", "left", "2026-12-31")
    assert set(row) <= names(KNEE, Table.CASES)


def test_ids_that_clash_are_refused_and_named() -> None:
    clash = replace(STUDY.question("antibodies"), id="upc_unit")
    with pytest.raises(ColumnsError, match="upc_unit"):
        columns(replace(STUDY, questions=(*STUDY.questions, clash)))


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(formula: str) -> None:
    """TXT-04: what somebody typed is text in a spreadsheet too."""
    assert safe(formula).startswith("'")
    read = next(csv.reader(io.StringIO(csv_line([formula, "III+V"]))))
    sheet = Workbook().active
    assert sheet is not None
    sheet.append(read)
    assert [cell.data_type for cell in sheet[1]] == ["s", "s"]


def test_a_case_with_a_formula_opens_as_text() -> None:
    known = [column for column in columns(STUDY) if column.table is Table.TREATMENTS]
    written = "".join(row_line(known, row) for row in treatment_rows(STUDY, CASE))
    rows = list(csv.DictReader(io.StringIO(written), [column.name for column in known]))
    assert rows[1]["treatment_said"] == "'=HYPERLINK(1)"


def test_the_dictionary_explains_every_column_in_both_languages() -> None:
    found = list(csv.DictReader(io.StringIO("".join(dictionary_lines(columns(STUDY), say)))))
    assert [(row["table"], row["column"]) for row in found] == [(c.table, c.name) for c in columns(STUDY)]
    age = next(row for row in found if row["column"] == "age")
    assert (age["label_es"], age["label_en"], age["lowest"], age["highest"]) == ("es:Age", "Age", "1", "115")
    sle = next(row for row in found if row["column"] == "sle")
    assert "no: No" in sle["choices_en"]
    assert "no: es:No" in sle["choices_es"]
    assert {row["column"] for row in found if row["own_words"] == "yes"} >= {"treatment_said", "upc_said"}


def test_what_a_column_holds_fits_its_cells() -> None:
    row = case_row(STUDY, CASE)
    for column in columns(STUDY):
        if column.table is Table.CASES and (cell := row.get(column.name, "")):
            assert fits(column, cell), column.name


def fits(column: Column, cell: str) -> bool:
    match column.holds:
        case Holds.ONE:
            return cell in column.choices
        case Holds.SEVERAL:
            return set(cell.split("+")) <= set(column.choices)
        case Holds.DAY:
            return When.parse(cell).precision == "day"
        case Holds.WHOLE:
            return cell.isdigit()
    return column.part in (Part.NUMBER, Part.SAID, Part.VALUE)
