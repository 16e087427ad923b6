"""When rights end: the cases wait again, the card says so, the others are told, nothing stays to be read."""

from __future__ import annotations

import asyncio

import pytest

from bot.admin.team_changes import change_role, end_rights
from bot.config.membership import Standing
from bot.jobs import JOBS, look_who_left
from bot.store import referrals, staff
from dialogs.site import Role
from tests.examples import some
from tests.shell.front import ANA, BEA, EVA, GROUP, Front, send
from tests.shell.trail import audit_lines


def state(front: Front, code: str) -> tuple[str, int | None]:
    filed = front.context.store.read_now(lambda tx: referrals.referral(tx, code))
    assert filed is not None
    return filed.state, filed.holder


def taken_and_seen(front: Front) -> str:
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    front.press(ANA, "es:See", GROUP)
    return code


WAYS = {
    "left": lambda front: front.left(ANA),
    "put out": lambda front: front.left(ANA, now="kicked"),
    "revoked": lambda front: end_rights(front.context, 1),
    "made an observer": lambda front: change_role(front.context, 1, Role.OBSERVER),
}


@pytest.mark.parametrize("way", some(WAYS))
def test_whoever_may_no_longer_read_keeps_nothing_and_their_case_waits_again(front: Front, way: str) -> None:
    """[GRP-02]"""
    code = taken_and_seen(front)
    assert any("Telegram name: Eva" in text for text in front.chat(ANA))
    WAYS[way](front)
    front.deliver()
    assert state(front, code) == ("new", None)
    assert "Nobody has it yet." in front.chat(GROUP)[0]
    assert f"Waiting again for someone to take them: {code}" in front.last(GROUP)
    assert front.last(GROUP).startswith(
        "es:Ana is no longer on" if way != "made an observer" else "es:Ana has another role"
    )
    left = [text for text in front.chat(ANA) if code in text]
    assert left
    assert set(left) == {f"{code}: you may no longer read this. Please erase your own copies too."}
    assert not any("Eva" in text for text in front.chat(ANA))
    assert "Status: the team received it." in front.last(EVA)
    refused = front.tap(ANA, f"s1.{code}.see", ANA)
    assert refused.startswith(("Only invited members", "Your role here is observer"))


def test_what_still_waits_for_their_chat_is_not_sent(front: Front) -> None:
    """[GRP-02]"""
    code = send(front)
    with front.held_back():
        front.tap_unanswered(ANA, f"s1.{code}.see")
        end_rights(front.context, 1)
    front.deliver()
    assert not any("Telegram name: Eva" in text for text in front.chat(ANA))


def test_an_investigator_keeps_what_they_may_read_and_holds_nothing(front: Front) -> None:
    code = taken_and_seen(front)
    change_role(front.context, 1, Role.INVESTIGATOR)
    front.deliver()
    assert state(front, code) == ("new", None)
    assert any("Telegram name: Eva" in text for text in front.chat(ANA))
    assert "Sent to your own chat" in front.tap(ANA, f"s1.{code}.see", GROUP)
    assert "Your role here is investigator" in front.tap(ANA, f"s1.{code}.contacted", ANA)


def test_an_invitation_with_a_smaller_role_takes_away_too(front: Front) -> None:
    code = taken_and_seen(front)
    front.invite(ANA, "observer")
    assert state(front, code) == ("new", None)
    assert not any("Eva" in text for text in front.chat(ANA))


def test_whoever_left_while_no_update_told_of_it_loses_their_rights_within_a_minute(front: Front) -> None:
    """[GRP-02] [SEC-08]"""
    code = taken_and_seen(front)
    (job,) = [each for each in JOBS if each.work is look_who_left]
    assert job.seconds < 60
    front.standings[ANA] = Standing.UNKNOWN
    front.standings[BEA] = Standing.UNKNOWN
    assert asyncio.run(look_who_left(front.context)) == 0, "who cannot be asked about has not left"
    assert state(front, code)[0] == "taken"
    front.standings[ANA] = Standing.OUT
    front.standings[BEA] = Standing.OUT
    assert asyncio.run(look_who_left(front.context)) == 1, "Bea was never seen there: nobody can have left"
    front.deliver()
    assert state(front, code) == ("new", None)
    assert not any("Eva" in text for text in front.chat(ANA))
    assert asyncio.run(look_who_left(front.context)) == 0
    front.standings[BEA] = Standing.IN
    assert asyncio.run(look_who_left(front.context)) == 1, "Bea is noted as there: from now on they can leave"
    front.standings[BEA] = Standing.OUT
    assert asyncio.run(look_who_left(front.context)) == 1
    assert front.context.store.read_now(lambda tx: staff.staff_member(tx, BEA)) is None


def test_who_was_never_in_the_group_is_told_to_join_it_and_sees_no_case(front: Front) -> None:
    code = send(front)
    front.standings[ANA] = Standing.OUT
    assert "Join it, and press again." in front.tap(ANA, f"s1.{code}.see", GROUP)
    assert "Join it, and press again." in front.tap(ANA, "m1.cases.1.0", ANA)
    assert front.tap(ANA, "m1.language.1", ANA) == "Done.", "what sets one up can be done before"
    assert not any(code in text for text in front.chat(ANA))


def test_the_end_of_rights_is_written_down_with_who_ended_them(front: Front) -> None:
    """[SEC-04]"""
    code = taken_and_seen(front)
    front.left(ANA)
    lines = front.context.store.read_now(audit_lines)
    found = [(line.actor, line.act, line.subject) for line in lines]
    assert ("platform", "revoked", "staff:1") in found
    assert ("desk", "release", code) in found


def test_who_joins_again_has_no_right_without_a_new_invitation(front: Front) -> None:
    front.left(ANA)
    front.left(ANA, now="member")
    assert front.context.store.read_now(lambda tx: staff.staff_member(tx, ANA)) is None
