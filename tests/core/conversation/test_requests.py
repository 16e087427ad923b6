"""To be erased, to end and to talk to a person is heard at every step, also in other words (study-facts 11b)."""

from __future__ import annotations

import pytest

from dialogs.conversation.conversation import Channel
from dialogs.conversation.states import State, StepName
from dialogs.replies import Erase
from tests.core.conversation.places import at
from tests.examples import some

ERASE = (
    *("borren to lo q le conté", "saquen lo que escribí", "cómo borro mis datos", "¿cómo puedo borrar mis datos?"),
    *("wipe all my stuff pls", "forget everything I told you", "remove all I said", "how do I delete my data"),
)
#: At a step that asks for a yes or a no these are its no.
GO = ("sáquenme de la lista", "olvídelo", "no me llamen", "take me off your list", "don't call me")
PERSON = (
    *("quiero hablar con el equipo", "con quién puedo hablar", "quiero hablar con un doctor"),
    *("prefiero hablar con alguien", "quisiera hablar con alguien del equipo"),
    *("I want to talk to the team", "can I talk to a doctor", "who can I talk to", "I'd prefer to talk to a nurse"),
)
#: A command as it stands, which opens its step at once; what says the same in other words is asked about.
COMMAND = "me pueden llamar"
CALL = (
    COMMAND,
    "llámenme",
    "podrían llamarme por favor",
    "que me llamen",
    "call me",
    "can you call me",
    "please call me",
)
UNSENT = ("ya no quiero que lo envíen", "I don't want you to send it", "no lo envíen")
STEPS = ("the card", "who answers", "the consent", "the question sle", "the review", "might fit, recruiting")
LATER = ("the contact, recruiting", "what goes on the list", "sent", "the review, which one")


@pytest.mark.parametrize("place", [*STEPS, *LATER])
@pytest.mark.parametrize("text", some(ERASE))
def test_at_every_step_a_request_to_be_erased_is_asked_about_and_nothing_is_erased_yet(place: str, text: str) -> None:
    """[11a]"""
    walk = at(place)
    replies = walk.does(text)
    assert walk.c.stack == [StepName.DELETE]
    assert not [reply for reply in replies if isinstance(reply, Erase)]
    walk.does("sí")
    assert walk.c.stack == [StepName.DELETE], "a bare yes erases nothing that was only guessed"


@pytest.mark.parametrize("place", ["the card", "who answers", "the question sle", "the review", "sent"])
@pytest.mark.parametrize("text", GO)
def test_who_wants_to_be_left_alone_is_asked_whether_all_goes(place: str, text: str) -> None:
    walk = at(place)
    walk.does(text)
    assert walk.c.stack == [StepName.DELETE]


@pytest.mark.parametrize("place", [*STEPS, *LATER])
@pytest.mark.parametrize("text", some(PERSON))
def test_at_every_step_a_request_for_a_person_is_asked_about(place: str, text: str) -> None:
    walk = at(place)
    before = walk.c.state
    walk.does(text)
    assert (walk.c.state, walk.c.draft.meant) == (before, "person")
    walk.does("sí")
    assert walk.c.stack == [StepName.PERSON]


@pytest.mark.parametrize("place", ["the consent", "what goes on the list"])
@pytest.mark.parametrize("text", CALL)
def test_a_wish_to_be_called_is_no_yes_to_a_permission(place: str, text: str) -> None:
    """[CL-04]"""
    walk = at(place)
    walk.does(text)
    opened = text == COMMAND
    assert (walk.c.draft.meant, walk.c.stack) == (("", [StepName.PERSON]) if opened else ("person", []))


@pytest.mark.parametrize("text", CALL)
def test_where_it_is_asked_how_to_reach_them_a_wish_to_be_called_leads_to_the_number(text: str) -> None:
    walk = at("the contact, recruiting")
    walk.does(text)
    assert (walk.c.state, walk.c.stack, walk.c.contact) == (State.CONTACT, [], {"channel": Channel.PHONE})
    assert "share" in walk.c.offered
    walk.does("9 8765 4321", "sí")
    assert (walk.c.state, walk.c.contact["hours"]) == (State.SENT, "")


@pytest.mark.parametrize("text", UNSENT)
def test_who_does_not_want_it_sent_is_not_asked_which_answer_is_wrong(text: str) -> None:
    walk = at("the review")
    walk.does(text)
    assert (walk.c.stack, walk.c.draft.more) == ([StepName.STOP], False)
    walk = at("the contact, recruiting")
    walk.does(text)
    assert walk.c.state == State.RESULT


@pytest.mark.parametrize("text", ["¿para qué?", "para qué", "can I stop?"])
def test_a_question_ends_nothing(text: str) -> None:
    """[11f]"""
    for place in ("the review", "might fit, recruiting", "may the doctor read it?"):
        walk = at(place)
        walk.does(text)
        assert StepName.STOP not in walk.c.stack, place


@pytest.mark.parametrize("text", ["no borren nada", "don't delete anything", "no quiero que borren mis datos"])
def test_what_is_not_to_be_erased_asks_nothing(text: str) -> None:
    for place in ("the review", "might fit, recruiting", "sent"):
        walk = at(place)
        walk.does(text)
        assert StepName.DELETE not in walk.c.stack, place
