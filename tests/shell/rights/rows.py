"""Every row of the store that is about one person, whatever the table is called."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Column, Table, func, select, update

from bot.store import outbox_queue, people
from bot.store import tables as t
from bot.store.tx import Tx
from tests.shell.front import EVA, Front

#: What points to a person, by the name of its column.
POINTERS = ("person_id", "subject", "chat_digest", "digest", "scope", "referral_id")
#: Columns of these names that point to somebody or something else.
OF_OTHERS = {
    "albums.digest": "an album of pictures",
    "audit.subject": "the code of a referral, or an invitation",
    "staff.digest": "a member of the team",
}


@dataclass(frozen=True, slots=True)
class Traces:
    """What the rows of a person can be found by, also when the person is gone."""

    person: int
    subject: str
    digests: tuple[bytes, ...]
    referrals: tuple[int, ...]

    def values(self, column: str) -> Collection[object]:
        """What a column of this name holds in a row about the person."""
        return {"person_id": (self.person,), "subject": (self.subject,), "referral_id": self.referrals}.get(
            column, self.digests
        )


def pointers() -> list[tuple[Table, Column[object]]]:
    """Every column of the store that points to a person: by its name, or by the table that it refers to."""
    found = [
        (table, column)
        for table in t.metadata.sorted_tables
        for column in table.columns
        if column.name in POINTERS or any(key.column.table in (t.persons, t.referrals) for key in column.foreign_keys)
    ]
    return [(table, column) for table, column in found if name_of(table, column) not in OF_OTHERS]


def name_of(table: Table, column: Column[object]) -> str:
    """`table.column`."""
    return f"{table.name}.{column.name}"


def traces(front: Front, user: int = EVA) -> Traces:
    """What this person's rows can be found by."""

    def work(tx: Tx) -> Traces:
        digests = tuple(tx.vault.digests("chat", user))
        row = tx.conn.execute(select(t.persons).where(t.persons.c.digest.in_(digests))).one()
        filed = tx.conn.execute(select(t.referrals.c.id).where(t.referrals.c.person_id == row.id)).scalars()
        return Traces(row.id, row.subject, digests, tuple(filed))

    return front.context.store.read_now(work)


def rows_about(front: Front, who: Traces) -> set[str]:
    """Each column that points to the person in at least one row."""

    def work(tx: Tx) -> set[str]:
        return {
            name_of(table, column)
            for table, column in pointers()
            if tx.conn.execute(
                select(func.count()).select_from(table).where(column.in_(who.values(column.name)))
            ).scalar_one()
        }

    return front.context.store.read_now(work)


def keep_waiting(front: Front) -> None:
    """Hold the person's chat back, as the platform asked: nothing that is posted from now on goes out."""
    until = front.now + timedelta(hours=1)
    front.context.store.write_now(lambda tx: outbox_queue.hold(tx, tx.vault.digest("chat", EVA), until))


def has_seen(front: Front, user: int = EVA) -> None:
    """What waits for the person may have arrived, though its reply was lost: an answer to it counts."""

    def work(tx: Tx) -> None:
        person = people.find_person(tx, user)
        tx.conn.execute(update(t.outbox).where(t.outbox.c.person_id == person).values(tries=1))

    front.context.store.write_now(work)
