"""A new master key in the place of an old one, while the bot runs (DB-08).

Theory of operation. The newest key seals from the moment at which every program reads it; the old ones still open. What
lies under an old one is gone through in small transactions and sealed anew: keys of persons, rows of the installation,
the digests by which a chat is found, the chains of the audit and of the list of the erased. Each step looks at what is
there, so that a kill at any moment leaves rows that both keys open, and the next run goes on with the rest. A digest
cannot be turned round: it is made again from the number that it stands for; where nobody knows that number any more,
the row is found by nobody.

Afterwards `left_over` counts what still needs an old key; where that is nothing, the old one opens nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, Table, delete, insert, select, update

from bot.store import audit_chain, people, staff
from bot.store import tables as t
from bot.store.audit import Anchor, audit_faults
from bot.store.connection import StoreError
from bot.store.engine import Store
from bot.store.staff_group import staff_chats
from bot.store.tx import Tx
from bot.store.vault import INSTALLATION, Sealed

#: Rows of one transaction: a bot that runs waits no longer than for these.
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class _House:
    """A column that is sealed for the installation, and what each value is bound to."""

    table: Table
    column: str
    key: str
    bound: str
    of_house: ColumnElement[bool] | None = None

    def rows(self, tx: Tx) -> list[tuple[object, object, bytes]]:
        """Return key, bound name and value of every row under an old master key."""
        c = self.table.c
        chosen = select(c[self.key], c[self.bound], c[self.column])
        if self.of_house is not None:
            chosen = chosen.where(self.of_house)
        return [(key, bound, value) for key, bound, value in tx.conn.execute(chosen) if self._is_old(tx, value)]

    def renew(self, tx: Tx, key: object, bound: object, value: bytes) -> None:
        """Seal one value anew."""
        name, row = f"{self.table.name}.{self.column}", str(bound)
        fresh = tx.vault.seal(INSTALLATION, name, row, tx.vault.open(INSTALLATION, name, row, value))
        there = self.table.c[self.key] == key
        tx.conn.execute(update(self.table).where(there).values({self.column: fresh}))

    def _is_old(self, tx: Tx, value: bytes | None) -> bool:
        return bool(value) and value is not None and not tx.vault.is_current(value)


_NOBODYS = t.outbox.c.subject.is_(None) & t.outbox.c.person_id.is_(None)
_HOUSE = (
    _House(t.settings, "value", "name", "name"),
    _House(t.invitations, "name", "id", "token_hash"),
    _House(t.staff, "account", "id", "id"),
    _House(t.outbox, "chat", "id", "id", _NOBODYS),
    _House(t.outbox, "payload", "id", "id", _NOBODYS),
    _House(t.quarantine, "body", "update_id", "update_id", t.quarantine.c.subject.is_(None)),
)


def rotate(store: Store, known: Anchor | None) -> int:
    """Seal anew what lies under an old master key; how many things. Once more, after a stop, it does the rest.

    StoreError where the audit does not reach the anchor that is known: its chain would be made whole by this."""
    faults = store.read_now(lambda tx: list(audit_faults(tx, audit_chain.moved(tx, known))))
    if faults:
        raise StoreError(["The audit is not whole, so nothing was sealed anew. `tamiz verify-audit` says where."])
    done = sum(_rewrapped(store, subject) for subject in store.vault.home.subjects())
    store.vault.home.tidy()
    for house in _HOUSE:
        while renewed := store.write_now(partial(_renew_some, house=house)):
            done += renewed
    done += store.write_now(_renew_team)
    last = 0
    while chunk := store.write_now(partial(_renew_persons, after=last)):
        last, renewed = chunk
        done += renewed
    done += store.write_now(lambda tx: audit_chain.renew(tx, known))
    store.vault.ledger.renew()
    return done


def left_over(store: Store) -> int:
    """Count what an old master key is still needed for, or one that the key file does not hold."""
    vault = store.vault
    wrapped = [vault.home.read(subject) for subject in vault.home.subjects()]
    keys = sum(each is not None and not vault.is_current(each) for each in wrapped)
    return keys + store.read_now(lambda tx: sum(len(house.rows(tx)) for house in _HOUSE) + audit_chain.old_lines(tx))


def _rewrapped(store: Store, subject: str) -> bool:
    try:
        return store.vault.rewrap(subject)
    except Sealed:
        return False  # no master key here opens it: it stays as it is, and is counted as left over


def _renew_some(tx: Tx, house: _House) -> int:
    rows = house.rows(tx)[:_AT_ONCE]
    for row in rows:
        house.renew(tx, *row)
    return len(rows)


def _renew_team(tx: Tx) -> int:
    """Make the digests of the team's group and chats anew."""
    members = staff.team(tx)
    chats = {each for member in members for each in (member.user_id, member.chat_id)}
    done = sum(_renew_chat(tx, chat) for chat in {*chats, *staff_chats(tx)})
    for member in members:
        fresh = tx.vault.digest("user", member.user_id)
        named = t.staff.c.id == member.id
        done += tx.conn.execute(update(t.staff).where(named, t.staff.c.digest != fresh).values(digest=fresh)).rowcount
    return done


def _renew_persons(tx: Tx, after: int) -> tuple[int, int] | None:
    """Make the digests of the next persons anew: the last of them and how many rows; None after the last one."""
    c = t.persons.c
    found = select(c.id, c.subject, c.digest, c.chat).where(c.id > after).order_by(c.id).limit(_AT_ONCE)
    rows, done = tx.conn.execute(found).all(), 0
    for row in rows:
        try:
            chat = int(tx.vault.open(row.subject, "persons.chat", row.subject, row.chat))
        except Sealed:
            continue  # the key is gone: nobody knows the number any more
        fresh = people.fresh_digest(tx, chat, row.digest)
        if row.digest != fresh:
            done += 1 + _renew_chat(tx, chat)
            tx.conn.execute(update(t.persons).where(c.id == row.id).values(digest=fresh))
    return (rows[-1].id, done) if rows else None


def _renew_chat(tx: Tx, chat: int) -> int:
    """Let what is filed under an old digest of this chat be found under the newest; how many rows."""
    fresh, *old = tx.vault.digests("chat", chat)
    if not old:
        return 0
    there, twin = t.prompts.c, t.prompts.alias()
    newer = select(twin.c.prompt).where(
        twin.c.chat_digest == fresh, twin.c.person_id == there.person_id, twin.c.prompt == there.prompt
    )
    tx.conn.execute(delete(t.prompts).where(there.chat_digest.in_(old), newer.exists()))
    scopes = tx.conn.execute(select(t.holds).where(t.holds.c.scope.in_([fresh, *old]))).all()
    if scopes:
        until = max(row.until for row in scopes)
        tx.conn.execute(delete(t.holds).where(t.holds.c.scope.in_([fresh, *old])))
        tx.conn.execute(insert(t.holds).values(scope=fresh, until=until))
    return sum(
        tx.conn.execute(update(table).where(table.c.chat_digest.in_(old)).values(chat_digest=fresh)).rowcount
        for table in (t.prompts, t.outbox)
    )
