"""Do keys and database belong together? A valid key of another installation would open nothing, and say so late.

Several replicas share one home of the persons' keys. The first one wrote a mark there and filed it; whoever starts
later reads it there, and the keys that others made lately. One that sees another home, or an old copy, would take
people's keys for lost, and begin anew with them.
"""

from __future__ import annotations

import secrets

from sqlalchemy import select

from bot.store import tables as t
from bot.store.connection import StoreError, is_server
from bot.store.engine import Store
from bot.store.settings import set_setting, setting
from bot.store.tx import Tx
from bot.store.vault import Sealed, VaultError

#: The row that `tamiz init` seals, so that a key can be tried before anything else is filed.
_MARK = "sealed_by_init"
#: The row that a bot seals anew at each start.
_SEALING = "sealed_at_start"
#: What tells the home of the persons' keys, as the first start filed it.
_HOME = "key_home"
#: Keys made lately that must be there.
_NEWEST = 5


def seal_mark(tx: Tx) -> None:
    """Seal something under the present keys, where nothing of the installation is sealed yet."""
    if tx.conn.execute(select(t.settings.c.name).limit(1)).first() is None:
        set_setting(tx, _MARK, "1")


def seal_newest(tx: Tx) -> None:
    """File, at the start of a bot, that it seals under the newest key."""
    set_setting(tx, _SEALING, "1")


def seals_newest(tx: Tx) -> bool:
    """Has a bot been started since the newest key came? Or none ever, so that nothing is sealed by one."""
    found = select(t.settings.c.value).where(t.settings.c.name == _SEALING)
    value = tx.conn.execute(found).scalar_one_or_none()
    return value is None or tx.vault.is_current(value)


def refuse_foreign_keys(tx: Tx) -> None:
    """VaultError where the master keys do not open what is filed here."""
    name = tx.conn.execute(select(t.settings.c.name).order_by(t.settings.c.name).limit(1)).scalar_one_or_none()
    if name is None:
        return
    try:
        setting(tx, name)
    except Sealed:
        raise VaultError(
            ["TAMIZ_KEY_FILE: these keys do not open this database. Restore the key file that belongs to it."]
        ) from None


def prove_home(store: Store) -> None:
    """StoreError where several replicas could run and this one sees another home of the persons' keys than they do.

    On a file one program runs, and restores its keys as it likes."""
    if not is_server(store.url):
        return
    filed, newest = store.read_now(lambda tx: (setting(tx, _HOME), _newest_subjects(tx)))
    home = store.vault.home
    # One key may be lost, and its person begins anew; where the newest are all missing, this is another place.
    there = not newest or any(home.read(subject) is not None for subject in newest)
    mark = home.mark()
    if there and filed is not None and (mark == filed or (mark is None and newest)):
        if mark is None:
            home.set_mark(filed)  # restored without it
        return
    if not there or filed is not None:
        raise StoreError(
            [
                "TAMIZ_PERSON_KEYS: not where this installation keeps the keys of people, or an old copy of it. "
                "Name the place that all replicas share, or restore the newest copy."
            ]
        )
    home.set_mark(fresh := mark or secrets.token_hex(16))
    store.write_now(lambda tx: set_setting(tx, _HOME, fresh))


def _newest_subjects(tx: Tx) -> list[str]:
    # Those whose row was not erased meanwhile: a key is destroyed after its row is gone.
    return list(tx.conn.execute(select(t.persons.c.subject).order_by(t.persons.c.id.desc()).limit(_NEWEST)).scalars())
