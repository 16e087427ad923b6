"""What persons asked for by law outside the chat, told to the owners while nobody has answered (CL-15).

It stands in a file beside the site's, which the command line fills.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import structlog

from bot.config.register import RegisterError, entries
from bot.desk.context import DeskContext
from bot.desk.standing import tell_owners
from bot.store import settings
from bot.store.tx import Tx
from dialogs.privacy.requests import Asked, BadEntry, news_of, requests_of

log = structlog.get_logger("requests")

#: Beside the site's file: what did not come in the chat. It holds no name and no health data.
REQUESTS = "requests.jsonl"
#: The setting that says what the owners were told last of each open request.
_TOLD = "requests_told"


def requests_path(site: Path) -> Path:
    """Return where what came outside the chat stands."""
    return site.parent / REQUESTS


def requests_outside(site: Path) -> dict[int, Asked]:
    """Return what did not come in the chat, by its number; RegisterError where the file cannot be read as it is."""
    path = requests_path(site)
    try:
        return requests_of(entries(path))
    except BadEntry as bad:
        raise RegisterError([f"{path}, line {bad.line}: no entry. Correct it there, or restore it."]) from None


def announce(tx: Tx, context: DeskContext, now: datetime) -> int:
    """Tell the owners once of each open request, before it is due, and each day once it is late; how many were told."""
    open_ = [asked for asked in requests_outside(context.settings.site).values() if not asked.answered]
    before: dict[str, str] = json.loads(settings.setting(tx, _TOLD) or "{}")
    told: dict[str, str] = {}
    today, done = context.today(now), 0
    for asked in open_:
        name = str(asked.number)
        key, text = news_of(asked, today, before.get(name))
        told[name] = key
        if before.get(name) == key:
            continue
        tell_owners(tx, context, text)
        done += 1
        if asked.due < today:
            log.error("ALARM: a request of a person is overdue", number=asked.number)
    if told != before:
        settings.set_setting(tx, _TOLD, json.dumps(told))
    return done
