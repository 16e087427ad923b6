"""The review: all answers once more, before the result and when one is corrected after sending."""

from __future__ import annotations

from dialogs.conversation.next_question import ask_slot
from dialogs.conversation.step import NO_STEP_BEFORE, Next, Show
from dialogs.conversation.texts.answer_texts import answer_text, answered_slots, short_name
from dialogs.conversation.texts.question_screen import open_slots
from dialogs.conversation.texts.referral_status import TOLD
from dialogs.conversation.turn import BACK, PAUSE, PERSON, Turn, line
from dialogs.replies import Count, FunnelEvent, TeamNews, TellTeam
from dialogs.screens import N_, Block, Button, Look, Screen, Text

ANSWERS = N_("These are your answers. To change one, press it or write its number.")
HELPER_ANSWERS = N_("These are the answers about the person. To change one, press it or write its number.")
ALL_GOOD = Button("all_good", Text(N_("All good")))


def review_screen(turn: Turn) -> Screen:
    """Return all answers, numbered; a number changes one, then "all good" (AX-10)."""
    found = answered_slots(turn)
    listed = tuple(
        Text(
            N_("{number}. {name}: {answer}"), {"number": n, "name": short_name(turn, s), "answer": answer_text(turn, s)}
        )
        for n, s in enumerate(found, 1)
    )
    blocks = (
        line(turn.words(ANSWERS, HELPER_ANSWERS), Look.STRONG),
        Block(listed),
        line(N_("If they are right, press “All good”."), Look.HINT),
    )
    options = tuple(
        Button(s.key, Text(N_("{number}. {name}"), {"number": n, "name": short_name(turn, s)}))
        for n, s in enumerate(found, 1)
    )
    return Screen(blocks, "review", "choice", (*options, ALL_GOOD), (BACK, PAUSE, PERSON), numbered=False)


def answer_review(turn: Turn, button: Button) -> Next:
    """Take "all good", or ask one of the questions again."""
    if button.value == ALL_GOOD.value:
        turn.lock(review_screen(turn), ALL_GOOD.label)
        return _send_correction(turn) if turn.c.correcting else _approve(turn)
    slot = next((slot for slot in open_slots(turn) if slot.key == button.value), None)
    return ask_slot(turn, slot) if slot else Show()


def back(turn: Turn) -> Next:
    """Ask the last question again."""
    found = answered_slots(turn)
    return ask_slot(turn, found[-1]) if found else Show((line(NO_STEP_BEFORE),))


def _approve(turn: Turn) -> Next:
    """Go to the result: the answers are right."""
    turn.move("approve")
    turn.replies.append(Count(FunnelEvent(turn.screening().outcome)))
    return Show()


def _send_correction(turn: Turn) -> Next:
    """Answers changed after sending: the team gets the correction (CL-10)."""
    turn.move("corrected")
    turn.c.correcting = False
    turn.replies.append(TellTeam(TeamNews.CORRECTED))
    turn.tell(line(TOLD))
    return Show()
