"""The one rule of languages, at every door of the shell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.desk.admission import StaffActor
from bot.desk.visit import PatientActor
from dialogs.languages import language_of


@pytest.mark.parametrize("code", ["", "es-CL", "en", "pt", "fr"])
def test_a_patient_and_a_member_of_staff_with_the_same_language_are_answered_alike(code: str) -> None:
    assert (
        PatientActor(1, language_code=code).language
        is StaffActor(user_id=1, chat_id=1, language_code=code).language
        is language_of(code)
    )


def test_the_rule_stands_in_one_place(root: Path) -> None:
    """Five copies of it gave two answers."""
    rule = re.compile(r"""language_code[^\n]*\[:2\]|startswith\(["'](?:es|en)["']\)""")
    sources = [path for folder in ("bot", "dialogs") for path in (root / folder).rglob("*.py")]
    found = [path.name for path in sources if rule.search(path.read_text(encoding="utf-8"))]
    assert found == ["languages.py"]
