"""The places of a conversation can be reached, and what works everywhere works at each of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Due, Edited, Incoming, Moved, Ordered, Pressed, Shared, Typed, Unreadable
from dialogs.conversation.states import FINAL
from dialogs.conversation.step_table import step_of, top_step
from dialogs.replies import Erase, Say
from tests.core.conversation.places import CHANGED_MEANWHILE, PLACES, at, everywhere
from tests.core.conversation.walking import Walk, asks_about_health, turn_at

pytestmark = pytest.mark.whole

COMMANDS = (*ChatCommand, "nonsense")
#: Not an answer to anything: after it they stand where they stood.
ASIDE: tuple[Incoming, ...] = (
    *(Ordered(name) for name in ("privacy", "help", "status", "mydata", "verify", "about", "card", "nonsense")),
    *(Unreadable(what) for what in ("photo", "voice", "document", "sticker", "forwarded", "brand_new")),
    Edited(),
    Shared("+56987654321", own=False),
    Typed("me duele el pecho"),
    Typed("mi rut es 12.345.678-5"),
)
PLACE = (
    "state",
    "draft",
    "answers",
    "consents",
    "contact",
    "referral_state",
    "heading",
    "paused_at",
    "called_from",
    "who",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_answered_at_every_place(command: str) -> None:  # [AX-08] [TG-01] [CL-05]
    for place, walk in everywhere():
        assert walk.does(Ordered(command)), place


def test_every_button_of_every_open_message_does_something() -> None:  # [TG-25]
    for place, walk in everywhere():
        for position in range(len(walk.c.offered)):
            assert at(place).does(Pressed(walk.c.prompt, position)), f"{place}: {walk.c.offered[position]}"


def place_of(walk: Walk) -> dict[str, Any]:
    """Where somebody stands; what was only named or guessed, words for the team, a note or another study's answers that
    wait, what is ticked for a page, and which messages show the question are not it."""
    passing: dict[str, Any] = {"passage": "", "parts": ()}
    passing |= {
        "meant": "",
        "guessed": False,
        "to_team": "",
        "note": "",
        "note_number": 0,
        "elsewhere": {},
        "standing": 0,
        "shown": (),
        "showings": (),
    }
    walk.c.draft = replace(walk.c.draft, **passing)
    return {name: walk.c.to_json()[name] for name in PLACE}


def test_what_is_no_answer_leaves_her_where_she_stood() -> None:
    for place, walk in everywhere():
        before = place_of(walk)
        for incoming in ASIDE:
            other = at(place)
            replies = other.does(incoming)
            assert place_of(other) == before, f"{place}: {incoming}"
            over = other.c.state in ("new", *FINAL) or isinstance(incoming, Edited)
            assert over or other.c.prompt > walk.c.prompt, f"{place}: her question is not shown again after {incoming}"
            assert replies


def test_a_second_tap_on_the_same_button_changes_nothing() -> None:
    for place, walk in everywhere():
        for position in range(len(walk.c.offered)):
            once = at(place)
            once.does(Pressed(walk.c.prompt, position))
            twice = once.copy()
            twice.does(Pressed(walk.c.prompt, position))
            assert place_of(once) == place_of(twice), f"{place}: {walk.c.offered[position]}"


def test_the_team_and_the_clock_never_ask_or_send_answers() -> None:  # [TG-07]
    for place, walk in everywhere():
        for incoming in (*(Moved(state) for state in ("taken", "contacted", "brand_new")), Due("opening")):
            walk.does(incoming)
        for what in ("unfinished", "recheck", "expiring"):
            for reply in at(place).does(Due(what)):
                assert isinstance(reply, Say), f"{place}: {what}"
                assert reply.quiet, f"{place}: {what}"
                assert not asks_about_health(reply.screen), f"{place}: {what}"


def test_when_her_time_is_up_everything_is_forgotten_wherever_she_stood() -> None:  # [CL-08] [US-03]
    for place, walk in everywhere():
        replies = walk.does(Due("expired"))
        if walk.c.recheck_on and "later_recheck" in walk.c.consents and walk.c.state == "card":
            assert not walk.c.answers, place  # the day was agreed to, and is all that stays
            continue
        assert any(isinstance(reply, Erase) for reply in replies), place
        assert not any(isinstance(reply, Say) for reply in replies), place
        assert not walk.c.answers, place


def test_a_number_means_the_place_that_the_list_shows() -> None:  # [AX-01]
    """Where options are numbered in the text, typing a number does what pressing that button does."""
    for place, walk in everywhere():
        shown = next((screen for screen in reversed(walk.screens()) if screen.prompt == walk.c.prompt), None)
        if shown is None or not shown.numbered or len(shown.options) <= 2:
            continue
        for position, button in enumerate(shown.options, 1):
            if shown.kind in ("choices", "medicines") and button.value not in ("done", "none", "unknown"):
                continue  # a press ticks; what is typed is the whole answer
            typed, pressed = at(place), at(place)
            typed.does(str(position))
            pressed.does(Pressed(walk.c.prompt, position - 1))
            ends = pressed.gone or pressed.c.state in ("result", *FINAL)
            if typed.c.draft.meant == button.name or (ends and typed.c.draft.reading == {walk.c.state: button.value}):
                continue  # it weighs: read back first
            if shown.kind == "quantity":
                assert typed.c.draft.reading or button.value == "unknown", "a number among units is read back first"
                continue
            kept = {name: pressed.c.to_json()[name] for name in ("state", "answers", "language", "consents")}
            assert {name: typed.c.to_json()[name] for name in kept} == kept, f"{place}: {position} {button.value}"
            assert typed.c.draft.reading == pressed.c.draft.reading, f"{place}: {position} {button.value}"


def test_asking_what_is_shown_changes_nothing() -> None:
    for place in PLACES | CHANGED_MEANWHILE:
        walk = at(place)
        before = walk.c.to_json()
        turn = turn_at(walk)
        for step in (step_of(walk.c.state), top_step(turn)):
            if step is not None:
                step.screen(turn)
        assert walk.c.to_json() == before, place
        assert not turn.replies, place
