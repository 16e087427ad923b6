"""The table of what is kept: whole, told in both languages, and what the clock goes by."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.config.bundled import load_study
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.lifetime import held_for
from dialogs.privacy.notice import notice_texts
from dialogs.privacy.retention import TABLE, UNLIKELY_STAYS_OPEN, lifetimes
from dialogs.replies import Purpose
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
