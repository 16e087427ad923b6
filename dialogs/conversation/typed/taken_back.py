"""What the question before this one took, taken back here: "sorry, 43", "correct it", a bare no to what was shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dialogs.answers import Misread, denies_one, fold, parse_answer, without_correction
from dialogs.conversation.texts.answer_texts import short_name
from dialogs.conversation.texts.question_screen import CORRECT, open_slots
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.button_matching import is_refused, labelled, partly_named_button
from dialogs.conversation.typed.wishes import says_only
from dialogs.conversation.typed.wrong_answer import what_is_wrong
from dialogs.lexicon.spelling import LONGEST_ANSWER
from dialogs.screens import Button, Screen
from dialogs.study.study import NUMBERS, Kind, Slot
from dialogs.values import UNRECOGNISED, Medicine, Quantity, Unknown, Value, When

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: Questions whose answers are taken as they were typed, and shown.
_TYPED = (*NUMBERS, Kind.QUANTITY, Kind.PRESSURE, Kind.MONTH)


def last_answered(turn: Turn) -> Slot | None:
    """Return the last slot with an answer before the open one; None where there is none."""
    shown = open_slots(turn)
    keys = [slot.key for slot in shown]
    here = keys.index(turn.c.draft.slot) if turn.c.draft.slot in keys else len(keys)
    return next((slot for slot in reversed(shown[:here]) if slot.key in turn.c.answers), None)


def takes_back(turn: Turn, text: str) -> bool:
    """Tell whether a whole text says that the answer before this one is to be corrected, and not to what.

    That something is not right says so only of a value that was just shown."""
    if "?" in text:
        return False
    if labelled(turn, (CORRECT,), text) is not None or says_only(turn, text, "alone", "taken_back"):
        return True
    before = last_answered(turn)
    if before is not None and any(rest == "" for rest in _behind_its_name(turn, before, text)):
        return True
    return turn.c.draft.taken and is_refused(turn, text)


def is_bare_no(turn: Turn, text: str) -> bool:
    """Tell whether a text is a no and nothing else, right after a value was shown: it may be a no to that."""
    return turn.c.draft.taken and says_only(turn, text, "no", "taken_back")


def told_anew(turn: Turn, slot: Slot, text: str) -> tuple[Slot, Value] | None:
    """Return the slot before this one with the value that stands beside words of correction: "sorry, 1520 mg/g".

    None where the open question can read that value as well, or the one before it cannot."""
    before = last_answered(turn)
    if before is None or before.question.kind not in _TYPED or "?" in text or len(text) > LONGEST_ANSWER:
        return None
    for rest in _instead(turn, before, text):
        if not any(map(str.isdigit, rest)) or (before.question.age and _YEAR.search(rest)):
            continue  # "in 2019 actually" is no age
        if _is_of_the_open(turn, slot, rest):
            continue
        value = _value(turn, before, rest)
        if value is not None and not isinstance(value, Unknown | str) and before.question.takes(value):
            return before, value
    return None


def _instead(turn: Turn, before: Slot, text: str) -> Iterator[str]:
    """Return what a text may put in the place of the answer before: what stands beside words of correction, behind the
    name of what is wrong, or all of a text that denies another number or date ("43, not 34")."""
    yield from (without_correction(text, known) for known in turn.lexicon.languages.values())
    yield from _behind_its_name(turn, before, text)
    if _stands_in(turn.c.answers[before.key], text) and denies_one(
        before.question, text, turn.labels(before.question), turn.today
    ):
        yield text


def _stands_in(value: Value, text: str) -> bool:
    """Tell whether a value may be the one that a text denies: a number of it is. Of a date it may be any."""
    number = value.number if isinstance(value, Quantity) else value
    if not isinstance(number, int | Decimal):
        return isinstance(number, When)
    told = (each.replace(",", ".") for each in _NUMBER.findall(fold(text)))
    return any(Decimal(number) in (Decimal(each), Decimal(each.replace(".", ""))) for each in told)


def _behind_its_name(turn: Turn, before: Slot, text: str) -> Iterator[str]:
    """Return what stands behind "my age is wrong", where that names the answer before; an empty text for nothing."""
    rests = (without_correction(text, known) for known in turn.lexicon.languages.values())
    for said in dict.fromkeys((text, *(rest for rest in rests if rest))):
        wrong = what_is_wrong(turn, said)
        if wrong.is_said and _is_its_name(turn, before, wrong.named):
            yield wrong.rest


def _is_its_name(turn: Turn, slot: Slot, named: str) -> bool:
    """Tell whether some words are the short name of a question, or words of it that say something."""
    name = Button(slot.key, short_name(turn, slot))
    shown = Screen((), "review", options=(name,))
    return labelled(turn, (name,), named) is not None or partly_named_button(turn, shown, named) is not None


def _is_of_the_open(turn: Turn, slot: Slot, text: str) -> bool:
    """Tell whether the open question can read a text; words that are no treatment it knows are no list of them."""
    value = _value(turn, slot, text)
    listed = [each for each in value if isinstance(each, Medicine)] if isinstance(value, tuple) else []
    return value is not None and (not listed or any(each.group != UNRECOGNISED for each in listed))


def _value(turn: Turn, slot: Slot, text: str) -> Value | None:
    try:
        return parse_answer(slot.question, text, turn.labels(slot.question), turn.today).value
    except Misread as misread:
        return misread.named or None
