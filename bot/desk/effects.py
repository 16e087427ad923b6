"""What the core asked for beside messages: consent, filing, erasing, dates to remember, messages to the team.

Each is a function of the desk's transaction and stands or falls with it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from bot.config.membership import Standing
from bot.config.site import EXAMPLE
from bot.desk import referral_cards, staff_chat
from bot.desk.context import DeskContext
from bot.desk.link_news import close_teams
from bot.render.paragraphs import in_words
from bot.store import audit, consents, letters, messages, people, referrals, reminders
from bot.store.audit import AuditAct
from bot.store.consents import ConsentRecord
from bot.store.referrals import FiledReferral, SentReferral
from bot.store.staff import Member
from bot.store.tx import PersonId, Tx
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.texts.referral_status import visit_reminder_on
from dialogs.fixed import fixed
from dialogs.machine import may
from dialogs.privacy.retention import DELETABLE_FOR, NOTICE_BEFORE
from dialogs.referral.dossier import dossier, judged
from dialogs.referral.group_card import ANOTHER_CONTACT, NEWS
from dialogs.referral.letters import answer_screen
from dialogs.referral.referral import GONE, OPEN, Referral, ReferralState, move, pause
from dialogs.replies import Consent, Heading, Purpose, Refer, Remind, Reminder, TeamNews
from dialogs.screening.screening import Outcome
from dialogs.screens import Text
from dialogs.site import MOVES
from dialogs.values import member

#: The hour at the site when a reminder goes out.
REMINDERS_AT = time(10)


@fixed(frozen=True, slots=True)
class EffectContext:
    """What is at hand for one effect."""

    tx: Tx
    context: DeskContext
    person: PersonId
    c: Conversation
    now: datetime


def record_consent(at: EffectContext, reply: Consent) -> None:
    """Keep what was answered to which wording (CL-06): the hash of the very text, in the person's language."""
    # A third of what the yes to the notice takes was to draw its thirty texts once more.
    wording = "\n\n".join(in_words(reply.shown, at.c.language, at.context.texts))
    policy = at.context.place.facts.get("policy_version", {}).get("*", "")
    policy = "" if policy.startswith(EXAMPLE) else policy
    record = ConsentRecord(
        purpose=reply.purpose,
        action=reply.action,
        text_hash=sha256(wording.encode()).hexdigest(),
        version=f"{at.context.study.version[:12]} {policy}"[:40].strip(),
        language=at.c.language,
        at=at.now,
    )
    consents.keep_text(at.tx, record, wording)
    consents.add_consent(at.tx, at.person, record)


def file_referral(at: EffectContext, asked: Refer) -> None:
    """File what the person sends, and its card for the group, together."""
    today = at.context.today(at.now)
    body = dossier(at.context.study, at.c, asked, today).to_json()
    earlier = referrals.referral(at.tx, at.c.code)
    if earlier is not None:
        referral_cards.retire_card(at.tx, at.context, earlier)
    sent = SentReferral(
        code=at.c.code,
        heading=asked.heading,
        language=at.c.language,
        state=ReferralState.NEW,
        # The campaign is no part of the card; it is kept for the counts of what becomes of the case.
        card={**{name: body[name] for name in ("outcome", "met", "not_met", "unknown")}, "campaign": at.c.campaign},
        body=body,
        filed_at=at.now,
        kept_until=at.context.site(at.tx, at.now).kept_until(today),
        # A pause, and how often the person was asked for a phone, outlive what was sent first.
        progress={name: earlier.progress.get(name) for name in ("paused", "asked_at")} if earlier else {},
        study=at.context.study.id,
    )
    filed = referrals.file_referral(at.tx, at.person, sent)
    referrals.add_event(at.tx, filed, act="filed", now=at.now)
    referral_cards.update_card(at.tx, at.context, filed, referral_cards.referral_of(at.tx, filed), anew=True)


def erase_person(at: EffectContext, farewell: str | None = None) -> list[int]:
    """Everything about the person goes; their cards and pages say so, and the team is asked to erase its copies.

    Calls that are sealed with the key `farewell` wait until it is finished. What comes back are the numbers of the
    messages of the chat that can still be deleted."""
    filed = [case for case in referrals.referrals_of(at.tx, at.person) if case.state != ReferralState.ERASED]
    ended = [referral_cards.end_referral(at.tx, at.context, each, "erase", at.now) for each in filed]
    numbers = messages.messages_since(at.tx, at.person, at.now - DELETABLE_FOR)
    for each, referral in zip(filed, ended, strict=True):
        # Before the person's calls go: what of them is on its way already is known by them alone.
        referral_cards.overwrite_messages(at.tx, at.context, each, referral)
        referral_cards.tell_group(at.tx, at.context, TeamNews.ERASE, each.code)
        if (holder := staff_chat.holder_of(at.tx, each)) is not None:
            staff_chat.tell(at.tx, at.context, holder, Text(NEWS[TeamNews.ERASE], {"code": each.code}))
    people.erase_person(at.tx, at.person, farewell)
    return numbers


def end_case(tx: Tx, context: DeskContext, code: str, now: datetime) -> None:
    """End a case that has been kept as long as was promised: nothing of it stays, and nobody asked for it (CL-08)."""
    filed = referrals.referral(tx, code)
    if filed is None or filed.kept_until >= context.today(now):
        return  # gone, or sent anew in the meantime
    context = context.in_study(filed.study)
    if filed.state not in (ReferralState.ERASED, ReferralState.EXPIRED):
        expire(tx, context, filed, now)
        referral_cards.tell_group(tx, context, TeamNews.EXPIRED, code)
    referrals.delete_referral(tx, code)


def expire(tx: Tx, context: DeskContext, filed: FiledReferral, now: datetime) -> None:
    """End a case whose time is over: nothing of it stays readable, here or in the team's chats."""
    if filed.person is not None:
        close_teams(tx, context, filed.person, now)
    referral = referral_cards.end_referral(tx, context, filed, "expire", now)
    referrals.clear_referral(tx, filed.code)
    referral_cards.overwrite_messages(tx, context, filed, referral)


def set_reminder(at: EffectContext, reply: Remind) -> None:
    """Remember a date, in the daytime of the site; none forgets it."""
    on = datetime.combine(reply.on, REMINDERS_AT, at.context.place.zone) if reply.on else None
    reminders.set_due(at.tx, at.person, reply.reason, on)


def restore_reminders(at: EffectContext) -> None:
    """Remember again what a person who came back agreed to be told, and was dropped with their absence."""
    today = at.context.today(at.now)
    if at.c.consents.get(Purpose.LATER_OPENING):
        set_reminder(at, Remind(Reminder.OPENING, today + timedelta(days=1)))
    if at.c.consents.get(Purpose.LATER_VISIT) and (on := visit_reminder_on(at.c.appointment, today)):
        set_reminder(at, Remind(Reminder.VISIT, on))
    if at.c.recheck_on and date.fromisoformat(at.c.recheck_on) > today:
        set_reminder(at, Remind(Reminder.RECHECK, date.fromisoformat(at.c.recheck_on)))
    if at.c.promised and date.fromisoformat(at.c.promised) >= today:
        set_reminder(at, Remind(Reminder.PROMISE, date.fromisoformat(at.c.promised) + timedelta(days=1)))


def set_expiry_notice(at: EffectContext, expires: datetime | None) -> None:
    """One notice in the daytime of the day before unfinished answers are erased; none where nothing is held."""
    wanted = expires is not None and expires - at.now > 2 * NOTICE_BEFORE and at.c.answers
    day = at.context.today(expires - NOTICE_BEFORE) if wanted and expires is not None else None
    set_reminder(at, Remind(Reminder.EXPIRING, day))


def notify_team(at: EffectContext, what: TeamNews) -> None:
    """Tell the group what happened to the person's referral; what it holds or where it stands follows."""
    filed = referrals.referral(at.tx, at.c.code)
    if filed is not None and filed.person == at.person:
        referral_cards.update_card(at.tx, at.context, filed, _follow(at, filed, what))
        _tell_holder(at, filed, what)
    if what != TeamNews.ERASE:  # the erasure itself says so, one referral after the other
        referral_cards.tell_group(at.tx, at.context, what, at.c.code, filed)


def _tell_holder(at: EffectContext, filed: FiledReferral, what: TeamNews) -> None:
    """Tell whoever has the case in a message of its own: a card that changed is seen by nobody."""
    holder = staff_chat.holder_of(at.tx, filed)
    if holder is None or what == TeamNews.ERASE:
        return
    if what != TeamNews.CORRECTED:
        staff_chat.tell(at.tx, at.context, holder, Text(NEWS[what], {"code": filed.code}))
        return
    corrected = referrals.referral(at.tx, filed.code)
    another = corrected is not None and corrected.body.get("contact") != filed.body.get("contact")
    words = ANOTHER_CONTACT if another else NEWS[what]
    staff_chat.tell_of(at.tx, at.context, holder, filed, Text(words, {"code": filed.code}))


def relay(at: EffectContext, words: str) -> None:
    """Pass what the person wrote on to whoever has the case; where nobody has, the group hears of it, not what."""
    filed = referrals.referral(at.tx, at.c.code)
    if filed is None or filed.person != at.person or filed.state not in OPEN:
        return
    number = letters.add_letter(at.tx, filed, at.person, {"words": words}, at.now, staff_id=None)
    letters.mark_letter_sent(at.tx, number, at.now)
    referrals.add_event(at.tx, filed, act=AuditAct.ANSWERED, now=at.now)
    holder = staff_chat.holder_of(at.tx, filed)
    if holder is None or not _may_read(at, holder):
        referral_cards.tell_group(at.tx, at.context, TeamNews.WROTE, filed.code, filed)
        return
    shown = answer_screen(filed.code, at.now.astimezone(at.context.place.zone), words)
    staff_chat.send_page(at.tx, at.context, holder, filed, shown, holder.language, reply=True)
    audit.write_audit(at.tx, actor=f"staff:{holder.id}", act=AuditAct.ANSWERED, subject=filed.code, at=at.now)


def _may_read(at: EffectContext, holder: Member) -> bool:
    """Can what a person wrote be shown to this member, unasked?"""
    if holder.revoked_at is not None or holder.role not in MOVES or not holder.reachable:
        return False
    return at.context.standing_of(at.tx, holder.user_id) is Standing.IN


def _follow(at: EffectContext, filed: FiledReferral, what: TeamNews) -> Referral:
    """Return the referral as it stands after the news."""
    if what in (TeamNews.WITHDRAWN, TeamNews.CORRECTED, TeamNews.BLOCKED):
        close_teams(at.tx, at.context, at.person, at.now)  # what they show holds no longer, or may not be used
    if what == TeamNews.WITHDRAWN and filed.state not in GONE:
        ended = referral_cards.end_referral(at.tx, at.context, filed, "withdraw", at.now)
        referrals.clear_referral(at.tx, filed.code)
        referral_cards.overwrite_pages(at.tx, at.context, filed, referral_cards.ERASED)
        return ended
    if what == TeamNews.CORRECTED:
        return _file_correction(at, filed)
    referral = referral_cards.referral_of(at.tx, filed)
    if what in (TeamNews.BLOCKED, TeamNews.UNBLOCKED):
        pause(referral, what == TeamNews.BLOCKED)
        referral_cards.save_progress(at.tx, filed, referral)
        referrals.add_event(at.tx, filed, act=what, now=at.now)
    return referral


def _file_correction(at: EffectContext, filed: FiledReferral) -> Referral:
    """Replace what was sent by what the person changed; the referral stays where it is (CL-10)."""
    kept = bool(filed.body["answers"] and at.c.answers)  # without: the consent that they are kept was taken back
    asked = Refer(Heading(filed.heading), member(Outcome, filed.body["outcome"]) or "", kept)
    today = at.context.today(at.now)
    if asked.outcome and kept:
        asked = replace(asked, outcome=judged(at.context.study, at.c.answers, today).outcome)
    sent = dossier(at.context.study, at.c, asked, today).to_json()
    body = {**sent, "name": sent["name"] or filed.body["name"]}
    corrected = referral_cards.referral_of(at.tx, replace(filed, body=body))
    if may(at.context.referral_machine, corrected, "reachable") and sent["contact"] != filed.body["contact"]:
        # Whoever could not reach the person may try again.
        move(at.context.referral_machine, corrected, "reachable", at.now)
        referral_cards.save_progress(at.tx, filed, corrected)
        referrals.add_event(at.tx, filed, act="reachable", now=at.now)
    referrals.save_body(at.tx, filed, at.person, body)
    referral_cards.overwrite_pages(at.tx, at.context, filed, referral_cards.CHANGED)
    referrals.add_event(at.tx, filed, act=TeamNews.CORRECTED, now=at.now)
    return corrected
