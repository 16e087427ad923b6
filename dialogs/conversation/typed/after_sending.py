"""After sending: a way to be reached that is typed, or to be changed or erased alone, which nothing here can do."""

from __future__ import annotations

from typing import Final

from dialogs.answers import Misread, parse_answer
from dialogs.conversation.states import State
from dialogs.conversation.turn import Turn, line
from dialogs.lexicon.phrases import spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold
from dialogs.screens import N_, Block
from dialogs.study.study import Kind, Question

#: What exists for it.
CONTACT_STANDS: Final = line(
    N_(
        "A phone number or e-mail cannot be changed or erased alone here. To reach the team: /person. To take back and "
        "erase all that you sent: /delete."
    )
)
_CONTACT: Final = Question(id="contact", kind=Kind.CONTACT, text="", short="")


def about_contact(turn: Turn, text: str) -> tuple[Block, ...]:
    """Return what can be done, where a text after sending is a way to be reached or speaks of changing one."""
    if turn.c.state != State.SENT or len(text) > LONGEST_ANSWER:
        return ()
    heard = spoken(fold(text))
    for words in turn.lexicon.languages.values():
        said = {hit.name for hit in words.phrases["reached"].hits(heard)}
        if "changes" in said and said - {"changes"}:
            return (CONTACT_STANDS,)
    return (CONTACT_STANDS,) if _is_contact(turn, text) else ()


def _is_contact(turn: Turn, text: str) -> bool:
    try:
        parse_answer(_CONTACT, text, turn.labels(_CONTACT), turn.today)
    except Misread:
        return False
    return True
