"""What the clock does about cases: reminds, gives back, wakes, and says in the morning how it stands.

All of it happens in working hours at the site. Of one case the team is reminded once a day, and of one whose person
was reached once in all; who has it hears of it in private, the group only of what nobody has. A case that is paused by
the person is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from bot.config.site import SiteFile
from bot.config.working_days import is_working_day, working_moment_after
from bot.desk import pipeline, referral_cards, staff_chat
from bot.desk.context import DeskContext
from bot.render.messages import message
from bot.store import referrals, settings
from bot.store.referrals import FiledReferral, Mark
from bot.store.tx import Tx
from dialogs.referral.group_card import SEE, TAKE
from dialogs.referral.overdue import (
    AWAKE,
    FREE_AGAIN,
    ONCE,
    Limits,
    Overdue,
    Standings,
    daily_line,
    digest,
    escalation,
    is_idle,
    overdue,
    queue_screen,
    reminder,
    was_told,
)
from dialogs.referral.referral import OPEN, Referral, ReferralState, move, note_nag
from dialogs.replies import Heading
from dialogs.screens import Block, Screen, Text
from dialogs.site import Recruitment, Role

#: The day of the last morning line.
LAST_LINE = "team_line_on"
#: The day on which the interest list was last offered as a queue.
_LAST_QUEUE = "team_queue_on"
#: So many working days after a visit what came of it is overdue.
_AFTER_VISIT = 1
_IN_HAND = (ReferralState.TAKEN, ReferralState.CONTACTED, ReferralState.SCHEDULED, ReferralState.IN_SCREENING)


def somebody_is_there(place: SiteFile, now: datetime) -> bool:
    """Tell whether the team works now: nobody is reminded at night, on a Sunday or on a holiday."""
    local = now.astimezone(place.zone)
    return is_working_day(local.date()) and place.opens <= local.time() < place.closes


def look_after(tx: Tx, context: DeskContext, code: str, now: datetime) -> None:
    """Do what is due of one case."""
    if (due := _due(tx, context, code, now)) is not None:
        due()


def is_anything_due(tx: Tx, context: DeskContext, code: str, now: datetime) -> bool:
    """Tell whether anything is to be done about one case."""
    return _due(tx, context, code, now) is not None


def _due(tx: Tx, context: DeskContext, code: str, now: datetime) -> Callable[[], None] | None:
    """Return what is to be done about one case; None where nothing is."""
    filed = referrals.referral(tx, code)
    if filed is None or filed.person is None or filed.state not in OPEN:
        return None
    context = context.in_study(filed.study)
    case = referral_cards.referral_of(tx, filed)
    here, limits = now.astimezone(context.place.zone), _limits(context.place, filed, case)
    if case.state is ReferralState.ON_HOLD:
        if case.held_until is not None and here.date() >= case.held_until and not case.paused:
            return partial(_step, tx, context, filed, case, "wake", AWAKE, now)
        return None
    if is_idle(case, limits, here):
        return partial(_step, tx, context, filed, case, "take_back", FREE_AGAIN, now)
    what = what_is_overdue(context, filed, case, now, recruiting=is_recruiting(tx, context, now))
    if what is None or was_told(what, case, limits, here.date()):
        return None
    escalates = here >= limits.escalated and what not in ONCE
    return partial(_tell_of, tx, context, filed, case, what, here.date(), escalates=escalates)


def _tell_of(
    tx: Tx,
    context: DeskContext,
    filed: FiledReferral,
    case: Referral,
    what: Overdue,
    today: date,
    *,
    escalates: bool,
) -> None:
    """Remind whoever it concerns of what is overdue, and note that they were."""
    note_nag(case, today)
    referral_cards.save_progress(tx, filed, case)
    _remind(tx, context, filed, case, what)
    if escalates:
        _escalate(tx, context, filed, case)


def is_line_due(tx: Tx, context: DeskContext, now: datetime) -> bool:
    """Tell whether something is to be said today of how many cases stand where."""
    return not _was_said(tx, context, LAST_LINE, now) or bool(queue(tx, context, now))


def _was_said(tx: Tx, context: DeskContext, what: str, now: datetime) -> bool:
    return settings.setting(tx, context.setting(what)) == now.astimezone(context.place.zone).date().isoformat()


def morning(tx: Tx, context: DeskContext, now: datetime, n: Standings, acts: Mapping[str, int]) -> None:
    """Say once a working day how it stands; on the first of a week what happened in the week before."""
    here = now.astimezone(context.place.zone)
    last = settings.setting(tx, context.setting(LAST_LINE))
    if last == here.date().isoformat():
        return
    settings.set_setting(tx, context.setting(LAST_LINE), here.date().isoformat())
    first, monday = _week_before(here.date())
    if last is None or date.fromisoformat(last) >= monday:
        shown = Screen((Block((daily_line(n),)),))
    else:
        shown = digest(first, monday - timedelta(days=1), acts, n)
    for call in message(referral_cards.group_view(context), shown):
        referral_cards.post_to_group(tx, context, call)


def queue(tx: Tx, context: DeskContext, now: datetime) -> list[str]:
    """Return the codes of the interest list, first sent first; none but where it is to be offered today."""
    if _was_said(tx, context, _LAST_QUEUE, now) or not is_recruiting(tx, context, now):
        return []
    return referrals.codes_in(tx, (ReferralState.NEW,), Heading.INTEREST, context.study.id)


def who_waits(tx: Tx, codes: Sequence[str]) -> dict[str, Mark]:
    """Return those of these codes that wait on the interest list now, each as it stood then."""
    there = referrals.marks(tx, codes)
    return {code: there[code] for code in codes if code in there and _waits(tx, code)}


def _waits(tx: Tx, code: str) -> bool:
    filed = referrals.referral(tx, code)
    return filed is not None and filed.person is not None and _is_listed(referral_cards.referral_of(tx, filed))


def open_queue(tx: Tx, context: DeskContext, now: datetime, waited: Mapping[str, Mark]) -> None:
    """Say once a day, while the study takes people, how many on the interest list wait, with a button for the next.

    `waited`: who did when a reader looked. Answers wait for the writer, which opens only what changed since. Where
    nobody waits nothing is said, and it is looked at again tomorrow."""
    if _was_said(tx, context, _LAST_QUEUE, now) or not is_recruiting(tx, context, now):
        return
    settings.set_setting(tx, context.setting(_LAST_QUEUE), now.astimezone(context.place.zone).date().isoformat())
    there = referrals.marks(tx, [*waited])
    codes = [code for code, mark in waited.items() if there.get(code) == mark or _waits(tx, code)]
    if not codes:
        return
    shown = queue_screen(len(codes))
    for call in message(referral_cards.group_view(context), shown, referral_cards.team_data(codes[0])):
        referral_cards.post_to_group(tx, context, replace(call, coalesce="queue"))


def _week_before(today: date) -> tuple[date, date]:
    """Return the Monday of the week before this day's, and this day's."""
    monday = today - timedelta(days=today.weekday())
    return monday - timedelta(days=7), monday


def acts_of_last_week(tx: Tx, context: DeskContext, now: datetime) -> dict[str, int]:
    """Return how many cases saw each act in the week before."""
    zone = context.place.zone
    since, until = (datetime.combine(day, time(), zone) for day in _week_before(now.astimezone(zone).date()))
    return referrals.acts_between(tx, since, until, context.study.id)


def standings(tx: Tx, context: DeskContext, codes: Sequence[str], now: datetime) -> Standings:
    """Return how many of these cases stand where now."""
    recruiting = is_recruiting(tx, context, now)
    waiting = late = in_hand = on_hold = listed = 0
    for code in codes:
        filed = referrals.referral(tx, code)
        if filed is None or filed.person is None:
            continue
        case = referral_cards.referral_of(tx, filed)
        on_hold += stands_still(case)
        if not stands_still(case):
            listed += _is_listed(case)
            waiting += case.state is ReferralState.NEW and not _is_listed(case)
            in_hand += case.state in _IN_HAND
        late += what_is_overdue(context, filed, case, now, recruiting=recruiting) is not None
    return Standings(waiting=waiting, overdue=late, in_hand=in_hand, on_hold=on_hold, listed=listed)


def _is_listed(case: Referral) -> bool:
    """Tell whether it is on the interest list, and waits to be taken in turn."""
    return case.heading is Heading.INTEREST and case.state is ReferralState.NEW and not stands_still(case)


def stands_still(case: Referral) -> bool:
    """Tell whether nobody goes on with it for now: the team put it on hold, or the person blocked its use."""
    return case.paused or case.state is ReferralState.ON_HOLD


def what_is_overdue(
    context: DeskContext, filed: FiledReferral, case: Referral, now: datetime, *, recruiting: bool
) -> Overdue | None:
    """Return what is overdue of a case by the site's own days; None where nothing is."""
    limits = _limits(context.place, filed, case)
    return overdue(case, limits, now.astimezone(context.place.zone), recruiting=recruiting)


def _limits(place: SiteFile, filed: FiledReferral, case: Referral) -> Limits:
    """Return from when on something about this case is overdue, in the site's own time."""

    def after(moment: datetime, days: int) -> datetime:
        return working_moment_after(moment.astimezone(place.zone), days, place.opens, place.closes)

    late = place.unclaimed_days if case.state is ReferralState.NEW else place.uncontacted_days
    return Limits(
        unclaimed=after(filed.filed_at, place.unclaimed_days),
        uncontacted=after(filed.filed_at, place.uncontacted_days),
        no_step=after(filed.moved_at, place.no_step_days),
        visit_over=after(max(case.appointment, filed.moved_at), _AFTER_VISIT) if case.appointment else None,
        idle=after(max(case.taken_at, filed.moved_at), place.idle_days) if case.taken_at else None,
        escalated=after(filed.filed_at, late + 1),
    )


def _step(
    tx: Tx, context: DeskContext, filed: FiledReferral, case: Referral, trigger: str, words: str, now: datetime
) -> None:
    """Take a step that time makes, and tell whoever had it."""
    holder = staff_chat.holder_of(tx, filed)
    move(context.referral_machine, case, trigger, now)
    pipeline.note_step(tx, context, filed, case, trigger, {}, None)
    pipeline.tell_person(tx, context, filed, case, now)
    text = Text(words, {"code": filed.code})
    if holder is not None:
        staff_chat.tell_of(tx, context, holder, filed, text)
    if case.state is ReferralState.NEW:
        _to_group(tx, context, filed, text)


def _remind(tx: Tx, context: DeskContext, filed: FiledReferral, case: Referral, what: Overdue) -> None:
    text = reminder(what, case, filed.filed_at.astimezone(context.place.zone))
    if (holder := staff_chat.holder_of(tx, filed)) is not None:
        staff_chat.tell_of(tx, context, holder, filed, text)
    else:
        _to_group(tx, context, filed, text)


def _escalate(tx: Tx, context: DeskContext, filed: FiledReferral, case: Referral) -> None:
    text = escalation(case, filed.filed_at.astimezone(context.place.zone))
    for owner in staff_chat.movers(tx):
        if owner.role == Role.OWNER and owner.id != case.holder and owner.reachable:
            staff_chat.tell_of(tx, context, owner, filed, text)


def _to_group(tx: Tx, context: DeskContext, filed: FiledReferral, text: Text) -> None:
    screen = Screen((Block((text,)),), controls=(TAKE, SEE), numbered=False)
    for call in message(referral_cards.group_view(context), screen, referral_cards.team_data(filed.code)):
        referral_cards.post_about(tx, context.staff_chat(tx), filed, call)


def is_recruiting(tx: Tx, context: DeskContext, now: datetime) -> bool:
    """Tell whether the study takes people now."""
    return context.site(tx, now).standing(context.today(now)) is Recruitment.RECRUITING
