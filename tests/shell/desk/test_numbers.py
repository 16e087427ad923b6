"""The team's numbers in a member's own chat: text and picture, of whole weeks [RE-10] [RE-11]."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.config.membership import Standing
from bot.render.picture import png_of
from bot.store import counts
from bot.store.engine import Store
from bot.store.tx import Tx
from bot.telegram.client import _form
from tests.shell.english import English
from tests.shell.front import ANA, EVA, STUDY, Front, send


@pytest.fixture
def front(store: Store) -> Front:
    front = Front(store, English())
    front.invite(ANA, "observer")
    return front


def fill(front: Front, event: str, n: int, day: date) -> None:
    def work(tx: Tx) -> None:
        for _ in range(n):
            counts.add_count(tx, event, day=day, language="es", study=STUDY)

    front.context.store.write_now(work)


def pictures(front: Front) -> list[dict[str, Any]]:
    return [payload for method, payload in front.calls if method == "sendPhoto"]


def test_an_observer_sees_the_numbers_of_the_weeks_that_are_over(front: Front) -> None:
    fill(front, "started", 12, date(2026, 11, 18))
    fill(front, "started", 6, date(2026, 11, 23))
    for text in ("/embudo", "/funnel"):
        front.write(ANA, text)
        assert "Began: 12" in front.last(ANA), "this week is not over"
    front.write(ANA, "hola")
    front.press(ANA, "Counts")
    assert "Began: 12" in front.last(ANA)
    front.press(ANA, "Back")
    assert "You are on the study team: observer." in front.last(ANA)


def test_the_numbers_equal_a_count_by_hand(front: Front) -> None:
    """Six people begin in one week, and one of them sends."""
    send(front)
    fill(front, "started", 5, date(2026, 11, 23))
    front.wait(days=7)
    front.write(ANA, "/embudo")
    assert "Began: 6" in front.last(ANA)
    assert "Sent to the team: not shown" in front.last(ANA)


def test_a_patient_and_who_is_not_in_the_group_see_no_numbers(front: Front) -> None:
    fill(front, "started", 12, date(2026, 11, 18))
    front.write(EVA, "/embudo")
    assert "Began" not in front.last(EVA)
    front.standings[ANA] = Standing.OUT
    front.write(ANA, "/embudo")
    assert "Join it, and press again." in front.last(ANA)
    assert not pictures(front)


def test_the_picture_goes_out_as_a_png_drawn_when_it_is_sent(front: Front) -> None:
    fill(front, "started", 12, date(2026, 11, 18))
    front.write(ANA, "/embudo")
    (payload,) = pictures(front)
    assert payload["protect_content"] is True
    assert "Weeks before 23 November 2026" in payload["caption"]
    assert "How many came how far" in payload["photo"]["svg"]
    assert png_of(payload["photo"]["svg"]).startswith(b"\x89PNG")
    body = _form(payload)
    assert body.is_multipart


def test_without_the_package_the_text_comes_alone(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.numbers.can_draw", lambda: False)
    front.write(ANA, "/embudo")
    assert "Counts" in front.last(ANA)
    assert not pictures(front)
