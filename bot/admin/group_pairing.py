"""Taking a group as the study team's by a code that is typed there, so that nobody has to learn a group's number.

The code is made here, works once and for a quarter of an hour, and counts only from an administrator of the group: no
message alone ever moves the team's group (GRP-12). It is looked for before the bot runs, since only one program may
ask for updates; nothing is confirmed, so what waits is still there for the bot.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.admin.ask_bot import BotAnswer, ask_bot
from bot.config.clock import system_clock
from bot.config.env_file import set_in_env_file
from bot.config.settings import Settings, SettingsError
from bot.config.single_instance import only_one
from bot.store import audit
from bot.store.audit import AuditAct
from bot.store.engine import Store
from bot.store.staff_group import set_staff_chat
from bot.store.tx import Tx

#: How long the code is waited for.
CODE_LASTS = timedelta(minutes=15)
#: Letters and digits that nobody confuses, and how many of them: not to be guessed in a quarter of an hour.
_LETTERS, _LENGTH = "abcdefghjkmnpqrstuvwxyz23456789", 10
_POLL_SECONDS = 20
#: How long to wait after a call that nobody answered.
_REST_SECONDS = 2.0
#: The account in whose name an administrator writes who hides; only the group itself writes so.
_GROUP_ITSELF = 1087968824
_ENV = Path(".env")


def new_code() -> str:
    """Return a code for one pairing."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def pair_by_code(settings: Settings, store: Store, code: str, say: Callable[[str], None]) -> str:
    """Wait for the code in a group and take that group; a line that says so. SettingsError where it does not come."""
    if settings.bot_token is None:
        raise SettingsError(["TAMIZ_BOT_TOKEN: the bot has no token. Set it, or run `tamiz init`."])
    with only_one(settings):
        group = _wait_for(settings, code, say)
        if group is None:
            raise SettingsError(
                ["The code was not typed in a group in time. Run the command again: it makes a new one."]
            )
        _take(store, group)
    named = _name(group)
    ask_bot(
        settings, "sendMessage", {"chat_id": group, "text": "Tamiz: este es ahora el grupo del equipo del estudio."}
    )
    return named


def _name(group: int) -> str:
    """Name the group in `.env`; a line that says so, or, where nothing may be written there, what is to be set."""
    try:
        set_in_env_file(_ENV, "TAMIZ_STAFF_CHAT", str(group))
    except OSError:  # an image with a read-only root, for example
        return f"That group is the study team's now. {_ENV} cannot be written here: set TAMIZ_STAFF_CHAT to {group}."
    return f"That group is the study team's now, and {_ENV} names it."


def _wait_for(settings: Settings, code: str, say: Callable[[str], None]) -> int | None:
    """Return the group in which an administrator typed the code; None where nobody did in time."""
    until = system_clock() + CODE_LASTS
    offset, refused, first = 0, set[int](), True
    while system_clock() < until:
        asked = {"timeout": _POLL_SECONDS, "limit": 100, **({"offset": offset} if offset else {})}
        answer = ask_bot(settings, "getUpdates", asked)
        _refuse_deaf(answer)
        _rest(answer, first=first)
        first = False
        found = answer.result if isinstance(answer.result, list) else []
        for update in found:
            message = update.get("message") or {}
            chat, number = message.get("chat") or {}, int(update.get("update_id", 0))
            if code not in str(message.get("text", "")) or chat.get("type") not in ("group", "supergroup"):
                continue
            if _is_administrator(settings, chat["id"], message):
                return int(chat["id"])
            if number not in refused:
                refused.add(number)
                say("The code was typed by somebody who is no administrator of that group; still waiting.")
        if len(found) == 100 and not refused:
            # More waits than one answer holds. The first ones are the oldest, from before the code was made.
            offset = int(found[-1]["update_id"]) + 1
    return None


def _refuse_deaf(answer: BotAnswer) -> None:
    if answer.status == 409:
        raise SettingsError(["Another program receives this bot's messages. Stop it, or run `tamiz leave-webhook`."])
    if answer.status in (401, 404):
        raise SettingsError(["TAMIZ_BOT_TOKEN: the Bot API does not know this token. Copy it again from its source."])


def _rest(answer: BotAnswer, *, first: bool) -> None:
    """SettingsError where nobody answers from the start; else a pause, so that a cut is waited for and not hammered."""
    if answer.status == 0 and first:
        raise SettingsError(["TAMIZ_API_BASE: the Bot API does not answer. Look at the network, and at HTTPS_PROXY."])
    if not answer.ok:
        time.sleep(_REST_SECONDS)


def _is_administrator(settings: Settings, group: int, message: dict[str, Any]) -> bool:
    sender = (message.get("from") or {}).get("id")
    if sender == _GROUP_ITSELF:
        return (message.get("sender_chat") or {}).get("id") == group
    seen = ask_bot(settings, "getChatMember", {"chat_id": group, "user_id": sender})
    return seen.ok and seen.result.get("status") in ("administrator", "creator")


def _take(store: Store, group: int) -> None:
    now = system_clock()

    def work(tx: Tx) -> None:
        set_staff_chat(tx, group)
        audit.write_audit(tx, actor="cli", act=AuditAct.PAIRED, subject="group", at=now)

    store.write_now(work)
