"""A member's own chat with the bot: the next steps of a case, and its pages. Posts and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk import referral_cards
from bot.desk.context import DeskContext
from bot.render.call import Call
from bot.render.messages import View, message
from bot.store import messages, referrals, staff
from bot.store.audit import AuditAct
from bot.store.outbox import post
from bot.store.referrals import FiledReferral
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.referral.actions import steps
from dialogs.referral.conditions import StepFacts
from dialogs.referral.group_card import SEE
from dialogs.referral.referral import GONE, UNDO_FOR, Referral, StaffAction
from dialogs.referral.step_log import BEFORE
from dialogs.screens import Block, Screen, Text
from dialogs.site import MOVES, Recruitment, Role

#: Lines of the log that moved nothing.
_NO_STEP = (
    AuditAct.VIEWED,
    AuditAct.ANSWERED,
    AuditAct.NOTE,
    AuditAct.STUDY_ENDED,
    AuditAct.SHARE_ASKED,
    AuditAct.SHARE_AGREED,
    AuditAct.SHARE_DECLINED,
    AuditAct.SHARE,
    AuditAct.SHARE_OPENED,
    AuditAct.SHARE_CLOSED,
    StaffAction.WRITE,
    StaffAction.SETTLE,
    StaffAction.ASK_PHONE,
)
#: Pages that one look at a case may take.
_PAGES_OF_A_LOOK = 16


def show_steps(
    tx: Tx,
    context: DeskContext,
    member: Member,
    filed: FiledReferral,
    case: Referral,
    *,
    anew: bool = False,
) -> None:
    """Show where the case stands, and what this member can do now; whoever only reads is shown no step."""
    more = offered(tx, context, member, case) if member.role in MOVES else None
    zone = context.place.zone
    here = replace(case, appointment=case.appointment.astimezone(zone)) if case.appointment else case
    screen = steps(context.study, context.referral_machine, here, member.id, more)
    if case.state not in GONE:
        screen = replace(screen, controls=(*screen.controls, SEE))
    show(tx, context, member, filed, screen, anew=anew)


def standing(tx: Tx, context: DeskContext, member: Member) -> StepFacts:
    """Return what the table of steps may look at of this member and this day."""
    now = context.now()
    recruiting = context.site(tx, now).standing(context.today(now)) is Recruitment.RECRUITING
    return {"owner": member.role == Role.OWNER, "recruiting": recruiting, "enough": context.place.tries}


def offered(tx: Tx, context: DeskContext, member: Member, case: Referral) -> StepFacts:
    """Return that, and of this case whether a step can be undone and whether somebody else could have it."""
    known = standing(tx, context, member)
    if (before := _step_to_undo(tx, member, case.code, context.now())) is not None:
        known["back_to"] = before
    if others := [each.id for each in movers(tx) if each.id not in (member.id, case.holder)]:
        known["to"] = others[0]  # somebody: who it is will be asked
    return known


def holder_of(tx: Tx, filed: FiledReferral) -> Member | None:
    """Return whoever has the case, where they may still have it and can be written to."""
    holder = staff.member(tx, filed.holder) if filed.holder is not None else None
    if holder is None or holder.revoked_at is not None or holder.role not in MOVES or not holder.reachable:
        return None
    return holder


def movers(tx: Tx) -> list[Member]:
    """Return everybody who may move a case on, first come first."""
    return [each for each in staff.team(tx) if each.revoked_at is None and each.role in MOVES]


def _step_to_undo(tx: Tx, member: Member, code: str, now: datetime) -> str | None:
    """Return where the case stood before this member's last step; None where that is too long ago, or undone."""
    steps_taken = [event for event in referrals.events(tx, code) if event.act not in _NO_STEP]
    last = steps_taken[-1] if steps_taken else None
    if last is None or last.staff_id != member.id or now - last.at > UNDO_FOR:
        return None
    return last.detail.get(BEFORE)


def show(
    tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, screen: Screen, *, anew: bool = False
) -> None:
    """Show the one message of the next steps of this case in the member's chat, changed in place."""
    if anew:  # the earlier one stays readable, without its buttons, and is a page from then on: an erasure finds it
        page = messages.next_page(tx, member.chat_id, filed.id)
        post(tx, member.chat_id, Call("editMessageReplyMarkup", {}, prompt=page, replaces=filed.id))
    (call,) = referral_cards.shown_to(context, member.language, screen, filed.code)
    call = replace(call, prompt=filed.id, replaces=0 if anew else filed.id)
    referral_cards.post_about(tx, member.chat_id, filed, call)


def send_look(
    tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, screens: Sequence[tuple[Screen | None, str]]
) -> None:
    """Send what the member looks at, numbered so that an erasure can overwrite it later (CL-11)."""
    looks = sum(event.act == "viewed" for event in referrals.events(tx, filed.code))
    calls = [
        call
        for screen, locale in screens
        if screen is not None
        for call in referral_cards.shown_to(context, locale, screen, filed.code)
    ]
    for number, call in enumerate(calls[:_PAGES_OF_A_LOOK], looks * _PAGES_OF_A_LOOK):
        page = messages.page_number(filed.id, number)
        referral_cards.post_about(tx, member.chat_id, filed, replace(call, prompt=page))


def send_page(
    tx: Tx,
    context: DeskContext,
    member: Member,
    filed: FiledReferral,
    screen: Screen,
    locale: str,
    *,
    reply: bool = False,
) -> None:
    """Send one more thing about the case, as a `reply` to its next steps where they are shown; an erasure finds it."""
    shown = messages.prompt_message(tx, member.chat_id, filed.id) if reply else None
    for call in referral_cards.shown_to(context, locale, screen, filed.code):
        page = messages.next_page(tx, member.chat_id, filed.id)
        if shown is not None:
            answered = {"message_id": shown.message_id, "allow_sending_without_reply": True}
            call = replace(call, payload={**call.payload, "reply_parameters": answered})
        referral_cards.post_about(tx, member.chat_id, filed, replace(call, prompt=page))


def tell(tx: Tx, context: DeskContext, member: Member, text: Text) -> None:
    """Say a line in the member's chat that is about no case, or names no more than its code."""
    for call in message(View(context.texts, member.language, protected=True), Screen((Block((text,)),))):
        post(tx, member.chat_id, call)


def tell_of(tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, text: Text) -> None:
    """Say a line about a case in the member's chat, a message of its own with a button to look at it."""
    screen = Screen((Block((text,)),), options=(SEE,))
    for call in referral_cards.shown_to(context, member.language, screen, filed.code):
        page = messages.next_page(tx, member.chat_id, filed.id)
        referral_cards.post_about(tx, member.chat_id, filed, replace(call, prompt=page))
