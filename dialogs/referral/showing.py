"""Showing a case to a doctor: whom, with the name or without, which links are open, and what is said on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.conversation.link import Audience, SharedLink
from dialogs.referral.ledger import Identity
from dialogs.referral.referral import StaffAction
from dialogs.screens import S_, Block, Button, Field, Look, Screen, Text

#: How many links of the team to one case may be open.
MOST = 3


@dataclass(frozen=True, slots=True)
class Showing:
    """One way to show a case."""

    label: str
    audience: Audience
    shown: Identity


#: Another doctor is asked for first: the person has to say yes (CL-22). The study's own is of the team.
WAYS = (
    Showing(S_("The study's investigator, no name"), Audience.INVESTIGATOR, Identity.HIDDEN),
    Showing(S_("The investigator, name and contact"), Audience.INVESTIGATOR, Identity.WITH_CONTACT),
    Showing(S_("Their own doctor, no name"), Audience.DOCTOR, Identity.HIDDEN),
    Showing(S_("Their own doctor, with the name"), Audience.DOCTOR, Identity.NAMED),
)

WHOM = S_(
    "{code}: who is to read it? You get a link and a passcode. Their own doctor reads it only if the person says yes."
)
_OPEN = {
    Audience.INVESTIGATOR: S_("Link {number}, for the investigator: works until {last}. Opened so far: {count}."),
    Audience.DOCTOR: S_("Link {number}, for their doctor: works until {last}. Opened so far: {count}."),
}


def whom_screen(code: str, links: Sequence[SharedLink]) -> Screen:
    """Ask whom to show the case to; below it the links that are open, each with the button that closes it."""
    team = [link for link in links if link.audience in _OPEN]
    lines = tuple(
        Text(_OPEN[link.audience], {"number": link.number, "last": link.last_day, "count": link.opened})
        for link in team
    )
    ways = enumerate(WAYS) if len(team) < MOST else ()
    options = [Button(f"{StaffAction.SHARE}.{at}", Text(way.label)) for at, way in ways]
    options += [
        Button(f"{StaffAction.UNSHARE}.{link.number}", Text(S_("Close link {number}"), {"number": link.number}))
        for link in team
    ]
    head = Block((Text(WHOM, {"code": code}),), Look.STRONG)
    blocks = (head, Block(lines)) if lines else (head,)
    back = Button(StaffAction.MENU, Text(S_("Back")))
    return Screen(blocks, options=tuple(options), controls=(back,), numbered=False)


def link_screens(code: str, number: int, addresses: Sequence[tuple[str, str]], passcode: str) -> tuple[Screen, Screen]:
    """Return what the member is given: the link, and apart from it the passcode."""
    fields: dict[str, Field] = {"code": code, "number": number}
    first = Screen(
        (
            Block((Text(S_("{code}: link {number} for the doctor."), fields),), Look.STRONG),
            *(Block((Text(words, {"link": address}),)) for words, address in addresses),
            Block((Text(S_("Send it only to that doctor.")),)),
        ),
        options=(Button("copy", Text(S_("Copy the link")), copies=addresses[0][1]),),
        numbered=False,
    )
    second = Screen(
        (
            Block(
                (Text(S_("{code}: passcode of link {number}: {passcode}"), {**fields, "passcode": passcode}),),
                Look.STRONG,
            ),
            Block((Text(S_("Tell it apart from the link, such as by phone.")),)),
        ),
        numbered=False,
    )
    return first, second
