"""How many came how far, as CONSORT counts them, with no number that points at a person (RE-10, RE-11).

Theory of operation. The boxes are two trees: whoever began, and whoever sent something; the numbers below a box add up
to it. A number from 1 to 4 is hidden. A hidden number could be had by subtraction, so more are hidden, the smallest
first, until each that was hidden could just as well be 5 or more; where that is not enough, the box above is hidden
too. Nought is shown: it points at nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dialogs.referral.referral import ReferralState
from dialogs.replies import FunnelEvent
from dialogs.screens import S_

#: The smallest number that may be shown, nought apart.
LEAST = 5


class Box(StrEnum):
    """The boxes of the diagram."""

    STARTED = "started"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    CONSENTED = "consented"
    TOO_YOUNG = "too_young"
    UNFINISHED = "unfinished"
    PLAUSIBLE = "plausible"
    NOT_NOW = "not_now"
    UNLIKELY = "unlikely"
    SENT = "sent"
    IN_HAND = "in_hand"
    NOT_ELIGIBLE = "not_eligible"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TAKEN_BACK = "taken_back"
    INCLUDED = "included"


BOX_LABELS = {
    Box.STARTED: S_("Began"),
    Box.DECLINED: S_("Did not agree"),
    Box.NO_ANSWER: S_("Did not say"),
    Box.CONSENTED: S_("Agreed to answer"),
    Box.TOO_YOUNG: S_("Too young"),
    Box.UNFINISHED: S_("Did not finish"),
    Box.PLAUSIBLE: S_("Possible"),
    Box.NOT_NOW: S_("Not now"),
    Box.UNLIKELY: S_("Seems not"),
    Box.SENT: S_("Sent to the team"),
    Box.IN_HAND: S_("In the team's hands"),
    Box.NOT_ELIGIBLE: S_("Not eligible"),
    Box.REFUSED: S_("Did not want to"),
    Box.UNREACHABLE: S_("Not reached"),
    Box.TAKEN_BACK: S_("Withdrawn or erased"),
    Box.INCLUDED: S_("Included"),
}
BELOW: Mapping[Box, tuple[Box, ...]] = {
    Box.STARTED: (Box.CONSENTED, Box.DECLINED, Box.NO_ANSWER),
    Box.CONSENTED: (Box.TOO_YOUNG, Box.UNFINISHED, Box.PLAUSIBLE, Box.NOT_NOW, Box.UNLIKELY),
    Box.SENT: (Box.IN_HAND, Box.NOT_ELIGIBLE, Box.REFUSED, Box.UNREACHABLE, Box.TAKEN_BACK, Box.INCLUDED),
}
ROOTS = (Box.STARTED, Box.SENT)
#: What the counters hold of the boxes, by the same names.
_COUNTED = (
    *(FunnelEvent.STARTED, FunnelEvent.CONSENTED, FunnelEvent.DECLINED, FunnelEvent.TOO_YOUNG),
    *(FunnelEvent.PLAUSIBLE, FunnelEvent.NOT_NOW, FunnelEvent.UNLIKELY),
)
STATE_BOX: Mapping[str, Box] = {
    ReferralState.INCLUDED: Box.INCLUDED,
    ReferralState.NOT_ELIGIBLE: Box.NOT_ELIGIBLE,
    ReferralState.DECLINED: Box.REFUSED,
    ReferralState.UNREACHABLE: Box.UNREACHABLE,
    ReferralState.WITHDRAWN: Box.TAKEN_BACK,
    ReferralState.ERASED: Box.TAKEN_BACK,
    ReferralState.EXPIRED: Box.TAKEN_BACK,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One number and the numbers that add up to it."""

    name: str
    n: int
    parts: tuple[Cell, ...] = ()

    def all(self) -> Iterator[Cell]:
        """Return this cell and every cell below."""
        yield self
        for part in self.parts:
            yield from part.all()


def counted(events: Mapping[str, int], states: Mapping[str, int]) -> tuple[Cell, ...]:
    """Return the two trees of counts; what no counter says (who left) is the rest."""
    known = {Box(name): events.get(name, 0) for name in FunnelEvent if name in _COUNTED}
    known[Box.UNFINISHED] = _rest(known, Box.CONSENTED, Box.UNFINISHED)
    known[Box.NO_ANSWER] = _rest(known, Box.STARTED, Box.NO_ANSWER)
    for state, n in states.items():
        box = STATE_BOX.get(state, Box.IN_HAND)
        known[box] = known.get(box, 0) + n
    return tuple(_tree(root, known) for root in ROOTS)


def _rest(known: Mapping[Box, int], whole: Box, rest: Box) -> int:
    return max(0, known.get(whole, 0) - sum(known.get(part, 0) for part in BELOW[whole] if part is not rest))


def _tree(box: Box, known: Mapping[Box, int]) -> Cell:
    """Return the tree below a box; a box never holds less than its parts, whatever was counted twice."""
    parts = tuple(_tree(part, known) for part in BELOW.get(box, ()))
    return Cell(box, sum(part.n for part in parts) if parts else known.get(box, 0), parts)


def hidden(root: Cell) -> frozenset[str]:
    """Return the names of the cells that must not be shown, neither by themselves nor by subtraction."""
    found = {cell.name for cell in root.all() if 0 < cell.n < LEAST}
    while (way := _given_away(root, found, None if root.name in found else root.n)) is not None:
        found |= _more(way, found)
    return frozenset(found)


def _floor(cell: Cell, found: set[str]) -> int:
    """Return the least that a cell can be for somebody who sees what is shown; what is hidden is not nought."""
    if cell.name not in found:
        return cell.n
    return max(1, sum(_floor(part, found) for part in cell.parts))


def _given_away(cell: Cell, found: set[str], most: int | None) -> tuple[Cell, ...] | None:
    """Return the way down to a small number that is known to be small, itself last; None where all are safe.

    `most` is the most that this cell can be for somebody who sees what is shown; None: there is no limit."""
    if 0 < cell.n < LEAST and most is not None and most < LEAST:
        return (cell,)
    floors = {part.name: _floor(part, found) for part in cell.parts}
    for part in cell.parts:
        others = sum(floors.values()) - floors[part.name]
        limit = part.n if part.name not in found else None if most is None else most - others
        if (way := _given_away(part, found, limit)) is not None:
            return (cell, *way)
    return None


def _more(way: tuple[Cell, ...], found: set[str]) -> set[str]:
    """Return what to hide beside: from the small number upwards the smallest that is shown, or the box above."""
    for whole in reversed(way[:-1]):
        seen = [part for part in whole.parts if part.n and part.name not in found]
        if seen:
            return _with_a_part(min(seen, key=lambda part: part.n))
        if whole.name not in found:
            return {whole.name}
    raise AssertionError("a small number is limited only by a box that is shown")


def _with_a_part(cell: Cell) -> set[str]:
    """Return the cell and, all the way down, its smallest part: parts that are all shown would add up to it."""
    parts = [part for part in cell.parts if part.n]
    return {cell.name} | (_with_a_part(min(parts, key=lambda part: part.n)) if parts else set())
