"""From one database to another, row by row and verified; never two that both could run.

Theory of operation. No bot runs meanwhile. The target is marked as unfinished before its first row and is refused by
every program until the last; tables are brought into line in the order in which they need each other, a chunk a
transaction, so that a stop at any moment is gone on from, also where the source changed in between. When every row of
both was compared, the source is marked as moved, which every program refuses too, and only then the target is freed. A
stop between the two leaves none that runs, and the same command finishes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, and_, delete, func, insert, select, text, tuple_, update
from sqlalchemy.engine import make_url

from bot.store import tables as t
from bot.store.connection import StoreError, is_missing, is_server, make_engine, told_plainly
from bot.store.schema_version import is_empty, migrate, refuse_wrong_schema

#: Rows that are compared and written at once.
_CHUNK = 200
#: Settings of the two: nothing is sealed in them.
MOVING_IN, MOVED_AWAY = "moving_in", "moved_away"
_MARKS = (MOVING_IN, MOVED_AWAY)
_TOLD = {
    MOVING_IN: "The database is not wholly moved here yet. Run `tamiz move` again, from the one before.",
    MOVED_AWAY: "The database was moved away from here. Let TAMIZ_DATABASE_URL name the new one, and delete this one.",
}


def refuse_moved(connection: Connection) -> None:
    """StoreError where a database is not wholly moved, or was moved away."""
    name = t.settings.c.name
    for mark in connection.execute(select(name).where(name.in_(_MARKS)).order_by(name)).scalars():
        raise StoreError([_TOLD[mark]])


def move(source_url: str, target_url: str) -> int:
    """Bring everything to the target, verified; how many rows. StoreError where one of the two does not allow it."""
    if is_missing(source_url):
        raise StoreError(["TAMIZ_DATABASE_URL: there is no database to move."])
    if make_url(source_url) == make_url(target_url):
        raise StoreError(["--to: the database that is moved. Name another one."])
    fresh = is_empty(target_url)
    if fresh:
        migrate(target_url)
    source, target = make_engine(source_url, writes=True), make_engine(target_url, writes=True)
    try:
        with told_plainly():
            _begin(source, target, fresh=fresh)
            for table in t.metadata.sorted_tables:
                _bring(source, target, table)
                _take_out(source, target, table)
            rows = sum(_verified(source, target, table) for table in t.metadata.sorted_tables)
            _hand_over(source, target)
    finally:
        source.dispose()
        target.dispose()
    return rows


def _begin(source: Engine, target: Engine, *, fresh: bool) -> None:
    with source.begin() as connection:
        refuse_wrong_schema(connection)
        if MOVING_IN in _marks(connection):
            raise StoreError([_TOLD[MOVING_IN]])
    with target.begin() as connection:
        refuse_wrong_schema(connection)
        if MOVING_IN in _marks(connection):
            return
        rows = sum(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in t.metadata.tables.values()
        )
        if not fresh and rows:
            raise StoreError(["--to: that database holds something already. Name an empty one."])
        connection.execute(insert(t.settings).values(name=MOVING_IN, value=b""))


def _bring(source: Engine, target: Engine, table: Table) -> None:
    """Make every row of the source stand in the target as it is."""
    for rows in _chunks(source, table):
        with target.begin() as connection:
            there = _looked_up(connection, table, rows)
            for key, row in rows.items():
                if key not in there:
                    connection.execute(insert(table).values(**row._mapping))
                elif there[key] != row:
                    connection.execute(update(table).where(_is(table, key)).values(**row._mapping))


def _take_out(source: Engine, target: Engine, table: Table) -> None:
    """Delete of the target what the source has not, or no longer."""
    for rows in _chunks(target, table):
        with source.begin() as connection:
            there = _looked_up(connection, table, rows)
        extra = [key for key in rows if key not in there]
        if extra:
            with target.begin() as connection:
                for key in extra:
                    connection.execute(delete(table).where(_is(table, key)))


def _verified(source: Engine, target: Engine, table: Table) -> int:
    """Compare every row of both, and let numbers go on where they were; how many rows."""
    count = 0
    for rows in _chunks(source, table):
        with target.begin() as connection:
            if _looked_up(connection, table, rows) != rows:
                raise StoreError([f"{table.name}: not every row is the same in both. Run `tamiz move` again."])
        count += len(rows)
    with target.begin() as connection:
        chosen = select(func.count()).select_from(table)
        if table is t.settings:
            chosen = chosen.where(table.c.name.not_in(_MARKS))
        if connection.execute(chosen).scalar_one() != count:
            raise StoreError([f"{table.name}: more rows here than there. Run `tamiz move` again."])
    _go_on_counting(source, target, table)
    return count


def _hand_over(source: Engine, target: Engine) -> None:
    with source.begin() as connection:
        if MOVED_AWAY not in _marks(connection):
            connection.execute(insert(t.settings).values(name=MOVED_AWAY, value=b""))
    with target.begin() as connection:
        connection.execute(delete(t.settings).where(t.settings.c.name == MOVING_IN))


def _chunks(engine: Engine, table: Table) -> Iterator[dict[tuple[Any, ...], Row[Any]]]:
    """Yield the rows of a table by their keys, a chunk at a time; the marks of moving are no rows."""
    keys = list(table.primary_key.columns)
    last: Sequence[Any] | None = None
    while True:
        chosen = select(table).order_by(*keys).limit(_CHUNK)
        if last is not None:
            chosen = chosen.where(tuple_(*keys) > tuple_(*last))
        with engine.begin() as connection:
            rows = connection.execute(chosen).all()
        if not rows:
            return
        last = _key(table, rows[-1])
        yield {_key(table, row): row for row in rows if not _is_mark(table, row)}


def _looked_up(connection: Connection, table: Table, rows: dict[tuple[Any, ...], Row[Any]]) -> dict[Any, Row[Any]]:
    if not rows:
        return {}
    keys = list(table.primary_key.columns)
    wanted = keys[0].in_([key[0] for key in rows]) if len(keys) == 1 else tuple_(*keys).in_(list(rows))
    return {_key(table, row): row for row in connection.execute(select(table).where(wanted))}


def _go_on_counting(source: Engine, target: Engine, table: Table) -> None:
    """Give no number to a new row that an erased one had: what is sealed is bound to it."""
    column = table.autoincrement_column
    if column is None or "id" not in table.c or not is_server(str(target.url)):
        return
    with source.begin() as connection:
        last = connection.execute(select(func.coalesce(func.max(column), 0))).scalar_one()
        if connection.dialect.name == "sqlite":
            asked = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
            last = max(last, connection.execute(asked, {"name": table.name}).scalar_one_or_none() or 0)
    with target.begin() as connection:
        named = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last, :used)")
        connection.execute(named, {"name": table.name, "last": max(last, 1), "used": last > 0})


def _marks(connection: Connection) -> set[str]:
    name = t.settings.c.name
    return set(connection.execute(select(name).where(name.in_(_MARKS))).scalars())


def _is(table: Table, key: tuple[Any, ...]) -> Any:
    return and_(*(column == value for column, value in zip(table.primary_key.columns, key, strict=True)))


def _is_mark(table: Table, row: Row[Any]) -> bool:
    return table is t.settings and row.name in _MARKS


def _key(table: Table, row: Row[Any]) -> tuple[Any, ...]:
    return tuple(row._mapping[column.name] for column in table.primary_key.columns)
