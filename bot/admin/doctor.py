"""`tamiz doctor`: what is wrong with this installation, and the command that corrects it. No value is printed.

Each look is a function that yields what is wrong; one that cannot look because an earlier one found something is left
out and says so.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.admin.ask_bot import BotAnswer, ask_bot
from bot.admin.installation import open_store
from bot.config.clock import system_clock
from bot.config.settings import Settings, read_settings, refuse_unfit
from bot.config.site import read_place
from bot.store import staff
from bot.store.connection import StoreUnavailable, folder_of
from bot.store.engine import Store
from bot.store.health import is_whole
from bot.store.rights import OTHERS
from bot.store.staff_group import staff_chat
from dialogs.errors import SetUpError

#: Share of a disk that is to stay free.
_LEAST_FREE = 0.05
#: Seconds that the machine's clock may differ from the server's; links and reminders go by it.
_CLOCK_DIFFERS = 60
_ENV = Path(".env")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: its name and what is wrong, each with its remedy; nothing where all is well."""

    name: str
    problems: tuple[str, ...]


def examine() -> Iterator[Finding]:
    """Look at everything that can be looked at, in the order in which it has to be corrected."""
    try:
        settings = read_settings()
    except SetUpError as fault:
        yield Finding("settings", tuple(fault.problems))
        return
    yield Finding("settings", tuple(_refused(lambda: refuse_unfit(settings))))
    yield Finding("site file", tuple(_refused(lambda: read_place(settings.site, examples_allowed=settings.loopback))))
    yield Finding("rights", tuple(_rights(settings)))
    yield Finding("keys", tuple(_keys(settings)))
    yield Finding("disk", tuple(_disks(settings)))
    yield from _of_the_store(settings)
    yield from _of_the_bot(settings)


def _refused(look: Callable[[], object]) -> list[str]:
    try:
        look()
    except SetUpError as fault:
        return fault.problems
    except StoreUnavailable as fault:
        return [f"The database cannot be used now ({fault.strerror}). Free it, or make room, and look again."]
    except OSError as fault:
        return [f"{fault.filename}: {fault.strerror}. Correct the path or its rights."]
    return []


def _rights(settings: Settings) -> Iterator[str]:
    folder = folder_of(settings.database_url.get_secret_value())
    folders = [settings.key_folder] if settings.key_folder is not None else []
    private = [settings.key_file, *folders, *([_ENV] if settings.bot_token is not None else [])]
    for path in (*private, *([folder] if folder is not None else [])):
        if path.exists() and path.stat().st_mode & OTHERS:
            yield f"{path}: others may read it. chmod {'700' if path.is_dir() else '600'} {path}"
    for path in (*folders, *([folder] if folder is not None else [])):
        if path.exists() and not os.access(path, os.W_OK | os.X_OK):
            yield f"{path}: this account may not write there. chown it to the account that runs the bot."


def _keys(settings: Settings) -> Iterator[str]:
    if not settings.key_file.exists():
        yield f"{settings.key_file}: missing. Restore it, or, for a new installation, run `tamiz init`."
    if settings.key_folder is not None and not settings.key_folder.is_dir():
        yield f"{settings.key_folder}: missing. Restore it, or, for a new installation, run `tamiz init`."
    folder = folder_of(settings.database_url.get_secret_value())
    if folder is not None and folder.resolve() in (
        settings.key_file.resolve().parent,
        settings.beside_keys.resolve(),
    ):
        yield f"{folder}: keys and database lie together, so one copy holds both. Stop, move the keys, name them."


def _disks(settings: Settings) -> Iterator[str]:
    folder = folder_of(settings.database_url.get_secret_value())
    for path in {settings.key_folder, folder} - {None}:
        if path is not None and path.exists():
            usage = shutil.disk_usage(path)
            if usage.free < _LEAST_FREE * usage.total:
                yield f"{path}: less than 5 % of the disk is free. Make room: nothing is confirmed on a full disk."


def _of_the_store(settings: Settings) -> Iterator[Finding]:
    opened: list[Store] = []
    yield Finding("database", tuple(_refused(lambda: opened.append(open_store(settings)))))
    if not opened:
        return
    store = opened[0]
    try:
        whole = _is_whole(store)
        damage = [] if whole else ["There are damaged pages. Stop the bot, and restore a backup."]
        yield Finding("pages of the database", tuple(damage))
        if not whole:
            return  # nothing that is read from it means anything
        people = store.read_now(staff.team)
        standing = any(member.revoked_at is None for member in people)
        alone = [] if standing else ["Nobody is a member yet. `tamiz staff invite NAME` makes a link."]
        yield Finding("study team", tuple(alone))
        paired = store.read_now(staff_chat)
        group = paired if paired is not None else settings.staff_chat
        if settings.bot_token is not None and group is not None:
            yield Finding("group", tuple(_group(settings, group)))
    finally:
        store.close()


def _is_whole(store: Store) -> bool:
    try:
        return store.read_now(is_whole)
    except StoreUnavailable:
        return False  # a page that cannot be read ends the look itself


def _of_the_bot(settings: Settings) -> Iterator[Finding]:
    if settings.bot_token is None:
        return
    me = ask_bot(settings, "getMe")
    yield Finding("token", tuple(_token(me)))
    if me.at is not None:
        off = abs((system_clock() - me.at).total_seconds())
        late = [f"The clock is {off:.0f} s off. Switch time synchronisation on: timedatectl set-ntp true"]
        yield Finding("clock", tuple(late if off > _CLOCK_DIFFERS else []))
    if me.ok:
        yield Finding("webhook", tuple(_webhook(settings)))


def _token(me: BotAnswer) -> Iterator[str]:
    if me.status in (401, 404):
        yield "TAMIZ_BOT_TOKEN: the Bot API does not know this token. Copy it again from @BotFather and set it."
    elif not me.ok:
        yield "TAMIZ_API_BASE: the Bot API does not answer. Look at the network, and at HTTPS_PROXY."
    elif me.result.get("can_join_groups") is True:
        yield "Anybody may add the bot to groups. Once it is in the team's, switch that off: /setjoingroups."


def _webhook(settings: Settings) -> Iterator[str]:
    told = ask_bot(settings, "getWebhookInfo")
    if not told.ok or not isinstance(told.result, dict):
        return
    there = told.result.get("url") or ""
    if there and settings.webhook_url is None:
        yield "A webhook is set and the bot polls. `tamiz leave-webhook` takes it away; if it is foreign: a new token."
    elif settings.webhook_url is not None and there not in ("", settings.webhook_url):
        yield "Another webhook is set than TAMIZ_WEBHOOK_URL names. If it is foreign, make a new token."
    if settings.webhook_url is not None and told.result.get("last_error_date"):
        yield "The platform could not bring an update lately. Look at your proxy: address, TLS, and where it leads."


def _group(settings: Settings, group: int) -> Iterator[str]:
    chat = ask_bot(settings, "getChat", {"chat_id": group})
    if chat.status == 0:
        return  # the token's own look says so
    if not chat.ok:
        yield "The bot is not in the study team's group. Add it there, or `tamiz staff pair --by-code`."
        return
    if chat.result.get("type") not in ("group", "supergroup"):
        yield "TAMIZ_STAFF_CHAT: no group. Name one, or let it be named: `tamiz staff pair --by-code`."
        return
    me = ask_bot(settings, "getMe")
    seen = ask_bot(settings, "getChatMember", {"chat_id": group, "user_id": me.result["id"]}) if me.ok else me
    if seen.ok and seen.result.get("status") not in ("administrator", "creator"):
        yield "The bot is no administrator of the group, so nobody tells it who left. Make it one there."
    if chat.result.get("username"):
        yield "The group is public: anybody can read the cards. Make it private."
