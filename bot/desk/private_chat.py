"""A message in a private chat: of a member of the team it is work, of everybody else it is a patient's.

A member's chat with the bot is a staff chat: help, pages and typed words there never open the study's card, and no
safety text answers them. A member who is in a conversation as a patient too keeps every right over it.
"""

from __future__ import annotations

import re
from datetime import datetime

from bot.desk import (
    looks,
    member_desk,
    notes,
    patient,
    pipeline,
    settling,
    shared_page,
    staff_chat,
    standing,
    writing,
)
from bot.desk.context import DeskContext
from bot.desk.shared_page import Reader
from bot.desk.visit import PatientActor
from bot.store import conversations, letters, people, referrals, staff
from bot.store.letters import DraftPurpose
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Incoming, Ordered, Replied, Typed
from dialogs.screens import S_, Text
from dialogs.site import READS

#: A case's code, as people type it.
CODE = re.compile(r"[A-Z]{2,4}-[2-9A-HJKMNP-Z]{4}")
#: What a person may always ask of their own conversation.
RIGHTS = (
    ChatCommand.DELETE,
    ChatCommand.MY_DATA,
    ChatCommand.PERMISSIONS,
    ChatCommand.PRIVACY,
    ChatCommand.BLOCK,
    ChatCommand.UNBLOCK,
    ChatCommand.STOP,
    ChatCommand.STATUS,
)

ONLY_TEXT = S_("Only text can be sent to a person, no file and no voice. Please write it.")


def handle_message(tx: Tx, context: DeskContext, now: datetime, *, who: PatientActor, incoming: Incoming) -> None:
    """Handle a message of a private chat."""
    reader = Reader(who.chat_id, who.language_code)
    if isinstance(incoming, Typed | Replied) and shared_page.takes(tx, context, reader, incoming.text, now):
        return
    member = staff.staff_member(tx, who.chat_id)
    if member is None or _is_own_right(tx, who, incoming):
        patient.handle_update(tx, context, now, who=who, incoming=incoming)
        return
    if isinstance(incoming, Replied):
        incoming = Typed(incoming.text)
    draft = letters.draft_of(tx, member.id)
    if isinstance(incoming, Typed) and (draft is None or who.quote) and _noted(tx, context, member, who, incoming, now):
        return
    if draft is None or isinstance(incoming, Ordered) or _code_in(incoming):
        _other(tx, context, member, incoming, now)
        return
    context = context.in_study(referrals.study_of(tx, draft.code)) if context.studies else context
    if hindered := looks.not_in_the_group(tx, context, member):
        staff_chat.tell(tx, context, member, Text(hindered))
    elif isinstance(incoming, Typed):
        if draft.purpose == DraftPurpose.SETTLE:
            settling.take_words(tx, context, member, draft, incoming.text, now)
        elif draft.purpose == DraftPurpose.NOTE:
            notes.take_words(tx, context, member, draft, incoming.text, now)
        elif draft.purpose == DraftPurpose.APPOINTMENT:
            pipeline.take_words(tx, context, member, draft.code, incoming.text, now)
        else:
            writing.take_words(tx, context, member, draft.code, incoming.text, now)
    else:
        staff_chat.tell(tx, context, member, Text(ONLY_TEXT))


def _noted(tx: Tx, context: DeskContext, member: Member, who: PatientActor, typed: Typed, now: datetime) -> bool:
    """Keep a reply to what was shown of a case as a note of the team; False where it answers nothing of the kind."""
    filed = notes.case_answered(tx, who.chat_id, who.answers) if member.role in READS else None
    context = context if filed is None else context.in_study(filed.study)
    if filed is None or looks.not_in_the_group(tx, context, member):
        return False
    reply = notes.Reply(member.user_id, who.chat_id, who.message_id, who.answers, typed.text, who.quote)
    notes.keep(tx, context, member, filed, reply, now)
    return True


def _other(tx: Tx, context: DeskContext, member: Member, incoming: Incoming, now: datetime) -> None:
    """Do what the order says, or offer the case whose code was typed; anything else gets the help."""
    if isinstance(incoming, Ordered) and member_desk.order(tx, context, now, member, incoming.name):
        return
    code = _code_in(incoming)
    if not (code and member_desk.show_code(tx, context, member, code)):
        standing.offer(tx, context, member)
        member_desk.show_home(tx, context, member)


def _code_in(incoming: Incoming) -> str:
    """Return the code of a case that is all that was typed; empty where it is anything else.

    It asks for that case also while words for another person are awaited: nobody's code is to go to them."""
    code = incoming.text.strip().upper() if isinstance(incoming, Typed) else ""
    return code if CODE.fullmatch(code) else ""


def _is_own_right(tx: Tx, who: PatientActor, incoming: Incoming) -> bool:
    """Is this a right over a conversation that the member has as a patient?"""
    if not isinstance(incoming, Ordered) or incoming.name not in RIGHTS:
        return False
    person = people.find_person(tx, who.chat_id)
    return person is not None and conversations.load_conversation(tx, person) is not None
