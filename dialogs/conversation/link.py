"""A link to a page of the person: what they are told of it. The page and the passcode are the store's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from dialogs.values import member


class Audience(StrEnum):
    """Whom a link is for, and by that whose it is."""

    OWN = "own"  # made by the person, for whomever they like
    DOCTOR = "doctor"  # made by the team for the person's doctor, with the person's yes
    INVESTIGATOR = "investigator"  # made by the team for its own investigator


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
    audience: Audience = Audience.OWN

    @property
    def last_day(self) -> date:
        """Return the day on which it ends."""
        return date.fromisoformat(self.until)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object from which `from_json` makes an equal link."""
        return {**asdict(self), "audience": self.audience.value}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> SharedLink:
        """Return the link that `to_json` wrote."""
        audience = member(Audience, raw.get("audience")) or Audience.OWN
        return cls(raw["number"], raw["until"], raw.get("opened", 0), audience)


def has_room(links: Iterable[SharedLink]) -> bool:
    """May the person make one more link? Those of the team take no place."""
    return sum(link.audience is Audience.OWN for link in links) < MOST
