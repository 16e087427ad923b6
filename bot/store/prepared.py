"""Statements that every answer runs: compiled once, then handed to the database's driver as they are.

SQLAlchemy takes 28 µs for a select or an update by key that it has compiled before (it looks the form up, makes a
context for it and wraps the rows), the driver 2 to 3; an answer runs thirty. So what runs at every answer is
`Prepared`; everything else is run by SQLAlchemy itself. Values and rows are the same in both: the types of the columns
make them.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Executable, LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from bot.store.driver import run

if TYPE_CHECKING:
    from bot.store.tx import Tx

Values = Mapping[str, Any]
#: The place of a value, and what makes of it what the driver takes, or of what the driver gives a value.
_Changed = tuple[int, Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement as one database has it."""

    sql: str
    #: The names of the values, in the order in which the driver takes them.
    names: tuple[str, ...]
    #: Places of those that are changed on their way in, and what changes them; most are taken as they are.
    ingoing: tuple[_Changed, ...]
    #: Does the driver take them by name?
    by_name: bool
    #: Values that the statement brings itself.
    own: Values
    #: The same of a row that comes back.
    outgoing: tuple[_Changed, ...]
    row: Callable[..., Any]

    def bound(self, values: Values) -> Any:
        """Return the values as the driver takes them."""
        if self.own:
            values = {**self.own, **values}
        taken = [values[name] for name in self.names]
        for place, change in self.ingoing:
            taken[place] = change(taken[place])
        return dict(zip(self.names, taken, strict=True)) if self.by_name else taken

    def opened(self, row: Sequence[Any]) -> Any:
        """Return a row of the driver as a row with names."""
        if not self.outgoing:
            return self.row(*row)
        values = list(row)
        for place, change in self.outgoing:
            values[place] = change(values[place])
        return self.row(*values)


#: Every statement of the modules that are loaded.
_ALL: list[Prepared] = []


class Prepared:
    """One statement, or the same for each database that says it in its own way, by the name of that."""

    def __init__(self, statement: Executable | Mapping[str, Executable]) -> None:
        self._statement = statement
        self._forms: dict[str, _Form] = {}
        _ALL.append(self)

    def one(self, tx: Tx, **values: Any) -> Any:
        """Run it; its first row, None where there is none."""
        form = self._form(tx)
        cursor = run(tx.conn, tx.driver, form.sql, form.bound(values))
        row = cursor.fetchone()
        if not form.by_name:  # a server's runs the next statement
            cursor.close()
        return None if row is None else form.opened(row)

    def all(self, tx: Tx, **values: Any) -> list[Any]:
        """Run it; every row."""
        form = self._form(tx)
        return [form.opened(row) for row in run(tx.conn, tx.driver, form.sql, form.bound(values)).fetchall()]

    def do(self, tx: Tx, **values: Any) -> int:
        """Run it; how many rows it changed."""
        form = self._form(tx)
        return int(run(tx.conn, tx.driver, form.sql, form.bound(values)).rowcount)

    def each(self, tx: Tx, many: Sequence[Values]) -> None:
        """Run it once for each of these."""
        form = self._form(tx)
        run(tx.conn, tx.driver, form.sql, [form.bound(values) for values in many], many=True)

    def _form(self, tx: Tx) -> _Form:
        try:
            return self._forms[tx.dialect]
        except KeyError:
            return self.compiled(tx.conn.dialect)

    def compiled(self, dialect: Dialect) -> _Form:
        """Return its form for this database, made where there is none yet."""
        if (form := self._forms.get(dialect.name)) is None:
            statement = self._statement
            one = statement[dialect.name] if isinstance(statement, Mapping) else statement
            form = self._forms[dialect.name] = _compiled(one, dialect)
        return form


def compile_all(tx: Tx) -> None:
    """Compile every statement now, so that nobody's first message waits for it: 20 ms, more than ten answers take."""
    for prepared in _ALL:
        prepared.compiled(tx.conn.dialect)


def tell(tx: Tx, command: str) -> None:
    """Run a command of the transaction itself."""
    run(tx.conn, tx.driver, command, ())


def _compiled(statement: Any, dialect: Dialect) -> _Form:
    compiled = cast(SQLCompiler, statement.compile(dialect=dialect))
    columns = list(statement.exported_columns)
    order = tuple((compiled.positiontup or ()) if compiled.positional else compiled.params)
    taken = [_of(compiled.binds[name].type, dialect) for name in order]
    given = [_of(column.type, dialect) for column in columns]
    return _Form(
        sql=str(compiled),
        names=order,
        ingoing=_changes([None if _is_bytes(kind) else kind.bind_processor(dialect) for kind in taken]),
        by_name=not compiled.positional,
        own={name: value for name, value in compiled.params.items() if value is not None},
        outgoing=_changes([None if _is_bytes(kind) else kind.result_processor(dialect, None) for kind in given]),
        row=namedtuple("Row", [column.key for column in columns]),
    )


def _changes(of_each: list[Callable[[Any], Any] | None]) -> tuple[_Changed, ...]:
    """Return those that change anything, with their place."""
    return tuple((place, change) for place, change in enumerate(of_each) if change is not None)


def _is_bytes(kind: TypeEngine[Any]) -> bool:
    """Tell whether it is bytes, which both drivers take and give as they are: SQLAlchemy wraps each in its own way."""
    return isinstance(kind, LargeBinary)


def _of(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)
