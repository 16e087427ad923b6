"""What is sent, to whom it is offered, and what each state of the study allows (study-facts 2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Due, Ordered, Shared
from dialogs.conversation.judged import CHANGED
from dialogs.replies import Consent, Erase, Refer, Remind, Reply, Say, TellTeam
from dialogs.values import Unknown
from tests.core.conversation.places import DATED, answer, at, deed, to_contact, to_result, to_sent
from tests.core.conversation.walking import QUESTIONS, TODAY, Walk, site, texts_of


def filed(walk: Walk) -> list[str]:
    return [reply.heading for reply in walk.said if isinstance(reply, Refer)]


def purposes(replies: list[Reply]) -> list[tuple[str, str]]:
    return [(reply.purpose, reply.action) for reply in replies if isinstance(reply, Consent)]


def test_i_do_not_know_everywhere_might_fit() -> None:
    walk = Walk().begins()
    walk.does("34")
    while walk.c.state in QUESTIONS:
        walk.presses("unknown")
    walk.presses("all_good")
    assert all(isinstance(value, Unknown) or key == "age" for key, value in walk.c.answers.items())
    assert "plausible" in {reply.event for reply in walk.said if hasattr(reply, "event")}
    assert "contact" in walk.c.offered


def test_an_age_of_which_only_the_range_is_known_can_be_contacted() -> None:
    walk = Walk().begins()
    walk.presses("unknown", "inside")
    while walk.c.state in QUESTIONS:
        answer(walk)
    walk.presses("all_good", "contact", "chat")
    assert filed(walk) == ["referral"]


@pytest.mark.parametrize(("address", "hours"), [("eva@example.org", ""), ("+56987654321", "morning")])
def test_the_hour_of_a_call_goes_with_a_number_and_not_with_an_e_mail(address: str, hours: str) -> None:
    walk = to_contact(Walk())
    deed(walk, "[phone_morning]")
    walk.does(address)
    walk.presses("yes")
    assert walk.c.contact["hours"] == hours


def test_without_any_age_nothing_is_offered() -> None:  # [CL-26]
    walk = Walk().begins()
    walk.presses("unknown", "unknown")
    while walk.c.state in QUESTIONS:
        answer(walk)
    walk.presses("all_good")
    assert "contact" not in walk.c.offered


@pytest.mark.parametrize(
    ("state", "confirmed", "interest_list", "heading"),
    [
        ("recruiting", TODAY, True, "referral"),
        ("recruiting", TODAY - timedelta(days=91), True, "interest"),
        ("recruiting", None, False, ""),
        ("not_recruiting", TODAY, True, "interest"),
        ("not_recruiting", TODAY, False, ""),
    ],
)
def test_the_state_of_the_study_decides_what_it_is_called(
    state: str, confirmed: date | None, interest_list: bool, heading: str
) -> None:  # [RE-12]
    walk = to_result(Walk(site=site(state, confirmed, interest_list)))
    assert ("contact" in walk.c.offered) == bool(heading)
    if heading:
        walk.presses("contact", "chat")
        if walk.c.state == "send":
            walk.presses("no")
        assert filed(walk) == [heading]


def test_the_status_is_said_before_anything_else() -> None:  # [RE-12]
    for state in ("recruiting", "not_recruiting", "closed"):
        walk = Walk(site=site(state))
        walk.does("hola")
        first = walk.screens()[0].blocks[0].lines[0].id
        assert first == walk.study.texts[f"status_{state}"][0]


def test_a_study_that_has_ended_asks_nothing_and_ends_what_was_begun() -> None:
    for place in ("before anything", "the card", "the question upc", "the review", "paused at a question"):
        walk = at(place)
        walk.site = site("closed")
        replies = walk.does("34")
        assert walk.gone, place
        assert any(isinstance(reply, Erase) for reply in replies)
        assert walk.study.texts["status_closed"][0] in set().union(*(texts_of(s) for s in walk.screens()[-1:]))


def test_the_list_keeps_no_answers_unless_that_is_agreed_apart() -> None:  # [CL-04] [US-05]
    walk = at("what goes on the list")
    replies = walk.presses("no")
    assert purposes(replies) == [("keep", "refused")]
    assert [reply.with_answers for reply in replies if isinstance(reply, Refer)] == [False]
    assert not walk.c.answers
    walk = at("what goes on the list")
    replies = walk.presses("yes")
    assert [reply.with_answers for reply in replies if isinstance(reply, Refer)] == [True]


def test_she_agrees_to_what_she_read_and_to_nothing_else() -> None:
    """The study opens while they read what goes on the interest list."""
    walk = at("the contact, for the list")
    walk.site = site("recruiting")
    walk.presses("chat")
    assert walk.c.state == "contact"
    assert not walk.c.consents.get("send")
    walk.presses("chat")
    assert filed(walk) == ["referral"]


def test_nothing_is_filed_once_nothing_may_be_offered() -> None:
    walk = at("the contact, for the list")
    walk.site = site("not_recruiting", interest_list=False)
    walk.presses("chat")
    assert (walk.c.state, filed(walk)) == ("result", [])


def test_somebody_elses_number_is_refused() -> None:  # [TG-27]
    walk = at("sharing the number")
    walk.does(Shared("+56961234567", own=False))
    assert (walk.c.state, walk.c.contact.get("address", "")) == ("contact", "")
    walk.does(Shared("56961234567", own=True))
    assert (walk.c.state, walk.c.contact["address"]) == ("sent", "+56961234567")


def test_a_call_back_sends_no_answer_and_the_questions_go_on() -> None:
    walk = at("a call back asked for")
    walk.presses("chat")
    assert walk.c.state == "sle"
    assert [(r.heading, r.outcome, r.with_answers) for r in walk.said if isinstance(r, Refer)] == [
        ("callback", "", False)
    ]
    while walk.c.state in QUESTIONS:
        answer(walk)
    walk.presses("all_good")
    assert walk.c.state == "result", "a call asked for before takes the result away"
    walk.presses("contact", "chat")
    assert filed(walk)[-1] == "referral"


def test_a_correction_after_sending_reaches_the_team() -> None:  # [CL-10]
    walk = at("correcting an answer")
    walk.does("62")
    replies = walk.presses("all_good")
    assert [reply.what for reply in replies if isinstance(reply, TellTeam)] == ["corrected"]
    assert walk.c.state == "sent"


def test_a_correction_that_no_longer_fits_is_sent_too() -> None:  # [CL-10]
    walk = at("correcting an answer")
    walk.does("20", "sí")
    assert walk.c.state == "review"
    replies = walk.presses("all_good")
    assert [reply.what for reply in replies if isinstance(reply, TellTeam)] == ["corrected"]


def test_the_promised_day_does_not_move_with_the_days() -> None:
    walk = Walk()
    walk.site = site()
    to_contact(walk)
    walk.site = replace(walk.site, contact_by=TODAY + timedelta(days=2))
    walk.presses("chat")
    assert walk.c.promised == "2026-11-24"
    walk.today += timedelta(days=9)
    walk.site = replace(walk.site, contact_by=walk.today + timedelta(days=2))
    walk.does(Ordered(ChatCommand.STATUS))
    assert walk.c.promised == "2026-11-24"


def test_a_dated_not_now_offers_a_message_on_that_day_and_says_not_to_stop_a_treatment() -> None:  # [RE-15] [TG-07]
    walk = to_result(Walk(), **DATED)
    replies = walk.presses("recheck")
    assert [(r.reason, r.on) for r in replies if isinstance(r, Remind)] == [("recheck", date(2027, 4, 5))]
    assert walk.study.texts["do_not_stop"][0] in set().union(
        *(texts_of(r.screen) for r in replies if isinstance(r, Say))
    )
    assert purposes(replies) == [("later_recheck", "given")], "one step is enough"
    assert purposes(walk.presses("no")) == [("keep", "refused")]
    assert not walk.c.answers


@pytest.mark.parametrize("keeps", [True, False])
def test_a_day_that_was_agreed_to_outlives_the_answers_that_may_not_be_kept(keeps: bool) -> None:  # [CL-08]
    walk = to_result(Walk(), **DATED)
    walk.presses("recheck")
    if keeps:
        walk.presses("yes")
    walk.today += timedelta(days=7)
    if keeps:
        walk.presses("end")
    else:
        walk.does(Due("expired"))
    assert (bool(walk.c.answers), walk.c.recheck_on) == (keeps, "2027-04-05")
    assert any(isinstance(reply, Say) for reply in walk.does(Due("recheck")))


def test_ending_before_the_answers_may_be_kept_leaves_the_day_alone() -> None:
    walk = to_result(Walk(), **DATED)
    walk.presses("recheck")
    walk.does(Ordered(ChatCommand.CONTINUE))
    walk.presses("end")
    assert (walk.c.answers, walk.c.recheck_on) == ({}, "2027-04-05")


#: A biopsy of which the window closes two days after `TODAY`.
CLOSING = {"biopsy": ("24/11/2025",)}


@pytest.mark.parametrize("there", ["the result", "the contact", "what goes on the list"])
def test_a_result_that_has_changed_is_shown_before_anything_is_sent(there: str) -> None:
    """Issue 8, E: it is judged again on the day on which it would be sent."""
    walk = Walk(site=site("not_recruiting"))
    to_result(walk, **CLOSING)
    ways = {"the result": ["contact"], "the contact": ["chat"], "what goes on the list": ["yes"]}
    walk.presses(*{"the result": [], "the contact": ["contact"], "what goes on the list": ["contact", "chat"]}[there])
    walk.today += timedelta(days=3)
    walk.presses(*ways[there])
    assert (walk.c.state, filed(walk)) == ("result", [])
    assert CHANGED in texts_of(walk.screens()[-1])
    walk.presses("contact", "chat", "yes")
    assert [r.outcome for r in walk.said if isinstance(r, Refer)] == ["not_now"]


def test_a_result_that_is_the_same_on_another_day_is_sent_without_another_word() -> None:
    walk = to_contact(Walk())
    walk.today += timedelta(days=3)
    walk.site = replace(walk.site, confirmed_on=walk.today)
    walk.presses("chat")
    assert (walk.c.state, filed(walk)) == ("sent", ["referral"])


def test_nobody_is_written_to_who_did_not_say_yes_to_it() -> None:  # [TG-07]
    for place in ("the review", "sent", "on the list without", "paused at a question"):
        walk = at(place)
        for what in ("unfinished", "recheck", "opening"):
            assert not [reply for reply in walk.does(Due(what)) if isinstance(reply, Say)], f"{place}: {what}"


def test_whoever_is_only_on_the_list_can_begin_again_when_the_study_opens() -> None:
    walk = to_sent(Walk(site=site("not_recruiting")), keep="yes")
    walk.site = site("recruiting")
    walk.does(Ordered(ChatCommand.START))
    walk.presses("questions", "self", "accept")
    assert walk.c.state == "review", "answers that were kept are asked again"
    walk.presses("all_good", "contact", "chat")
    assert filed(walk) == ["interest", "referral"]
