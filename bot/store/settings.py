"""Facts of this installation that are set while it runs."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select

from bot.store import tables as t
from bot.store.prepared import Prepared
from bot.store.tx import Tx

_READ = Prepared(select(t.settings.c.value).where(t.settings.c.name == bindparam("of")))


def setting(tx: Tx, name: str) -> str | None:
    """Return a fact of this installation; it is read once a transaction."""
    if name not in tx.settings:
        row = _READ.one(tx, of=name)
        tx.settings[name] = None if row is None else str(tx.unseal(None, "settings.value", name, row.value))
    return tx.settings[name]


def settings_like(tx: Tx, name: str, mark: str) -> list[tuple[str, str]]:
    """Return this fact and those that are kept under its name with the mark and more behind it, by name."""
    names = select(t.settings.c.name).where((t.settings.c.name == name) | t.settings.c.name.startswith(name + mark))
    found = [(each, setting(tx, each)) for each in tx.conn.execute(names.order_by(t.settings.c.name)).scalars()]
    return [(each, value) for each, value in found if value is not None]


def set_setting(tx: Tx, name: str, value: str) -> None:
    """File a fact of this installation in place of the earlier one."""
    tx.conn.execute(delete(t.settings).where(t.settings.c.name == name))
    tx.conn.execute(insert(t.settings).values(name=name, value=tx.seal(None, "settings.value", name, value)))
    tx.settings[name] = value


def drop_setting(tx: Tx, name: str) -> None:
    """Forget a fact of this installation."""
    tx.conn.execute(delete(t.settings).where(t.settings.c.name == name))
    tx.settings[name] = None
