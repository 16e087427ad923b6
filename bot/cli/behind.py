"""How a long command stands behind the bot that runs on the same machine."""

from __future__ import annotations

import os

#: Where both want the processor, a command gets a tenth of what the bot gets.
_NICENESS = 10


def stand_behind_the_bot() -> None:
    """Take the processor where the bot leaves it: people wait for that, and nobody for a file.

    Only for what reads: whoever holds the database while others are served first keeps the bot waiting for it."""
    if hasattr(os, "nice"):  # not on every system
        os.nice(_NICENESS)
