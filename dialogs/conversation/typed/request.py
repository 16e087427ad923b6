"""What is asked for in other words at a step that is no question, where the step's own buttons go first (11b)."""

from __future__ import annotations

from typing import Final

from dialogs.answers import asks_for_a_call, requested
from dialogs.commands import ChatCommand
from dialogs.conversation.states import StepName
from dialogs.conversation.step import NOTHING_SENT, Step
from dialogs.conversation.turn import BACK, PAUSE, PERSON, Turn
from dialogs.conversation.typed.asking import is_question
from dialogs.conversation.typed.assent import answer_to_meant, keeps, may_agree, said_to_sure, says_both
from dialogs.conversation.typed.button_matching import (
    as_the_file_hears,
    button_of,
    laughs,
    named_button,
    names,
    yes_or_no,
)
from dialogs.conversation.typed.wishes import Wish, said_by_wish, says_no, wish
from dialogs.screens import Button, Text

#: Where it is asked if answers may be kept.
_KEEPS: Final = frozenset({StepName.RECHECK, StepName.SEND})
#: Where "I did" answers what is asked: every other yes of a step agrees to something.
_ASKS_WHAT_WAS: Final = frozenset({StepName.SENT})


def requested_at(turn: Turn, step: Step, text: str) -> ChatCommand | None:
    """Return the command that a text asks for in other words; None where the step itself has a use for it."""
    asked = requested(text, turn.lexicon)
    if asked is ChatCommand.STOP and is_question(turn, text):  # "¿para qué?"
        return None
    return None if asked is None or _says_something_here(turn, step, text, asked) else asked


def calls_for_a_number(turn: Turn, step: Step, text: str) -> bool:
    """Tell whether somebody asks to be called where it is asked how to reach them: that is an answer."""
    return step.name == StepName.CONTACT and not turn.c.draft.reading and asks_for_a_call(text, turn.lexicon)


def _says_something_here(turn: Turn, step: Step, text: str, asked: ChatCommand) -> bool:
    """Tell whether the step itself takes a text; a wish to talk to a person is no yes to what weighs there."""
    if turn.c.draft.meant and answer_to_meant(turn, step, text) is not None:
        return True
    if step.asks_if_sure and said_to_sure(turn, step, text) is not None:
        return True
    if step.name == StepName.CONTACT and says_no(turn, text):
        return True
    named = named_of_step(turn, step, text)
    weighs = named is not None and step.weighs is not None and step.weighs(turn, named)
    return named is not None and not (asked is ChatCommand.PERSON and weighs)


def named_of_step(turn: Turn, step: Step, text: str) -> Button | None:
    """Return the button of the open prompt that the text names."""
    shown = step.screen(turn)
    # Under a read-back of a button its step's own buttons are still meant.
    offered = names(shown) if turn.c.draft.meant else turn.c.offered
    if _takes_itself_back(turn, step, text):
        return None
    said = _said_at(turn, step, text)
    if said == "no" and wish(turn, text) is Wish.WAIT:
        return None  # "I don't accept anything yet" refuses nothing
    if step.yes_no and not step.asks_if_sure:
        said = _wished_at(turn, step, text, said)
    elif step.asks_if_sure:
        said = None  # its yes and its no are heard by themselves: `said_to_sure`
    if said and step.yes_no:
        pair = next((each for each in step.yes_no if each[0] in offered), step.yes_no[0])
        meant = pair[0 if said == "yes" else 1]
        if meant == NOTHING_SENT:
            return Button(NOTHING_SENT, Text(""))
        return button_of(turn, step, meant) if meant in offered else None
    named = named_button(turn, shown, text)
    return named if named is not None and (named.name in offered or named in (BACK, PAUSE, PERSON)) else None


def _said_at(turn: Turn, step: Step, text: str) -> str | None:
    """Return a plain yes or no; where a yes agrees to something, "I have it" is none: it answers another question."""
    said = yes_or_no(turn, text) or (None if step.side else as_the_file_hears(turn, text))
    # Under the read-back of a button nothing is taken here, and the read-back stays.
    agrees_to_something = step.yes_no and step.name not in _ASKS_WHAT_WAS and not turn.c.draft.meant
    return None if said == "yes" and agrees_to_something and not may_agree(turn, text) else said


def _wished_at(turn: Turn, step: Step, text: str, said: str | None) -> str | None:
    """Return a yes or a no in other words too; that answers are to be kept is a yes where that is asked, and no no."""
    if keeps(turn, text):
        return "yes" if step.name in _KEEPS else None
    return said or said_by_wish(turn, text)


def _takes_itself_back(turn: Turn, step: Step, text: str) -> bool:
    """Tell whether a text says yes and no at once, or laughs at what weighs."""
    return (bool(step.yes_no) and says_both(turn, text)) or (step.weighs is not None and laughs(text))
