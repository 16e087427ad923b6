"""Who was erased, outside the database and outside every backup of it: names of keys, which are nobody's any more.

An old backup knows people who have been erased since. Before it is used, whoever stands in here is erased from it once
more. Each line is bound to the one before it under the master key, so that no line can be taken out in the middle; a
backup knows how many there were, so that an older copy of this list is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.store.book import Book, LedgerError


class ErasureLedger:
    """The list. `seal` and `seals` give the keyed hash of a text, under the newest master and under every one."""

    def __init__(self, book: Book, seal: Callable[[str], bytes], seals: Callable[[str], Sequence[bytes]]) -> None:
        self._book, self._seal, self._seals = book, seal, seals

    @property
    def name(self) -> str:
        """What to call it when something is wrong with it."""
        return self._book.name

    def note(self, subject: str) -> None:
        """Add a person's name in the vault; it is safe against a power cut when this returns."""
        self._book.append(lambda last: self._line(last.partition(" ")[2], subject))

    def subjects(self) -> list[str]:
        """Return everybody in it, in order; LedgerError where a line was changed or taken out."""
        return self._read(self._book.lines())

    def renew(self) -> None:
        """Bind every line under the newest master key alone; LedgerError where one was changed or taken out."""
        self._book.rewrite(self._renewed)

    def _renewed(self, lines: list[str]) -> list[str]:
        fresh, last = [], ""
        for subject in self._read(lines):
            fresh.append(self._line(last, subject))
            last = fresh[-1].partition(" ")[2]
        return fresh

    def _line(self, last: str, subject: str) -> str:
        return f"{subject} {self._seal(f'{last}|{subject}').hex()}"

    def _read(self, lines: list[str]) -> list[str]:
        found, last = [], ""
        for number, line in enumerate(lines, 1):
            subject, _, sealed = line.partition(" ")
            if sealed not in [each.hex() for each in self._seals(f"{last}|{subject}")]:
                raise LedgerError(
                    [f"{self.name}, line {number}: changed, or another one is missing. Restore this list."]
                )
            found.append(subject)
            last = sealed
        return found
