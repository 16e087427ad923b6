"""Which typed answers are taken at once, which wait for a yes, what else they may mean, and what the team is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from dialogs.answers import Misread, MisreadReason, Reading, parse_answer, with_told
from dialogs.answers.person import names_one
from dialogs.conversation.texts.question_screen import question_screen
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed import assent
from dialogs.conversation.typed.button_matching import labelled, yes_or_no
from dialogs.conversation.typed.taken_back import YEAR, corrects_something, is_bare_no, last_answered, may_be_of_before
from dialogs.conversation.typed.wishes import begins_with_no
from dialogs.screening.facts import beside
from dialogs.screening.weight import failing_for_good
from dialogs.study.study import Slot
from dialogs.study.typed import Others
from dialogs.values import Medicine, Pressure, Quantity, Unknown, Value, When

#: What is told in a person's own digits, and may have been read otherwise than it was meant.
TOLD: Final = (int, Decimal, Quantity, Pressure, When)

_OTHERS = (Others.RELATIVE, Others.PARTNER)


def is_taken(turn: Turn, reading: Reading, told: Mapping[str, Value], text: str) -> bool:
    """Tell whether a reading is taken at once: it is sure, weighs little, turns no no round that was read back, and is
    said of no other answer."""
    exact = reading.sure and not (turn.in_part and isinstance(reading.value, TOLD))
    waits = bool(turn.c.draft.reading)
    denies = (
        assent.says_otherwise(turn, text, told) or _unsays(turn, told) if waits else _of_before(turn, reading, text)
    )
    # of a list that was read back, or heard in part, none goes without a yes
    listed = (waits or turn.c.draft.noted) and any(isinstance(value, tuple) for value in told.values())
    return exact and not _matters(told) and not denies and not listed


def stays_read_back(turn: Turn, misread: Misread, text: str) -> bool:
    """Tell whether a text that was not understood leaves what was read back standing: it says nothing against it."""
    unclear = misread.reason is MisreadReason.NOTHING and not misread.half
    return unclear and not begins_with_no(turn, text) and not corrects_something(turn, text) and not turn.c.draft.noted


def would_end(turn: Turn, told: Mapping[str, Value]) -> bool:
    """Would these answers be a lasting failure, alone or with the others, that there is not without them?"""
    others = {key: value for key, value in turn.c.answers.items() if key not in told}
    now, before = (failing_for_good(turn.study, each, turn.today) for each in ({**others, **told}, others))
    return bool(now - before)


def keep_told(turn: Turn, slot: Slot, text: str) -> None:
    """Keep what the team is told of a text as it was typed, until its question has an answer.

    Nothing of another's, and no words of a button: they say no more than it."""
    if not is_of_theirs(turn, text) and labelled(turn, question_screen(turn, slot).options, text) is None:
        turn.c.draft = replace(turn.c.draft, told=with_told(slot.question, text, turn.c.draft.told))


def is_of_theirs(turn: Turn, text: str) -> bool:
    """Tell whether a text names a relative or a partner, where nobody helps."""
    known = turn.lexicon.languages.values()
    return not turn.helps and any(names_one(each, text, words) for each in _OTHERS for words in known)


def file_told(turn: Turn, slot: Slot) -> None:
    """Put what the team is told beside the answer; what stood there was told with another one."""
    turn.c.answers.pop(beside(slot.key), None)
    if turn.c.draft.told:
        turn.c.answers[beside(slot.key)] = Unknown(turn.c.draft.told)


def is_nearly_a_yes(turn: Turn, slot: Slot, text: str) -> bool:
    """Tell whether a text under a read-back only nods, or agrees with a no in other words, or to something else."""
    affirms = assent.reads_a_no(turn) and assent.only_affirms(turn, text)
    return affirms or assent.nods(turn, text) or _agrees_to_another_thing(turn, slot, text)


def _agrees_to_another_thing(turn: Turn, slot: Slot, text: str) -> bool:
    """Tell whether a yes under "We read: No." stands before words that the question does not read.

    "Yes, in Spanish" is a yes to something else."""
    head, comma, tail = text.partition(",")
    if not comma or not tail.strip() or yes_or_no(turn, head) != "yes" or not assent.reads_a_no(turn):
        return False
    try:
        parse_answer(slot.question, tail, turn.labels(slot.question), turn.today)
    except Misread:
        return True
    return False


def _of_before(turn: Turn, reading: Reading, text: str) -> bool:
    """Tell whether a text may be said of the answer before: a number or a date says itself of what it is."""
    if isinstance(reading.value, str) and _is_dated_otherwise(turn, text):
        return True
    return is_bare_no(turn, text) or (not isinstance(reading.value, TOLD) and may_be_of_before(turn, text))


def _is_dated_otherwise(turn: Turn, text: str) -> bool:
    """Tell whether a year stands in a text that is not that of the date just answered: it may be of another time."""
    before = last_answered(turn)
    when = turn.c.answers[before.key] if before is not None else None
    years = {int(each) for each in YEAR.findall(text)}
    return isinstance(when, When) and bool(years - {when.first.year, when.last.year})


def _unsays(turn: Turn, told: Mapping[str, Value]) -> bool:
    """Tell whether "I don't know" stands for an answer that was given: it may be about what was read back only."""
    return any(isinstance(value, Unknown) and key in turn.c.answers for key, value in told.items())


def _matters(told: Mapping[str, Value]) -> bool:
    """Names of medicines are read back however sure the reading is, and with them the dates that were told besides."""
    return any(isinstance(item, Medicine) for value in told.values() if isinstance(value, tuple) for item in value)
