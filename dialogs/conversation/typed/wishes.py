"""What a whole text wishes where something weighs: a yes, a no, more time, or that all is taken back or erased."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from dialogs.answers import command, fold
from dialogs.commands import ChatCommand
from dialogs.conversation.states import State, StepName
from dialogs.conversation.step import Next, OpenBelow, Show, Step
from dialogs.conversation.turn import Turn, line
from dialogs.conversation.typed.asking import is_question, to_be_asked
from dialogs.conversation.typed.button_matching import holds, is_doubt, leaves_it, yes_or_no
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER
from dialogs.screens import N_, Block, Button

NO_HURRY: Final = line(N_("You can take your time, and write when you like."))
NOTHING_ERASED: Final = line(N_("That is fine. We erased nothing."))
NOT_CLEAR: Final = line(N_("Sorry, that was not clear. Please choose one of these."))
TO_TAKE_BACK: Final = line(N_("To take one back, press it. To erase everything: /delete."))
TO_SEND: Final = N_("To send it, press or write “{label}”.")
NO_YES: Final = N_("Sorry, that was not clear. Press a button, or write “{label}”.")


class Wish(StrEnum):
    """What a text wishes."""

    YES = "yes"
    #: A yes that can mean only "I heard you".
    AGREES = "agree"
    #: An answer to a question of its own, which agrees to nothing: "I have it".
    ECHO = "echo"
    NO = "no"
    WAIT = "wait"
    #: What was sent is to be taken back; or it is not to go on.
    TAKE_BACK = "withdraw"
    ERASE = "erase"
    SEND = "send"
    #: To be written to where they write now.
    CHAT = "chat"


#: Labels of words that say nothing by themselves.
_SAYS_NOTHING: Final = frozenset({"filler", "polite"})
#: Between a number and what it counts: "10am".
_GLUED: Final = re.compile(r"(?<=\d)(?=[a-z])")
#: What a yes may say beside it: what is to be done.
_ACTS: Final = frozenset({"erase", "withdraw", "send", "what"})
#: Labels of the language's own answers that say the same, and what says nothing.
_SAYS: Final = {"right": "yes", "perhaps": "wait", "doubt": "no", "cancel": "withdraw"}
#: What takes the certainty from a yes: "yes, tomorrow" puts off, and "yes, I think" is not quite said.
_SOFTENS: Final = frozenset({"later", "hedge"})


def wish(turn: Turn, text: str, *, beside: frozenset[str] = frozenset()) -> Wish | None:
    """Return what a whole text wishes, in either language; None for anything longer, else or unclear.

    Labels in `beside` may stand in it, too, and say nothing by themselves. A question mark asks back, and takes nothing
    but time (study-facts 11f)."""
    if len(text) > LONGEST_ANSWER:
        return None
    found = _wished(turn, text, beside)
    taken = "?" not in text and not holds(turn, "no_yes", text)
    return found if taken or found is Wish.WAIT else None


def _wished(turn: Turn, text: str, beside: frozenset[str]) -> Wish | None:
    heard = spoken(fold(text))
    for words in turn.lexicon.languages.values():
        hits, left = cover(heard, words.phrases["wishes"], words.phrases["answers"])
        if hits and not left and (found := _of({_SAYS.get(hit.name, hit.name) for hit in hits} - beside)) is not None:
            return found
    return None


def _of(said: set[str]) -> Wish | None:
    """Return the one wish that these labels are together."""
    said -= {"filler"}
    if "what" in said and not said & (_ACTS - {"what"}):
        return None  # "I want my answers" asks for nothing to be done with them
    if "echo" in said:
        return Wish.ECHO if said <= {"echo", "yes", "agree"} else None
    if "wait" in said:
        return Wish.WAIT
    if said & _SOFTENS:
        # At most it is read back.
        plainly = _of(said - _SOFTENS)
        if plainly is Wish.YES and "later" in said:
            return Wish.WAIT
        return plainly if plainly in (None, Wish.NO, Wish.TAKE_BACK) else Wish.AGREES
    if "no" in said:
        # "I no longer want to take part" is a no, and more than that once something was sent.
        return Wish.NO if said == {"no"} else Wish.TAKE_BACK if said == {"no", "withdraw"} else None
    if said - {"yes", "agree"} == {"chat"}:
        return Wish.CHAT
    if "yes" in said:
        return Wish.YES if said - {"agree"} <= {"yes", *_ACTS} else None
    if not said <= {"agree", *_ACTS}:
        return None
    by_name = {"erase": Wish.ERASE, "withdraw": Wish.TAKE_BACK, "send": Wish.SEND, "agree": Wish.AGREES}
    return next((each for name, each in by_name.items() if name in said), None)


def hours_told(turn: Turn, text: str) -> tuple[frozenset[str], bool]:
    """Return the hours that a text names, in either language, and whether it tells nothing beside them."""
    heard = spoken(_GLUED.sub(" ", fold(text[:LONGEST_ANSWER])))
    covered = [cover(heard, words.phrases["hours"]) for words in turn.lexicon.languages.values()]
    # the language that leaves the least is the one it is written in
    for hits, left in sorted(covered, key=lambda each: len(each[1])):
        if told := frozenset(hit.name for hit in hits) - {"filler"}:
            return told, not left and "?" not in text
    return frozenset(), False


def says_only(turn: Turn, text: str, label: str, *sections: str) -> bool:
    """Tell whether a whole text, in either language, says this label of a section and nothing else.

    What says nothing by itself may stand beside it; more sections take further words. A text too long to read does
    not."""
    heard = spoken(fold(text)) if len(text) <= LONGEST_ANSWER else []
    for words in turn.lexicon.languages.values():
        hits, left = cover(heard, *(words.phrases[section] for section in sections))
        if not left and {hit.name for hit in hits} - _SAYS_NOTHING == {label}:
            return True
    return False


def says_no(turn: Turn, text: str) -> bool:
    """Tell whether a text is a no: that it is not to go on is one, where nothing was sent."""
    return wish(turn, text) in (Wish.NO, Wish.TAKE_BACK)


def said_by_wish(turn: Turn, text: str) -> str | None:
    """Return `yes` or `no` where a text wishes that; None for anything else."""
    if wish(turn, text) in (Wish.YES, Wish.AGREES, Wish.SEND):
        return "yes"
    return "no" if says_no(turn, text) else None


def no_yes(button: Button) -> Block:
    """Return what is said to nearly a yes where only a plain one counts: which words do it."""
    return line(NO_YES, label=button.label)


def is_cancel(turn: Turn, text: str) -> bool:
    """Tell whether a text is the "cancel" of a window that asks "sure?"."""
    return "?" not in text and says_only(turn, text, "cancel", "wishes")


def where_it_weighs(turn: Turn, step: Step, text: str) -> Next | None:
    """Answer a wish for time; a yes or a no to what stands here is no answer to what waits below."""
    if wish(turn, text) is Wish.WAIT:
        return Show((NO_HURRY,))
    if step.name is StepName.PERMISSIONS and leaves_it(turn, text):
        return Show()
    if step.side and (wish(turn, text) or yes_or_no(turn, text) or _may_answer_this(turn, text)):
        return OpenBelow(step.name, (NOT_CLEAR,))
    return None


def _may_answer_this(turn: Turn, text: str) -> bool:
    """Tell whether a text that was not understood begins with a yes or is said with a laugh; a number is for below."""
    if holds(turn, "no_yes", text):
        return True
    heard = [] if any(map(str.isdigit, text)) else spoken(fold(text))
    books = [words.phrases["assent"] for words in turn.lexicon.languages.values()]
    return bool(heard) and any(hit.name == "yes" for book in books for hit in book.all_longest(heard, 0))


def above_sure(turn: Turn, text: str) -> tuple[Block, ...]:
    """Return what is said above a "sure?" that stays, to a text that was neither a yes nor a no."""
    if wish(turn, text) is Wish.WAIT:
        return (NO_HURRY,)
    if is_doubt(turn, text):
        return ()
    return to_be_asked(turn) if is_question(turn, text) else (NOT_CLEAR,)


def stay_at_sure(turn: Turn, step: Step, above: tuple[Block, ...]) -> Next:
    """Ask "sure?" once more, under these words; a request that was only guessed stays one (11b)."""
    return OpenBelow(step.name, above, guessed=turn.c.draft.guessed)


def begins_with_no(turn: Turn, text: str) -> bool:
    """Tell whether a text begins with a no and nothing in it asks for it to be done: "no, both of them stay"."""
    heard = spoken(fold(text))
    for words in turn.lexicon.languages.values():
        hits, _ = cover(heard, words.phrases["wishes"], words.phrases["answers"])
        asked = {hit.name for hit in words.phrases["requests"].hits(heard)} & {"delete", "stop"}
        said = {_SAYS.get(hit.name, hit.name) for hit in hits}
        if hits and hits[0].start == 0 and hits[0].name == "no" and not asked:
            return not said & {"yes", "agree", "wait", "unknown", "whether", *_ACTS}
    return False


def wants_it_back(turn: Turn, step: Step | None, text: str) -> bool:
    """Tell whether somebody whose answers were sent wishes in plain words to withdraw, where nothing else is asked."""
    if turn.c.state != State.SENT or step is None or step.reads_all or (step.side and step.weighs is not None):
        return False
    if turn.c.draft.meant or text.lstrip().startswith("/"):
        return False
    head, comma, tail = text.partition(",")
    said = tail if comma and yes_or_no(turn, head) == "yes" else text  # "yes, take it back" to nothing that was asked
    return wish(turn, said) in (Wish.TAKE_BACK, Wish.ERASE) and command(text, turn.lexicon) in (None, ChatCommand.STOP)
