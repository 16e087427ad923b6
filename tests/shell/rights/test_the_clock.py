"""What time does: reminders by day and only as agreed, erasing at its hour, across every change of the clock."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.config.clock import DAYTIME
from bot.jobs import erase_old_records
from bot.store import conversations, people, reminders
from bot.store import tables as t
from bot.store.tx import Tx
from dialogs.site import Recruitment
from tests.examples import some
from tests.shell.front import ANA, EVA, GROUP, MONDAY, Front, finish, send
from tests.shell.rights.ways import begin, kept, pause, questions, rows, tick

CHILE = ZoneInfo("America/Santiago")
#: Nights on which Chile changes its clock: an hour twice in April, an hour missing in September.
CHANGES = ("2026-04-04", "2026-09-06", "2027-04-03", "2027-09-05")
REMINDER = "You asked us to remind you of the questions"
TOMORROW = "Tomorrow we erase"


def moved(front: Front, method: str = "sendMessage") -> list[str]:
    """The texts of new messages to her, in order."""
    return [payload["text"] for name, payload in front.calls if name == method and payload["chat_id"] == EVA]


def in_the_chat(front: Front) -> list[str]:
    """Every call that reaches the person's chat, in order."""
    return [name for name, payload in front.calls if payload.get("chat_id") == EVA]


def hours(front: Front, days: float) -> list[tuple[datetime, str]]:
    """So many days pass, three hours at a time; when each new message came, in the site's own time."""
    found = []
    for _ in range(int(days * 8)):
        before = len(front.calls)
        front.wait(hours=3)
        tick(front)
        for name, payload in front.calls[before:]:
            if name == "sendMessage" and payload["chat_id"] == EVA:
                found.append((front.now.astimezone(CHILE), payload["text"]))
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("night", "hour"), [*zip(CHANGES, (3, 14, 14, 3), strict=True)])
def test_across_a_change_of_the_clock_each_message_comes_once_and_by_day(front: Front, night: str, hour: int) -> None:
    """[TG-07] [AX-06] TIME-01, TIME-02: one agreed reminder, one notice before, and the end on its hour."""
    front.now = datetime.fromisoformat(night).replace(hour=hour, tzinfo=UTC) - timedelta(days=3)
    pause(front)
    front.press(EVA, "Remind me in 3 days")
    began = front.now
    told = hours(front, 9)
    assert [text.split(".")[0] for _, text in told if REMINDER in text] == [REMINDER]
    assert len([text for _, text in told if TOMORROW in text]) == 1
    assert len(told) == 2, "at most two, and nothing else"
    first, last = DAYTIME
    assert all(first <= when.time() < last for when, _ in told)
    assert kept(front) is None
    assert (front.now - began) > timedelta(days=8)


@pytest.mark.parametrize("night", some(CHANGES))
def test_what_is_open_is_held_for_whole_days_whatever_the_clock_says(front: Front, night: str) -> None:
    """[CL-08] TIME-02: a day is 24 hours; nobody is erased early, and nobody an hour late."""
    front.now = datetime.fromisoformat(night).replace(hour=15, tzinfo=UTC) - timedelta(days=2)
    questions(front)
    front.wait(days=7, seconds=-1)
    tick(front)
    assert kept(front)
    front.wait(seconds=1)
    tick(front)
    assert kept(front) is None


def test_what_falls_due_at_night_waits_for_the_morning(front: Front) -> None:
    """[TG-07]"""
    pause(front)
    front.press(EVA, "Remind me in 3 days")

    def at_night(tx: Tx) -> None:
        person = people.find_person(tx, EVA)
        assert person is not None
        reminders.set_due(tx, person, "unfinished", datetime(2026, 11, 24, 6, tzinfo=UTC))

    front.context.store.write_now(at_night)
    for hour, told in ((6, False), (11, False), (12, True)):  # 3, 8 and 9 o'clock in Chile
        front.now = datetime(2026, 11, 24, hour, tzinfo=UTC)
        tick(front)
        assert any(REMINDER in text for text in moved(front)) is told


@pytest.mark.slow
def test_without_her_word_there_is_no_reminder_but_the_notice_before_the_end(front: Front) -> None:
    """[TG-07] [US-03]"""
    pause(front)
    told = hours(front, 8)
    assert [TOMORROW in text for _, text in told] == [True]


@pytest.mark.slow
def test_where_nothing_is_held_nothing_is_announced(front: Front) -> None:
    begin(front)
    assert hours(front, 8) == []


def test_going_on_in_time_starts_the_days_anew(front: Front) -> None:
    """[AX-06]"""
    pause(front)
    front.wait(days=6)
    tick(front)
    front.press(EVA, "Go on")
    front.wait(days=6)
    tick(front)
    assert (kept(front) or {})["answers"] == {"age": 34}


def test_a_reminder_is_not_sent_to_whoever_went_on(front: Front) -> None:
    """[TG-07]"""
    pause(front)
    front.press(EVA, "Remind me in 3 days")
    front.press(EVA, "Go on")
    front.wait(days=3)
    tick(front)
    assert not any(REMINDER in text for text in moved(front))


#: Steroids into a vein on 5 October 2026, over: not now, and again from 5 January 2027.
STEROIDS = {
    "treatments": {"medicines": [["bolus_methylprednisolone", "metilprednisolona", "bolos"]]},
    "when:metilprednisolona": {"when": "2026-10-05"},
    "ongoing:metilprednisolona": "no",
}
RECHECK = datetime(2027, 1, 5, 13, 30, tzinfo=UTC)


def dated(front: Front) -> None:
    """A result that is not now, and the question about the day from which it can be looked at again."""
    finish(front)

    def had(tx: Tx) -> None:
        person = people.get_or_create_person(tx, EVA, front.now)
        kept = conversations.load_conversation(tx, person)
        assert kept is not None
        body = {**kept.body, "answers": {**kept.body["answers"], **STEROIDS}}
        conversations.update_conversation(tx, person, replace(kept, body=body))

    front.context.store.write_now(had)
    front.press(EVA, "All good")
    assert "after 5 January 2027" in front.last(EVA)
    front.press(EVA, "Write to me on that day")


def test_the_day_of_a_dated_not_now_is_told_once_and_worked_out_anew(front: Front) -> None:
    """[RE-15] [TG-07] Nothing of health in the message; the sentence on treatment wherever the day is named."""
    dated(front)
    assert "Do not stop, delay or change any medicine" in front.chat(EVA)[-2]
    front.press(EVA, "Yes, keep my answers")
    front.now = RECHECK - timedelta(days=1)
    tick(front)
    assert not any("write today" in text for text in moved(front))
    front.now = RECHECK
    tick(front)
    tick(front)
    assert [text for text in moved(front) if "write today" in text] == [front.last(EVA)]
    front.write(EVA, "/start")
    assert "this study might be for you" in front.last(EVA)
    assert "Do not stop, delay or change any medicine" in front.last(EVA)


def test_only_the_day_is_kept_where_she_said_no_to_her_answers(front: Front) -> None:
    """[CL-04] [RE-15]"""
    dated(front)
    front.press(EVA, "No, only write to me")
    assert (kept(front) or {})["answers"] == {}
    front.now = RECHECK
    tick(front)
    assert "write today" in front.last(EVA)
    front.write(EVA, "/start")
    assert "Do not stop, delay or change any medicine" in front.last(EVA)


def test_the_day_outlives_answers_that_may_not_be_kept(front: Front) -> None:
    """[CL-08] Nobody answered if they may be kept: they go when unfinished answers go, the promise stays."""
    dated(front)
    front.now += timedelta(days=8)
    tick(front)
    assert (kept(front) or {})["answers"] == {}
    front.now = RECHECK
    tick(front)
    assert "write today" in front.last(EVA)


def test_ending_the_talk_does_not_break_the_agreement_about_the_day(front: Front) -> None:
    """[CL-05] To take it back there is /permissions, and /delete."""
    dated(front)
    front.press(EVA, "Yes, keep my answers")
    front.press(EVA, "More")
    front.press(EVA, "End here")
    assert "until 5 January 2027" in front.chat(EVA)[-2]
    assert (kept(front) or {})["answers"]
    front.write(EVA, "/permissions")
    front.press(EVA, "Take back: a message on a day")
    assert rows(front, t.due) == 0 or "recheck" not in dues(front)


def test_the_day_is_forgotten_some_days_after_it(front: Front) -> None:
    """[CL-08]"""
    dated(front)
    front.press(EVA, "Yes, keep my answers")
    front.now = RECHECK + timedelta(days=8)
    tick(front)
    tick(front)
    assert kept(front) is None


def dues(front: Front) -> list[str]:
    """What they will be told."""

    def work(tx: Tx) -> list[str]:
        person = people.find_person(tx, EVA)
        return [] if person is None else list(reminders.dates_of(tx, person))

    return front.context.store.read_now(work)


@pytest.mark.whole
def test_the_opening_is_told_once_when_the_study_opens_and_never_before(front: Front) -> None:
    """[TG-07] [RE-12]"""
    send(front)
    front.press(EVA, "Yes, write to me")
    for _ in range(10):
        front.wait(days=1)
        tick(front)
    assert not any("You asked us to tell you" in text for text in moved(front))
    front.set_site(state=Recruitment.RECRUITING)
    for _ in range(5):
        front.wait(days=1)
        tick(front)
    assert len([text for text in moved(front) if "You asked us to tell you" in text]) == 1
    front.write(EVA, "/start")
    assert "looking for people now" in front.last(EVA)


def test_whoever_said_no_hears_nothing_of_the_opening(front: Front) -> None:
    """[TG-07]"""
    send(front)
    front.press(EVA, "No, do not write")
    front.set_site(state=Recruitment.RECRUITING)
    before = len(in_the_chat(front))
    for _ in range(5):
        front.wait(days=1)
        tick(front)
    assert len(in_the_chat(front)) == before


def standing(front: Front, status: str) -> None:
    """Block the bot, or let it write again."""
    change = {
        "chat": {"id": EVA, "type": "private", "first_name": "Eva"},
        "from": front.user(EVA),
        "date": 1,
        "old_chat_member": {"status": "member", "user": front.user(900)},
        "new_chat_member": {"status": status, "user": front.user(900), "until_date": 0},
    }
    front.feed({"my_chat_member": change})


def test_a_blocked_bot_sends_nothing_and_her_days_run_out(front: Front) -> None:
    """[TG-11] What is open goes; what was sent to the team stays until its own end."""
    send(front)
    front.press(EVA, "Yes, write to me")
    standing(front, "kicked")
    before = len(in_the_chat(front))
    front.set_site(state=Recruitment.RECRUITING)
    front.wait(days=6, hours=23)
    tick(front)
    assert kept(front)
    front.wait(hours=2)
    tick(front)
    assert kept(front) is None
    assert rows(front, t.referrals) == 1
    assert len(in_the_chat(front)) == before


def test_start_brings_her_back_with_what_she_had_agreed_to(front: Front) -> None:
    """[TG-11]"""
    send(front)
    front.press(EVA, "Yes, write to me")
    standing(front, "kicked")
    assert rows(front, t.due) == 0
    front.wait(days=2)
    front.write(EVA, "/start")
    assert rows(front, t.due) == 1
    assert "interest list" in front.last(EVA)


@pytest.mark.whole
def test_nobody_is_written_to_who_never_wrote(front: Front) -> None:
    """[TG-07] There is no way to write to all: every message answers one, or is one of the agreed."""
    for user in (EVA, 12, 13):
        begin(front, user=user) if user == EVA else None
    front.now = MONDAY
    for _ in range(20):
        front.wait(days=1)
        tick(front)
    written_to = {payload["chat_id"] for method, payload in front.calls if method == "sendMessage"}
    assert written_to - {GROUP} == {EVA}, "the team's own group has its morning line"


def test_the_record_of_a_consent_goes_after_its_years_and_not_before_or_while_something_is_kept(front: Front) -> None:
    """[CL-32] [CL-06]"""
    questions(front)
    at = front.now
    years = timedelta(days=366 * front.context.place.keep_consent_years)
    front.now = at + years + timedelta(days=1)
    assert asyncio.run(erase_old_records(front.context)) == 0, "a conversation is still open"
    front.now = at
    front.write(EVA, "/delete")
    front.press(EVA, "Yes, erase everything")
    assert rows(front, t.consents) > 0
    front.now = at + years - timedelta(days=1)
    assert asyncio.run(erase_old_records(front.context)) == 0
    front.now = at + years + timedelta(days=1)
    assert asyncio.run(erase_old_records(front.context)) > 0
    assert rows(front, t.consents) == 0


def test_lines_about_the_teams_looks_go_after_their_years(front: Front) -> None:
    """[CL-32] [CL-08] Also of a person who erased everything; what stays of the case goes earlier."""
    front.invite(ANA)
    send(front)
    front.press(ANA, "es:See", chat=GROUP)
    front.write(EVA, "/delete")
    front.press(EVA, "Yes, erase everything")
    at, years = front.now, timedelta(days=366 * front.context.place.keep_consent_years)
    assert rows(front, t.referrals) == 1
    front.wait(days=370)
    tick(front)
    assert rows(front, t.referrals) == 0
    front.now = at + years - timedelta(days=1)
    asyncio.run(erase_old_records(front.context))
    assert rows(front, t.audit) > 0
    front.now = at + years + timedelta(days=1)
    asyncio.run(erase_old_records(front.context))
    assert rows(front, t.audit) == 0
