"""After it was sent: the code, where it stands with the team, and what can still be changed."""

from __future__ import annotations

from datetime import date, timedelta

from dialogs.conversation.conversation import ReferralStatus
from dialogs.conversation.states import State
from dialogs.conversation.turn import LANGUAGE_BUTTON, PERSON, Turn, line
from dialogs.replies import Consent, ConsentAction, Heading, Purpose, Remind, Reminder, TeamNews, TellTeam
from dialogs.screens import N_, Block, Button, Look, Screen, Text

SENT: dict[Heading, str] = {
    Heading.REFERRAL: N_("It is sent to the study team. Your code: {code}."),
    Heading.INTEREST: N_("You are on the interest list. It is not a place in the study. Your code: {code}."),
    Heading.REVIEW: N_("It is sent. A person of the team will look at your result. Your code: {code}."),
    Heading.CALLBACK: N_("It is sent. A person of the team will call or write to you. Your code: {code}."),
}


#: Where a case stands with the team, as she is told.
STANDING: dict[ReferralStatus, str] = {
    ReferralStatus.FILED: N_("Where it is: sent. Nobody has read it yet."),
    ReferralStatus.RECEIVED: N_("Where it is: the team received it."),
    ReferralStatus.TAKEN: N_("Where it is: a person of the team has it."),
    ReferralStatus.CONTACTED: N_("Where it is: the team wrote to you or called you."),
    ReferralStatus.SCHEDULED: N_("Where it is: you have a date with the team."),
    ReferralStatus.UNREACHABLE: N_("Where it is: the team could not reach you."),
    ReferralStatus.CLOSED: N_("Where it is: the team finished its part."),
}


#: On what she sent: another way to reach her.
ANOTHER = Button("another_contact", Text(N_("Give another contact")))


WANTED = N_("A person of the team wants to talk with you. You can write your phone or e-mail here.")


WANTED_OR_CALL = N_(
    "A person of the team wants to talk with you. You can write your phone or e-mail here, or call {phone}."
)


def sent(turn: Turn) -> Screen:
    """The code, by when somebody writes, where it stands, how to see, mend and take back."""
    c = turn.c
    kind = c.heading or Heading.REFERRAL
    blocks = [line(SENT[kind], Look.STRONG, code=c.code)]
    blocks += promise(turn)
    asks = kind == Heading.INTEREST and Purpose.LATER_OPENING not in c.consents
    if c.consents.get(Purpose.LATER_OPENING):
        blocks.append(line(N_("We will write once if the study opens again. We cannot say when, or if.")))
    blocks.append(line(standing(turn)))
    if c.contact_asked:
        blocks.append(wanted(turn))
    blocks.append(line(N_("To see where it is: /status. To take it back and erase it: /delete."), Look.HINT))
    blocks.append(line(N_("Nothing changes in your care. Talk about it with your doctor."), Look.HINT))
    options = [ANOTHER] if c.contact_asked or c.case == ReferralStatus.UNREACHABLE else []
    if asks:
        blocks.append(line(OPENING, Look.STRONG))
        options += [Button("opening_yes", OPENING_YES), Button("opening_no", Text(N_("No, do not write")))]
    if c.answers:
        options.append(Button("change", Text(N_("Correct an answer"))))
    # Last: the phone copies it without a word to us, so a typed number cannot mean it.
    options.append(Button("copy", Text(N_("Copy my code")), copies=c.code))
    return Screen(tuple(blocks), "send", "choice", tuple(options), (PERSON, LANGUAGE_BUTTON[c.language]), numbered=asks)


def standing(turn: Turn) -> str:
    """Where her case stands; of a state without words of its own, that the team's part is over."""
    return STANDING[ReferralStatus.of(turn.c.case)]


def wanted(turn: Turn) -> Block:
    """Somebody of the team wants to talk. No health word: it may show on a lock screen."""
    phone = turn.site.fact("phone", turn.c.language)
    return line(WANTED_OR_CALL, phone=phone) if phone else line(WANTED)


OPENING = N_("Should this bot also write to you here, once, if the study opens again? It is fine to say no.")


OPENING_YES = Text(N_("Yes, write to me"))


def answer_opening(turn: Turn, value: str) -> None:
    """A message when the study opens is a consent of its own; silence is none (CL-04)."""
    agreed = value == "opening_yes"
    turn.replies.append(Consent(Purpose.LATER_OPENING, ConsentAction.of(agreed), (Text(OPENING),)))
    turn.c.consents[Purpose.LATER_OPENING] = agreed
    turn.replies.append(Remind(Reminder.OPENING, turn.today + timedelta(days=1) if agreed else None))
    turn.redraw(sent(turn))
    turn.c.status_prompt = turn.c.prompt


def promise(turn: Turn) -> list[Block]:
    """By when somebody writes or calls, as promised when she sent it; nothing once they did."""
    if not turn.c.promised or turn.c.blocked or not ReferralStatus.of(turn.c.case).is_waiting:
        return []
    return [line(N_("Somebody will write or call by {date}."), date=date.fromisoformat(turn.c.promised))]


def moved(turn: Turn, state: str) -> None:
    """The team moved her case: her message is brought up to date, and nothing else is sent."""
    c = turn.c
    c.case = now = ReferralStatus.of(state)
    c.contact_asked = c.contact_asked and now.may_be_asked
    if not c.status_prompt or c.blocked:
        return
    if c.accessible and now == ReferralStatus.UNREACHABLE and c.state == State.SENT:
        turn.show(sent(turn))
        c.status_prompt = c.prompt
    elif c.accessible:
        turn.tell(line(STANDING[now]))
    elif c.prompt == c.status_prompt:
        turn.redraw(sent(turn))
        c.status_prompt = c.prompt


TOLD = N_("We told the team about your change.")


def corrected(turn: Turn) -> None:
    """Answers changed after sending: the team gets the correction (CL-10)."""
    turn.move("corrected")
    turn.c.correcting = False
    turn.replies.append(TellTeam(TeamNews.CORRECTED))
    turn.tell(line(TOLD))
    turn.show(sent(turn))
    turn.c.status_prompt = turn.c.prompt
