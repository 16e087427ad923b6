"""What is typed while only a safety text and its button are on the screen: it answers no question that is not seen.

Theory of operation. To a question, or to words of where help is, it is said once more whom to call: which danger it was
is not kept. Whatever else is no command shows the question again, as the button does. An answer that says itself what
it answers (a value with its unit, a class, names of medicines, words of an option) is kept and read back; a yes, a
no, a courtesy or a bare number says nothing of what it is about, and may be meant for the safety text.
"""

from __future__ import annotations

from dialogs.answers import Reading, command
from dialogs.commands import ChatCommand
from dialogs.conversation.states import StepName
from dialogs.conversation.step import Step
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.asking import is_question
from dialogs.conversation.typed.beside_danger import has_its_meaning, parsed
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold
from dialogs.study.study import Kind, Question, Slot
from dialogs.values import Medicine, Unknown, When

#: Options that deny what was asked.
_DENIALS = ("no", "none", "neither")
#: The words of a language that say a yes, a no, a wish or a courtesy, and not of what.
_OF_NOTHING = ("answers", "said", "wishes", "taken_back", "read_back")
#: Kinds whose options a bare number names.
_NUMBERED = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.MEDICINES})
#: Among them what goes on.
_GOES_ON = frozenset(
    ("yes", "echo", "agree", "right", "claims", "no", "doubt", "wrong", "no_yes", "courtesy", "well", "here", "on_it")
)
_SAYS_NOTHING = frozenset({"filler", "polite", "what"})


def is_going_on(turn: Turn, step: Step, text: str) -> bool:
    """Tell whether a text under a safety text only goes on: the word for it, a yes, a no or a courtesy."""
    if step.name is not StepName.SAFETY or "?" in text or len(text) > LONGEST_ANSWER:
        return False
    if command(text, turn.lexicon) is ChatCommand.CONTINUE:
        return True
    heard = spoken(fold(text))
    for words in turn.lexicon.languages.values():
        hits, left = cover(heard, *(words.phrases[name] for name in _OF_NOTHING))
        said = {hit.name for hit in hits} - _SAYS_NOTHING
        if said and not left and said <= _GOES_ON:
            return True
    return False


def seeks_help(turn: Turn, step: Step, text: str) -> bool:
    """Tell whether a text under a safety text asks something, or speaks of where help is: "should I go to the ER?"."""
    word = command(text, turn.lexicon)
    if step.name is not StepName.SAFETY or word not in (None, ChatCommand.HELP) or text.lstrip().startswith("/"):
        return False
    if word is ChatCommand.HELP:
        return True
    heard = spoken(fold(text[:LONGEST_ANSWER]))
    care = (words.phrases["safety"] for words in turn.lexicon.languages.values())
    return is_question(turn, text) or any(book.hits(heard) for book in care)


def says_nothing_unseen(turn: Turn, text: str, question: Question | None) -> bool:
    """Tell whether a text says nothing to the open question while its screen is not the last one.

    So does a yes, a no, a courtesy or an "I don't know": it may be meant for the side screen that stands there. So does
    the number of an option that cannot be seen; the number of an age or a test says itself what it is."""
    if text.strip().isdigit():
        return question is not None and question.kind in _NUMBERED
    return not _says_of_what(turn, text)


def full_answer(turn: Turn, slot: Slot, text: str) -> Reading | None:
    """Return the reading of a text that says itself what it answers; None for anything that says less."""
    question = slot.question
    reading = None if "?" in text else parsed(question, text, turn.labels(question), turn.today)
    return reading if reading is not None and _is_full(turn, question, reading, text) else None


def _is_full(turn: Turn, question: Question, reading: Reading, text: str) -> bool:
    match reading.value:
        case Unknown():
            return False
        case str(option):
            return option not in _DENIALS and _says_of_what(turn, text)
        case When():
            return reading.sure
        case tuple(named):
            medicines = any(isinstance(each, Medicine) for each in named)
            return medicines or (bool(named) and "none" not in named and _says_of_what(turn, text))
    return has_its_meaning(question, text) if question.kind is Kind.QUANTITY else not text.strip().isdigit()


def _says_of_what(turn: Turn, text: str) -> bool:
    """Tell whether words are left over beside what says a yes, a no or a courtesy, in every language."""
    heard = spoken(fold(text))
    books = ([words.phrases[name] for name in _OF_NOTHING] for words in turn.lexicon.languages.values())
    return not text.strip().isdigit() and all(cover(heard, *book)[1] for book in books)
