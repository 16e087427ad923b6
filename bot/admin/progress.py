"""How far a long command is, on a terminal: numbers alone, which need no language."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Self, TextIO, TypeVar

Row = TypeVar("Row")

#: Seconds after which a command counts as long, and between two looks at how far it is.
_LONG, _EACH = 2.0, 0.5


class Progress:
    """How many steps of how many are done, shown where that takes long.

    Nothing is written where nobody looks: `screen` (None: the standard error output) must be a terminal. What was
    shown goes at the end of the `with`, before any error message."""

    def __init__(self, total: int, screen: TextIO | None = None, timer: Callable[[], float] = time.monotonic) -> None:
        self._total, self._screen, self._timer = total, screen or sys.stderr, timer
        self._done, self._shown, self._at = 0, "", timer() + _LONG

    def step(self) -> None:
        """Count one more step as done."""
        self._done += 1
        if self._timer() >= self._at and self._screen.isatty():
            self._at, self._shown = self._timer() + _EACH, f"{self._done}/{self._total}"
            self._screen.write(f"\r{self._shown}")
            self._screen.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        if self._shown:
            self._screen.write(f"\r{' ' * len(self._shown)}\r")
            self._screen.flush()


@contextmanager
def with_progress(
    rows: Iterable[Row], total: int, screen: TextIO | None = None, timer: Callable[[], float] = time.monotonic
) -> Iterator[Iterator[Row]]:
    """Return these and, where it takes long, show how many of how many are done."""
    with Progress(total, screen, timer) as progress:

        def counted() -> Iterator[Row]:
            for row in rows:
                yield row
                progress.step()

        yield counted()
