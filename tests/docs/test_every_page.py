"""What holds for all pages: links lead somewhere, named files and targets exist, nobody is "she"."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, SETTINGS, commands, headings, page, pages, prose, targets, words

PAGES = pages()
#: Pages that are written one sentence a line.
NEW = [name for name in PAGES if name.startswith("docs/") or name in ("CHANGELOG.md", "CONTRIBUTING.md", "README.md")]
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def anchors(text: str) -> set[str]:
    """The names under which the headings of a page can be linked to."""
    plain = [re.sub(r"[^\w\- ]", "", said.lower()) for _, said in headings(text)]
    return {said.replace(" ", "-") for said in plain}


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_page_and_a_heading_that_exist(name: str) -> None:
    broken = []
    for link in _LINK.findall(prose(page(name))):
        target, _, anchor = link.partition("#")
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        path = (ROOT / name).parent / target if target else ROOT / name
        if not path.exists() or (anchor and anchor not in anchors(path.read_text(encoding="utf-8"))):
            broken.append(link)
    assert not broken


@pytest.mark.parametrize("name", [name for name in PAGES if name != "CHANGELOG.md"])
def test_every_file_that_a_page_names_exists(name: str) -> None:
    named = {word for word in words(page(name)) if re.match(r"(?:bot|dialogs|tests|docs|locales|requirements)/", word)}
    assert not [word for word in named if not list(ROOT.glob(word))]


@pytest.mark.parametrize("name", [name for name in PAGES if name != "CHANGELOG.md"])
def test_every_setting_command_and_target_that_a_page_names_exists(name: str) -> None:
    text = page(name)
    assert set(re.findall(r"TAMIZ_[A-Z_]+[A-Z]", text)) <= SETTINGS
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= targets()
    typed = {" ".join(command.split()[1:]) for command in commands()}
    groups = {command.partition(" ")[0] for command in typed}
    for said in re.findall(r"`tamiz ((?:[a-z][a-z-]* ?)+)", text):
        assert any(said.strip() == known or said.startswith(f"{known} ") for known in typed | groups), said


@pytest.mark.parametrize("name", NEW)
def test_a_page_has_one_title_and_no_second_sentence_in_a_line_of_prose(name: str) -> None:
    text = page(name)
    assert [level for level, _ in headings(text)].count(1) == 1
    lines = [line for line in prose(text).splitlines() if line and line[0] not in "|#>-0123456789 <"]
    assert not [line for line in lines if re.search(r"[a-záéíóúñ`)»”]\. [A-ZÁÉÍÓÚÑ¿]", line)]


@pytest.mark.parametrize("name", PAGES)
def test_a_person_is_never_she_by_default(name: str) -> None:
    """What the bot itself says is quoted as it stands; the rules for texts look at that."""
    own = re.sub(r"“[^”]*”|«[^»]*»", "", page(name))
    assert not re.findall(r"\b(?:she|her|hers|herself|la paciente|una paciente)\b", own, re.IGNORECASE)


def test_no_picture_is_heavy() -> None:
    assert not [path.name for path in Path(ROOT / "docs").rglob("*.png") if path.stat().st_size > 200_000]
