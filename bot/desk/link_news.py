"""What becomes of a link: the person hears of it, and of one that the team made its maker too; the audit has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.desk import staff_chat
from bot.desk.context import DeskContext
from bot.render.messages import View, message
from bot.store import audit, people, referrals, shares, staff
from bot.store.audit import AuditAct
from bot.store.outbox import post
from bot.store.referrals import FiledReferral
from bot.store.shares import Link
from bot.store.tx import PersonId, Tx
from dialogs.conversation.link import Audience
from dialogs.screens import N_, S_, Block, Field, Screen, Text

OPENED = N_("Your page was opened on {date} at {time}, with link {number}. To close it: /share.")
CLOSED = N_("Somebody tried five passcodes that were wrong, so we closed link {number}. To make another one: /share.")
TEAMS_CLOSED = N_("Somebody tried five passcodes that were wrong, so we closed link {number} of the team.")
OPENED_FOR_TEAM = S_("{code}: link {number} was opened on {date} at {time}.")
CLOSED_FOR_TEAM = S_("{code}: link {number} is closed; it opens for nobody any more.")


def tell_opened(tx: Tx, context: DeskContext, link: Link, now: datetime) -> None:
    """Somebody had the right passcode."""
    at = now.astimezone(context.place.zone)
    fields: dict[str, Field] = {"date": at.date(), "time": f"{at:%H:%M}", "number": link.number}
    if link.audience != Audience.INVESTIGATOR:
        _tell_person(tx, context, link, Text(OPENED, fields))
    _tell_team(tx, context, link, AuditAct.SHARE_OPENED, Text(OPENED_FOR_TEAM, fields), now)


def tell_tried_out(tx: Tx, context: DeskContext, link: Link, now: datetime) -> None:
    """Five passcodes were wrong, and the link is closed."""
    if link.audience != Audience.INVESTIGATOR:
        words = CLOSED if link.made_by is None else TEAMS_CLOSED
        _tell_person(tx, context, link, Text(words, {"number": link.number}))
    tell_closed(tx, context, [link], now)


def tell_closed(tx: Tx, context: DeskContext, links: Sequence[Link], now: datetime) -> None:
    """Tell the team of those of its links that were closed by somebody else."""
    for link in links:
        words = Text(CLOSED_FOR_TEAM, {"number": link.number})
        _tell_team(tx, context, link, AuditAct.SHARE_CLOSED, words, now)


def close_teams(tx: Tx, context: DeskContext, person: PersonId, now: datetime) -> None:
    """Close what the team made: what it shows holds no longer, or may be used no longer."""
    tell_closed(tx, context, shares.close_links(tx, person, of_the_team=True), now)


def case_of(tx: Tx, person: PersonId) -> FiledReferral | None:
    """Return the person's case; None where nothing of it is readable."""
    return next((case for case in reversed(referrals.referrals_of(tx, person)) if case.body), None)


def _tell_person(tx: Tx, context: DeskContext, link: Link, text: Text) -> None:
    """Write to the person whose page it is, where they may be written to."""
    chat = people.reachable_chat(tx, link.person)
    if chat is not None:
        for call in message(View(context.texts, link.language), Screen((Block((text,)),))):
            post(tx, chat, call, person=link.person)


def _tell_team(tx: Tx, context: DeskContext, link: Link, act: AuditAct, text: Text, now: datetime) -> None:
    """Note it in the audit and in the case, and tell whoever made the link."""
    filed = case_of(tx, link.person) if link.made_by is not None else None
    if filed is None or link.made_by is None:
        return
    audit.write_audit(tx, actor=f"link:{link.number}", act=act, subject=filed.code, at=now)
    referrals.add_event(tx, filed, act=act, now=now, detail={"whom": link.audience})
    maker = staff.member(tx, link.made_by)
    if maker is not None and maker.revoked_at is None:
        staff_chat.tell(tx, context, maker, Text(text.id, {**text.fields, "code": filed.code}))
