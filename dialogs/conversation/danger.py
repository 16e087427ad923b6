"""A sign of danger in what a person writes: the safety text goes first, and what else they wrote waits behind it."""

from __future__ import annotations

from dataclasses import replace

from dialogs.answers import safety
from dialogs.conversation.incoming import Edited, Incoming, Ordered, Replied, Typed, Unreadable
from dialogs.conversation.note import as_passage
from dialogs.conversation.states import StepName
from dialogs.conversation.step import Next, ShowSafety, Stay
from dialogs.conversation.step_table import STEPS, step_of
from dialogs.conversation.steps import notes, questions
from dialogs.conversation.texts.question_screen import asks_for_number, asks_of_age, asks_of_pregnancy
from dialogs.conversation.turn import Turn
from dialogs.replies import Count, FunnelEvent, Say
from dialogs.screens import Screen


def red_flags_in(turn: Turn, incoming: Incoming) -> tuple[str, ...]:
    """Return the safety texts that words of the person call for, wherever they stand (study-facts 10)."""
    match incoming:
        case Typed(text) | Replied(text) | Ordered(words=text) | Unreadable(words=text) | Edited(words=text) if text:
            facts = turn.facts()
            told = facts.get(turn.study.pregnancy_fact) == "yes"
            asked, age = asks_of_pregnancy(turn), asks_of_age(turn)
            bare = not asks_for_number(turn)
            return safety(text, turn.lexicon, pregnant=told, asked=asked, age=age, no_number=bare)
    return ()


def danger_told(turn: Turn, flags: tuple[str, ...], incoming: Incoming) -> Next:
    """Say the safety texts at once, in any state, and nothing below them but one button.

    Nothing of the text is kept but an answer in it, which is read back after the press; what was written to the team
    or as a note waits, and it is asked what becomes of it."""
    text = incoming.text if isinstance(incoming, Typed | Replied) else ""
    texts = [Screen(turn.text(f"safety_{flag}")) for flag in flags]
    urgent = [flag != "tell_doctor" for flag in flags]
    step = step_of(turn.c.state)
    last = len(texts) if step is None else len(texts) - 1
    turn.replies += [Say(texts[at], urgent=urgent[at]) for at in range(last)]
    turn.replies.append(Count(FunnelEvent.SAFETY_SHOWN))
    if step is None:
        turn.c.stack = []
        return Stay()
    if turn.c.stack == [StepName.TEAM]:
        turn.c.draft = replace(turn.c.draft, to_team=text)
    elif _is_note(turn, incoming):
        passage = as_passage(incoming.passage) if isinstance(incoming, Replied) else ""
        turn.c.draft = replace(turn.c.draft, note=text, passage=passage, note_number=0)
    elif step.reads_all and text:
        questions.keep_for_later(turn, text)
    button = STEPS[StepName.SAFETY].screen(turn)
    return ShowSafety(replace(button, blocks=texts[last].blocks), urgent[last])


def _is_note(turn: Turn, incoming: Incoming) -> bool:
    """Was it written as a note, or may it be one?"""
    written = turn.c.stack == [StepName.NOTE_WRITE] and isinstance(incoming, Typed)
    return written or (isinstance(incoming, Replied) and notes.may_keep(turn))
