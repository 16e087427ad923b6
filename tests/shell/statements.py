"""What a store asks of its database, whichever way it goes there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from bot.store import prepared
from bot.store.engine import Store

#: What opens, divides and ends a transaction.
_OF_THE_TRANSACTION = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")


@contextmanager
def statements(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """Every statement that is run inside with its values, in order, but those of the transactions themselves."""
    seen: list[tuple[str, Any]] = []
    run = prepared.run

    def note(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if not statement.startswith(_OF_THE_TRANSACTION):
            found = values[0] if many else values
            seen.append((statement, tuple(found) if isinstance(found, list) else found))

    def noted(connection: Connection, driver: Any, sql: str, values: Any, *, many: bool = False) -> Any:
        note(None, None, sql, values, None, many)
        return run(connection, driver, sql, values, many=many)

    engines = (store._engine, store._reading)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    prepared.run = noted
    try:
        yield seen
    finally:
        prepared.run = run
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
