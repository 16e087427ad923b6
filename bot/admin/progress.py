"""How far a long command is, on a terminal: numbers alone, which need no language."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeVar

Row = TypeVar("Row")

#: Seconds after which a command counts as long, and between two looks at how far it is.
_LONG, _EACH = 2.0, 0.5


def with_progress(
    rows: Iterable[Row], total: int, screen: TextIO | None = None, timer: Callable[[], float] = time.monotonic
) -> Iterator[Row]:
    """Yield each of these and, where it takes long, show how many of how many are done.

    Nothing is written where nobody looks: `screen` (None: the standard error output) must be a terminal."""
    screen = screen or sys.stderr
    at, shown = timer() + _LONG, ""
    for done, row in enumerate(rows, 1):
        yield row
        if timer() >= at and screen.isatty():
            at, shown = timer() + _EACH, f"{done}/{total}"
            screen.write(f"\r{shown}")
            screen.flush()
    if shown:
        screen.write(f"\r{' ' * len(shown)}\r")
        screen.flush()
