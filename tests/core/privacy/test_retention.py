"""The table of what is kept: whole, told in both languages, and what the clock goes by."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.config.bundled import load_study
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.lifetime import held_for
from dialogs.privacy import retention
from dialogs.privacy.notice import notice_texts
from dialogs.privacy.retention import TABLE, UNLIKELY_STAYS_OPEN, RetentionRow, lifetimes
from dialogs.replies import Purpose
from dialogs.screens import Text
from dialogs.site import Site

TODAY = date(2026, 11, 22)
SITE = Site(keep_days=5, keep_months=9, keep_consent_years=4)


def held(**more: object) -> timedelta | None:
    """How long a conversation like this is held."""
    conversation = Conversation()
    for name, value in more.items():
        setattr(conversation, name, value)
    return held_for(load_study(), SITE, conversation, TODAY)


def test_what_is_open_is_held_for_the_days_of_the_site() -> None:
    """[CL-08]"""
    assert held(state="review", answers={"age": 34}) == timedelta(days=5)


def test_an_unlikely_result_is_held_for_an_hour() -> None:
    """[CL-08]"""
    assert held(state="result", answers={"age": 80}) == UNLIKELY_STAYS_OPEN


def test_what_was_sent_is_held_until_its_case_ends() -> None:
    assert held(state="sent", referral_state="filed") is None


@pytest.mark.parametrize(("on", "days"), [("2027-01-05", 44 + 5), ("2026-11-22", 5), ("2026-11-01", 5)])
def test_an_agreed_day_is_waited_for_and_some_days_more(on: str, days: int) -> None:
    keep = {Purpose.KEEP: True}
    assert held(state="result", answers={"age": 34}, recheck_on=on, consents=keep) == timedelta(days=days)
    assert held(state="card", recheck_on=on) == timedelta(days=days)


def test_a_day_that_was_agreed_to_keeps_no_answers_by_itself() -> None:
    """[CL-08]"""
    assert held(state="result", answers={"age": 34}, recheck_on="2027-01-05") == timedelta(days=5)


def test_each_line_says_what_why_and_how_long() -> None:
    """[CL-08]"""
    assert all(row.what and row.why and row.how_long for row in TABLE)
    assert len({row.what for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_notice_prints_the_whole_table_with_the_numbers_of_the_site(language: str) -> None:
    """[CL-17] [CL-09]"""
    printed = notice_texts(SITE, language)
    assert [line for line in printed if line in lifetimes(SITE)] == list(lifetimes(SITE))
    cells = [cell for line in lifetimes(SITE) for cell in line.fields.values()]
    assert all(getattr(cell, "fields", {}) == {"days": 5, "months": 9, "years": 4} for cell in cells)


@pytest.mark.parametrize(
    ("what", "told", "held_for_so_long"),
    [
        ("Answers where the study does not seem to be for you", "One hour", retention.UNLIKELY_STAYS_OPEN),
        ("The number of this chat and of its messages", "and a day more", retention.IDLE_FOR),
        ("The number of each message, and each message that we could not read", "A week;", retention.SEEN_FOR),
        (
            "The number of each message, and each message that we could not read",
            "a month for one that we could not read",
            retention.PUT_ASIDE_FOR,
        ),
        ("Answers not finished", "We tell you the day before", retention.NOTICE_BEFORE),
    ],
)
def test_what_the_clock_goes_by_is_what_the_table_tells(what: str, told: str, held_for_so_long: timedelta) -> None:
    """[CL-08] Of the lifetimes that no site sets."""
    [row] = [row for row in TABLE if row.what == what]
    assert told in row.how_long
    lengths = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7), "mon": timedelta(30)}
    assert [length for unit, length in lengths.items() if unit in told.lower()] == [held_for_so_long]


def test_what_a_member_began_to_write_is_kept_a_day_and_a_message_can_be_deleted_for_two() -> None:
    """[CL-08] [TG-23]"""
    assert timedelta(days=1) == retention.DRAFTS_FOR
    assert timedelta(days=2) == retention.DELETABLE_FOR


def test_a_line_is_told_as_what_is_kept_then_why_and_how_long() -> None:
    """[CL-08]"""
    fields = {"days": 5}
    cells = {
        name: Text(words, fields) for name, words in (("what", "Notes"), ("why", "to read"), ("how_long", "A day"))
    }
    assert RetentionRow("Notes", "to read", "A day").text(fields) == Text("{what}: {why}. {how_long}.", cells)


def test_each_thing_that_is_due_on_a_day_has_its_line() -> None:
    """[CL-08] A day to look again, and the reminder of an appointment, lie in one table of the store."""
    assert [row.what for row in TABLE if "due" in row.tables] == [
        "Answers until a day that you agreed to, and that day",
        "An appointment with the team, and whether you want a reminder",
    ]
