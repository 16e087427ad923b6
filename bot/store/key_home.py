"""Where the persons' keys lie: a folder apart from the data, or a table in a second database on a server.

A key is destroyed where it lies: a file is overwritten and removed, a row is deleted and the table cleaned at once. A
server's own log keeps what was in it for as long as the server is told to; the operators' page says so. Destroying and
wrapping anew exclude each other, so that no key that was destroyed is written once more.

Several replicas need one home. So it has a mark, which the database of the data knows too: whoever starts with another
home, or with a copy of it that lacks the newest keys, is refused.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import (
    BigInteger,
    Column,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    inspect,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from bot.store.book import Book, FileBook
from bot.store.connection import told_plainly
from bot.store.server import server_engine
from dialogs.errors import SetUpError

#: Beside the folder of the person keys.
LEDGER = "erased.ledger"
#: In the folder: what tells this home from every other.
_MARK = "home"
_SUFFIX = ".key"
#: Behind the name of a key while it is wrapped anew: the wrapping that is to come, and the one that was.
_KINDS = (".new", ".before")
#: Marks of a home that is being moved into (before the mark that it will have), and of one that was moved away from.
MOVING_IN, LEFT = "moving-in:", "moved-away"

key_metadata = MetaData()
person_keys = Table(
    "person_keys",
    key_metadata,
    Column("subject", String(32), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)
erased = Table(
    "erased",
    key_metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("line", String(200), nullable=False),
)
home = Table("key_home", key_metadata, Column("mark", String(64), primary_key=True))

_READ = select(person_keys.c.wrapped).where(person_keys.c.subject == bindparam("of"))


class HomeError(SetUpError):
    """The persons' keys are not where they are said to be; the message says what to do."""


class KeyHome(Protocol):
    """What both homes can do. Keys are handed in and out as they are wrapped."""

    @property
    def book(self) -> Book:
        """Where the erased are noted."""

    def read(self, subject: str) -> bytes | None:
        """Return this key; None where there is none."""

    def create(self, subject: str, wrapped: bytes) -> None:
        """Keep a new key; it is safe against a power cut when this returns."""

    def destroy(self, subject: str, note: Callable[[], None]) -> None:
        """Destroy this key for good, `note` being called first where there is one."""

    def rewrap(self, subject: str, change: Callable[[bytes], bytes]) -> None:
        """Keep a key in another wrapping, and nothing of the one before; what is gone meanwhile stays gone."""

    def tidy(self) -> None:
        """Leave nothing of a wrapping that was stopped in the middle."""

    def subjects(self) -> list[str]:
        """Return whose keys there are."""

    def mark(self) -> str | None:
        """Return what tells this home from any other; None where nobody gave it one."""

    def set_mark(self, mark: str | None) -> None:
        """Give it one, or take it away."""


class FolderKeys:
    """A folder with a file for each person."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.book: Book = FileBook(folder.parent / LEDGER)

    def read(self, subject: str) -> bytes | None:
        """Return this key; None where there is none."""
        try:
            return self._file(subject).read_bytes()
        except FileNotFoundError:
            if not self._folder.is_dir():
                raise  # the folder itself is not there: the machine's fault, and no key is gone
            return None

    def create(self, subject: str, wrapped: bytes) -> None:
        """Keep a new key; it is on the disk when this returns."""
        self._write(self._file(subject), wrapped)

    def destroy(self, subject: str, note: Callable[[], None]) -> None:
        """Overwrite and remove this key, and what a wrapping that was stopped in the middle left of it."""
        path = self._file(subject)
        with self._alone():
            there = [each for each in (path, *_beside(path)) if each.exists()]
            if not there:
                return
            note()
            for each in there:
                shred(each)
            sync_folder(self._folder)

    def rewrap(self, subject: str, change: Callable[[bytes], bytes]) -> None:
        """Put a key in another wrapping in the place of its file, and overwrite the one before, which keeps a name
        until then: after a stop in the middle it is found by it."""
        path = self._file(subject)
        fresh, before = _beside(path)
        with self._alone():
            if not path.exists():
                return
            for left in (fresh, before):
                _drop(left, path)
            with path.open("r+b") as file:
                self._write(fresh, change(file.read()))
                with suppress(OSError):  # no file may have two names on this disk
                    os.link(path, before)
                fresh.replace(path)
                sync_folder(self._folder)
                overwrite(file.fileno(), os.fstat(file.fileno()).st_size)
            before.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Overwrite and remove what wrappings left that were stopped in the middle."""
        with self._alone():
            for left in (each for kind in _KINDS for each in self._folder.glob(f"*{_SUFFIX}{kind}")):
                _drop(left, left.with_suffix(""))
            sync_folder(self._folder)

    def subjects(self) -> list[str]:
        """Return whose keys there are."""
        return sorted(path.stem for path in self._folder.glob(f"*{_SUFFIX}"))

    def mark(self) -> str | None:
        """Return what tells this folder from any other."""
        path = self._folder / _MARK
        return path.read_text("ascii").strip() if path.exists() else None

    def set_mark(self, mark: str | None) -> None:
        """Write it down, all at once."""
        path = self._folder / _MARK
        if mark is None:
            path.unlink(missing_ok=True)
            sync_folder(self._folder)
            return
        fresh = path.with_name(f"{_MARK}.new")
        fresh.unlink(missing_ok=True)
        self._write(fresh, mark.encode("ascii"))
        fresh.replace(path)
        sync_folder(self._folder)

    def _file(self, subject: str) -> Path:
        return self._folder / f"{subject}{_SUFFIX}"

    def _write(self, path: Path, content: bytes) -> None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self._folder)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let nobody else, in this program or another, destroy or wrap anew meanwhile."""
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            try:
                import fcntl  # not on every system
            except ImportError:
                yield
                return
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


class ServerKeys:
    """A table in a second database, for replicas on several machines."""

    def __init__(self, url: str) -> None:
        self._engine = server_engine(url, writes=True)
        self.book: Book = _ServerBook(url)

    def prepare(self) -> None:
        """Make the tables where they are missing; HomeError where this is the database of the data."""
        with told_plainly(), self._engine.begin() as connection:
            if inspect(connection).has_table("conversations"):
                raise HomeError(
                    ["TAMIZ_PERSON_KEYS: the database of the data itself. Name a second one: its copies must not meet."]
                )
            key_metadata.create_all(connection)

    def refuse_unprepared(self) -> None:
        """HomeError where the tables are missing."""
        with told_plainly(), self._engine.begin() as connection:
            if not inspect(connection).has_table(person_keys.name):
                raise HomeError(["TAMIZ_PERSON_KEYS: that database has no keys. Restore it, or run `tamiz init`."])

    def read(self, subject: str) -> bytes | None:
        """Return this key; None where there is none."""
        with self._engine.connect() as connection:
            found: bytes | None = connection.execute(_READ, {"of": subject}).scalar_one_or_none()
            return found

    def create(self, subject: str, wrapped: bytes) -> None:
        """File a new key."""
        with self._engine.begin() as connection:
            connection.execute(insert(person_keys).values(subject=subject, wrapped=wrapped))

    def destroy(self, subject: str, note: Callable[[], None]) -> None:
        """Delete this key, and clean the table of it."""
        if self.read(subject) is None:
            return
        note()
        with self._engine.begin() as connection:
            connection.execute(delete(person_keys).where(person_keys.c.subject == subject))
        self.tidy()

    def rewrap(self, subject: str, change: Callable[[bytes], bytes]) -> None:
        """File a key in another wrapping."""
        with self._engine.begin() as connection:
            before = connection.execute(_READ, {"of": subject}).scalar_one_or_none()
            if before is not None:
                same = update(person_keys).where(person_keys.c.subject == subject)
                connection.execute(same.values(wrapped=change(before)))

    def subjects(self) -> list[str]:
        """Return whose keys there are."""
        with self._engine.connect() as connection:
            return list(connection.execute(select(person_keys.c.subject).order_by(person_keys.c.subject)).scalars())

    def mark(self) -> str | None:
        """Return what tells this database from any other."""
        with self._engine.connect() as connection:
            found: str | None = connection.execute(select(home.c.mark)).scalar_one_or_none()
            return found

    def set_mark(self, mark: str | None) -> None:
        """File it."""
        with self._engine.begin() as connection:
            connection.execute(delete(home))
            if mark is not None:
                connection.execute(insert(home).values(mark=mark))

    def tidy(self) -> None:
        """Take deleted rows, and keys as they were wrapped before, out of the table's file; the server overwrites
        nothing by itself."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM {person_keys.name}")


class _ServerBook:
    """The list of the erased, as a table beside the keys."""

    name = "TAMIZ_PERSON_KEYS, the list of the erased"

    def __init__(self, url: str) -> None:
        self._engine = server_engine(url, writes=True)

    def append(self, following: Callable[[str], str]) -> None:
        """Add what follows the last line."""
        with self._engine.begin() as connection:
            last = connection.execute(select(erased.c.line).order_by(erased.c.id.desc()).limit(1)).scalar_one_or_none()
            connection.execute(insert(erased).values(line=following(last or "")))

    def lines(self) -> list[str]:
        """Return every line, in order."""
        with self._engine.connect() as connection:
            return list(connection.execute(select(erased.c.line).order_by(erased.c.id)).scalars())

    def rewrite(self, change: Callable[[list[str]], list[str]]) -> None:
        """Put other lines in their place, all at once."""
        with self._engine.begin() as connection:
            lines = change(list(connection.execute(select(erased.c.line).order_by(erased.c.id)).scalars()))
            connection.execute(delete(erased))
            if lines:
                connection.execute(insert(erased), [{"line": line} for line in lines])


def key_home(place: Path | str) -> KeyHome:
    """Return the home of the persons' keys, a folder or the address of a database; HomeError where it is not there, is
    not wholly moved there, or was moved away."""
    found: KeyHome
    if isinstance(place, str):
        there = ServerKeys(place)
        there.refuse_unprepared()
        found = there
    elif not place.is_dir():
        raise HomeError([f"{place}: the folder of the person keys is missing. Run `tamiz init`, or restore it."])
    else:
        found = FolderKeys(place)
    mark = found.mark() or ""
    if mark.startswith(MOVING_IN):
        raise HomeError(["TAMIZ_PERSON_KEYS: the keys are not wholly moved there yet. Run `tamiz move-keys` again."])
    if mark == LEFT:
        raise HomeError(["TAMIZ_PERSON_KEYS: the keys were moved away from there. Name their new place."])
    return found


def _beside(path: Path) -> list[Path]:
    """Return where a key lies for a moment while it is wrapped anew: the next wrapping, and the one before."""
    return [path.with_name(f"{path.name}{kind}") for kind in _KINDS]


def _drop(left: Path, key: Path) -> None:
    """Remove what a stop left beside a key, overwritten unless it is a second name of the key itself."""
    if left.exists() and key.exists() and left.samefile(key):
        left.unlink()
    shred(left)


def shred(path: Path) -> None:
    """Overwrite and remove a file; one that is not there does no harm."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        overwrite(file.fileno(), path.stat().st_size)
    path.unlink()


def sync_folder(folder: Path) -> None:
    """Let what was made or removed in a folder be on the disk when this returns."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def overwrite(handle: int, size: int) -> None:
    """Leave nothing of what an open file held; it is on the disk when this returns."""
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, secrets.token_bytes(size))
    os.fsync(handle)
