"""A case for the tests of the exports, with an answer of every kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from dialogs.exports.case import ExportedCase
from dialogs.languages import Language
from dialogs.referral.ledger import Agreed
from dialogs.referral.referral import ReferralState
from dialogs.replies import Heading
from dialogs.screening.screening import Outcome
from dialogs.screens import Text
from dialogs.study.study_file import parse_study
from dialogs.values import Answers, Medicine, Quantity, Unknown, Value, When
from tests.core.screening.judging import STUDY

__all__ = ["ANSWERS", "CASE", "KNEE", "STUDY", "case_of", "say"]

KNEE = parse_study((Path(__file__).parents[2] / "cases" / "second_study.toml").read_text(encoding="utf-8"))

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
RITUXIMAB = Medicine("anti_b_cell", "rituximab", "Mabthera")
NOBODY_KNOWS = Medicine("unrecognised", "", "=HYPERLINK(1)")

ANSWERS: Final[dict[str, Value]] = {
    "age": 34,
    "sle": "yes",
    "biopsy": When.parse("2026-06"),
    "biopsy_class": "IV+V",
    "antibodies": "unknown",
    "urinary_sediment": Unknown(),
    "upc": Quantity(Decimal("1250"), "mg/g", ">", "upc", When.parse("2026-03")),
    "egfr": Quantity(Decimal("1.2"), "mg/dL", "", "creatinine"),
    "sex_at_birth": "female",
    "treatments": (RITUXIMAB, NOBODY_KNOWS),
    "when:rituximab": When.parse("2026-03-10"),
    "ongoing:rituximab": "no",
    "when:=HYPERLINK(1)": Unknown(),
    "pregnancy": "in_person",
    "conditions": ("infection", "operation"),
}

CASE: Final = ExportedCase(
    code="LUP-7K3Q",
    heading=Heading.INTEREST,
    state=ReferralState.TAKEN,
    language=Language.ES,
    who="self",
    filed_on=date(2026, 11, 23),
    judged_on=date(2026, 11, 23),
    study=STUDY.version,
    outcome=Outcome.NOT_NOW,
    earliest=date(2027, 3, 11),
    answers=ANSWERS,
    consents=(
        Agreed("answer", "given", "v1", NOON, "5e" * 32),
        Agreed("send", "given", "v1", NOON, "a5" * 32),
        Agreed("later_opening", "refused", "v1", NOON, "77" * 32),
    ),
)


def case_of(answers: Answers) -> ExportedCase:
    """The same case with other answers."""
    return replace(CASE, answers=answers)


def say(text: Text, language: Language) -> str:
    """The English id with its fields, marked where the language is another one."""
    fields = {name: say(value, language) if isinstance(value, Text) else value for name, value in text.fields.items()}
    words = text.id.format_map(fields)
    return words if language == Language.EN else f"{language}:{words}"
