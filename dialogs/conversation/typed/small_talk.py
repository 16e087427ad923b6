"""What is no answer: courtesy, and questions of the person. A closed lexicon leads to texts that exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dialogs.answers import fold
from dialogs.conversation.states import StepName
from dialogs.conversation.step import Next, Show, Step
from dialogs.conversation.texts.question_screen import current_slot
from dialogs.conversation.turn import Turn, line
from dialogs.conversation.typed.commands import command
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER
from dialogs.screens import Look

#: Where a text of this kind means a button, and which one.
BUTTONS: Final[Mapping[str, tuple[StepName, str]]] = {
    "self": (StepName.WHO, "self"),
    "helper": (StepName.WHO, "helper"),
    "begin": (StepName.CARD, "questions"),
}
#: What only surrounds something else.
_AROUND: Final = frozenset({"courtesy", "filler"})


def button_said(turn: Turn, step: Step, text: str) -> str | None:
    """Return the button of this step that a text of the closed lexicon means."""
    at, value = BUTTONS.get(_kind(turn, text) or "", (None, ""))
    return value if at == step.name else None


def small_talk(turn: Turn, step: Step, text: str) -> Next | None:
    """Answer what is no answer, and ask the open question again; it counts as no misreading."""
    kind = _kind(turn, text)
    if kind in (None, "wrong") or kind in BUTTONS:
        return None
    if kind == "who_sees":
        return command(turn, "privacy")
    if kind == "why_asked" and step.name == StepName.QUESTION and (why := current_slot(turn).question.why):
        return Show((line(why),))
    frequent = next((q for q in turn.study.frequent if q.id == kind), None)
    if frequent is not None:
        turn.tell(line(frequent.question, Look.STRONG), *(line(each) for each in frequent.answer))
    return Show()


def _kind(turn: Turn, text: str) -> str | None:
    """Return the one thing that the whole text is, in either language; None for anything else or more."""
    if len(text) > LONGEST_ANSWER:
        return None
    words = spoken(fold(text))
    for known in turn.lexicon.languages.values():
        hits, left = cover(words, known.phrases["said"])
        if not hits or left:
            continue
        kinds = {hit.name for hit in hits} - _AROUND
        if not kinds and any(hit.name == "courtesy" for hit in hits):
            return "courtesy"
        if len(kinds) == 1:
            return kinds.pop()
    return None
