"""What a member of the team does in their own chat beside single cases: help, language, lists, numbers, the team.

Everybody sees only what their role allows; the table `ALLOWED` says what, and the desk looks at it again at each press.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dialogs.languages import Language
from dialogs.referral.group_card import HEADING_NAMES
from dialogs.referral.labels import STATE_LABELS
from dialogs.referral.referral import Referral, ReferralState, StaffAction
from dialogs.screens import S_, SP_, Block, Button, Field, Look, Screen, Text
from dialogs.site import MOVES, READS, Role


class DeskAction(StrEnum):
    """What a member can press in their own chat that is about no single case."""

    HOME = "home"
    LANGUAGE = "language"
    CASES = "cases"
    NUMBERS = "numbers"
    TEAM = "team"
    MEMBER = "member"
    ROLE = "role"
    END = "end"
    END_SURE = "end_sure"
    INVITE = "invite"
    UNINVITE = "uninvite"
    CHECK = "check"
    EXPORT_YES = "export_yes"
    EXPORT_NO = "export_no"
    BREACH_YES = "breach_yes"
    BREACH_NO = "breach_no"


class CaseList(StrEnum):
    """The lists of cases."""

    MINE = "mine"
    UNCLAIMED = "unclaimed"
    OVERDUE = "overdue"
    ON_HOLD = "on_hold"


#: Who may press it.
ALLOWED: Mapping[DeskAction, tuple[Role, ...]] = {
    **dict.fromkeys((DeskAction.HOME, DeskAction.LANGUAGE, DeskAction.NUMBERS), tuple(Role)),
    DeskAction.CASES: READS,
    **dict.fromkeys(
        (
            DeskAction.TEAM,
            DeskAction.MEMBER,
            DeskAction.ROLE,
            DeskAction.END,
            DeskAction.END_SURE,
            DeskAction.INVITE,
            DeskAction.UNINVITE,
            DeskAction.CHECK,
            DeskAction.EXPORT_YES,
            DeskAction.EXPORT_NO,
            DeskAction.BREACH_YES,
            DeskAction.BREACH_NO,
        ),
        (Role.OWNER,),
    ),
}
ROLE_LABELS = {
    Role.OWNER: S_("owner"),
    Role.COORDINATOR: S_("coordinator"),
    Role.INVESTIGATOR: S_("investigator"),
    Role.OBSERVER: S_("observer"),
}
LIST_LABELS = {
    CaseList.MINE: S_("Your cases: {n}"),
    CaseList.UNCLAIMED: S_("Cases that nobody has: {n}"),
    CaseList.OVERDUE: S_("Overdue cases: {n}"),
    CaseList.ON_HOLD: S_("Cases on hold: {n}"),
}
LIST_TITLES = {
    CaseList.MINE: S_("Your cases"),
    CaseList.UNCLAIMED: S_("Cases that nobody has"),
    CaseList.OVERDUE: S_("Overdue cases"),
    CaseList.ON_HOLD: S_("Cases on hold"),
}
#: What one role can do now, in a sentence or two.
ROLE_HELP = {
    Role.OWNER: S_(
        "You look at cases, take them and move them on. You also say who is on the team. In the group, “See” on a card "
        "sends the case here; “Take” makes it yours."
    ),
    Role.COORDINATOR: S_(
        "You look at cases, take them and move them on. In the group, “See” on a card sends the case here; “Take” "
        "makes it yours."
    ),
    Role.INVESTIGATOR: S_("You look at cases. In the group, “See” on a card sends the case here."),
    Role.OBSERVER: S_("You see the counts, and nobody's case."),
}
YOU_ARE = S_("You are on the study team: {role}.")
#: What stands behind the prefix of the study.
EXAMPLE_CODE = "7K3Q"
FIND_BY_CODE = S_("To find a case, write its code here, such as {example}.")
GOES_TO_NOBODY = S_("What you type here goes to nobody, unless you pressed “In my own words” just before.")
NO_ROLE = S_("Your role is not known to this program. Ask the owner of the team.")
#: Cases on one page of a list.
PAGE = 8
BACK = Button(DeskAction.HOME, Text(S_("Back")))
OTHER_LANGUAGE = {Language.ES: "English", Language.EN: "Español"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A case as a list shows it, and how long it waits."""

    case: Referral
    age: Text


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A member as the owner's list shows them."""

    number: int
    name: str
    role: Role | None
    reachable: bool = True
    #: None: nobody looked yet.
    in_group: bool | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that can still be used."""

    number: int
    name: str
    role: Role | None
    #: In the site's own time.
    until: datetime


def home(role: Role | None, language: Language, sizes: Mapping[CaseList, int] | None, code_prefix: str) -> Screen:
    """Return the help: what this member can do now, and a button for each of it; `sizes` None: without numbers."""
    if role is None:
        return Screen((Block((Text(NO_ROLE),)),))
    lines = [Block((Text(YOU_ARE, {"role": Text(ROLE_LABELS[role])}),), Look.STRONG), Block((Text(ROLE_HELP[role]),))]
    buttons = []
    moves = role in MOVES
    if role in READS:
        find = Text(FIND_BY_CODE, {"example": f"{code_prefix}-{EXAMPLE_CODE}"})
        lines.append(Block((find, Text(GOES_TO_NOBODY)) if moves else (find,), Look.HINT))
        buttons += [
            Button(
                pressed(DeskAction.CASES, entry, 0),
                Text(LIST_TITLES[each]) if sizes is None else Text(LIST_LABELS[each], {"n": sizes.get(each, 0)}),
            )
            for entry, each in enumerate(CaseList)
            if moves or each is not CaseList.MINE
        ]
    buttons.append(Button(DeskAction.NUMBERS, Text(S_("Counts"))))
    if role is Role.OWNER:
        buttons += [Button(DeskAction.TEAM, Text(S_("The team"))), Button(DeskAction.CHECK, Text(S_("Is all set up?")))]
    other = next(each for each in Language if each is not language)
    switch = Button(
        pressed(DeskAction.LANGUAGE, list(Language).index(other)), Text("{value}", {"value": OTHER_LANGUAGE[language]})
    )
    return Screen(tuple(lines), options=tuple(buttons), controls=(switch,), numbered=False)


def pressed(action: DeskAction, *entries: int) -> str:
    """Return the value of a button: the action and what it is about.

    >>> pressed(DeskAction.CASES, 1, 0)
    'cases.1.0'
    """
    return ".".join([action, *map(str, entries)])


def case_list(which: CaseList, found: Sequence[Listed], page: int) -> Screen:
    """Return one page of a list: a button for each case, and buttons to the pages beside."""
    last = max(0, (len(found) - 1) // PAGE)
    page = min(page, last)
    here = found[page * PAGE : (page + 1) * PAGE]
    title = Block((Text(LIST_TITLES[which]),), Look.STRONG)
    if not here:
        return Screen((title, Block((Text(S_("None at the moment.")),))), controls=(BACK,), numbered=False)
    lines = tuple(_list_line(each, own=which is CaseList.MINE) for each in here)
    entry = list(CaseList).index(which)
    beside = ((page - 1, S_("Page before")), (page + 1, S_("Next page")))
    pages = [Button(pressed(DeskAction.CASES, entry, to), Text(words)) for to, words in beside if 0 <= to <= last]
    return Screen(
        (title, Block(lines)),
        options=tuple(
            Button(f"{StaffAction.OPEN}:{each.case.code}", Text("{code}", {"code": each.case.code})) for each in here
        ),
        controls=(*pages, BACK),
        numbered=False,
    )


def _list_line(each: Listed, *, own: bool) -> Text:
    """Return one case of a list; in a list of everybody's with who has it."""
    case = each.case
    fields: dict[str, Field] = {
        "code": case.code,
        "heading": Text(HEADING_NAMES[case.heading]),
        "state": _stands(case),
        "age": each.age,
    }
    if own or not case.holder_name:
        return Text(S_("{code} · {heading} · {state} · {age}"), fields)
    return Text(S_("{code} · {heading} · {state} · {name} · {age}"), {**fields, "name": case.holder_name})


def _stands(case: Referral) -> Text:
    """Return where a case stands; of one on hold until when."""
    if case.state is ReferralState.ON_HOLD and case.held_until is not None:
        return Text(S_("on hold until {day}"), {"day": case.held_until})
    return Text(STATE_LABELS[case.state])


def team_screen(members: Sequence[TeamLine], invited: Sequence[Invited]) -> Screen:
    """Return who is on the team and who is invited, with a button for each."""
    lines = [Text(S_("{name}: {role}"), {"name": each.name, "role": role_words(each.role)}) for each in members]
    open_ones = [
        Text(
            S_("Invited: {name}, {role}, until {day} at {time}"),
            {
                "name": each.name or "—",
                "role": role_words(each.role),
                "day": each.until.date(),
                "time": f"{each.until:%H:%M}",
            },
        )
        for each in invited
    ]
    blocks = [Block((Text(S_("The team")),), Look.STRONG), Block(tuple(lines))]
    if open_ones:
        blocks.append(Block(tuple(open_ones)))
    buttons = [
        Button(pressed(DeskAction.MEMBER, each.number), Text("{value}", {"value": each.name})) for each in members
    ] + [
        Button(
            pressed(DeskAction.UNINVITE, each.number),
            Text(S_("Take back the invitation: {name}"), {"name": each.name or role_words(each.role)}),
        )
        for each in invited
    ]
    buttons.append(Button(DeskAction.INVITE, Text(S_("Invite someone…"))))
    return Screen(tuple(blocks), options=tuple(buttons), controls=(BACK,), numbered=False)


def member_screen(each: TeamLine) -> Screen:
    """Return one member, the roles that they do not have, and the end of their rights."""
    roles = [
        Button(
            pressed(DeskAction.ROLE, each.number, entry),
            Text(S_("Give the role: {role}"), {"role": Text(ROLE_LABELS[role])}),
        )
        for entry, role in enumerate(Role)
        if role is not each.role
    ]
    end = Button(pressed(DeskAction.END, each.number), Text(S_("End their rights…")))
    line = Text(S_("{name}: {role}"), {"name": each.name, "role": role_words(each.role)})
    return Screen((Block((line,), Look.STRONG),), options=(*roles, end), controls=(TEAM,), numbered=False)


def end_screen(each: TeamLine) -> Screen:
    """Ask whether this member's rights are to end, and say what follows."""
    lines = (
        Block((Text(S_("End the rights of {name}?"), {"name": each.name}),), Look.STRONG),
        Block((Text(S_("Their cases wait for someone again, and what stands in their chat is overwritten.")),)),
    )
    sure = Button(pressed(DeskAction.END_SURE, each.number), Text(S_("Yes, end them")))
    return Screen(lines, options=(sure,), controls=(TEAM,), numbered=False)


def invite_screen() -> Screen:
    """Ask for the role of whoever is invited."""
    options = tuple(
        Button(pressed(DeskAction.INVITE, entry), Text(ROLE_LABELS[role])) for entry, role in enumerate(Role)
    )
    asked = Block((Text(S_("As what do you invite them? The role of the link cannot be changed.")),), Look.STRONG)
    helps = Block(
        tuple(
            Text(S_("{role}: {what}"), {"role": Text(ROLE_LABELS[role]), "what": Text(ROLE_HELP[role])})
            for role in Role
        )
    )
    return Screen((asked, helps), options=options, controls=(TEAM,), numbered=False)


def link_screen(link: str, hours: int) -> Screen:
    """Return the link of an invitation, which is shown this one time."""
    lines = (
        Text(
            SP_(
                "This link works once, for {hours} hour. Give it to that person alone.",
                "This link works once, for {hours} hours. Give it to that person alone.",
            ),
            {"hours": hours},
        ),
        Text("{value}", {"value": link}),
    )
    return Screen((Block(lines),), controls=(TEAM,), numbered=False)


def export_screen(number: int, form: str, cases: int) -> Screen:
    """Ask an owner whether several cases may leave the program."""
    lines = (
        Block(
            (
                Text(
                    SP_(
                        "Somebody at the server wants to export {n} case as {form}.",
                        "Somebody at the server wants to export {n} cases as {form}.",
                    ),
                    {"n": cases, "form": form},
                ),
            )
        ),
        Block((Text(S_("Names and contacts stay here. If you know nothing of it, say no and ask who it was.")),)),
    )
    yes = Button(pressed(DeskAction.EXPORT_YES, number), Text(S_("Yes, export them")))
    no = Button(pressed(DeskAction.EXPORT_NO, number), Text(S_("No, keep them here")))
    return Screen(lines, options=(yes, no), numbered=False)


def export_answer_screen(form: str, yes: bool) -> Screen:
    """Say what was answered, in place of the question."""
    said = S_("You said yes: {form} may be exported once, within an hour.") if yes else S_("You said no to: {form}.")
    return Screen((Block((Text(said, {"form": form}),)),), numbered=False)


def breach_screen(number: int, breach: int, people: int, words: Sequence[Text]) -> Screen:
    """Ask an owner whether this goes to everybody of whom something is kept."""
    asked = S_(
        "Somebody at the server wants to send this about breach {breach} to everybody of whom something is kept here. "
        "It cannot be taken back. People: {n}."
    )
    lines = (Block((Text(asked, {"breach": breach, "n": people}),), Look.STRONG), *(Block((each,)) for each in words))
    yes = Button(pressed(DeskAction.BREACH_YES, number), Text(S_("Yes, send it to all of them")))
    no = Button(pressed(DeskAction.BREACH_NO, number), Text(S_("No, send nothing")))
    return Screen(lines, options=(yes, no), numbered=False)


def breach_answer_screen(told: int | None, left: int) -> Screen:
    """Say what was answered, in place of the question; `told` None: no."""
    if told is None:
        return Screen((Block((Text(S_("You said no: nothing is sent.")),)),), numbered=False)
    said = S_("It is being sent. People: {n}. This bot cannot write to: {left}. Tell those in another way.")
    return Screen((Block((Text(said, {"n": told, "left": left}),)),), numbered=False)


def role_words(role: Role | None) -> Text:
    """Return a role in words."""
    return Text(ROLE_LABELS[role]) if role is not None else Text(S_("no role that this program knows"))


TEAM = Button(DeskAction.TEAM, Text(S_("The team")))
