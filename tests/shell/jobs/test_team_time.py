"""What the clock does about cases: in working hours, once a day, and never with more than the code in the group."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pytest

from bot.desk import overdue
from bot.jobs import Scheduler, look_after_cases
from bot.store import referrals
from bot.store.engine import Store
from bot.store.tx import Tx
from tests.examples import some
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, GROUP, STRANGER, Front, finish, send

#: The Monday on which tests begin, at noon at the site; the 8th of December is a holiday.
MORNING = 13  # 10:00 at the site in summer


@pytest.fixture
def front(store: Store) -> Front:
    front = Front(store, English(), recruitment="recruiting")
    front.invite(ANA)
    front.invite(BEA, "owner")
    return front


def referred(front: Front) -> str:
    """Sent while the study recruits."""
    finish(front)
    for label in ("All good", "Yes, contact me", "Write to me in this chat"):
        front.press(EVA, label)
    return front.context.store.read_now(lambda tx: referrals.codes_in(tx, ["new"]))[0]


def at(front: Front, month: int, day: int, hour: int = MORNING) -> None:
    """Let the clock stand there and do its work, twice: the second time there is nothing left to do."""
    front.now = datetime(2026 if month > 6 else 2027, month, day, hour, 30, tzinfo=UTC)
    for _ in (1, 2):
        asyncio.run(Scheduler(front.context).nudge())
        front.deliver()


def lines(front: Front, chat: int, words: str) -> list[str]:
    return [text for text in front.chat(chat) if words in text]


def state(front: Front, code: str) -> str:
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    return filed.state


def test_what_nobody_took_is_overdue_after_a_working_day_and_said_once_a_day(front: Front) -> None:
    """GRP-11"""
    code = referred(front)
    at(front, 11, 24, 12)
    assert lines(front, GROUP, "nobody has taken it") == [], "sent at noon: not a working day ago yet"
    at(front, 11, 24, 16)
    assert len(lines(front, GROUP, f"{code}: nobody has taken it since")) == 1
    at(front, 11, 24, 19)
    assert len(lines(front, GROUP, "nobody has taken it")) == 1
    at(front, 11, 25)
    assert len(lines(front, GROUP, "nobody has taken it")) == 2
    assert "es:Take" in [b["text"] for b in _keys_under(front, "nobody has taken it")]


def _keys_under(front: Front, words: str) -> list[dict[str, str]]:
    from tests.shell.front import buttons

    return [b for shown in front.messages.values() if words in shown["text"] for b in buttons(shown)]


@pytest.mark.parametrize(
    ("month", "day", "hour"), some([(11, 28, 16), (11, 29, 16), (12, 8, 16), (11, 26, 2), (11, 26, 22)])
)
def test_nobody_is_reminded_on_a_sunday_a_holiday_or_at_night(front: Front, month: int, day: int, hour: int) -> None:
    referred(front)
    before = front.chat(GROUP)
    at(front, month, day, hour)
    assert front.chat(GROUP) == before


def test_a_weekend_and_a_holiday_are_no_working_days(front: Front) -> None:
    front.now = datetime(2026, 12, 4, 21, tzinfo=UTC)  # a Friday, after closing: counted from Monday on
    code = referred(front)
    at(front, 12, 7, 15)
    assert lines(front, GROUP, f"{code}: nobody") == []
    at(front, 12, 8, 15)
    assert lines(front, GROUP, f"{code}: nobody") == [], "a holiday"
    at(front, 12, 9, 15)
    assert len(lines(front, GROUP, f"{code}: nobody")) == 1


def test_whoever_took_it_hears_of_it_in_private_and_later_the_owner(front: Front) -> None:
    code = referred(front)
    front.press(ANA, "es:Take", GROUP)
    group = len(front.chat(GROUP))
    at(front, 11, 25, 16)
    assert len(lines(front, ANA, f"{code}: sent on 23 November 2026. No contact is noted since it was taken")) == 1
    assert lines(front, BEA, "still waiting") == []
    front.now = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
    front.tap(ANA, f"s1.{code}.release", ANA)
    front.press(ANA, "es:Take", GROUP)
    at(front, 11, 26, 16)
    assert len(lines(front, BEA, f"{code}: sent on 23 November 2026 and still waiting. Ana has it.")) == 1
    assert len([text for text in front.chat(GROUP)[group:] if "reached" in text]) == 0


def test_what_nobody_works_on_is_free_again_and_everybody_is_told(front: Front) -> None:
    code = referred(front)
    front.press(ANA, "es:Take", GROUP)
    at(front, 11, 26, 14)
    assert state(front, code) == "taken"
    at(front, 11, 26, 16)
    assert state(front, code) == "new"
    assert len(lines(front, ANA, "it waits to be taken again")) == 1
    assert len(lines(front, GROUP, "it waits to be taken again")) == 1
    assert "the team received it" in "".join(front.chat(EVA))
    at(front, 11, 27, 16)
    assert lines(front, GROUP, f"{code}: nobody has taken it since 23") == [], "Ana had it until the 26th"
    assert len(lines(front, GROUP, f"{code}: nobody has taken it since 26 de noviembre de 2026")) == 1
    assert "You took it" in front.press(BEA, "es:Take", GROUP)


def test_what_was_on_hold_is_taken_again_on_its_day(front: Front) -> None:
    code = referred(front)
    front.press(ANA, "es:Take", GROUP)
    front.press(ANA, "Put on hold…")
    front.press(ANA, "30 November 2026")
    at(front, 11, 27)
    assert state(front, code) == "on_hold"
    at(front, 11, 30)
    assert state(front, code) == "taken"
    assert len(lines(front, ANA, "it was on hold until today")) == 1


def test_the_next_try_is_reminded_of_on_its_day(front: Front) -> None:
    referred(front)
    front.press(ANA, "es:Take", GROUP)
    front.press(ANA, "Note an attempt without contact…")
    front.press(ANA, "phone: nobody answered")
    front.press(ANA, "25 November 2026")
    at(front, 11, 24, 19)
    assert lines(front, ANA, "next attempt") == []
    at(front, 11, 25)
    assert len(lines(front, ANA, "the next attempt to reach the person is due today")) == 1


@pytest.mark.whole
def test_who_was_reached_and_then_forgotten_is_reminded_of_once_until_the_next_step(front: Front) -> None:
    """GRP-11: a weekend and the 8th of December are no working days; an owner does not hear of it."""
    code = referred(front)
    front.press(ANA, "es:Take", GROUP)
    front.press(ANA, "I reached the person")
    told = f"{code}: the person was reached. No step is noted since"
    at(front, 11, 30)
    assert lines(front, ANA, told) == [], "noted on Monday at noon: not five working days ago yet"
    at(front, 11, 30, 16)
    assert lines(front, ANA, told) == [f"{told} 23 November 2026."]
    at(front, 12, 1)
    at(front, 12, 2)
    assert len(lines(front, ANA, told)) == 1
    assert lines(front, GROUP, "Today: to take 0, overdue 1, in hand 1, on hold 0; interest list 0.")
    assert (lines(front, GROUP, told), lines(front, BEA, code)) == ([], [])
    front.now = datetime(2026, 12, 2, 16, tzinfo=UTC)
    front.tap(ANA, f"s1.{code}.release", ANA)
    front.tap(ANA, f"s1.{code}.take", ANA)
    for day, hour in ((9, 19), (10, 15)):
        at(front, 12, day, hour)
        assert len(lines(front, ANA, told)) == 1, "it was taken up again on the 2nd"
    at(front, 12, 10, 16)
    assert lines(front, ANA, told)[1:] == [f"{told} 2 December 2026."]


@pytest.mark.whole
def test_a_visit_of_which_nothing_is_noted_is_reminded_of_once_on_the_next_working_day(front: Front) -> None:
    """GRP-11"""
    code = referred(front)
    front.press(ANA, "es:Take", GROUP)
    front.press(ANA, "I reached the person")
    front.press(ANA, "Visit agreed")
    front.write(ANA, "27/11/2026 10:30")
    front.press(ANA, "Yes, that is right")
    told = f"{code}: the visit was set for 27 November 2026. What came of it is not noted yet."
    for day, hour in ((27, 19), (28, 16), (30, 12)):
        at(front, 11, day, hour)
        assert lines(front, ANA, told) == []
    at(front, 11, 30, 14)
    at(front, 12, 1)
    assert lines(front, ANA, told) == [told]
    assert (lines(front, GROUP, told), lines(front, BEA, code)) == ([], [])
    front.press(ANA, "The study's own tests began")
    at(front, 12, 2)
    assert lines(front, GROUP, "Today: to take 0, overdue 0, in hand 1, on hold 0; interest list 0.")


def test_a_case_that_the_person_paused_is_left_alone(front: Front) -> None:
    code = referred(front)
    front.write(EVA, "/bloquear")
    at(front, 11, 27, 16)
    assert lines(front, GROUP, f"{code}: nobody has taken it") == []


def test_an_interest_list_entry_is_in_no_hurry_while_the_study_takes_nobody(store: Store) -> None:
    front = Front(store, English())
    front.invite(ANA)
    code = send(front)
    at(front, 11, 27, 16)
    assert lines(front, GROUP, f"{code}: nobody has taken it") == []
    assert "interest list 1" in front.last(GROUP)


def test_the_morning_says_how_it_stands_and_a_monday_what_happened_in_the_week(front: Front) -> None:
    referred(front)
    front.press(ANA, "es:Take", GROUP)
    at(front, 11, 24)
    assert len(lines(front, GROUP, "Today: to take 0, overdue 0, in hand 1, on hold 0; interest list 0.")) == 1
    front.press(ANA, "I reached the person")
    at(front, 11, 30)
    (week,) = lines(front, GROUP, "The week from")
    assert "from 23 de noviembre de 2026 to 29 de noviembre de 2026" in week
    for told in ("sent: 1", "taken: 1", "contacted: 1", "joined: 0", "withdrawn by the person: 0"):
        assert told in week


def test_an_hour_on_the_wall_stays_that_hour_over_a_change_of_the_clock(front: Front) -> None:
    """TIME: Chile goes back an hour on the night to 4 April 2027, and forward on the night to 5 September 2027."""
    from bot.config.working_days import working_moment_after

    zone, place = front.context.place.zone, front.context.place
    for friday, monday in ((date(2027, 4, 2), date(2027, 4, 5)), (date(2027, 9, 3), date(2027, 9, 6))):
        start = datetime(friday.year, friday.month, friday.day, 11, 30, tzinfo=zone)
        found = working_moment_after(start, 1, place.opens, place.closes)
        assert (found.hour, found.minute) == (11, 30)
        assert found.date() == monday
        assert overdue.somebody_is_there(place, found.astimezone(UTC))


def test_once_the_study_opens_the_interest_list_is_taken_in_turn(store: Store) -> None:
    front = Front(store, English())
    front.invite(ANA)
    front.invite(BEA)
    first = send(front)
    front.wait(hours=1)
    second = send(front, STRANGER)
    assert front.tap(ANA, f"s1.{first}.take_next", GROUP) == "Nobody on the interest list waits to be taken now."
    opened = Front(store, English(), recruitment="recruiting")
    opened.numbers, opened.messages = front.numbers, front.messages
    at(opened, 11, 24)
    (told,) = lines(opened, GROUP, "On the interest list: 2.")
    assert first not in told
    assert lines(opened, GROUP, "Today: to take 0, overdue 0, in hand 0, on hold 0; interest list 2.")
    assert "You took it" in opened.press(BEA, "es:Take the next one", GROUP)
    assert (state(opened, first), state(opened, second)) == ("taken", "new")
    assert "You took it" in opened.press(ANA, "es:Take the next one", GROUP)
    assert "Nobody on the interest list" in opened.press(ANA, "es:Take the next one", GROUP)
    assert lines(opened, GROUP, "nobody has taken it") == [], "the list is a queue, not a heap of reminders"


def test_whom_the_person_blocked_waits_with_those_on_hold_and_no_queue_is_opened_for_it(front: Front) -> None:
    """The morning's line counts as the lists do, and the list of interest is never a referral."""
    referred(front)
    front.write(EVA, "/block")
    front.write(EVA, "yes")
    at(front, 11, 24)
    assert lines(front, GROUP, "Today: to take 0, overdue 0, in hand 0, on hold 1; interest list 0.")
    assert lines(front, GROUP, "On the interest list") == []


def test_counting_the_cases_keeps_no_answer_waiting_nor_does_a_case_of_which_nothing_is_due(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers wait for the one writer: the morning's line is all that it has to do, and then nothing."""
    referred(front)
    monkeypatch.setattr(referrals, "codes_in", refused_to_the_writer(referrals.codes_in))
    assert turns_of_a_morning(front, monkeypatch) == [1, 0]
    front.deliver()
    assert lines(front, GROUP, "Today: to take 1, overdue 0, in hand 0, on hold 0; interest list 0.")


def turns_of_a_morning(front: Front, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Look after the cases twice; how many turns of the writer each time took."""
    turns: list[Callable[[Tx], object]] = []
    write = Store.write

    async def counted(store: Store, work: Callable[[Tx], object]) -> object:
        turns.append(work)
        return await write(store, work)

    monkeypatch.setattr(Store, "write", counted)
    front.now = datetime(2026, 11, 24, MORNING, 30, tzinfo=UTC)
    taken = []
    for _ in (1, 2):
        turns.clear()
        asyncio.run(look_after_cases(front.context))
        taken.append(len(turns))
    return taken


def opened_later(store: Store, people: tuple[int, ...]) -> tuple[Front, list[str]]:
    """These people on the interest list, in this order, and then the study takes people; their codes."""
    front = Front(store, English())
    front.invite(ANA)
    codes = []
    for user in people:
        codes.append(send(front, user))
        front.wait(minutes=10)
    opened = Front(store, English(), recruitment="recruiting")
    opened.numbers, opened.messages = front.numbers, front.messages
    return opened, codes


def test_a_list_on_which_everybody_paused_is_counted_once_a_day(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """GRP-11: and offered the day after to whoever goes on."""
    front, _codes = opened_later(store, (EVA,))
    front.write(EVA, "/block")
    front.write(EVA, "yes")
    monkeypatch.setattr(referrals, "codes_in", refused_to_the_writer(referrals.codes_in))
    assert turns_of_a_morning(front, monkeypatch) == [2, 0]
    front.deliver()
    assert lines(front, GROUP, "On the interest list") == []
    front.write(EVA, "/unblock")
    at(front, 11, 25)
    assert len(lines(front, GROUP, "On the interest list: 1.")) == 1


@pytest.mark.whole
def test_whoever_pauses_while_the_list_is_counted_is_not_in_its_number(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GRP-11: nor has the button the code of somebody who waits no more."""
    front, codes = opened_later(store, (EVA, STRANGER))
    look = overdue.who_waits

    def interrupted(tx: Tx, codes: Sequence[str]) -> object:
        found = look(tx, codes)
        front.write(EVA, "/block")
        front.write(EVA, "yes")
        return found

    monkeypatch.setattr(overdue, "who_waits", interrupted)
    at(front, 11, 24)
    assert lines(front, GROUP, "interest list 2")
    assert len(lines(front, GROUP, "On the interest list: 1.")) == 1
    assert [each["callback_data"] for each in _keys_under(front, "On the interest list")] == [
        f"s1.{codes[1]}.take_next"
    ]


def refused_to_the_writer(look: Callable[..., list[str]]) -> Callable[..., list[str]]:
    def looked(tx: Tx, *rest: object, **more: object) -> list[str]:
        assert threading.current_thread().name != "writer"
        return look(tx, *rest, **more)

    return looked
