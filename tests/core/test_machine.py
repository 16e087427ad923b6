"""One table, one machine: firing, refusing, looking, checking, drawing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest

from dialogs.machine import Attempt, Refused, build, fire, flaws, may, mermaid


@dataclass(eq=False, slots=True)
class Letter:
    """Something with a state."""

    state: str = "written"
    stamps: int = 0


def stamped(step: Attempt) -> bool:
    return step.model.stamps > 0


def postmark(step: Attempt) -> None:
    step.model.stamps -= step.kwargs.get("price", 1)


def jam(step: Attempt) -> None:
    raise RuntimeError("jammed")


STATES = ["written", "posted", "read"]
TABLE: list[dict[str, Any]] = [
    {"trigger": "post", "source": "written", "dest": "posted", "conditions": stamped, "before": postmark},
    {"trigger": "read", "source": "posted", "dest": "read"},
    {"trigger": "reread", "source": "read", "dest": None},
]
MACHINE = build(STATES, TABLE, "written")


def test_a_step_moves_the_model_and_does_what_it_says() -> None:
    letter = Letter(stamps=3)
    fire(MACHINE, letter, "post", price=2)
    assert (letter.state, letter.stamps) == ("posted", 1)
    fire(MACHINE, letter, "read")
    fire(MACHINE, letter, "reread")
    assert letter.state == "read"


@pytest.mark.parametrize("trigger", ["post", "read", "burn"])
def test_what_is_not_possible_is_refused_and_nothing_moves(trigger: str) -> None:
    letter = Letter()
    with pytest.raises(Refused) as refused:
        fire(MACHINE, letter, trigger)
    assert (refused.value.trigger, refused.value.state) == (trigger, "written")
    assert (letter.state, letter.stamps) == ("written", 0)


def test_a_state_that_the_table_dropped_is_refused_too() -> None:
    with pytest.raises(Refused, match="lost"):
        fire(MACHINE, Letter(state="lost"), "read")


def test_a_step_that_fails_halfway_leaves_the_state_alone() -> None:
    machine = build(["a", "b"], [{"trigger": "go", "source": "a", "dest": "b", "before": jam}], "a")
    letter = Letter(state="a")
    with pytest.raises(RuntimeError):
        fire(machine, letter, "go")
    assert letter.state == "a"


def test_looking_changes_nothing() -> None:
    letter = Letter(stamps=1)
    assert may(MACHINE, letter, "post")
    assert not may(MACHINE, letter, "read")
    assert not may(MACHINE, letter, "burn")
    assert not may(MACHINE, Letter(), "post")
    assert (letter.state, letter.stamps) == ("written", 1)


def test_no_model_stays_with_the_machine() -> None:
    fire(MACHINE, Letter(stamps=1), "post")
    assert MACHINE.models == []


def test_a_sound_table_has_no_flaws() -> None:
    assert flaws(MACHINE, final=["read"]) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"trigger": "x", "source": "raed", "dest": "read"}, 'names no known state: "raed"'),
        ({"trigger": "x", "source": "read", "dest": "raed"}, 'names no known state: "raed"'),
        ({"trigger": "x", "source": "read", "dest": "read", "conditions": "stamped"}, "a callback that is no function"),
        ({"trigger": "x", "source": "read", "dest": "read", "before": "jam"}, "a callback that is no function"),
        ({"trigger": "x", "source": "read", "dest": "read", "after": jam}, "use `before`"),
        ({"trigger": "x", "source": "read", "dest": "read", "conditions": lambda step: True}, "without a name"),
        ({"trigger": "read", "source": "posted", "dest": "written"}, "never looked at"),
    ],
)
def test_a_flaw_in_a_row_is_named(row: dict[str, Any], said: str) -> None:
    (problem,) = flaws(build(STATES, [*TABLE, row], "written"), final=["read"])
    assert said in problem


def test_lost_states_and_dead_ends_are_named() -> None:
    table = [
        {"trigger": "go", "source": "a", "dest": "b"},
        {"trigger": "turn", "source": "c", "dest": "d"},
        {"trigger": "turn", "source": "d", "dest": "c"},
    ]
    assert flaws(build(["a", "b", "c", "d", "end"], table, "a"), final=["end"]) == [
        'state "c" cannot be reached',
        'state "d" cannot be reached',
        'state "end" cannot be reached',
        'from the state "a" no final state can be reached',
        'state "b" has no way out and is not final',
        'from the state "c" no final state can be reached',
        'from the state "d" no final state can be reached',
    ]


def test_the_drawing_names_conditions_and_groups() -> None:
    table = [
        {"trigger": "post", "source": "written", "dest": "posted", "conditions": stamped},
        {"trigger": "burn", "source": ["written", "posted"], "dest": "when:burnt"},
    ]
    machine = build(["written", "posted", "when:burnt"], table, "written")
    assert mermaid(machine, "A letter", {"kept": ["written", "posted"]}).splitlines() == [
        "---",
        "title: A letter",
        "---",
        "stateDiagram-v2",
        '  state "kept" as kept {',
        '    state "written" as written',
        '    state "posted" as posted',
        "  }",
        '  state "when:burnt" as when_burnt',
        "  [*] --> written",
        "  written --> posted: post [stamped]",
        "  kept --> when_burnt: burn",
        "  when_burnt --> [*]",
    ]


class Letters(StrEnum):
    """The states of a letter, as an enum."""

    WRITTEN = "written"
    POSTED = "posted"


def test_a_table_written_with_an_enum_stores_the_value_and_never_the_member() -> None:
    rows = [{"trigger": "post", "source": [Letters.WRITTEN], "dest": Letters.POSTED}]
    letter = Letter()
    fire(build(Letters, rows, Letters.WRITTEN), letter, "post")
    assert type(letter.state) is str
    assert letter.state == "posted"


def test_what_stands_in_a_state_by_its_member_moves_as_by_its_value() -> None:
    letter = Letter(state=Letters.WRITTEN)
    machine = build(Letters, [{"trigger": "post", "source": "written", "dest": "posted"}], "written")
    assert may(machine, letter, "post")
    fire(machine, letter, "post")
    assert letter.state == "posted"
    with pytest.raises(Refused, match="posted"):
        fire(machine, letter, "post")
