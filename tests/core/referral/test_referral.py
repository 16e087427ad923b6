"""A referral's life: who may move it, where to, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dialogs.machine import Refused, flaws
from dialogs.referral.labels import ACT_LABELS, STATE_LABELS
from dialogs.referral.referral import ACTS, FINAL, STATES, Referral, build_referral_machine, move, next_acts
from dialogs.referral.told import told_as

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANA, BEA = 1, 2
MACHINE = build_referral_machine()


def filed() -> Referral:
    return Referral("LUP-7K3Q", "interest", NOON)


def moved(*acts: str) -> Referral:
    referral = filed()
    for act in acts:
        move(MACHINE, referral, act, NOON, by=ANA, name="Ana", why="antibodies" if act == "not_eligible" else "")
    return referral


def test_the_table_is_sound() -> None:
    assert flaws(MACHINE, final=FINAL) == []


def test_every_act_and_state_has_its_words() -> None:
    assert set(ACT_LABELS) == set(ACTS)
    assert set(STATE_LABELS) == set(STATES)


def test_a_case_goes_from_the_list_to_the_study() -> None:
    referral = moved("take")
    assert (referral.state, referral.holder, referral.holder_name, referral.taken_at) == ("taken", ANA, "Ana", NOON)
    for act, state in (("contacted",) * 2, ("scheduled",) * 2, ("screening", "in_screening"), ("included",) * 2):
        move(MACHINE, referral, act, NOON + timedelta(days=1), by=ANA, recruiting=True)
        assert referral.state == state
    assert referral.moved_at == NOON + timedelta(days=1)


def test_the_second_to_take_it_is_refused_and_the_first_keeps_it() -> None:
    referral = moved("take")
    with pytest.raises(Refused):
        move(MACHINE, referral, "take", NOON, by=BEA, name="Bea")
    assert (referral.state, referral.holder_name) == ("taken", "Ana")


def test_so_many_tries_are_enough_and_before_that_nobody_ends_it_as_not_reached() -> None:
    referral = moved("take")
    for _ in range(3):
        with pytest.raises(Refused):
            move(MACHINE, referral, "unreachable", NOON, by=ANA, enough=3)
        move(MACHINE, referral, "try", NOON, by=ANA, enough=3)
        move(MACHINE, referral, "next_try", NOON, by=ANA, until=date(2026, 11, 25))
    with pytest.raises(Refused):
        move(MACHINE, referral, "try", NOON, by=ANA, enough=3)
    move(MACHINE, referral, "unreachable", NOON, by=ANA, enough=3)
    move(MACHINE, referral, "reachable", NOON)
    assert (referral.state, referral.tries, referral.next_try) == ("taken", 0, None)


def test_what_is_on_hold_wakes_on_its_day_or_when_its_holder_goes_on() -> None:
    for trigger in ("wake", "resume"):
        referral = moved("take", "contacted")
        with pytest.raises(Refused):
            move(MACHINE, referral, "hold", NOON, by=ANA)
        move(MACHINE, referral, "hold", NOON, by=ANA, until=date(2027, 1, 4))
        assert (referral.state, referral.held_until) == ("on_hold", date(2027, 1, 4))
        move(MACHINE, referral, trigger, NOON, by=ANA)
        assert (referral.state, referral.held_until, referral.holder) == ("contacted", None, ANA)


@pytest.mark.parametrize(
    "steps", [(), ("contacted",), ("contacted", "scheduled"), ("contacted", "scheduled", "screening")]
)
def test_what_is_given_back_goes_on_where_it_stood_with_whoever_takes_it_next(steps: tuple[str, ...]) -> None:
    """What was done with the person is not asked of them again, and the steps offered are those that are left."""
    referral = moved("take", *steps)
    stood = referral.state
    for on_hold in (False, True):
        if on_hold:
            move(MACHINE, referral, "hold", NOON, by=referral.holder, until=date(2027, 1, 4))
        move(MACHINE, referral, "release", NOON, by=referral.holder)
        assert (referral.state, referral.holder) == ("new", None)
        kept = Referral.from_json(
            referral.to_json(), code=referral.code, heading=referral.heading, filed_at=NOON, state=referral.state
        )
        move(MACHINE, kept, "take", NOON, by=BEA, name="Bea")
        assert (kept.state, kept.holder, kept.stood_at) == (stood, BEA, "")
        referral = kept


def test_whoever_was_not_reached_is_taken_as_that_until_they_give_another_contact() -> None:
    referral = moved("take")
    referral.tries = 3
    move(MACHINE, referral, "unreachable", NOON, by=ANA, enough=3)
    move(MACHINE, referral, "release", NOON, by=ANA)
    with pytest.raises(Refused):
        move(MACHINE, moved(), "reachable", NOON)
    again = replace(referral)
    move(MACHINE, again, "take", NOON, by=BEA, name="Bea")
    assert again.state == "unreachable"
    move(MACHINE, referral, "reachable", NOON)
    move(MACHINE, referral, "take", NOON, by=BEA, name="Bea")
    assert (referral.state, referral.tries) == ("taken", 0)


@pytest.mark.parametrize("wrong", ["contacted", "not_eligible", "unreachable", "hold"])
def test_a_step_by_mistake_is_undone_and_only_to_where_it_stood(wrong: str) -> None:
    referral = moved("take")
    move(MACHINE, referral, wrong, NOON, by=ANA, why="antibodies", until=date(2027, 1, 4))
    for facts in ({"by": ANA}, {"by": ANA, "back_to": "new"}, {"by": BEA, "back_to": "taken"}):
        with pytest.raises(Refused):
            move(MACHINE, referral, "undo", NOON, **facts)
    move(MACHINE, referral, "undo", NOON, by=ANA, back_to="taken")
    assert (referral.state, referral.reason, referral.held_until) == ("taken", "", None)


def test_a_case_is_handed_over_by_its_holder_or_an_owner_to_somebody_else() -> None:
    referral = moved("take", "contacted")
    for facts in ({"by": BEA, "to": BEA}, {"by": ANA}, {"by": ANA, "to": ANA}):
        with pytest.raises(Refused):
            move(MACHINE, referral, "hand_over", NOON, **facts)
    move(MACHINE, referral, "hand_over", NOON, by=ANA, to=BEA, to_name="Bea")
    assert (referral.state, referral.holder, referral.holder_name) == ("contacted", BEA, "Bea")
    move(MACHINE, referral, "hand_over", NOON, by=3, owner=True, to=ANA, to_name="Ana")
    assert referral.holder == ANA


def test_nobody_works_on_what_the_clock_takes_back_and_it_takes_back_only_what_nobody_reached() -> None:
    referral = moved("take")
    move(MACHINE, referral, "take_back", NOON)
    assert (referral.state, referral.holder) == ("new", None)
    with pytest.raises(Refused):
        move(MACHINE, moved("take", "contacted"), "take_back", NOON)


@pytest.mark.parametrize("act", [act for act in ACTS if act != "take"])
def test_only_the_holder_moves_it_on(act: str) -> None:
    """[EU-02]"""
    referral = moved("take", "contacted")
    with pytest.raises(Refused):
        move(MACHINE, referral, act, NOON, by=BEA, why="other")
    assert referral.state == "contacted"


def test_nobody_moves_what_nobody_took() -> None:
    with pytest.raises(Refused):
        move(MACHINE, filed(), "contacted", NOON)


def test_cannot_take_part_needs_a_reason() -> None:
    referral = moved("take")
    with pytest.raises(Refused):
        move(MACHINE, referral, "not_eligible", NOON, by=ANA)
    move(MACHINE, referral, "not_eligible", NOON, by=ANA, why="antibodies")
    assert (referral.state, referral.reason) == ("not_eligible", "antibodies")


def test_nobody_calls_while_the_person_wants_it_to_rest() -> None:
    referral = moved("take")
    referral.paused = True
    with pytest.raises(Refused):
        move(MACHINE, referral, "contacted", NOON, by=ANA)
    assert "release" in next_acts(MACHINE, referral, by=ANA)
    referral.paused = False
    move(MACHINE, referral, "contacted", NOON, by=ANA)


def test_what_is_given_back_is_free_for_the_next() -> None:
    referral = moved("take", "contacted", "release")
    assert (referral.state, referral.holder, referral.holder_name) == ("new", None, "")
    move(MACHINE, referral, "take", NOON, by=BEA, name="Bea")
    assert referral.holder == BEA


def test_somebody_who_could_not_be_reached_may_still_be_reached() -> None:
    assert moved("take", "unreachable", "contacted").state == "contacted"


@pytest.mark.parametrize("acts", [(), ("take",), ("take", "contacted"), ("take", "contacted", "scheduled")])
def test_the_person_withdraws_and_erases_whenever_she_likes(acts: tuple[str, ...]) -> None:
    """[CL-05]"""
    referral = moved(*acts)
    move(MACHINE, referral, "withdraw", NOON)
    assert referral.state == "withdrawn"
    move(MACHINE, referral, "erase", NOON)
    assert referral.state == "erased"


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("end", ["erase", "expire"])
def test_nothing_revives_an_erased_case(act: str, end: str) -> None:
    referral = moved("take")
    move(MACHINE, referral, end, NOON)
    with pytest.raises(Refused):
        move(MACHINE, referral, act, NOON, by=ANA, name="Ana", why="other")


def test_only_legal_next_steps_are_offered() -> None:
    assert next_acts(MACHINE, filed(), by=ANA) == ("take",)
    assert next_acts(MACHINE, moved("take"), by=ANA) == (
        "contacted",
        "not_eligible",
        "unreachable",
        "hold",
        "settle",
        "share",
        "release",
    )
    assert next_acts(MACHINE, moved("take"), by=BEA) == ()
    assert next_acts(MACHINE, moved("take", "not_eligible"), by=ANA) == ("reopen",)
    assert next_acts(MACHINE, moved("take", "not_eligible"), by=BEA) == ()


def test_a_case_given_back_is_received_as_far_as_she_is_told() -> None:
    assert told_as("new") == "received"
    assert told_as("contacted") == "contacted"


def test_whoever_is_only_on_the_list_joins_nothing_while_the_study_takes_nobody() -> None:
    """study-facts 2"""
    referral = moved("take", "contacted", "scheduled", "screening")
    with pytest.raises(Refused):
        move(MACHINE, referral, "included", NOON, by=ANA)
    assert "included" not in next_acts(MACHINE, referral, by=ANA)
    move(MACHINE, referral, "included", NOON, by=ANA, recruiting=True)


def test_what_was_ended_by_mistake_is_opened_again_by_its_holder_or_an_owner() -> None:
    referral = moved("take", "not_eligible")
    with pytest.raises(Refused):
        move(MACHINE, referral, "reopen", NOON, by=BEA)
    move(MACHINE, referral, "reopen", NOON, by=BEA, owner=True)
    assert (referral.state, referral.holder, referral.reason) == ("taken", ANA, "")


def test_whoever_is_in_the_tests_of_the_study_is_told_of_an_appointment_and_not_of_an_end() -> None:
    assert told_as("in_screening") == "scheduled"
