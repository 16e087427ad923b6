"""Rights end when they end: who is no longer in the team's group is shown nothing, whatever updates told (GRP-02)."""

from __future__ import annotations

import pytest

from bot.config.membership import Standing
from bot.desk.looks import LOOKS_A_DAY
from bot.desk.membership import KNOWN_SECONDS, LookFirst, Memberships
from tests.examples import some
from tests.shell.front import ANA, BEA, EVA, GROUP, STRANGER, Front, send
from tests.shell.trail import audit_lines


def refusals(front: Front, code: str) -> int:
    lines = front.context.store.read_now(lambda tx: audit_lines(tx, code))
    return sum(line.act == "refused" for line in lines)


@pytest.mark.parametrize("act", some(["see", "take", "menu", "write", "settle", "contacted"]))
@pytest.mark.parametrize(
    ("standing", "told"), [(Standing.OUT, "not in the study team's group"), (Standing.UNKNOWN, "does not say")]
)
def test_who_left_without_an_update_or_cannot_be_looked_up_is_shown_nothing(
    front: Front, act: str, standing: Standing, told: str
) -> None:
    """GRP-02, GRP-03, SEC-08: the invitation stands, no update came, and the platform says no or nothing."""
    code = send(front)
    front.tap(BEA, f"s1.{code}.take", GROUP)
    before = list(front.messages)
    front.standings[ANA] = standing
    for chat in (GROUP, ANA):
        assert told in front.tap(ANA, f"s1.{code}.{act}", chat)
    assert list(front.messages) == before, "nothing was sent to anybody"
    assert refusals(front, code) == 2


def test_rights_end_within_a_minute_of_leaving(front: Front) -> None:
    """GRP-02, SEC-08: an answer counts for less than a minute, and for that long nobody is asked again."""
    code = send(front)
    assert "Sent to your own chat" in front.tap(ANA, f"s1.{code}.see", GROUP)
    front.wait(seconds=30)
    front.tap(ANA, f"s1.{code}.see", GROUP)
    assert front.looked_at == [ANA]
    front.standings[ANA] = Standing.OUT
    front.wait(seconds=30)
    assert "not in the study team's group" in front.tap(ANA, f"s1.{code}.see", GROUP)
    assert "Only invited members" in front.tap(ANA, f"s1.{code}.see", ANA), "who left needs a new invitation"
    assert front.looked_at == [ANA, ANA]
    assert KNOWN_SECONDS < 60


def test_who_is_back_in_the_group_may_look_again(front: Front) -> None:
    code = send(front)
    front.standings[ANA] = Standing.UNKNOWN
    front.tap(ANA, f"s1.{code}.see", GROUP)
    front.standings[ANA] = Standing.IN
    front.wait(seconds=6)
    assert "Sent to your own chat" in front.tap(ANA, f"s1.{code}.see", GROUP)


def test_a_stranger_is_refused_without_asking_anybody(front: Front) -> None:
    code = send(front)
    front.tap(STRANGER, f"s1.{code}.see", GROUP)
    assert front.looked_at == []


def test_what_a_member_types_is_not_read_once_they_left(front: Front) -> None:
    """GRP-02: a message to a person that was begun before."""
    code = send(front)
    for act in ("take", "write.0"):
        front.tap(ANA, f"s1.{code}.{act}", ANA)
    front.standings[ANA] = Standing.OUT
    front.wait(seconds=60)
    front.write(ANA, "We would like to call you on Monday.")
    assert "not in the study team's group" in front.last(ANA)


def test_what_a_person_writes_reaches_no_holder_who_left(front: Front) -> None:
    """GRP-02: the group hears that they wrote, and nobody hears what."""
    code = send(front)
    for act in ("take", "write.1", "send"):
        front.tap(ANA, f"s1.{code}.{act}", ANA)
    front.standings[ANA] = Standing.OUT
    front.wait(seconds=60)
    front.write(EVA, "On Monday I work")
    assert not [text for text in front.chat(ANA) if "On Monday I work" in text]
    assert "the person wrote" in front.chat(GROUP)[-1]


@pytest.mark.whole
def test_a_days_looks_have_an_end_and_the_others_hear_of_it_once(front: Front) -> None:
    """GRP-10: forty looks of one account."""
    code = send(front)
    notices = [front.tap(ANA, f"s1.{code}.see", GROUP) for _ in range(40)]
    assert [("Sent to your own" in notice) for notice in notices] == [True] * LOOKS_A_DAY + [False] * (40 - LOOKS_A_DAY)
    told = [text for text in front.chat(GROUP) if f"looked at cases {LOOKS_A_DAY} times" in text]
    assert len(told) == 1
    assert "Ana" in told[0]
    assert code not in told[0]
    assert refusals(front, code) == 40 - LOOKS_A_DAY
    assert "Sent to your own chat" in front.tap(BEA, f"s1.{code}.see", GROUP), "the others look as before"
    front.wait(days=1)
    assert "Sent to your own chat" in front.tap(ANA, f"s1.{code}.see", GROUP)


def test_an_answer_counts_from_the_moment_of_asking() -> None:
    """GRP-02: a platform that took long to answer does not make the answer younger."""
    now = [100.0]
    memory = Memberships(timer=lambda: now[0])
    asked_at = memory.begin()
    now[0] += 50
    memory.note(LookFirst(GROUP, ANA), Standing.IN, asked_at)
    assert memory.standing(GROUP, ANA) is Standing.IN
    now[0] += 6
    with pytest.raises(LookFirst):
        memory.standing(GROUP, ANA)
