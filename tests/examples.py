"""How many examples hypothesis tries: what a property needs, and in the fast profile a share of it."""

from __future__ import annotations

from hypothesis import settings

#: What a property is tried with that asks for nothing else, outside of the fast profile.
USUAL, FAST = 100, 10


def examples(count: int) -> settings:
    """Return settings with so many examples, cut by as much as the profile that is loaded cuts the usual ones."""
    return settings(max_examples=max(FAST // 2, count * settings().max_examples // USUAL))
