"""The one export of more than one case that waits for an owner's word, or has it (GRP-10). It names no case."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from bot.store import settings
from bot.store.tx import Tx

#: How long an answer is waited for, and how long a yes counts.
ASKED_FOR, YES_FOR = timedelta(hours=24), timedelta(hours=1)
_NAME = "export_request"


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What was asked for, and since when it may be done; nobody's case is in it."""

    number: int
    form: str
    cases: int
    asked_at: datetime
    allowed_at: datetime | None = None


def ask_export(tx: Tx, form: str, cases: int, now: datetime) -> ExportRequest:
    """File what is asked for, in place of what was asked for before."""
    asked = ExportRequest(1 + secrets.randbelow(99_999_999), form, cases, now)
    _file(tx, asked)
    return asked


def export_request(tx: Tx, now: datetime) -> ExportRequest | None:
    """Return what waits for a word or has its yes; None where there is none, or its time is over."""
    raw = settings.setting(tx, _NAME)
    if not raw:
        return None
    kept = json.loads(raw)
    asked_at, allowed = datetime.fromisoformat(kept["asked_at"]), kept["allowed_at"]
    allowed_at = datetime.fromisoformat(allowed) if allowed else None
    ends = allowed_at + YES_FOR if allowed_at is not None else asked_at + ASKED_FOR
    return ExportRequest(kept["number"], kept["form"], kept["cases"], asked_at, allowed_at) if now < ends else None


def allow_export(tx: Tx, asked: ExportRequest, now: datetime) -> None:
    """Note the owner's yes."""
    _file(tx, replace(asked, allowed_at=now))


def drop_export(tx: Tx) -> None:
    """Forget it: it was done, or refused."""
    settings.set_setting(tx, _NAME, "")


def _file(tx: Tx, asked: ExportRequest) -> None:
    kept = asdict(asked) | {
        "asked_at": asked.asked_at.isoformat(),
        "allowed_at": asked.allowed_at.isoformat() if asked.allowed_at else "",
    }
    settings.set_setting(tx, _NAME, json.dumps(kept))
