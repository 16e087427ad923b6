"""One step of a case by a member of the team: what it needs is asked for, then it is taken, filed and told.

Which steps there are stands in the table of `dialogs/referral/referral.py`. A step that needs a day, a reason or a
colleague asks for it first; an end is asked for twice, beside what the person will read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.config.working_days import working_day_after
from bot.desk import case_counts, patient, referral_cards, staff_chat
from bot.desk.context import DeskContext
from bot.render.callback_data import Act
from bot.store import audit, letters, referrals, staff
from bot.store.audit import AuditAct
from bot.store.letters import DraftPurpose
from bot.store.referrals import FiledReferral
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.conversation.conversation import ReferralStatus
from dialogs.conversation.incoming import Moved
from dialogs.conversation.texts.referral_status import STATUS
from dialogs.languages import language_of
from dialogs.machine import Refused
from dialogs.referral.actions import reason_label, reason_list, reasons, stands
from dialogs.referral.appointment import read_appointment
from dialogs.referral.conditions import StepFacts
from dialogs.referral.group_card import ago
from dialogs.referral.letters import NO_PHONE
from dialogs.referral.referral import ACTS, Referral, ReferralState, StaffAction, may_take, move
from dialogs.referral.step_log import step_detail
from dialogs.referral.step_screens import (
    ENDS,
    HOLDS,
    NEXT_TRIES,
    TRIES,
    appointment_read,
    appointment_screen,
    colleague_list,
    hold_list,
    next_try_list,
    sure_screen,
    try_list,
)
from dialogs.referral.told import told_as
from dialogs.replies import Notice
from dialogs.screens import S_, Screen, Text

#: Steps of which the person is told nothing: nothing changes for them.
QUIET = (StaffAction.TRY, StaffAction.NEXT_TRY, StaffAction.HAND_OVER)

NOT_NOW = S_("That is not possible now: {state}.")
TOOK_IT = S_("{name} took it {ago}.")
YOU_TOOK_IT = S_("You took it. The next steps are in your own chat with this bot.")
DONE = S_("Done: {state}.")
NOTED = S_("Noted.")
ASKED_IN_CHAT = S_("The question is in your own chat with this bot.")
ASKED = S_("The person was asked for a phone.")
ASKED_TODAY = S_("The person was asked today already. Tomorrow you can ask again.")
OUT_OF_REACH = S_("The person cannot be written to here any more.")
WHICH_DAY = S_("No day and hour were read, or they are past. Type them like this: {day} {time}")
TYPE_IT_AGAIN = S_("There is no day to note any more. Please type it again.")
HANDED_OVER = S_("{name} has it now, and was told.")
YOURS_NOW = S_("{code}: {name} handed this over to you. Press “See”.")


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A member in front of a case."""

    tx: Tx
    context: DeskContext
    member: Member
    filed: FiledReferral
    case: Referral
    now: datetime

    @property
    def today(self) -> date:
        """The day at the site."""
        return self.context.today(self.now)

    def show(self, screen: Screen) -> None:
        """Show what follows in the member's own chat."""
        staff_chat.show(self.tx, self.context, self.member, self.filed, screen)

    def standing(self, act: StaffAction) -> StepFacts:
        """Return what the table of steps may look at for this step."""
        if act in (StaffAction.UNDO, StaffAction.HAND_OVER):
            known = staff_chat.offered(self.tx, self.context, self.member, self.case)
        else:
            known = staff_chat.standing(self.tx, self.context, self.member)
        return {**known, "by": self.member.id, "name": self.member.name}


def press(at: AtDesk, act: Act) -> Notice:
    """Take a press on a step; what it still needs is asked for in the member's own chat."""
    standing = at.standing(act.name)
    machine = at.context.referral_machine
    named: StepFacts = {**standing, "until": date.max, "why": "other"}
    if act.name not in (*ACTS, StaffAction.NEXT_TRY) or not may_take(machine, at.case, act.name, **named):
        return too_late(at.case, at.member, at.now)
    if act.name == StaffAction.ASK_PHONE and (hindered := _hindered(at)):
        return Notice(Text(hindered), alert=True)
    if (asked := _asked(at, act, standing)) is not None:
        at.show(asked)
        return Notice(Text(ASKED_IN_CHAT))
    facts = _facts(at, act)
    if act.name == StaffAction.SCHEDULED and "when" not in facts:
        return Notice(Text(TYPE_IT_AGAIN), alert=True)
    return take(at, act.name, {**standing, **facts})


def take(at: AtDesk, act: StaffAction, facts: StepFacts) -> Notice:
    """Take the step, and let everybody whom it concerns see it."""
    before = at.case.state
    try:
        move(at.context.referral_machine, at.case, act, at.now, **facts)
    except Refused:
        return too_late(at.case, at.member, at.now)
    case_counts.count_step(at.tx, at.context, at.filed, act, facts.get("why", ""), at.now)
    detail = step_detail(act, before, at.case.state, facts)
    note_step(at.tx, at.context, at.filed, at.case, act, detail, at.member)
    _show_what_follows(at, act, facts)
    if act == StaffAction.ASK_PHONE and at.filed.person is not None:
        patient.handle_event(at.tx, at.context, at.filed.person, Moved(Moved.ASK_CONTACT), at.now)
    elif act not in QUIET:
        tell_person(at.tx, at.context, at.filed, at.case, at.now)
    if act == StaffAction.HAND_OVER:
        return Notice(Text(HANDED_OVER, {"name": at.case.holder_name}))
    if act == StaffAction.TAKE:
        return Notice(Text(YOU_TOOK_IT))
    if act == StaffAction.ASK_PHONE:
        return Notice(Text(ASKED))
    if act in (StaffAction.TRY, StaffAction.NEXT_TRY):
        return Notice(Text(NOTED))
    return Notice(Text(DONE, {"state": stands(at.case, at.member.id)}))


def take_words(tx: Tx, context: DeskContext, member: Member, code: str, words: str, now: datetime) -> None:
    """Read what a member typed as the day and the hour of a visit, and show it before it is noted."""
    filed = referrals.referral(tx, code)
    if filed is None:
        return
    at = AtDesk(tx, context, member, filed, referral_cards.referral_of(tx, filed), now)
    here = now.astimezone(context.place.zone)
    when = read_appointment(words, context.lexicon.languages[language_of(member.language)], here)
    if when is None:
        example = _example_day(here.date())
        staff_chat.tell(tx, context, member, Text(WHICH_DAY, {"day": f"{example:%d/%m/%Y}", "time": "10:30"}))
        return
    letters.save_draft(tx, member.id, filed, DraftPurpose.APPOINTMENT, {"when": when.isoformat()}, now)
    staff_chat.show(tx, context, member, filed, appointment_read(at.case, when), anew=True)


def note_step(
    tx: Tx,
    context: DeskContext,
    filed: FiledReferral,
    case: Referral,
    act: str,
    detail: Mapping[str, Any],
    member: Member | None,
) -> None:
    """File a step that was taken: where the case stands, its log, the audit, and its card in the group."""
    actor = "clock" if member is None else f"staff:{member.id}"
    now = case.moved_at or context.now()
    referral_cards.save_progress(tx, filed, case)
    referrals.add_event(tx, filed, act=act, now=now, staff_id=member.id if member else None, detail=detail)
    audit.write_audit(tx, actor=actor, act=AuditAct(act), subject=filed.code, at=now)
    referral_cards.update_card(tx, context, filed, case)


def tell_person(tx: Tx, context: DeskContext, filed: FiledReferral, case: Referral, now: datetime) -> None:
    """Let the person see where it stands now."""
    if filed.person is not None:
        appointment = case.appointment.astimezone(context.place.zone) if case.appointment else None
        patient.handle_event(tx, context, filed.person, Moved(told_as(case.state), appointment), now)


def too_late(case: Referral, member: Member, now: datetime) -> Notice:
    """Say that a colleague was first, or that the case has moved on."""
    if case.holder != member.id and case.holder_name and case.taken_at is not None:
        since = ago(int((now - case.taken_at).total_seconds()))
        return Notice(Text(TOOK_IT, {"name": case.holder_name, "ago": since}), alert=True)
    return Notice(Text(NOT_NOW, {"state": stands(case, member.id)}), alert=True)


def _example_day(today: date) -> date:
    """Return a day on which a visit could be: an example that can be typed as it stands."""
    return working_day_after(today, 5)


def hold_days(today: date) -> list[date]:
    """Return until when a case can be put on hold: working days, some weeks from now."""
    return [working_day_after(today + timedelta(weeks=weeks) - timedelta(days=1), 1) for weeks in HOLDS]


def next_tries(today: date) -> list[date]:
    """Return the days on which the next try can be due."""
    return [working_day_after(today, days) for days in NEXT_TRIES]


def _asked(at: AtDesk, act: Act, standing: StepFacts) -> Screen | None:
    """Return what is asked before this step can be taken; None where it needs nothing more."""
    reason = _reason(at, act)
    if act.name == StaffAction.NOT_ELIGIBLE and not reason:
        return reason_list(at.context.study, at.case)
    if act.name in ENDS and not act.sure:
        why = reason_label(at.context.study, reason) if reason else None
        return sure_screen(at.case, act.name, _told(at, act.name), act.entry if reason else None, why)
    if act.name == StaffAction.SCHEDULED and not act.sure:
        letters.save_draft(at.tx, at.member.id, at.filed, DraftPurpose.APPOINTMENT, {}, at.now)
        return appointment_screen(at.case, _example_day(at.today))
    match act.name:
        case StaffAction.HOLD if _day(at, act) is None:
            return hold_list(at.case, hold_days(at.today))
        case StaffAction.TRY if _entry(act, TRIES) is None:
            return try_list(at.case, standing["enough"])
        case StaffAction.NEXT_TRY if _day(at, act) is None:
            return next_try_list(at.case, next_tries(at.today))
        case StaffAction.HAND_OVER if act.entry not in (known := dict(_colleagues(at))):
            return colleague_list(at.case, tuple(known.items()))
    return None


def _facts(at: AtDesk, act: Act) -> StepFacts:
    """Return what was chosen for this step."""
    match act.name:
        case StaffAction.NOT_ELIGIBLE:
            return {"why": _reason(at, act)}
        case StaffAction.SCHEDULED:
            draft = letters.draft_of(at.tx, at.member.id)
            letters.drop_draft(at.tx, at.member.id)
            begun = draft is not None and draft.referral_id == at.filed.id and draft.purpose == DraftPurpose.APPOINTMENT
            told = draft.body.get("when") if draft is not None and begun else None
            return {"when": datetime.fromisoformat(told)} if told else {}
        case StaffAction.HOLD | StaffAction.NEXT_TRY:
            day = _day(at, act)
            return {} if day is None else {"until": day}
        case StaffAction.TRY:
            return {"how": str(tuple(TRIES)[act.entry or 0])}
        case StaffAction.HAND_OVER:
            known = dict(_colleagues(at))
            return {"to": act.entry, "to_name": known[act.entry]} if act.entry in known else {}
    return {}


def _show_what_follows(at: AtDesk, act: StaffAction, facts: StepFacts) -> None:
    """Show the next steps; after a try, when the next one is due; whoever has it now is told."""
    if act == StaffAction.TRY and at.case.tries < facts["enough"]:
        at.show(next_try_list(at.case, next_tries(at.today)))
        return
    staff_chat.show_steps(at.tx, at.context, at.member, at.filed, at.case)
    to = staff.member(at.tx, facts["to"]) if act == StaffAction.HAND_OVER else None
    if to is not None:
        text = Text(YOURS_NOW, {"code": at.filed.code, "name": at.member.name})
        staff_chat.tell_of(at.tx, at.context, to, at.filed, text)


def _told(at: AtDesk, act: StaffAction) -> Text:
    """Return what the person will read of an end."""
    state = ReferralState(act)  # an end is called as the step that leads to it
    phone = at.context.site(at.tx, at.now).fact("phone", at.member.language)
    return Text(STATUS[ReferralStatus.of(told_as(state))], {"phone": phone or Text(NO_PHONE)})


def _colleagues(at: AtDesk) -> list[tuple[int, str]]:
    """Return who else may hold a case now, by number and name."""
    return [(each.id, each.name) for each in staff_chat.movers(at.tx) if each.id != at.case.holder and each.reachable]


def _reason(at: AtDesk, act: Act) -> str:
    listed = reasons(at.context.study)
    return listed[act.entry] if act.entry is not None and act.entry < len(listed) else ""


def _entry(act: Act, listed: Collection[object]) -> int | None:
    return act.entry if act.entry is not None and act.entry < len(listed) else None


def _day(at: AtDesk, act: Act) -> date | None:
    """Return the day that stands on the pressed button; None where it names none that could be offered, or has come."""
    offered = hold_days(at.today) if act.name == StaffAction.HOLD else next_tries(at.today)
    if act.entry is None or not at.today.toordinal() < act.entry <= offered[-1].toordinal():
        return None
    return date.fromordinal(act.entry)


def _hindered(at: AtDesk) -> str:
    """Why the person cannot be asked for a phone now: once a day is enough, and somebody must be there to read it."""
    if at.case.asked_at is not None and at.context.today(at.case.asked_at) == at.today:
        return ASKED_TODAY
    return "" if at.filed.person is not None and patient.can_be_told(at.tx, at.filed.person) else OUT_OF_REACH
