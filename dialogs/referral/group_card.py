"""A case's card in the team's group: what nobody minds on a lock screen (TG-14).

Code, heading, outcome, counts, language, time, and where the case stands. No name, no contact, no answer.
"""

from __future__ import annotations

from datetime import datetime

from dialogs.languages import Language
from dialogs.referral.labels import STATE_LABELS
from dialogs.referral.referral import GONE, Referral, ReferralState, StaffAction
from dialogs.replies import Heading, TeamNews
from dialogs.screening.screening import Outcome
from dialogs.screens import S_, SP_, Block, Button, Look, Screen, Text

HEADING_LABELS = {
    Heading.INTEREST: S_("INTEREST LIST: study not recruiting"),
    Heading.REFERRAL: S_("SELF-REFERRAL: study recruiting"),
    Heading.REVIEW: S_("REVIEW: the person asked for a second look at the result"),
    Heading.CALLBACK: S_("CONTACT: the person asks to be contacted"),
}
#: The same in a word or two, for lists.
HEADING_NAMES = {
    Heading.INTEREST: S_("interest list"),
    Heading.REFERRAL: S_("self-referral"),
    Heading.REVIEW: S_("second look"),
    Heading.CALLBACK: S_("asks to be contacted"),
}
OUTCOME_LABELS = {
    Outcome.PLAUSIBLE: S_("possible"),
    Outcome.NOT_NOW: S_("not now"),
    Outcome.UNLIKELY: S_("seems not"),
}
#: What follows "write", "read" and the like.
IN_LANGUAGE = {Language.ES: S_("in Spanish"), Language.EN: S_("in English")}
LANGUAGE_LABELS = {Language.ES: S_("Language: Spanish"), Language.EN: S_("Language: English")}

#: What the group is told of a case it knows; nothing of it says what about.
NEWS = {
    TeamNews.CORRECTED: S_("{code}: the person corrected something. Look at it again."),
    TeamNews.WITHDRAWN: S_("{code}: the person withdrew. Please make no more contact."),
    TeamNews.ERASE: S_("{code}: the person had everything erased. Please erase your own copies too."),
    TeamNews.EXPIRED: S_("{code}: its time is over and it is erased here. Please erase your own copies too."),
    TeamNews.BLOCKED: S_("{code}: the person blocked its use. Please do not use it or call until further notice."),
    TeamNews.WROTE: S_("{code}: the person wrote. Press “See” to read it."),
    TeamNews.UNBLOCKED: S_("{code}: the person lifted the block. It may be used again."),
}
#: To whoever has it, where what the person corrected is how to reach them.
ANOTHER_CONTACT = S_("{code}: the person gave another way to be reached. Press “See”.")
#: Seconds of a unit, and its text; a unit is used from twice its size on.
_AGES = (
    (86_400, SP_("{n} day ago", "{n} days ago")),
    (3_600, SP_("{n} hour ago", "{n} hours ago")),
    (60, S_("{n} min ago")),
)

PAUSED = S_("Use blocked: the person does not want it used now.")

TAKE = Button(StaffAction.TAKE, Text(S_("Take")))
#: A second press falls on what was just pressed, and never on "See", which would show a case to whoever was late.
TAKEN = Button(StaffAction.TAKE, Text(S_("Taken")), done=True)
SEE = Button(StaffAction.SEE, Text(S_("See")))


def card(referral: Referral, filed: datetime) -> Screen:
    """Return the card as it stands; `filed` is when it was sent, in the site's own time."""
    code = Text(S_("{code}"), {"code": referral.code})
    if referral.state in GONE:
        # Nothing of the case stays readable in the group once the person took it back.
        return Screen((Block((code,), Look.STRONG), Block((_standing(referral),))))
    language = Text(LANGUAGE_LABELS[referral.language])
    arrived = Text(S_("Received on {day} at {time}"), {"day": filed.date(), "time": f"{filed:%H:%M}"})
    return Screen(
        (
            Block((Text(HEADING_LABELS[referral.heading]), code), Look.STRONG),
            Block((_result(referral), language, arrived)),
            Block((_standing(referral), *((Text(PAUSED),) if referral.paused else ())), Look.HINT),
        ),
        controls=(TAKE if referral.state == ReferralState.NEW else TAKEN, SEE),
        numbered=False,
    )


def _result(referral: Referral) -> Text:
    if not referral.outcome:
        return Text(S_("before the end of the questions"))
    counts = {"met": referral.met, "not_met": referral.not_met, "unknown": referral.unknown}
    outcome = Text(OUTCOME_LABELS[referral.outcome])
    if not any(counts.values()):
        return Text(S_("By the bot: {outcome}"), {"outcome": outcome})
    return Text(
        S_("By the bot: {outcome} · {met} yes, {not_met} no, {unknown} to confirm"), {"outcome": outcome, **counts}
    )


def _standing(referral: Referral) -> Text:
    state = Text(STATE_LABELS[referral.state])
    if referral.state in GONE:
        return state
    if referral.state is ReferralState.NEW:
        return Text(S_("Nobody has it yet."))
    if not referral.holder_name:
        return Text(S_("Status: {state}"), {"state": state})
    if referral.state == ReferralState.TAKEN:
        return Text(S_("{name} took it."), {"name": referral.holder_name})
    return Text(S_("Status: {state} · {name}"), {"state": state, "name": referral.holder_name})


def news(what: TeamNews, code: str) -> Screen:
    """One line to the group about a case."""
    controls = (SEE,) if what in (TeamNews.CORRECTED, TeamNews.WROTE) else ()
    return Screen((Block((Text(NEWS[what], {"code": code}),)),), controls=controls)


def ago(seconds: int) -> Text:
    """How long since, in the largest unit that says something."""
    for unit, text in _AGES:
        if seconds >= 2 * unit:
            return Text(text, {"n": seconds // unit})
    return Text(S_("{n} s ago"), {"n": max(seconds, 0)})
