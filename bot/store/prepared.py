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

from sqlalchemy import Executable
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from bot.store.driver import run

if TYPE_CHECKING:
    from bot.store.tx import Tx

Values = Mapping[str, Any]
#: Makes of a value what the driver takes, or of what it gives a value; None: it is that already.
_Change = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement as one database has it."""

    sql: str
    #: The names of the values, in the order in which the driver takes them, and what changes them.
    ingoing: tuple[tuple[str, _Change], ...]
    #: Does the driver take them by name?
    by_name: bool
    #: Values that the statement brings itself.
    own: Values
    outgoing: tuple[_Change, ...]
    row: Callable[..., Any]

    def bound(self, values: Values) -> Any:
        """Return the values as the driver takes them."""
        if self.own:
            values = {**self.own, **values}
        taken = [values[name] if change is None else change(values[name]) for name, change in self.ingoing]
        return {name: value for (name, _), value in zip(self.ingoing, taken, strict=True)} if self.by_name else taken

    def opened(self, row: Sequence[Any]) -> Any:
        """Return a row of the driver as a row with names."""
        return self.row(
            *[value if change is None else change(value) for value, change in zip(row, self.outgoing, strict=True)]
        )


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
        cursor = _ran(tx, form.sql, form.bound(values))
        row = cursor.fetchone()
        cursor.close()
        return None if row is None else form.opened(row)

    def all(self, tx: Tx, **values: Any) -> list[Any]:
        """Run it; every row."""
        form = self._form(tx)
        return [form.opened(row) for row in _ran(tx, form.sql, form.bound(values)).fetchall()]

    def do(self, tx: Tx, **values: Any) -> int:
        """Run it; how many rows it changed."""
        form = self._form(tx)
        return int(_ran(tx, form.sql, form.bound(values)).rowcount)

    def each(self, tx: Tx, many: Sequence[Values]) -> None:
        """Run it once for each of these."""
        form = self._form(tx)
        _ran(tx, form.sql, [form.bound(values) for values in many], many=True)

    def _form(self, tx: Tx) -> _Form:
        return self._forms.get(tx.dialect) or self.compiled(tx.conn.dialect)

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
    _ran(tx, command, ())


def _compiled(statement: Any, dialect: Dialect) -> _Form:
    compiled = cast(SQLCompiler, statement.compile(dialect=dialect))
    columns = list(statement.exported_columns)
    changes = {name: _of(bind.type, dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
    order = (compiled.positiontup or ()) if compiled.positional else compiled.params
    return _Form(
        sql=str(compiled),
        ingoing=tuple((name, changes[name]) for name in order),
        by_name=not compiled.positional,
        own={name: value for name, value in compiled.params.items() if value is not None},
        outgoing=tuple(_of(column.type, dialect).result_processor(dialect, None) for column in columns),
        row=namedtuple("Row", [column.key for column in columns]),
    )


def _of(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)


def _ran(tx: Tx, sql: str, values: Any, *, many: bool = False) -> Any:
    """Run it on the transaction's own connection."""
    return run(tx.conn, tx.driver, sql, values, many=many)
