"""What the core asks of the shell, in the words of a story: who says what, and what is kept, filed or erased."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dialogs.replies import (
    Consent,
    DoctorAnswer,
    Erase,
    Export,
    Lock,
    Notice,
    Paper,
    Redraw,
    Refer,
    Relay,
    Remind,
    Reply,
    Say,
    Share,
    Switch,
    TellTeam,
    Unshare,
)
from dialogs.screens import Screen, Text

#: Where what is said begins.
COLUMN = 9


def written(reply: Reply, drawn: Callable[[Screen], list[str]], said: Callable[[Text], str]) -> Iterator[str]:
    """The lines of one reply."""
    match reply:
        case Say(screen=screen, urgent=urgent):
            yield from _in_column("bot, at once:" if urgent else "bot:", drawn(screen))
        case Redraw(screen=screen):
            yield from _in_column("redrawn:", drawn(screen))
        case Lock(answered=False):
            yield from _in_column("bare:", ["(the buttons of the message before are gone)"])
        case Lock(screen=screen):
            yield from _in_column("locked:", drawn(screen)[-1:])
        case Notice(text=text, alert=alert):
            yield from _in_column("alert:" if alert else "notice:", [said(text)])
        case _:
            yield from _in_column("record:", [recorded(reply)])


def _in_column(who: str, lines: list[str]) -> Iterator[str]:
    first, *others = lines
    yield f"{who:<{COLUMN}}{first}" if len(who) < COLUMN else f"{who} {first}"
    yield from (f"{'':<{COLUMN}}{line}" for line in others)


def recorded(reply: Reply) -> str:
    """What is kept, filed or erased, in a line."""
    match reply:
        case Consent(purpose=purpose, action=action):
            return f"consent to {purpose}: {action}"
        case Refer(heading=heading, outcome=outcome, with_answers=with_answers):
            return f"filed as {heading}, {outcome or 'no result'}, {'with' if with_answers else 'without'} answers"
        case Erase(scope=scope):
            return f"erased: {scope}"
        case Remind(reason=reason, on=on):
            return f"will write on {on}: {reason}" if on else f"will not write: {reason}"
        case Export():
            return "a file with all her data is sent to her"
        case Paper(name=name):
            return f"the page is sent to her as a file: {name.id}.pdf"
        case Share(number=number, until=until):
            return f"link {number} to her page, until {until}, and its passcode are sent to her"
        case DoctorAnswer(agreed=agreed, named=named):
            shown = f"{'yes' if agreed else 'no'}, {'with' if named else 'without'} the name"
            return f"the team is told whether it may show the doctor what was sent: {shown}"
        case Unshare(number=number):
            return f"closed: {f'link {number}' if number else 'every link'}"
        case Switch():
            return "what belongs to the one is set aside; the other one has a key and a record of their own"
        case TellTeam(what=what):
            return f"the team is told: {what}"
        case Relay(text=text):
            return f"passed on to the team: {text}"
    raise AssertionError(f"no words for {type(reply).__name__}")
