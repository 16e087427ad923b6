"""Links that the team makes to a case: for its own investigator, and for the person's doctor after the person's yes."""

from __future__ import annotations

from datetime import datetime

from bot.desk import passcodes, staff_chat
from bot.desk.context import DeskContext
from bot.desk.effects import EffectContext
from bot.desk.shared_page import addresses_of, open_links
from bot.render.paper import as_parts
from bot.store import audit, consents, referrals, shares
from bot.store.audit import AuditAct
from bot.store.referrals import FiledReferral
from bot.store.shares import NewLink
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.conversation.link import OPEN_FOR, Audience, SharedLink
from dialogs.languages import Language, language_of
from dialogs.referral.dossier import Dossier
from dialogs.referral.evidence import StaffReader
from dialogs.referral.ledger import Agreed, Filing, Identity, page_for_a_doctor
from dialogs.referral.referral import OPEN
from dialogs.referral.showing import MOST, WAYS, Showing, link_screens
from dialogs.replies import DoctorAnswer, Heading
from dialogs.screens import S_, Text

AGREED = S_("{code}: the person agreed that their doctor may read it. Link and passcode follow.")
DECLINED = S_("{code}: the person does not want it shown to their doctor.")
NOT_MADE = S_("{code}: the person agreed, but no link could be made. Please try again: “Show it to a doctor…”.")


def filing_of(tx: Tx, context: DeskContext, filed: FiledReferral) -> Filing:
    """Return what stands around what was sent, in the site's own time."""
    zone = context.place.zone
    kept = consents.consents_of(tx, filed.person) if filed.person is not None else []
    return Filing(
        code=filed.code,
        heading=Heading(filed.heading),
        filed=filed.filed_at.astimezone(zone),
        kept_until=filed.kept_until,
        consents=tuple(
            Agreed(line.purpose, line.action, line.version, line.at.astimezone(zone), line.text_hash) for line in kept
        ),
    )


def teams_links(tx: Tx, context: DeskContext, filed: FiledReferral, now: datetime) -> list[SharedLink]:
    """Return the links of the team to this case that open."""
    mine = open_links(tx, context, filed.person, now) if filed.person is not None else []
    return [link for link in mine if link.audience is not Audience.OWN]


def make_team_link(
    tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, way: Showing, now: datetime
) -> bool:
    """Make a link to the case and give it to this member, the passcode apart; False where there can be none now."""
    token, passcode = shares.new_token(), passcodes.new_passcode()
    addresses = addresses_of(tx, context, token)
    if filed.person is None or not addresses or len(teams_links(tx, context, filed, now)) >= MOST:
        return False
    number = max((link.number for link in open_links(tx, context, filed.person, now)), default=0) + 1
    link = NewLink(
        number=number,
        language=filed.language,
        passcode=passcodes.passcode_hash(passcode),
        pages=_pages(tx, context, filed, way.shown, now),
        made_at=now,
        expires_at=now + OPEN_FOR,
        audience=way.audience,
        made_by=member.id,
    )
    shares.add_link(tx, filed.person, token, link)
    for screen in link_screens(filed.code, number, addresses, passcode):
        staff_chat.send_page(tx, context, member, filed, screen, member.language)
    audit.write_audit(tx, actor=f"staff:{member.id}", act=AuditAct.SHARE, subject=filed.code, at=now)
    detail = {"whom": str(way.audience), "shown": str(way.shown)}
    referrals.add_event(tx, filed, act=AuditAct.SHARE, now=now, staff_id=member.id, detail=detail)
    return True


def take_answer(at: EffectContext, answer: DoctorAnswer) -> None:
    """Take the person's word on showing it to their doctor: whoever has the case gets the link, or hears of the no."""
    filed = referrals.referral(at.tx, at.c.code)
    if filed is None or filed.person != at.person or filed.state not in OPEN:
        return
    act = AuditAct.SHARE_AGREED if answer.agreed else AuditAct.SHARE_DECLINED
    audit.write_audit(at.tx, actor="person", act=act, subject=filed.code, at=at.now)
    referrals.add_event(at.tx, filed, act=act, now=at.now)
    holder = staff_chat.holder_of(at.tx, filed)
    if holder is None:
        return
    if not answer.agreed:
        staff_chat.tell(at.tx, at.context, holder, Text(DECLINED, {"code": filed.code}))
        return
    shown = Identity.NAMED if answer.named else Identity.HIDDEN
    way = next(each for each in WAYS if (each.audience, each.shown) == (Audience.DOCTOR, shown))
    staff_chat.tell(at.tx, at.context, holder, Text(AGREED, {"code": filed.code}))
    if not make_team_link(at.tx, at.context, holder, filed, way, at.now):
        staff_chat.tell(at.tx, at.context, holder, Text(NOT_MADE, {"code": filed.code}))


def _pages(
    tx: Tx, context: DeskContext, filed: FiledReferral, shown: Identity, now: datetime
) -> dict[str, list[dict[str, object]]]:
    sent, filing, today = Dossier.from_json(filed.body), filing_of(tx, context, filed), context.today(now)
    return {
        str(language): as_parts(
            page_for_a_doctor(StaffReader(context.study, context.lexicon, language), sent, filing, today, shown),
            language_of(language),
            context.texts,
        )
        for language in Language
    }
