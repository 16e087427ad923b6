"""Is a member of the study team still in its group? Looked at whenever something of a person would be shown.

Theory of operation. Being in the group gives no right, but without it there is none: somebody may leave while no
update tells the bot (GRP-02, SEC-08). Only the platform knows, and a transaction cannot wait for it. So the desk asks
what is remembered, for a minute at most; where nothing is, `LookFirst` undoes the transaction, the router asks the
platform, and the update is handled anew. What the platform does not say is a no (GRP-03).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.config.membership import Standing

#: Seconds for which an answer of the platform counts, from the moment it was asked.
KNOWN_SECONDS = 55.0
#: Seconds after which it is asked again where it gave no answer.
UNKNOWN_SECONDS = 5.0


class LookFirst(Exception):
    """What this account is in this group has to be asked first; no error: the work is done again then."""

    def __init__(self, group: int, user: int) -> None:
        super().__init__()
        self.group = group
        self.user = user


class Memberships:
    """What the platform said lately about accounts and groups. Members are few, so nothing is ever too much."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._told: dict[tuple[int, int], tuple[Standing, float]] = {}

    def standing(self, group: int, user: int) -> Standing:
        """Return what this account is in this group; LookFirst where that is not known or was known too long ago."""
        told, until = self._told.get((group, user), (Standing.UNKNOWN, float("-inf")))
        if self._timer() >= until:
            raise LookFirst(group, user)
        return told

    def begin(self) -> float:
        """Return the moment of asking, for `note`."""
        return self._timer()

    def note(self, look: LookFirst, told: Standing, asked_at: float) -> None:
        """Remember what the platform said; one that said nothing within its time counts from now."""
        if told is Standing.UNKNOWN:
            until = self._timer() + UNKNOWN_SECONDS
        else:
            until = max(asked_at + KNOWN_SECONDS, self._timer() + 1.0)
        self._told[look.group, look.user] = (told, until)

    def forget(self, user: int) -> None:
        """Ask again about this account: something changed."""
        for known in [known for known in self._told if known[1] == user]:
            del self._told[known]
