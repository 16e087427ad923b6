"""What the core may ask of the shell: data, not text, not messages.

A step of the conversation returns a list of these, in order. `bot/render/messages.py` makes Bot API methods of the ones
that a person sees; `bot/desk/patient.py` does the deeds in the same transaction. Texts are ids (English) with fields;
nobody translates before render.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Union

from dialogs.values import When


def N_(text: str) -> str:  # noqa: N802  # the name that gettext tools look for
    """Mark a text that a patient may read for translation; the text itself is the id."""
    return text


def S_(text: str) -> str:  # noqa: N802  # beside `N_`
    """Mark a text that only the study team reads; the rules for patients' texts do not look at it."""
    return text


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be said: its English id and what fills its {fields}.

    A field that is a `Text` is translated too; a tuple is joined as "a, b y c"; a date is written in words; a `str`
    is somebody's own words or a code and is escaped, never translated.
    """

    id: str
    fields: Mapping[str, Field] = field(default_factory=dict)


Field = Union[str, int, date, Decimal, When, Text, tuple["Field", ...]]  # noqa: UP007  # a string inside cannot stand with |


class Look(StrEnum):
    """How a paragraph stands in its message."""

    PLAIN = "plain"
    STRONG = "strong"
    HINT = "hint"  # a quieter line
    FOLDED = "folded"  # an expandable quote
    QUOTE = "quote"  # the person's own words


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or a folded part with its heading; `lines` stand below each other."""

    lines: tuple[Text, ...]
    look: Look = Look.PLAIN
    heading: Text | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """One button. Its value never leaves the program: the wire carries prompt and position."""

    value: str
    label: Text
    #: Ticked, in a question that takes several.
    chosen: bool = False
    #: The phone's own "share my number" button.
    shares_contact: bool = False
    #: A text that the phone copies when pressed.
    copies: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """One message, and the buttons under it."""

    blocks: tuple[Block, ...]
    #: Which step asks: a question's slot, or `language`, `card`, `who`, `consent`, `review`, `result`, …
    ask: str | None = None
    #: `integer`, `choice`, …; None where nothing is asked.
    kind: str | None = None
    #: One per row.
    options: tuple[Button, ...] = ()
    #: The last row: back, pause, a person.
    controls: tuple[Button, ...] = ()
    #: Identity of this showing; 0 where the message has no buttons of the core.
    prompt: int = 0
    #: List the options with their numbers in the text (AX-02).
    numbered: bool = True


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
