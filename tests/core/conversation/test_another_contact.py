"""Giving another contact for what was sent: where the team could not reach her, or asks to talk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Forged, Moved, Ordered, Shared
from dialogs.conversation.steps.contact import SENDS
from dialogs.conversation.texts.referral_status import APPOINTMENT, STATUS
from dialogs.replies import Consent, Heading, Notice, Refer, Reply, Say, TellTeam
from tests.core.conversation.places import at, to_sent
from tests.core.conversation.walking import Walk, sayings, site, texts_of

COULD_NOT = (
    "The team noted that it could not reach you, and it will not call again. "
    "If you want to talk with the team, call {phone}."
)
OVER = "Status: the team has finished looking at what you sent. If nobody told you the outcome, ask at {phone}."
WANTS = "Someone on the team wants to talk with you. You can write your phone or e-mail here."
PHONE = "+56987654321"


def told(replies: list[Reply]) -> list[str]:
    return [reply.what for reply in replies if isinstance(reply, TellTeam)]


def test_who_could_not_be_reached_is_told_so_and_can_give_another_contact() -> None:
    walk = to_sent(Walk())
    (told_once,) = sayings(walk.does(Moved("unreachable")))
    assert isinstance(told_once, Say), "a silent change of an old message would not be seen"
    assert told_once.quiet
    assert COULD_NOT in texts_of(told_once.screen)
    walk.presses("another_contact")
    assert (walk.c.state, "chat" in walk.c.offered) == ("contact", False)
    walk.does(PHONE)
    replies = walk.presses("yes")
    assert told(replies) == ["corrected"]
    assert [reply.purpose for reply in replies if isinstance(reply, Consent)] == ["send"]
    assert not [reply for reply in replies if isinstance(reply, Refer)], "what was sent is not filed a second time"
    assert (walk.c.state, walk.c.referral_state, walk.c.contact["address"]) == ("sent", "taken", PHONE)
    assert "another_contact" not in walk.c.offered


def test_without_edits_the_news_that_she_was_not_reached_comes_with_its_button() -> None:
    walk = to_sent(Walk())
    walk.does(Ordered(ChatCommand.ACCESSIBLE), Moved("unreachable"))
    assert "another_contact" in walk.c.offered


@pytest.mark.parametrize("state", ["declined", "not_eligible", "included"])
def test_an_end_is_said_once_in_words_of_its_own_with_whom_to_ask(state: str) -> None:
    walk = to_sent(Walk())
    (said,) = sayings(walk.does(Moved(state)))
    assert said.quiet
    assert STATUS[state] in texts_of(said.screen)
    assert "{phone}" in STATUS[state]
    assert sayings(walk.does(Moved(state))) == []


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("included", "the team noted that the person joined the study"),
        ("not_eligible", "the team noted that the person cannot be in this study"),
        ("declined", "the team noted that the person does not want to go on"),
    ],
)
def test_an_end_is_told_to_whoever_helps_as_the_persons(state: str, says: str) -> None:
    walk = to_sent(Walk())
    walk.c.who = "helper"
    (said,) = sayings(walk.does(Moved(state)))
    assert [text for text in texts_of(said.screen) if says in text]


def test_a_visit_is_said_once_with_its_day_and_hour() -> None:
    walk = to_sent(Walk())
    at = datetime(2027, 1, 15, 10, 30)
    (said,) = sayings(walk.does(Moved("scheduled", at)))
    assert APPOINTMENT in texts_of(said.screen)
    assert sayings(walk.does(Moved("scheduled", at))) == []
    (later,) = sayings(walk.does(Moved("scheduled", at.replace(hour=12))))
    assert later.quiet


def test_of_a_case_that_is_remembered_as_closed_nobody_says_that_it_waits() -> None:
    walk = to_sent(Walk())
    walk.c = replace(walk.c, referral_state="closed")
    walk.does(Ordered(ChatCommand.STATUS))
    assert OVER in texts_of(walk.screens()[-1])


@pytest.mark.parametrize("way_out", ["atrás", "/stop", "pausa"])
def test_who_gives_no_other_contact_keeps_the_first(way_out: str) -> None:
    walk = at("another contact")
    walk.presses("phone_morning")
    walk.does(Ordered(ChatCommand.STOP) if way_out == "/stop" else way_out)
    if walk.c.state == "paused":
        walk.does(Ordered(ChatCommand.CONTINUE))
    assert (walk.c.state, walk.c.contact["channel"], walk.c.reached_by) == ("sent", "chat", {})
    assert not told(walk.said)


def test_a_study_that_ends_meanwhile_takes_nothing_of_what_was_sent() -> None:
    walk = at("another contact")
    walk.site = site("closed")
    walk.does(PHONE)
    walk.presses("yes")
    assert (walk.c.state, walk.c.contact["address"]) == ("sent", PHONE)


def test_a_question_for_another_contact_is_discreet_and_a_typed_phone_answers_it() -> None:
    walk = to_sent(Walk())
    (asked,) = sayings(walk.does(Moved("ask_contact")))
    assert isinstance(asked, Say)
    assert (asked.quiet, texts_of(asked.screen)) == (True, {WANTS})
    walk.does("9 8765 4321")
    assert told(walk.presses("yes")) == ["corrected"]
    assert (walk.c.state, walk.c.contact["channel"], walk.c.contact_asked) == ("sent", "phone", False)


def test_what_is_no_address_is_not_taken_for_one() -> None:
    walk = at("asked for a contact")
    walk.does("hola, cuándo")
    assert (walk.c.state, walk.c.draft.reading) == ("sent", {})
    assert "another_contact" in walk.c.offered


def test_her_own_shared_number_answers_it_too() -> None:
    walk = at("asked for a contact")
    walk.does(Shared(PHONE.removeprefix("+"), own=True))
    assert SENDS[Heading.CALLBACK] in texts_of(walk.screens()[-1]), "what the yes agrees to is shown with it"
    assert (told(walk.presses("yes")), walk.c.state) == (["corrected"], "sent")


def test_in_the_middle_of_the_questions_the_open_one_waits() -> None:
    walk = at("asked for a contact, at a question")
    state = walk.c.state
    walk.does(PHONE)
    assert told(walk.presses("yes")) == ["corrected"]
    assert (walk.c.state, walk.c.contact["address"]) == (state, PHONE)
    walk = at("asked for a contact, at a question")
    walk.presses("continue")
    assert (walk.c.state, walk.c.contact["channel"]) == (state, "chat")


def test_whoever_wants_rest_is_not_asked() -> None:
    walk = to_sent(Walk())
    walk.does(Ordered(ChatCommand.BLOCK))
    assert walk.does(Moved("ask_contact")) == []


def test_taking_it_back_while_another_contact_is_given_ends_it() -> None:
    walk = at("another contact")
    walk.does(Ordered(ChatCommand.PERMISSIONS))
    assert told(walk.presses("send")) == []
    replies = walk.presses("yes")
    assert told(replies) == ["withdrawn"]
    assert walk.gone


def test_a_forged_button_does_nothing_and_the_open_question_comes_again() -> None:
    walk = at("the question upc")
    notice, question = sayings(walk.does(Forged()))
    assert isinstance(notice, Notice)
    assert notice.text.id == "That button does not work."
    assert isinstance(question, Say)
    assert question.screen.ask == "upc"


def test_whoever_asks_twice_to_be_left_alone_is_left_alone_until_they_end_it() -> None:
    """[CL-12] Only a word of its own ends the block, and the team hears of each change once."""
    walk = to_sent(Walk())
    assert told(walk.does(Ordered(ChatCommand.BLOCK))) == ["blocked"]
    for again in (Ordered(ChatCommand.BLOCK), "no me escriban más"):
        assert told(walk.does(again)) == []
        assert walk.c.blocked
    assert told(walk.does(Ordered(ChatCommand.UNBLOCK))) == ["unblocked"]
    assert not walk.c.blocked
    assert told(walk.does(Ordered(ChatCommand.UNBLOCK))) == []
