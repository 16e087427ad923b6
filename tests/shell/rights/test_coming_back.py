"""Whoever had blocked the bot in Telegram and comes back: what was agreed to, and what the team did meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.store import tables as t
from tests.shell.front import ANA, EVA, GROUP, Front, send
from tests.shell.rights.test_the_clock import in_the_chat, standing
from tests.shell.rights.ways import rows

#: How somebody who had blocked the bot comes back: the platform tells of it first, or their message is all that comes.
RETURNS = (lambda front: standing(front, "member"), lambda _front: None)


@pytest.mark.parametrize("returns", RETURNS)
def test_whoever_lets_the_bot_write_again_still_has_what_was_agreed_to(
    front: Front, returns: Callable[[Front], None]
) -> None:
    """[TG-11]"""
    send(front)
    front.press(EVA, "Yes, write to me")
    standing(front, "kicked")
    assert rows(front, t.due) == 0
    returns(front)
    front.write(EVA, "/start")
    assert rows(front, t.due) == 1


@pytest.mark.parametrize("returns", RETURNS)
def test_what_the_team_did_while_the_bot_was_blocked_is_told_to_whoever_comes_back(
    front: Front, returns: Callable[[Front], None]
) -> None:
    """[RE-18] The status is that of today, and a visit that was agreed on by phone stands in it."""
    front.invite(ANA)
    send(front)
    standing(front, "kicked")
    before = len(in_the_chat(front))
    for label, chat in (("es:See", GROUP), ("es:Take", GROUP), ("I reached the person", ANA), ("Visit agreed", ANA)):
        front.press(ANA, label, chat)
    front.write(ANA, "15/01/2027 10:30")
    front.press(ANA, "Yes, that is right")
    assert len(in_the_chat(front)) == before
    returns(front)
    front.write(EVA, "/status")
    assert "Nobody has opened it yet" not in front.last(EVA)
    assert "you have an appointment with the team on 15 January 2027 at 10:30" in front.last(EVA)


@pytest.mark.parametrize("returns", RETURNS)
def test_who_comes_back_before_anybody_looked_reads_that_nobody_did(
    front: Front, returns: Callable[[Front], None]
) -> None:
    """[RE-18]"""
    send(front)
    standing(front, "kicked")
    returns(front)
    front.write(EVA, "/status")
    assert "Nobody has opened it yet" in front.last(EVA)
