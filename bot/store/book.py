"""A list of lines that only grows, in a file: of those who were erased."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from dialogs.errors import SetUpError


class LedgerError(SetUpError):
    """The list of the erased cannot be trusted; the message says why, and nothing was restored."""


class Book(Protocol):
    """Where the lines are kept."""

    @property
    def name(self) -> str:
        """What to call it when something is wrong with it."""

    def append(self, following: Callable[[str], str]) -> None:
        """Add what follows the last line (empty: there is none); it is safe against a power cut when this returns."""

    def lines(self) -> list[str]:
        """Return every line, in order."""

    def rewrite(self, change: Callable[[list[str]], list[str]]) -> None:
        """Put other lines in their place, all at once."""


class FileBook:
    """A file that nobody else may read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = str(path)

    def append(self, following: Callable[[str], str]) -> None:
        """Add what follows the last line. It is read each time: the bot and a command may both erase somebody."""
        while True:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            with os.fdopen(handle, "r+b") as file:
                _lock(handle)
                if not _is_still(self._path, handle):
                    continue  # written anew in the meantime
                whole = file.read()
                end = whole.rfind(b"\n") + 1
                last = whole[:end].splitlines()[-1].decode("ascii") if end else ""
                file.seek(end)
                file.truncate()  # what a stop cut off in the middle of a line
                file.write(f"{following(last)}\n".encode("ascii"))
                file.flush()
                os.fsync(file.fileno())
                return

    def lines(self) -> list[str]:
        """Return every line, in order."""
        try:
            text = self._path.read_text("ascii")
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError):
            raise LedgerError([f"{self.name}: cannot be read. Restore it."]) from None
        # What a stop cut off in the middle of a line was never finished: its erasure is noted again.
        return text.splitlines() if text.endswith("\n") or not text else text.splitlines()[:-1]

    def rewrite(self, change: Callable[[list[str]], list[str]]) -> None:
        """Put another file in its place; whoever adds a line waits."""
        if not self._path.exists():
            return
        with self._path.open("r+b") as file:
            _lock(file.fileno())
            fresh = self._path.with_name(f"{self._path.name}.new")
            fresh.unlink(missing_ok=True)
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as written:
                written.writelines(f"{line}\n" for line in change(self.lines()))
                written.flush()
                os.fsync(handle)
            fresh.replace(self._path)


def _is_still(path: Path, handle: int) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    mine = os.fstat(handle)
    return (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino)


def _lock(handle: int) -> None:
    """Let no other process add a line until this file is closed."""
    try:
        import fcntl  # not on every system
    except ImportError:
        return
    fcntl.flock(handle, fcntl.LOCK_EX)
