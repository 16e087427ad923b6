"""Asking a question, and taking what comes back.

Theory of operation. The open question is always the first slot without an answer, unless the person chose to change
another one (`ask_slot`). Every way of answering ends in `record_answer`, which stores the value; what had to be
inferred waits in the draft until they say yes. An answer that makes an earlier one apply no longer is not erased at
once: it is hidden, and hidden means unknown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dialogs.answers import Misread, MisreadReason, Reading, is_of_who_helps
from dialogs.answers.alike import asks_which
from dialogs.conversation.next_question import ask_slot
from dialogs.conversation.step import Next, NextQuestion, Redraw, Show
from dialogs.conversation.texts.answer_texts import short_name
from dialogs.conversation.texts.cautions import new_cautions
from dialogs.conversation.texts.question_screen import (
    CORRECT,
    DONE,
    IS_MEDICINE,
    KEEP,
    YES,
    asks_of_words,
    current_slot,
    option,
    pressed,
    question_screen,
)
from dialogs.conversation.texts.reprompt import whom_to_ask
from dialogs.conversation.turn import Turn, line
from dialogs.conversation.typed import asked_back, assent, several_facts
from dialogs.conversation.typed.about_words import (
    behind_no,
    is_medicine,
    own_offer,
    replaces,
    said_of_reading,
    said_of_words,
    says_another,
)
from dialogs.conversation.typed.beside_danger import beside_danger
from dialogs.conversation.typed.button_matching import numbered_button
from dialogs.conversation.typed.late_medicine import read_back_late, told_late
from dialogs.conversation.typed.list_changes import changed, joined, marked_before
from dialogs.conversation.typed.list_words import belongs_to_the_list, corrects, is_done
from dialogs.conversation.typed.medicine_list import (
    is_single,
    is_whole,
    named_before,
    names_treatments,
    not_right,
    united,
)
from dialogs.conversation.typed.read_back import PATIENCE, ask_again, read_back
from dialogs.conversation.typed.said_again import says_it_again
from dialogs.conversation.typed.taken_at_once import (
    TOLD,
    file_told,
    is_nearly_a_yes,
    is_taken,
    keep_told,
    stays_read_back,
    would_end,
)
from dialogs.conversation.typed.taken_back import (
    corrects_something,
    last_answered,
    takes_back,
    told_anew,
)
from dialogs.conversation.typed.under_safety import full_answer
from dialogs.conversation.typed.wishes import no_yes
from dialogs.screens import N_, Button, Text
from dialogs.study.study import Kind, Question, Slot
from dialogs.value_texts import with_meaning
from dialogs.values import APART, UNKNOWN, UNKNOWN_WORD, UNRECOGNISED, Medicine, Quantity, Value

NO_ANSWER_BEFORE: Final = N_("There is no answer before this one.")
OF_ANOTHER: Final = N_("This is about another question: {name}.")
OF_BEFORE: Final = N_("This is about the question before: {name}.")
TO_CHANGE: Final = N_("To change the answer before this one, write /back.")


def press(turn: Turn, button: Button) -> Next:
    """Take a button of the open question, of its read-back, or of an offered reading."""
    slot, draft, value = current_slot(turn), turn.c.draft, button.value
    if draft.reading:
        return _press_read_back(turn, slot, value)
    if asks_of_words(turn):
        return _press_words(turn, slot, value)
    if value == KEEP.value:
        return _keep(turn, slot)
    if value == "offer":
        return _press_offer(turn, slot, draft.offers[int(button.argument)])
    if option(slot, value).opens:
        turn.c.draft = replace(draft, more=True, ranges=False, offers=())
        return Redraw()
    if slot.question.kind in (Kind.CHOICES, Kind.MEDICINES) and not option(slot, value).exclusive:
        return _tick(turn, slot, value)
    if named := named_before(turn, slot):
        return read_back(turn, named)  # "none of these" is none of the others
    if value == UNKNOWN_WORD and slot.question.fallback and not draft.ranges:
        # Whole years not known: a range is enough, and tells a minor from an adult.
        turn.c.draft = replace(draft, ranges=True, more=False, offers=())
        return Redraw()
    return record_answer(turn, slot, {slot.key: pressed(slot, value)})


def _keep(turn: Turn, slot: Slot) -> Next:
    """Leave the answer as it is, and go on with the first open question."""
    if slot.key not in turn.c.answers:
        return Show()
    turn.lock(KEEP.label)
    return NextQuestion()


def _press_offer(turn: Turn, slot: Slot, value: Value) -> Next:
    """Take an offered reading; what else was noted of a list is read back with it."""
    if asks_which(turn.c.draft.offers):
        return _press_test(turn, slot, own=isinstance(value, Quantity))
    told = {slot.key: united(turn, slot, value)}
    turn.c.draft = replace(turn.c.draft, offers=())
    if turn.c.draft.noted or turn.c.draft.strange:
        return read_back(turn, told)
    return record_answer(turn, slot, told)


def _press_test(turn: Turn, slot: Slot, *, own: bool) -> Next:
    """Read what was typed as of the asked test, or ask for that one: a name can mean two."""
    typed, named = asked_back.of_own_test(turn, slot)
    turn.c.draft = replace(turn.c.draft, offers=())
    try:
        if not own:
            raise Misread(MisreadReason.OTHER)
        reading = asked_back.reading_of(turn, slot, named)
    except Misread as misread:
        return ask_again(turn, slot, misread, typed)
    return read_back(turn, {slot.key: reading.value}, reading)


def _press_words(turn: Turn, slot: Slot, value: str) -> Next:
    """Keep words that were not understood as a medicine, or leave them out; what was noted is read back."""
    draft = turn.c.draft
    own = (Medicine(UNRECOGNISED, "", APART.join(draft.strange)),)
    turn.c.draft = replace(draft, strange=())
    if value == IS_MEDICINE.value:
        return read_back(turn, {slot.key: united(turn, slot, own)})
    return read_back(turn, dict(draft.noted)) if draft.noted else Show()


def _tick(turn: Turn, slot: Slot, value: str) -> Next:
    ticked = turn.c.draft.ticked
    if value != "done":
        now = {*ticked} ^ {value}
        turn.c.draft = replace(turn.c.draft, ticked=tuple(o.value for o in slot.question.options if o.value in now))
        return Redraw()
    if not ticked and (named := named_before(turn, slot)):
        return read_back(turn, named)
    if not ticked:
        return Show((line(N_("Mark at least one. Or write “none”.")),))
    if slot.question.kind is Kind.MEDICINES:
        return _submit(turn, slot, {slot.key: tuple(Medicine(group) for group in ticked)})
    return _submit(turn, slot, {slot.key: ticked})


def _submit(turn: Turn, slot: Slot, told: dict[str, Value]) -> Next:
    """Take what was marked; beside what was noted it is read back."""
    return read_back(turn, told) if turn.c.draft.noted else record_answer(turn, slot, told)


def read_answer(turn: Turn, text: str) -> Next:
    """Read a typed answer to the open question, or to its read-back."""
    slot, waiting, of_words = current_slot(turn), turn.c.draft.reading, asks_of_words(turn)
    if (following := _answered_back(turn, slot, text)) is not None:
        return following
    text = behind_no(turn, text) if of_words else text
    try:
        reading = asked_back.reading_of(turn, slot, text, asked_back.part_that_counts(turn, slot, text))
    except Misread as misread:
        if not waiting and (button := asked_back.misspelt_button(turn, slot, text)) is not None:
            return _pointed_at(turn, slot, button)
        if (part := asked_back.part_read(turn, slot, text, misread)) is None:
            return _not_read(turn, slot, misread, text)
        reading = part
    keep_told(turn, slot, text)
    if not reading.sure and not waiting:
        reading = several_facts.one_of_several(turn, slot, text) or reading
    if not names_treatments(reading.value) and (before := named_before(turn, slot)):
        # "nothing else", "I don't know": never in place of what was named.
        return Show() if waiting else read_back(turn, before)
    besides = {} if waiting else several_facts.told_besides(turn, slot, text, reading.value)
    if not waiting and (before := marked_before(turn, slot, reading.value, text)):
        return read_back(turn, before)
    told = {**_told(turn, slot, reading, text), **besides}
    if _may_be_their_own(turn, slot, told, text):
        return _not_read(turn, slot, Misread(MisreadReason.OF_ANOTHER), text)
    if besides:
        return read_back(turn, told, reading)
    if (opening := _opening(turn, slot, reading)) is not None:
        return press(turn, opening)
    return record_answer(turn, slot, told) if is_taken(turn, reading, told, text) else read_back(turn, told, reading)


def _told(turn: Turn, slot: Slot, reading: Reading, text: str) -> dict[str, Value]:
    """Return what was told with a reading, joined to what was read back."""
    told = {slot.key: united(turn, slot, reading.value), **several_facts.dates_besides(turn, slot, reading)}
    waiting = turn.c.draft.reading
    return joined(slot, waiting, told, text) if waiting else told


def _may_be_their_own(turn: Turn, slot: Slot, told: dict[str, Value], text: str) -> bool:
    """Tell whether an age that would end all may be that of whoever helps."""
    return is_of_who_helps(slot.question, text, turn.labels(slot.question)) and would_end(turn, told)


def _not_read(turn: Turn, slot: Slot, misread: Misread, text: str) -> Next:
    """Ask again; a read-back stays where the text may be its yes, and is none of the closed list."""
    told, waits = misread.named or misread.offers, bool(turn.c.draft.reading)
    if misread.reason is not MisreadReason.OF_ANOTHER:
        keep_told(turn, slot, text)
    if waits and misread.reason is MisreadReason.OF_ANOTHER and corrects(text) and is_single(turn, slot):
        return _press_read_back(turn, slot, CORRECT.value)  # "no, my husband takes that one"
    if waits and not told and assent.may_be_a_yes(turn, text):
        return Show((no_yes(YES),))
    if waits and not told and stays_read_back(turn, misread, text):
        turn.c.draft = replace(turn.c.draft, misread=turn.c.draft.misread + 1)
        again = turn.c.draft.misread >= PATIENCE
        return Show((no_yes(YES), whom_to_ask(turn)) if again else (no_yes(YES),))
    following = ask_again(turn, slot, misread, text)
    if waits or told or last_answered(turn) is None or not corrects_something(turn, text):
        return following
    return Show((line(TO_CHANGE), *following.above))


def _answered_back(turn: Turn, slot: Slot, text: str) -> Next | None:
    """Take what answers the open message itself, not its question: a read-back, a button, what was asked back."""
    if (kept := changed(turn, slot, text)) is not None:
        turn.c.draft = replace(turn.c.draft, noted={})
        return read_back(turn, kept)
    if turn.c.draft.reading:
        if (button := said_of_reading(turn, text)) is not None:
            return _press_read_back(turn, slot, button.value)
        if slot.question.kind is Kind.MEDICINES and not turn.c.draft.near and is_whole(turn, slot, text):
            return _press_read_back(turn, slot, YES.value)
        if says_it_again(turn, slot, text):
            return _press_read_back(turn, slot, YES.value)
        if (said := assent.answer_to_reading(turn, text, grave=would_end(turn, turn.c.draft.reading))) is not None:
            return _press_read_back(turn, slot, said.value)
        if is_nearly_a_yes(turn, slot, text):
            return Show((no_yes(YES),))  # nearly a yes is no answer to the question either
        return Show() if belongs_to_the_list(turn, slot, text) else None
    if (following := _of_words(turn, slot, text)) is not None:
        return following
    if (following := _taken_back(turn, slot, text)) is not None:
        return following
    if is_done(turn, slot, text):
        return _tick(turn, slot, DONE.value)
    if (button := numbered_button(turn, question_screen(turn, slot), slot.question, text)) is not None:
        return _pointed_at(turn, slot, button)
    if turn.c.draft.half and (told := several_facts.other_half(turn, slot, text)) is not None:
        return (
            record_answer(turn, slot, {slot.key: told.value}) if told.sure else read_back(turn, {slot.key: told.value})
        )
    return _in_kind(turn, slot, text)


def _of_words(turn: Turn, slot: Slot, text: str) -> Next | None:
    """Take what answers "is it a medicine?", or names that were offered for one; None for anything else."""
    if asks_of_words(turn):
        if (said := said_of_words(turn, slot, text)) is not None:
            return _press_words(turn, slot, said.value)
        if replaces(turn, text):
            turn.c.draft = replace(turn.c.draft, strange=())
    own = own_offer(turn)
    if own is not None and (says_another(turn, text) or is_medicine(turn, text)):
        return _press_offer(turn, slot, turn.c.draft.offers[own])
    return None


def _taken_back(turn: Turn, slot: Slot, text: str) -> Next | None:
    """Take what corrects the answer before this one: that question is open again, with the new value read back."""
    if takes_back(turn, text):
        return back(turn) if last_answered(turn) is not None else Show((line(NO_ANSWER_BEFORE),))
    late, anew = told_late(turn, slot, text), told_anew(turn, slot, text)
    if (found := late or (anew and (anew[0], {anew[0].key: anew[1]}))) is None:
        return None
    read_back_late(turn, *found)
    return Show((line(OF_ANOTHER if late else OF_BEFORE, name=short_name(turn, found[0])),))


def open_for(turn: Turn) -> Question:
    """Return the question that is asked now."""
    return current_slot(turn).question


def is_answer(turn: Turn, text: str) -> bool:
    """Could the text be an answer to the open question?"""
    try:
        asked_back.reading_of(turn, current_slot(turn), text)
    except Misread:
        return False
    return True


def keep_for_later(turn: Turn, text: str) -> None:
    """Keep what a text with signs of danger answers; it waits for a yes, and is shown after the safety text."""
    slot = current_slot(turn)
    _keep_reading(turn, slot, beside_danger(slot.question, text, turn.labels(slot.question), turn.today))


def keep_typed_under_safety(turn: Turn, text: str) -> None:
    """Keep an answer that was typed while only a safety text could be seen; it waits for a yes."""
    slot = current_slot(turn)
    _keep_reading(turn, slot, full_answer(turn, slot, text))


def _keep_reading(turn: Turn, slot: Slot, reading: Reading | None) -> None:
    if reading is not None and not turn.c.draft.reading and not _opens(slot, reading.value):
        read_back(turn, {slot.key: reading.value, **several_facts.dates_besides(turn, slot, reading)}, reading)


def _in_kind(turn: Turn, slot: Slot, text: str) -> Next | None:
    """Take what was asked back, answered in kind: said in two messages, so it is read back; None for anything else."""
    if (named := asked_back.answered(turn, slot, text)) is None:
        return None
    return record_answer(turn, slot, {slot.key: named}) if isinstance(named, str) else _named(turn, slot, named)


def _named(turn: Turn, slot: Slot, offered: Value) -> Next:
    """Take what is offered and was named in words: read back, but for the test that a name means."""
    which = asks_which(turn.c.draft.offers)
    return _press_offer(turn, slot, offered) if which else read_back(turn, {slot.key: offered})


def _pointed_at(turn: Turn, slot: Slot, button: Button) -> Next:
    """Take a button named in words. A laboratory value is read back: the number might have been meant as the value."""
    if button.value == "offer" and slot.question.kind is Kind.QUANTITY:
        return _named(turn, slot, turn.c.draft.offers[int(button.argument)])
    return press(turn, button)


def _opening(turn: Turn, slot: Slot, reading: Reading) -> Button | None:
    """Return the button that typed words mean where it does more than answer: other options, or ranges."""
    if _opens(slot, reading.value):
        return Button(str(reading.value), Text(""))
    asks = reading.sure and reading.value == UNKNOWN and slot.question.fallback
    return Button(UNKNOWN_WORD, Text("")) if asks and not turn.c.draft.ranges and not turn.c.draft.reading else None


def _opens(slot: Slot, value: Value) -> bool:
    """Typed words that mean a button which does more than answer."""
    return isinstance(value, str) and option(slot, value).opens


def _press_read_back(turn: Turn, slot: Slot, value: str) -> Next:
    """Yes takes the reading; "correct it" asks the question again, and "there was another one" for more of a list."""
    if value == YES.value:
        return record_answer(turn, slot, dict(turn.c.draft.reading), confirmed=True)
    turn.c.draft = not_right(slot, turn.c.draft, value)
    return Show()


def record_answer(turn: Turn, slot: Slot, told: dict[str, Value], *, confirmed: bool = False) -> Next:
    """Store the answer, with what else was told, lock the question and go on.

    What was typed and would end the questions for good is read back first (study-facts 11a)."""
    c = turn.c
    if turn.typed and not confirmed and would_end(turn, told):
        return read_back(turn, told)
    value = told[slot.key]
    label = with_meaning(turn.study, turn.lexicon, c.language, slot.question, value)
    if c.draft.reading or c.draft.ticked:
        c.draft = replace(c.draft, reading={}, ticked=())
    turn.took = turn.typed and not confirmed and isinstance(value, TOLD)
    turn.lock(label, aloud=turn.took)
    before = dict(c.answers)
    c.answers.update(told)
    file_told(turn, slot)
    turn.tell_each(new_cautions(turn, before))
    return NextQuestion()


def back(turn: Turn) -> Next:
    """Go one step back: to the question before this one, or to the consent from the first."""
    c = turn.c
    if c.draft.reading or c.draft.strange:
        c.draft = replace(c.draft, reading={}, noted={}, strange=(), near=(), cut=False, told="")
        return Show()
    before = last_answered(turn)
    turn.bare()
    if before is not None:
        return ask_slot(turn, before)
    turn.move("back")
    return Show()
