"""Copies of a SQLite database that count, and putting one back (DB-04 to DB-06, PRIV-06).

A copy is made by the database's own means, so that a running bot may write meanwhile, and is looked through page by
page before it counts. It holds no key: those are kept apart, and so is the list of the erased. What the copy remembers
of that list is how long it was.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import make_url, select

from bot.store import tables as t
from bot.store.connection import StoreError
from bot.store.engine import Store
from bot.store.key_check import refuse_foreign_keys
from bot.store.people import erase_person
from bot.store.schema_version import migrate
from bot.store.tx import PersonId, Tx
from bot.store.vault import Vault

#: Marks a file as one of our copies: "Tmz1".
_MARK = 0x546D7A31
#: What SQLite lays beside a database; left from another one it would be played into this one.
_BESIDE = ("-wal", "-shm", "-journal")


def database_file(url: str) -> Path:
    """Return the file of a SQLite database; StoreError for a server, which has its own means."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise StoreError(["A server makes its own copies: pg_dump and pg_restore. Stop the bot before you restore."])
    return Path(str(parsed.database))


def back_up(url: str, target: Path, vault: Vault, sealed: Callable[[Path, Path], None] | None = None) -> int:
    """Copy the live database to a new file, verified; how many bytes. StoreError where it does not count.

    `sealed` encrypts one file to another: then only what it wrote lies where the copy shall."""
    if target.exists():
        raise StoreError([f"{target}: there already. Name a new file: a copy that counts is never overwritten."])
    fresh = target.with_name(f"{target.name}.part")
    # What is not encrypted yet stays in the database's own folder.
    plain = database_file(url).with_name(f"{database_file(url).name}.copied") if sealed else fresh
    for path in (fresh, plain):
        path.unlink(missing_ok=True)
    os.close(os.open(plain, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        # Counted before the copy begins: whoever is erased meanwhile is in the list and, at worst, in the copy too.
        _copy_live(url, plain, len(vault.ledger.subjects()))
        if sealed:
            os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            sealed(plain, fresh)
        _sync(fresh)
        fresh.rename(target)
        _sync(target.parent)
    finally:
        for path in (fresh, plain):
            path.unlink(missing_ok=True)
    return target.stat().st_size


def _copy_live(url: str, copy_file: Path, erased: int) -> None:
    """Copy the database while it runs, note how many were erased before, and look the copy through."""
    try:
        with closing(_read_only(database_file(url))) as live, closing(sqlite3.connect(copy_file)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute(f"PRAGMA application_id={_MARK}")
            copy.execute(f"PRAGMA user_version={erased}")
            copy.commit()
    except sqlite3.Error as fault:
        raise StoreError(
            [f"The database could not be copied ({fault.sqlite_errorname}). `tamiz doctor` says why."]
        ) from None
    _refuse_damaged(copy_file)


def restore(url: str, source: Path, vault: Vault, *, replace: bool) -> int:
    """Put a copy in the place of the database, with everybody erased who is in the list; how many those were.

    The bot must not run. What lay there is moved aside, and only where `replace` allows it."""
    target = database_file(url)
    if target.exists() and target.stat().st_size and not replace:
        raise StoreError([f"{target}: there is a database. Move it away, or say --replace: it is then kept beside."])
    erased = vault.ledger.subjects()
    known = _refuse_damaged(source)
    if known > len(erased):
        raise StoreError([f"{vault.ledger.name}: older than this backup. Restore the newest copy of it first."])
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.restoring")
    _remove(fresh)
    try:
        _copy(source, fresh)
        gone = _prepare(f"sqlite:///{fresh}", vault, erased)
        _sync(fresh)
        if target.exists():
            _aside(target)
        for end in _BESIDE:
            Path(f"{target}{end}").unlink(missing_ok=True)
        fresh.rename(target)
        _sync(target.parent)
    finally:
        _remove(fresh)
    return gone


def _prepare(url: str, vault: Vault, erased: list[str]) -> int:
    """Bring the copy to this program's tables and erase whoever is in the list; how many were still in it."""
    migrate(url)
    store = Store(url, vault)
    try:
        store.check()
        store.read_now(refuse_foreign_keys)
        gone = store.write_now(lambda tx: _erase_again(tx, erased))
        store.finish_erasures_now()
    finally:
        store.close()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as copy:
        # Erased rows stay in the pages and in the log until both are written anew.
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        copy.execute("VACUUM")
        copy.execute("PRAGMA journal_mode=DELETE")
    return gone


def _erase_again(tx: Tx, erased: list[str]) -> int:
    there = {row.subject: row.id for row in tx.conn.execute(select(t.persons.c.subject, t.persons.c.id))}
    found = [PersonId(there[subject]) for subject in dict.fromkeys(erased) if subject in there]
    for person in found:
        erase_person(tx, person)
    return len(found)


def _refuse_damaged(path: Path) -> int:
    """Return how long the list of the erased was; StoreError where this is no whole copy of ours."""
    try:
        with closing(_read_only(path)) as copy:
            mark = copy.execute("PRAGMA application_id").fetchone()[0]
            whole = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            known = copy.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error:
        raise StoreError([f"{path}: cannot be read as a backup. Take another one."]) from None
    if mark != _MARK:
        raise StoreError([f"{path}: no backup that `tamiz backup` made. Name one."])
    if not whole:
        raise StoreError([f"{path}: damaged. Take another backup; nothing was changed."])
    return int(known)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _copy(source: Path, target: Path) -> None:
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with source.open("rb") as taken, target.open("wb") as written:
        while part := taken.read(2**20):
            written.write(part)


def _aside(target: Path) -> None:
    """Move what lay there aside, under a name that is free, with its log played into it."""
    # A damaged one is why somebody restores.
    with closing(sqlite3.connect(target)) as old, suppress(sqlite3.Error):
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    number = next(n for n in range(1, 10_000) if not target.with_name(f"{target.name}.before-{n}").exists())
    target.rename(target.with_name(f"{target.name}.before-{number}"))


def _remove(path: Path) -> None:
    for end in ("", *_BESIDE):
        Path(f"{path}{end}").unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
