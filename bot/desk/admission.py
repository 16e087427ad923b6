"""Who may act for the team: looked at on the server, at every press, before anything is said.

An invited member whose rights stand, with a role that allows it, in the team's group or in the member's own chat, and
still in the group. Being in the group gives no right, and a button gives none either. Whatever is refused reveals
nothing and leaves a line in the audit (SEC-04).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.config.membership import Standing
from bot.desk import ended_rights
from bot.desk.context import DeskContext
from bot.desk.looks import NOT_IN_THE_GROUP, NOT_KNOWN
from bot.store import audit, staff
from bot.store.audit import AuditAct
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.languages import Language, language_of
from dialogs.referral.desk_menu import ROLE_LABELS
from dialogs.replies import Notice
from dialogs.screens import S_, Text
from dialogs.site import READS, Role
from dialogs.values import member as member_of

#: Accounts behind which nobody can be told apart: anonymous admins, channels, linked channels (GRP-04).
FACELESS = (1087968824, 136817688, 777000)

NOT_YOURS = S_("Only invited members of the study team can use this button.")
#: To a member whose role does not reach so far: it says what the role is for, and nothing of the case.
ONLY_LOOKS = S_("Your role here is {role}: you can look at cases, and a coordinator takes them and moves them on.")
ONLY_COUNTS = S_("Your role here is {role}: you see the counts, and nobody's case.")
FACELESS_PRESS = S_(
    "This bot cannot see who you are. Switch “remain anonymous” off for yourself in the group, and press again."
)
NOT_IN_THIS_GROUP = S_("You are not in the group of this study's team. Only those who are in it can do this.")
JOIN_FIRST = S_("You are not in the study team's group. Join it, and press again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffActor:
    """Who pressed, where, and the press that waits for its answer."""

    user_id: int
    chat_id: int
    press: str = ""
    language_code: str = ""
    name: str = ""
    #: The message under which the button stands; 0 where the platform does not say.
    message_id: int = 0

    @property
    def language(self) -> Language:
        """The language to answer in."""
        return language_of(self.language_code)


@dataclass(frozen=True, slots=True)
class Door:
    """What is to be done, for whom it is open, and where."""

    #: For the audit: a case's code, or the name of what is about no case.
    subject: str
    roles: Collection[Role]
    #: In the team's group too, or in the member's own chat alone?
    in_group: bool = False
    #: Also for a member who was never seen in the group, so that it can be set up?
    outside: bool = False


def admit(tx: Tx, context: DeskContext, who: StaffActor, door: Door, now: datetime) -> Member | Notice:
    """Return the member who may do it, or what the one who may not is told."""
    if who.user_id in FACELESS:
        return refuse(tx, None, door.subject, FACELESS_PRESS, now)
    member = staff.staff_member(tx, who.user_id)
    if member is None or not _is_here(tx, context, who, member, door):
        return refuse(tx, member, door.subject, NOT_YOURS, now)
    if member.role not in door.roles:
        return _beyond_the_role(tx, member, door, now)
    if not (hindered := _outside(tx, context, member, now)) or (door.outside and member.seen_in_group is None):
        return member
    return refuse(tx, member, door.subject, hindered, now)


def desk_of(tx: Tx, context: DeskContext, user_id: int) -> DeskContext:
    """Return the desk of a member who acts on no case: of several studies, of the first whose group they are in."""
    if context.studies and user_id not in FACELESS and staff.staff_member(tx, user_id) is not None:
        for each in context.each_study():
            if each.standing_of(tx, user_id) is Standing.IN:
                return each
    return context


def _outside(tx: Tx, context: DeskContext, member: Member, now: datetime) -> str:
    """Return why the member counts as outside the group, as an English text; empty where they are in it.

    Whoever was in it and is not any more has left: their rights end, whether or not an update told of it (GRP-02)."""
    match context.standing_of(tx, member.user_id):
        case Standing.IN:
            if not context.has_own_group:
                staff.note_in_group(tx, member.id, now)
            return ""
        case Standing.OUT if context.has_own_group:
            return NOT_IN_THIS_GROUP
        case Standing.OUT if member.seen_in_group is None:
            return JOIN_FIRST
        case Standing.OUT:
            ended_rights.end_rights(tx, context, member, now, by=ended_rights.PLATFORM)
            return NOT_IN_THE_GROUP
    return NOT_KNOWN


def refuse(tx: Tx, member: Member | None, subject: str, text: str, now: datetime) -> Notice:
    """Write the refusal down, and return what is said of it."""
    actor = f"staff:{member.id}" if member else "unknown"
    audit.write_audit(tx, actor=actor, act=AuditAct.REFUSED, subject=subject, at=now)
    return Notice(Text(text), alert=True)


def _beyond_the_role(tx: Tx, member: Member, door: Door, now: datetime) -> Notice:
    """Refuse kindly what another role may do: who it is for is no secret among the team."""
    role = member_of(Role, member.role)
    if role is None or Role.COORDINATOR not in door.roles:
        return refuse(tx, member, door.subject, NOT_YOURS, now)
    said = refuse(tx, member, door.subject, ONLY_LOOKS if role in READS else ONLY_COUNTS, now)
    return replace(said, text=Text(said.text.id, {"role": Text(ROLE_LABELS[role])}))


def notice_language(tx: Tx, who: StaffActor) -> str:
    """Return the language in which a press is answered: a member's own choice, else that of the account."""
    member = staff.staff_member(tx, who.user_id)
    return who.language if member is None else member.language


def _is_here(tx: Tx, context: DeskContext, who: StaffActor, member: Member, door: Door) -> bool:
    return who.chat_id == member.chat_id or (door.in_group and who.chat_id == context.staff_chat(tx))
