"""The audit's chain under a new master key: every hash made again, in one transaction, after it was found whole.

The anchor is kept outside and knows a hash of before. What that line is called now is filed, sealed, in the same
transaction, so that a stop before the new anchor is written leaves an old one that still proves the same.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select, update

from bot.store import tables as t
from bot.store.audit import Anchor, AuditAct, bound_text, named
from bot.store.settings import set_setting, setting
from bot.store.tx import Tx

#: The setting that says what an anchor of before is called now.
_MOVED = "audit_anchor_moved"


def renew(tx: Tx, known: Anchor | None) -> int:
    """Bind every line under the newest master key; how many were not."""
    old = old_lines(tx)
    if not old:
        return 0
    known = moved(tx, known)
    first, last, became = None, None, ""
    for row in _lines(tx):
        if row.mac is None:
            continue
        subject = row.subject
        if first is not None and row.act == AuditAct.FORGOTTEN and subject == named(first[0]):
            subject = f"{first[0].id}:{first[1].hex()[:20]}"
        mac = tx.vault.digest("audit", bound_text(last, row.at, row.actor, row.act, subject))
        tx.conn.execute(update(t.audit).where(t.audit.c.id == row.id).values(mac=mac, subject=subject))
        first, last = first or (row, mac), mac
        became = mac.hex() if known is not None and row.id == known.line else became
    if known is not None and became:
        set_setting(tx, _MOVED, json.dumps([known.line, known.mac, became]))
    return old


def moved(tx: Tx, known: Anchor | None) -> Anchor | None:
    """Return the anchor as its line is called now."""
    filed = setting(tx, _MOVED)
    if known is None or filed is None:
        return known
    line, before, now = json.loads(filed)
    return Anchor(line, now) if (line, before) == (known.line, known.mac) else known


def old_lines(tx: Tx) -> int:
    """Count the lines that are not bound under the newest master key."""
    count, last = 0, None
    for row in _lines(tx):
        fresh = tx.vault.digest("audit", bound_text(last, row.at, row.actor, row.act, row.subject))
        count += row.mac is not None and row.mac != fresh
        last = row.mac
    return count


def _lines(tx: Tx) -> list[Any]:
    return list(tx.conn.execute(select(t.audit).order_by(t.audit.c.id)))
