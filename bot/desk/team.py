"""Who is of the team: invitations, roles, and their end, by the owner in private or from the command line.

Whoever acts is named in the audit, a member by number and nobody by name. The last owner is never taken away here:
only the command line can leave a team without one.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.config.membership import GroupTopics
from bot.desk.context import DeskContext
from bot.desk.referral_cards import GROUP_TOPICS
from bot.store import audit, settings, staff
from bot.store.audit import AuditAct
from bot.store.staff import INVITATION_LASTS, Member
from bot.store.tx import Tx
from dialogs.referral.desk_menu import Invited, TeamLine
from dialogs.screens import S_, Text
from dialogs.site import READS, Role
from dialogs.values import member as member_of

#: Setting: what the platform last said of the bot's own place in the group.
BOT_IN_GROUP = "bot_in_group"
#: The bot's place in the group → what it lacks there.
LACKS = {
    "member": S_(
        "The bot is not an administrator of the group. Make it one: only then does it hear at once who leaves."
    ),
    "left": S_("The bot is not in the group: no card arrives there. Add it as an administrator."),
}
NO_TOPICS = S_("The group has topics, and the bot may not manage them. With that right, each case has its own topic.")
ALL_SET = S_("Nothing is missing.")
NO_GROUP = S_("No group is named. Set it with “tamiz staff pair” on the server.")
NO_OWNER = S_("The team has no owner. Invite one with “tamiz staff invite --role owner” on the server.")
NOBODY_MOVES = S_("Nobody can take a case yet. Invite a coordinator.")
ONE_OWNER = S_("There is one owner only. A second one could end the rights of a stolen account.")
CLOSED_CHAT = S_("{name} has not opened the private chat with this bot, or blocked it. They get nothing.")
NOT_IN_GROUP = S_("{name} is not in the group, so they can do nothing. Add them there.")


def invite(tx: Tx, *, role: Role, name: str, now: datetime, by: str) -> str:
    """File an invitation; its token, which is kept nowhere."""
    token = staff.new_token()
    staff.add_invitation(tx, staff.token_hash(token), role=role, name=name, expires=now + INVITATION_LASTS)
    audit.write_audit(tx, actor=by, act=AuditAct.INVITED, subject=role, at=now)
    return token


def uninvite(tx: Tx, number: int, now: datetime, *, by: str) -> bool:
    """Let an invitation work no more; False where none of this number is open."""
    if not staff.withdraw(tx, number, now):
        return False
    audit.write_audit(tx, actor=by, act=AuditAct.UNINVITED, subject=f"invitation:{number}", at=now)
    return True


def standing_members(tx: Tx) -> list[Member]:
    """Return the members whose rights stand, first come first."""
    return [each for each in staff.team(tx) if each.revoked_at is None]


def is_last_owner(tx: Tx, member: Member) -> bool:
    """Is this the only owner whose rights stand?"""
    owners = [each.id for each in standing_members(tx) if each.role == Role.OWNER]
    return owners == [member.id]


def team_line(member: Member) -> TeamLine:
    """Return the member as the owner's list shows them."""
    role = member_of(Role, member.role)
    return TeamLine(member.id, member.name, role, member.reachable, None if member.seen_in_group is None else True)


def invited(tx: Tx, context: DeskContext, now: datetime) -> list[Invited]:
    """Return the invitations that can still be used, in the site's own time."""
    return [
        Invited(each.id, each.name, member_of(Role, each.role), each.expires_at.astimezone(context.place.zone))
        for each in staff.invitations(tx, now)
    ]


def missing(tx: Tx, context: DeskContext) -> list[Text]:
    """Return in words what the set-up of the team still lacks; empty where nothing does."""
    members = standing_members(tx)
    found = [] if context.staff_chat(tx) else [Text(NO_GROUP)]
    place = settings.setting(tx, BOT_IN_GROUP)
    found += [Text(LACKS[place])] if place in LACKS else []
    found += [Text(NO_TOPICS)] if settings.setting(tx, GROUP_TOPICS) == GroupTopics.NOT_ALLOWED else []
    owners = sum(each.role == Role.OWNER for each in members)
    found += [Text(NO_OWNER)] if not owners else [Text(ONE_OWNER)] if owners == 1 else []
    found += [] if any(each.role == Role.COORDINATOR for each in members) else [Text(NOBODY_MOVES)]
    readers = [each for each in members if each.role in READS]
    found += [Text(CLOSED_CHAT, {"name": each.name}) for each in readers if not each.reachable]
    found += [Text(NOT_IN_GROUP, {"name": each.name}) for each in readers if each.seen_in_group is None]
    return found


async def look_at_group(context: DeskContext) -> int:
    """Keep what the platform says of the group's topics; none is made before that is known."""
    for each in context.each_study():
        group = await context.store.read(each.staff_chat)
        told = await context.ask_topics(group) if group and (each.is_home or each.has_own_group) else None
        if told is not None:
            await context.store.write(partial(_note_topics, name=each.group_setting(GROUP_TOPICS), told=told))
    return 0


def _note_topics(tx: Tx, name: str, told: GroupTopics) -> None:
    if settings.setting(tx, name) != told:
        settings.set_setting(tx, name, told)
