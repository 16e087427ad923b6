"""What works at any time, in every state, without losing the place: help, language, a person, status, what it is about.

Her rights over her data are in `rights`.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversation.states import State
from dialogs.conversation.steps import another_contact
from dialogs.conversation.steps.contact import call_me
from dialogs.conversation.steps.opening import about, card, stop
from dialogs.conversation.steps.result import is_adult
from dialogs.conversation.steps.rights import erase, take_back
from dialogs.conversation.steps.sent import promise, standing
from dialogs.conversation.turn import Turn, line
from dialogs.languages import Language
from dialogs.machine import may
from dialogs.replies import Consent, ConsentAction, Purpose, Remind, Reminder
from dialogs.screens import N_, Block, Button, Look, Screen, Text
from dialogs.values import member

LANGUAGES = (Button(Language.ES, Text(N_("Español"))), Button(Language.EN, Text(N_("English"))))

HELP: tuple[str, ...] = (
    N_("Answer with the buttons, or write. “I don't know” is always fine."),
    N_("/start goes on, or begins. /pause stops for a while. /back goes one step back. /stop ends and erases."),
    N_("/privacy shows how your data is kept. /mydata shows what we have. /delete erases it. /block rests its use."),
    N_("/permissions shows what you agreed to, and takes a yes back."),
    N_("/language changes the language. /accessible turns numbered answers on or off. /status shows your code."),
    N_("/person tells you how to reach a person. /verify tells you who runs this bot."),
    N_("/card shows the study, /about tells more, and /questions has what people often ask."),
)


def stop_screen(turn: Turn) -> Screen:
    """Sure? A word like "stop" can be typed by mistake, and what is erased is gone."""
    options = (Button("yes", Text(N_("Yes, stop and erase"))), Button("no", Text(N_("No, go on"))))
    blocks = (line(N_("Do you want to stop here? Then we erase your answers. To keep them some days: /pause.")),)
    return Screen(blocks, "stop", "choice", options)


def ask_stop(turn: Turn) -> None:
    """Ask if she is sure."""
    turn.aside("stop", stop_screen(turn))


def language_screen(turn: Turn) -> Screen:
    """The two languages, each by its own name."""
    return Screen((line(N_("In which language shall we go on?")),), "language", "choice", LANGUAGES)


def language(turn: Turn) -> None:
    """Ask for the language."""
    turn.aside("language", language_screen(turn))


def help_(turn: Turn) -> None:
    """What she can do, and whom to call where it hurts."""
    turn.tell(*(line(text) for text in HELP), *_phone(turn))


def _phone(turn: Turn) -> tuple[Block, ...]:
    phone = turn.site.fact("phone", turn.c.language)
    emergency = line(N_("In an emergency in Chile, call SAMU at 131."), Look.HINT)
    if not phone:
        return (line(N_("No phone of the team is set here yet.")), emergency)
    return (line(N_("A person of the team: {phone}."), phone=phone), emergency)


def person(turn: Turn) -> None:
    """Say how to reach a person."""
    turn.aside("person", person_screen(turn))


def person_screen(turn: Turn) -> Screen:
    """How to reach a person: the phone in the text, the hours, and a call back where one may be asked for."""
    hours = turn.site.fact("hours", turn.c.language)
    blocks = [line(N_("You can talk to a person of the study team.")), *_phone(turn)]
    if hours:
        blocks.insert(2, line(N_("Hours: {hours}."), hours=hours))
    if not turn.site.staffed_now and turn.site.opens_on:
        blocks.insert(2, line(N_("Nobody is there now. They are there again on {date}."), date=turn.site.opens_on))
    options = [Button("continue", Text(N_("Go on")))]
    if _may_be_called(turn):
        options.insert(0, Button("call_me", Text(N_("Ask to be contacted"))))
    return Screen(tuple(blocks), "person", "choice", tuple(options))


def _may_be_called(turn: Turn) -> bool:
    """Is she an adult who has sent nothing yet, at a step from which a call back can be asked for?"""
    c = turn.c
    here = replace(c, state=c.back_to) if c.state == State.PAUSED else c
    return not c.case and bool(c.answers) and may(turn.machine, here, "call_me") and is_adult(turn.screening(), turn)


def verify(turn: Turn) -> None:
    """Who runs this, how to check it, and what nobody will ever ask for."""
    names = ("controller", "phone", "committee", "approval")
    facts = {name: turn.site.fact(name, turn.c.language) for name in names}
    unset = Text(N_("not set yet"))
    turn.tell(
        line(N_("Who runs this bot: {controller}."), controller=facts["controller"] or unset),
        line(N_("Ethics committee: {committee}."), committee=facts["committee"] or unset),
        line(N_("Approval: {approval}."), approval=facts["approval"] or unset),
        line(N_("You can check by phone: {phone}."), phone=facts["phone"] or unset),
        line(N_("We never ask for money, passwords, bank data, your RUT or photos.")),
    )


def status(turn: Turn) -> None:
    """Her code and where her case stands."""
    c = turn.c
    if not c.case:
        turn.tell(line(N_("You have sent nothing to the team.")))
        return
    if c.state != State.SENT:  # there the message that is shown again says all of it
        blocks = [line(N_("Your code: {code}."), code=c.code), line(standing(turn))]
        turn.tell(*blocks, *promise(turn))


def frequent(turn: Turn) -> None:
    """Offer the frequent questions."""
    turn.aside("frequent", frequent_screen(turn))


def frequent_screen(turn: Turn) -> Screen:
    """The questions that people ask about any trial."""
    options = tuple(Button(q.id, Text(q.question)) for q in turn.study.frequent)
    blocks = (line(N_("What would you like to know?")),)
    return Screen(blocks, "frequent", "choice", (*options, Button("continue", Text(N_("Go on")))))


def accessible(turn: Turn) -> None:
    """Numbered text answers, nothing edited in place; kept for her."""
    turn.c.accessible = not turn.c.accessible
    on = N_("Numbered answers are on. You can answer with the number. We change no message after it is sent.")
    turn.tell(line(on if turn.c.accessible else N_("Numbered answers are off.")))


def trial_card(turn: Turn) -> None:
    """The card: status first, then what, who, where and how long."""
    turn.tell(*card(turn).blocks)


def about_it(turn: Turn) -> None:
    """What it is about."""
    turn.tell(*about(turn, "about"))


RECHECK = N_("May we keep your answers until that day, so as to look again? Otherwise we only write to you.")


def recheck(turn: Turn) -> None:
    """Ask what may be done on the day from which it can be looked at again."""
    turn.aside("recheck", recheck_screen(turn))


def recheck_screen(turn: Turn) -> Screen:
    """A message on the day from which it can be looked at again, and apart from it: may the answers be kept?"""
    options = (Button("yes", Text(N_("Yes, keep my answers"))), Button("no", Text(N_("No, only write to me"))))
    return Screen((line(RECHECK),), "recheck", "choice", options)


def _agreed_recheck(turn: Turn, keep: bool) -> None:
    day = turn.screening().earliest
    turn.c.recheck_on = day.isoformat() if day else ""
    label = Text(N_("Write to me on that day"))
    turn.replies.append(Consent(Purpose.LATER_RECHECK, ConsentAction.GIVEN, (label,)))
    turn.replies.append(Consent(Purpose.KEEP, ConsentAction.of(keep), (Text(RECHECK),)))
    turn.c.consents |= {Purpose.LATER_RECHECK: True, Purpose.KEEP: keep}
    turn.replies.append(Remind(Reminder.RECHECK, day))
    if day:
        turn.tell(
            line(N_("We will write to you once, on {date}. The message will say nothing about health."), date=day),
            *turn.text("do_not_stop"),
        )
    if not keep:
        # Only the date stays: nothing of the answers, and nothing to press.
        turn.move("start_over")
        turn.c.answers, turn.c.offered = {}, []
        turn.tell(line(N_("If you want to come back one day, write /start."), Look.HINT))


def press_side(turn: Turn, side: str, value: str) -> bool:
    """A press on a side prompt. True: the open step must be shown again."""
    turn.c.marks.pop("side", None)
    if side == "language":
        turn.c.language = member(Language, value) or turn.c.language
    elif side == "delete" and value == "yes":
        erase(turn)
        return False
    elif side == "stop" and value == "yes":
        stop(turn)
        return False
    elif side == "frequent" and value != "continue":
        found = next(q for q in turn.study.frequent if q.id == value)
        turn.tell(line(found.question, Look.STRONG), *(line(text) for text in found.answer))
        frequent(turn)
        return False
    elif value in ("call_me", another_contact.SIDE):
        call_me(turn)
        return False
    elif side == "recheck":
        _agreed_recheck(turn, value == "yes")
        return value == "yes"
    elif side == "permissions" and value != "continue":
        purpose = member(Purpose, value)
        return purpose is None or take_back(turn, purpose)
    return True
