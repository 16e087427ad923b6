"""Where an approval does not hold any more, nothing is asked and nothing new is kept (RE-16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Incoming, Ordered, Pressed, Replied, Typed
from dialogs.conversation.states import FINAL, State
from dialogs.conversation.texts.study_status import INFORMS
from dialogs.replies import Consent, Refer, Say
from tests.core.conversation.places import PLACES, at, everywhere
from tests.core.conversation.walking import Walk, asks_about_health, texts_of

#: Where somebody can be then who has sent nothing.
RESTING = (State.NEW, State.CARD, State.PAUSED, *FINAL)
WRITTEN = (Typed("sí"), Ordered(ChatCommand.CONTINUE), Ordered(ChatCommand.START), Replied("otra nota", "un pasaje"))


def begun() -> Iterator[tuple[str, Walk]]:
    """Every place where nothing is sent yet."""
    return ((place, walk) for place, walk in everywhere() if not walk.c.referral_state)


def informing(walk: Walk, *, only: bool = True) -> Walk:
    walk.site = replace(walk.site, information_only=only, interest_list=False)
    return walk


def said(walk: Walk) -> set[str]:
    return set().union(*(texts_of(screen) for screen in walk.screens()))


def deeds(walk: Walk) -> Iterator[Incoming]:
    """What can be written, and the buttons of the open message: of a step that only waits then, one stands for all."""
    yield from WRITTEN
    stays = walk.c.stack or walk.c.state in RESTING
    yield from (Pressed(walk.c.prompt, at) for at in range(len(walk.c.offered) if stays else 1))


@pytest.mark.whole
def test_nothing_is_asked_agreed_to_or_sent_and_what_was_answered_stays() -> None:
    """[RE-16] At every place, whatever is written or pressed, and a yes to what comes then."""
    for place, there in begun():
        for incoming in deeds(there):
            walk = informing(there.copy())
            walk.said.clear()
            walk.does(incoming)
            assert not [note for note in walk.c.notes if note not in there.c.notes], f"{place}: {incoming}"
            _look_at(walk, f"{place}: {incoming}")
            walk.does(Typed("sí"))
            _look_at(walk, f"{place}: {incoming}, then a yes")


def _look_at(walk: Walk, place: str) -> None:
    given = [reply for reply in walk.said if isinstance(reply, Consent) and reply.action == "given"]
    assert not given, place
    assert not any(isinstance(reply, Refer) for reply in walk.said), place
    assert not any(isinstance(reply, Say) and asks_about_health(reply.screen) for reply in walk.said), place
    assert walk.c.state in RESTING, place


@pytest.mark.parametrize("place", ["the question upc", "the review", "might fit, recruiting", "a call back asked for"])
def test_who_was_in_the_middle_is_told_why_and_goes_on_there_once_it_asks_again(place: str) -> None:
    """[RE-16]"""
    assert place in PLACES
    walk = at(place)
    answers = dict(walk.c.answers)
    informing(walk).does("sí")
    assert walk.c.state == State.PAUSED
    assert INFORMS in texts_of(walk.screens()[-1])
    assert "continue" not in walk.c.offered
    walk.does(Ordered(ChatCommand.START))
    assert walk.c.state == State.PAUSED
    informing(walk, only=False).does(Ordered(ChatCommand.START))
    assert walk.c.state != State.PAUSED
    assert walk.c.answers == answers


def test_the_card_offers_no_questions_and_says_why() -> None:
    """[RE-16]"""
    walk = informing(Walk())
    walk.does(Ordered(ChatCommand.START))
    assert INFORMS in said(walk)
    assert "questions" not in walk.c.offered
    assert "who_can" in walk.c.offered


def test_what_was_sent_goes_on_and_can_be_corrected() -> None:
    """[CL-15] [RE-16] Rights wait for no approval."""
    walk = informing(at("sent"))
    walk.does(Ordered(ChatCommand.STATUS))
    walk.presses("change")
    assert walk.c.correcting
    assert INFORMS not in said(walk)
