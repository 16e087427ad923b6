"""What counts as a yes where a yes consents, sends, erases or makes an answer final, and what as a no there.

Theory of operation. An open question hears a yes in many words, since what it hears is read back or can be changed. A
confirmation is the end of that: its yes is one of a closed list (`[assent]` of the lexicons), every other word of the
text must stand in that list too, and words that answer some question of their own ("I have", "it was") are in none.
An order counts there too, where it is a whole phrase with the act as its verb ("send it", "I want it erased"); what is
only wished, asked or told of it ("I want my answers", "will it erase", "I have sent it") is none. What is neither a yes
nor a no there does nothing, and the buttons are shown again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from enum import StrEnum
from typing import Final

from dialogs.answers import DENIED, fold
from dialogs.conversation.states import State, StepName
from dialogs.conversation.step import Step
from dialogs.conversation.texts.question_screen import CORRECT, YES
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.button_matching import (
    holds,
    is_refused,
    labelled,
    laughs,
    place_of_two,
    says_no_more,
    tells_of_before,
    yes_or_no,
)
from dialogs.conversation.typed.wishes import Wish, begins_with_no, is_cancel, says_no, wish
from dialogs.languages import Language
from dialogs.lexicon.phrases import Phrases, cover
from dialogs.lexicon.spelling import LONGEST_ANSWER, sound
from dialogs.lexicon.spelling import words as split
from dialogs.screens import Button
from dialogs.values import Unknown, Value


class Confirms(StrEnum):
    """What a yes confirms here: a label of `[assent]` that is a yes of its own beside the plain ones."""

    #: That what was read is right.
    READING = "right"
    #: That it is to be done, or is agreed to.
    DOING = "do"
    #: The same as the first, where nearly a yes is enough.
    LIGHTLY = "fine"
    #: That it is wanted, where "do you want it?" is what was asked.
    WANTING = "wanted"


#: The orders that are a yes here, by the step: labels of `[assent]`.
ACTS: Final[Mapping[StepName, frozenset[str]]] = {
    StepName.DELETE: frozenset({"erase"}),
    StepName.STOP: frozenset({"erase"}),
    StepName.NOTE: frozenset({"erase"}),
    StepName.PERMISSIONS: frozenset({"withdraw", "erase"}),
    StepName.CONTACT: frozenset({"send"}),
    StepName.ANOTHER_CONTACT: frozenset({"send"}),
    StepName.SEND_ANYWAY: frozenset({"send"}),
    StepName.SHARE: frozenset({"send"}),
}
#: Where "do you want …?" is asked.
_ASK_IF_WANTED: Final = frozenset({StepName.DELETE, StepName.STOP})
#: What agrees to any of it behind a plain yes: "yes, that is right", "yes, I agree", "yes, all good".
_AGREES: Final = frozenset({"yes", *(Confirms.READING, Confirms.DOING, Confirms.LIGHTLY)})
#: What says nothing beside a plain yes, and what says nothing where something is to be done.
_BESIDE: Final = frozenset({"heard", "polite"})
_ALL: Final = frozenset({"all"})
#: What stands beside a wish to go on and says no more than it, and what a first no of a text is.
_BESIDE_GOING_ON: Final = _BESIDE | {"yes", "do"}
_FIRST_NO: Final = frozenset({"deny"})
#: What stands beside an order to end.
_BESIDE_ENDING: Final = _BESIDE | _ALL | {"yes", "do", Confirms.WANTING}
#: What may mean the questions where "stop?" is asked.
_OF_THE_QUESTIONS: Final = frozenset({"ahead", "done"})
#: Between two answers in one text.
_PARTS: Final = re.compile(r"[,;./\n]")
#: Labels that are nearly a yes at most.
_NODS: Final = frozenset({"yes", "right", "do", "fine", "heard", "polite"})
#: That an address is right, and whose it is.
_THEIRS: Final = frozenset({"mine", "right"})


def assents(turn: Turn, text: str, *confirms: Confirms, acts: frozenset[str] = frozenset()) -> bool:
    """Tell whether the whole text is a yes and nothing else; with `acts`, also one that names what is to be done."""
    if not _is_plain(turn, text):
        return False
    heard, books = _heard(text), _books(turn)
    if _is_yes(heard, books, {"yes", *confirms}) or _is_yes_at_first(heard, books):
        return True
    if not acts or tells_of_before(text):
        return False
    return _says_only(heard, books, {"yes"} | acts, {"do"} | _BESIDE | _ALL)


def _is_plain(turn: Turn, text: str) -> bool:
    """Tell whether a text may be an answer and no more: no question, tale or joke."""
    return "?" not in text and len(text) <= LONGEST_ANSWER and not holds(turn, "no_yes", text)


def _books(turn: Turn) -> list[Phrases]:
    return [words.phrases["assent"] for words in turn.lexicon.languages.values()]


def _heard(text: str) -> list[str]:
    """Return the words of a text by their sound; nothing where one letter over and over sounds like a single one.

    "zzz qqq" sounds like "s k", and is no yes."""
    written = split(fold(text))
    if any(len(word) > len(set(word)) == 1 for word in written):
        return []
    # nor is "z" an "s"
    return [word if len(word) == 1 else sound(word) for word in written]


def _is_yes(heard: list[str], books: list[Phrases], yes: set[str]) -> bool:
    """Tell whether the whole text is one of these; behind a plain yes whatever agrees is one as well."""
    hits, left = cover(heard, *books)
    said = {hit.name for hit in hits}
    if left or not said & yes:
        return False
    return said <= (yes | _BESIDE | _AGREES if "yes" in said else yes | _BESIDE)


def _is_yes_at_first(heard: list[str], books: list[Phrases]) -> bool:
    """Tell whether all behind a first yes agrees where "yes that is" takes it for nearly a yes: "yes that is right"."""
    first = cover(heard, *books)[0]
    if not first or first[0].start or first[0].name != Confirms.LIGHTLY or not _is_yes(heard[:1], books, {"yes"}):
        return False
    hits, left = cover(heard[1:], *books)
    return bool(hits) and not left and {hit.name for hit in hits} <= _AGREES | _BESIDE


def asks_to_erase(turn: Turn, text: str) -> bool:
    """Tell whether a whole text says in words of its own that all is to be erased: "yes, delete it"."""
    if not _is_plain(turn, text) or tells_of_before(text):
        return False
    return _says_only(_heard(text), _books(turn), {"erase"}, {"yes", "do"} | _BESIDE | _ALL)


def _says_only(heard: list[str], books: list[Phrases], meant: Set[str], beside: Set[str] = frozenset()) -> bool:
    """Tell whether the whole text says one of these labels, and nothing else but what may stand beside it."""
    hits, left = cover(heard, *books)
    said = {hit.name for hit in hits}
    return not left and bool(said & meant) and said <= meant | beside


def asks_to_withdraw(turn: Turn, text: str) -> bool:
    """Tell whether a whole text says, where the permissions stand, that one is taken back: "sí, retirar"."""
    if not _is_plain(turn, text) or tells_of_before(text):
        return False
    refuses = [words.phrases["stopping"] for words in turn.lexicon.languages.values()]
    books = [*refuses, *_books(turn)]
    return _says_only(_heard(text), books, {"withdraw", "refuses"}, {"yes", "do"} | _BESIDE | _ALL)


def speaks_of_withdrawing(turn: Turn, text: str) -> bool:
    """Tell whether words that take back stand anywhere in a text: "I withdraw, they are calling me"."""
    heard = _heard(text[:LONGEST_ANSWER])
    return any(hit.name == "withdraw" for book in _books(turn) for hit in book.hits(heard))


def asks_which(turn: Turn, text: str) -> bool:
    """Tell whether a whole text names more or fewer permissions than one, or the end of all: "los dos", "termine"."""
    if not _is_plain(turn, text) or tells_of_before(text):
        return False
    books = [words.phrases[section] for section in ("stopping", "assent") for words in turn.lexicon.languages.values()]
    ends = {"stop", "done"} if turn.c.has_sent_below or turn.c.state == State.SENT else set()
    return _says_only(_heard(text), books, {"which", "withdraw", "all"} | ends, {"yes", "do"} | _BESIDE)


def keeps(turn: Turn, text: str) -> bool:
    """Tell whether a whole text says that what was answered is to be kept: "keep it", "don't erase anything"."""
    return _says_on(turn, text, frozenset({"keep"}))


def goes_on(turn: Turn, text: str) -> bool:
    """Tell whether a whole text says, at "stop?" or "erase?", that it goes on: "no, let's continue", "not yet"."""
    return _says_on(turn, text, frozenset({"keep", "go_on"}))


def ends_in_words(turn: Turn, step: Step, text: str) -> bool:
    """Tell whether a whole text says, at "stop?", that it is to end: "sí, terminar", "no, I don't want to go on"."""
    return step.name is StepName.STOP and asks_to_end(turn, text)


def asks_to_end(turn: Turn, text: str) -> bool:
    """Tell whether a whole text says that it is to end, or not to go on."""
    if not _is_plain(turn, text) or tells_of_before(text):
        return False
    head, comma, tail = text.partition(",")
    if comma and yes_or_no(turn, head) == "no":  # "no, siga" is not "no siga"
        return _says_only(_heard(tail), _books(turn), {"quit"}, _BESIDE)
    return _says_only(_heard(text), _books(turn), {"stop", "quit"}, _BESIDE_ENDING | {"erase"})


def _says_on(turn: Turn, text: str, labels: frozenset[str], no: frozenset[str] = _FIRST_NO) -> bool:
    if "?" in text or len(text) > LONGEST_ANSWER:
        return False
    head, comma, tail = text.partition(",")
    if comma and yes_or_no(turn, head) == "no":  # "no, quiero seguir" is not "no, no quiero seguir"
        return _says_on(turn, tail, labels, frozenset())
    return _says_only(_heard(text), _books(turn), labels, _BESIDE_GOING_ON | no)


def answer_to_reading(turn: Turn, text: str, *, grave: bool) -> Button | None:
    """Return the button of an answer's read-back that a text means; None where it says something of its own.

    `grave`: a yes would end the questions. Then, and where a no was read, nearly a yes is none."""
    lightly = () if grave or reads_a_no(turn) else (Confirms.LIGHTLY,)
    said = _answer(turn, text, Confirms.READING, *lightly)
    listed = any(isinstance(value, tuple) for value in turn.c.draft.reading.values())
    if said == CORRECT and listed and says_no_more(turn, text, 1):
        return None  # "no, nothing else" denies nothing that was read
    if said is not None or not turn.c.accessible:
        return said
    # Its two buttons are numbered only there; otherwise a number corrects the reading.
    return {"1": YES, "2": CORRECT}.get(fold(text).rstrip("."))


def answer_to_meant(turn: Turn, step: Step, text: str) -> Button | None:
    """Return the button of a read-back of a button that a text means."""
    if step.asks_if_sure and (goes_on(turn, text) or _orders_behind_a_no(turn, text)):
        return None  # the no of that question itself, or no no at all
    if _may_mean_the_questions(turn, step, text):
        return None  # nor do such words end all under the read-back of themselves
    confirms = (Confirms.READING, Confirms.DOING)
    return _answer(turn, text, *confirms, acts=ACTS.get(step.name, frozenset())) or _pointed_at(turn, text)


def answer_to_sending(turn: Turn, text: str) -> Button | None:
    """Return the button of "do we send it?" that a text means; that the address is right sends nothing."""
    said = _answer(turn, text, Confirms.DOING, acts=ACTS[StepName.CONTACT])
    return said or _pointed_at(turn, text)


def is_theirs(turn: Turn, text: str) -> bool:
    """Tell whether a whole text says no more than that an address is the person's own, or right: "yes, it's mine"."""
    if "?" in text or len(text) > LONGEST_ANSWER:
        return False
    heard, books = _heard(text), _books(turn)
    wishes = (words.phrases["wishes"] for words in turn.lexicon.languages.values())
    return any(_says_only(heard, [book, *books], _THEIRS, {"yes", "filler"} | _BESIDE) for book in wishes)


def _answer(turn: Turn, text: str, *confirms: Confirms, acts: frozenset[str] = frozenset()) -> Button | None:
    if "?" in text or laughs(text):
        return None
    if is_refused(turn, text):
        return CORRECT
    if (button := labelled(turn, (YES, CORRECT), text)) is not None:
        return button
    if assents(turn, text, *confirms, acts=acts):
        return YES
    return CORRECT if yes_or_no(turn, text) == "no" or (Confirms.DOING in confirms and says_no(turn, text)) else None


def _pointed_at(turn: Turn, text: str) -> Button | None:
    """Return the button at the place that a text names; the first one only where they are shown with numbers."""
    place = place_of_two(turn, text)
    if place == 1:
        return YES if turn.c.accessible and fold(text).rstrip(".") == "1" else None
    return CORRECT if place else None


def said_to_sure(turn: Turn, step: Step, text: str) -> str | None:
    """Return the yes or the no to "sure?" that a text is; None where it stays open.

    A yes that is none of the closed list is at most read back, and one that answers a question of its own is none."""
    if is_cancel(turn, text):
        # once something was sent, "cancel" may mean that
        return None if turn.c.has_sent_below or turn.c.state == State.SENT else "no"
    if ends_in_words(turn, step, text):
        return "yes"
    if goes_on(turn, text):
        return "no"
    if _may_mean_the_questions(turn, step, text) or agrees_to_do(turn, step, text):
        return "yes"
    if yes_or_no(turn, text) == "yes" or _orders_behind_a_no(turn, text):
        return None
    match wish(turn, text):
        case Wish.AGREES:
            return "yes"
        case Wish.NO:
            return "no"
        case None:
            return "no" if yes_or_no(turn, text) == "no" or begins_with_no(turn, text) else None
    return None


def answers_sure(turn: Turn, step: Step, text: str) -> bool:
    """Tell whether a text that is a command elsewhere is an answer to "sure?"."""
    return is_cancel(turn, text) or goes_on(turn, text) or ends_in_words(turn, step, text)


def agrees_to_do(turn: Turn, step: Step, text: str) -> bool:
    """Tell whether a text is a yes to what "sure?" asks."""
    if _may_mean_the_questions(turn, step, text):
        return False
    if step.name is StepName.STOP and _is_yes_beside_ending(turn, text):
        return True
    wanting = (Confirms.WANTING,) if step.name in _ASK_IF_WANTED else ()
    return assents(turn, text, Confirms.DOING, *wanting, acts=ACTS.get(step.name, frozenset()))


def _is_yes_beside_ending(turn: Turn, text: str) -> bool:
    """Tell whether a text is a yes with the order to end: "sí, termine"; the order alone is read back."""
    plain = _is_plain(turn, text) and not tells_of_before(text)
    return plain and _says_only(_heard(text), _books(turn), {"yes", Confirms.WANTING}, _BESIDE_ENDING | {"stop"})


def _may_mean_the_questions(turn: Turn, step: Step, text: str) -> bool:
    """Tell whether a whole text, at "stop?", may be about the questions: "go ahead", "yes, I'm done", "right"."""
    if step.name is not StepName.STOP or not _is_plain(turn, text):
        return False
    heard, assent = _heard(text), _books(turn)
    for words in turn.lexicon.languages.values():
        hits, left = cover(heard, words.phrases["stopping"], *assent)
        said = {hit.name for hit in hits}
        beside = _BESIDE | {"yes"} if "done" in said else _BESIDE
        if not left and said & _OF_THE_QUESTIONS and said <= _OF_THE_QUESTIONS | beside:
            return True
    return False


def _orders_behind_a_no(turn: Turn, text: str) -> bool:
    """Tell whether a text says no and then orders it: "no, borre todo", "no I do want to stop"; it is asked again."""
    head, comma, tail = text.partition(",")
    if not comma:
        head, _, tail = text.strip().partition(" ")
    if not tail or yes_or_no(turn, head) != "no" or tells_of_before(text):
        return False
    # without a comma the Spanish no is that of the verb: "no borre todo"
    languages = turn.lexicon.languages.values() if comma else [turn.lexicon.languages[Language.EN]]
    books = [words.phrases[section] for section in ("assent", "stopping") for words in languages]
    return _says_only(_heard(tail), books, {"erase", "stop", "quit"}, _BESIDE_ENDING | {"rather"})


def nods(turn: Turn, text: str) -> bool:
    """Tell whether a text is nearly a yes at most, and says nothing else: "ok", "I guess so", "all good"."""
    is_short = "?" not in text and len(text) <= LONGEST_ANSWER
    return (is_short and _says_only(_heard(text), _books(turn), _NODS)) or wish(turn, text) is Wish.AGREES


def only_affirms(turn: Turn, text: str) -> bool:
    """Tell whether a whole text is a yes in any words and says nothing anew: it turns no no that was read round."""
    if holds(turn, "claims", text) or holds(turn, "anew", text):
        return False
    return nods(turn, text) or wish(turn, text) is Wish.YES


def may_agree(turn: Turn, text: str) -> bool:
    """Tell whether a text that was heard as a yes may be one to what is to be agreed to, if only in part of it."""
    if holds(turn, "no_yes", text):
        return False
    heard = _heard(text)
    agreed = any(hit.name in ("do", "agrees") for book in _books(turn) for hit in book.hits(heard))
    is_sign = not split(fold(text))  # a thumb up, which is no word of anything else
    return agreed or is_sign or nods(turn, text) or wish(turn, text) is Wish.YES


def says_both(turn: Turn, text: str) -> bool:
    """Tell whether a text says no and yes, each by itself: "no, I agree", "y/n"."""
    parts = [part for part in _PARTS.split(text[:LONGEST_ANSWER]) if part.strip()]
    if len(parts) < 2 or not any(yes_or_no(turn, part) == "no" for part in parts):
        return False
    return any(assents(turn, part, Confirms.DOING) for part in parts)


def reads_a_no(turn: Turn) -> bool:
    """Tell whether a no waits for its yes."""
    return any(value in DENIED for value in turn.c.draft.reading.values())


def says_otherwise(turn: Turn, text: str, told: Mapping[str, Value]) -> bool:
    """Tell whether a text is no yes to what was read: a joke, somebody else's, or the very thing that was read as a no.

    After "We read: No." a "yes I do have it" says the opposite, which is read back in its turn."""
    waiting = turn.c.draft.reading
    if holds(turn, "no_yes", text):
        return True
    anew = {key: value for key, value in told.items() if not isinstance(value, Unknown)}
    return any(value in DENIED and anew.get(key, value) != value for key, value in waiting.items())


def may_be_a_yes(turn: Turn, text: str) -> bool:
    """Tell whether a text that was not understood at a read-back begins as a yes does, or is only "I heard you"."""
    if any(map(str.isdigit, text)):
        return False
    heard = _heard(text)
    for words in turn.lexicon.languages.values():
        for name in ("assent", "answers"):
            hits = words.phrases[name].all_longest(heard, 0) if heard else []
            if {hit.name for hit in hits} & {"yes", "right", "do", "fine", "heard", "echo", "agree", "hedge"}:
                return True
    return holds(turn, "claims", text)
