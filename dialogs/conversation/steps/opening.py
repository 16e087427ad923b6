"""Before the questions: the trial card, who answers, the consent; and the pause."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from dialogs.conversation.states import FINAL, State
from dialogs.conversation.turn import BACK, LANGUAGE_BUTTON, PERSON, Turn, folded, line
from dialogs.privacy.notice import notice_block, notice_texts
from dialogs.replies import Consent, ConsentAction, Count, Erase, EraseScope, FunnelEvent, Purpose, Remind, Reminder
from dialogs.screens import N_, Block, Button, Look, Screen, Text
from dialogs.site import Recruitment

#: Days after a pause at which the one agreed reminder comes.
REMIND_AFTER_DAYS = 3


def status(turn: Turn) -> tuple[Block, ...]:
    """The state of the study, said before anything else (RE-12)."""
    standing = turn.site.standing(turn.today)
    if standing is Recruitment.NOT_RECRUITING and not turn.site.is_confirmed(turn.today):
        return turn.text("status_unconfirmed", Look.STRONG)
    return turn.text(f"status_{standing}", Look.STRONG)


def arrive(turn: Turn) -> None:
    """The first message: status and card, or the end where the study has ended."""
    if turn.site.standing(turn.today) is Recruitment.CLOSED:
        if turn.c.state != State.CLOSED:
            turn.move("close")
        turn.tell(*status(turn))
        turn.replies.append(Erase(EraseScope.ANSWERS))
        return
    turn.move("arrive" if turn.c.state in (State.NEW, *FINAL) else "start_over")
    turn.replies.append(Count(FunnelEvent.STARTED))
    turn.show(card(turn))


def card(turn: Turn) -> Screen:
    """The trial card: status first."""
    sites = turn.site.fact("sites", turn.c.language)
    where = Text("{value}", {"value": sites}) if sites else Text(N_("the team will tell you"))
    blocks = (*status(turn), *turn.text("card", sites=where))
    return menu(turn, blocks)


def card_menu(turn: Turn) -> Screen:
    """The card's buttons alone: the whole card again would bury what was just said."""
    return menu(turn, ())


def menu(turn: Turn, blocks: tuple[Block, ...]) -> Screen:
    """The card's buttons under some text."""
    options = [
        Button("questions", Text(N_("Answer the questions"))),
        Button("about", Text(N_("What is it about?"))),
        Button("who_can", Text(N_("Who can take part?"))),
        Button("frequent", Text(N_("Frequent questions"))),
        Button("person", Text(N_("Talk to a person"))),
        Button("verify", Text(N_("Who runs this bot?"))),
    ]
    controls = (LANGUAGE_BUTTON[turn.c.language],)
    return Screen(blocks, ask="card", kind="choice", options=tuple(options), controls=controls)


def about(turn: Turn, name: str) -> tuple[Block, ...]:
    """What stands behind a button of the card."""
    if name == "who_can":
        formal = tuple(Text(text) for text in turn.study.texts["formal"])
        return (*turn.text("who_can"), folded(N_("As the register says it"), formal), *turn.text("register"))
    return turn.text("about")


def answer_card(turn: Turn, value: str) -> None:
    """A press on the card."""
    if value == "questions":
        turn.lock(card(turn), Text(N_("Answer the questions")))
        turn.move("begin")
        turn.show(who(turn))
    else:
        turn.show(menu(turn, about(turn, value)))


def who(turn: Turn) -> Screen:
    """Who answers: herself, or somebody who helps her (RE-04)."""
    options = (Button("self", Text(N_("I answer for myself"))), Button("helper", Text(N_("I am helping someone"))))
    return Screen(turn.text("who"), "who", "choice", options, (BACK, PERSON, LANGUAGE_BUTTON[turn.c.language]))


def answer_who(turn: Turn, value: str) -> None:
    """Keep who answers, and ask for the consent."""
    label = next(b.label for b in who(turn).options if b.value == value)
    turn.lock(who(turn), label)
    turn.c.who = value
    turn.move("answer_for")
    turn.show(consent(turn))


def consent(turn: Turn, whole: bool = False) -> Screen:
    """Before the first health question: what happens with the answers, and the whole notice folded (CL-02, CL-17)."""
    helper = turn.text("helper") if turn.c.who == "helper" else ()
    blocks = (*helper, *turn.text("consent", days=turn.site.keep_days), notice_block(turn.site, turn.c.language, whole))
    options = [Button("accept", _accept(turn)), Button("decline", Text(N_("No, thanks")))]
    if not whole:
        options.append(Button("read", Text(N_("Read it all"))))
    controls = (BACK, PERSON, LANGUAGE_BUTTON[turn.c.language])
    return Screen(blocks, "consent", "choice", tuple(options), controls)


def _accept(turn: Turn) -> Text:
    """The yes in the words of whoever presses: of a helper it is the person's (RE-04)."""
    if turn.c.who == "helper":
        # Translators: button
        return Text(N_("The person agrees"))
    return Text(N_("I agree"))


def consent_texts(turn: Turn) -> tuple[Text, ...]:
    """The texts that the consent is given to; their wording is what the record proves (CL-06)."""
    return tuple(text for block in consent(turn).blocks for text in block.lines)


def fingerprint(turn: Turn) -> str:
    """What she agreed to, in short: changes when the text, the notice or a fact of the site changes.

    In whichever language she reads it: switching is no change."""
    notices = [notice_texts(turn.site, language) for language in sorted(LANGUAGE_BUTTON)]
    agreed = [text.id for text in consent_texts(turn)]
    said = repr([agreed, *([(text.id, sorted(text.fields.items())) for text in notice] for notice in notices)])
    return sha256(said.encode()).hexdigest()[:16]


def ask_again(turn: Turn) -> None:
    """The notice changed since she agreed: nothing more is asked or sent before she has seen it (TG-30)."""
    turn.move("notice_changed")
    turn.c.slot, turn.c.pending, turn.c.marks = "", {}, {}
    shown = consent(turn)
    changed = line(N_("The notice about your data has changed. Please look at it again."), Look.STRONG)
    turn.show(replace(shown, blocks=(changed, *shown.blocks)))


def answer_consent(turn: Turn, value: str) -> None:
    """Record the answer; the caller asks the first question where it was a yes."""
    if value == "read":
        turn.show(consent(turn, whole=True))
        return
    label = _accept(turn) if value == "accept" else Text(N_("No, thanks"))
    turn.lock(consent(turn), label)
    given = value == "accept"
    turn.replies.append(Consent(Purpose.ANSWER, ConsentAction.of(given), consent_texts(turn)))
    turn.c.consents[Purpose.ANSWER] = given
    turn.c.agreed_to = fingerprint(turn)
    turn.replies.append(Count(FunnelEvent.CONSENTED if given else FunnelEvent.DECLINED))
    if not given:
        turn.move("decline")
        turn.tell(
            line(N_("That is fine. We keep nothing. Nothing changes in your care.")),
            line(N_("If you want to come back one day, write /start."), Look.HINT),
        )
        turn.replies.append(Erase(EraseScope.ANSWERS))


def paused(turn: Turn) -> Screen:
    """A rest, for as long as she likes within the stated time."""
    days = turn.site.keep_days
    blocks: tuple[Block, ...] = (
        line(N_("We stop here for now. Your place is kept for {days} days. Then we erase your answers."), days=days),
    )
    options = [Button("continue", Text(N_("Go on")))]
    if Purpose.LATER_UNFINISHED not in turn.c.consents:
        blocks = (*blocks, line(N_("We can write to you once to remind you, only if you ask.")))
        options.append(Button("remind", Text(N_("Remind me in some days"))))
    options.append(Button("stop", Text(N_("Stop and erase"))))
    return Screen(blocks, "paused", "choice", tuple(options), (PERSON, LANGUAGE_BUTTON[turn.c.language]))


def remind_unfinished(turn: Turn) -> None:
    """She asked to be reminded: a consent of its own, and one date."""
    label = Text(N_("Remind me in some days"))
    turn.lock(paused(turn), label)
    turn.replies.append(Consent(Purpose.LATER_UNFINISHED, ConsentAction.GIVEN, (label,)))
    turn.c.consents[Purpose.LATER_UNFINISHED] = True
    turn.replies.append(Remind(Reminder.UNFINISHED, turn.today + timedelta(days=REMIND_AFTER_DAYS)))
    turn.tell(
        line(N_("We will write to you once, in {days} days. It will say nothing about health."), days=REMIND_AFTER_DAYS)
    )


def forget(turn: Turn) -> None:
    """Nothing of the answers stays, here or in the store."""
    turn.c.answers, turn.c.pending, turn.c.ticked, turn.c.correcting = {}, {}, [], False
    turn.replies.append(Erase(EraseScope.ANSWERS))


def stop(turn: Turn) -> None:
    """She ends it: nothing of the answers stays."""
    turn.move("stop")
    forget(turn)
    turn.tell(
        line(N_("We stop here. We erased your answers. Thank you for your time.")),
        line(N_("Nothing changes in your care. If you want to come back one day, write /start.")),
    )
