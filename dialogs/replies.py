"""What the core may ask of the shell: data, not text, not messages.

A step of the conversation returns a list of these, in order. `bot/render/messages.py` makes Bot API methods of the ones
that a person sees; `bot/desk/patient.py` does the deeds in the same transaction. Texts are ids (English) with fields;
nobody translates before render.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogs.screens import Screen, Text


@dataclass(frozen=True, slots=True)
class Say:
    """Send a new message."""

    screen: Screen
    #: A safety text: first in the queue, exempt from pacing (study-facts 10).
    urgent: bool = False
    #: May show on a lock screen unasked: holds no health word. False where the text is too private to preview.
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Lock:
    """The message of that prompt loses its buttons and shows what was answered."""

    prompt: int
    screen: Screen


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


@dataclass(frozen=True, slots=True)
class Consent:
    """Write into the consent record: this purpose was given, refused or withdrawn, for this text (CL-06)."""

    purpose: str
    action: str
    #: The texts that she answered to; the record keeps the hash of their wording in her language.
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Refer:
    """File what she agreed to send, with its card for the team.

    `heading`: `referral`, `interest`, `review` or `callback`."""

    heading: str
    #: `plausible`, `not_now`, `unlikely`; empty for a call-back asked for before the end.
    outcome: str = ""
    #: Did she agree that her health answers go along? Otherwise only how to reach her.
    with_answers: bool = True


@dataclass(frozen=True, slots=True)
class Erase:
    """Forget. `scope`: `answers` (the conversation ends, nothing of it stays), `row` (the person too, as if she had
    never been here; the chat stays as it is) or `person` (all that, and what can still be deleted in the chat)."""

    scope: str


@dataclass(frozen=True, slots=True)
class Remind:
    """Write later, only because she said so. `reason`: `unfinished`, `recheck`, `opening`; `on` None cancels it."""

    reason: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Export:
    """Send her everything that is kept about her, as a JSON file (CL-13)."""


@dataclass(frozen=True, slots=True)
class TellTeam:
    """Something about a filed case that the team must know: `corrected`, `withdrawn`, `erase`, `review`, `callback`."""

    what: str


@dataclass(frozen=True, slots=True)
class Count:
    """One more in the funnel, without identity (RE-10): `started`, `consented`, …"""

    event: str


Reply = Say | Lock | Redraw | Notice | Consent | Refer | Erase | Remind | Export | TellTeam | Count
