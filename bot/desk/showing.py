"""A member shows a case to a doctor: whom is asked for, and the person before anything goes to a doctor of their own.

The study's investigator is of the team, to which the person agreed to send it; anybody else is not (CL-22).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.config.clock import is_daytime
from bot.desk import looks, patient, staff_chat
from bot.desk.context import DeskContext
from bot.desk.team_links import make_team_link, teams_links
from bot.render.callback_data import Act
from bot.store import audit, referrals, shares
from bot.store.audit import AuditAct
from bot.store.referrals import FiledReferral
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.conversation.incoming import DoctorAsked
from dialogs.conversation.link import Audience
from dialogs.referral.ledger import Identity
from dialogs.referral.referral import Referral, StaffAction, move
from dialogs.referral.showing import WAYS, whom_screen
from dialogs.replies import Notice
from dialogs.screens import S_, Text

#: The person is asked once in this time.
ASKED_FOR = timedelta(days=1)

NO_ANSWERS = S_("The answers were not sent, so there is nothing to show.")
CHOOSE = S_("Choose who is to read it.")
MADE = S_("Link and passcode are in your own chat with this bot.")
NOT_MADE = S_("No link could be made. At most three are open for one case, and the bot must be running.")
ASKED = S_("The person was asked. The answer comes to you here.")
ASKED_ALREADY = S_("The person was asked within the last day. Please wait for the answer.")
OUT_OF_REACH = S_("The person cannot be asked here any more, so their doctor cannot be shown it.")
NIGHT = S_("It is night for the person. Please ask in the morning.")
CLOSED = S_("The link is closed. What was read by then cannot be taken back.")


def press(
    tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, case: Referral, act: Act, now: datetime
) -> Notice:
    """Take a press on the way to a link; `Refused` where the case is not this member's to show now."""
    move(context.referral_machine, case, StaffAction.SHARE, now, by=member.id)
    if not filed.body.get("answers"):
        return Notice(Text(NO_ANSWERS), alert=True)
    if act.name == StaffAction.UNSHARE and act.entry is not None:
        return _close(tx, context, member, filed, act.entry, now)
    if act.entry is None or act.entry >= len(WAYS):
        screen = whom_screen(filed.code, teams_links(tx, context, filed, now))
        staff_chat.show(tx, context, member, filed, screen, anew=True)
        return Notice(Text(CHOOSE))
    if hindered := looks.too_many(tx, context, member, now):
        audit.write_audit(tx, actor=f"staff:{member.id}", act=AuditAct.REFUSED, subject=filed.code, at=now)
        return Notice(hindered, alert=True)
    way = WAYS[act.entry]
    if way.audience is Audience.DOCTOR:
        staff_chat.show_steps(tx, context, member, filed, case, anew=True)
        return _ask(tx, context, member, filed, way.shown is Identity.NAMED, now)
    made = make_team_link(tx, context, member, filed, way, now)
    if made:  # what is shown is looked at, and counts as that
        audit.write_audit(tx, actor=f"staff:{member.id}", act=AuditAct.VIEWED, subject=filed.code, at=now)
        staff_chat.show_steps(tx, context, member, filed, case, anew=True)
    return Notice(Text(MADE if made else NOT_MADE), alert=not made)


def _ask(tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, named: bool, now: datetime) -> Notice:
    """Ask the person whether their doctor may read it; nothing is made before a yes."""
    if filed.person is None or not patient.can_be_told(tx, filed.person):
        return Notice(Text(OUT_OF_REACH), alert=True)
    if not is_daytime(context.place.zone, now):
        return Notice(Text(NIGHT), alert=True)
    asked = [each.at for each in referrals.events(tx, filed.code) if each.act == AuditAct.SHARE_ASKED]
    if asked and now - asked[-1] < ASKED_FOR:
        return Notice(Text(ASKED_ALREADY), alert=True)
    audit.write_audit(tx, actor=f"staff:{member.id}", act=AuditAct.SHARE_ASKED, subject=filed.code, at=now)
    referrals.add_event(tx, filed, act=AuditAct.SHARE_ASKED, now=now, staff_id=member.id)
    patient.handle_event(tx, context, filed.person, DoctorAsked(named), now)
    return Notice(Text(ASKED))


def _close(tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, number: int, now: datetime) -> Notice:
    """Close a link of the team; one of the person's own is theirs to close."""
    if filed.person is not None and shares.close_links(tx, filed.person, number, of_the_team=True):
        audit.write_audit(tx, actor=f"staff:{member.id}", act=AuditAct.SHARE_CLOSED, subject=filed.code, at=now)
        referrals.add_event(tx, filed, act=AuditAct.SHARE_CLOSED, now=now, staff_id=member.id)
    screen = whom_screen(filed.code, teams_links(tx, context, filed, now))
    staff_chat.show(tx, context, member, filed, screen, anew=True)
    return Notice(Text(CLOSED))
