"""Questions of the person that nothing here answers: where to look and whom to ask, and no misreading."""

from __future__ import annotations

from dialogs.answers import Misread, MisreadReason, fold
from dialogs.conversation.texts.reprompt import where_to_look, whom_to_ask
from dialogs.conversation.turn import Turn
from dialogs.lexicon.phrases import Phrases, spoken
from dialogs.screens import Block
from dialogs.study.study import Kind, Question

#: What was not understood at all; a text that was understood in part is asked about in its own words. "Will they …?" is
#: no date to come.
_NOT_UNDERSTOOD = frozenset({MisreadReason.NOTHING, MisreadReason.OTHER, MisreadReason.FUTURE})


#: A question of so many words is more than a name.
SAYS_MORE = 5


def is_question(turn: Turn, text: str) -> bool:
    """Tell whether a text asks something: by its mark, or by how it begins, in either language."""
    return "?" in text or "¿" in text or _begins_as_one(turn, text)


def begins_to_ask(words: list[str], said: Phrases) -> bool:
    """Tell whether words begin as a question does."""
    return any(hit.name == "asking" for length in (1, 2) if words for hit in said.all_longest(words[:length], 0))


def asked_of_nobody(turn: Turn, question: Question, text: str, misread: Misread) -> tuple[Block, ...]:
    """Return what is said to a question that is no answer and that no text answers; empty where it is none."""
    if misread.reason not in _NOT_UNDERSTOOD or misread.named or misread.half:
        return ()
    marked, begins = "?" in text or "¿" in text, _begins_as_one(turn, text)
    if marked and begins:
        return to_be_asked(turn)
    # "and this one?" may name a medicine: that is asked about
    short = bool(misread.words) and len(spoken(fold(text))) < SAYS_MORE
    # "when I was little" may be a date, and "que me pusieron" a medicine: those only where they are marked
    loose = question.kind in (Kind.MONTH, Kind.MEDICINES)
    asks = not misread.offers and ((marked and not short) or (begins and not loose))
    return to_be_asked(turn) if asks else ()


def to_be_asked(turn: Turn) -> tuple[Block, ...]:
    """Return where questions are answered, and by whom."""
    return where_to_look(), whom_to_ask(turn)


def _begins_as_one(turn: Turn, text: str) -> bool:
    words = spoken(fold(text))
    return any(begins_to_ask(words, each.phrases["said"]) for each in turn.lexicon.languages.values())
