"""How many examples are tried: what a property needs, and in the fast lane a share of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from hypothesis import settings

T = TypeVar("T")

#: What a property is tried with that asks for nothing else, outside of the fast profile.
USUAL, FAST = 100, 10
#: Which of many cases the fast lane takes: a prime, so that it meets every value of what they were put together from.
EACH = 7


def examples(count: int) -> settings:
    """Return settings with so many examples, cut by as much as the profile that is loaded cuts the usual ones."""
    return settings(max_examples=max(FAST // 2, count * settings().max_examples // USUAL))


def some(cases: Iterable[T], each: int = EACH) -> list[T]:
    """Return all of many cases; for `make test-fast` the first one and each seventh behind it."""
    return [*cases][:: each if is_fast() else 1]


def is_fast() -> bool:
    """Is this `make test-fast`? What breaks the code on purpose has as few examples, and every case."""
    return settings.get_current_profile_name() == "fast"
