"""The study team's side of the desk: one press is one transaction, under the same rules as a patient's.

Who may do what is decided here on the server, at every press: an invited member whose rights stand, in the team's
group or in the member's own chat. Being in the group gives no right, and a button gives none either. Whatever is
refused reveals nothing and leaves a line in the audit, as does every look at a person's case (CL-18).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import ended_rights, looks, notes, pipeline, referral_cards, settling, showing, staff_chat, writing
from bot.desk.admission import Door, StaffActor, admit, notice_language
from bot.desk.context import DeskContext
from bot.desk.duplicates import duplicates_of
from bot.desk.letter_texts import written_lines
from bot.desk.pipeline import AtDesk, too_late
from bot.desk.team_links import filing_of
from bot.render.callback_data import Act
from bot.render.messages import View, answer, message
from bot.store import audit, letters, referrals, staff
from bot.store.audit import AuditAct
from bot.store.outbox import post
from bot.store.referrals import FiledReferral
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.conversation.texts.study_status import status_of
from dialogs.languages import language_of
from dialogs.machine import Refused
from dialogs.referral.actions import stands
from dialogs.referral.call_script import Call, before_the_call, call_script
from dialogs.referral.dossier import Dossier
from dialogs.referral.evidence import StaffReader
from dialogs.referral.group_card import PAUSED
from dialogs.referral.ledger import ledger
from dialogs.referral.letters import correspondence
from dialogs.referral.referral import (
    GONE,
    LOOKS,
    NOTING,
    SETTLING,
    SHARING,
    WRITING,
    Referral,
    ReferralState,
    StaffAction,
)
from dialogs.referral.same_person import same_screen
from dialogs.referral.settled import settled_screen, with_settled
from dialogs.referral.step_screens import TryOutcome, progress_screen, try_line
from dialogs.replies import Heading, Notice
from dialogs.screens import S_, Block, Screen, Text
from dialogs.site import MOVES, READS, Recruitment
from dialogs.values import member as member_of

#: What nobody does while the person wants it paused.
STOPPED_BY_PAUSE = (
    StaffAction.SEE,
    StaffAction.CONTACTED,
    StaffAction.SCHEDULED,
    *WRITING,
    *SETTLING,
    *NOTING,
    *SHARING,
)
NOBODY_WAITS = S_("Nobody on the interest list waits to be taken now.")
NO_CASE = S_("This case is not here any more.")
SENT_TO_YOU = S_("Sent to your own chat with this bot.")
OPEN_A_CHAT = S_("This bot cannot write to you. Open a private chat with it, press Start, then press this again.")
OPEN_A_CHAT_HINT = S_("{name}: please open a private chat with this bot and press Start. Then press “See” again.")
TAKEN_BACK = S_("The person took it back. There is nothing to see any more.")
WELCOME = S_("Welcome, {name}. You are on the study team now. In the group, “See” on a card sends the case here.")
LINK_SPENT = S_("This link is not valid any more. Please ask for a new one.")


def press(tx: Tx, context: DeskContext, now: datetime, *, who: StaffActor, act: Act) -> None:
    """Handle a press on a staff button; it is answered whatever comes of it."""
    context = context.in_study(referrals.study_of(tx, act.code)) if context.studies else context
    notice = _pressed(tx, context, who, act, now)
    post(tx, who.chat_id, answer(View(context.texts, notice_language(tx, who)), who.press, notice))


def _pressed(tx: Tx, context: DeskContext, who: StaffActor, act: Act, now: datetime) -> Notice:
    roles = READS if act.name in (*LOOKS, *NOTING) else MOVES
    member = admit(tx, context, who, Door(act.code, roles, in_group=True), now)
    if isinstance(member, Notice):
        return member
    if act.name == StaffAction.TAKE_NEXT:
        return _take_next(tx, context, member, now)
    filed = referrals.referral(tx, act.code)
    if filed is None:
        return Notice(Text(NO_CASE), alert=True)
    case = referral_cards.referral_of(tx, filed)
    if not case.outcome and not filed.body:
        return Notice(Text(TAKEN_BACK), alert=True)
    if case.paused and act.name in STOPPED_BY_PAUSE:
        return Notice(Text(PAUSED), alert=True)
    if act.name == StaffAction.SEE:
        return _see(tx, context, member, filed, case, now)
    if act.name in NOTING:
        return notes.press(tx, context, member, filed, act, now)
    if act.name in (*WRITING, *SETTLING, *SHARING):
        return _write(tx, context, member, filed, case, act, now)
    if act.name != StaffAction.SCHEDULED:
        letters.drop_draft(tx, member.id)
    if act.name == StaffAction.OPEN:
        staff_chat.show_steps(tx, context, member, filed, case, anew=True)
        return Notice(stands(case, member.id))
    if act.name == StaffAction.MENU:
        staff_chat.show_steps(tx, context, member, filed, case)
        return Notice(stands(case, member.id))
    return pipeline.press(AtDesk(tx, context, member, filed, case, now), act)


def _take_next(tx: Tx, context: DeskContext, member: Member, now: datetime) -> Notice:
    """Take whoever waits longest on the interest list, once the study takes people; paused entries wait on."""
    recruiting = staff_chat.standing(tx, context, member)["recruiting"]
    waiting = referrals.codes_in(tx, (ReferralState.NEW,), Heading.INTEREST, context.study.id) if recruiting else ()
    for code in waiting:
        filed = referrals.referral(tx, code)
        if filed is None or filed.person is None:
            continue
        case = referral_cards.referral_of(tx, filed)
        if not case.paused:
            return pipeline.press(AtDesk(tx, context, member, filed, case, now), Act(code, StaffAction.TAKE))
    return Notice(Text(NOBODY_WAITS), alert=True)


def _write(
    tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, case: Referral, act: Act, now: datetime
) -> Notice:
    try:
        if act.name in SETTLING:
            return settling.press(tx, context, member, filed, case, act, now)
        if act.name in SHARING:
            return showing.press(tx, context, member, filed, case, act, now)
        return writing.press(tx, context, member, filed, case, act, now)
    except Refused:
        return too_late(case, member, now)


def _see(tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, case: Referral, now: datetime) -> Notice:
    """Send the ledger, the call script and the next steps, to the member's own chat and nowhere else."""
    if case.state in GONE:
        return Notice(Text(TAKEN_BACK), alert=True)
    if not member.reachable:
        hint = Screen((Block((Text(OPEN_A_CHAT_HINT, {"name": member.name}),)),))
        for call in message(referral_cards.group_view(context), hint):
            # Where the platform can, nobody but that member sees it.
            payload = {**call.payload, "ephemeral_message_parameters": {"receiver_user_id": member.user_id}}
            referral_cards.post_to_group(tx, context, replace(call, payload=payload, coalesce=f"hint {member.id}"))
        return Notice(Text(OPEN_A_CHAT), alert=True)
    if hindered := looks.too_many(tx, context, member, now):
        audit.write_audit(tx, actor=f"staff:{member.id}", act=AuditAct.REFUSED, subject=filed.code, at=now)
        return Notice(hindered, alert=True)
    staff_chat.send_look(tx, context, member, filed, _look(tx, context, member, filed, now))
    staff_chat.show_steps(tx, context, member, filed, case, anew=True)
    audit.write_audit(tx, actor=f"staff:{member.id}", act=AuditAct.VIEWED, subject=filed.code, at=now)
    referrals.add_event(tx, filed, act=AuditAct.VIEWED, now=now, staff_id=member.id)
    if case.state == ReferralState.NEW:
        pipeline.tell_person(tx, context, filed, case, now)
    return Notice(Text(SENT_TO_YOU))


def _look(
    tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, now: datetime
) -> list[tuple[Screen | None, str]]:
    """Return the pages of a look at a case, each with its language."""
    sent, today = Dossier.from_json(filed.body), context.today(now)
    reader = StaffReader(context.study, context.lexicon, language_of(member.language))
    whole = ledger(reader, sent, filing_of(tx, context, filed), today)
    spoken = StaffReader(context.study, context.lexicon, sent.language)
    settled = settling.settled_of(tx, context, filed)
    script = call_script(spoken, with_settled(sent, settled), _call(tx, context, member, filed, now), today)
    written = correspondence(filed.code, written_lines(tx, context, filed))
    own, theirs = member.language, str(sent.language)
    both = settled_screen(reader, filed.code, sent, settled, today)
    pages: list[tuple[Screen | None, str]] = [
        (whole, own),
        (both, own),
        (written, own),
        (_progress(tx, context, filed), own),
        (notes.page_of(tx, context, filed, member), own),
        (same_screen(filed.code, *duplicates_of(tx, filed)), own),
        (before_the_call(sent), own),
        (script, theirs),
    ]
    return pages


def _progress(tx: Tx, context: DeskContext, filed: FiledReferral) -> Screen | None:
    """Return the tries and the days of a case, in the site's own time."""
    zone, case = context.place.zone, referral_cards.referral_of(tx, filed)
    names = {each.id: each.name for each in staff.team(tx)}
    tries = [
        try_line(how, names.get(event.staff_id or 0, "?"), event.at.astimezone(zone))
        for event in referrals.events(tx, filed.code)
        if event.act == StaffAction.TRY and (how := member_of(TryOutcome, event.detail.get("how"))) is not None
    ]
    return progress_screen(case, tries, case.appointment.astimezone(zone) if case.appointment else None)


def _call(tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, now: datetime) -> Call:
    """Return what a call of this member about the case is."""
    site, today = context.site(tx, now), context.today(now)
    standing = site.standing(today)
    status = status_of(standing, confirmed=site.is_confirmed(today))
    return Call(
        code=filed.code,
        heading=Heading(filed.heading),
        caller=member.name,
        institution=site.fact("controller", filed.language),
        by=site.contact_by,
        status=None if standing is Recruitment.RECRUITING else status,
    )


def redeem_invitation(tx: Tx, context: DeskContext, now: datetime, *, who: StaffActor, token: str) -> None:
    """Somebody opened an invitation in the private chat."""
    member = staff.redeem(tx, token, staff.Redeemer(who.user_id, who.chat_id, who.language, who.name), now)
    actor = f"staff:{member.id}" if member else "unknown"
    audit.write_audit(
        tx, actor=actor, act=AuditAct.JOINED if member else AuditAct.REFUSED, subject="invitation", at=now
    )
    if member is not None:  # whoever was of the team before may have had another role
        ended_rights.take_away(tx, context, member, now)
    text = Text(WELCOME, {"name": member.name}) if member else Text(LINK_SPENT)
    for call in message(View(context.texts, who.language), Screen((Block((text,)),))):
        post(tx, who.chat_id, call)
