"""A press that was made while the bot was away never arrives: the open question is shown again, once (IN-11)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.desk import absence as absences
from bot.jobs.presence import Presence
from bot.store.connection import StoreUnavailable
from bot.store.engine import Store
from tests.examples import some
from tests.shell.english import English
from tests.shell.front import ANA, BEA, EVA, STRANGER, Front, send
from tests.shell.rights.ways import questions

AWAY = "This bot was away for a while"


class Line:
    """What the jobs see of the intake, on the installation's own clock."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.heard = front.now.timestamp()
        self.is_idle = True


@pytest.fixture
def front(store: Store) -> Front:
    return Front(store, English())


def started(front: Front) -> tuple[Presence, Line]:
    """The bot starts, and the platform answers."""
    line = Line(front)
    return Presence(line, front.now, timer=lambda: front.now.timestamp()), line


def looked(front: Front, presence: Presence, line: Line) -> int:
    """The platform answers once more, and the job runs; how many were shown their question."""
    line.heard = front.now.timestamp()
    done = asyncio.run(presence.look(front.context))
    front.deliver()
    return done


def shown_again(front: Front, user: int) -> int:
    return sum(AWAY in text for text in front.chat(user))


@pytest.mark.parametrize(("minutes", "times"), some([(1, 0), (3, 1), (26 * 60, 1)]))
@pytest.mark.parametrize("restarts", [True, False])
def test_after_an_absence_the_open_question_is_shown_once(
    front: Front, minutes: int, times: int, restarts: bool
) -> None:
    """G11: one minute, three minutes, twenty-six hours; the program dead, or alive without a network."""
    presence, line = started(front)
    looked(front, presence, line)
    questions(front)
    front.write(ANA, "/start")
    looked(front, presence, line)
    open_before = front.last(EVA)
    front.wait(minutes=minutes)
    if restarts:
        front = front.restarted()
        presence, line = started(front)
    else:
        assert asyncio.run(presence.look(front.context)) == 0, "nothing is heard, nothing is done"
    looked(front, presence, line)
    looked(front, presence, line)
    assert [shown_again(front, user) for user in (EVA, ANA)] == [times, times]
    if times:
        assert front.last(EVA).endswith(open_before)
        assert front.keys(ANA), "the buttons of the card"
        front.write(EVA, "34")
        assert "lupus" in front.last(EVA)


def test_whoever_was_answered_since_is_not_shown_anything_again(front: Front) -> None:
    presence, line = started(front)
    for user in (EVA, ANA):
        front.write(user, "/start")
    looked(front, presence, line)
    front.wait(minutes=10)
    presence, line = started(front.restarted())
    front.write(ANA, "hello")  # what waited on the server is worked off first
    looked(front, presence, line)
    assert [shown_again(front, user) for user in (EVA, ANA)] == [1, 0]


def test_while_updates_of_the_absence_are_in_hand_nobody_is_shown_anything(front: Front) -> None:
    presence, line = started(front)
    front.write(EVA, "/start")
    looked(front, presence, line)
    front.wait(minutes=10)
    presence, line = started(front.restarted())
    line.is_idle = False
    looked(front, presence, line)
    assert shown_again(front, EVA) == 0
    line.is_idle = True
    looked(front, presence, line)
    assert shown_again(front, EVA) == 1


def test_a_crash_among_them_leaves_nobody_out_and_asks_nobody_twice(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    presence, line = started(front)
    for user in (EVA, ANA, BEA, STRANGER):
        front.write(user, "/start")
    looked(front, presence, line)
    front.wait(minutes=10)
    presence, line = started(front.restarted())
    real, done = absences.show_again, []

    def dies(tx, context, person, absence, now):  # type: ignore[no-untyped-def]  # stands in for the one above
        if len(done) == 2:
            raise StoreUnavailable(5, "the machine is gone")
        done.append(person)
        real(tx, context, person, absence, now)

    monkeypatch.setattr(absences, "show_again", dies)
    with pytest.raises(StoreUnavailable):
        looked(front, presence, line)
    monkeypatch.setattr(absences, "show_again", real)
    front.deliver()
    front.wait(seconds=20)
    presence, line = started(front.restarted())
    looked(front, presence, line)
    assert [shown_again(front, user) for user in (EVA, ANA, BEA, STRANGER)] == [1, 1, 1, 1]


def test_nobody_else_is_written_to(front: Front) -> None:
    """[CL-12]: who paused, who sent, who blocked the use, and who left hours ago."""
    presence, line = started(front)
    front.write(BEA, "/start")
    front.wait(hours=3)
    looked(front, presence, line)
    send(front, EVA)
    front.write(ANA, "/start")
    front.write(ANA, "/pause")
    front.write(STRANGER, "/start")
    front.write(STRANGER, "/block")
    looked(front, presence, line)
    before = {user: front.chat(user) for user in (ANA, BEA, STRANGER)}
    front.wait(minutes=10)
    presence, line = started(front.restarted())
    looked(front, presence, line)
    assert {user: front.chat(user) for user in before} == before


def test_a_clock_that_jumps_back_is_no_absence(front: Front) -> None:
    """TIME-02."""
    presence, line = started(front)
    front.write(EVA, "/start")
    looked(front, presence, line)
    front.now -= timedelta(hours=2)
    presence, line = started(front.restarted())
    looked(front, presence, line)
    assert shown_again(front, EVA) == 0
