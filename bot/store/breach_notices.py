"""The one message to all that waits for an owner's word, or was sent (CL-21). It names nobody."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from bot.store import settings
from bot.store.tx import Tx

#: How long an answer is waited for.
ASKED_FOR = timedelta(hours=24)
_NAME = "breach_notice"


@dataclass(frozen=True, slots=True)
class BreachNotice:
    """What is to be said about a breach of the register, and what became of it."""

    #: What an owner's press names.
    number: int
    #: The number of the register.
    breach: int
    #: Language → `data`, `effects`, `measures`.
    words: Mapping[str, Mapping[str, str]]
    #: Whom to ask about it.
    contact: str
    asked_at: datetime
    sent_at: datetime | None = None
    #: To how many it was sent, and how many could not be reached here.
    told: int = 0
    left: int = 0


def ask_notice(
    tx: Tx, breach: int, words: Mapping[str, Mapping[str, str]], contact: str, now: datetime
) -> BreachNotice:
    """File what is to be sent, in place of what waited before."""
    asked = BreachNotice(1 + secrets.randbelow(99_999_999), breach, words, contact, now)
    _file(tx, asked)
    return asked


def breach_notice(tx: Tx, now: datetime) -> BreachNotice | None:
    """Return what waits for a word, or was sent last; None where there is none, or nobody answered in time."""
    raw = settings.setting(tx, _NAME)
    if not raw:
        return None
    kept = json.loads(raw)
    times = {name: datetime.fromisoformat(kept[name]) if kept[name] else None for name in ("asked_at", "sent_at")}
    found = BreachNotice(**{**kept, **times})
    return None if found.sent_at is None and now >= found.asked_at + ASKED_FOR else found


def note_sent(tx: Tx, notice: BreachNotice, now: datetime, told: int, left: int) -> None:
    """Note that it was sent, and to how many."""
    _file(tx, replace(notice, sent_at=now, told=told, left=left))


def drop_notice(tx: Tx) -> None:
    """Forget it: an owner said no."""
    settings.set_setting(tx, _NAME, "")


def _file(tx: Tx, notice: BreachNotice) -> None:
    times = {
        "asked_at": notice.asked_at.isoformat(),
        "sent_at": notice.sent_at.isoformat() if notice.sent_at else "",
    }
    settings.set_setting(tx, _NAME, json.dumps(asdict(notice) | times))
