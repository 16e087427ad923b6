"""The newcomers' page: every target it names exists, and every name stands in the file beside it."""

import re

from tests.docs.pages import ROOT, headings, page, prose, targets

CONTRIBUTING = "CONTRIBUTING.md"


def test_it_says_how_to_add_each_thing_that_people_add() -> None:
    told = " ".join(said for _, said in headings(page(CONTRIBUTING)))
    assert not [thing for thing in ("question", "step", "text", "study", "table") if thing not in told]


def test_it_names_every_target_that_helps_while_working() -> None:
    named = set(re.findall(r"`make ([a-z-]+)`", page(CONTRIBUTING)))
    assert {"demo", "test", "test-fast", "check", "format", "lint", "types", "catalogs", "diagrams"} <= named
    assert "make setup" in page(CONTRIBUTING)
    assert named <= targets()


def test_a_name_that_is_said_to_stand_in_a_file_stands_there() -> None:
    pairs = re.findall(r"`(\w+)`(?: and `(\w+)`)? (?:in|of) `((?:bot|dialogs)/[\w./]+\.py)`", prose(page(CONTRIBUTING)))
    assert len(pairs) >= 8
    wrong = []
    for first, second, path in pairs:
        text = (ROOT / path).read_text(encoding="utf-8")
        wrong += [f"{name}: {path}" for name in (first, second) if name and not re.search(rf"\b{name}\b", text)]
    assert not wrong
