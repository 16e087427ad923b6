"""What is said, as data: texts by their English id, blocks, buttons, screens.

Nobody translates before `render`; what is asked of the shell stands in `replies`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Union

from dialogs.fixed import fixed
from dialogs.values import When


def N_(text: str) -> str:  # noqa: N802  # the name that gettext tools look for
    """Mark a text that a patient may read for translation; the text itself is the id."""
    return text


def S_(text: str) -> str:  # noqa: N802  # beside `N_`
    """Mark a text that only the study team reads; the rules for patients' texts do not look at it."""
    return text


def NP_(one: str, many: str) -> str:  # noqa: N802  # as `N_`
    """Mark the two forms of a text that counts something; the second one is the id.

    Which form is said follows from the number in its first field that holds one."""
    del one
    return many


def SP_(one: str, many: str) -> str:  # noqa: N802  # beside `NP_`
    """Mark the two forms of a counting text that only the study team reads."""
    del one
    return many


@fixed(frozen=True, slots=True)
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


@fixed(frozen=True, slots=True)
class Block:
    """One paragraph, or a folded part with its heading; `lines` stand below each other."""

    lines: tuple[Text, ...]
    look: Look = Look.PLAIN
    heading: Text | None = None
    #: What was made of it, by whom and for which language, on one that is `kept`; None on all others, and on a copy
    #: with anything replaced.
    made: dict[Any, Any] | None = field(default=None, init=False, compare=False, repr=False)


def kept(block: Block) -> Block:
    """Return an equal block for whoever holds it and shows it again and again: what is made of it is kept with it.

    Only for what is the same for everybody: nothing of a person may stay here. An answer draws two messages, whose
    blocks are nearly all of this kind, and the notice before the first question is thirty texts: an eighth of the
    instructions of an answer less."""
    same = Block(block.lines, block.look, block.heading)
    object.__setattr__(same, "made", {})
    return same


@fixed(frozen=True, slots=True)
class Button:
    """One button. Its name never leaves the program: the wire carries prompt and position."""

    value: str
    label: Text
    #: Which one of several with this value: an offered reading by its number, a language.
    argument: str = ""
    #: Ticked, in a question that takes several.
    chosen: bool = False
    #: The phone's own "share my number" button.
    shares_contact: bool = False
    #: A text that the phone copies when pressed.
    copies: str = ""
    #: What it does is done: it keeps its place, and a press does nothing.
    done: bool = False

    @property
    def name(self) -> str:
        """What tells it from the other buttons of its message.

        >>> Button("language", Text("English"), argument="en").name
        'language:en'
        """
        return f"{self.value}:{self.argument}" if self.argument else self.value


@fixed(frozen=True, slots=True)
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
    #: A press still counts on this showing when the same question was shown again since.
    stays: bool = False
