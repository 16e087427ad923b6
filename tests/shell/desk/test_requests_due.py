"""The owners hear of what persons ask for by law outside the chat, until somebody has answered (CL-15)."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.admin.cases import Installation
from bot.admin.requests import UnknownRequest, acknowledge_request, add_request, answer_request, extend_request
from bot.desk.requests_due import requests_outside
from bot.health.alarms import Alarm, alarm_of
from bot.jobs import announce_standing
from bot.store.engine import Store
from dialogs.privacy.requests import Outcome, Right, Way
from tests.shell.english import English
from tests.shell.front import ANA, BEA, Front

OWNER, COORDINATOR = ANA, BEA
CAME = date(2026, 11, 23)


@pytest.fixture
def front(store: Store, tmp_path: Path) -> Front:
    front = Front(store, English())
    settings = front.context.settings.model_copy(update={"site": tmp_path / "site.toml"})
    front.context = replace(front.context, settings=settings)
    front.invite(OWNER, "owner")
    front.invite(COORDINATOR)
    return front


@pytest.fixture
def place(front: Front) -> Installation:
    context = front.context
    return Installation(settings=context.settings, store=context.store, place=context.place, study=context.study)


def heard(front: Front, day: str, at: str = "15:00", member: int = OWNER) -> list[str]:
    """What a member hears on that day, of two looks at it."""
    front.now = datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=UTC)
    before = len(front.chat(member))
    for _ in range(2):
        asyncio.run(announce_standing(front.context))
    front.deliver()
    return front.chat(member)[before:]


def test_an_owner_hears_of_a_request_when_it_comes_before_it_is_due_and_each_day_once_it_is_late(
    front: Front, place: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    """[CL-15] A moved clock, and only the owners, only by day."""
    add_request(place, Right.CORRECT, Way.MAIL, CAME, "LUP-7K3Q")
    assert heard(front, "2026-11-23", member=COORDINATOR) == []
    assert heard(front, "2026-11-24", at="04:00") == []
    days = ("2026-11-24", "2026-12-15", "2026-12-16", "2026-12-22", "2026-12-23", "2026-12-24", "2026-12-26")
    with caplog.at_level(logging.ERROR):
        told = {day: heard(front, day) for day in days}
    late = (
        "Request 1 of a person is late: to have it corrected. The answer was due by 23 December 2026. "
        "Please answer it today."
    )
    near = "Request 1 of a person is still open: to have it corrected. Answer it by 23 December 2026."
    assert told == {
        "2026-11-24": [],  # heard with the coordinator's look, above
        "2026-12-15": [],
        "2026-12-16": [near],
        "2026-12-22": [near],
        "2026-12-23": [],
        "2026-12-24": [late],
        "2026-12-26": [late],
    }
    assert "It came on 23 November 2026" in front.chat(OWNER)[-5]
    assert alarm_of("ALARM: a request of a person is overdue") is Alarm.REQUEST
    answer_request(place, 1, Outcome.DONE, date(2026, 12, 26), "folder 7")
    assert heard(front, "2026-12-28") == []


def test_a_block_is_due_in_two_working_days(place: Installation) -> None:
    """[CL-12] Friday before the holiday of 8 December: Wednesday."""
    assert add_request(place, Right.BLOCK, Way.PHONE, date(2026, 12, 4), None).due == date(2026, 12, 9)


def test_an_answer_is_put_off_once_before_it_is_due_and_the_receipt_is_kept(place: Installation) -> None:
    """[CL-15]"""
    add_request(place, Right.ACCESS, Way.PAPER, CAME, None)
    acknowledge_request(place, 1, CAME)
    assert extend_request(place, 1, date(2026, 12, 20), "a paper of 2024 has to be looked for") == date(2027, 1, 22)
    for day in (date(2026, 12, 21), date(2027, 2, 1)):
        with pytest.raises(UnknownRequest):
            extend_request(place, 1, day, "again")
    (asked,) = requests_outside(place.settings.site).values()
    assert (asked.acknowledged, asked.due) == (CAME, date(2027, 1, 22))
    add_request(place, Right.BLOCK, Way.PAPER, CAME, None)
    with pytest.raises(UnknownRequest):
        extend_request(place, 2, CAME, "a block is never put off")
