"""What must hold before a member of the study team is shown anything of a person, beside the role.

The member stands in the team's group at this moment, and has not looked at more cases today than any team's work
needs: whoever took over an account carries few away, and the others hear of it (GRP-10, SEC-08).
"""

from __future__ import annotations

from datetime import datetime, time

import structlog

from bot.config.membership import Standing
from bot.desk import referral_cards
from bot.desk.context import DeskContext
from bot.render.messages import message
from bot.store import audit
from bot.store.audit import AuditAct
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.screens import S_, SP_, Block, Screen, Text

log = structlog.get_logger("looks")

#: Looks at cases that one member may take in a day of the site.
LOOKS_A_DAY = 25

NOT_IN_THE_GROUP = S_("You are not in the study team's group any more. Only those who are in it can do this.")
NOT_KNOWN = S_("Telegram does not say whether you are in the study team's group. Please try again in a minute.")
ENOUGH_LOOKS = SP_(
    "You looked at cases {n} time today. More is possible tomorrow. The team was told.",
    "You looked at cases {n} times today. More is possible tomorrow. The team was told.",
)
MANY_LOOKS = SP_(
    "{name} looked at cases {n} time today; more is refused until tomorrow. Please ask "
    "{name} whether that was so. If it was not, whoever runs the bot must end those "
    "rights now.",
    "{name} looked at cases {n} times today; more is refused until tomorrow. Please ask {name} whether that was so. "
    "If it was not, whoever runs the bot must end those rights now.",
)


def not_in_the_group(tx: Tx, context: DeskContext, member: Member) -> str:
    """Return why this member may not be shown anything now, as an English text; empty where they may.

    LookFirst, which `bot.routers.once` handles, where the platform has to be asked."""
    standing = context.standing_of(tx, member.user_id)
    if standing is Standing.IN:
        return ""
    return NOT_IN_THE_GROUP if standing is Standing.OUT else NOT_KNOWN


def too_many(tx: Tx, context: DeskContext, member: Member, now: datetime) -> Text | None:
    """Return why this member may look at nothing more today; the first time, the others are told."""
    zone = context.place.zone
    midnight = datetime.combine(context.today(now), time(), zone)
    actor = f"staff:{member.id}"
    if audit.count_acts(tx, actor=actor, act=AuditAct.VIEWED, since=midnight) < LOOKS_A_DAY:
        return None
    if not audit.count_acts(tx, actor=actor, act=AuditAct.CAPPED, since=midnight):
        audit.write_audit(tx, actor=actor, act=AuditAct.CAPPED, subject="looks", at=now)
        log.error("SECURITY: ALARM: a member looked at as many cases as a day allows", staff=member.id)
        words = Text(MANY_LOOKS, {"name": member.name, "n": LOOKS_A_DAY})
        for call in message(referral_cards.group_view(context), Screen((Block((words,)),))):
            referral_cards.post_to_group(tx, context, call)
    return Text(ENOUGH_LOOKS, {"n": LOOKS_A_DAY})
