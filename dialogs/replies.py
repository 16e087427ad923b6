"""What the core may ask of the shell: data, not text, not messages.

A step of the conversation returns a list of these, in order. `bot/render/messages.py` makes Bot API methods of the ones
that a person sees; `bot/desk/patient.py` carries out the effects in the same transaction. Texts are ids (English) with
fields; nobody translates before render.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from dialogs.fixed import fixed
from dialogs.languages import Language
from dialogs.screening.screening import Outcome
from dialogs.screens import Block, Screen, Text


@fixed(frozen=True, slots=True)
class Say:
    """Send a new message."""

    screen: Screen
    #: A safety text: first in the queue, exempt from pacing (study-facts 10).
    urgent: bool = False
    #: May show on a lock screen unasked: holds no health word. False where the text is too private to preview.
    quiet: bool = False


@fixed(frozen=True, slots=True)
class Lock:
    """The message of that prompt loses its buttons; below its text, which stays, it shows what was answered."""

    prompt: int
    screen: Screen
    #: False: it was only shown again, further down.
    answered: bool = True


@dataclass(frozen=True, slots=True)
class Redraw:
    """The message of prompt `old` is shown anew in place as `screen` (ticks of a multiple choice, a status line)."""

    old: int
    screen: Screen


@dataclass(frozen=True, slots=True)
class Notice:
    """A short answer to a button press; as a dialog that waits where `alert`."""

    text: Text
    alert: bool = False


class Purpose(StrEnum):
    """What a consent is for; each is asked and taken back by itself (CL-04)."""

    ANSWER = "answer"
    KEEP = "keep"
    SEND = "send"
    LATER_UNFINISHED = "later_unfinished"
    LATER_RECHECK = "later_recheck"
    LATER_OPENING = "later_opening"
    LATER_VISIT = "later_visit"
    NOTES = "notes"
    SHARE = "share"
    TEAM_SHARE = "team_share"


class PagePart(StrEnum):
    """What stands on the page about the person's answers only if they tick it."""

    NOTES = "notes"
    NAME = "name"


class ConsentAction(StrEnum):
    """What was done with a consent."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @classmethod
    def of(cls, yes: bool) -> ConsentAction:
        """Return the answer to a consent that was asked for."""
        return cls.GIVEN if yes else cls.REFUSED


class Heading(StrEnum):
    """What a person asked for with what is filed; it never changes what may happen to it (study-facts 2)."""

    REFERRAL = "referral"
    INTEREST = "interest"  # the interest list of a study that does not recruit
    REVIEW = "review"  # a second look at the result
    CALLBACK = "callback"  # to be called


class EraseScope(StrEnum):
    """How much is forgotten."""

    ANSWERS = "answers"  # the conversation ends, nothing of it stays
    ROW = "row"  # the person too, as if never here; the chat stays as it is
    PERSON = "person"  # all that, and what can still be deleted in the chat


class Reminder(StrEnum):
    """What is written later on our own account, by its reason."""

    EXPIRING = "expiring"  # tomorrow unfinished answers are erased
    UNFINISHED = "unfinished"
    RECHECK = "recheck"
    OPENING = "opening"
    VISIT = "visit"  # the day before an appointment with the team
    PROMISE = "promise"  # the day by which the team aimed to be in contact has passed


class TeamNews(StrEnum):
    """What happened to a filed case that the team must know."""

    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    ERASE = "erase"
    EXPIRED = "expired"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    WROTE = "wrote"


class FunnelEvent(StrEnum):
    """What is counted without identity (RE-10); every outcome is one."""

    STARTED = "started"
    CONSENTED = "consented"
    DECLINED = "declined"
    TOO_YOUNG = "too_young"
    REACHED = "reached"  # of a question: it was asked
    FINISHED = "finished"
    PLAUSIBLE = "plausible"
    NOT_NOW = "not_now"
    UNLIKELY = "unlikely"
    FAILS = "fails"  # of a criterion: it is not met
    FAILS_ONLY = "fails_only"  # of a criterion: it alone is not met
    OFFERED = "offered"  # of a heading, as all below
    AGREED = "agreed"
    SENT = "sent"
    CLAIMED = "claimed"
    CONTACTED = "contacted"
    INCLUDED = "included"
    UNREACHABLE = "unreachable"
    TURNED_DOWN = "turned_down"  # the person does not want to
    NOT_ELIGIBLE = "not_eligible"  # of a reason
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    SAFETY_SHOWN = "safety_shown"


@dataclass(frozen=True, slots=True)
class Consent:
    """Write into the consent record: this purpose was given, refused or withdrawn, for this text (CL-06)."""

    purpose: Purpose
    action: ConsentAction
    #: What was answered to, as it was shown; the record keeps the hash of its wording in the person's language.
    shown: tuple[Block, ...]

    @property
    def texts(self) -> tuple[Text, ...]:
        """The texts that were answered to, in order."""
        return tuple([text for block in self.shown for text in block.lines])


@dataclass(frozen=True, slots=True)
class Refer:
    """File what the person agreed to send, with its card for the team."""

    heading: Heading
    #: Empty for a call-back asked for before the end.
    outcome: Outcome | Literal[""] = ""
    #: Did the person agree that the health answers go along? Otherwise only how to reach them.
    with_answers: bool = True


@dataclass(frozen=True, slots=True)
class Erase:
    """Forget."""

    scope: EraseScope
    #: Of several studies: in each of them?
    everywhere: bool = False


@fixed(frozen=True, slots=True)
class Remind:
    """Write later, only because the person said so; `on` None cancels it."""

    reason: Reminder
    on: date | None


@dataclass(frozen=True, slots=True)
class Export:
    """Send the person everything that is kept about them, as a JSON file (CL-13)."""


@dataclass(frozen=True, slots=True)
class Paper:
    """Send the person this page as a file that can be printed."""

    #: What the file is called, without its ending.
    name: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """Make a link to this page and a passcode, and tell the person both, apart."""

    #: What the person calls the link by.
    number: int
    until: date
    #: The page in each language: whoever opens it chooses.
    pages: Mapping[Language, tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class Unshare:
    """Close this link of the person, or all of them."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class DoctorAnswer:
    """The person said whether the team may show their doctor what they sent, with or without the name."""

    agreed: bool
    named: bool


@dataclass(frozen=True, slots=True)
class Switch:
    """Go on with the other person whom this account serves, or in another study; begin there where it is new."""

    #: The study to go to; empty: the other person, in the same study.
    study: str = ""


@dataclass(frozen=True, slots=True)
class TellTeam:
    """Something about a filed case that the team must know."""

    what: TeamNews


@dataclass(frozen=True, slots=True)
class Relay:
    """Pass what the person wrote to the team on to whoever there has the case."""

    text: str


@fixed(frozen=True, slots=True)
class Count:
    """One more in the funnel, without identity (RE-10)."""

    event: FunnelEvent
    #: Of which question, criterion, heading or reason, where it is counted apart.
    of: str = ""

    @property
    def name(self) -> str:
        """What it is counted as.

        >>> Count(FunnelEvent.SENT, "interest").name, Count(FunnelEvent.STARTED).name
        ('sent.interest', 'started')
        """
        return f"{self.event}.{self.of}" if self.of else str(self.event)


Reply = (
    Say
    | Lock
    | Redraw
    | Notice
    | Consent
    | Refer
    | Erase
    | Remind
    | Export
    | Paper
    | Share
    | Unshare
    | DoctorAnswer
    | Switch
    | TellTeam
    | Relay
    | Count
)
