"""README is short, shows the demonstration, and leads everybody to their page; the changelog speaks to users."""

import re

from tests.docs.pages import ROOT, fenced, headings, page, pages

LINES = 120
#: In which order a version tells what changed.
CHANGES = ["Security", "Removed", "Deprecated", "Added", "Changed", "Fixed"]


def test_the_readme_fits_two_screens() -> None:
    assert len(page("README.md").splitlines()) <= LINES


def test_the_readme_gives_the_two_commands_to_try_it() -> None:
    first = [block.strip() for block in fenced(page("README.md"))]
    assert first[:2] == ["make demo", "make test"]


def test_the_readme_shows_the_demonstration() -> None:
    """It is described for whoever cannot see it."""
    described, target = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", page("README.md"))[0]
    picture = ROOT / target
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert len(described.split()) > 10


def test_the_readme_leads_to_every_page_of_the_first_floor() -> None:
    linked = set(re.findall(r"\]\(([^)#]+)\)", page("README.md")))
    wanted = [name for name in pages() if name.count("/") <= 1 and name != "README.md"]
    assert not [name for name in wanted if name not in linked]


def test_the_changelog_names_the_version() -> None:
    version = re.search(r'^version = "(.+)"', page("pyproject.toml"), re.MULTILINE)
    assert version
    text = page("CHANGELOG.md")
    assert "## [Unreleased]" in text or f"## [{version[1]}]" in text


def test_the_changelog_tells_changes_in_one_order() -> None:
    versions = re.split(r"^## ", page("CHANGELOG.md"), flags=re.MULTILINE)[1:]
    for version in versions:
        told = [said for level, said in headings(version) if level == 3]
        assert told == [name for name in CHANGES if name in told]
