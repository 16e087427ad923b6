"""A call that is due, opened: as the courier reads it from the outbox, or is handed it by the commit that posted it."""

from __future__ import annotations

from collections import OrderedDict
from math import inf
from typing import Any

from bot.store.person_id import PersonId
from dialogs.fixed import fixed

#: Prompts that are remembered as perhaps shown; more than are ever sent once more in the same minutes.
_DOUBTS = 1000


class Doubts:
    """Prompts whose message may have arrived though nobody said so, and since when, on the monotonic clock.

    Whoever answers before the second message comes has seen the first."""

    def __init__(self) -> None:
        self._since: OrderedDict[tuple[PersonId | None, int], float] = OrderedDict()

    def note(self, person: PersonId | None, prompt: int, since: float) -> None:
        """Remember when the first call began of which nobody knows whether it arrived."""
        self._since.setdefault((person, prompt), since)
        while len(self._since) > _DOUBTS:
            self._since.popitem(last=False)

    def since(self, person: PersonId, prompt: int) -> float:
        """Return since when this prompt may have stood in the chat unknown to us; infinity where there was no doubt."""
        return self._since.get((person, prompt), inf)


@fixed(frozen=True, slots=True, kw_only=True)
class DueCall:
    """One call that is due, opened."""

    id: int
    chat_digest: bytes
    chat_id: int
    person: PersonId | None
    #: Whose key seals it; None: nobody's.
    subject: str | None
    method: str
    payload: dict[str, Any]
    urgent: bool
    #: Does nobody wait for it?
    unasked: bool = False
    prompt: int
    replaces: int
    tries: int
    #: What a new message says until its number is filed; empty where it is sent as it is.
    cover: str
    #: The message that was sent so, and is to be filled.
    placed: int | None
    #: The message that shows the prompt which this one replaces, where it was sent.
    target: int | None

    @property
    def to_group(self) -> bool:
        """Groups have negative ids."""
        return self.chat_id < 0
