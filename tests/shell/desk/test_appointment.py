"""A visit that is agreed on: the person is reminded the day before, if they agreed, and of none that is gone."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

import pytest

from bot.jobs import tell_what_is_due
from bot.store import people, reminders
from bot.store.tx import Tx
from tests.examples import some
from tests.shell.front import ANA, EVA, GROUP, Front, send


@pytest.fixture
def code(front: Front) -> str:
    """A case with a visit on 1 December at half past ten, of which the person wants to be reminded."""
    code = send(front)
    front.press(EVA, "No, do not write")
    front.press(ANA, "es:Take", GROUP)
    front.press(ANA, "I reached the person")
    front.press(ANA, "Visit agreed")
    front.write(ANA, "01/12/2026 10:30")
    front.press(ANA, "Yes, that is right")
    front.press(EVA, "Yes, remind me")
    return code


def due(front: Front) -> dict[str, datetime]:
    def work(tx: Tx) -> dict[str, datetime]:
        person = people.find_person(tx, EVA)
        return {} if person is None else reminders.dates_of(tx, person)

    return front.context.store.read_now(work)


def tick(front: Front, *at: int) -> int:
    """The clock at this hour in Chile; how many messages the person got."""
    front.now = datetime(*at, tzinfo=UTC)
    before = len(front.chat(EVA))
    asyncio.run(tell_what_is_due(front.context))
    front.deliver()
    return len(front.chat(EVA)) - before


def test_the_person_is_reminded_once_the_day_before_in_the_daytime(front: Front, code: str) -> None:
    assert tick(front, 2026, 11, 29, 15) == 0
    assert tick(front, 2026, 11, 30, 15) == 1
    assert front.last(EVA) == (
        "You asked us to remind you: appointment with the team on 1 December 2026 at 10:30. "
        "To change it, call the study team."
    )
    assert tick(front, 2026, 11, 30, 17) == 0
    assert "visit" not in due(front)


@pytest.mark.parametrize("act", ["undo", "not_eligible.0.y", "declined.y"])
def test_where_the_visit_is_gone_no_reminder_comes(front: Front, code: str, act: str) -> None:
    front.tap(ANA, f"s1.{code}.{act}", ANA)
    assert "visit" not in due(front)
    assert tick(front, 2026, 11, 30, 15) == 0


@pytest.mark.parametrize("act", some([f"hold.{date(2026, 11, 30).toordinal()}", "release", "hand_over.2"]))
def test_whoever_has_the_case_the_visit_stands_and_so_does_the_reminder(front: Front, code: str, act: str) -> None:
    before = len(front.chat(EVA))
    front.tap(ANA, f"s1.{code}.{act}", ANA)
    assert not [text for text in front.chat(EVA)[before:] if "does not stand" in text]
    assert tick(front, 2026, 11, 30, 15) == 1


def test_rights_that_end_leave_the_visit_standing(front: Front, code: str) -> None:
    front.left(ANA)
    assert not [text for text in front.chat(EVA) if "does not stand" in text]
    assert tick(front, 2026, 11, 30, 15) == 1


def test_an_erasure_takes_the_reminder_along_cl_11(front: Front, code: str) -> None:
    """[CL-11]"""
    front.write(EVA, "/delete")
    front.press(EVA, "Yes, erase everything")
    assert tick(front, 2026, 11, 30, 15) == 0


def test_an_end_opened_again_is_told_and_the_visit_is_not_believed_any_more(front: Front, code: str) -> None:
    front.tap(ANA, f"s1.{code}.not_eligible.0.y", ANA)
    front.tap(ANA, f"s1.{code}.reopen", ANA)
    assert any("The team has taken up again what you sent." in text for text in front.chat(EVA)[-3:])
    assert "appointment" not in front.last(EVA)
    assert "Visit:" not in front.last(ANA)
