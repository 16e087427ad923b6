"""Time that passes while the program is not running, and messages that wait: written into its database from outside."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import update

from bot.config.clock import system_clock
from bot.desk import absence
from bot.render.call import Call
from bot.store import people, settings
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.outbox import post
from bot.store.tx import Tx
from bot.store.vault import load_vault


def store_of(folder: Path) -> Store:
    """Open the store of an installation whose program does not run."""
    keys = folder / "keys"
    master = next(path for path in (*keys.glob("*.key"), *folder.glob("*.key"), *folder.glob("data/*.key")))
    persons = next(path for path in folder.rglob("person-keys") if path.is_dir())
    return Store(f"sqlite:///{folder / 'data' / 'tamiz.db'}", load_vault(master, persons))


def aged(folder: Path, by: timedelta) -> None:
    """Let everything that was filed be so much older."""
    store = store_of(folder)

    def work(tx: Tx) -> None:
        for table, column in ((t.conversations, "moved_at"), (t.prompts, "shown_at")):
            for row in tx.conn.execute(table.select()).mappings().all():
                same = [table.c[key.name] == row[key.name] for key in table.primary_key]
                tx.conn.execute(update(table).where(*same).values({column: row[column] - by}))
        heard = settings.setting(tx, absence._HEARD)
        assert heard, "it was heard"
        settings.set_setting(tx, absence._HEARD, (datetime.fromisoformat(heard) - by).isoformat())

    store.write_now(work)
    store.close()


def many_messages(folder: Path, chats: list[int], each: int) -> None:
    """Let so many messages wait for each of these chats."""
    store = store_of(folder)

    def work(tx: Tx) -> None:
        for chat in chats:
            person = people.get_or_create_person(tx, chat, system_clock())
            for number in range(each):
                post(tx, chat, Call("sendMessage", {"text": f"waiting {number}"}), person=person)

    store.write_now(work)
    store.close()
