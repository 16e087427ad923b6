"""Any number of the options: by number, by label, or in other words.

Each thing that a text names is kept; half understood is not understood (study-facts 11j). So a text is looked at whole
first, and where that leaves something over, one part after the other: each part must say something.
"""

from __future__ import annotations

import re

from dialogs.answers.choice import as_value, heard
from dialogs.answers.option_numbers import all_at, numbered, several_numbers
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.study.study import Question
from dialogs.values import UNKNOWN, UNKNOWN_WORD

_PARTS = re.compile(r"[,;.\n+&/]+| y | e | and | but | pero | ademas | also | plus ")
_DENIED = frozenset({"no", "none"})


def read_choices(question: Question, folded: str, labels: Labels, tongue: LanguageWords) -> Reading:
    """Any number of the options; Misread where a part of the text says nothing that can be taken."""
    chosen, sure = _chosen(question, folded, labels, tongue)
    if not chosen:
        raise Misread(MisreadReason.NOTHING)
    if chosen == (UNKNOWN_WORD,):
        return Reading(UNKNOWN, sure)
    return Reading(chosen, sure)


def _chosen(question: Question, folded: str, labels: Labels, tongue: LanguageWords) -> tuple[tuple[str, ...], bool]:
    """The options that a text chooses, and whether that is beyond doubt."""
    numbers = several_numbers(folded)
    if numbers:
        return _consistent(question, all_at(numbers, labels)), True
    single = numbered(folded, labels, tongue)
    if single is not None:
        return (single[0],), True
    said = heard(question, folded, labels, tongue)
    if said.asked_again or (said.perhaps and not said.left):
        raise Misread(MisreadReason.NOTHING)
    if not said.left and not said.meant_without_option:
        return _consistent(question, said.values), said.sure
    return _one_by_one(question, folded, labels, tongue), False


def _one_by_one(question: Question, folded: str, labels: Labels, tongue: LanguageWords) -> tuple[str, ...]:
    """The options that the parts of a text name; Misread where a part is not understood."""
    parts = [part.strip() for part in _PARTS.split(folded) if part.strip()]
    chosen: list[str] = []
    nothing, denied = False, False
    before = ""
    for part in parts:
        said = heard(question, part, labels, tongue)
        named = [value for value in said.values if value not in _DENIED]
        denies = len(named) < len(said.values)
        if said.asked_again or said.perhaps or (said.left and not named and not (denies and said.in_own_words)):
            raise Misread(MisreadReason.NOTHING, tuple(as_value(value) for value in chosen))
        if not denies:
            chosen += named
        elif not named:
            # an illness that is under control is none of them; a bare no beside another part may deny that
            nothing, denied = True, denied or not said.in_own_words
            if before and set(heard(question, f"{before}, {part}", labels, tongue).values) <= _DENIED:
                chosen.clear()
        before = part
    if not chosen:
        return ("none",) if nothing else ()
    if denied:
        raise Misread(MisreadReason.TWO_VALUES, tuple(as_value(value) for value in chosen))
    return _consistent(question, tuple(dict.fromkeys(chosen)))


def _consistent(question: Question, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """The options, where they can stand together; Misread where one of them stands alone only."""
    exclusive = {option.value for option in question.options if option.exclusive}
    if len(chosen) > 1 and set(chosen) & exclusive:
        raise Misread(MisreadReason.TWO_VALUES)
    return chosen
