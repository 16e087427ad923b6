"""The short side steps: another language, a person, frequent questions, really stop?, write on that day?"""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversation.ending import end_conversation
from dialogs.conversation.reaching import open_contact
from dialogs.conversation.states import State, StepName
from dialogs.conversation.step import Close, Next, Open, Show, Stay
from dialogs.conversation.texts.offer import is_adult
from dialogs.conversation.turn import Turn, line
from dialogs.languages import Language
from dialogs.machine import may
from dialogs.replies import Consent, ConsentAction, Purpose
from dialogs.screens import N_, Block, Button, Look, Screen, Text
from dialogs.values import member

LANGUAGES = (Button(Language.ES, Text(N_("Español"))), Button(Language.EN, Text(N_("English"))))
RECHECK = N_("May we keep your answers until that day, so as to look again? Otherwise we only write to you.")
HELPER_RECHECK = N_(
    "Does the person agree that we keep the answers until that day, so as to look again? Otherwise we only write to "
    "you."
)

WHOM_TO_CALL = N_(
    "We cannot answer that here. If it may be an emergency, call SAMU at 131 in Chile, or go to the nearest emergency "
    "room. If you think of hurting yourself, call *4141 from a mobile phone. Outside Chile, call your local emergency "
    "number."
)


def stop_screen(turn: Turn) -> Screen:
    """Sure? A word like "stop" can be typed by mistake, and what is erased is gone."""
    options = (Button("yes", Text(N_("Yes, stop and erase"))), Button("no", Text(N_("No, go on"))))
    blocks = (line(N_("Do you want to stop here? Then we erase your answers. To keep them some days: /pause.")),)
    return Screen(blocks, "stop", "choice", options)


def answer_stop(turn: Turn, button: Button) -> Next:
    """End it after a yes."""
    return end_conversation(turn) if button.value == "yes" else Close()


def safety_screen(_turn: Turn) -> Screen:
    """Return the one button under a safety text; the text is what was said, and nothing of it is kept."""
    return Screen((), None, None, (Button("continue", Text(N_("Go on"))),), numbered=False)


def safety_again_screen(turn: Turn) -> Screen:
    """Return whom to call, for any danger: which one it was is not kept."""
    return replace(safety_screen(turn), blocks=(line(WHOM_TO_CALL),))


def answer_safety(turn: Turn, _button: Button) -> Next:
    """Go on where the person was; words for the team, or of a note, wait for a yes of their own.

    A "sure?" that stood open comes again, and asks for the words of its button: it was not seen for a while."""
    if turn.c.stack:
        return Open(turn.c.stack[-1], guessed=True)
    if turn.c.draft.note:
        return Open(StepName.NOTE_WHICH)
    return Open(StepName.SEND_ANYWAY) if turn.c.draft.to_team else Close()


def language_screen(turn: Turn) -> Screen:
    """Return the two languages, each by its own name."""
    return Screen((line(N_("In which language shall we go on?")),), "language", "choice", LANGUAGES)


def answer_language(turn: Turn, button: Button) -> Next:
    """Go on in that language: the same message again."""
    turn.c.language = member(Language, button.value) or turn.c.language
    return Show()


def phone_blocks(turn: Turn) -> tuple[Block, ...]:
    """Return whom to call."""
    phone = turn.site.fact("phone", turn.c.language)
    emergency = line(N_("In an emergency in Chile, call SAMU at 131."), Look.HINT)
    if not phone:
        return (line(N_("No phone of the team is set here yet.")), emergency)
    return (line(N_("Someone on the team: {phone}."), phone=phone), emergency)


def person_screen(turn: Turn) -> Screen:
    """How to reach a person: the phone in the text, the hours, and a call back where one may be asked for."""
    hours = turn.site.fact("hours", turn.c.language)
    blocks = [line(N_("You can talk to someone on the study team.")), *phone_blocks(turn)]
    if hours:
        blocks.insert(2, line(N_("Hours: {hours}."), hours=hours))
    if not turn.site.staffed_now and turn.site.opens_on:
        blocks.insert(
            2, line(N_("Nobody is there right now. Someone will be there again on {date}."), date=turn.site.opens_on)
        )
    options = [Button("continue", Text(N_("Go on")))]
    if _may_be_called(turn):
        options.insert(0, Button("call_me", Text(N_("Ask to be contacted"))))
    return Screen(tuple(blocks), "person", "choice", tuple(options))


def answer_person(turn: Turn, button: Button) -> Next:
    """Ask how to reach the person, or go on."""
    return open_contact(turn) if button.value == "call_me" and _may_be_called(turn) else Close()


def _may_be_called(turn: Turn) -> bool:
    """Is this an adult who has sent nothing yet, at a step from which a call back can be asked for?"""
    c = turn.c
    here = replace(c, state=c.paused_at) if c.state == State.PAUSED else c
    return (
        not c.referral_state
        and not turn.site.information_only
        and bool(c.answers)
        and may(turn.machine, here, "call_me")
        and is_adult(turn.screening(), turn)
    )


def frequent_screen(turn: Turn) -> Screen:
    """Return the questions that people ask about any trial."""
    options = tuple(Button(q.id, Text(q.question)) for q in turn.study.frequent)
    blocks = (line(N_("What would you like to know?")),)
    return Screen(blocks, "frequent", "choice", (*options, Button("continue", Text(N_("Go on")))))


def answer_frequent(turn: Turn, button: Button) -> Next:
    """Answer the question and offer the others, or go on."""
    found = next((q for q in turn.study.frequent if q.id == button.value), None)
    if found is None:
        return Close()
    turn.tell(line(found.question, Look.STRONG), *(line(text) for text in found.answer))
    return Open(StepName.FREQUENT)


def recheck_screen(turn: Turn) -> Screen:
    """Ask apart from the message on that day, which is agreed to: may the answers be kept until then?"""
    options = (
        Button("yes", Text(turn.words(N_("Yes, keep my answers"), N_("Yes, keep the answers")))),
        Button("no", Text(N_("No, only write to me"))),
    )
    return Screen((line(_recheck(turn)),), "recheck", "choice", options)


def _recheck(turn: Turn) -> str:
    return turn.words(RECHECK, HELPER_RECHECK)


def answer_recheck(turn: Turn, button: Button) -> Next:
    """Keep the answers until that day only after a yes of its own."""
    keep = button.value == "yes"
    turn.replies.append(Consent(Purpose.KEEP, ConsentAction.of(keep), (line(_recheck(turn)),)))
    turn.c.consents[Purpose.KEEP] = keep
    if keep:
        return Close()
    # Only the date stays: nothing of the answers, and nothing to press.
    turn.move("start_over")
    turn.c.answers, turn.c.offered = {}, []
    turn.tell(line(N_("If you want to come back one day, write /start."), Look.HINT))
    return Stay()
