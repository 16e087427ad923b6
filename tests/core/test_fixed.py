"""Values that nothing can change are as the library makes them, only sooner."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any

import pytest

from dialogs.fixed import fixed, replace


@fixed(frozen=True, slots=True)
class Ours:
    """A class of ours."""

    name: str
    made: tuple[int, ...] = ()
    fields: dict[str, int] = field(default_factory=dict)
    held: int = field(default=3, init=False, compare=False)


@dataclass(frozen=True, slots=True)
class Theirs:
    """The same, as the library makes it."""

    name: str
    made: tuple[int, ...] = ()
    fields: dict[str, int] = field(default_factory=dict)
    held: int = field(default=3, init=False, compare=False)


@fixed(frozen=True, slots=True, kw_only=True)
class Named:
    """Fields that are only given by name, in any order."""

    first: int = 1
    second: int


GIVEN: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    (("a",), {}),
    (("a", (1, 2)), {}),
    (("a",), {"fields": {"b": 1}}),
    ((), {"name": "a", "made": (4,)}),
]


@pytest.mark.parametrize(("positional", "named"), GIVEN)
def test_a_value_holds_what_it_is_given_and_its_defaults(positional: tuple[Any, ...], named: dict[str, Any]) -> None:
    ours, theirs = Ours(*positional, **named), Theirs(*positional, **named)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert ours == Ours(*positional, **named)
    assert ours != theirs


def test_nothing_is_shared_between_two_values() -> None:
    assert Ours("a").fields is not Ours("a").fields


@pytest.mark.parametrize("name", ["name", "made", "held", "other"])
def test_a_value_cannot_be_changed(name: str) -> None:
    value = Ours("a")
    with pytest.raises((FrozenInstanceError, TypeError)):
        setattr(value, name, "b")
    with pytest.raises((FrozenInstanceError, TypeError)):
        delattr(value, name)
    assert value == Ours("a")


@pytest.mark.parametrize("arguments", [{}, {"name": "a", "held": 4}, {"name": "a", "unknown": 1}])
def test_what_is_missing_or_unknown_is_refused(arguments: dict[str, Any]) -> None:
    for made in (Ours, Theirs):
        with pytest.raises(TypeError):
            made(**arguments)


def test_fields_by_name_alone_are_asked_for_by_name() -> None:
    assert Named(second=2) == Named(second=2, first=1)
    with pytest.raises(TypeError):
        Named(1, 2)  # type: ignore[misc]  # what is refused here


def test_a_copy_is_changed_in_what_is_named_and_equal_in_all_else() -> None:
    value = Ours("a", (1,), {"b": 2})
    for change in (replace, dataclasses.replace):
        changed = change(value, made=(5,))
        assert (changed.name, changed.made, changed.fields, changed.held) == ("a", (5,), {"b": 2}, 3)
    assert value == Ours("a", (1,), {"b": 2})
    with pytest.raises(TypeError):
        replace(value, unknown=1)


def test_a_value_is_hashed_copied_and_stored_as_it_is() -> None:
    value = Named(second=2)
    assert len({value, Named(second=2)}) == 1
    assert copy.copy(value) == pickle.loads(pickle.dumps(value)) == value
