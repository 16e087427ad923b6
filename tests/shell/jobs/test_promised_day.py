"""The day by which the team was to write: said while it lies ahead, and once it passed that nothing was noted."""

from __future__ import annotations

import pytest

from bot.store.engine import Store
from tests.shell.english import English
from tests.shell.front import ANA, EVA, GROUP, Front
from tests.shell.jobs.test_team_time import at, lines, referred


@pytest.fixture
def front(store: Store) -> Front:
    front = Front(store, English(), recruitment="recruiting")
    front.invite(ANA)
    return front


@pytest.mark.whole
def test_the_person_is_told_once_and_kindly_that_the_promised_day_passed(front: Front) -> None:
    referred(front)
    front.press(ANA, "es:Take", GROUP)
    at(front, 11, 25, 16)
    assert lines(front, EVA, "We are sorry") == [], "the 25th was the promised day itself"
    at(front, 11, 26, 2)
    assert lines(front, EVA, "We are sorry") == [], "at night nobody is written to"
    at(front, 11, 26, 16)
    assert len(_written(front, "the team aimed to contact you by 25 November 2026")) == 1
    at(front, 11, 27, 16)
    assert len(_written(front, "We are sorry")) == 1


def _written(front: Front, words: str) -> list[str]:
    """The messages to the person with these words, as they came; the status is brought up to date beside them."""
    sent = [str(body["text"]) for method, body in front.calls if method == "sendMessage" and body["chat_id"] == EVA]
    return [text for text in sent if words in text]


@pytest.mark.whole
def test_a_day_that_is_over_is_promised_no_more(front: Front) -> None:
    """[RE-18] Neither where nobody wrote, nor where the case comes back from a hold."""
    code = referred(front)
    front.press(ANA, "es:Take", GROUP)
    front.write(EVA, "/status")
    assert "The team aims to contact you by 25 November 2026. If it does not, call" in front.last(EVA)
    front.press(ANA, "Put on hold…")
    front.press(ANA, "30 November 2026")
    at(front, 11, 30)
    front.write(EVA, "/status")
    assert "someone on the team has it" in front.last(EVA)
    assert "aims to contact you" not in front.last(EVA)
    assert "the team aimed to contact you by 25 November 2026" in front.last(EVA)
    front.tap(ANA, f"s1.{code}.contacted", ANA)
    front.write(EVA, "/status")
    assert "25 November" not in front.last(EVA)


def test_whoever_was_contacted_is_told_no_such_thing(front: Front) -> None:
    referred(front)
    front.press(ANA, "es:Take", GROUP)
    front.press(ANA, "I reached the person")
    at(front, 11, 27, 16)
    assert lines(front, EVA, "We are sorry") == []
