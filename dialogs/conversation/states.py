"""The conversation's machine: its states and its table, built from the study.

Theory of operation. Before the questions and after them the way is the same for every study; between them each
question is a state. Which question comes next is never written down as an order of states: `ask` leads to the slot
that the questionnaire names, and a condition per question says which that is. So going back, changing an answer,
resuming and skipping are all the same step. Everything that changes a conversation's state is in this table.
"""

from __future__ import annotations

from collections.abc import Callable

from dialogs.machine import Machine, Row, Step, build
from dialogs.study.study import Study

#: Before the questions.
OPENING = ("new", "card", "who", "consent")
#: After them.
CLOSING = ("review", "result", "contact", "send", "sent")
#: Where nothing is asked any more; the shell forgets the conversation.
FINAL = ("ended", "closed")


def leads_to(state: str) -> Callable[[Step], bool]:
    """A condition: the questionnaire named this state as the one to go to. Its name is its label in the drawing."""

    def named(step: Step) -> bool:
        return bool(step.kwargs.get("to") == state)

    named.__name__ = f"at_{state}"
    return named


def build_route(study: Study) -> Machine:
    """The one machine that all conversations of this study share."""
    questions = [question.id for question in study.asked]
    live = ["card", "who", "consent", *questions, *CLOSING]
    states = [*OPENING, *questions, *CLOSING, "paused", *FINAL]
    return build(states, [*_opening(), *_questions(questions), *_closing(), *_anywhere(live)], initial="new")


def _opening() -> list[Row]:
    return [
        {"trigger": "arrive", "source": ["new", *FINAL], "dest": "card"},
        {"trigger": "begin", "source": "card", "dest": "who"},
        {"trigger": "answer_for", "source": "who", "dest": "consent"},
        {"trigger": "back", "source": "who", "dest": "card"},
        {"trigger": "back", "source": "consent", "dest": "who"},
        {"trigger": "decline", "source": "consent", "dest": "ended"},
    ]


def _questions(questions: list[str]) -> list[Row]:
    """From consent or any answer to the question that is open, to the review when none is, or to an early end."""
    asking = ["consent", "review", "result", *questions]
    rows: list[Row] = [
        {"trigger": "ask", "source": source, "dest": question, "conditions": leads_to(question)}
        for source in asking
        for question in questions
    ]
    rows += [{"trigger": "finish", "source": source, "dest": "review"} for source in ["consent", *questions]]
    rows += [{"trigger": "stop_early", "source": source, "dest": "result"} for source in ["consent", *questions]]
    rows += [{"trigger": "too_young", "source": source, "dest": "ended"} for source in ["consent", *questions]]
    rows += [{"trigger": "back", "source": question, "dest": "consent"} for question in questions]
    return rows


def _closing() -> list[Row]:
    return [
        {"trigger": "approve", "source": "review", "dest": "result"},
        {"trigger": "correct", "source": ["result", "sent"], "dest": "review"},
        {"trigger": "corrected", "source": "review", "dest": "sent"},
        {"trigger": "agree", "source": "result", "dest": "contact"},
        {"trigger": "weigh", "source": "contact", "dest": "send"},
        {"trigger": "file", "source": ["contact", "send"], "dest": "sent"},
        {"trigger": "back", "source": ["contact", "send"], "dest": "result"},
        {"trigger": "back", "source": "result", "dest": "review"},
    ]


def _anywhere(live: list[str]) -> list[Row]:
    """Pause, resume, stop, start over, a call asked for before the end, the study closing: from every live state."""
    # From what was sent too: another contact may be given for it.
    calling = [state for state in live if state not in ("contact", "send")]
    return [
        {"trigger": "pause", "source": [state for state in live if state != "sent"], "dest": "paused"},
        *({"trigger": "resume", "source": "paused", "dest": s, "conditions": leads_to(s)} for s in live),
        *({"trigger": "return", "source": "contact", "dest": s, "conditions": leads_to(s)} for s in calling),
        {
            "trigger": "notice_changed",
            "source": [s for s in live if s not in ("card", "who", "consent", "sent")],
            "dest": "consent",
        },
        {"trigger": "call_me", "source": calling, "dest": "contact"},
        {"trigger": "start_over", "source": [*live, "paused"], "dest": "card"},
        {"trigger": "stop", "source": [*live, "paused"], "dest": "ended"},
        {"trigger": "close", "source": ["new", *live, "paused", "ended"], "dest": "closed"},
    ]
