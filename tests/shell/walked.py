"""Every place is walked to once a run: whoever goes the same way again is put there with a copy of what was filed.

What decides the copy is the whole way: every update since the start, the hour, the site, the words. Whatever a test
does to the database by itself makes its way one of its own, which nobody else goes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import event, exists, or_, select
from sqlalchemy.engine import make_url

from bot.store.engine import Store
from bot.store.tables import metadata

P = ParamSpec("P")
T = TypeVar("T")

#: What has happened since an empty installation, as far as it can happen again.
Way = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What stands at the end of a way: the database and the keys, the chats, and what the walk came back with."""

    database: Path
    keys: dict[str, bytes]
    calls: list[tuple[str, dict[str, Any]]]
    messages: dict[tuple[int, int], dict[str, Any]]
    numbers: dict[str, int]
    now: datetime
    result: Any


_PLACES: dict[Way, Place] = {}
_FOLDER = TemporaryDirectory(prefix="tamiz-places-")
_NUMBERS = count()
#: Is there a row in any table?
_ANYTHING = select(or_(*(exists().select_from(table) for table in metadata.sorted_tables)))


class Diary:
    """The way of one installation so far; what is not in it shows as a commit that nobody wrote down."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.way: Way = ()
        self._commits = self._known = 0
        event.listen(store._engine, "commit", self._count)
        if store.read_now(lambda tx: tx.conn.execute(_ANYTHING).scalar()):
            self.way = (object(),)

    def look(self) -> None:
        """Before something happens: was there anything since the last line?"""
        if self._commits != self._known:
            self.write(object())

    def write(self, line: Hashable) -> None:
        """Something happened."""
        self.way, self._known = (*self.way, line), self._commits

    def replace(self, way: Way) -> None:
        """All of it is summed up by this."""
        self.way, self._known = way, self._commits

    def _count(self, _connection: object) -> None:
        self._commits += 1


class Walker(Protocol):
    """What can be put at a place."""

    diary: Diary
    now: datetime
    calls: list[tuple[str, dict[str, Any]]]
    messages: dict[tuple[int, int], dict[str, Any]]
    numbers: dict[str, int]

    def surroundings(self) -> Hashable:
        """Everything beside the updates that decides what happens; None where it cannot be told."""


W = TypeVar("W", bound=Walker)


def walked_once(walk: Callable[Concatenate[W, P], T]) -> Callable[Concatenate[W, P], T]:
    """Walk a way the first time only."""

    @wraps(walk)
    def shortcut(front: W, *args: P.args, **kwargs: P.kwargs) -> T:
        front.diary.look()
        around = front.surroundings()
        if around is None or not front.diary.store.url.startswith("sqlite"):
            return walk(front, *args, **kwargs)
        way = (*front.diary.way, around, walk.__name__, args, tuple(sorted(kwargs.items())))
        if way not in _PLACES:
            result = walk(front, *args, **kwargs)
            _PLACES[way] = _picture(front, result)
        _put(front, _PLACES[way])
        front.diary.replace(way)
        came_back: T = _PLACES[way].result
        return came_back

    return shortcut


def _picture(front: Walker, result: Any) -> Place:
    database = Path(_FOLDER.name) / f"{next(_NUMBERS)}.db"
    _copy(_database(front), database)
    keys = {path.name: path.read_bytes() for path in _keys(front).iterdir()}
    return Place(database, keys, [*front.calls], {**front.messages}, {**front.numbers}, front.now, result)


def _put(front: Walker, place: Place) -> None:
    _copy(place.database, _database(front))
    for path in _keys(front).iterdir():
        if path.name not in place.keys:
            path.unlink()
    for name, key in place.keys.items():
        (_keys(front) / name).write_bytes(key)
    front.calls[:] = place.calls
    front.messages.clear()
    front.messages.update(place.messages)
    front.numbers.update(place.numbers)
    front.now = place.now


def _database(front: Walker) -> Path:
    return Path(str(make_url(front.diary.store.url).database))


def _keys(front: Walker) -> Path:
    return front.diary.store.vault.home._folder


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        new.execute("PRAGMA synchronous=OFF")
        old.backup(new)
