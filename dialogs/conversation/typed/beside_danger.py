"""The answer in a text with a sign of danger: it waits behind the safety text, and is read back (study-facts 10)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from dialogs.answers import Labels, Misread, Reading, fold, names_test, parse_answer, safety
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.study.study import Kind, Question
from dialogs.values import Pressure, Unknown, When

#: Between the parts of a text of which one alone is a sign of danger; never inside a number.
_PARTS = Worded(r"(?i:[,.](?!\d)|[;\n]| (?:{joint_and}|{joint_but}) )")
_BARE_NUMBER = re.compile(r"\s*\d+(?:[.,]\d+)?\s*")
#: The red flag whose number is often told without its name: "39 and chills".
_FEVER = "urgent"
#: Numbers that may be a temperature of the body, in °C or °F: beside a danger they are a test's only if that is said.
TEMPERATURES = ((35, 42), (95, 106))
#: A text of more words is not cut where it has no comma.
MOST_WORDS = 24


def beside_danger(question: Question, text: str, labels: Labels, today: date) -> Reading | None:
    """Return what a text answers beside its signs of danger; None where that may belong to the danger itself.

    A value of a test is taken also where it was inferred, since it is read back: with its unit or the test's name from
    anywhere in the text. A bare number stands first and by itself ("72 and a fever of 39"), or may be of the danger.
    Where a blood pressure is asked for, the high one is the danger and the answer."""
    if question.kind is Kind.PRESSURE and (whole := parsed(question, text, labels, today)) is not None:
        return whole if isinstance(whole.value, Pressure) else None
    parts = _patterns(labels)[_PARTS].split(text)
    apart = [part for part in parts if part.strip() and not safety(part, labels.lexicon)]
    together = parsed(question, ", ".join(apart), labels, today) if apart else None
    if together is not None and together.sure and _is_the_answers(question, together, apart, text, labels):
        return together
    if question.kind is not Kind.QUANTITY:
        return None
    for part in (*apart, *_cut_in_two(text, labels)):
        if not _is_the_tests(question, part, text, labels):
            continue
        reading = parsed(question, part, labels, today)
        if reading is not None and not isinstance(reading.value, Unknown | str):
            return reading
    return None


def _patterns(labels: Labels) -> Patterns:
    return labels.lexicon.languages[labels.language].patterns


def _is_the_answers(question: Question, reading: Reading, parts: Sequence[str], text: str, labels: Labels) -> bool:
    """Tell whether a reading has no number, or one of these parts says that it is the test's.

    A date may be that of the danger ("fainted, 20 November 2026")."""
    if isinstance(reading.value, When):
        return False
    if question.kind is not Kind.QUANTITY or isinstance(reading.value, Unknown | str):
        return True
    return any(_is_the_tests(question, part, text, labels) for part in parts)


def _is_the_tests(question: Question, part: str, text: str, labels: Labels) -> bool:
    """Tell whether the number of a part is that of the test: by a unit, a name, or as all that stands first.

    A bare number may be a temperature: one that such a temperature can have ("39, I can't breathe"), or any where the
    rest speaks of a fever and has no number."""
    if has_its_meaning(question, part):
        return True
    first, *others = _patterns(labels)[_PARTS].split(text.strip(), maxsplit=1)
    if _BARE_NUMBER.fullmatch(first) is None or first.strip() != part.strip() or _may_be_a_temperature(first):
        return False
    return any(any(map(str.isdigit, rest)) or _FEVER not in safety(rest, labels.lexicon) for rest in others)


def has_its_meaning(question: Question, part: str) -> bool:
    """Tell whether a unit or the name of the test stands beside the number of a part."""
    return _has_unit(question, part) or any(names_test(measure.words, fold(part)) for measure in question.measures)


def _may_be_a_temperature(number: str) -> bool:
    """Tell whether a bare number lies where the temperature of a body does."""
    return any(lowest <= float(number.replace(",", ".")) <= highest for lowest, highest in TEMPERATURES)


def _cut_in_two(text: str, labels: Labels) -> Iterator[str]:
    """Return the beginnings and ends of a text without comma that are no sign of danger, where the rest is one."""
    words = text.split()
    for at in range(len(words) - 1, 0, -1) if len(words) <= MOST_WORDS else ():
        head, tail = " ".join(words[:at]), " ".join(words[at:])
        for own, other in ((head, tail), (tail, head)):
            if safety(other, labels.lexicon) and not safety(own, labels.lexicon):
                yield own


def _has_unit(question: Question, part: str) -> bool:
    """Tell whether letters stand behind the number of a part: "850 mg/g"."""
    return any(measure.units for measure in question.measures) and re.search(r"\d ?[a-zµ]+/", part, re.I) is not None


def parsed(question: Question, part: str, labels: Labels, today: date) -> Reading | None:
    """Return the reading of a part; None where it answers nothing."""
    try:
        return parse_answer(question, part, labels, today)
    except Misread:
        return None
