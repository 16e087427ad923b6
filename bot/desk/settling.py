"""Noting what a call settled: which answer, its value, where it comes from. It stands beside what the person said."""

from __future__ import annotations

from datetime import datetime

from bot.desk import referral_cards, staff_chat
from bot.desk.context import DeskContext
from bot.render.callback_data import Act
from bot.store import audit, letters, referrals, staff
from bot.store.audit import AuditAct
from bot.store.letters import DraftPurpose, StaffDraft
from bot.store.referrals import FiledReferral
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.answers import Labels, Misread, parse_answer
from dialogs.languages import language_of
from dialogs.referral.dossier import Dossier
from dialogs.referral.evidence import StaffReader
from dialogs.referral.referral import Referral, StaffAction, move
from dialogs.referral.settled import (
    Settled,
    Source,
    list_screen,
    settled_screen,
    slots_to_settle,
    source_screen,
    value_screen,
    with_settled,
)
from dialogs.replies import Heading, Notice
from dialogs.screens import S_, Text
from dialogs.study.study import Slot
from dialogs.values import Value, decode, encode
from dialogs.values import member as member_of

NO_ANSWERS = S_("The answers were not sent, so there is nothing to settle here.")
CHOOSE = S_("Choose what is settled.")
NOT_READ = S_("That was not read as an answer to this question. Please type it another way, or press a button.")
NOTED = S_("Noted beside what the person said.")
BEGIN_AGAIN = S_("Please begin again: choose what is settled.")


def press(
    tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, case: Referral, act: Act, now: datetime
) -> Notice:
    """Take a press on the way to a settled answer; `Refused` where it is not this member's now."""
    move(context.referral_machine, case, StaffAction.SETTLE, now, by=member.id)
    sent = Dossier.from_json(filed.body)
    if not sent.answers:
        return Notice(Text(NO_ANSWERS), alert=True)
    reader = _reader(context, member)
    found = _slots(tx, context, reader, filed, now)
    if act.name == StaffAction.SETTLE and act.entry is not None and act.entry < len(found):
        slot = found[act.entry]
        letters.save_draft(tx, member.id, filed, DraftPurpose.SETTLE, {"slot": slot.key}, now)
        staff_chat.show(tx, context, member, filed, value_screen(reader, filed.code, slot), anew=True)
        return Notice(Text(CHOOSE))
    draft = letters.draft_of(tx, member.id)
    begun = draft is not None and draft.purpose == DraftPurpose.SETTLE and draft.referral_id == filed.id
    if act.name == StaffAction.SETTLE or draft is None or not begun or act.entry is None:
        staff_chat.show(tx, context, member, filed, list_screen(reader, filed.code, found), anew=True)
        return Notice(Text(CHOOSE if act.name == StaffAction.SETTLE else BEGIN_AGAIN))
    slot = next((each for each in found if each.key == draft.body["slot"]), found[0])
    if act.name == StaffAction.VALUE and act.entry < len(slot.question.options):
        _take(tx, context, member, filed, slot, slot.question.options[act.entry].value, now)
        return Notice(Text(CHOOSE))
    if act.name == StaffAction.SOURCE and "value" in draft.body and act.entry < len(Source):
        return _note(tx, context, member, filed, draft, tuple(Source)[act.entry], now)
    return Notice(Text(BEGIN_AGAIN), alert=True)


def take_words(tx: Tx, context: DeskContext, member: Member, draft: StaffDraft, words: str, now: datetime) -> None:
    """Read what a member typed as the answer to the question that is settled."""
    filed = referrals.referral(tx, draft.code)
    if filed is None or not filed.body:
        return
    found = _slots(tx, context, _reader(context, member), filed, now)
    slot = next((each for each in found if each.key == draft.body["slot"]), None)
    if slot is None:
        return
    options = {each.value: context.texts.text(member.language, each.label) for each in slot.question.options}
    labels = Labels(language_of(member.language), options, context.lexicon)
    try:
        reading = parse_answer(slot.question, words, labels, context.today(now))
    except Misread:
        staff_chat.tell(tx, context, member, Text(NOT_READ))
        return
    _take(tx, context, member, filed, slot, reading.value, now)


def settled_of(tx: Tx, context: DeskContext, filed: FiledReferral) -> list[Settled]:
    """Return what the team settled of a case, oldest first."""
    names = {each.id: each.name for each in staff.team(tx)}
    return [
        Settled(
            event.detail["slot"],
            decode(event.detail["value"]),
            member_of(Source, event.detail["source"]) or Source.SAID,
            names.get(event.staff_id or 0, "?"),
            event.at.astimezone(context.place.zone),
        )
        for event in referrals.events(tx, filed.code)
        if event.act == StaffAction.SETTLE and event.detail
    ]


def _take(
    tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, slot: Slot, value: Value, now: datetime
) -> None:
    body = {"slot": slot.key, "value": encode(value)}
    letters.save_draft(tx, member.id, filed, DraftPurpose.SETTLE, body, now)
    shown = source_screen(_reader(context, member), filed.code, slot, value)
    staff_chat.show(tx, context, member, filed, shown, anew=True)


def _note(
    tx: Tx, context: DeskContext, member: Member, filed: FiledReferral, draft: StaffDraft, source: Source, now: datetime
) -> Notice:
    letters.drop_draft(tx, member.id)
    detail = {**draft.body, "source": str(source)}
    referrals.add_event(tx, filed, act=StaffAction.SETTLE, now=now, staff_id=member.id, detail=detail)
    audit.write_audit(tx, actor=f"staff:{member.id}", act=AuditAct.SETTLE, subject=filed.code, at=now)
    reader, sent = _reader(context, member), Dossier.from_json(filed.body)
    both = settled_screen(reader, filed.code, sent, settled_of(tx, context, filed), context.today(now))
    if both is not None:
        staff_chat.send_page(tx, context, member, filed, both, member.language)
    case = referral_cards.referral_of(tx, filed)
    staff_chat.show_steps(tx, context, member, filed, case, anew=True)
    return Notice(Text(NOTED))


def _slots(tx: Tx, context: DeskContext, reader: StaffReader, filed: FiledReferral, now: datetime) -> list[Slot]:
    now_known = with_settled(Dossier.from_json(filed.body), settled_of(tx, context, filed))
    return slots_to_settle(reader, now_known, Heading(filed.heading), context.today(now))


def _reader(context: DeskContext, member: Member) -> StaffReader:
    return StaffReader(context.study, context.lexicon, language_of(member.language))
