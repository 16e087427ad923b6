"""A link to a page of the person: what they are told of it. The page and the passcode are the store's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

#: How long a link opens, and how many of one person may be open.
OPEN_FOR = timedelta(days=7)
MOST = 3


@dataclass(frozen=True, slots=True)
class SharedLink:
    """One link that is open."""

    #: What the person calls it by.
    number: int
    #: Its last day, in ISO form.
    until: str
    #: How often it was opened.
    opened: int = 0

    @property
    def last_day(self) -> date:
        """Return the day on which it ends."""
        return date.fromisoformat(self.until)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object from which `from_json` makes an equal link."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> SharedLink:
        """Return the link that `to_json` wrote."""
        return cls(raw["number"], raw["until"], raw.get("opened", 0))
