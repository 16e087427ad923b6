"""A study and its cases for REDCap: the data dictionary of 18 columns, and the rows to import.

Cases are one form, treatments a second one that repeats: `redcap_repeat_instance` numbers them. A code holds letters,
digits and `_` only, so a unit or a sign gets a code of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from dialogs.exports.case import ExportedCase
from dialogs.exports.columns import THE_TREATMENT, Column, Holds, Table, columns
from dialogs.exports.conditions import Clause, Condition, Test, clauses
from dialogs.exports.rows import Row, case_row, treatment_rows
from dialogs.screens import Text
from dialogs.study.study import Study

#: Says a text in the language of the project.
Words = Callable[[Text], str]

DICTIONARY = (
    *("Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label"),
    *("Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number"),
    *("Text Validation Min", "Text Validation Max", "Identifier?", "Branching Logic (Show field only if...)"),
    *("Required Field?", "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name"),
    *("Matrix Ranking?", "Field Annotation"),
)
RECORD = "case_code"
REPEATS = ("redcap_repeat_instrument", "redcap_repeat_instance")
TYPES: Mapping[Holds, str] = {Holds.ONE: "radio", Holds.SEVERAL: "checkbox", Holds.WORDS: "notes"}
VALIDATIONS: Mapping[Holds, str] = {
    Holds.DAY: "date_ymd",
    Holds.WHOLE: "integer",
    Holds.NUMBER: "number",
    Holds.DECIMAL: "number",
}
#: What would be left of them is nothing.
SIGNS: Mapping[str, str] = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


def code(value: str) -> str:
    """Return the code of a choice.

    >>> code("mg/g"), code("µmol/L"), code("<="), code("IV")
    ('mg_g', 'umol_L', 'le', 'IV')
    """
    return SIGNS.get(value) or re.sub(r"[^A-Za-z0-9_]", "_", value.replace("µ", "u").replace("μ", "u"))


def fields(study: Study) -> tuple[Column, ...]:
    """Return the fields in their order: the code of the case belongs to the first form only."""
    return tuple(c for c in columns(study) if c.table is Table.CASES or c.name != RECORD)


def dictionary(study: Study, words: Words) -> Iterator[tuple[str, ...]]:
    """Return the rows of the data dictionary, the head first."""
    yield DICTIONARY
    for column in fields(study):
        told = {
            "Variable / Field Name": column.name,
            "Form Name": str(column.table),
            "Field Type": TYPES.get(column.holds, "text"),
            "Field Label": words(column.label),
            "Choices, Calculations, OR Slider Labels": _choices(column, words),
            "Field Note": _note(column, words),
            "Text Validation Type OR Show Slider Number": VALIDATIONS.get(column.holds, ""),
            "Text Validation Min": column.lowest,
            "Text Validation Max": column.highest,
            "Identifier?": "y" if column.tells_who else "",
            "Branching Logic (Show field only if...)": _branching(study, column),
            "Required Field?": "y" if column.name == RECORD else "",
        }
        yield tuple(told.get(name, "") for name in DICTIONARY)


def _choices(column: Column, words: Words) -> str:
    return " | ".join(f"{code(value)}, {words(label).replace('|', '/')}" for value, label in column.choices.items())


def _note(column: Column, words: Words) -> str:
    if column.question is None:
        return ""
    fields = {"medicine": Text(THE_TREATMENT)} if column.question.for_each else {}
    return words(Text(column.question.text, fields))


def _branching(study: Study, column: Column) -> str:
    if column.question is None:
        return ""
    return " and ".join(f"({_any_of(clause)})" for clause in clauses(study, column.question))


def _any_of(clause: Clause) -> str:
    return " or ".join(map(_condition, clause))


def _condition(condition: Condition) -> str:
    name, value = condition.column.name, code(condition.value)
    match condition.test:
        case Test.FILLED:
            return f"[{name}] <> ''"
        case Test.PAST:
            return f"datediff([{name}], [case_judged_on], 'd', true) >= 0"
    return f"[{name}({value})] = '1'" if condition.column.holds is Holds.SEVERAL else f"[{name}] = '{value}'"


def data_head(study: Study) -> tuple[str, ...]:
    """Return the names of the columns of the data."""
    first, *rest = [name for column in fields(study) for name in _names(column)]
    return (first, *REPEATS, *rest)


def data_rows(study: Study, case: ExportedCase) -> Iterator[Row]:
    """Return the case's own row, then one for each treatment."""
    yield _coded(study, Table.CASES, case_row(study, case))
    for row in treatment_rows(study, case):
        repeats = dict(zip(REPEATS, (str(Table.TREATMENTS), row["treatment_number"]), strict=True))
        yield {RECORD: case.code, **repeats, **_coded(study, Table.TREATMENTS, row)}


def _names(column: Column) -> Iterator[str]:
    """Return the column's own name, or one for each box that can be ticked."""
    if column.holds is Holds.SEVERAL:
        yield from map(partial(_box, column), column.choices)
    else:
        yield column.name


def _box(column: Column, value: str) -> str:
    return f"{column.name}___{code(value).lower()}"


def _coded(study: Study, table: Table, row: Row) -> Row:
    found: dict[str, str] = {}
    for column in columns(study):
        cell = row.get(column.name, "") if column.table is table else ""
        if not cell:
            continue
        if column.holds is Holds.SEVERAL:
            ticked = set(cell.split("+"))
            found |= {_box(column, value): "1" if value in ticked else "0" for value in column.choices}
        else:
            found[column.name] = code(cell) if column.holds is Holds.ONE else cell
    return found
