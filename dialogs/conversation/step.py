"""What the engine knows of a step, one row of `step_table.STEPS`, and what can follow from it. Imports no step.

Theory of operation. A step moves the conversation and answers what follows, a `Next`; it never shows anything itself.
The engine alone shows (`questionnaire.follow`), so a step knows no other step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dialogs.conversation.incoming import Ordered
from dialogs.conversation.states import StepName
from dialogs.conversation.turn import Turn
from dialogs.screens import N_, Block, Button, Screen

#: What a typed no to the offer under the result means; no button says it.
NOTHING_SENT = "nothing_sent"
NO_STEP_BEFORE = N_("There is no step before this one.")


@dataclass(frozen=True, slots=True)
class Stay:
    """Nothing is shown: all was said, or the open message still stands."""


@dataclass(frozen=True, slots=True)
class Show:
    """The open step is shown anew, below these; no side step waits above it any more."""

    above: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowInstead:
    """This message becomes the open prompt of the open step: its buttons, or some of them, under other text."""

    screen: Screen
    #: It comes unasked and may show on a lock screen.
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Redraw:
    """The open message changes in place."""


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """After an answer: an early end, the next open question, or the review."""


@dataclass(frozen=True, slots=True)
class Open:
    """A side step waits above the open one, in place of another side step."""

    name: StepName
    #: The word that asked for it was only guessed (11b).
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class ShowSafety:
    """A safety text: the last thing on the screen, with its own button above the open step."""

    screen: Screen
    urgent: bool


@dataclass(frozen=True, slots=True)
class OpenBelow:
    """A side step waits above the open one, under something that was just said."""

    name: StepName
    above: tuple[Block, ...]
    #: As in `Open`.
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class ReadBack:
    """This button of the step on top was only named in words, or cannot be undone: it waits for a yes."""

    button: Button
    #: Said above it.
    above: tuple[Block, ...] = ()
    #: Was it pressed? Then it was not read.
    pressed: bool = False


@dataclass(frozen=True, slots=True)
class Reread:
    """These words, about which was asked what they are, are read as if they were typed now."""

    text: str
    #: At this side step; None: at the open one.
    at: StepName | None = None
    #: They stood in a longer text, so that no number in them is exact.
    in_part: bool = False


@dataclass(frozen=True, slots=True)
class Close:
    """The side step goes without another word, and the one below is shown again."""


#: What follows; of `Ordered`, what that command does.
Next = (
    Stay
    | Show
    | ShowInstead
    | Redraw
    | NextQuestion
    | Open
    | OpenBelow
    | ShowSafety
    | ReadBack
    | Reread
    | Close
    | Ordered
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the conversation: all that is known of it, in one place."""

    name: StepName
    #: What it shows. Pure: it changes nothing, so it may be asked at any time.
    screen: Callable[[Turn], Screen]
    #: The buttons of this screen alone, where they are made much quicker than all of it; None: they are taken from it.
    buttons: Callable[[Turn], tuple[Button, ...]] | None = None
    #: A button of this screen, pressed or named in words. A side step that was answered is gone by then.
    press: Callable[[Turn, Button], Next]
    #: Free text; None where it says nothing here. Without it only buttons can be meant.
    read: Callable[[Turn, str], Next | None] | None = None
    #: A contact card, as an address and whether it is the person's own; None where it says nothing here.
    share: Callable[[Turn, str, bool], Next | None] | None = None
    #: One step back; without it there is none before.
    back: Callable[[Turn], Next] | None = None
    #: Instead of `screen` under something that was just said.
    short: Callable[[Turn], Screen] | None = None
    #: The buttons that a typed yes and a typed no mean: of several pairs that which is offered.
    yes_no: tuple[tuple[str, str], ...] = ()
    #: Does this button give a consent, send, withdraw or erase? Named in words other than its own, it is read back.
    weighs: Callable[[Turn, Button], bool] | None = None
    #: Does this button erase or withdraw at once, without a step that asks? Then a press too is asked about.
    asks_once_more: Callable[[Turn, Button], bool] | None = None
    #: It asks if the person is sure of what they asked for: a bare yes is enough.
    asks_if_sure: bool = False
    #: Waits on top of the open step.
    side: bool = False
    #: `read` is given every text, also what names a button or was typed under a side step: "2" may be an answer.
    reads_all: bool = False
    #: Gives or sends more, so it waits until a changed notice was seen (TG-30).
    uses_data: bool = True
    #: Asks for a permission, or keeps something new: it goes where nothing is asked any more (RE-16).
    asks_more: bool = False
    #: Its prompt is the one that shows where what was sent stands.
    keeps_status: bool = False


def always(_turn: Turn, _button: Button) -> bool:
    """Every button of the step weighs."""
    return True


def any_of(*values: str) -> Callable[[Turn, Button], bool]:
    """Return a rule by which the buttons of these values weigh."""
    return lambda _turn, button: button.value in values


def first_of(*reads: Callable[[Turn, str], Next | None]) -> Callable[[Turn, str], Next | None]:
    """Return what reads a text by the first of these that has a use for it."""
    return lambda turn, text: next((read for each in reads if (read := each(turn, text)) is not None), None)


def one_back(turn: Turn) -> Next:
    """Go back to the step that the machine names; what was begun here is dropped."""
    turn.c.contact = {}
    turn.move("back")
    return Show()
