"""The conversation: one step of it per thing that comes in.

Theory of operation. `advance` takes what came in, moves the conversation by the shared machine
(`dialogs.conversation.states`) and returns replies: data for the shell. Every step is a row of `step_table.STEPS`: it
moves the conversation and answers what follows, and `follow` alone shows it. A button counts only when it belongs to
the open prompt; whatever else is pressed changes nothing. No clock, no file, no network: today is an argument, and a
conversation that went through JSON between any two steps behaves the same.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import assert_never

from dialogs.answers import command as command_in
from dialogs.answers import national_id
from dialogs.commands import ChatCommand
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.danger import red_flags_in
from dialogs.conversation.draft import Draft
from dialogs.conversation.ending import TO_BEGIN
from dialogs.conversation.incoming import Event, Incoming, Ordered, Pressed, Replied, Shared, Typed
from dialogs.conversation.judged import note_day
from dialogs.conversation.navigation import WE_GO_ON, rest
from dialogs.conversation.next_question import next_question
from dialogs.conversation.reaching import restore_first_contact
from dialogs.conversation.receiving import receive, reread
from dialogs.conversation.states import FINAL, OPENING, State, StepName, shared_route
from dialogs.conversation.step import (
    Close,
    Next,
    NextQuestion,
    Open,
    OpenBelow,
    ReadBack,
    Redraw,
    Reread,
    Show,
    ShowInstead,
    ShowSafety,
    Stay,
    Step,
)
from dialogs.conversation.step_table import STEPS, step_of, top_step
from dialogs.conversation.steps import contact, notes, opening, told_before
from dialogs.conversation.texts.question_screen import meant_screen
from dialogs.conversation.texts.study_status import status_blocks
from dialogs.conversation.turn import Translate, Turn, line
from dialogs.conversation.typed.commands import command
from dialogs.conversation.whose import named
from dialogs.lexicon.lexicon import Lexicon
from dialogs.machine import Machine
from dialogs.replies import Reply
from dialogs.screening.facts import still_fitting
from dialogs.screens import N_, Block, Screen
from dialogs.site import Recruitment, Site
from dialogs.study.study import Study
from dialogs.values import member

WHAT_NOW = N_("What would you like to know?")


class Questionnaire:
    """A study's conversation at a site. Cheap to make: the machine may be shared."""

    def __init__(
        self, study: Study, site: Site, lexicon: Lexicon, translate: Translate, machine: Machine | None = None
    ) -> None:
        self.study = study
        self.site = site
        self.lexicon = lexicon
        self.translate = translate
        self.machine = machine or shared_route(study)

    def advance(self, c: Conversation, incoming: Incoming, today: date) -> list[Reply]:
        """Take one thing that came in; the conversation moves, and what is to be said and done comes back."""
        turn = Turn(self.study, self.site, self.lexicon, self.translate, self.machine, c, today)
        turn.above = named(turn) if isinstance(incoming, Event) else ()
        moved = self.resume(turn)
        self._end_with_the_study(turn)
        moved = contact.settle(turn) or moved
        if told_before.withdraw(turn):
            # What was answered was the offer; a command in words is one, whatever stands open.
            moved = moved or not (isinstance(incoming, Typed) and command_in(incoming.text, turn.lexicon))
        rests = not isinstance(incoming, Event) and rest(turn) and not c.stack
        answers = isinstance(incoming, Pressed | Typed | Replied | Shared)
        if answers and (moved or rests) and not _has_red_flags(turn, incoming):
            # What was answered belongs to a question that may be gone.
            follow(turn, Show(() if rests else (WE_GO_ON,)))
        elif _is_outdated(turn) and _uses_more(turn, incoming):
            follow(turn, opening.ask_consent_again(turn))
        else:
            follow(turn, receive(turn, incoming))
            restore_first_contact(turn)
        note_day(turn)
        if c.followed is not None and c.followed.answers != c.answers:
            c.followed = None  # of answers that were erased or changed nothing is held
        return turn.replies

    def _end_with_the_study(self, turn: Turn) -> None:
        """End, as the study has ended meanwhile: nothing more is asked, and nothing of what was begun stays (study-
        facts 2).
        """
        ended = turn.site.standing(turn.today) is Recruitment.CLOSED
        c = turn.c
        if ended and not c.has_sent_below and c.state not in (State.NEW, State.SENT, *FINAL):
            turn.move("close")
            c.paused_at, c.called_from, c.offered, c.stack = "", "", [], []
            turn.forget()

    def resume(self, turn: Turn) -> bool:
        """Carry a conversation over a change of the study file: keep what still fits, go to the first open question.

        True: it stands somewhere else now."""
        c = turn.c
        if c.study == self.study.version:
            return False
        c.answers = still_fitting(self.study, c.answers)
        begun = bool(c.study)
        c.study = self.study.version
        if not begun or c.state in (*OPENING, State.SENT, *FINAL) or c.has_sent_below:
            return False
        if c.state == State.PAUSED and c.paused_at in OPENING:
            return False
        paused = c.state == State.PAUSED
        # The one place where a state is set by hand: the machine does not know the old one.
        c.state, c.draft, c.stack, c.paused_at, c.called_from = State.CONSENT, Draft(), [], "", ""
        next_question(turn)
        if c.state in FINAL:
            return False
        turn.replies.clear()
        if paused:
            c.paused_at = c.state
            turn.move("pause")
        return True


def follow(turn: Turn, following: Next) -> None:
    """Show what follows from a step. Nothing else calls `show`, `redraw` and `aside`."""
    match following:
        case Stay():
            pass
        case Show(above):
            _show(turn, above)
        case Close():
            below = step_of(turn.c.state)
            _show(turn, (line(WHAT_NOW),) if below and below.short else ())
        case ShowInstead(screen, quiet):
            turn.show(screen, quiet=quiet)
            _note_status(turn, step_of(turn.c.state))
        case Redraw():
            _redraw(turn)
        case NextQuestion():
            follow(turn, next_question(turn))
        case Open(name, guessed):
            _open(turn, name, guessed=guessed)
        case OpenBelow(name, above, guessed):
            _open(turn, name, above, guessed=guessed)
        case ShowSafety(screen, urgent):
            _show_safety(turn, screen, urgent)
        case ReadBack():
            _read_back(turn, following)
        case Reread():
            follow(turn, _read_again(turn, following))
        case Ordered(name, argument):
            follow(turn, command(turn, member(ChatCommand, name), argument))
        case _:
            assert_never(following)


def _show_safety(turn: Turn, screen: Screen, urgent: bool) -> None:
    """Show a safety text above the open step; a "sure?" that stood open comes again after it."""
    waits = [name for name in turn.c.stack if STEPS[name].asks_if_sure]
    turn.aside(StepName.SAFETY, screen, urgent=urgent)
    turn.c.stack = [*waits, StepName.SAFETY]


def _redraw(turn: Turn) -> None:
    if step := step_of(turn.c.state):
        turn.redraw(step.screen(turn))
        _note_status(turn, step)


def _read_again(turn: Turn, what: Reread) -> Next:
    """Return what follows from words that were set aside; the notice may have changed meanwhile."""
    turn.c.stack, turn.in_part = [], what.in_part
    if what.at is None and _is_outdated(turn) and _uses_more(turn, Typed(what.text)):
        return opening.ask_consent_again(turn)
    return reread(turn, what.text, what.at)


def _open(turn: Turn, name: StepName, above: tuple[Block, ...] = (), *, guessed: bool = False) -> None:
    """Show a side step; words for the team, and another study's answers, wait for no yes but that asked for now."""
    if name is not StepName.SEND_ANYWAY:
        turn.c.draft = replace(turn.c.draft, to_team="")
    if name is not StepName.TOLD_BEFORE:
        turn.c.draft = replace(turn.c.draft, elsewhere={})
    shown = STEPS[name].screen(turn)
    turn.aside(name, replace(shown, blocks=(*above, *shown.blocks)))
    turn.c.draft = replace(turn.c.draft, guessed=guessed)


def _show(turn: Turn, above: tuple[Block, ...]) -> None:
    """Show the open step again, or how to begin where nothing is open."""
    turn.c.stack = []
    begun = turn.c.draft
    if begun.to_team or begun.note or begun.passage or begun.note_number or begun.elsewhere:
        turn.c.draft = replace(begun, to_team="", note="", passage="", note_number=0, elsewhere={})
    step = step_of(turn.c.state)
    if step is None:
        closed = turn.c.state == State.CLOSED
        turn.tell(*above, *(status_blocks(turn) if closed else (line(TO_BEGIN),)))
        return
    shown = step.short(turn) if above and step.short else step.screen(turn)
    turn.show(replace(shown, blocks=(*above, *shown.blocks)) if above else shown)
    _note_status(turn, step)


def _read_back(turn: Turn, asked: ReadBack) -> None:
    """Ask if this button was meant; the step on top stays on top."""
    step, stack = top_step(turn), turn.c.stack
    if step is not None:
        meant = meant_screen(turn, step.screen(turn), asked.button, pressed=asked.pressed)
        meant = replace(meant, blocks=(*asked.above, *meant.blocks))
        if step.side:
            turn.aside(step.name, meant)
        else:
            turn.show(meant)
        turn.c.stack = stack
        turn.c.draft = replace(turn.c.draft, meant=asked.button.name)


def _note_status(turn: Turn, step: Step | None) -> None:
    if step and step.keeps_status:
        turn.c.status_prompt = turn.c.prompt


def _is_outdated(turn: Turn) -> bool:
    """Was the notice changed since the person agreed, and is there more to ask or to send?"""
    c, step = turn.c, step_of(turn.c.state)
    if not c.agreed_to or c.has_sent_below or not (step and step.uses_data):
        return False
    return c.agreed_to != opening.fingerprint(turn)


def _uses_more(turn: Turn, incoming: Incoming) -> bool:
    """Would this give or send more? The person's rights, help and the safety texts never wait for a new consent."""
    step = top_step(turn)
    match incoming:
        case Pressed():
            return step is not None and step.uses_data
        case Replied() if notes.may_keep(turn):
            return False  # a note, or asked about first; an answer comes back as `Reread`
        case Typed(text) | Replied(text):
            apart = red_flags_in(turn, incoming) or national_id(text) or command_in(text, turn.lexicon)
            return not apart and step is not None and step.uses_data
        case Ordered(name, _):
            return name in ("start", "continue", "back") and not red_flags_in(turn, incoming)
        case Shared():
            return True
    return False


def _has_red_flags(turn: Turn, incoming: Incoming) -> bool:
    return isinstance(incoming, Typed | Replied) and bool(red_flags_in(turn, incoming))
