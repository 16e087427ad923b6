"""What stands in the way of a start: one kind of error for everything that is set up wrong."""

from __future__ import annotations

from collections.abc import Iterable


class SetUpError(ValueError):
    """The program cannot do this as it is set up; whoever runs it can put it right.

    Each problem is a line of its own with place, fact and remedy, and holds no secret: it is shown as it is."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))
