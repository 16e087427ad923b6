"""What a function of the store works with: the open transaction and the vault."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import to_json  # a quarter of the time that `json` takes: 15 µs less for a conversation
from sqlalchemy import Connection, select

from bot.store.driver import driver_of
from bot.store.due_call import DueCall
from bot.store.person_id import PersonId as PersonId
from bot.store.tables import persons
from bot.store.vault import INSTALLATION, Vault


@dataclass(slots=True, eq=False)
class Tx:
    """One open transaction. Functions of the store take it first; nobody keeps it."""

    conn: Connection
    vault: Vault
    #: Something was posted: the courier is woken after the commit.
    posted: bool = False
    #: The number of the last row of the outbox, once something was posted; and those of the next rows on a server.
    last_posted: int = 0
    next_rows: deque[int] = field(default_factory=deque)
    #: The clock has it done: nobody who wrote waits for what is posted to persons.
    by_the_clock: bool = False
    #: An answer to a press was posted.
    answered: bool = False
    #: What was posted, for the courier to be handed after the commit.
    handed: list[DueCall] = field(default_factory=list)
    #: Calls that wait were changed, dropped or held, so what the courier remembers of them counts no more.
    disturbed: bool = False
    #: Keys of the erased, to be destroyed once the commit stands.
    erased: list[str] = field(default_factory=list)
    #: Done when this part of the transaction is undone.
    undone: list[Callable[[], None]] = field(default_factory=list)
    _subjects: dict[int, str] = field(default_factory=dict)
    _driver: Any = None
    #: What the database is called.
    dialect: str = field(init=False)
    #: Settings of the installation that were read or set in this transaction.
    settings: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dialect = self.conn.dialect.name

    @property
    def driver(self) -> Any:
        """What of the driver runs `Prepared` statements, one after the other."""
        if self._driver is None:
            self._driver = driver_of(self.conn)
        return self._driver

    def next_job(self) -> Tx:
        """Return one for the next job of the same transaction, which needs not be asked again where it is.

        Neither is the outbox for its last row: nobody else posts before the commit."""
        kept: dict[str, Any] = {"last_posted": self.last_posted, "next_rows": self.next_rows, "_driver": self._driver}
        return Tx(self.conn, self.vault, **kept)

    def subject(self, person: PersonId | None) -> str:
        """Return the name in the vault of this person; INSTALLATION for None."""
        if person is None:
            return INSTALLATION
        known = self._subjects.get(person)
        if known is None:
            known = self.conn.execute(select(persons.c.subject).where(persons.c.id == person)).scalar_one()
            self._subjects[person] = known
        return known

    def note_subject(self, person: PersonId, subject: str) -> None:
        """Remember the name in the vault of a person whose row was read anyway."""
        self._subjects[person] = subject

    def forget_subject(self, person: PersonId) -> None:
        """Look the name up again: the person has another key now."""
        self._subjects.pop(person, None)

    def seal(self, person: PersonId | None, column: str, row: int | str, value: Any) -> bytes:
        """Return a JSON value, sealed for this person (None: the installation), `table.column` and row."""
        return self.seal_for(self.subject(person), column, row, value)

    def unseal(self, person: PersonId | None, column: str, row: int | str, sealed: bytes) -> Any:
        """Return the JSON value that `seal` was given; `Sealed` where it does not open."""
        return self.unseal_for(self.subject(person), column, row, sealed)

    def seal_for(self, owner: str, column: str, row: int | str, value: Any) -> bytes:
        """Return a JSON value, sealed for this owner's name in the vault, `table.column` and row."""
        return self.vault.seal(owner, column, row, to_json(value))

    def unseal_for(self, owner: str, column: str, row: int | str, sealed: bytes) -> Any:
        """Return the JSON value that `seal_for` was given; `Sealed` where it does not open."""
        return json.loads(self.vault.open(owner, column, row, sealed))
