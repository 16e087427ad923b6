"""Which of two people it is about, where one account serves two (RE-04)."""

from __future__ import annotations

from dialogs.conversation.turn import Turn, line
from dialogs.screens import N_, Block, Look, Text

#: Above whatever a right shows or does, once there are two.
YOURS = N_("This is about you, code {code}. To go to the other person: /whom.")
HELPED = N_("This is about {person}, code {code}. To go to the other person: /whom.")
STAYS = N_("What has code {code} stays as it is.")
#: Above what comes unasked, once there are two; no word of an illness, since it may show on a lock screen (TG-37).
ABOUT = N_("About code {code}:")
ABOUT_THE_OTHER = N_("About code {code}. To go there: /whom.")


def whose(turn: Turn) -> tuple[Block, ...]:
    """Return which of the two people this is about; nothing where there is only one."""
    c = turn.c
    if not c.beside:
        return ()
    return (line(turn.words(YOURS, HELPED), Look.HINT, code=c.code, person=Text(turn.study.person)),)


def other_stays(turn: Turn) -> tuple[Block, ...]:
    """Say that what is kept of the other person stays; nothing where there is none."""
    code = turn.c.beside.get("code")
    return (line(STAYS, Look.HINT, code=code),) if code else ()


def named(turn: Turn) -> tuple[Block, ...]:
    """Return of whom something comes unasked; nothing where there is only one."""
    if not turn.c.beside:
        return ()
    return (line(ABOUT_THE_OTHER if turn.c.beside.get("now") else ABOUT, code=turn.c.code),)
