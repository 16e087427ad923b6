"""Who was erased, outside the database and outside every backup of it: names of keys, which are nobody's any more.

An old backup knows people who have been erased since. Before it is used, whoever stands in here is erased from it once
more. Each line is bound to the one before it under the master key, so that no line can be taken out in the middle; a
backup knows how many there were, so that an older copy of this file is refused.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from dialogs.errors import SetUpError

#: Beside the folder of the person keys.
LEDGER = "erased.ledger"


class LedgerError(SetUpError):
    """The list of the erased cannot be trusted; the message says why, and nothing was restored."""


class ErasureLedger:
    """The file. `seal` and `seals` give the keyed hash of a text, under the newest master and under every one."""

    def __init__(self, path: Path, seal: Callable[[str], bytes], seals: Callable[[str], list[bytes]]) -> None:
        self.path, self._seal, self._seals = path, seal, seals

    def note(self, subject: str) -> None:
        """Add a person's name in the vault; it is on the disk when this returns.

        The last line is read each time: the bot and a command may both erase somebody."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b") as file:
            _lock(handle)
            whole = file.read()
            end = whole.rfind(b"\n") + 1
            last = whole[:end].splitlines()[-1].partition(b" ")[2].decode("ascii") if end else ""
            sealed = self._seal(f"{last}|{subject}").hex()
            file.seek(end)
            file.truncate()  # what a stop cut off in the middle of a line
            file.write(f"{subject} {sealed}\n".encode("ascii"))
            file.flush()
            os.fsync(file.fileno())

    def subjects(self) -> list[str]:
        """Return everybody in it, in order; LedgerError where a line was changed or taken out."""
        found, last = [], ""
        for number, line in enumerate(self._lines(), 1):
            subject, _, sealed = line.partition(" ")
            if sealed not in [each.hex() for each in self._seals(f"{last}|{subject}")]:
                raise LedgerError(
                    [f"{self.path}, line {number}: changed, or another one is missing. Restore this file."]
                )
            found.append(subject)
            last = sealed
        return found

    def _lines(self) -> list[str]:
        try:
            text = self.path.read_text("ascii")
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError):
            raise LedgerError([f"{self.path}: cannot be read. Restore it."]) from None
        # What a stop cut off in the middle of a line was never finished: its erasure is noted again.
        return text.splitlines() if text.endswith("\n") or not text else text.splitlines()[:-1]


def _lock(handle: int) -> None:
    """Let no other process add a line until this file is closed."""
    try:
        import fcntl  # not on every system
    except ImportError:
        return
    fcntl.flock(handle, fcntl.LOCK_EX)
