"""CONSORT counts: they add up, and none points at a person, not even by subtraction."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.exports.consort import BELOW, BOX_LABELS, LEAST, ROOTS, Box, Cell, counted, hidden
from dialogs.exports.consort_drawing import diagram

EVENTS = {
    "started": 100,
    "consented": 80,
    "declined": 12,
    "too_young": 6,
    "plausible": 30,
    "not_now": 20,
    "unlikely": 9,
}
STATES = {"new": 5, "taken": 2, "included": 7, "withdrawn": 5, "erased": 6}


def numbers(events: dict[str, int], states: dict[str, int]) -> dict[str, int]:
    return {cell.name: cell.n for root in counted(events, states) for cell in root.all()}


def test_what_stands_below_a_box_adds_up_to_it() -> None:
    """RE-10: numbers through the whole way."""
    found = numbers(EVENTS, STATES)
    for box, parts in BELOW.items():
        assert found[box] == sum(found[part] for part in parts)
    assert (found[Box.STARTED], found[Box.NO_ANSWER], found[Box.UNFINISHED]) == (100, 8, 15)
    assert (found[Box.SENT], found[Box.IN_HAND], found[Box.TAKEN_BACK]) == (25, 7, 11)


def test_a_state_that_nobody_knew_is_in_the_teams_hands() -> None:
    assert numbers({}, {"in_screening": 6})[Box.IN_HAND] == 6


def test_what_was_counted_twice_breaks_no_sum() -> None:
    found = numbers({"started": 3, "consented": 9, "plausible": 12}, {})
    assert (found[Box.CONSENTED], found[Box.STARTED]) == (12, 12)


def test_a_small_number_is_hidden_and_so_is_what_would_give_it_away() -> None:
    """RE-11: no cell from 1 to 4, and none by subtraction."""
    gone = hidden(Cell("whole", 40, (Cell("a", 2), Cell("b", 18), Cell("c", 20))))
    assert gone == {"a", "b"}
    assert hidden(Cell("whole", 2, (Cell("a", 2), Cell("b", 0)))) == {"whole", "a"}
    assert hidden(Cell("whole", 20, (Cell("a", 0), Cell("b", 20)))) == set()


#: More than any whole of `trees`.
MOST = 128


@st.composite
def trees(draw: st.DrawFn, depth: int = 2, name: str = "r") -> Cell:
    if depth == 0 or draw(st.booleans()):
        return Cell(name, draw(st.integers(0, 9)))
    parts = tuple(draw(trees(depth - 1, f"{name}{n}")) for n in range(draw(st.integers(2, 3))))
    return Cell(name, sum(part.n for part in parts), parts)


def possible(cell: Cell, gone: frozenset[str], name: str) -> int:
    """What this cell could be for somebody who sees what is shown, if the one of that name were 5 or more: bit n is n.

    A sum of two such sets is one of them, moved by each number of the other."""
    anything = (1 << MOST) - 2
    own = anything if cell.name in gone else 1 << cell.n
    if cell.name == name:
        own &= -1 << LEAST
    if not cell.parts:
        return own
    sums = 1
    for part in cell.parts:
        there = possible(part, gone, name)
        moved = (sums << n for n in range(MOST) if there >> n & 1)
        sums = reduce(or_, moved, 0) & ((1 << MOST) - 1)
    return own & sums


@pytest.mark.slow
@given(trees())
def test_every_hidden_small_number_could_as_well_be_five(root: Cell) -> None:
    gone = hidden(root)
    for cell in root.all():
        if 0 < cell.n < LEAST:
            assert cell.name in gone
            assert possible(root, gone, cell.name), (gone, cell)


def test_a_small_number_that_is_given_away_is_seen_by_the_test_above() -> None:
    whole = Cell("whole", 20, (Cell("a", 2), Cell("b", 18)))
    assert not possible(whole, frozenset({"a"}), "a")


@given(trees())
def test_nothing_is_hidden_where_nothing_is_small(root: Cell) -> None:
    if not any(0 < cell.n < LEAST for cell in root.all()):
        assert not hidden(root)


@pytest.mark.parametrize("states", [STATES, {}])
def test_the_diagram_is_a_picture_of_every_box_and_shows_no_hidden_number(states: dict[str, int]) -> None:
    shown = {box: (BOX_LABELS[box], "7777" if box is Box.STARTED else "not shown") for box in Box}
    drawn = diagram(shown, "Title & more", "A note")
    picture = ElementTree.fromstring(drawn)
    assert picture.tag.endswith("svg")
    assert picture.get("role") == "img"
    text = " ".join(picture.itertext())
    for label in BOX_LABELS.values():
        assert label in text
    assert re.findall(r"\b7777\b", text) == ["7777"]
    assert set(ROOTS) <= set(shown)
