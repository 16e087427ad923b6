"""An update that cannot be handled: quarantined, answered with an incident code, never lost in silence."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from bot.desk.context import DeskContext
from bot.render.call import Call
from bot.store import people, updates
from bot.store.outbox import post
from bot.store.tx import Tx
from dialogs.languages import Language, language_of
from dialogs.screens import N_

log = structlog.get_logger("mishaps")

APOLOGY = N_(
    "Something went wrong here, and it is not your fault. Please try again in a while. If it "
    "goes on, write /person and give this code: {code}"
)


def set_aside(tx: Tx, context: DeskContext, now: datetime, *, raw: Mapping[str, Any], fault: str) -> None:
    """Quarantine the update, and say sorry in its private chat (IN-07, IN-08)."""
    update_id = int(raw["update_id"])
    incident = secrets.token_hex(3).upper()
    found = _private_chat(raw)
    person = people.find_person(tx, found[0]) if found is not None else None
    if person is not None and people.has_lost_key(tx, person):
        person = None
    # Of somebody unknown no more than its shape is kept.
    kept = _shape(raw) if person is None else raw
    updates.quarantine(tx, update_id, raw=kept, fault=fault, incident=incident, now=now, person=person)
    log.error("update quarantined", update=update_id, incident=incident, fault=fault)
    _answer_press(tx, raw)
    if found is not None:
        chat_id, language = found
        text = context.texts.text(language, APOLOGY, code=incident)
        post(tx, chat_id, Call("sendMessage", {"text": text}), person=person)


def count_lost(tx: Tx, _context: DeskContext, now: datetime, *, update_id: int, fault: str) -> None:
    """File that there was an update which could not even be quarantined: needs no key, no content and no shape."""
    incident = secrets.token_hex(3).upper()
    updates.quarantine(tx, update_id, raw={}, fault=fault, incident=incident, now=now)
    log.error("update lost; only its number is kept", update=update_id, incident=incident, fault=fault)


def _shape(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: sorted(value) if isinstance(value, dict) else "…" for name, value in raw.items()}


def _answer_press(tx: Tx, raw: Mapping[str, Any]) -> None:
    """Answer a press even when nothing else can be done with it, or its button turns for ever (CB-09)."""
    press = raw.get("callback_query")
    sender = press.get("from") if isinstance(press, dict) else None
    if isinstance(press, dict) and isinstance(sender, dict) and isinstance(sender.get("id"), int):
        post(tx, sender["id"], Call("answerCallbackQuery", {"callback_query_id": str(press.get("id", ""))}))


def _private_chat(raw: Mapping[str, Any]) -> tuple[int, Language] | None:
    """Return the private chat that the update came from, and the language to answer in; None where there is none."""
    for content in raw.values():
        if not isinstance(content, dict):
            continue
        message = content.get("message", content)
        chat = message.get("chat") if isinstance(message, dict) else None
        sender = content.get("from")
        if isinstance(chat, dict) and chat.get("type") == "private" and isinstance(chat.get("id"), int):
            code = sender.get("language_code") if isinstance(sender, dict) else None
            return chat["id"], language_of(str(code or ""))
    return None
