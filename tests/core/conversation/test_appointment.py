"""An appointment with the team: told, reminded of by a consent of its own, and never left standing where it is gone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Due, Moved, Ordered
from dialogs.replies import Consent, Lock, Remind, Reminder, Reply, Say
from tests.core.conversation.places import to_sent
from tests.core.conversation.walking import TODAY, Walk, texts_of

AT = datetime(2026, 12, 1, 10, 30, tzinfo=UTC)
DAY_BEFORE = date(2026, 11, 30)
VISIT = Moved("scheduled", AT)


def said(replies: list[Reply]) -> str:
    return " ".join(text for reply in replies if isinstance(reply, Say) for text in texts_of(reply.screen))


def dates(replies: list[Reply]) -> list[date | None]:
    return [reply.on for reply in replies if isinstance(reply, Remind) and reply.reason is Reminder.VISIT]


def with_visit() -> Walk:
    """Somebody who was told of an appointment, and asked for a reminder."""
    walk = to_sent(Walk())
    walk.does(VISIT)
    walk.presses("visit_yes")
    return walk


def test_whoever_is_told_of_a_visit_is_asked_for_a_reminder_and_silence_is_none_cl_04() -> None:
    """[CL-04] [TG-07] Each message on our own account is agreed to by itself."""
    walk = to_sent(Walk())
    told = walk.does(VISIT)
    assert "remind you here, once, the day before?" in said(told)
    assert {"visit_yes", "visit_no"} <= set(walk.c.offered)
    assert dates(told) == []
    replies = walk.presses("visit_yes")
    consents = [(reply.purpose, reply.action) for reply in replies if isinstance(reply, Consent)]
    assert consents == [("later_visit", "given")]
    assert dates(replies) == [DAY_BEFORE]
    assert not {"visit_yes", "visit_no"} & set(walk.c.offered)


def test_a_no_is_kept_and_nothing_is_asked_or_written_later() -> None:
    walk = to_sent(Walk())
    walk.does(VISIT)
    replies = walk.presses("visit_no")
    assert [reply.action for reply in replies if isinstance(reply, Consent)] == ["refused"]
    assert dates(replies) == [None]
    assert "remind you here" not in said(walk.does(Moved("scheduled", AT + timedelta(days=7))))


@pytest.mark.parametrize("days", [0, 1])
def test_where_the_day_before_is_not_ahead_no_reminder_is_offered(days: int) -> None:
    walk = to_sent(Walk())
    at = datetime(TODAY.year, TODAY.month, TODAY.day, 18, tzinfo=UTC) + timedelta(days=days)
    assert "remind you here" not in said(walk.does(Moved("scheduled", at)))
    assert "visit_yes" not in walk.c.offered


def test_the_reminder_names_day_hour_and_whom_to_call_and_no_illness() -> None:
    """[TG-07] It may show on a lock screen."""
    walk = with_visit()
    walk.today = DAY_BEFORE
    told = said(walk.does(Due(Reminder.VISIT)))
    assert "appointment with the team on {day} at {time}" in told
    for word in ("lupus", "biopsy", "kidney"):
        assert word not in told.lower()


@pytest.mark.parametrize("deed", [Ordered(ChatCommand.BLOCK), Moved("not_eligible"), Moved("contacted")])
def test_no_reminder_comes_of_a_visit_that_is_gone_or_while_nothing_may_be_sent(deed: Ordered | Moved) -> None:
    walk = with_visit()
    walk.does(deed)
    walk.today = DAY_BEFORE
    assert not [reply for reply in walk.does(Due(Reminder.VISIT)) if isinstance(reply, Say)]


def test_another_day_moves_the_reminder_and_a_visit_that_is_gone_ends_it() -> None:
    walk = with_visit()
    assert dates(walk.does(Moved("scheduled", AT + timedelta(days=7)))) == [DAY_BEFORE + timedelta(days=7)]
    gone = walk.does(Moved("contacted"))
    assert dates(gone) == [None]
    assert "no longer stands" in said(gone)


def test_a_promise_that_was_kept_is_not_made_again_by_a_case_that_comes_back_from_a_hold() -> None:
    walk = to_sent(Walk())
    walk.c.promised = "2026-11-24"
    for state in ("taken", "contacted", "on_hold", "taken"):
        walk.does(Moved(state))
    assert "aims to contact you by" not in said(walk.does(Ordered(ChatCommand.STATUS)))
    walk.today = date(2027, 1, 4)
    assert not [reply for reply in walk.does(Due(Reminder.PROMISE)) if isinstance(reply, Say)]


def test_a_case_on_hold_keeps_the_visit_and_says_so() -> None:
    walk = with_visit()
    replies = walk.does(Moved("on_hold", AT))
    assert dates(replies) == []
    assert "does not stand" not in said(replies)
    assert "You have an appointment with the team" in said(walk.does(Ordered(ChatCommand.STATUS)))


def test_taken_back_by_permissions_the_reminder_is_forgotten_cl_05() -> None:
    """[CL-05]"""
    walk = with_visit()
    walk.does(Ordered(ChatCommand.PERMISSIONS))
    replies = walk.presses("later_visit")
    assert [reply.action for reply in replies if isinstance(reply, Consent)] == ["withdrawn"]
    assert dates(replies) == [None]


def test_an_end_that_the_team_took_back_is_told_as_such() -> None:
    walk = to_sent(Walk())
    walk.does(Moved("not_eligible"))
    told = said(walk.does(Moved("taken")))
    assert "taken up again what you sent" in told
    assert "someone on the team has it" in told


def test_a_visit_is_told_and_asked_about_where_something_else_is_open_only_once_that_is_done() -> None:
    walk = to_sent(Walk())
    walk.does(Ordered(ChatCommand.LANGUAGE))
    replies = walk.does(VISIT)
    assert "you have an appointment" in said(replies)
    assert not [reply for reply in replies if isinstance(reply, Lock)]
    assert "remind you here" in said(walk.does(Ordered(ChatCommand.STATUS)))
