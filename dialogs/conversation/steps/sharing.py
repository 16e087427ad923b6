"""Showing the page to a doctor: a link and, apart from it, a passcode; and closing a link in one tap.

A link keeps only the page as it was when it was made. Each is agreed to by itself. What somebody has read cannot be
taken back, and that is said before.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversation.link import MOST, OPEN_FOR, Audience, SharedLink, has_room
from dialogs.conversation.states import StepName
from dialogs.conversation.step import Close, Next, Open, Show, Stay
from dialogs.conversation.texts.summary import may_share, summary_blocks, tick, tick_buttons
from dialogs.conversation.turn import Turn, line, lines
from dialogs.languages import Language
from dialogs.replies import Consent, ConsentAction, Purpose, Share, Unshare
from dialogs.screens import N_, NP_, Block, Button, Look, Screen, Text

_LINK = NP_(
    "We make a link to your page, and a passcode. Whoever has both can read the page, for {days} day.",
    "We make a link to your page, and a passcode. Whoever has both can read the page, for {days} days.",
)
_OPENED = N_(
    "We tell you each time that it is opened: when, not by whom. After five wrong passcodes it closes. You can "
    "close it at any time. What somebody has read by then cannot be taken back."
)
MAY_SHARE = (
    _LINK,
    N_("It holds your answers about your health, and what you ticked. Your name is on it only if you ticked that."),
    _OPENED,
)
#: What is asked of whoever helps: the health is that of the other person.
HELPER_MAY_SHARE = (
    _LINK,
    N_("It holds the answers about the person, and what you ticked. A name is on it only if you ticked that."),
    _OPENED,
)
MADE = N_("Two messages follow. Send the one with the link to your doctor. Tell the passcode apart, such as by phone.")
NOT_SHARED = N_("Nothing was shared.")
NO_LINK = N_("There is no page here that could be shared yet.")
FULL = NP_(
    "{count} link is open, and there is room for no more. Close it first.",
    "{count} links are open, and there is room for no more. Close one first.",
)
LINKS = {
    Audience.OWN: N_("Link {number}: works until {last}. Opened so far: {count}."),
    Audience.DOCTOR: N_("Link {number}, from the team to a doctor: works until {last}. Opened so far: {count}."),
    Audience.INVESTIGATOR: N_(
        "Link {number}, from the team to the study's doctor: works until {last}. Opened so far: {count}."
    ),
}


def share(turn: Turn) -> Next:
    """Show the open links; where there are none, ask whether to make one."""
    turn.c.draft = replace(turn.c.draft, parts=())
    if turn.c.links:
        return Open(StepName.LINKS)
    if may_share(turn):
        return Open(StepName.SHARE)
    turn.tell(line(NO_LINK))
    return Stay() if turn.is_over else Show()


def share_screen(turn: Turn) -> Screen:
    """Say what a link does, and ask (CL-04)."""
    yes, no = Button("yes", Text(N_("Yes, make a link"))), Button("no", Text(N_("No, share nothing")))
    options = (*tick_buttons(turn), yes, no)
    return Screen(lines(_may_share(turn), days=OPEN_FOR.days), StepName.SHARE, "choice", options)


def _may_share(turn: Turn) -> tuple[str, ...]:
    return HELPER_MAY_SHARE if turn.helps else MAY_SHARE


def answer_share(turn: Turn, button: Button) -> Next:
    """Tick what stands on the page; make the link after a yes."""
    c = turn.c
    if tick(turn, button):
        return Open(StepName.SHARE)
    if button.value != "yes" or not may_share(turn):
        return Show((line(NOT_SHARED),))
    if not has_room(c.links):
        return Open(StepName.LINKS)
    asked = lines(_may_share(turn), days=OPEN_FOR.days)
    turn.replies.append(Consent(Purpose.SHARE, ConsentAction.GIVEN, asked))
    c.consents[Purpose.SHARE] = True
    number = max((link.number for link in c.links), default=0) + 1
    until = turn.today + OPEN_FOR
    c.links.append(SharedLink(number, until.isoformat()))
    parts = c.draft.parts
    pages = {language: summary_blocks(turn, language, parts) for language in Language}
    turn.tell(line(MADE))
    turn.replies.append(Share(number, until, pages))
    c.draft = replace(c.draft, parts=())
    return Open(StepName.LINKS)


def links_screen(turn: Turn) -> Screen:
    """Return the open links, each with the button that closes it."""
    found = tuple(
        Text(LINKS[link.audience], {"number": link.number, "last": link.last_day, "count": link.opened})
        for link in turn.c.links
    )
    options = [
        Button("close", Text(N_("Close link {number}"), {"number": link.number}), argument=str(link.number))
        for link in turn.c.links
    ]
    if may_share(turn) and has_room(turn.c.links):
        options.append(Button("another", Text(N_("Make a link"))))
    options.append(Button("continue", Text(N_("Go on"))))
    blocks = [Block(found, heading=Text(N_("Your links:"))) if found else line(N_("No link is open."))]
    if not has_room(turn.c.links):
        blocks.append(line(FULL, Look.HINT, count=MOST))
    return Screen(tuple(blocks), StepName.LINKS, "choice", tuple(options))


def answer_links(turn: Turn, button: Button) -> Next:
    """Close a link, make another one, or go on."""
    if button.value == "close":
        number = int(button.argument)
        turn.c.links = [link for link in turn.c.links if link.number != number]
        turn.replies.append(Unshare(number))
        turn.tell(line(N_("Done. The link opens for nobody any more.")))
        return Open(StepName.LINKS) if turn.c.links else Close()
    if button.value == "another" and may_share(turn):
        return Open(StepName.SHARE)
    return Close()
