"""Do keys and database belong together? A valid key of another installation would open nothing, and say so late."""

from __future__ import annotations

from sqlalchemy import select

from bot.store import tables as t
from bot.store.settings import set_setting, setting
from bot.store.tx import Tx
from bot.store.vault import Sealed, VaultError

#: The row that `tamiz init` seals, so that a key can be tried before anything else is filed.
_MARK = "sealed_by_init"


def seal_mark(tx: Tx) -> None:
    """Seal something under the present keys, where nothing of the installation is sealed yet."""
    if tx.conn.execute(select(t.settings.c.name).limit(1)).first() is None:
        set_setting(tx, _MARK, "1")


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
