"""What can come in from a person, from the clock and from the team: plain values.

The only part of the conversation that routers may import.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from dialogs.languages import Language
from dialogs.replies import Reminder
from dialogs.screens import Text


@dataclass(frozen=True, slots=True)
class Typed:
    """The person typed a text."""

    text: str
    #: Was it written before the open prompt stood on the person's screen? Then it is no answer to it (IN-10).
    early: bool = False


@dataclass(frozen=True, slots=True)
class Replied:
    """The person replied to a message of the bot with a text: perhaps a note on it, perhaps an answer."""

    text: str
    #: The passage that they quoted, or what that message says.
    passage: str = ""
    #: Is it the message that asks what is open now? Then it may be an answer.
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """The person pressed the button at this position of that prompt (0: the first option; controls follow them)."""

    prompt: int
    position: int


@dataclass(frozen=True, slots=True)
class Forged:
    """The person pressed something that reads as nothing that was ever sent."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """What was ordered by a slash: a `ChatCommand`, an order of the team, or nothing that the bot knows."""

    name: str
    argument: str = ""
    #: Words that came with it: looked at for signs of danger only, and dropped.
    words: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """The person shared a contact card; `own` only when its user id is their own, in a private chat, not forwarded."""

    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that is not text: `photo`, `voice`, `document`, `sticker`, `location`, …, or `forwarded`."""

    what: str
    #: Words that came with it: looked at for signs of danger only, and dropped.
    words: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """The person edited an earlier message: never a new answer."""

    #: What it says now: looked at for signs of danger only, and dropped.
    words: str = ""


#: Not written of: it is erased.
TimeIsUp = Literal["expired"]


@dataclass(frozen=True, slots=True)
class Due:
    """The clock: something is to be written, or what is kept is past its time."""

    what: Reminder | TimeIsUp


@dataclass(frozen=True, slots=True)
class Moved:
    """The team moved what the person sent, or asks how to reach them."""

    #: In place of a state: somebody of the team asks how to reach the person.
    ASK_CONTACT: ClassVar[str] = "ask_contact"

    #: A word of `told.told_as`, or `ASK_CONTACT`.
    state: str
    #: When the person comes, in the site's own time; None: no visit is agreed on, or its day is not noted.
    appointment: datetime | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """Somebody of the team wrote to the person, in this chat."""

    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class DoctorAsked:
    """The team asks whether it may show the person's doctor what they sent, with or without the name."""

    named: bool


@dataclass(frozen=True, slots=True)
class Returned:
    """The bot was away for so long that what the person pressed meanwhile never arrives (IN-11)."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person blocked the use of what is theirs in another study, or ended that: it holds in every study."""

    on: bool


@dataclass(frozen=True, slots=True)
class Switched:
    """Whoever writes went on to this person, from another whom the same account serves."""

    language: Language
    accessible: bool
    #: The code of the one before.
    code: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whoever writes chose this study among several, in a list or by a link."""

    language: Language
    accessible: bool
    #: What the link said; empty where there was none.
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class EraseAsked:
    """The person asked outside the chat, such as by letter, that everything is erased; somebody made sure of it."""


#: What the person did not do here: the clock, the team, or what they did in another study.
Event = Due | Moved | Written | DoctorAsked | Returned | Blocked
Incoming = (
    Typed | Replied | Pressed | Forged | Ordered | Shared | Unreadable | Edited | Event | Switched | Chosen | EraseAsked
)
