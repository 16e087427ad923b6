"""Groups, members and moves: what the platform tells of chats rather than what people say.

The bot belongs in private chats and in the team's one group. Anywhere else it says where to write, and leaves (TG-24).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.desk import ended_rights, patient, team
from bot.desk.context import DeskContext
from bot.render.call import Call
from bot.render.messages import View, answer, message
from bot.store import people, settings, staff
from bot.store.outbox import post
from bot.store.staff_group import move_staff_chat
from bot.store.tx import Tx
from dialogs.replies import Notice
from dialogs.screens import N_, Block, Screen, Text

log = structlog.get_logger("groups")

#: How often the team's group is told that a person must write in private.
HINTS_APART = timedelta(hours=1)
_LAST_HINT = "group_hint_at"

WRITE_PRIVATELY = N_("Please write to this bot in a private chat.")
OLD_BUTTON = N_("This button does not work here. Please write to this bot in a private chat.")


def handle_group_message(tx: Tx, context: DeskContext, now: datetime, *, chat_id: int, language: str) -> None:
    """Somebody addressed the bot in a group. Nothing of it is read or kept (MSG-08, GRP-05)."""
    if (there := context.of_group(tx, chat_id)) is not None:
        name = there.group_setting(_LAST_HINT)
        last = settings.setting(tx, name)
        if last is not None and now - datetime.fromisoformat(last) < HINTS_APART:
            return
        settings.set_setting(tx, name, now.isoformat())
        _say(tx, there, chat_id, there.place.group_language)
    else:
        leave(tx, context, chat_id, language)


def handle_added(
    tx: Tx, context: DeskContext, _now: datetime, *, chat_id: int, kind: str, language: str, standing: str
) -> None:
    """Leave a foreign group with one line, and a channel without a word; of the team's own, keep what the bot is."""
    if (there := context.of_group(tx, chat_id)) is not None:
        settings.set_setting(tx, there.group_setting(team.BOT_IN_GROUP), standing)
        return
    log.warning("added to a foreign chat; leaving", kind=kind)
    leave(tx, context, chat_id, language, silent=kind == "channel")


def leave(tx: Tx, context: DeskContext, chat_id: int, language: str, *, silent: bool = False) -> None:
    """Say where to write, and go."""
    if not silent:
        _say(tx, context, chat_id, language)
    post(tx, chat_id, Call("leaveChat", {}, coalesce="leave"))


def _say(tx: Tx, context: DeskContext, chat_id: int, language: str) -> None:
    for call in message(View(context.texts, language), Screen((Block((Text(WRITE_PRIVATELY),)),))):
        post(tx, chat_id, replace(call, coalesce="write privately"))


def handle_removed(tx: Tx, context: DeskContext, _now: datetime, *, chat_id: int, standing: str) -> None:
    """Raise an alarm when the bot was put out of the team's group: its messages wait."""
    if (there := context.of_group(tx, chat_id)) is not None:
        settings.set_setting(tx, there.group_setting(team.BOT_IN_GROUP), standing)
        log.error("the bot was put out of the study team's group; its messages wait until it is back")


def handle_blocked(tx: Tx, _context: DeskContext, now: datetime, *, chat_id: int) -> None:
    """Somebody blocked the bot in the private chat: nothing more is sent there (TG-11)."""
    staff.set_staff_reachable(tx, chat_id, False)
    for person in people.people_of(tx, chat_id):
        people.mark_unreachable(tx, person, now)


def handle_unblocked(tx: Tx, context: DeskContext, now: datetime, *, chat_id: int) -> None:
    """Somebody let the bot write again; the platform says so before their first message comes."""
    staff.set_staff_reachable(tx, chat_id, True)
    for person in people.people_of(tx, chat_id):
        patient.come_back(tx, context, person, now)


def handle_left(tx: Tx, context: DeskContext, now: datetime, *, chat_id: int, user_id: int) -> None:
    """Somebody left the team's group, or was put out: the rights of a member end at once (GRP-02)."""
    there = context.of_group(tx, chat_id)
    if there is None:
        return
    context.memberships.forget(user_id)
    if there.has_own_group:
        return  # of that study's cases they see none from now on; of the others nothing changed
    member = staff.staff_member(tx, user_id)
    if member is not None and ended_rights.end_rights(tx, context, member, now, by=ended_rights.PLATFORM):
        log.warning("a member of the team left the group; the rights ended", staff=member.id)


def handle_joined(tx: Tx, context: DeskContext, now: datetime, *, chat_id: int, user_id: int) -> None:
    """Note that a member is in the team's group; joining it gives no right."""
    member = staff.staff_member(tx, user_id) if chat_id == context.staff_chat(tx) else None
    if member is not None:
        staff.note_in_group(tx, member.id, now)


def handle_migrated(tx: Tx, _context: DeskContext, _now: datetime, *, old: int, new: int) -> None:
    """Follow the team's group when it became a supergroup and has a new id (TG-13)."""
    if move_staff_chat(tx, old, new):
        log.warning("the study team's group has a new id; stored")


def refuse_press(tx: Tx, context: DeskContext, _now: datetime, *, chat_id: int, press: str, language: str) -> None:
    """Answer a press on an unknown button, count it in the log, and do nothing else (CB-05)."""
    log.info("unknown button")
    call = answer(View(context.texts, language), press, Notice(Text(OLD_BUTTON)))
    post(tx, chat_id, call)
