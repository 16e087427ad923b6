"""What the question before this one took, taken back here: "sorry, 43", "correct it", a bare no to what was shown."""

from __future__ import annotations

from dialogs.answers import Misread, parse_answer, without_correction
from dialogs.conversation.texts.question_screen import CORRECT, open_slots
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.button_matching import is_refused, labelled
from dialogs.conversation.typed.wishes import says_only
from dialogs.lexicon.spelling import LONGEST_ANSWER
from dialogs.study.study import NUMBERS, Kind, Slot
from dialogs.values import Unknown, Value

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
    for known in turn.lexicon.languages.values():
        rest = without_correction(text, known)
        if not any(map(str.isdigit, rest)) or _value(turn, slot, rest) is not None:
            continue
        value = _value(turn, before, rest)
        if value is not None and not isinstance(value, Unknown | str) and before.question.takes(value):
            return before, value
    return None


def _value(turn: Turn, slot: Slot, text: str) -> Value | None:
    try:
        return parse_answer(slot.question, text, turn.labels(slot.question), turn.today).value
    except Misread as misread:
        return misread.named or None
