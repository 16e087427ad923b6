"""Notes of the team on a case: by replying to its card or to a page of it, or by a button; never relayed.

A note is a line of the case's log, sealed with the person's key: it goes when the person goes. What was written into
the group is deleted there, where the platform lets the bot.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk import referral_cards, staff_chat
from bot.desk.context import DeskContext
from bot.render.call import Call
from bot.render.callback_data import Act
from bot.store import audit, letters, messages, referrals, staff
from bot.store.audit import AuditAct
from bot.store.letters import DraftPurpose, StaffDraft
from bot.store.outbox import post
from bot.store.referrals import FiledReferral
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.referral.notes import (
    CHANGED,
    DELETED,
    KEPT,
    KEPT_HERE,
    LONGEST_NOTE,
    LONGEST_QUOTE,
    NO_NOTES_OF_YOURS,
    NO_TEXT_HERE,
    TOO_LONG,
    WRITE_IT,
    Note,
    notes_page,
    notes_screen,
)
from dialogs.referral.referral import StaffAction
from dialogs.replies import Notice
from dialogs.screens import S_, Screen, Text
from dialogs.site import READS, Role

#: A line of the log that holds a note.
NOTE = "note"
LISTED = S_("The notes are below.")
NOT_YOURS = S_("Only whoever wrote a note, or an owner, changes or deletes it.")


@dataclass(frozen=True, slots=True)
class Reply:
    """A message that answers one of ours."""

    user_id: int
    chat_id: int
    message_id: int
    #: The message that it answers, its text (empty where it has none), and the passage that was quoted of that message.
    answers: int
    words: str
    quote: str = ""


def take_reply(tx: Tx, context: DeskContext, now: datetime, *, reply: Reply) -> None:
    """Keep what a member wrote in the group under a card as a note; of anybody else nothing is read or kept.

    Whatever a member sends there may be about the person (TG-14): what is no note is taken out of the group too."""
    member = staff.staff_member(tx, reply.user_id)
    if not context.is_team_chat(tx, reply.chat_id) or member is None:
        return
    filed = case_answered(tx, reply.chat_id, reply.answers)
    if filed is None:
        return
    context = context.in_study(filed.study)
    if reply.chat_id != context.staff_chat(tx):
        return
    post(tx, reply.chat_id, Call("deleteMessage", {"message_id": reply.message_id}))
    if member.role not in READS or not reply.words:
        words = NO_TEXT_HERE if member.role in READS else NO_NOTES_OF_YOURS
        staff_chat.tell(tx, context, member, Text(words, {"code": filed.code}))
        return
    keep(tx, context, member, filed, reply, now, said=KEPT_HERE)


def case_answered(tx: Tx, chat_id: int, message_id: int) -> FiledReferral | None:
    """Return the case that this message of ours is about, as long as its person is there."""
    number = messages.case_of_message(tx, chat_id, message_id) if message_id else None
    code = None if number is None else referrals.code_of(tx, number)
    filed = None if code is None else referrals.referral(tx, code)
    return filed if filed is not None and filed.person is not None and filed.body else None


def keep(
    tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, reply: Reply, now: datetime, *, said: str = KEPT
) -> None:
    """Keep words as a note on the case."""
    if len(reply.words) > LONGEST_NOTE:
        staff_chat.tell(tx, context, member, Text(TOO_LONG, {"n": LONGEST_NOTE}))
        return
    detail = {"words": reply.words, "quote": reply.quote[:LONGEST_QUOTE]}
    referrals.add_event(tx, filed, act=NOTE, now=now, staff_id=member.id, detail=detail)
    audit.write_audit(tx, actor=f"staff:{member.id}", act=AuditAct.NOTE, subject=filed.code, at=now)
    staff_chat.tell(tx, context, member, Text(said, {"code": filed.code}))


def press(tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, act: Act, now: datetime) -> Notice:
    """Take a press on the notes of a case."""
    found = notes_of(tx, context, filed, member)
    chosen = next((each for each in found if each.number == act.entry), None)
    if act.name in (StaffAction.NOTE_EDIT, StaffAction.NOTE_DELETE) and (chosen is None or not chosen.own):
        return Notice(Text(NOT_YOURS), alert=True)
    if act.name in (StaffAction.NOTE_ADD, StaffAction.NOTE_EDIT):
        body = {} if chosen is None else {"number": chosen.number}
        letters.save_draft(tx, member.id, filed, DraftPurpose.NOTE, body, now)
        staff_chat.tell(tx, context, member, Text(WRITE_IT, {"code": filed.code}))
        return Notice(Text(WRITE_IT, {"code": filed.code}))
    if act.name == StaffAction.NOTE_DELETE and chosen is not None:
        referrals.drop_event(tx, filed, chosen.number)
        audit.write_audit(tx, actor=f"staff:{member.id}", act=AuditAct.NOTE_DELETED, subject=filed.code, at=now)
        staff_chat.show(tx, context, member, filed, notes_screen(filed.code, notes_of(tx, context, filed, member)))
        return Notice(Text(DELETED, {"code": filed.code}))
    page = notes_page(filed.code, found)
    if page is not None:
        staff_chat.send_page(tx, context, member, filed, page, member.language)
    staff_chat.show(tx, context, member, filed, notes_screen(filed.code, found), anew=True)
    return Notice(Text(LISTED))


def take_words(tx: Tx, context: DeskContext, member: Member, draft: StaffDraft, words: str, now: datetime) -> None:
    """Keep what a member typed after the button, as a note or in place of one."""
    filed = referrals.referral(tx, draft.code)
    if filed is None or filed.person is None:
        return
    number = draft.body.get("number")
    if number is None or len(words) > LONGEST_NOTE:
        if len(words) <= LONGEST_NOTE:
            letters.drop_draft(tx, member.id)
        keep(tx, context, member, filed, Reply(member.user_id, member.chat_id, 0, 0, words), now)
        if len(words) <= LONGEST_NOTE:
            _go_on(tx, context, member, filed)
        return
    letters.drop_draft(tx, member.id)
    old = next((each for each in notes_of(tx, context, filed, member) if each.number == number and each.own), None)
    if old is None:
        return
    referrals.change_event(tx, filed, old.number, {"words": words, "quote": old.quote})
    audit.write_audit(tx, actor=f"staff:{member.id}", act=AuditAct.NOTE_CHANGED, subject=filed.code, at=now)
    staff_chat.tell(tx, context, member, Text(CHANGED, {"code": filed.code}))
    _go_on(tx, context, member, filed)


def _go_on(tx: Tx, context: DeskContext, member: Member, filed: FiledReferral) -> None:
    """Show what can be done next with the case: its buttons made room for the notes."""
    staff_chat.show_steps(tx, context, member, filed, referral_cards.referral_of(tx, filed), anew=True)


def notes_of(tx: Tx, context: DeskContext, filed: FiledReferral, member: Member) -> list[Note]:
    """Return the notes on a case as this member sees them, oldest first."""
    names = {each.id: each.name for each in staff.team(tx)}
    return [
        Note(
            number=event.id,
            by=names.get(event.staff_id or 0, "?"),
            at=event.at.astimezone(context.place.zone),
            words=str(event.detail["words"]),
            quote=str(event.detail.get("quote", "")),
            own=event.staff_id == member.id or member.role == Role.OWNER,
        )
        for event in referrals.events(tx, filed.code)
        if event.act == NOTE and event.detail
    ]


def page_of(tx: Tx, context: DeskContext, filed: FiledReferral, member: Member) -> Screen | None:
    """Return the notes as a page of a look; None where there are none."""
    return notes_page(filed.code, notes_of(tx, context, filed, member))
