"""What an account is in the study team's group, as the platform tells it."""

from __future__ import annotations

from enum import Enum, StrEnum


class Standing(Enum):
    """Is this account in the group at this moment?"""

    IN = "in"
    OUT = "out"
    #: The platform did not say; whatever would show something is refused then (GRP-03).
    UNKNOWN = "unknown"


class GroupTopics(StrEnum):
    """Has the study team's group topics, and may the bot make some?"""

    NONE = "none"
    USED = "used"
    NOT_ALLOWED = "not_allowed"
