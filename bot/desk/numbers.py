"""The team's numbers: whole weeks, as text and as a picture, with nothing that points at a person (RE-10, RE-11)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from statistics import median

from bot.desk.context import DeskContext
from bot.render.call import Call
from bot.render.paragraphs import say
from bot.render.picture import can_draw
from bot.store import counts, referrals
from bot.store.outbox import post
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.exports.consort import LEAST
from dialogs.exports.funnel import NOT_SHOWN, Counted, Funnel, Median, bars, funnel
from dialogs.exports.funnel_drawing import drawing
from dialogs.referral.referral import StaffAction
from dialogs.replies import FunnelEvent, Heading
from dialogs.screens import S_, Text

TITLE = S_("How many came how far")
UNTIL = S_("Weeks before {day}")
#: What is told with how long it took, and as what.
_ACTS = {StaffAction.TAKE: FunnelEvent.CLAIMED, StaffAction.CONTACTED: FunnelEvent.CONTACTED}


def whole_weeks(tx: Tx, context: DeskContext, now: datetime) -> Funnel:
    """Return the numbers of the weeks that are over."""
    today = context.today(now)
    monday = today - timedelta(days=today.weekday())
    begins = datetime.combine(monday, time(), context.place.zone)
    hours = referrals.hours_to(tx, _ACTS, begins, context.study.id)
    found = [
        Median(heading, event, round(median(of_both)))
        for heading in Heading
        for act, event in _ACTS.items()
        if len(of_both := hours.get((heading, act), ())) >= LEAST
    ]
    rows = [Counted(*row) for row in counts.by_week(tx, monday, context.study.id)]
    return funnel(context.study, rows, monday, found)


def send_picture(tx: Tx, context: DeskContext, member: Member, shown: Funnel) -> None:
    """Send the picture of the numbers, where it can be drawn; it is drawn when it is sent."""
    if not can_draw():
        return

    def words(text: Text) -> str:
        return say(text, member.language, context.texts)

    title, until = words(Text(TITLE)), words(Text(UNTIL, {"day": shown.until}))
    rows = [(words(label), words(Text(NOT_SHOWN)) if n is None else str(n), n or 0) for label, n in bars(shown)]
    picture = {"filename": "tamiz.png", "svg": drawing(rows, title, until)}
    payload = {"photo": picture, "caption": f"{title}. {until}.", "protect_content": True}
    post(tx, member.chat_id, Call("sendPhoto", payload))
