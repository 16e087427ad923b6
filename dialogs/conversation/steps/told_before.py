"""Answers of another study, offered once where a second one begins: shown back, and used only after a yes.

Each study has an agreement of its own; this asks for one thing more, so a yes to it is on record too (CL-04). What was
shown is kept until it is answered, and that alone is used: what changes in the other study meanwhile was not agreed to.
What is erased or blocked there is taken back from here too, by the shell.
What is taken over stands in the review like any other answer, and is changed there.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversation.states import StepName
from dialogs.conversation.step import Close, Next, NextQuestion
from dialogs.conversation.texts.cautions import new_cautions
from dialogs.conversation.turn import Turn, line
from dialogs.replies import Consent, ConsentAction, Purpose
from dialogs.screens import N_, Block, Button, Look, Screen, Text
from dialogs.study.study import Slot
from dialogs.value_texts import shown, slot_text

TOLD = N_("In another study here you answered this already:")
MAY_USE = N_("May we use these answers in this study too? You can change each at the end.")


def told_before_screen(turn: Turn) -> Screen:
    """Return the answers that both studies ask for, and the question whether they may be used."""
    blocks = (line(TOLD), Block(tuple(_answers(turn))), line(MAY_USE, Look.STRONG))
    options = (Button("use", Text(N_("Yes, use them"))), Button("no", Text(N_("No, ask me again"))))
    return Screen(blocks, "told_before", "choice", options)


def answer_told_before(turn: Turn, button: Button) -> Next:
    """Take over what was shown after a yes; otherwise ask everything."""
    shown_back, before = turn.c.draft.elsewhere, dict(turn.c.answers)
    turn.c.draft = replace(turn.c.draft, elsewhere={})
    if button.value != "use" or not shown_back:
        return Close()
    turn.replies.append(Consent(Purpose.ANSWER, ConsentAction.GIVEN, (line(TOLD), line(MAY_USE))))
    turn.c.answers.update(shown_back)
    turn.tell_each(new_cautions(turn, before))
    return NextQuestion()


def withdraw(turn: Turn) -> bool:
    """Close an offer of which nothing is left, and tell whether one stood open: it was taken back meanwhile."""
    if turn.c.stack != [StepName.TOLD_BEFORE] or turn.c.draft.elsewhere:
        return False
    turn.c.stack = []
    return True


def _answers(turn: Turn) -> list[Text]:
    """Return what was answered, in the order of this study, in its words."""
    language, found = turn.c.language, turn.c.draft.elsewhere
    return [
        Text(
            N_("{name}: {answer}"),
            {
                "name": slot_text(question.short, turn.study, turn.lexicon, language, Slot(question)),
                "answer": shown(turn.study, turn.lexicon, language, question, found[question.id]),
            },
        )
        for question in turn.study.asked
        if question.id in found
    ]
