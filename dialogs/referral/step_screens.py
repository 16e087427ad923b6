"""Steps that need more than a press: what is asked before they are taken. Nothing moves until it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from dialogs.conversation.conversation import Channel
from dialogs.referral.labels import ACT_LABELS
from dialogs.referral.referral import Referral, StaffAction
from dialogs.screens import S_, Block, Button, Field, Look, Screen, Text

#: How long a case can be put on hold, in weeks.
HOLDS = (1, 2, 4, 8, 12, 26)
#: The next try, in working days.
NEXT_TRIES = (1, 2, 3, 5)
#: Steps after which nobody works on it: each is asked for twice.
ENDS = (StaffAction.INCLUDED, StaffAction.NOT_ELIGIBLE, StaffAction.DECLINED, StaffAction.UNREACHABLE)
#: How a button says that what it does was asked for twice.
SURE = "y"

_BACK = Button(StaffAction.MENU, Text(S_("Back")))
_DAY = S_("{day}")


#: A way that was tried. What the person asked for is called otherwise.
WAYS = {Channel.PHONE: S_("phone"), Channel.CHAT: S_("message in this chat"), Channel.EMAIL: S_("e-mail")}


class TryOutcome(StrEnum):
    """What came of a try to reach the person."""

    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"
    SOMEBODY_ELSE = "somebody_else"
    NOT_NOW = "not_now"
    NO_REPLY_CHAT = "no_reply_chat"
    NO_REPLY_EMAIL = "no_reply_email"


#: Which way was tried, and what came of it.
TRIES: dict[TryOutcome, tuple[Channel, str]] = {
    TryOutcome.NO_ANSWER: (Channel.PHONE, S_("nobody answered")),
    TryOutcome.VOICEMAIL: (Channel.PHONE, S_("voicemail, no message left")),
    TryOutcome.SOMEBODY_ELSE: (Channel.PHONE, S_("somebody else answered")),
    TryOutcome.NOT_NOW: (Channel.PHONE, S_("not a good moment")),
    TryOutcome.NO_REPLY_CHAT: (Channel.CHAT, S_("no reply yet")),
    TryOutcome.NO_REPLY_EMAIL: (Channel.EMAIL, S_("no reply yet")),
}


def sure_screen(
    case: Referral, act: StaffAction, told: Text, entry: int | None = None, why: Text | None = None
) -> Screen:
    """Ask once more before an end, beside what the person will read."""
    fields: dict[str, Field] = {"code": case.code, "step": Text(ACT_LABELS[act])}
    if why is not None:
        question = Text(S_("{code} · {step} {reason}. Is that right?"), {**fields, "reason": why})
    else:
        question = Text(S_("{code} · {step}. Is that right?"), fields)
    reads = Block((told,), Look.QUOTE, Text(S_("The person will read:")))
    chosen = f"{act}.{SURE}" if entry is None else f"{act}.{entry}.{SURE}"
    yes = Button(chosen, Text(S_("Yes, that is right")))
    return _asked(Block((question,), Look.STRONG), reads, options=(yes,))


def colleague_list(case: Referral, colleagues: Sequence[tuple[int, str]]) -> Screen:
    """Ask who is to have it now."""
    question = Text(S_("{code}: who takes it over?"), {"code": case.code})
    options = tuple(Button(f"{StaffAction.HAND_OVER}.{number}", _said(name)) for number, name in colleagues)
    return _asked(Block((question,), Look.STRONG), options=options)


def hold_list(case: Referral, days: Sequence[date]) -> Screen:
    """Ask until when it is put on hold."""
    question = Text(S_("{code}: on hold until when? You are told on that day."), {"code": case.code})
    options = tuple(_day_button(StaffAction.HOLD, day) for day in days)
    return _asked(Block((question,), Look.STRONG), options=options)


def try_list(case: Referral, enough: int) -> Screen:
    """Ask what came of the try; what fits the way that the person chose comes first."""
    fields: dict[str, Field] = {"code": case.code, "n": case.tries + 1, "most": enough}
    question = Text(S_("{code}: attempt {n} of {most}. What happened?"), fields)
    listed = sorted(enumerate(TRIES.values()), key=lambda entry: entry[1][0] != case.channel)
    options = tuple(
        Button(
            f"{StaffAction.TRY}.{at}",
            Text(S_("{channel}: {outcome}"), {"channel": Text(WAYS[way]), "outcome": Text(came)}),
        )
        for at, (way, came) in listed
    )
    return _asked(Block((question,), Look.STRONG), options=options)


def next_try_list(case: Referral, days: Sequence[date]) -> Screen:
    """Ask when the next try is due."""
    question = Text(S_("{code}: noted. When is the next attempt?"), {"code": case.code})
    options = tuple(_day_button(StaffAction.NEXT_TRY, day) for day in days)
    return _asked(Block((question,), Look.STRONG), options=options)


def _day_button(act: StaffAction, day: date) -> Button:
    # The day itself, not its place in the list: the button may be pressed on a later day, when the list is another one.
    return Button(f"{act}.{day.toordinal()}", Text(_DAY, {"day": day}))


def appointment_screen(case: Referral, example: date) -> Screen:
    """Ask for the day and the hour of a visit, with an example that could be one."""
    question = Text(S_("{code}: when is the visit? Type the day and the hour here."), {"code": case.code})
    hint = Text(S_("For example: {day} {time}"), {"day": f"{example:%d/%m/%Y}", "time": "10:30"})
    return _asked(Block((question,), Look.STRONG), Block((hint,)))


def appointment_read(case: Referral, at: datetime) -> Screen:
    """Show the day and the hour that were read; `at` is in the site's own time."""
    fields: dict[str, Field] = {"code": case.code, "day": at.date(), "time": f"{at:%H:%M}"}
    question = Text(S_("{code}: the visit is on {day} at {time}. The person is told so. Is that right?"), fields)
    yes = Button(f"{StaffAction.SCHEDULED}.{SURE}", Text(S_("Yes, that is right")))
    again = Button(StaffAction.SCHEDULED, Text(S_("Another day or hour")))
    return _asked(Block((question,), Look.STRONG), options=(yes, again))


def try_line(outcome: TryOutcome, name: str, at: datetime) -> Text:
    """Return one try in words."""
    way, came = TRIES[outcome]
    fields: dict[str, Field] = {"day": at.date(), "time": f"{at:%H:%M}", "name": name}
    return Text(
        S_("{day}, {time}: {channel}, {outcome} ({name})"),
        {**fields, "channel": Text(WAYS[way]), "outcome": Text(came)},
    )


def progress_screen(case: Referral, tries: Sequence[Text], appointment: datetime | None) -> Screen | None:
    """Return what stands beside the state: tries, the next one, a visit, a hold; None where nothing does."""
    lines = [*tries, *day_lines(case, appointment)]
    head = Text(S_("{code}: attempts and dates"), {"code": case.code})
    return Screen((Block((head,), Look.STRONG), Block(tuple(lines)))) if lines else None


def day_lines(case: Referral, appointment: datetime | None) -> list[Text]:
    """Return the days that a case waits for: the next try, a visit in the site's own time, the end of a hold."""
    lines = []
    if case.next_try is not None:
        lines.append(Text(S_("Next attempt: {day}"), {"day": case.next_try}))
    if appointment is not None:
        fields: dict[str, Field] = {"day": appointment.date(), "time": f"{appointment:%H:%M}"}
        lines.append(Text(S_("Visit: {day} at {time}"), fields))
    if case.held_until is not None:
        lines.append(Text(S_("On hold until {day}"), {"day": case.held_until}))
    return lines


def _asked(*blocks: Block, options: tuple[Button, ...] = ()) -> Screen:
    return Screen(blocks, options=options, controls=(_BACK,), numbered=False)


def _said(name: str) -> Text:
    return Text("{value}", {"value": name})
