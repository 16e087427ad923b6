"""The review: all answers once more, before the result and when one is corrected after sending.

The list stands above two buttons. After "change one" the answers are asked by name; a number or a name that is typed
at the list does the same at once (AX-18).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dialogs.conversation.next_question import ask_slot
from dialogs.conversation.result_counts import count_result
from dialogs.conversation.step import NO_STEP_BEFORE, Next, ReadBack, Reread, Show
from dialogs.conversation.texts.answer_texts import answer_text, answered_slots, short_name
from dialogs.conversation.texts.question_screen import open_slots
from dialogs.conversation.texts.referral_status import TOLD
from dialogs.conversation.turn import BACK, PAUSE, PERSON, Turn, line
from dialogs.conversation.typed.assent import Confirms, assents
from dialogs.conversation.typed.button_matching import labelled, named_button, says_no_more, yes_or_no
from dialogs.conversation.typed.late_medicine import read_back_late, told_late
from dialogs.conversation.typed.taken_back import WAS, behind_it_was, says_wrong, told_of_an_answer
from dialogs.conversation.typed.wishes import said_by_wish
from dialogs.conversation.typed.wrong_answer import Wrong, at_first, is_right, what_is_wrong
from dialogs.replies import TeamNews, TellTeam
from dialogs.screening.facts import typed_beside
from dialogs.screens import N_, Block, Button, Field, Look, Screen, Text
from dialogs.study.study import Kind, Slot

ANSWERS = N_("These are your answers. If something is wrong, press “Change one” or write its number.")
HELPER_ANSWERS = N_(
    "These are the answers about the person. If something is wrong, press “Change one” or write its number."
)
WHICH = N_("Which one should change? Press it, or write its number.")
ALL_GOOD = Button("all_good", Text(N_("All good")))
CHANGE_ONE = Button("change_one", Text(N_("Change one")))


def review_screen(turn: Turn) -> Screen:
    """Return all answers, numbered, and two buttons; after "change one" their names as buttons."""
    if turn.c.draft.more:
        names = (*_names(turn), ALL_GOOD)
        return Screen((line(WHICH, Look.STRONG),), "review", "choice", names, (BACK, PAUSE, PERSON), numbered=False)
    listed = tuple(each for n, slot in enumerate(answered_slots(turn), 1) for each in _listed(turn, n, slot))
    blocks = (line(turn.words(ANSWERS, HELPER_ANSWERS), Look.STRONG), Block(listed))
    return Screen(blocks, "review", "choice", (ALL_GOOD, CHANGE_ONE), (BACK, PAUSE, PERSON), numbered=False)


def _listed(turn: Turn, number: int, slot: Slot) -> Iterator[Text]:
    """Yield an answer with its number, and what the team is told beside it."""
    said: dict[str, Field] = {"number": number, "name": short_name(turn, slot), "answer": answer_text(turn, slot)}
    yield Text(N_("{number}. {name}: {answer}"), said)
    if words := typed_beside(turn.c.answers, slot.key):
        yield Text(N_("As you typed it: “{words}”"), {"words": words})


def _names(turn: Turn) -> tuple[Button, ...]:
    return tuple(
        Button(slot.key, Text(N_("{number}. {name}"), {"number": n, "name": short_name(turn, slot)}))
        for n, slot in enumerate(answered_slots(turn), 1)
    )


def answer_review(turn: Turn, button: Button) -> Next:
    """Take "all good", ask which one is wrong, or ask that question again."""
    if button.value == ALL_GOOD.value:
        turn.lock(ALL_GOOD.label)
        return _send_correction(turn) if turn.c.correcting else _approve(turn)
    if button.value == CHANGE_ONE.value:
        turn.lock(CHANGE_ONE.label)
        turn.c.draft = replace(turn.c.draft, more=True)
        return Show()
    slot = next((slot for slot in open_slots(turn) if slot.key == button.value), None)
    if slot is None:
        return Show()
    label = next((each.label for each in _names(turn) if each.name == button.name), None)
    if label is not None:
        turn.lock(label)
    return ask_slot(turn, slot)


def weighs(turn: Turn, button: Button) -> bool:
    """Tell whether it sends the team a correction."""
    return turn.c.correcting and button.value == ALL_GOOD.value


def _named(turn: Turn, wrong: Wrong) -> Button | None:
    """Return the answer that is named by its number or by its words."""
    names, said = _names(turn), wrong.named
    if not said:
        return None
    if said.isdigit():
        return names[int(said) - 1] if 0 < int(said) <= len(names) else None
    exact = [Button(slot.key, short_name(turn, slot)) for slot in answered_slots(turn)]
    if (found := labelled(turn, exact, said)) is not None:
        return found
    if wrong.is_value:
        values = {slot.key for slot in answered_slots(turn) if slot.question.kind is Kind.QUANTITY}
        names = tuple(each for each in names if each.value in values)
    return named_button(turn, Screen((), "review", options=names), said)


def _said_of_all(turn: Turn, text: str) -> str | None:
    """Return the yes or no that a text says to the list; "it was yes" says it of one answer, so that it is a no."""
    agrees = is_right(turn, text) or assents(turn, text, Confirms.READING, Confirms.LIGHTLY)
    said = "yes" if agrees else yes_or_no(turn, text) or said_by_wish(turn, text)
    return "no" if said is not None and any(behind_it_was(turn, text, WAS)) else said


def read(turn: Turn, text: str) -> Next | None:
    """Ask the question again that a number or a name means; a value told with it is read there.

    A plain yes to the list is "all good", a plain no "change one"."""
    if (late := told_late(turn, None, text)) is not None:
        read_back_late(turn, *late)
        return Show()
    said = None if turn.c.draft.more else _said_of_all(turn, text)
    if said == "yes":
        return ReadBack(ALL_GOOD) if weighs(turn, ALL_GOOD) else answer_review(turn, ALL_GOOD)
    if not turn.c.draft.more and says_no_more(turn, text, 1):
        return Show()  # "no, nothing else" is said of a list, and wants nothing changed
    if said == "no":
        return answer_review(turn, CHANGE_ONE)
    wrong = next((each for each in at_first(turn, text) if _named(turn, each) is not None), what_is_wrong(turn, text))
    if (button := _named(turn, wrong)) is not None:
        following = answer_review(turn, button)
        return Reread(wrong.rest, in_part=True) if any(char.isdigit() for char in wrong.rest) else following
    if (told := told_of_an_answer(turn, text)) is not None:
        slot, rest = told
        answer_review(turn, Button(slot.key, short_name(turn, slot)))
        return Reread(rest, in_part=True)
    # that something is wrong, and not what: which one is asked
    return answer_review(turn, CHANGE_ONE) if _is_some_wrong(turn, wrong, text) else None


def _is_some_wrong(turn: Turn, wrong: Wrong, text: str) -> bool:
    """Tell whether a text says at the list that something is wrong."""
    is_wrong = (wrong.is_said and "?" not in text) or says_wrong(turn, text)
    return is_wrong and not turn.c.draft.more


def back(turn: Turn) -> Next:
    """Show the list again after "change one"; otherwise ask the last question again."""
    if turn.c.draft.more:
        turn.c.draft = replace(turn.c.draft, more=False)
        return Show()
    found = answered_slots(turn)
    turn.bare()
    return ask_slot(turn, found[-1]) if found else Show((line(NO_STEP_BEFORE),))


def _approve(turn: Turn) -> Next:
    """Go to the result: the answers are right."""
    turn.move("approve")
    count_result(turn)
    return Show()


def _send_correction(turn: Turn) -> Next:
    """Answers changed after sending: the team gets the correction (CL-10)."""
    turn.move("corrected")
    turn.c.correcting = False
    turn.replies.append(TellTeam(TeamNews.CORRECTED))
    turn.done(line(TOLD))
    return Show()
