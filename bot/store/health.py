"""Is the database whole, and is it still the one that was opened?"""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from bot.store.tx import Tx


def is_whole(tx: Tx) -> bool:
    """Look at every page of a SQLite database; a server looks at its own."""
    if tx.conn.dialect.name != "sqlite":
        return True
    try:
        return list(tx.conn.exec_driver_sql("PRAGMA integrity_check").scalars()) == ["ok"]
    except DBAPIError:
        return False
