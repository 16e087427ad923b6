"""Where what was sent stands with the team, in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dialogs.conversation.conversation import ReferralStatus
from dialogs.conversation.turn import Turn, line
from dialogs.replies import Heading, Purpose
from dialogs.screens import N_, Block, Button, Field, Look, Text

SENT: dict[Heading, str] = {
    Heading.REFERRAL: N_("Sent to the study team. Your code: {code}."),
    Heading.INTEREST: N_("You are on the interest list. It is not a place in the study. Your code: {code}."),
    Heading.REVIEW: N_("Sent. We asked someone on the team to look at your result. Your code: {code}."),
    Heading.CALLBACK: N_("Sent. We asked someone on the team to contact you. Your code: {code}."),
}

#: The same, where it speaks of the person to whoever helps.
HELPER_SENT: dict[Heading, str] = {
    Heading.INTEREST: N_("The person is on the interest list. It is not a place in the study. Your code: {code}."),
    Heading.REVIEW: N_("Sent. We asked someone on the team to look at the result. Your code: {code}."),
}

#: Where it stands, as the person is told.
STATUS: dict[ReferralStatus, str] = {
    ReferralStatus.FILED: N_("Status: sent. Nobody has opened it yet."),
    ReferralStatus.RECEIVED: N_("Status: the team received it."),
    ReferralStatus.TAKEN: N_("Status: someone on the team has it."),
    ReferralStatus.CONTACTED: N_("Status: the team noted that it contacted you. If that is not so, call {phone}."),
    ReferralStatus.SCHEDULED: N_("Status: you have an appointment with the team."),
    ReferralStatus.UNREACHABLE: N_(
        "The team noted that it could not reach you, and it will not call again. If you want to talk with the "
        "team, call {phone}."
    ),
    ReferralStatus.ON_HOLD: N_("Status: the team has it and will come back to it later. To ask when, call {phone}."),
    ReferralStatus.INCLUDED: N_("Status: the team noted that you joined the study. If that is not so, call {phone}."),
    ReferralStatus.NOT_ELIGIBLE: N_(
        "Status: the team noted that you cannot be in this study. To ask why, call {phone}."
    ),
    ReferralStatus.DECLINED: N_(
        "Status: the team noted that you do not want to go on. That is fine. If it is not so, call {phone}."
    ),
    ReferralStatus.CLOSED: N_(
        "Status: the team has finished looking at what you sent. If nobody told you the outcome, ask at {phone}."
    ),
}

#: The same, where it speaks of the person to whoever helps.
HELPER_STATUS: dict[ReferralStatus, str] = {
    ReferralStatus.SCHEDULED: N_("Status: the person has an appointment with the team."),
    ReferralStatus.INCLUDED: N_(
        "Status: the team noted that the person joined the study. If that is not so, call {phone}."
    ),
    ReferralStatus.NOT_ELIGIBLE: N_(
        "Status: the team noted that the person cannot be in this study. To ask why, call {phone}."
    ),
    ReferralStatus.DECLINED: N_(
        "Status: the team noted that the person does not want to go on. That is fine. If it is not so, call {phone}."
    ),
}

#: With its day and hour, once they are agreed on.
APPOINTMENT = N_("Status: you have an appointment with the team on {day} at {time}. To change it, call {phone}.")
HELPER_APPOINTMENT = N_(
    "Status: the person has an appointment with the team on {day} at {time}. To change it, call {phone}."
)

#: The same where the case is not called so now, such as on hold: the visit still stands.
VISIT = N_("You have an appointment with the team on {day} at {time}. To change it, call {phone}.")
HELPER_VISIT = N_("The person has an appointment with the team on {day} at {time}. To change it, call {phone}.")
NO_VISIT = N_("The appointment with the team that we told you about no longer stands.")
REOPENED = N_("The team has taken up again what you sent. What it told you before no longer counts.")
#: By when somebody writes or calls, as it was said when it was sent.
PROMISE = N_("The team aims to contact you by {date}. If it does not, call {phone}.")
#: The day by which somebody was to write or call is over.
PROMISE_PASSED = N_(
    "We are sorry: the team aimed to contact you by {date}, and it has not noted that it did. "
    "It has what you sent. You can also call {phone}."
)
#: A reminder of it is a consent of its own.
REMIND_VISIT = N_("Should this bot also remind you here, once, the day before? It is fine to say no.")

WANTED = N_("Someone on the team wants to talk with you. You can write your phone or e-mail here.")

WANTED_OR_CALL = N_(
    "Someone on the team wants to talk with you. You can write your phone or e-mail here, or call {phone}."
)

TOLD = N_("We told the team about your change.")

#: On what was sent: another way to reach the person.
ANOTHER = Button("another_contact", Text(N_("Give another contact")))
OPENING_TOLD = N_("We will write once if the study opens again. We cannot say when, or if.")
OPENING = N_("Should this bot also write to you here, once, if the study opens again? It is fine to say no.")


def sent_blocks(turn: Turn) -> tuple[Block, ...]:
    """Return the code, by when somebody writes, where it stands, how to see, correct and take back."""
    c = turn.c
    kind = c.heading or Heading.REFERRAL
    blocks = [line(turn.words(SENT[kind], HELPER_SENT.get(kind, SENT[kind])), Look.STRONG, code=c.code)]
    blocks += promise_blocks(turn)
    if c.consents.get(Purpose.LATER_OPENING):
        blocks.append(line(OPENING_TOLD))
    blocks.append(status_text(turn))
    if c.contact_asked:
        blocks.append(wanted_block(turn))
    blocks.append(line(N_("To see its status: /status. To take it back and erase it: /delete."), Look.HINT))
    if asks_for_reminder(turn):
        blocks.append(line(REMIND_VISIT, Look.STRONG))
    elif asks_for_news(turn):
        blocks.append(line(OPENING, Look.STRONG))
    return tuple(blocks)


def asks_for_news(turn: Turn) -> bool:
    """Is whoever is on the interest list still to be asked for a message when the study opens?"""
    return turn.c.heading == Heading.INTEREST and Purpose.LATER_OPENING not in turn.c.consents


def asks_for_reminder(turn: Turn) -> bool:
    """Is whoever has an appointment still to be asked for a reminder the day before?"""
    ahead = visit_reminder_on(turn.c.appointment, turn.today) is not None
    return ahead and not turn.c.blocked and Purpose.LATER_VISIT not in turn.c.consents


def visit_reminder_on(appointment: str, today: date) -> date | None:
    """Return the day before an appointment; None where there is none, or that day is not ahead.

    >>> visit_reminder_on("2027-02-02T10:30:00-03:00", date(2027, 1, 22))
    datetime.date(2027, 2, 1)
    """
    before = datetime.fromisoformat(appointment).date() - timedelta(days=1) if appointment else today
    return before if before > today else None


def status_text(turn: Turn) -> Block:
    """Say where it stands and whom to call; of a state without words of its own, that the team has finished."""
    status = ReferralStatus.of(turn.c.referral_state)
    if status is ReferralStatus.SCHEDULED and turn.c.appointment:
        return Block((_visit(turn, turn.words(APPOINTMENT, HELPER_APPOINTMENT)),))
    stands = line(turn.words(STATUS[status], HELPER_STATUS.get(status, STATUS[status])), phone=team_phone(turn))
    if not turn.c.appointment or datetime.fromisoformat(turn.c.appointment).date() < turn.today:
        return stands
    return Block((*stands.lines, _visit(turn, turn.words(VISIT, HELPER_VISIT))))


def _visit(turn: Turn, words: str) -> Text:
    at = datetime.fromisoformat(turn.c.appointment)
    return Text(words, {"day": at.date(), "time": f"{at:%H:%M}", "phone": team_phone(turn)})


def team_phone(turn: Turn) -> Field:
    """Return the team's number; where the site gives none, words that fit in its place."""
    return turn.site.fact("phone", turn.c.language) or Text(N_("the study team"))


def wanted_block(turn: Turn) -> Block:
    """Somebody of the team wants to talk. No health word: it may show on a lock screen."""
    phone = turn.site.fact("phone", turn.c.language)
    return line(WANTED_OR_CALL, phone=phone) if phone else line(WANTED)


def promise_blocks(turn: Turn) -> list[Block]:
    """By when somebody writes or calls, as promised when it was sent; nothing once they did.

    A day that is over is no promise any more: then that nobody noted a contact (RE-18)."""
    if not turn.c.promised or turn.c.blocked or not ReferralStatus.of(turn.c.referral_state).is_waiting:
        return []
    day = date.fromisoformat(turn.c.promised)
    return [line(PROMISE if day >= turn.today else PROMISE_PASSED, date=day, phone=team_phone(turn))]
