"""Backups, restoring, and the audit: what an operator does so that nothing is lost and nothing is hidden."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.admin.installation import open_store
from bot.config.settings import Settings
from bot.config.single_instance import only_one
from bot.config.site import read_place
from bot.store import backup
from bot.store.audit import Anchor, anchor, audit_faults, audit_lines
from bot.store.vault import load_vault

#: Beside the person keys, and printed too, for whoever keeps it elsewhere.
_ANCHOR = "audit.anchor"


def back_up(settings: Settings, target: Path) -> str:
    """Copy the live database; a line that says so."""
    size = backup.back_up(
        settings.database_url.get_secret_value(), target, load_vault(settings.key_file, settings.person_keys)
    )
    return f"{target}: {size >> 10} KiB, looked through and good. It holds no key: keep those elsewhere."


def restore(settings: Settings, source: Path, *, replace: bool) -> str:
    """Put a copy back while no bot runs; a line that says so."""
    with only_one(settings):
        vault = load_vault(settings.key_file, settings.person_keys)
        gone = backup.restore(settings.database_url.get_secret_value(), source, vault, replace=replace)
    return f"Restored, and {gone} people erased once more who were erased since. Start the bot with `tamiz run`."


def verify_audit(settings: Settings) -> list[str]:
    """Return what is wrong with the audit; where nothing is, its end is kept as the new anchor."""
    path = Path(settings.person_keys).parent / _ANCHOR
    known = Anchor(**json.loads(path.read_text("utf-8"))) if path.exists() else None
    store = open_store(settings)
    try:
        faults = store.read_now(lambda tx: list(audit_faults(tx, known)))
        end = store.read_now(anchor)
    finally:
        store.close()
    if not faults:
        path.write_text(json.dumps({"line": end.line, "mac": end.mac}) + "\n", "utf-8")
        path.chmod(0o600)
    return faults


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
