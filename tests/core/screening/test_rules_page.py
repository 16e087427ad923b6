"""The page of the rules in words has every section that is cited, and every rule of judgement is cited by a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dialogs

CORE = Path(dialogs.__path__[0])
TESTS = Path(__file__).parent.parent.parent
SECTIONS = re.findall(
    r"^#{2,3} (\d+(?:\.\d+)?)\.? ", (CORE / "studies" / "nct03917797.md").read_text(encoding="utf-8"), re.MULTILINE
)

CITED = re.compile(r"study-facts (\d+(?:\.\d+)?(?:(?:, | and )\d+(?:\.\d+)?)*)")


def cited_in(folder: Path) -> set[str]:
    """Sections of the page that the files of a folder cite."""
    files = [path for kind in ("*.py", "*.toml", "*.json") for path in folder.rglob(kind)]
    cited = CITED.findall("\n".join(path.read_text(encoding="utf-8") for path in files))
    return {number for numbers in cited for number in re.split(r", | and ", numbers)}


@pytest.mark.parametrize("folder", [CORE, TESTS], ids=["the core", "the tests"])
def test_every_section_that_is_cited_stands_on_the_page(folder: Path) -> None:
    assert cited_in(folder) <= set(SECTIONS)


def test_every_rule_of_judgement_is_cited_by_a_test_of_it() -> None:
    """Sections 3 to 5 and 7 to 9; the words (6) are a matter of the catalogues."""
    rules = {section for section in SECTIONS if section[0] in "345789" and section != "4"}
    assert rules <= cited_in(Path(__file__).parent)
