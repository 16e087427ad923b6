"""Is the file of a SQLite database still the one that was opened, and no older state of it?

Theory of operation. Another file in its place has another number in the system. One that was copied over it has not:
SQLite does not see that, goes on with the pages that it remembers, and mixes both. So the file carries a tag, in four
bytes at its beginning that SQLite leaves to programs. The running bot files a new tag with the first commit after each
time that the log was folded back into the file. What is folded back next brings that tag along, so that no earlier
state of the file has one that is still expected. A look is one question to the system; the tag is read only where the
file was written since the last one.

It is read through a handle that stays open until the database is let go. To close any handle of a file is to lose
every lock that the program holds on it: another program would then take itself for the last one and remove the log
that this one goes on writing to.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.engine import make_url

#: Where in the file SQLite keeps what a program may write there.
_TAG_AT, _TAG_BYTES = 68, 4
#: How often and with what rest a tag is read again that is not expected: a page may be half written.
_LOOKS, _REST = 5, 0.05


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the system says of the file: which it is, and when it was last written."""

    place: tuple[int, int]
    written: tuple[int, int]


class OneFile:
    """Watches the file of a database; of one on a server there is nothing to watch here."""

    def __init__(self, url: str) -> None:
        self._path = _file_of(url)
        self._lock = threading.Lock()
        self._seen = self._look()
        #: Tags that may stand in the file, the one that was read there first; empty while none are filed.
        self._tags: list[int] = []
        self._due = False
        self._head: int | None = None

    def opened(self) -> None:
        """Take what lies there now for the one."""
        self._seen = self._look()

    def keep(self) -> None:
        """File tags from now on: for the one program that runs for long, and after nothing was found wrong."""
        with self._lock:
            self._seen = self._look()
            if self._seen is None or self._path is None:
                return
            if self._head is None:
                self._head = os.open(self._path, os.O_RDONLY)
            self._tags, self._due = [self._tag()], True

    def is_same(self) -> bool:
        """Tell whether the one lies there, whoever folded the log back meanwhile."""
        with self._lock:
            found = self._look()
            if found == self._seen or self._path is None:
                return True
            if found is None or self._seen is None or found.place != self._seen.place:
                return False
            return not self._tags or self._knows_tag(found)

    def stamp(self, connection: Connection) -> bool:
        """File another tag in this transaction where it is due; was it?"""
        with self._lock:
            if not self._due:
                return False
            tag = -1 - secrets.randbelow(2**31)  # no copy that counts has such a one (`backup.py`)
            self._tags.append(tag)
        connection.exec_driver_sql(f"PRAGMA application_id = {tag}")
        return True

    def stands(self, stamped: bool) -> None:
        """Note that a transaction stands, with another tag or without."""
        with self._lock:
            self._due = self._due and not stamped

    def close(self) -> None:
        """Let it go, after every connection to it."""
        with self._lock:
            if self._head is not None:
                os.close(self._head)
            self._head, self._tags, self._due = None, [], False

    def _knows_tag(self, found: _Seen) -> bool:
        for _ in range(_LOOKS):
            if (tag := self._tag()) in self._tags:
                break
            time.sleep(_REST)
        else:
            return False
        self._seen = found
        if tag != self._tags[0]:  # what came before does not come again
            self._tags = self._tags[self._tags.index(tag) :]
            self._due = len(self._tags) == 1
        return True

    def _look(self) -> _Seen | None:
        if self._path is None:
            return None
        try:
            found = self._path.stat()
        except OSError:
            return None
        return _Seen((found.st_dev, found.st_ino), (found.st_mtime_ns, found.st_size)) if found.st_size else None

    def _tag(self) -> int:
        assert self._head is not None  # before any tag is filed
        return int.from_bytes(os.pread(self._head, _TAG_BYTES, _TAG_AT), "big", signed=True)


@cache
def _file_of(url: str) -> Path | None:
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None
