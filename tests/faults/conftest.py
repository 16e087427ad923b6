"""Figures: each test of a figure says what it reached, and what a deliberately weak build reached beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

HEAD = """# Proofs

What the bot does when things go wrong, as it was measured, and what a deliberately weak build does in the same test.
A number that the weak build reaches too would show nothing.
`make prove` runs every test at its full size and writes this page; each commit runs most of them smaller.
The server is `tests/faults/memory.py`.
What follows from its history is `tests/faults/history.py`.
The weak builds are in `tests/faults/weak.py`.

{day}, {size}:

| number | what | test | reached | weak build |
| --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the page."""

    name: str
    what: str
    test: str
    reached: str
    weak: str


_FIGURES: list[Figure] = []


@pytest.fixture
def sized(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """Return how often something is done: a little for each commit, in full for a proof."""
    full = bool(request.config.getoption("--full"))
    return lambda reduced, whole: whole if full else reduced


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str, str, str, str], None]:
    """Note a figure: its name, what is measured, what was reached, and what the weak build reached."""
    test = f"{request.path.name}::{request.node.originalname}"

    def note(name: str, what: str, reached: str, weak: str) -> None:
        _FIGURES.append(Figure(name, what, test, reached, weak))

    return note


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the longest figures to `make prove`."""
    if not config.getoption("--proofs"):
        left = [item for item in items if item.get_closest_marker("prove")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the page, where one was asked for."""
    page = session.config.getoption("--proofs")
    if not page or not _FIGURES:
        return
    size = "at full size" if session.config.getoption("--full") else "at the reduced size of every commit"
    day = datetime.now(UTC).date().isoformat()
    rows = sorted(_FIGURES, key=lambda each: (int("0" + "".join(filter(str.isdigit, each.name.split()[0]))), each.what))
    lines = [f"| {row.name} | {row.what} | `{row.test}` | {row.reached} | {row.weak} |" for row in rows]
    Path(page).write_text(HEAD.format(day=day, size=size) + "\n".join(lines) + "\n", "utf-8")
