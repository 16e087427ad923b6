"""What is no answer: courtesy, and questions of the person. A closed lexicon leads to texts that exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from dialogs.answers import MisreadReason, fold, requested
from dialogs.answers.command_words import asks_for_a_language
from dialogs.commands import ChatCommand
from dialogs.conversation.states import State, StepName
from dialogs.conversation.step import Next, Show, Step
from dialogs.conversation.texts.question_screen import current_slot
from dialogs.conversation.texts.reprompt import REPROMPTS, WHERE_TO_LOOK
from dialogs.conversation.turn import Turn, line
from dialogs.conversation.typed.asking import begins_to_ask, is_question
from dialogs.conversation.typed.button_matching import button_of
from dialogs.conversation.typed.clauses import one_said
from dialogs.conversation.typed.commands import command
from dialogs.conversation.typed.wishes import NO_HURRY
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER
from dialogs.screens import N_, Block, Look, Text
from dialogs.study.study import Kind, Question

#: Where a text of this kind means a button, and which one.
BUTTONS: Final[Mapping[str, Mapping[StepName, str]]] = {
    "self": {StepName.WHO: "self"},
    "here": {StepName.WHO: "self"},
    "helper": {StepName.WHO: "helper"},
    "types_for": {StepName.WHO: "helper"},
    "begin": {StepName.CARD: "questions"},
    "right": {StepName.REVIEW: "all_good"},
    "why_result": {StepName.RESULT: "why"},
    "remind": {StepName.RESULT: "recheck", StepName.PAUSED: "remind"},
    "look": {StepName.RESULT: "review"},
    "listed": {StepName.RESULT: "contact", StepName.CARD: "questions"},
    "read_all": {StepName.CONSENT: "read"},
}
#: What is answered by a command that says something and then shows the open step again.
COMMANDS: Final[Mapping[str, ChatCommand]] = {
    "who_sees": ChatCommand.PRIVACY,
    "who_runs": ChatCommand.VERIFY,
    "where": ChatCommand.CARD,
    "explain": ChatCommand.HELP,
    "later": ChatCommand.PAUSE,
    "leaves": ChatCommand.PAUSE,
    "news": ChatCommand.STATUS,
    # "me llaman" after sending, or with a question mark
    "calling": ChatCommand.STATUS,
}
#: What only surrounds something else, and how a question begins.
_AROUND: Final = frozenset({"courtesy", "filler", "asking"})
#: How one is, that one is there, or is at it: a yes to no question.
_OF_THEMSELVES: Final = frozenset({"well", "here", "on_it"})
#: What only a read-back asks for: elsewhere these words are answers.
_AT_READ_BACK: Final = frozenset({"no_yes", "claims"})
#: What counts only as the whole text.
_WHOLE: Final = frozenset(
    {*_AROUND, *BUTTONS, *_AT_READ_BACK, *_OF_THEMSELVES, "wrong", "later", "leaves", "calling", "typist", "away"}
)
TYPIST: Final = N_("Someone may type for you. The answers are yours.")
HELPER_TYPES: Final = N_("You may type for {person}. The answers are theirs.")
PHOTOS: Final = N_("This bot cannot see photos or files. Please write the number or the word from the paper.")


def button_said(turn: Turn, step: Step, text: str) -> str | None:
    """Return the button of this step that a text of the closed lexicon means."""
    said = _button(turn, step, text)
    if said is None and step.name is StepName.WHO:
        # "it's for my sister, who asked me to help"
        one = one_said(text, lambda clause: _button(turn, step, clause))
        return one.meant if one is not None else None
    return said


def _button(turn: Turn, step: Step, text: str) -> str | None:
    value = BUTTONS.get(_kind(turn, text) or "", {}).get(step.name)
    return value if value is not None and button_of(turn, step, value).label.id else None


def asked_beside(turn: Turn, text: str, is_answer: Callable[[Turn, str], bool] | None) -> ChatCommand | None:
    """Return what one clause of a text asks for beside a reason: a pause, or another language; both are soon undone.

    None where the text or its reason answers the open question or asks for more; under a read-back it is about that."""

    def meaning(clause: str) -> str | None:
        if _kind(turn, clause) == "leaves":
            return ChatCommand.PAUSE
        return ChatCommand.LANGUAGE if asks_for_a_language(clause, turn.lexicon) else None

    said = None if turn.c.draft.reading or turn.c.draft.meant else one_said(text, meaning)
    if said is None or requested(said.rest, turn.lexicon) is not None:
        return None
    answers = is_answer is not None and any(is_answer(turn, each) for each in (text, said.rest))
    return None if answers else ChatCommand(said.meant)


def without_leaving(turn: Turn, question: Question | None, text: str, is_answer: Callable[[Turn, str], bool]) -> str:
    """Return the answer in a text that also says that somebody must go, where only without that it is one.

    No word of it is a medicine."""
    rest = text if question is None else _beside_leaving(turn, text)
    answers = rest != text and is_answer(turn, rest)
    listed = question is not None and question.kind is Kind.MEDICINES
    if not answers or (not listed and is_answer(turn, text)):
        return text
    turn.in_part = True
    return rest


def _beside_leaving(turn: Turn, text: str) -> str:
    """Return the text without the clause that says that somebody must go; the whole text where it says nothing else."""
    said = one_said(text, lambda clause: "leaves" if _kind(turn, clause) == "leaves" else None)
    return said.rest if said is not None and said.rest else text


def small_talk(turn: Turn, step: Step, text: str) -> Next | None:
    """Answer what is no answer, and ask the open question again; it counts as no misreading."""
    kind = _kind(turn, text)
    if kind in ("typist", "types_for") and (turn.c.who or kind == "typist"):
        return Show((_who_types(turn, kind),))
    if kind in _OF_THEMSELVES:
        return None if _answers(turn, step, kind) else Show()
    if kind == "away" and turn.c.state == State.PAUSED:
        return command(turn, ChatCommand.CONTINUE)
    if kind in (None, "wrong", "away") or kind in BUTTONS:
        return None
    if kind in ("why_asked", "explain") and step.name == StepName.QUESTION:
        question = current_slot(turn).question
        if (said := question.why if kind == "why_asked" else question.guide or WHERE_TO_LOOK) != "":
            return Show((line(said),))
    if kind in COMMANDS:
        return Show((NO_HURRY,)) if _rings(turn, kind, text) else command(turn, COMMANDS[kind])
    if kind == "medicines":
        return Show(turn.text("do_not_stop"))
    if kind == "photo":
        return Show((line(PHOTOS),))
    return _answer_frequent(turn, kind)


def _answer_frequent(turn: Turn, kind: str | None) -> Next:
    """Answer a question that people ask about any trial; the open step is shown again."""
    frequent = next((q for q in turn.study.frequent if q.id == kind), None)
    if frequent is not None:
        turn.tell(line(frequent.question, Look.STRONG), *(line(each) for each in frequent.answer))
    return Show()


def _rings(turn: Turn, kind: str, text: str) -> bool:
    """Tell whether somebody else calls: no question about the team's call, and nothing was sent."""
    return kind == "calling" and not is_question(turn, text) and not turn.c.referral_state


def _answers(turn: Turn, step: Step, kind: str | None) -> bool:
    """Tell whether how one is answers the open question: "I'm fine" where it is asked what one has, "I am on it" of a
    treatment."""
    if step.name is not StepName.QUESTION:
        return False
    slot = current_slot(turn)
    return slot.question.kind is Kind.CHOICES if kind == "well" else kind == "on_it" and slot.medicine is not None


def _who_types(turn: Turn, kind: str) -> Block:
    """Return whose answers they are, where somebody types for another; whoever answers for themselves may only be
    typed for."""
    if turn.helps:
        return line(HELPER_TYPES, person=Text(turn.study.person))
    return line(TYPIST if kind == "typist" else REPROMPTS[MisreadReason.OF_ANOTHER])


def _kind(turn: Turn, text: str) -> str | None:
    """Return the one thing that the whole text is, in either language, or that it asks; None for anything else."""
    if len(text) > LONGEST_ANSWER:
        return None
    words = spoken(fold(text))
    for known in turn.lexicon.languages.values():
        hits, left = cover(words, known.phrases["said"])
        if not hits or left or any(hit.name in _AT_READ_BACK for hit in hits):
            continue
        kinds = {hit.name for hit in hits} - _AROUND
        kinds -= {"helper"} if "types_for" in kinds else set()
        if not kinds and any(hit.name == "courtesy" for hit in hits):
            return "courtesy"
        if len(kinds) == 1:
            return kinds.pop()
    return _asked(turn, text, words)


def _asked(turn: Turn, text: str, words: list[str]) -> str | None:
    """Return what a question asks for, whatever else stands in it; None for what is no question."""
    for known in turn.lexicon.languages.values():
        said = known.phrases["said"]
        if "?" not in text and not begins_to_ask(words, said):
            continue
        named = [hit for hit in said.hits(words) if hit.name not in _WHOLE]
        if named:
            return max(named, key=lambda hit: (hit.words, -hit.start)).name
    return None
