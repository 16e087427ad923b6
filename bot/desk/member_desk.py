"""A member's own chat beside single cases: help, language, lists, numbers, and for the owner the team.

A press is looked at like one on a case: only in the member's own chat, only by a role that may, each refusal written
down. What is shown takes the place of the message under which the button stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot.desk import breach_yes, case_lists, ended_rights, export_yes, looks, numbers, team
from bot.desk.admission import Door, StaffActor, admit, desk_of, notice_language
from bot.desk.context import DeskContext
from bot.render.call import Call
from bot.render.callback_data import Menu, act_data, menu_data
from bot.render.messages import View, answer, edit, message
from bot.store import staff
from bot.store.outbox import post
from bot.store.staff import INVITATION_LASTS, Member
from bot.store.tx import Tx
from dialogs.exports.funnel import funnel_screen
from dialogs.languages import Language, language_of
from dialogs.referral.desk_menu import (
    ALLOWED,
    BACK,
    CaseList,
    DeskAction,
    case_list,
    end_screen,
    home,
    invite_screen,
    link_screen,
    member_screen,
    team_screen,
)
from dialogs.referral.referral import StaffAction
from dialogs.replies import Notice
from dialogs.screens import S_, Block, Button, Look, Screen, Text
from dialogs.site import READS, Role
from dialogs.values import member as member_of

T = TypeVar("T")

#: What members may type → what it does.
ORDERS: Mapping[str, DeskAction] = {
    **dict.fromkeys(("embudo", "funnel", "numeros", "numbers"), DeskAction.NUMBERS),
    **dict.fromkeys(("casos", "cases"), DeskAction.CASES),
    **dict.fromkeys(("equipo", "team"), DeskAction.TEAM),
}
#: What sets the team up can be done before one is in its group; nothing of a person is in it.
OUTSIDE = (DeskAction.HOME, DeskAction.LANGUAGE, DeskAction.CHECK, DeskAction.TEAM, DeskAction.INVITE)

DONE = S_("Done.")
GONE = S_("That is not there any more.")
LAST_OWNER = S_("There is no other owner. Make somebody an owner first.")
SET_UP = S_("Is all set up?")
OF_STUDY = S_("Study “{title}”")
FOUND = S_("Press the code to open the case.")
LINK = "https://t.me/{bot}?start=s_{token}"
#: Where the bot's own name is not known: what the invited person writes to it.
WRITTEN = "/start s_{token}"


Answer = tuple[Screen | None, str]


@dataclass(frozen=True, slots=True)
class Visit:
    """A member who pressed something, and what."""

    tx: Tx
    context: DeskContext
    member: Member
    menu: Menu
    now: datetime

    @property
    def actor(self) -> str:
        """How the audit names who acts."""
        return f"staff:{self.member.id}"


def press(tx: Tx, context: DeskContext, now: datetime, *, who: StaffActor, menu: Menu) -> None:
    """Handle a press on a button that is about no case; it is answered whatever comes of it."""
    context = desk_of(tx, context, who.user_id)
    found = admit(tx, context, who, Door(f"desk {menu.name}", ALLOWED[menu.name], outside=menu.name in OUTSIDE), now)
    if isinstance(found, Notice):
        post(tx, who.chat_id, answer(View(context.texts, notice_language(tx, who)), who.press, found))
        return
    screen, said = HANDLERS[menu.name](Visit(tx, context, found, menu, now))
    shown_to = staff.member(tx, found.id) or found  # the language may be another one now
    if said:
        post(tx, who.chat_id, answer(View(context.texts, shown_to.language), who.press, Notice(Text(said))))
    if screen is not None:
        show(tx, context, shown_to, screen, who.message_id)


def show(tx: Tx, context: DeskContext, member: Member, screen: Screen, message_id: int = 0) -> None:
    """Show a screen in the member's chat, in place of the message with that number where there is one."""
    view = View(context.texts, member.language, protected=True)
    calls = message(view, screen, desk_data)
    if message_id and len(calls) == 1:
        call = edit(view, screen, 0, desk_data)
        calls = [Call(call.method, {**call.payload, "message_id": message_id})]
    for call in calls:
        post(tx, member.chat_id, call)


def desk_data(_position: int, button: Button) -> str:
    """Return the wire form of a button of the member's own chat; one that opens a case names it."""
    action, _, code = button.value.partition(":")
    return act_data(code, StaffAction(action)) if code else menu_data(button.value)


def order(tx: Tx, context: DeskContext, now: datetime, member: Member, name: str) -> bool:
    """Do what a typed order of the team says, as if its button had been pressed; False where there is no such order."""
    action = ORDERS.get(name)
    if action is None:
        return False
    who = StaffActor(user_id=member.user_id, chat_id=member.chat_id)
    context = desk_of(tx, context, member.user_id)
    found = admit(tx, context, who, Door(f"desk {action}", ALLOWED[action], outside=action in OUTSIDE), now)
    if isinstance(found, Notice):
        show(tx, context, member, Screen((Block((found.text,)),)))
        return True
    screen, said = HANDLERS[action](Visit(tx, context, found, Menu(action), now))
    show(tx, context, member, screen or Screen((Block((Text(said),)),)))
    return True


def show_home(tx: Tx, context: DeskContext, member: Member) -> None:
    """Say what the member can do now, without a number of any case: nobody asked the group about them yet."""
    show(
        tx,
        context,
        member,
        home(member_of(Role, member.role), language_of(member.language), None, context.study.code_prefix),
    )


def show_code(tx: Tx, context: DeskContext, member: Member, code: str) -> bool:
    """Offer the case of a code that the member typed; False where they may look at none.

    Whether there is one, and what it is, is told at the press."""
    if member.role not in READS:
        return False
    button = Button(f"{StaffAction.OPEN}:{code}", Text("{code}", {"code": code}))
    screen = Screen((Block((Text(FOUND),)),), options=(button,), controls=(BACK,), numbered=False)
    show(tx, context, member, screen)
    return True


def _home(visit: Visit) -> Answer:
    role = member_of(Role, visit.member.role)
    seen = visit.member.seen_in_group is not None or visit.context.has_own_group
    counted = role in READS and seen
    sizes = case_lists.sizes(visit.tx, visit.context, visit.member, visit.now) if counted else None
    return home(role, language_of(visit.member.language), sizes, visit.context.study.code_prefix), ""


def _language(visit: Visit) -> Answer:
    chosen = _entry(tuple(Language), visit.menu.first)
    if chosen is None:
        return _home(visit)
    staff.set_language(visit.tx, visit.member, chosen)
    role = member_of(Role, visit.member.role)
    return home(role, chosen, None, visit.context.study.code_prefix), DONE


def _cases(visit: Visit) -> Answer:
    which = _entry(tuple(CaseList), visit.menu.first) or CaseList.MINE
    found = case_lists.listed(visit.tx, visit.context, visit.member, which, visit.now)
    return case_list(which, found, visit.menu.second or 0), ""


def _numbers(visit: Visit) -> Answer:
    for each in visit.context.each_study():
        # Another study's team may have a group of its own; the names of its questions are in its own texts.
        if each.study is not visit.context.study and not looks.not_in_the_group(visit.tx, each, visit.member):
            show(visit.tx, each, visit.member, _numbers_of(visit, each))
    return replace(_numbers_of(visit, visit.context), controls=(BACK,)), ""


def _numbers_of(visit: Visit, context: DeskContext) -> Screen:
    """Return the numbers of one study, which says its name where there are several; the picture goes out too."""
    shown = numbers.whole_weeks(visit.tx, context, visit.now)
    numbers.send_picture(visit.tx, context, visit.member, shown)
    found, title = funnel_screen(context.study, shown), context.title(language_of(visit.member.language))
    head = (Block((Text(OF_STUDY, {"title": title}),), Look.STRONG),) if context.studies else ()
    return replace(found, blocks=(*head, *found.blocks))


def _team(visit: Visit) -> Answer:
    members = [team.team_line(each) for each in team.standing_members(visit.tx)]
    return team_screen(members, team.invited(visit.tx, visit.context, visit.now)), ""


def _chosen(visit: Visit) -> Member | None:
    """Return the member whom the button is about, while their rights stand."""
    found = staff.member(visit.tx, visit.menu.first or 0)
    return None if found is None or found.revoked_at is not None else found


def _member(visit: Visit) -> Answer:
    chosen = _chosen(visit)
    return (None, GONE) if chosen is None else (member_screen(team.team_line(chosen)), "")


def _role(visit: Visit) -> Answer:
    chosen, role = _chosen(visit), _entry(tuple(Role), visit.menu.second)
    if chosen is None or role is None:
        return None, GONE
    if role is not Role.OWNER and team.is_last_owner(visit.tx, chosen):
        return None, LAST_OWNER
    ended_rights.change_role(visit.tx, visit.context, chosen, role, visit.now, by=visit.actor)
    return (_team(visit)[0] if chosen.id != visit.member.id else None), DONE


def _end(visit: Visit) -> Answer:
    chosen = _chosen(visit)
    return (None, GONE) if chosen is None else (end_screen(team.team_line(chosen)), "")


def _end_sure(visit: Visit) -> Answer:
    chosen = _chosen(visit)
    if chosen is None:
        return None, GONE
    if team.is_last_owner(visit.tx, chosen):
        return None, LAST_OWNER
    ended_rights.end_rights(visit.tx, visit.context, chosen, visit.now, by=visit.actor)
    return (_team(visit)[0] if chosen.id != visit.member.id else None), DONE


def _invite(visit: Visit) -> Answer:
    role = _entry(tuple(Role), visit.menu.first)
    if role is None:
        return invite_screen(), ""
    token = team.invite(visit.tx, role=role, name="", now=visit.now, by=visit.actor)
    bot = visit.context.bot_username
    link = LINK.format(bot=bot, token=token) if bot else WRITTEN.format(token=token)
    return link_screen(link, int(INVITATION_LASTS.total_seconds()) // 3600), ""


def _uninvite(visit: Visit) -> Answer:
    done = team.uninvite(visit.tx, visit.menu.first or 0, visit.now, by=visit.actor)
    return _team(visit)[0], DONE if done else GONE


def _check(visit: Visit) -> Answer:
    found = team.missing(visit.tx, visit.context)
    lines = tuple(Block((each,)) for each in found) or (Block((Text(team.ALL_SET),)),)
    return Screen((Block((Text(SET_UP),), Look.STRONG), *lines), controls=(BACK,), numbered=False), ""


def _export(visit: Visit, *, yes: bool) -> Answer:
    shown = export_yes.answer(visit.tx, visit.member, visit.menu.first or 0, yes=yes, now=visit.now)
    return shown, GONE if shown is None else DONE


def _breach(visit: Visit, *, yes: bool) -> Answer:
    texts, number = visit.context.texts, visit.menu.first or 0
    shown = breach_yes.answer(visit.tx, texts, visit.member, number, yes=yes, now=visit.now)
    return shown, GONE if shown is None else DONE


def _entry(among: tuple[T, ...], number: int | None) -> T | None:
    return among[number] if number is not None and number < len(among) else None


HANDLERS: Mapping[DeskAction, Callable[[Visit], Answer]] = {
    DeskAction.HOME: _home,
    DeskAction.LANGUAGE: _language,
    DeskAction.CASES: _cases,
    DeskAction.NUMBERS: _numbers,
    DeskAction.TEAM: _team,
    DeskAction.MEMBER: _member,
    DeskAction.ROLE: _role,
    DeskAction.END: _end,
    DeskAction.END_SURE: _end_sure,
    DeskAction.INVITE: _invite,
    DeskAction.UNINVITE: _uninvite,
    DeskAction.CHECK: _check,
    DeskAction.EXPORT_YES: partial(_export, yes=True),
    DeskAction.EXPORT_NO: partial(_export, yes=False),
    DeskAction.BREACH_YES: partial(_breach, yes=True),
    DeskAction.BREACH_NO: partial(_breach, yes=False),
}
