"""What follows when somebody's rights end or shrink: nothing of a person stays in hands that may no longer hold it.

The cases that they had wait for somebody again and their cards say so, the group is told, what stands in their own
chat is overwritten, and what still waits for that chat is not sent. It is safe to do again: what is done already
does nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk import pipeline, referral_cards, staff_chat
from bot.desk.context import DeskContext
from bot.render.call import Call
from bot.render.messages import message
from bot.store import audit, letters, messages, referrals, shares, staff
from bot.store.audit import AuditAct
from bot.store.outbox import post
from bot.store.referrals import FiledReferral
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.referral.desk_menu import ROLE_LABELS
from dialogs.referral.referral import OPEN, StaffAction, move
from dialogs.screens import S_, Block, Screen, Text
from dialogs.site import MOVES, READS, Role
from dialogs.values import member as member_of

#: Who is named as the one who did it where nobody of the team did.
PLATFORM, COMMAND_LINE = "platform", "cli"

NO_MEMBER = S_("{name} is no longer on the study team.")
OTHER_ROLE = S_("{name} has another role on the study team now: {role}.")
WAIT_AGAIN = S_("Waiting again for someone to take them: {codes}")
YOUR_RIGHTS_ENDED = S_("Your rights on the study team have ended. What stood here about cases is overwritten.")
YOUR_ROLE = S_("Your role on the study team is now: {role}.")
NOT_YOURS_TO_READ = S_("{code}: you may no longer read this. Please erase your own copies too.")


def end_rights(tx: Tx, context: DeskContext, member: Member, now: datetime, *, by: str) -> bool:
    """End a member's rights and all that hangs on them; False where they had ended before."""
    if not staff.revoke(tx, member.id, now):
        return False
    audit.write_audit(tx, actor=by, act=AuditAct.REVOKED, subject=f"staff:{member.id}", at=now)
    codes = take_away(tx, context, replace(member, revoked_at=now), now)
    _tell_group(tx, context, Text(NO_MEMBER, {"name": member.name}), codes)
    staff_chat.tell(tx, context, member, Text(YOUR_RIGHTS_ENDED))
    return True


def change_role(tx: Tx, context: DeskContext, member: Member, role: Role, now: datetime, *, by: str) -> bool:
    """Give a member another role; what the new one may not hold or read is taken away. False where nothing changed."""
    if member.revoked_at is not None or member.role == role:
        return False
    staff.set_role(tx, member.id, role)
    audit.write_audit(tx, actor=by, act=AuditAct.ROLE_CHANGED, subject=f"staff:{member.id} {role}", at=now)
    now_is = replace(member, role=role)
    codes = take_away(tx, context, now_is, now)
    label = Text(ROLE_LABELS[role])
    _tell_group(tx, context, Text(OTHER_ROLE, {"name": member.name, "role": label}), codes)
    staff_chat.tell(tx, context, now_is, Text(YOUR_ROLE, {"role": label}))
    return True


def take_away(tx: Tx, context: DeskContext, member: Member, now: datetime) -> list[str]:
    """Take from a member what their rights no longer cover; the codes of the cases that wait again."""
    role = member_of(Role, member.role) if member.revoked_at is None else None
    if role in MOVES:
        return []
    letters.drop_draft(tx, member.id)
    shares.close_links_by(tx, member.id)
    held = [each for each in referrals.held_by(tx, member.id) if each.state in OPEN]
    for filed in held:
        _put_back(tx, context, filed, member, now)
    if role not in READS:
        _write_over(tx, context, member)
    return [filed.code for filed in held]


def _put_back(tx: Tx, context: DeskContext, filed: FiledReferral, member: Member, now: datetime) -> None:
    case = referral_cards.referral_of(tx, filed)
    move(context.referral_machine, case, StaffAction.RELEASE, now, by=member.id)
    referral_cards.save_progress(tx, filed, case)
    referrals.add_event(tx, filed, act=StaffAction.RELEASE, now=now, staff_id=member.id)
    audit.write_audit(tx, actor="desk", act=AuditAct.RELEASE, subject=filed.code, at=now)
    referral_cards.update_card(tx, context, filed, case)
    pipeline.tell_person(tx, context, filed, case, now)


def _write_over(tx: Tx, context: DeskContext, member: Member) -> None:
    """Let every page of a case in the member's chat say that it is not theirs to read; none that waits is sent."""
    for number in messages.cases_in_chat(tx, member.chat_id):
        code = referrals.code_of(tx, number)
        words = Screen((Block((Text(NOT_YOURS_TO_READ, {"code": code or "…"}),)),))
        (call,) = referral_cards.shown_to(context, member.language, words, code)
        waiting = messages.pages_waiting(tx, member.chat_id, number)
        messages.drop_pages_of_chat(tx, member.chat_id, number)
        shown = {*messages.pages_shown(tx, member.chat_id, number), *waiting, number}
        text = {name: value for name, value in call.payload.items() if name != "protect_content"}
        for prompt in sorted(shown):
            post(tx, member.chat_id, Call("editMessageText", text, replaces=prompt))


def _tell_group(tx: Tx, context: DeskContext, what: Text, codes: Sequence[str]) -> None:
    lines = [what]
    if codes:
        lines.append(Text(WAIT_AGAIN, {"codes": ", ".join(codes)}))
    for call in message(referral_cards.group_view(context), Screen((Block(tuple(lines)),))):
        referral_cards.post_to_group(tx, context, call)
