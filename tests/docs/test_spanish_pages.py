"""The Spanish pages say the same as the English ones: the same sections, settings, commands and words of the code."""

import re

import pytest

from bot.chat_commands import COMMANDS
from bot.cli.check import filled
from bot.render.texts import shipped_catalogs, translations
from dialogs.privacy.retention import TABLE
from tests.docs.pages import ROOT, fenced, headings, page, prose, section, words

PAIRS = sorted(path.name for path in (ROOT / "docs" / "es").glob("*.md"))
#: What stands at the root in English.
AT_THE_ROOT = ("README.md", "SECURITY.md")
BOTH = [(name if name in AT_THE_ROOT else f"docs/{name}", f"docs/es/{name}") for name in PAIRS]


def numbered(text: str) -> list[tuple[int, str]]:
    """Level and number of each heading."""
    return [(level, said.partition(". ")[0] if said[0].isdigit() else "") for level, said in headings(text)]


def plain(said: set[str]) -> set[str]:
    """Words of the code, each command of the chat by the name that both languages share."""
    return {f"/{COMMANDS.get(word[1:], word[1:])}" if re.fullmatch(r"/[a-z]+", word) else word for word in said}


def test_the_pages_that_people_in_chile_read_are_there() -> None:
    assert PAIRS == ["README.md", "SECURITY.md", "coordinator.md", "operating.md", "privacy.md", "runbook.md"]


@pytest.mark.parametrize(("english", "spanish"), BOTH)
def test_both_have_the_same_sections_by_number(english: str, spanish: str) -> None:
    assert numbered(page(english)) == numbered(page(spanish))


@pytest.mark.parametrize(("english", "spanish"), BOTH)
def test_both_name_the_same_settings_commands_and_words_of_the_code(english: str, spanish: str) -> None:
    assert plain(words(page(english))) == plain(words(page(spanish)))


@pytest.mark.parametrize(("english", "spanish"), BOTH)
def test_both_have_the_same_words_of_the_code_in_each_section(english: str, spanish: str) -> None:
    for number in (int(said) for level, said in numbered(page(english)) if level == 2 and said):
        first, second = section(page(english), number), section(page(spanish), number)
        assert plain(words(first)) == plain(words(second)), number


@pytest.mark.parametrize(("english", "spanish"), BOTH)
def test_both_have_the_same_blocks_to_copy(english: str, spanish: str) -> None:
    assert fenced(page(english)) == fenced(page(spanish))


@pytest.mark.parametrize(("english", "spanish"), BOTH)
def test_both_have_tables_of_the_same_size(english: str, spanish: str) -> None:
    sizes = [
        [line.count("|") for line in prose(page(name)).splitlines() if line.startswith("|")]
        for name in (english, spanish)
    ]
    assert sizes[0] == sizes[1]


@pytest.mark.parametrize(("english", "spanish"), BOTH)
def test_each_leads_to_the_other_language(english: str, spanish: str) -> None:
    name = english.rpartition("/")[2]
    there, back = ("docs/es", "../..") if english in AT_THE_ROOT else ("es", "..")
    assert f"]({there}/{name})" in page(english)
    assert f"]({back}/{name})" in page(spanish)


def test_the_spanish_table_of_lifetimes_is_the_one_that_the_bot_shows() -> None:
    """[CL-08]"""
    said = {msgid: forms[-1] for catalog in shipped_catalogs()["es"] for msgid, forms in translations(catalog)}
    rows = [line for line in section(page("docs/es/privacy.md"), 2).splitlines() if line.startswith("|")][2:]
    assert rows == [f"| {said[row.what]} | {said[row.why]} | {filled(said[row.how_long])} |" for row in TABLE]


@pytest.mark.parametrize("name", PAIRS)
def test_nobody_is_addressed_as_a_friend(name: str) -> None:
    """*Usted*, never *tú* or *vos*."""
    own = re.sub(r"«[^»]*»", "", page(f"docs/es/{name}"))
    assert not re.findall(r"\b(?:tú|tu|tus|vos|contigo|puedes|tienes|debes|escribe tu)\b", own)
