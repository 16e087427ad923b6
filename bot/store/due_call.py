"""A call that is due, opened: as the courier reads it from the outbox, or is handed it by the commit that posted it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.store.person_id import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
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
