"""The first name of the person, asked of whoever helps before how to reach them; it may be left out (RE-04).

Without it the team would know only the name that Telegram gives of the one who typed.
"""

from __future__ import annotations

import re

from dialogs.answers import Misread, parse_answer
from dialogs.conversation.reaching import is_another, read_address
from dialogs.conversation.step import Next, Show
from dialogs.conversation.turn import BACK, PAUSE, PERSON, Turn, line
from dialogs.lexicon.worded import Worded
from dialogs.screens import N_, Block, Button, Look, Screen, Text
from dialogs.study.study import Kind, Option, Question
from dialogs.values import Unknown

#: Where the name is kept among what the team gets to reach the person; there and empty where it was left out.
NAME = "name"
NO_NAME = Button("no_name", Text(N_("Go on without a name")))
#: What the yes to sending covers besides, where a name was written.
SENDS_NAME = N_("The team also gets the first name that you wrote.")

#: How a no to a name is read.
_WANTED = Question(
    id="first_name",
    kind=Kind.CHOICE,
    text="",
    short="",
    options=(
        Option(value="yes", label="Yes"),
        Option(value="no", label="No"),
        Option(value="unknown", label="I don't know", exclusive=True),
    ),
)

#: What stands before a name and is none.
_LEADS = Worded(r"(?i:^\W*(?:{name_leads})\s+)")
#: One to three words of letters.
_FIRST_NAME = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+){0,2}")
_LONGEST = 40


def is_open(turn: Turn) -> bool:
    """Is the name to be asked for before the ways to reach the person?"""
    return turn.helps and not is_another(turn) and NAME not in turn.c.contact


def name_screen(_turn: Turn) -> Screen:
    """Ask for the first name of the person, which may be left out."""
    blocks = (
        line(N_("If you like, write that person's first name. Then the team knows whom to ask for."), Look.STRONG),
    )
    return Screen(blocks, "contact", str(Kind.CONTACT), (NO_NAME,), (BACK, PAUSE, PERSON))


def name_blocks(turn: Turn) -> tuple[Block, ...]:
    """Return the name as it was written, and that it goes to the team; nothing where there is none."""
    name = turn.c.contact.get(NAME, "")
    return (line(N_("First name: {name}."), name=name), line(SENDS_NAME)) if name else ()


def agreed_blocks(turn: Turn) -> tuple[Block, ...]:
    """Return what the yes to sending covers besides; never the name itself, which the record must not keep."""
    return (line(SENDS_NAME),) if turn.c.contact.get(NAME) else ()


def leave_out(turn: Turn) -> Next:
    """Go on to how to reach the person, without a name."""
    turn.c.contact = {NAME: ""}
    return Show()


def read(turn: Turn, text: str) -> Next | None:
    """Take a typed name, or a no to it; None where the text is a way to reach the person."""
    name = turn.lexicon.patterns[_LEADS].sub("", " ".join(text.split()), count=1).rstrip(".")
    if _says_none(turn, text):
        return leave_out(turn)
    try:
        read_address(turn, text)
    except Misread:
        pass
    else:
        turn.c.contact = {NAME: ""}
        return None
    if len(name) > _LONGEST or not _FIRST_NAME.fullmatch(name):
        return Show((line(N_("Please write only a first name, or go on without one.")),))
    turn.c.contact = {NAME: name}
    return Show()


def _says_none(turn: Turn, text: str) -> bool:
    """Is the text a no, or that they do not know?"""
    try:
        reading = parse_answer(_WANTED, text, turn.labels(_WANTED), turn.today)
    except Misread:
        return False
    return reading.sure and (reading.value == "no" or isinstance(reading.value, Unknown))
