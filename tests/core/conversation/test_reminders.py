"""What is written later: each reminder by its one row, at every place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Due, Ordered
from dialogs.conversation.reminders import REMINDERS, reminder_for
from dialogs.replies import Purpose, Remind, Reminder, Reply, Say
from dialogs.screens import Text
from tests.core.conversation.places import at, everywhere
from tests.core.conversation.walking import TODAY, Walk, site, texts_of

AGREED = {reminder: row.purpose for reminder, row in REMINDERS.items() if row.purpose is not None}


def written(replies: list[Reply]) -> list[str]:
    said = [reply.screen for reply in replies if isinstance(reply, Say)]
    return sorted(set().union(*(texts_of(screen) for screen in said)))


def agreed(place: str, reminder: Reminder) -> Walk:
    """Somebody at this place who said yes to this reminder."""
    walk = at(place)
    walk.c.consents |= {purpose: True for kind, purpose in AGREED.items() if kind == reminder}
    return walk


@pytest.mark.whole
@pytest.mark.parametrize("reminder", AGREED)
def test_nothing_is_written_and_nothing_asked_without_its_own_consent(reminder: Reminder) -> None:
    """[TG-07]"""
    for place, walk in everywhere():
        walk.c.consents[AGREED[reminder]] = False
        assert walk.does(Due(reminder)) == [], place


@pytest.mark.parametrize("reminder", Reminder)
def test_whoever_wants_nothing_sent_is_sent_nothing_and_no_promise_is_lost(reminder: Reminder) -> None:
    """[CL-12]"""
    walk = agreed("paused at a question", reminder)
    walk.c.blocked = True
    replies = walk.does(Due(reminder))
    assert written(replies) == []
    waits = reminder in (Reminder.RECHECK, Reminder.OPENING)
    assert replies == ([Remind(reminder, TODAY + timedelta(days=1))] if waits else [])


@pytest.mark.parametrize(
    ("place", "reminder"),
    [
        ("paused at a question", Reminder.UNFINISHED),
        ("paused at a question", Reminder.EXPIRING),
        ("the review", Reminder.EXPIRING),
        ("a recheck, date only", Reminder.RECHECK),
        ("sent", Reminder.OPENING),
    ],
)
def test_what_was_agreed_to_is_written_once_in_the_words_of_its_row(place: str, reminder: Reminder) -> None:
    assert REMINDERS[reminder].text in written(agreed(place, reminder).does(Due(reminder)))


@pytest.mark.parametrize(
    ("state", "confirmed", "says"),
    [
        ("recruiting", TODAY, "The study is looking for people now."),
        ("not_recruiting", TODAY, "The study is not taking new people right now."),
        ("not_recruiting", None, "We could not confirm if the study is taking people now."),
    ],
)
def test_a_message_on_a_day_says_first_who_writes_and_how_the_study_stands(  # [RE-12]
    state: str, confirmed: date | None, says: str
) -> None:
    walk = at("a recheck, date only")
    walk.site = replace(site(state, confirmed), bot_name="(the bot's name)")
    [said] = [reply.screen for reply in walk.does(Due(Reminder.RECHECK)) if isinstance(reply, Say)]
    first, text = (block.lines[0] for block in said.blocks)
    assert first.fields == {"name": "(the bot's name)", "status": Text(says)}
    assert text.id == REMINDERS[Reminder.RECHECK].text


def test_a_message_on_a_day_says_of_a_study_that_has_ended_only_that() -> None:
    walk = at("a recheck, date only")
    walk.site = site("closed")
    [said] = [reply.screen for reply in walk.does(Due(Reminder.RECHECK)) if isinstance(reply, Say)]
    assert [block.lines[0].fields["status"] for block in said.blocks] == [Text("The study has ended.")]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("a recheck, date only", "We will write to you once, on {date}."),
        ("a recheck waiting", "We will write to you once, on {date}."),
        ("paused, with a reminder", "We will remind you once to go on."),
        ("permissions, on the list", "We will write once if the study opens again. We cannot say when, or if."),
    ],
)
def test_the_status_names_what_will_be_written(place: str, text: str) -> None:
    walk = at(place)
    assert text in written(walk.does(Ordered(ChatCommand.STATUS)))
    walk.today += timedelta(days=200)
    assert (text in written(walk.does(Ordered(ChatCommand.STATUS)))) == ("{date}" not in text)


@pytest.mark.parametrize(("place", "reminder"), [("the review", Reminder.UNFINISHED), ("sent", Reminder.EXPIRING)])
def test_what_is_of_no_use_any_more_is_not_written(place: str, reminder: Reminder) -> None:
    assert agreed(place, reminder).does(Due(reminder)) == []


def test_that_the_study_opened_is_not_written_before_it_has() -> None:
    walk = agreed("sent", Reminder.OPENING)
    walk.site = site("not_recruiting")
    assert walk.does(Due(Reminder.OPENING)) == [Remind(Reminder.OPENING, TODAY + timedelta(days=1))]


def test_each_consent_to_a_reminder_is_for_one_reminder() -> None:
    assert {reminder_for(purpose) for purpose in AGREED.values()} == set(AGREED)
    assert [reminder_for(purpose) for purpose in (Purpose.ANSWER, Purpose.KEEP, Purpose.SEND)] == [None] * 3
