"""Is the database whole, and is it still the one that was opened?"""

from __future__ import annotations

import errno

from sqlalchemy.exc import DBAPIError

from bot.store.connection import StoreError, StoreUnavailable
from bot.store.engine import Store
from bot.store.tx import Tx


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


def _looks_whole(tx: Tx) -> bool:
    if tx.conn.dialect.name != "sqlite":
        return True
    return list(tx.conn.exec_driver_sql("PRAGMA quick_check(1)").scalars()) == ["ok"]
