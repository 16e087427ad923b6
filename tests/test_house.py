"""The house, drawn from its imports: few rooms, floors and arrows, none upwards, no circle, also no hidden one."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

#: What it may grow to when all that is planned has moved in.
ROOMS, FLOORS, ARROWS = 24, 9, 80

House = dict[str, set[str]]


def modules(package: str) -> dict[str, Path]:
    """Dotted name → file of every module below this package."""
    found = {}
    for path in (ROOT / package).rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


KNOWN = {**modules("bot"), **modules("dialogs")}


def imported_by(path: Path) -> set[str]:
    """The modules of ours that a file imports, those hidden in functions and under TYPE_CHECKING too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return {name for name in found if name in KNOWN}


def drawn(room_of: dict[str, str]) -> House:
    """Room → the rooms that it imports, where `room_of` says in which room a module stands."""
    house: House = {room: set() for room in room_of.values()}
    for name, path in KNOWN.items():
        if name in room_of:
            house[room_of[name]] |= {room_of[other] for other in imported_by(path) if other in room_of}
    return {room: below - {room} for room, below in house.items()}


def whole() -> House:
    """The packages and the single files of `bot`, and the core as one room."""
    shell = {name: ".".join(name.split(".")[:2]) for name in KNOWN if name.startswith("bot.")}
    return drawn({**shell, **{name: "dialogs" for name in KNOWN if name.startswith("dialogs")}})


def core() -> House:
    """The packages and the single files of `dialogs`."""
    return drawn({name: ".".join(name.split(".")[:2]) for name in KNOWN if name.startswith("dialogs.")})


def circle(house: House) -> list[str]:
    """The rooms of a circle, in no special order; empty where there is none."""
    left = dict(house)
    while ground := [room for room, below in left.items() if not below & set(left)]:
        left = {room: below for room, below in left.items() if room not in ground}
    return sorted(left)


def floor(house: House, room: str) -> int:
    """1 on the ground; one more than the highest room that it imports."""
    return 1 + max((floor(house, below) for below in house[room]), default=0)


@pytest.mark.parametrize("draw", [whole, core])
def test_the_house_has_few_rooms_floors_and_arrows_and_no_circle(draw: Callable[[], House]) -> None:
    house = draw()
    assert not circle(house)
    assert len(house) <= ROOMS
    assert max(floor(house, room) for room in house) <= FLOORS
    assert sum(len(below) for below in house.values()) <= ARROWS


def test_no_two_modules_import_each_other_not_even_hidden_in_a_function() -> None:
    packages = {name for name, path in KNOWN.items() if path.name == "__init__.py"}
    assert not circle({name: imported_by(path) - {name} - packages for name, path in KNOWN.items()})


def test_a_circle_and_a_floor_are_seen() -> None:
    assert circle({"a": {"b"}, "b": {"a"}, "c": {"a"}, "d": set()}) == ["a", "b", "c"]
    assert floor({"a": {"b", "c"}, "b": {"c"}, "c": set()}, "a") == 3
