"""Asking how to reach the person: from the result, before the end of the questions, or once more for what was sent."""

from __future__ import annotations

from dataclasses import replace

from dialogs.answers import parse_answer
from dialogs.conversation.states import State
from dialogs.conversation.step import Next, Show
from dialogs.conversation.turn import Turn
from dialogs.replies import Heading
from dialogs.study.study import Kind, Question


def open_contact(turn: Turn) -> Next:
    """Ask how to reach the person; the open step waits, and so does the contact that the team has."""
    c = turn.c
    if c.state == State.PAUSED:
        turn.move("resume", to=c.paused_at)
    c.reached_by = c.contact if c.referral_state else {}
    c.paused_at, c.called_from, c.contact = "", c.state, {}
    c.draft = replace(c.draft, reading={}, offers=(), more=False, ranges=False, heading=Heading.CALLBACK)
    turn.move("call_me")
    return Show()


def leave_contact(turn: Turn) -> None:
    """Go back to where a contact was asked for; what was begun there goes on."""
    c = turn.c
    to, c.called_from = c.called_from, ""
    c.draft = replace(c.draft, reading={}, heading=None)
    turn.move("return", to=to)


def restore_first_contact(turn: Turn) -> None:
    """Where somebody left without giving another contact, the one that the team has still stands."""
    c = turn.c
    if c.reached_by and c.state != State.CONTACT:
        c.contact, c.reached_by = c.reached_by, {}


def is_another(turn: Turn) -> bool:
    """Is this a second contact for what was sent already?"""
    return bool(turn.c.referral_state and turn.c.called_from)


def address_question(turn: Turn) -> Question:
    """Return the study file's question of kind contact: how an address is read."""
    return next(question for question in turn.study.questions if question.kind is Kind.CONTACT)


def read_address(turn: Turn, text: str) -> str:
    """Return the phone or the e-mail in a text, or raise `Misread`."""
    question = address_question(turn)
    return str(parse_answer(question, text, turn.labels(question), turn.today).value)
