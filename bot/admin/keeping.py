"""Backups, restoring, and the audit: what an operator does so that nothing is lost and nothing is hidden."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from bot.admin.installation import open_store
from bot.admin.sealed_copy import encrypt, opened, recipient_of
from bot.config.addresses import database_problem
from bot.config.settings import Settings, SettingsError
from bot.config.single_instance import only_one
from bot.config.site import read_place
from bot.store import backup, key_moving, moving, rotation
from bot.store.audit import Anchor, anchor, audit_faults, audit_lines
from bot.store.audit_chain import moved
from bot.store.connection import folder_of, is_server
from bot.store.engine import Store
from bot.store.key_check import seals_newest
from bot.store.leadership import no_bot
from bot.store.vault import VaultError, add_key, keep_newest, load_vault, read_key_file

#: Beside the person keys, and printed too, for whoever keeps it elsewhere.
_ANCHOR = "audit.anchor"


def back_up(settings: Settings, target: Path, public: str | None = None) -> str:
    """Copy the live database, encrypted for a public key where one is given; a line that says so."""
    url, vault = settings.database_url.get_secret_value(), load_vault(settings.key_file, settings.key_place)
    if public is None:
        size = backup.back_up(url, target, vault)
        return f"{target}: {size >> 10} KiB, looked through and good. It holds no key: keep those elsewhere."
    recipient = recipient_of(public)
    size = backup.back_up(url, target, vault, lambda plain, sealed: encrypt(plain, sealed, recipient))
    return (
        f"{target}: {size >> 10} KiB, looked through, then encrypted. Only the secret key of that public key opens it; "
        "it holds no key of this installation."
    )


def restore(settings: Settings, source: Path, *, replace: bool, identity: Path | None = None) -> str:
    """Put a copy back while no bot runs, opened with a secret key where it is encrypted; a line that says so."""
    url = settings.database_url.get_secret_value()
    with only_one(settings), opened(source, identity, backup.database_file(url)) as plain:
        vault = load_vault(settings.key_file, settings.key_place)
        gone = backup.restore(url, plain, vault, replace=replace)
    return f"Restored, and {gone} people erased once more who were erased since. Start the bot with `tamiz run`."


def move(settings: Settings, target: str) -> str:
    """Bring the database to another address while no bot runs; a line that says what is next."""
    if wrong := database_problem(target):
        raise SettingsError([f"--to: {wrong}"])
    with only_one(settings), no_bot(settings.database_url.get_secret_value()):
        rows = moving.move(settings.database_url.get_secret_value(), target)
    return (
        f"{rows} rows moved, and each compared. Let TAMIZ_DATABASE_URL name the new database, then `tamiz run`. "
        "The old one is refused from now on: delete it and its copies when all is well."
    )


def move_keys(settings: Settings, target: str) -> str:
    """Bring the persons' keys to another place while no bot runs; a line that says what is next."""
    place: Path | str = target
    if "://" not in target:
        place = Path(target)
        folder = folder_of(settings.database_url.get_secret_value())
        if folder is not None and folder.resolve() in (place.resolve(), place.resolve().parent):
            raise SettingsError(["--to: beside the database, so that one copy would hold both. Name another place."])
    elif wrong := database_problem(target):
        raise SettingsError([f"--to: {wrong}"])
    with only_one(settings), no_bot(settings.database_url.get_secret_value()):
        count = key_moving.move_keys(settings.key_place, place)
        _take_along(settings, place)
    return (
        f"{count} keys moved, and each compared. Let TAMIZ_PERSON_KEYS name the new place, then `tamiz run`. "
        "The keys in the old place are destroyed; destroy their copies too."
    )


def _take_along(settings: Settings, place: Path | str) -> None:
    """Let the anchor of the audit lie beside the keys in their new place too."""
    here, there = settings.beside_keys, settings.key_file.parent if isinstance(place, str) else place.parent
    if (here / _ANCHOR).exists() and not (there / _ANCHOR).exists():
        (there / _ANCHOR).touch(0o600)
        (there / _ANCHOR).write_bytes((here / _ANCHOR).read_bytes())


def verify_audit(settings: Settings) -> list[str]:
    """Return what is wrong with the audit; where nothing is, its end is kept as the new anchor."""
    known = _anchor(settings)
    store = open_store(settings)
    try:
        faults = store.read_now(lambda tx: list(audit_faults(tx, moved(tx, known))))
        if not faults:
            _keep_anchor(settings, store.read_now(anchor))
    finally:
        store.close()
    return faults


def rotate(settings: Settings, *, drop: bool) -> str:
    """Make a new master key, or seal anew what lies under an old one; a line that says what is next."""
    file = settings.key_file
    if len(read_key_file(file)) == 1:
        add_key(file)
        return f"{file}: a new key stands on top. Copy the file, restart the bot, and run `tamiz rotate` once more."
    with ExitStack() as held:
        store = open_store(settings)
        held.callback(store.close)
        _refuse_old_bot(settings, store, held)
        done = rotation.rotate(store, _anchor(settings))
        left = rotation.left_over(store)
        _keep_anchor(settings, store.read_now(anchor))
    if left:
        raise VaultError(
            [f"{left} things lie under a key that {file} does not hold, or came meanwhile. Run it once more."]
        )
    if drop:
        keep_newest(file)
        return f"{done} sealed anew. {file} holds the new key alone. Restart the bot; old backups need the old key."
    return f"{done} sealed anew; the old keys open nothing here any more. `tamiz rotate --drop` takes them out."


def _refuse_old_bot(settings: Settings, store: Store, held: ExitStack) -> None:
    """Let no bot go on sealing under the old key alone: the one that runs has read the new one, or none runs."""
    if store.read_now(seals_newest):
        return
    if is_server(store.url):
        raise VaultError(["The bot has not read the new key yet. Restart every replica, and run `tamiz rotate` again."])
    try:
        held.enter_context(only_one(settings))
    except SettingsError:
        raise VaultError(["The bot has not read the new key yet. Restart it, and run `tamiz rotate` again."]) from None


def _anchor(settings: Settings) -> Anchor | None:
    path = settings.beside_keys / _ANCHOR
    return Anchor(**json.loads(path.read_text("utf-8"))) if path.exists() else None


def _keep_anchor(settings: Settings, end: Anchor) -> None:
    path = settings.beside_keys / _ANCHOR
    path.write_text(json.dumps({"line": end.line, "mac": end.mac}) + "\n", "utf-8")
    path.chmod(0o600)


def audit(settings: Settings, case: str | None, day: date | None) -> Iterator[str]:
    """Yield the lines about this case, and of this day at the site; all of them where neither is named."""
    zone = read_place(settings.site, examples_allowed=True).zone
    store = open_store(settings)
    try:
        lines = store.read_now(audit_lines)
    finally:
        store.close()
    for line in lines:
        local = line.at.astimezone(zone)
        if case in (None, line.subject) and day in (None, local.date()):
            yield f"{local:%Y-%m-%d %H:%M:%S}  {line.actor}  {line.act}  {line.subject}"
