"""The architecture page: every package, machine and word is there, its drawings are those of the code, files exist."""

import re

import pytest

from bot.dev.diagrams import PAGES, MissingDiagram, redrawn
from bot.dev.drawings import floors
from tests.docs.pages import ROOT, fenced, page, section

ARCHITECTURE = "docs/architecture.md"
MOST_ARROWS = 15

#: The words of the project; each has a line of the glossary.
GLOSSARY = (
    *("patient", "referral", "heading", "step", "side step", "prompt", "advance", "Attempt", "TRANSITIONS"),
    *("action", "trial card", "group card", "value text", "slot", "reading", "fact", "criterion", "finding"),
    *("outcome", "screen", "reply", "dossier", "ledger", "outbox", "effect", "person key", "site", "study"),
)
#: Machines that are no table of `dialogs.machine`, by the word that their line begins with.
SMALL_MACHINES = (
    *("side step", "pause", "contact asked for from elsewhere", "what was begun at the open step", "correction"),
    "another contact",
    *("what was sent, as the person sees it", "use blocked", "recruitment", "member of the team"),
    *("reachable person", "call in the outbox", "start of the program"),
)


def rows(text: str) -> list[list[str]]:
    """The lines of every table, cell by cell, without the heads."""
    found = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in found]
    heads = {number - 1 for number, line in enumerate(cells) if set("".join(line)) <= {"-"}}
    return [line for number, line in enumerate(cells) if number not in heads and number - 1 not in heads]


def sources() -> str:
    code = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("dialogs/**/*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in code if path.parts[-2] != "dev")


def is_defined(name: str, code: str) -> bool:
    """Is this a class, a function, a field, an argument or a constant of the code, or a module?"""
    made = rf"(?:class|def) {name}\b|\b{name}: |^\s*{name} = |[. ]{name} import|import .*\b{name}\b"
    return bool(re.search(made, code, re.MULTILINE))


@pytest.mark.parametrize("name", PAGES)
def test_the_drawings_of_a_page_are_those_of_the_code(name: str) -> None:
    assert redrawn(page(name), name) == page(name), "run `make diagrams`"


def test_a_page_without_a_place_for_a_drawing_is_refused() -> None:
    with pytest.raises(MissingDiagram, match="has places for"):
        redrawn("# Tamiz\n", ARCHITECTURE)


def test_no_drawing_of_the_page_has_more_arrows_than_one_can_follow() -> None:
    drawings = fenced(page(ARCHITECTURE), "mermaid")
    assert len(drawings) >= 3
    assert not [drawing for drawing in drawings if drawing.count("-->") > MOST_ARROWS]


@pytest.mark.parametrize("container", ["dialogs", "bot"])
def test_every_package_of_the_import_contracts_has_its_line(container: str) -> None:
    told = [line[1].strip("`") for line in rows(section(page(ARCHITECTURE), 3)) if line[0].isdigit()]
    assert not [name for floor in floors(container) for name in floor if name not in told]


def test_every_table_machine_is_named_by_its_file() -> None:
    makers = [
        path.relative_to(ROOT).as_posix()
        for path in [*ROOT.glob("bot/**/*.py"), *ROOT.glob("dialogs/**/*.py")]
        if re.search(r"^from dialogs\.machine import .*\bbuild\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    makers = [path for path in makers if not path.startswith("bot/dev/")]
    assert len(makers) >= 2
    assert not [path for path in makers if f"`{path}`" not in section(page(ARCHITECTURE), 6)]


@pytest.mark.parametrize("machine", SMALL_MACHINES)
def test_every_smaller_machine_has_its_line_and_its_place(machine: str) -> None:
    found = [line for line in rows(section(page(ARCHITECTURE), 6)) if line[0] == machine]
    assert found, machine
    assert re.search(r"`(?:bot|dialogs)/", found[0][-1])


@pytest.mark.parametrize("word", GLOSSARY)
def test_every_word_of_the_project_has_its_line(word: str) -> None:
    told = [each.strip() for line in rows(section(page(ARCHITECTURE), 7)) for each in line[0].split(",")]
    assert word in told


def test_what_the_glossary_calls_the_word_of_the_code_stands_in_the_code() -> None:
    code = sources()
    names = [name for line in rows(section(page(ARCHITECTURE), 7)) for name in re.findall(r"`([^`]+)`", line[2])]
    assert not [name for name in names if not is_defined(name.split(".")[-1], code)]


def test_whoever_looks_for_something_finds_it_in_the_file_that_is_named() -> None:
    wrong = []
    for question, where, name in rows(section(page(ARCHITECTURE), 4)):
        files = [path for path in re.findall(r"`([^`]+)`", where) if "/" in path]
        for path in files:
            text = (ROOT / path).read_text(encoding="utf-8")
            wrong += [f"{question}: {name} in {path}"] if name != "–" and name.strip("`") not in text else []
        wrong += [] if files or "not built yet" in where else [f"{question}: no file"]
    assert not wrong
