"""After it was sent: the code, where it stands with the team, and what can still be changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogs.conversation.conversation import ReferralStatus
from dialogs.conversation.reaching import open_contact
from dialogs.conversation.states import State, StepName
from dialogs.conversation.step import Next, Open, Redraw, Reread, Show, ShowInstead, Stay
from dialogs.conversation.texts.referral_status import (
    ANOTHER,
    NO_VISIT,
    OPENING,
    REMIND_VISIT,
    REOPENED,
    asks_for_news,
    asks_for_reminder,
    sent_blocks,
    status_text,
    visit_reminder_on,
)
from dialogs.conversation.turn import LANGUAGE_BUTTON, PERSON, Turn, line
from dialogs.conversation.typed.after_sending import about_contact
from dialogs.conversation.typed.taken_back import says_wrong, told_of_an_answer
from dialogs.replies import Consent, ConsentAction, Notice, Purpose, Remind, Reminder
from dialogs.screens import N_, Button, Screen, Text

ANSWER_TEAM = Button("answer_team", Text(N_("Answer the team")))
OPENING_YES = Text(N_("Yes, write to me"))


def sent_screen(turn: Turn) -> Screen:
    """Return where it stands, and what can be done about it."""
    c, reminds = turn.c, asks_for_reminder(turn)
    asks = asks_for_news(turn) and not reminds
    options = [ANOTHER] if c.contact_asked or c.referral_state == ReferralStatus.UNREACHABLE else []
    if reminds:
        options += [
            Button("visit_yes", Text(N_("Yes, remind me"))),
            Button("visit_no", Text(N_("No, do not remind me"))),
        ]
    if asks:
        options += [Button("opening_yes", OPENING_YES), Button("opening_no", Text(N_("No, do not write")))]
    if c.team_wrote and not ReferralStatus.of(c.referral_state).is_over:
        options.append(ANSWER_TEAM)
    if c.answers:
        options.append(Button("change", Text(N_("Correct an answer"))))
    options.append(Button("another_person", Text(N_("For another person"))))
    # Last: the phone copies it without a word to us, so a typed number cannot mean it.
    options.append(Button("copy", Text(N_("Copy my code")), copies=c.code))
    controls = (PERSON, LANGUAGE_BUTTON[c.language])
    return Screen(sent_blocks(turn), "send", "choice", tuple(options), controls, numbered=asks or reminds)


def answer_sent(turn: Turn, button: Button) -> Next:
    """Take a press on what was sent."""
    match button.value:
        case "change":
            turn.move("correct")
            turn.c.correcting = True
            return Show()
        case ANOTHER.value:
            return open_contact(turn)
        case ANSWER_TEAM.value:
            return Open(StepName.TEAM)
        case "another_person":
            return Open(StepName.ANOTHER_PERSON)
        case "opening_yes" | "opening_no":
            return _answer_opening(turn, agreed=button.value == "opening_yes")
        case "visit_yes" | "visit_no":
            return _answer_visit(turn, agreed=button.value == "visit_yes")
    turn.replies.append(Notice(Text(N_("Your code: {code}."), {"code": turn.c.code})))
    return Stay()


def read(turn: Turn, text: str) -> Next | None:
    """Open the list of answers where a text says that one of them is wrong; it is read there.

    Once the team wrote it may be for them, and nothing is opened."""
    may_be_corrected = "change" in turn.c.offered and not turn.c.team_wrote and not about_contact(turn, text)
    if not may_be_corrected or not (says_wrong(turn, text) or told_of_an_answer(turn, text) is not None):
        return None
    answer_sent(turn, Button("change", Text("")))
    return Reread(text)


def _answer_opening(turn: Turn, agreed: bool) -> Next:
    """Ask whether to write when the study opens: a consent of its own; silence is none (CL-04)."""
    turn.replies.append(Consent(Purpose.LATER_OPENING, ConsentAction.of(agreed), (line(OPENING),)))
    turn.c.consents[Purpose.LATER_OPENING] = agreed
    turn.replies.append(Remind(Reminder.OPENING, turn.today + timedelta(days=1) if agreed else None))
    return Redraw()


def _answer_visit(turn: Turn, agreed: bool) -> Next:
    """Ask whether to remind of the appointment: a consent of its own; silence is none (CL-04)."""
    turn.replies.append(Consent(Purpose.LATER_VISIT, ConsentAction.of(agreed), (line(REMIND_VISIT),)))
    turn.c.consents[Purpose.LATER_VISIT] = agreed
    _remind_of_visit(turn)
    return Redraw()


def _remind_of_visit(turn: Turn) -> None:
    """Remember the day before the appointment, as it stands now and as the person agreed."""
    agreed = turn.c.consents.get(Purpose.LATER_VISIT)
    on = visit_reminder_on(turn.c.appointment, turn.today) if agreed else None
    turn.replies.append(Remind(Reminder.VISIT, on))


def show_referral_state(turn: Turn, state: str, appointment: datetime | None = None) -> Next:
    """Follow what the team did: bring the message up to date. That the team calls no more, an end, a visit, and that
    one of these holds no longer are said once, unasked."""
    c, before = turn.c, (turn.c.referral_state, turn.c.appointment)
    _note_state(turn, ReferralStatus.of(state), appointment)
    if c.appointment != before[1] and c.consents.get(Purpose.LATER_VISIT):
        _remind_of_visit(turn)
    if c.blocked or before == (c.referral_state, c.appointment):
        return Stay()
    undone = _undone(turn, *before)
    for words in undone:
        turn.tell(line(words))
    now = ReferralStatus.of(c.referral_state)
    said = now is ReferralStatus.UNREACHABLE or now.is_over or c.appointment not in ("", before[1]) or bool(undone)
    return _show_state(turn, now, said=said)


def _note_state(turn: Turn, now: ReferralStatus, appointment: datetime | None) -> None:
    """Keep where it stands now, and what follows for what was promised and asked."""
    c = turn.c
    c.referral_state = now
    c.appointment = appointment.isoformat() if appointment and not now.is_over else ""
    c.contact_asked = c.contact_asked and now.may_be_asked
    if now in (ReferralStatus.CONTACTED, ReferralStatus.SCHEDULED) or now.is_over:
        c.promised = ""  # it is kept: a case that comes back from a hold promises nothing again


def _show_state(turn: Turn, now: ReferralStatus, *, said: bool) -> Next:
    """Bring the message up to date, or say it in a message of its own."""
    c = turn.c
    if said and c.state == State.SENT and c.status_prompt and not c.stack:
        return ShowInstead(sent_screen(turn), quiet=True)
    if c.accessible or said or (c.state != State.SENT and now is ReferralStatus.TAKEN):
        # Something else is open, such as the questions after a call was asked for in their middle: a line says it.
        turn.tell(status_text(turn))
        return Stay()
    return Redraw() if c.prompt == c.status_prompt and c.state == State.SENT else Stay()


def _undone(turn: Turn, state: str, visit: str) -> tuple[str, ...]:
    """Return what the person was told before and must not go on believing."""
    over = ReferralStatus.of(turn.c.referral_state).is_over
    opened = bool(state) and ReferralStatus.of(state).is_over and not over
    gone = bool(visit) and not turn.c.appointment and not over
    return (*((REOPENED,) if opened else ()), *((NO_VISIT,) if gone else ()))
