"""Is the database whole, and is it still the one that was opened?"""

from __future__ import annotations

import errno
from functools import partial

import structlog
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bot.store import tables as t
from bot.store.book import LedgerError
from bot.store.connection import StoreError, StoreUnavailable
from bot.store.engine import Store
from bot.store.people import erase_person
from bot.store.tx import PersonId, Tx

log = structlog.get_logger("store")

#: Names of the list of the erased that are looked for at once.
_AT_ONCE = 500


def is_whole(tx: Tx) -> bool:
    """Look at every page of a SQLite database; a server looks at its own."""
    if tx.conn.dialect.name != "sqlite":
        return True
    try:
        return list(tx.conn.exec_driver_sql("PRAGMA integrity_check").scalars()) == ["ok"]
    except DBAPIError:
        return False


def refuse_damaged(store: Store) -> None:
    """StoreError where a page of a SQLite database is damaged: a start looks at each once, without its indexes.

    From then on an older state of the file that is put in its place is noticed."""
    try:
        whole = store.read_now(_looks_whole)
    except StoreUnavailable as fault:
        if fault.errno != errno.EIO:
            raise
        whole = False
    if not whole:
        raise StoreError(["The database has damaged pages. Do not start it again: restore a backup."])
    store.file.keep()


def finish_erasures(store: Store) -> None:
    """Erase once more whoever the list of the erased names and an older database brought back, and finish what is left
    of erasures (PRIV-06).

    `tamiz restore` does the same; a server's own means, or a file that was copied by hand, do not. A list that cannot
    be trusted is said and keeps nobody from being answered."""
    try:
        erased = store.vault.ledger.subjects()
    except LedgerError as fault:
        log.error("ALARM: the list of the erased cannot be trusted; restore it and restart", problem=str(fault))
        erased = []
    for at in range(0, len(erased), _AT_ONCE):
        back = store.write_now(partial(_erase_again, erased=erased[at : at + _AT_ONCE]))
        if back:
            log.error("ALARM: an older database was put back; whoever was erased since is erased again", people=back)
    store.finish_erasures_now()


def _erase_again(tx: Tx, erased: list[str]) -> int:
    named = select(t.persons.c.id).where(t.persons.c.subject.in_(erased))
    found = [PersonId(number) for number in tx.conn.execute(named).scalars()]
    for person in found:
        erase_person(tx, person)
    return len(found)


def _looks_whole(tx: Tx) -> bool:
    if tx.conn.dialect.name != "sqlite":
        return True
    return list(tx.conn.exec_driver_sql("PRAGMA quick_check(1)").scalars()) == ["ok"]
