"""Writing with a person through the bot: a member's message, looked at before it goes, and the person's answer.

Nothing is sent that was not shown first as the person will read it. At night it waits for the morning; whoever blocked
the use of their data, or the bot, is not written to. What was written is sealed with the person's key and goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.config.clock import DAYTIME, is_daytime
from bot.desk import patient, referral_cards, staff_chat
from bot.desk.context import DeskContext
from bot.desk.letter_texts import letter_texts, team_number
from bot.render.callback_data import Act
from bot.store import audit, letters, referrals, staff
from bot.store.audit import AuditAct
from bot.store.letters import DraftPurpose
from bot.store.referrals import FiledReferral
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.conversation.incoming import Written
from dialogs.conversation.texts.team_letter import answer_blocks, letter_blocks
from dialogs.languages import language_of
from dialogs.referral.letters import (
    COMMON_LETTERS,
    choice_screen,
    confirm_screen,
    typing_screen,
    wrong_in,
)
from dialogs.referral.referral import OPEN, Referral, StaffAction, move
from dialogs.replies import Notice
from dialogs.screens import S_, Screen, Text

OUT_OF_REACH = S_("The person cannot be written to here any more.")
CHOOSE = S_("Choose what to write.")
TYPE_IT = S_("Write it in your own chat with this bot.")
LOOK_AT_IT = S_("Look at it before it goes.")
NOTHING_TO_SEND = S_("There is nothing here to send any more. Please write it again.")
SENT = S_("Sent. The answer comes to you here.")
SENT_TOMORROW = S_("It is night for the person. It goes out at {time}.")
NOT_SENT = S_("{code}: your message did not go out, and it is dropped. The person cannot be written to now.")


def press(
    tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, case: Referral, act: Act, now: datetime
) -> Notice:
    """Take a press on the way to a message; `Refused` where it is not this member's to write now."""
    move(context.referral_machine, case, StaffAction.WRITE, now, by=member.id)
    if filed.person is None or not patient.can_be_told(tx, filed.person):
        return Notice(Text(OUT_OF_REACH), alert=True)
    if act.name == StaffAction.SEND:
        return _send(tx, context, member, filed, case, now)
    language = language_of(filed.language)
    letters.drop_draft(tx, member.id)
    if act.entry is None or act.entry > len(COMMON_LETTERS):
        staff_chat.show(tx, context, member, filed, choice_screen(filed.code, language), anew=True)
        return Notice(Text(CHOOSE))
    if act.entry == 0:
        letters.save_draft(tx, member.id, filed, DraftPurpose.LETTER, {}, now)
        staff_chat.show(tx, context, member, filed, typing_screen(filed.code, language), anew=True)
        return Notice(Text(TYPE_IT))
    chosen = tuple(COMMON_LETTERS)[act.entry - 1]
    _preview(tx, context, member, filed, {"common": str(chosen)}, now)
    return Notice(Text(LOOK_AT_IT))


def take_words(tx: Tx, context: DeskContext, member: Member, code: str, words: str, now: datetime) -> None:
    """Take what a member typed as the message to the person: show what is wrong with it, or how it will look."""
    filed = referrals.referral(tx, code)
    if filed is None:
        return
    wrong = wrong_in(words, context.forbidden_words(words, filed.language), team_number(context, filed.language))
    if wrong is not None:
        staff_chat.tell(tx, context, member, wrong)
        return
    _preview(tx, context, member, filed, {"words": words}, now)


def _preview(
    tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, body: Mapping[str, Any], now: datetime
) -> None:
    letters.save_draft(tx, member.id, filed, DraftPurpose.LETTER, body, now)
    texts = letter_texts(context, filed.language, body)
    shown = Screen((*letter_blocks(filed.code, texts), *answer_blocks()))
    staff_chat.send_page(tx, context, member, filed, shown, filed.language)
    staff_chat.show(tx, context, member, filed, confirm_screen(filed.code), anew=True)


def _send(tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, case: Referral, now: datetime) -> Notice:
    draft = letters.draft_of(tx, member.id)
    if draft is None or draft.referral_id != filed.id or draft.purpose != DraftPurpose.LETTER or not draft.body:
        return Notice(Text(NOTHING_TO_SEND), alert=True)
    if filed.person is None:
        return Notice(Text(OUT_OF_REACH), alert=True)
    letters.drop_draft(tx, member.id)
    number = letters.add_letter(tx, filed, filed.person, draft.body, now, staff_id=member.id)
    referral_cards.save_progress(tx, filed, case)
    referrals.add_event(tx, filed, act=StaffAction.WRITE, now=now, staff_id=member.id)
    audit.write_audit(tx, actor=f"staff:{member.id}", act=AuditAct.WRITE, subject=filed.code, at=now)
    staff_chat.show_steps(tx, context, member, filed, case)
    if not is_daytime(context.place.zone, now):
        return Notice(Text(SENT_TOMORROW, {"time": f"{DAYTIME[0]:%H:%M}"}), alert=True)
    _deliver(tx, context, filed, number, draft.body, now)
    return Notice(Text(SENT))


def send_waiting(tx: Tx, context: DeskContext, code: str, number: int, now: datetime) -> None:
    """Send a message that waited for the morning; what cannot go out any more is dropped, and its writer told."""
    filed = referrals.referral(tx, code)
    waiting = [] if filed is None else [each for each in letters.letters_of(tx, filed) if each.id == number]
    if filed is None or not waiting or waiting[0].sent_at is not None:
        return
    context = context.in_study(filed.study)
    case = referral_cards.referral_of(tx, filed)
    reached = filed.person is not None and patient.can_be_told(tx, filed.person)
    if reached and case.state in OPEN and not case.paused:
        _deliver(tx, context, filed, number, waiting[0].body, now)
        return
    drop_waiting(tx, context, code, number)


def drop_waiting(tx: Tx, context: DeskContext, code: str, number: int) -> None:
    """Drop a message that waited and cannot go out, without opening it, and tell its writer."""
    written_by = letters.writer_of(tx, number)
    letters.drop_letter(tx, number)
    writer = staff.member(tx, written_by) if written_by is not None else None
    if writer is not None and writer.revoked_at is None:
        staff_chat.tell(tx, context, writer, Text(NOT_SENT, {"code": code}))


def _deliver(
    tx: Tx, context: DeskContext, filed: FiledReferral, number: int, body: Mapping[str, Any], now: datetime
) -> None:
    if filed.person is None:
        return
    letters.mark_letter_sent(tx, number, now)
    patient.handle_event(tx, context, filed.person, Written(letter_texts(context, filed.language, body)), now)
