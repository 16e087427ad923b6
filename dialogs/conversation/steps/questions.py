"""Asking a question, and taking what comes back.

Theory of operation. The open question is always the first slot without an answer, unless she chose to change another
one (`ask_slot`). Every way of answering ends in `take`, which stores the value and goes on; what had to be inferred
waits in `pending` until she says yes. An answer that makes an earlier one apply no longer is not erased at once: it is
hidden, and hidden means unknown.
"""

from __future__ import annotations

import json
import re

from dialogs.answers import Misread, Reading, parse_answer
from dialogs.conversation.button_matching import chosen, named_in_part, pointed, yes_or_no
from dialogs.conversation.question_screen import current, open_slots, option, question_screen, read_back_screen
from dialogs.conversation.reprompt import excuse, offers_for
from dialogs.conversation.steps.opening import consent
from dialogs.conversation.steps.result import early_result, review, too_young
from dialogs.conversation.turn import Turn, line
from dialogs.screening.facts import Slot, facts_of
from dialogs.screens import N_
from dialogs.study.rules import Truth, VerdictNote
from dialogs.study.study import Kind
from dialogs.value_texts import shown
from dialogs.values import UNKNOWN, UNKNOWN_WORD, Medicine, Value, decode, encode

#: Misreadings after which buttons and a person are offered (AX-09).
PATIENCE = 2


#: "no, en abril": what follows the no corrects the reading.
LEADING_NO = re.compile(r"^\s*no\b[\s,.;:]*", re.IGNORECASE)


def go_on(turn: Turn) -> None:
    """After an answer: end early, ask the next open question, or show the review."""
    if _ends_early(turn):
        return
    for slot in open_slots(turn):
        if slot.key not in turn.c.answers:
            ask_slot(turn, slot)
            return
    turn.c.slot = ""
    turn.move("finish")
    turn.show(review(turn))


def _ends_early(turn: Turn) -> bool:
    """A lasting failure ends the questions: asking on would serve no purpose (study-facts 4.7)."""
    lasting = [f for f in turn.screening().findings if f.verdict.truth is Truth.NOT_MET and f.verdict.lasting]
    if not lasting:
        return False
    for finding in lasting:
        if turn.study.criterion(finding.criterion).ends_below and VerdictNote.BELOW in finding.verdict.notes:
            too_young(turn, finding.criterion)
            return True
    if turn.c.correcting:
        # The team has the case: it hears of the change, whatever follows from it.
        return False
    early_result(turn)
    return True


def ask_slot(turn: Turn, slot: Slot) -> None:
    """Ask this slot; an answer that it already has is shown and stays until another one is given."""
    c = turn.c
    turn.move("ask", to=slot.question.id)
    c.slot, c.pending, c.ticked, c.misread, c.marks = slot.key, {}, [], 0, {}
    turn.show(question_screen(turn, slot))


def press(turn: Turn, value: str) -> None:
    """A button of the open question, of its read-back, or of an offered reading."""
    slot, c = current(turn), turn.c
    if c.pending:
        press_read_back(turn, slot, value)
    elif value.startswith("offer:"):
        offered = decode(json.loads(c.marks["offers"])[int(value.removeprefix("offer:"))])
        take(turn, slot, {slot.key: offered})
    elif option(slot, value).opens:
        c.marks = {"more": "1"}
        turn.redraw(question_screen(turn, slot))
    elif slot.question.kind in (Kind.CHOICES, Kind.MEDICINES) and not option(slot, value).exclusive:
        _tick(turn, slot, value)
    elif value == UNKNOWN_WORD and slot.question.fallback and "fallback" not in c.marks:
        # Whole years not known: a range is enough, and tells a minor from an adult.
        c.marks = {"fallback": "1"}
        turn.redraw(question_screen(turn, slot))
    else:
        take(turn, slot, {slot.key: _pressed(slot, value)})


def _pressed(slot: Slot, value: str) -> Value:
    if value == UNKNOWN_WORD:
        return UNKNOWN
    several = slot.question.kind in (Kind.CHOICES, Kind.MEDICINES)
    return () if several and value == "none" else value


def _tick(turn: Turn, slot: Slot, value: str) -> None:
    c = turn.c
    if value != "done":
        c.ticked = [v for v in c.ticked if v != value] if value in c.ticked else [*c.ticked, value]
        order = [o.value for o in slot.question.options]
        c.ticked.sort(key=order.index)
        turn.redraw(question_screen(turn, slot))
    elif not c.ticked:
        turn.show(question_screen(turn, slot, (line(N_("Mark at least one, or choose “None of these”.")),)))
    elif slot.question.kind is Kind.MEDICINES:
        take(turn, slot, {slot.key: tuple(Medicine(group) for group in c.ticked)})
    else:
        take(turn, slot, {slot.key: tuple(c.ticked)})


def typed(turn: Turn, text: str) -> None:
    """A typed answer to the open question, or to its read-back."""
    slot, c = current(turn), turn.c
    if c.pending and answered_read_back(turn, slot, text):
        return
    corrects = bool(LEADING_NO.match(text))
    if not c.pending and (value := pointed(turn, question_screen(turn, slot), slot.question, text)) is not None:
        _pointed_at(turn, slot, value)
        return
    try:
        reading = _read(turn, slot, text, LEADING_NO.sub("", text) if c.pending else "")
    except Misread as misread:
        if not c.pending and (value := named_in_part(turn, question_screen(turn, slot), text)) is not None:
            press(turn, value)
            return
        c.pending = {}
        excused(turn, slot, misread)
        return
    told = {slot.key: _united(turn, slot, reading.value), **_told_besides(turn, slot, reading)}
    if c.pending and not corrects:
        told = _added(slot, c.pending, told)
    if _opens(slot, reading.value):
        press(turn, str(reading.value))
    elif reading.sure and not _matters(told):
        take(turn, slot, told)
    else:
        read_back(turn, slot, told)


def _read(turn: Turn, slot: Slot, text: str, mended: str) -> Reading:
    """The reading of the text, or of what follows its no ("no sé" is whole, "no, 80" is not)."""
    labels = turn.labels(slot.question)
    try:
        return parse_answer(slot.question, text, labels, turn.today)
    except Misread:
        if not mended or mended == text:
            raise
    return parse_answer(slot.question, mended, labels, turn.today)


def _pointed_at(turn: Turn, slot: Slot, value: str) -> None:
    """A button named in words. A laboratory value is read back: the number might have been meant as the value."""
    if value.startswith("offer:") and slot.question.kind is Kind.QUANTITY:
        offers = json.loads(turn.c.marks["offers"])
        read_back(turn, slot, {slot.key: decode(offers[int(value.removeprefix("offer:"))])})
    else:
        press(turn, value)


def _matters(told: dict[str, Value]) -> bool:
    """Names of medicines are read back however sure the reading is, and with them the dates that were told besides."""
    return any(isinstance(item, Medicine) for value in told.values() if isinstance(value, tuple) for item in value)


def _told_besides(turn: Turn, slot: Slot, reading: Reading) -> dict[str, Value]:
    """The dates that the same text told, each under the question of this study that asks for it."""
    named = [m for m in reading.value if isinstance(m, Medicine)] if isinstance(reading.value, tuple) else []
    told = {key.partition(":")[2]: value for key, value in reading.also}
    return {
        Slot(question, medicine).key: told[medicine.key]
        for question in turn.study.asked
        for medicine in named
        if question.for_each == slot.question.id and medicine.group in question.groups
        if medicine.key in told and question.takes(told[medicine.key])
    }


def _opens(slot: Slot, value: Value) -> bool:
    """Typed words that mean a button which does more than answer."""
    return isinstance(value, str) and option(slot, value).opens


def _united(turn: Turn, slot: Slot, value: Value) -> Value:
    """Typed names join the classes that are ticked already; "none" stands alone."""
    if not turn.c.ticked or not isinstance(value, tuple) or not value:
        return value
    if any(isinstance(v, str) and option(slot, v).exclusive for v in value):
        return value
    named = [v for v in value if isinstance(v, Medicine)]
    if named:
        have = {m.group for m in named}
        return (*(Medicine(group) for group in turn.c.ticked if group not in have), *named)
    return tuple(dict.fromkeys([*turn.c.ticked, *(str(v) for v in value)]))


def _added(slot: Slot, pending: dict[str, Value], told: dict[str, Value]) -> dict[str, Value]:
    """A treatment named while others wait for her yes joins them; any other text is a correction."""
    before, now = pending[slot.key], told[slot.key]
    if (
        slot.question.kind is not Kind.MEDICINES
        or not isinstance(before, tuple)
        or not (now and isinstance(now, tuple))
    ):
        return told
    joined = {m.key: m for m in (*before, *now) if isinstance(m, Medicine)}
    return {**pending, **told, slot.key: tuple(joined.values())}


def excused(turn: Turn, slot: Slot, misread: Misread) -> None:
    """Not understood: say what would be, with an example; the second time with buttons and a person (AX-09)."""
    c = turn.c
    c.misread += 1
    offers = misread.offers
    if c.misread >= PATIENCE:
        if slot.question.fallback:
            c.marks["fallback"] = "1"
        offers = offers or offers_for(slot.question, turn.today)
    c.marks["offers"] = json.dumps([encode(value) for value in offers])
    turn.show(question_screen(turn, slot, excuse(turn, slot.question, misread, c.misread >= PATIENCE)))


def read_back(turn: Turn, slot: Slot, told: dict[str, Value]) -> None:
    """Say what was understood and wait for a yes."""
    turn.c.pending = told
    turn.c.misread = 0
    turn.show(read_back_screen(turn, slot))


def press_read_back(turn: Turn, slot: Slot, value: str) -> None:
    """Yes takes the reading; "correct it" asks the question again."""
    if value == "yes":
        take(turn, slot, dict(turn.c.pending))
        return
    turn.c.pending = {}
    turn.show(question_screen(turn, slot))


def answered_read_back(turn: Turn, slot: Slot, text: str) -> bool:
    """A typed yes or no to the read-back. Of "no, en abril" what follows the no is read as the answer instead."""
    said = yes_or_no(turn, text)
    if said is None and turn.c.accessible:
        # Its two buttons are numbered only then; otherwise a number corrects the reading.
        said = {"yes": "yes", "correct": "no"}.get(chosen(turn, read_back_screen(turn, slot), text) or "")
    if said not in ("yes", "no"):
        return False
    press_read_back(turn, slot, "yes" if said == "yes" else "correct")
    return True


def take(turn: Turn, slot: Slot, told: dict[str, Value]) -> None:
    """Store the answer, with what else was told, lock the question and go on."""
    c = turn.c
    value = told[slot.key]
    label = shown(turn.study, turn.lexicon, c.language, slot.question, value)
    c.pending, c.ticked = {}, []
    turn.lock(question_screen(turn, slot), label)
    known = cautions(turn)
    c.answers.update(told)
    turn.tell_each(text for text in cautions(turn) if text not in known)
    c.misread, c.marks = 0, {}
    go_on(turn)


def cautions(turn: Turn) -> list[str]:
    """The sentences for her safety that her answers call for now."""
    facts = facts_of(turn.study, turn.c.answers, turn.today)
    rows = [row for fact in facts.values() if isinstance(fact, tuple) for row in fact]
    named = {name for row in rows for name in (row.medicine.name, row.medicine.group)}
    return [
        caution.text
        for caution in turn.study.cautions
        if facts.get(caution.fact) == caution.value and named & set(caution.treatments)
    ]


def back(turn: Turn) -> None:
    """One step back: to the question before this one, or to the consent from the first."""
    c = turn.c
    if c.pending:
        c.pending = {}
        turn.show(question_screen(turn, current(turn)))
        return
    keys = [slot.key for slot in open_slots(turn)]
    here = keys.index(c.slot) if c.slot in keys else len(keys)
    before = [slot for slot in open_slots(turn)[:here] if slot.key in c.answers]
    if before:
        ask_slot(turn, before[-1])
        return
    turn.move("back")
    c.slot, c.marks = "", {}
    turn.show(consent(turn))
