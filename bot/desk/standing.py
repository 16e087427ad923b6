"""How the study stands, for its owners: suspended by one tap, and told of what ends (RE-16).

Suspending is for everybody's safety, so it asks nothing and works from Telegram. The way back is the command line's
alone. Texts that are no longer the approved ones, and an approval whose time is over, give information only by
themselves (`bot.config.site.site_on`); here the owners hear of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.config.recruiting import Approved, as_switched, hindrances
from bot.config.site import SiteFile, needs_approval, state_of
from bot.config.studies import APPROVED, SITE, beside
from bot.desk import staff_chat
from bot.desk.admission import Door, StaffActor, admit, notice_language
from bot.desk.context import DeskContext
from bot.render.callback_data import SUSPEND
from bot.render.messages import View, answer, message
from bot.store import audit, settings, staff, switches
from bot.store.audit import AuditAct
from bot.store.outbox import post
from bot.store.staff import Member
from bot.store.tx import Tx
from dialogs.languages import language_of
from dialogs.replies import Notice
from dialogs.screens import S_, Block, Button, Screen, Text
from dialogs.site import CONFIRMATION_LASTS_DAYS, SUSPENDED, Recruitment, RecruitmentSwitch, Role

#: Days before an approval's end on which the owners hear of it.
ANNOUNCED = (60, 30, 7)
#: Days before the end of a confirmed state on which they hear of it.
CONFIRM_AGAIN = (14, 2)
#: The settings that say what they were told last, so that each is told once.
_TOLD, _TOLD_STATE = "standing_told", "state_told"

OFFER = S_("This bot brings people to the team now. To stop that at once, press the button.")
SUSPEND_LABEL = S_("Give information only")
STOPPED = S_("{name} suspended it. From now on this bot gives information only. The way back: `tamiz resume`.")
STOPS = S_("Suspended.")
ALREADY = S_("It is suspended already.")
ENDS = S_("The approval of the committee ends on {date}. Without a new one this bot then gives information only.")
ENDED = S_("The approval of the committee ended on {date}. From now on this bot gives information only.")
OTHER_WORDS = S_(
    "The texts are not the ones that were approved, so this bot gives information only. See `tamiz check`."
)

LOST = S_(
    "What is on file of the approval does not hold any more, so this bot gives information only. Whoever runs the bot "
    "must put it right (see `tamiz check`)."
)
WRONG_FILES = S_(
    "Its files are wrong or gone, so this bot gives information only about it. Whoever runs the bot must put them "
    "right (see `tamiz check`) and start it again."
)

#: The same, where the installation has several studies.
OF_STUDY = S_("Study “{title}”: {what}")

TO_CONFIRM = S_(
    "It is confirmed until {date} that this study takes people. After that this bot gives information only. "
    "To confirm it again: `tamiz state`."
)
UNCONFIRMED = S_(
    "It was confirmed until {date} that this study takes people. From now on this bot gives information only. "
    "To confirm it again: `tamiz state`."
)


def offer(tx: Tx, context: DeskContext, member: Member) -> None:
    """Offer the tap that suspends, where the member may and there is something to suspend."""
    now = context.now()
    if member.role != Role.OWNER or not any(_brings_people(tx, each, now) for each in context.each_study()):
        return
    screen = Screen((Block((Text(OFFER),)),), options=(Button("suspend", Text(SUSPEND_LABEL)),))
    for call in message(View(context.texts, member.language, protected=True), screen, lambda *_: SUSPEND):
        post(tx, member.chat_id, replace(call, prompt=0))


def _brings_people(tx: Tx, context: DeskContext, now: datetime) -> bool:
    """Is there something to suspend in this study?"""
    site = context.site(tx, now)
    return site.interest_list or site.standing(context.today(now)) is Recruitment.RECRUITING


def suspend(tx: Tx, context: DeskContext, now: datetime, *, who: StaffActor) -> None:
    """Suspend to information only, by an owner in their own chat; every owner hears who did it."""
    member = admit(tx, context, who, Door(SUSPENDED, (Role.OWNER,), outside=True), now)
    if isinstance(member, Notice):
        notice = member
    elif not (going := [each for each in context.each_study() if not switches.is_suspended(tx, each.study.id)]):
        notice = Notice(Text(ALREADY))
    else:
        for each in going:  # of several studies, all: whoever stops in a hurry means the bot
            switches.turn_switch(tx, _switch(member, each, now), each.study.id)
        audit.write_audit(tx, actor=f"staff:{member.id}", act=AuditAct.SUSPENDED, subject=SUSPENDED, at=now)
        tell_owners(tx, context, Text(STOPPED, {"name": member.name}))
        notice = Notice(Text(STOPS))
    post(tx, who.chat_id, answer(View(context.texts, notice_language(tx, who)), who.press, notice))


def _switch(member: Member, context: DeskContext, now: datetime) -> RecruitmentSwitch:
    return RecruitmentSwitch(
        state=SUSPENDED, confirmed_by=member.name, confirmed_on=context.today(now), source="telegram", at=now
    )


def what_hinders(context: DeskContext) -> list[str]:
    """Return what is missing at the start for what is wanted of a study, which `what_was_lost` does not say again."""
    switch = context.store.read_now(lambda tx: switches.last_switch(tx, context.study.id))
    problems = _hindrances(context, context.place, switch)
    if problems and context.approval_files is not None:
        context.approval_files.note_said(problems)
    return problems


def what_was_lost(context: DeskContext, switch: RecruitmentSwitch | None) -> list[str]:
    """Return what has been missing for a while for what a study was allowed, with a remedy; once, while it is news."""
    files = context.approval_files
    if files is None or context.settings.loopback:
        return []
    found = files.found()
    if not _is_needed(context, switch):
        problems = []
    elif found is not None:
        problems = _hindrances(context, found[0], switch, asks=True)
    else:
        problems = files.problems
    return files.news(problems)


def _hindrances(
    context: DeskContext, now: SiteFile, switch: RecruitmentSwitch | None, *, asks: bool = False
) -> list[str]:
    """Return what is missing for what is wanted of a study, where its file says `now`; nothing where nothing is.

    `asks`: the approval is needed for its questions too, unless it has ended."""
    if context.from_copy:
        return []  # it informs only, whatever is wanted, and the start said why
    place, today = as_switched(now, switch), context.today(context.now())
    state = state_of(place, switch, _override(context))
    asks = asks and state is not Recruitment.CLOSED
    if context.file is None:
        return hindrances(context.settings.site, place, state, context.wording, today, asks=asks)
    approved = Approved(beside(context.file, APPROVED), context.study.version)
    return hindrances(beside(context.file, SITE), place, state, context.wording, today, approved, asks)


def _is_needed(context: DeskContext, switch: RecruitmentSwitch | None) -> bool:
    """Is there anything that needs an approval: a question, people who are wanted, a list, of a study that goes on?"""
    place, _ = context.approval()
    state = state_of(place, switch, _override(context))
    return state is not Recruitment.CLOSED and needs_approval(place, state)


def _override(context: DeskContext) -> str | None:
    return context.settings.recruitment if context.is_home else None


def announce(tx: Tx, context: DeskContext, now: datetime) -> int:
    """Tell the owners once of each thing that is ahead or has come to pass; how many things."""
    if context.settings.loopback:
        return 0
    return sum(_announce_one(tx, each, now) for each in context.each_study())


def _announce_one(tx: Tx, context: DeskContext, now: datetime) -> int:
    told = 0
    for name, due in ((_TOLD, _of_the_approval(tx, context, now)), (_TOLD_STATE, _of_the_state(tx, context, now))):
        subject = context.setting(name)
        if due is None:
            # It is over; should it come again, it is told again.
            if settings.setting(tx, subject) is not None:
                settings.drop_setting(tx, subject)
        elif settings.setting(tx, subject) != due[0]:
            _tell_of_study(tx, context, due[1])
            settings.set_setting(tx, subject, due[0])
            told += 1
    return told


def _of_the_approval(tx: Tx, context: DeskContext, now: datetime) -> tuple[str, Text] | None:
    """Return what the owners should know of the approval, under a key of its own; None where there is nothing."""
    if context.from_copy:
        return "files", Text(WRONG_FILES)
    if not _is_needed(context, switches.last_switch(tx, context.study.id)):
        return None  # nothing is asked that would need it
    place, approved = context.approval()
    until = place.approved_until
    if context.wording_approved and not approved:
        lasts = context.approval_files is not None and context.approval_files.is_lost
        return ("lost", Text(LOST)) if lasts else None
    if not approved:
        return "wording", Text(OTHER_WORDS)
    if until is None:
        return None
    left = (until - context.today(now)).days
    if left < 0:
        return f"{until}:over", Text(ENDED, {"date": until})
    near = [days for days in ANNOUNCED if left <= days]
    return (f"{until}:{min(near)}", Text(ENDS, {"date": until})) if near else None


def _of_the_state(tx: Tx, context: DeskContext, now: datetime) -> tuple[str, Text] | None:
    """Return the same of the confirmation that the study recruits, which counts for 90 days (study-facts 2)."""
    site = context.site(tx, now)
    if site.recruitment is not Recruitment.RECRUITING or site.confirmed_on is None:
        return None
    until = site.confirmed_on + timedelta(days=CONFIRMATION_LASTS_DAYS)
    left = (until - context.today(now)).days
    if left < 0:
        return f"{until}:over", Text(UNCONFIRMED, {"date": until})
    near = [days for days in CONFIRM_AGAIN if left <= days]
    return (f"{until}:{min(near)}", Text(TO_CONFIRM, {"date": until})) if near else None


def tell_owners(tx: Tx, context: DeskContext, text: Text) -> None:
    """Tell every owner something in their own chat."""
    for member in staff.team(tx):
        if member.role == Role.OWNER and member.revoked_at is None:
            staff_chat.tell(tx, context, member, text)


def _tell_of_study(tx: Tx, context: DeskContext, text: Text) -> None:
    """Tell every owner something of one study; which one, where there are several."""
    for member in staff.team(tx):
        if member.role == Role.OWNER and member.revoked_at is None:
            title = context.title(language_of(member.language))
            said = Text(OF_STUDY, {"title": title, "what": text}) if context.studies else text
            staff_chat.tell(tx, context, member, said)
