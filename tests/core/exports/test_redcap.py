"""The data dictionary and the data for REDCap, read back by a parser that knows nothing of ours."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dialogs.exports.csv_lines import csv_line
from dialogs.exports.redcap import data_head, data_rows, dictionary
from dialogs.languages import Language
from dialogs.study.study import Study
from dialogs.values import Medicine, Unknown, When
from tests.core.exports.cases import ANSWERS, CASE, KNEE, STUDY, case_of, say
from tests.examples import some

#: As REDCap's own template of a dictionary has them.
HEAD = (
    "Variable / Field Name,Form Name,Section Header,Field Type,Field Label,"
    '"Choices, Calculations, OR Slider Labels",Field Note,Text Validation Type OR Show Slider Number,'
    "Text Validation Min,Text Validation Max,Identifier?,Branching Logic (Show field only if...),Required Field?,"
    "Custom Alignment,Question Number (surveys only),Matrix Group Name,Matrix Ranking?,Field Annotation"
)
Fields = dict[str, dict[str, str]]


def read(study: Study) -> Fields:
    """The dictionary as a program of somebody else would read it."""
    written = "".join(csv_line(row) for row in dictionary(study, lambda text: say(text, Language.EN)))
    assert written.splitlines()[0] == HEAD
    rows = list(csv.DictReader(io.StringIO(written)))
    assert all(len(row) == 18 for row in rows)
    found = {row["Variable / Field Name"]: row for row in rows}
    assert len(found) == len(rows)
    return found


def choices(field: dict[str, str]) -> dict[str, str]:
    listed = field["Choices, Calculations, OR Slider Labels"]
    return dict(each.split(", ", 1) for each in listed.split(" | ")) if listed else {}


def shown(field: dict[str, str], row: dict[str, str]) -> bool:
    """Would the form show this field of that row? Evaluates the branching logic as REDCap writes it."""

    def cell(name: str, box: str | None) -> str:
        return row.get(f"{name}___{box.lower()}" if box else name, "")

    logic = field["Branching Logic (Show field only if...)"]
    for clause in re.findall(r"\((.*?)\)(?= and \(|$)", logic):
        parts = re.split(r" or ", clause)
        if not any(holds(part, cell) for part in parts):
            return False
    return True


def holds(part: str, cell: Callable[[str, str | None], str]) -> bool:
    if found := re.fullmatch(r"datediff\(\[(\w+)\], \[(\w+)\], 'd', true\) >= 0", part):
        first, last = (cell(name, None) for name in found.groups())
        return bool(first) and date.fromisoformat(first) <= date.fromisoformat(last)
    found = re.fullmatch(r"\[(\w+)(?:\((\w+)\))?\] (=|<>) '(\w*)'", part)
    assert found is not None, part
    name, box, sign, value = found.groups()
    return (cell(name, box) == value) is (sign == "=")


@pytest.mark.parametrize("study", [STUDY, KNEE], ids=["lupus", "knee"])
def test_the_dictionary_loads_where_nobody_knows_us(study: Study) -> None:
    found = read(study)
    assert next(iter(found)) == "case_code", "the first field names the record"
    for name, field in found.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,99}", name)
        assert "__" not in name
        assert field["Form Name"] in ("cases", "treatments")
        assert field["Field Type"] in ("text", "notes", "radio", "checkbox")
        assert bool(choices(field)) is (field["Field Type"] in ("radio", "checkbox"))
        assert all(re.fullmatch(r"\w+", code) for code in choices(field))
        assert field["Text Validation Type OR Show Slider Number"] in ("", "date_ymd", "integer", "number")
        for other, box, value in re.findall(
            r"\[(\w+)(?:\((\w+)\))?\](?: = '(\w+)')?", field["Branching Logic (Show field only if...)"]
        ):
            assert other in found
            if box or value:
                assert (box or value) in choices(found[other])


def test_types_ranges_and_identifiers_follow_from_the_study_file() -> None:
    found = read(STUDY)
    assert [found["age"][f"Text Validation {end}"] for end in ("Min", "Max")] == ["1", "115"]
    assert found["sle"]["Field Type"] == "radio"
    assert found["conditions"]["Field Type"] == "checkbox"
    assert found["treatment_said"]["Identifier?"] == "y"
    assert found["biopsy_first"]["Text Validation Type OR Show Slider Number"] == "date_ymd"
    assert "What sex was recorded" in found["sex_at_birth"]["Field Note"]


SENT = [
    ANSWERS,
    {},
    {"age": Unknown(), "biopsy": "none", "egfr": Unknown(), "creatinine": Unknown("24 h")},
    {"biopsy": "undated", "biopsy_class": "III", "egfr": "dialysis", "treatments": ()},
    {"treatments": (Medicine("new_immunosuppressant", "micofenolato", "Cellcept"),), "when:micofenolato": "planned"},
    {"treatments": (Medicine("ivig"),), "when:ivig": When.parse("2026-05"), "ongoing:ivig": "yes"},
]


@pytest.mark.parametrize("answers", some(SENT))
def test_no_field_that_the_form_hides_is_filled(answers: dict[str, Any]) -> None:
    found, head = read(STUDY), data_head(STUDY)
    own, *treatments = [dict(row) for row in data_rows(STUDY, case_of(answers))]
    for row in ({}, *treatments):
        seen = {**own, **row}
        assert set(seen) <= set(head)
        for name in seen:
            field = found.get(name.partition("___")[0])
            assert field is None or shown(field, seen), name


def test_a_hidden_question_is_hidden_in_the_form_too() -> None:
    found = read(STUDY)
    (row,) = data_rows(STUDY, case_of({"biopsy": "none", "treatments": ()}))
    assert not shown(found["biopsy_class"], dict(row))
    assert not shown(found["sex_at_birth"], dict(row))
    assert shown(found["age"], dict(row))


def test_the_data_use_the_codes_of_the_dictionary() -> None:
    found = read(STUDY)
    for row in data_rows(STUDY, CASE):
        for name, cell in row.items():
            field, _, box = name.partition("___")
            if box:
                assert box in {code.lower() for code in choices(found[field])}
                assert cell in ("0", "1")
            elif choices(found.get(field, {"Choices, Calculations, OR Slider Labels": ""})):
                assert cell in choices(found[field])


def test_treatments_are_instances_of_a_form_that_repeats() -> None:
    _, first, second = data_rows(STUDY, CASE)
    assert [row["redcap_repeat_instance"] for row in (first, second)] == ["1", "2"]
    assert {row["redcap_repeat_instrument"] for row in (first, second)} == {"treatments"}
    assert {row["case_code"] for row in (first, second)} == {CASE.code}
