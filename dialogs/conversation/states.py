"""The machines of a conversation, all of them, and the table of the one that is drawn.

Two rules on what stands in this file:

1. Everything that changes `Conversation.state` is a row of the table below. Nothing else sets it, but for
   `Questionnaire.resume`, whose old state the machine may not know.
2. It knows no step and no screen: what a state shows and takes is a row of `step_table.STEPS`.

Theory of operation
===================

How many machines does one conversation have? One is a table; but a conversation is at more than one place at a time,
so there are in fact seven. Here they are, with the field that each runs in.

(1) `state`: where the conversation is. Before the questions and after them the way is the same for every study;
between them each question is a state. Which question comes next is never written down as an order of states: `ask`
leads to the slot that is named, and a condition for each question says which that is. So going back, changing an
answer, resuming and skipping are all the same step.

(2) `stack`: which side steps wait above it, such as "which language?". One at most today; another takes its place.
A press on it is answered there, and the state below does not change. `Open` puts one up; `Show` and `Close` take it
away, and so does its own press. It can stand over states where nothing is open: a language may be chosen before
anything was said.

(3) `paused_at`: the state that a pause goes back to, empty where there is none. The state is PAUSED meanwhile. What
was begun there waits in the draft.

(4) `called_from`: the state from which the contact step was opened, if not from the result: to ask for a call before
the end of the questions, or to give another contact for what was sent. The contact step goes back there. A pause ends
it: who pauses while giving a contact comes back to where it was asked for.

(5) `draft`: what was begun at the open step and is no answer yet: fresh, ticked, misread once or more, or a reading
that waits for a yes. It is dropped at every change of (1), but where the step only waits: `pause`, `resume`,
`call_me` and `return`.

(6) `correcting`: the answers of what was sent are being changed. Entered and left by `correct` and `corrected`; it
makes the review end in a correction instead of a result.

(7) `referral_state`: where what was sent stands with the team, as the person is told. The team moves it, by a machine
of its own (`dialogs.referral.referral`); nothing here ever refuses a move of it. With it go `contact_asked`, while the
team waits for another contact, `reached_by`, the contact that it has meanwhile, and `doctor_asked`, while it waits for
a word on showing a doctor what was sent.

What is not nice: (1), (3) and (4) know of each other. `has_sent_below` asks whether a pause or a contact lies over
what was sent, where no changed notice and no end of the study may interfere.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache

from dialogs.machine import Attempt, Machine, Row, build
from dialogs.study.study import Study


class State(StrEnum):
    """The fixed states of a conversation; between them each question of the study is one, by its id."""

    NEW = "new"
    CARD = "card"
    WHO = "who"
    CONSENT = "consent"
    REVIEW = "review"
    RESULT = "result"
    CONTACT = "contact"
    SEND = "send"
    SENT = "sent"
    PAUSED = "paused"
    ENDED = "ended"
    CLOSED = "closed"


class StepName(StrEnum):
    """The steps: rows of `step_table.STEPS`. A step of a fixed state has its name; the side steps come last."""

    CARD = "card"
    WHO = "who"
    CONSENT = "consent"
    QUESTION = "question"  # stands for every question of the study
    REVIEW = "review"
    RESULT = "result"
    CONTACT = "contact"
    SEND = "send"
    SENT = "sent"
    PAUSED = "paused"

    LANGUAGE = "language"
    DELETE = "delete"
    STOP = "stop"
    RECHECK = "recheck"
    FREQUENT = "frequent"
    PERMISSIONS = "permissions"
    PERSON = "person"
    ANOTHER_CONTACT = "another_contact"
    ANOTHER_PERSON = "another_person"
    STUDIES = "studies"
    TOLD_BEFORE = "told_before"
    SAFETY = "safety"
    TEAM = "team"
    SEND_ANYWAY = "send_anyway"
    SUMMARY = "summary"
    SHARE = "share"
    LINKS = "links"
    DOCTOR = "doctor"
    NOTE_WHICH = "note_which"
    NOTE_CONSENT = "note_consent"
    NOTES = "notes"
    NOTE = "note"
    NOTE_WRITE = "note_write"


#: Before the questions.
OPENING = (State.NEW, State.CARD, State.WHO, State.CONSENT)
#: After them.
CLOSING = (State.REVIEW, State.RESULT, State.CONTACT, State.SEND, State.SENT)
#: Where nothing is asked any more; the shell forgets the conversation.
FINAL = (State.ENDED, State.CLOSED)


def is_open(state: str) -> bool:
    """Is something asked or shown in this state: neither not begun, nor ended?"""
    return state != State.NEW and state not in FINAL


def leads_to(state: str) -> Callable[[Attempt], bool]:
    """Return a condition: the questionnaire named this state to go to. Its name is its label in the drawing."""

    def named(step: Attempt) -> bool:
        return bool(step.kwargs.get("to") == state)

    named.__name__ = f"at_{state}"
    return named


def shared_route(study: Study) -> Machine:
    """Return the machine of this study, built once for all who walk through it: its questions decide it."""
    return _route(tuple(question.id for question in study.asked))


def build_route(study: Study) -> Machine:
    """Return the one machine that all conversations of this study share."""
    return _built([question.id for question in study.asked])


@lru_cache(maxsize=16)
def _route(questions: tuple[str, ...]) -> Machine:
    return _built([*questions])


def _built(questions: list[str]) -> Machine:
    live = [State.CARD, State.WHO, State.CONSENT, *questions, *CLOSING]
    states = [*OPENING, *questions, *CLOSING, State.PAUSED, *FINAL]
    return build(states, [*_opening(), *_questions(questions), *_closing(), *_anywhere(live)], initial=State.NEW)


def _opening() -> list[Row]:
    return [
        {"trigger": "arrive", "source": [State.NEW, *FINAL], "dest": State.CARD},
        {"trigger": "begin", "source": State.CARD, "dest": State.WHO},
        {"trigger": "answer_for", "source": State.WHO, "dest": State.CONSENT},
        {"trigger": "back", "source": State.WHO, "dest": State.CARD},
        {"trigger": "back", "source": State.CONSENT, "dest": State.WHO},
        {"trigger": "decline", "source": State.CONSENT, "dest": State.ENDED},
    ]


def _questions(questions: list[str]) -> list[Row]:
    """From consent or any answer to the question that is open, to the review when none is, or to an early end."""
    asking = [State.CONSENT, State.REVIEW, State.RESULT, *questions]
    rows: list[Row] = [
        {"trigger": "ask", "source": source, "dest": question, "conditions": leads_to(question)}
        for source in asking
        for question in questions
    ]
    rows += [{"trigger": "finish", "source": source, "dest": State.REVIEW} for source in [State.CONSENT, *questions]]
    rows += [
        {"trigger": "stop_early", "source": source, "dest": State.RESULT} for source in [State.CONSENT, *questions]
    ]
    rows += [{"trigger": "too_young", "source": source, "dest": State.ENDED} for source in [State.CONSENT, *questions]]
    rows += [{"trigger": "back", "source": question, "dest": State.CONSENT} for question in questions]
    return rows


def _closing() -> list[Row]:
    return [
        {"trigger": "approve", "source": State.REVIEW, "dest": State.RESULT},
        {"trigger": "correct", "source": [State.RESULT, State.SENT], "dest": State.REVIEW},
        {"trigger": "corrected", "source": State.REVIEW, "dest": State.SENT},
        {"trigger": "agree", "source": State.RESULT, "dest": State.CONTACT},
        {"trigger": "weigh", "source": State.CONTACT, "dest": State.SEND},
        {"trigger": "file", "source": [State.CONTACT, State.SEND], "dest": State.SENT},
        {"trigger": "back", "source": [State.CONTACT, State.SEND], "dest": State.RESULT},
        {"trigger": "back", "source": State.RESULT, "dest": State.REVIEW},
    ]


def _anywhere(live: list[str]) -> list[Row]:
    """Pause, resume, stop, start over, a call asked for before the end, the study closing: from every live state."""
    # From what was sent too: another contact may be given for it.
    calling = [state for state in live if state not in (State.CONTACT, State.SEND)]
    return [
        {"trigger": "pause", "source": [state for state in live if state != State.SENT], "dest": State.PAUSED},
        *({"trigger": "resume", "source": State.PAUSED, "dest": s, "conditions": leads_to(s)} for s in live),
        *({"trigger": "return", "source": State.CONTACT, "dest": s, "conditions": leads_to(s)} for s in calling),
        {
            "trigger": "notice_changed",
            "source": [s for s in live if s not in (State.CARD, State.WHO, State.CONSENT, State.SENT)],
            "dest": State.CONSENT,
        },
        {"trigger": "call_me", "source": calling, "dest": State.CONTACT},
        {"trigger": "start_over", "source": [*live, State.PAUSED], "dest": State.CARD},
        {"trigger": "stop", "source": [*live, State.PAUSED], "dest": State.ENDED},
        {"trigger": "close", "source": [State.NEW, *live, State.PAUSED, State.ENDED], "dest": State.CLOSED},
    ]
