"""Which counts may be shown, so that none points at a person: by itself, by subtraction or by waiting (RE-11).

Theory of operation. What is shown is played through week by week, as if somebody had read every report so far. A number
changes only where it is nought or at least five, has grown by nothing or by at least five since it was last shown, and
differs by nothing or by at least five from each other number of its group, those that one may subtract: the steps of
one way, or a whole, its parts, and what is left of it. Otherwise what was shown last stays. So whatever anybody adds or
takes away of what stands in the reports, of one week or of several, is nought or comes to five persons at least.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from dialogs.exports.consort import LEAST

#: Parts of which every sum is looked at; of more only each alone and all together.
_FEW = 6


@dataclass(frozen=True, slots=True)
class Whole:
    """A number and the parts that add up to it."""

    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """Which numbers somebody may subtract from each other."""

    #: Steps of one way: each counts persons of the one before.
    ways: tuple[tuple[str, ...], ...] = ()
    wholes: tuple[Whole, ...] = ()


def reports(weeks: Sequence[Mapping[str, int]], names: Sequence[str], rules: Rules) -> list[dict[str, int]]:
    """Return what the report after each week shows; `weeks` are sums up to the end of each, what is not shown is not in
    the report.
    """
    shown: dict[str, int] = {}
    found = []
    for week in weeks:
        _release(shown, week, names, rules)
        found.append({name: n for name, n in shown.items() if n or not week.get(name, 0)})
    return found


def _release(shown: dict[str, int], week: Mapping[str, int], names: Iterable[str], rules: Rules) -> None:
    """Take over what may be shown of this week; one may make way for another."""
    left = [name for name in names if shown.get(name) != week.get(name, 0)]
    # The first that fits, and no other looked at: to look at all of them each time took 35 ms a week, for which
    # everybody's answers waited.
    while (fits := next((name for name in left if _fits(shown, name, week, rules)), None)) is not None:
        shown[fits] = week.get(fits, 0)
        left.remove(fits)


def _fits(shown: Mapping[str, int], name: str, week: Mapping[str, int], rules: Rules) -> bool:
    n = week.get(name, 0)
    if not (is_safe(n) and is_safe(n - shown.get(name, 0))):
        return False
    known = {each: m for each, m in {**shown, name: n}.items() if m or not week.get(each, 0)}
    touched = {name, *(whole.name for whole in rules.wholes if name in whole.parts)}
    return all(_is_safe_beside(each, known, rules) for each in touched)


def _is_safe_beside(name: str, known: Mapping[str, int], rules: Rules) -> bool:
    """Tell whether this number differs safely from all that one may take away from it.

    Its value is what is shown of it, and what its parts add up to where all of them are known."""
    wholes = [whole for whole in rules.wholes if whole.name == name]
    added = [sum(known[part] for part in whole.parts) for whole in wholes if all(part in known for part in whole.parts)]
    others = [known[each] for way in rules.ways if name in way for each in way if each in known and each != name]
    for value in (*([known[name]] if name in known else []), *added):
        if not all(is_safe(value - other) for other in (*others, *added)):
            return False
        if not all(_keeps_rest(value, [known[part] for part in whole.parts if known.get(part)]) for whole in wholes):
            return False
    return True


def _keeps_rest(whole: int, parts: Sequence[int]) -> bool:
    """Is what is left of a whole safe, whichever of its parts one takes away?"""
    sizes = range(1, len(parts) + 1) if len(parts) <= _FEW else (1, len(parts))
    return all(is_safe(whole - sum(taken)) for size in sizes for taken in combinations(parts, size))


def is_safe(n: int) -> bool:
    """Is this nought, or at least five persons?

    >>> [is_safe(n) for n in (0, 1, 4, 5, -3, -5)]
    [True, False, False, True, False, True]
    """
    return n == 0 or abs(n) >= LEAST
