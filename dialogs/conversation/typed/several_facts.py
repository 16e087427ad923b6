"""Several facts in one text (study-facts 11j): what it tells besides the open question is read back with it.

Only a part that one other question alone can read, and reads for sure, is such a fact. A list of medicines or
conditions is never taken so: that it is whole was not said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dialogs.answers import Misread, Reading, parse_answer, tells_a_class
from dialogs.conversation.turn import Turn, line
from dialogs.conversation.typed.button_matching import yes_or_no
from dialogs.lexicon.phrases import spoken
from dialogs.lexicon.spelling import fold, words
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.screening.facts import slots
from dialogs.screens import N_
from dialogs.study.study import Kind, Slot
from dialogs.values import UNKNOWN, Medicine, Unknown, Value, When

#: Where one fact ends and another begins; never inside a number. An "and" may join what is one: "class III and V".
_BREAK = Worded(r"(?i:[;\n]|[,.](?!\d)|\b(?:{joint_but})\b)")
_JOINT = Worded(r"(?i:\b(?:{joint_and}|{fact_with})\b)")
_NUMBER = Worded(r"(?:(?:{class_word}) )?(?:i{1,3}|iv|vi?|[1-6])\b")
#: A text of more parts tells too much at once; one of more words is not cut where it has no comma.
MOST_PARTS, MOST_WORDS = 6, 12
_DENIALS = ("no", "none")
TREATMENTS_LATER = N_("We ask about treatments further on.")
_LISTS = (Kind.MEDICINES, Kind.CHOICES)


def told_besides(turn: Turn, slot: Slot, text: str, value: Value) -> dict[str, Value]:
    """Return what the parts of a text tell that do not belong to the value of the open question.

    Of a treatment among them it is said that it is asked later: it is no part of what is read back."""
    if slot.question.kind in _LISTS or isinstance(value, Unknown):
        return {}
    if _names_treatments_of_later(turn, slot, text):
        turn.tell(line(TREATMENTS_LATER))
    for parts in (parts_of(turn, slot, text), *_cut_in_two(turn, slot, text)):
        others = [part for part in parts if (own := _parsed(turn, slot, part)) is None or own.value != value]
        with_value = [part for part in parts if part not in others]
        facts = [fact for part in others if (fact := _fact(turn, slot, value, part)) is not None]
        facts += [fact for part in with_value for fact in _beside_the_value(turn, slot, value, part)]
        if facts and with_value:
            return dict(facts)
    return {}


def _beside_the_value(turn: Turn, slot: Slot, value: Value, part: str) -> Iterator[tuple[str, Value]]:
    """Return the fact that stands with the value in one part, without a comma: "May 2026 class IV".

    Half of a no ("no me han | hecho ninguna") is a no to nothing else."""
    words = part.split()
    for at in range(1, len(words)) if len(words) <= MOST_WORDS and value not in _DENIALS else ():
        halves = (" ".join(words[:at]), " ".join(words[at:]))
        for own, other in (halves, halves[::-1]):
            reading = _parsed(turn, slot, own)
            if reading is not None and reading.value == value:
                fact = _fact(turn, slot, value, other)
                if fact is not None:
                    yield fact


def _names_treatments_of_later(turn: Turn, slot: Slot, text: str) -> bool:
    """Tell whether a part of a text names a treatment that is known, where a list of them is still to come.

    It is not noted, since nobody said that the list is whole."""
    coming = [each for each in slots(turn.study, turn.c.answers, turn.today) if each.key not in turn.c.answers]
    later = next((each for each in coming if each.question.kind is Kind.MEDICINES and each.key != slot.key), None)
    if later is None or slot.question.kind in _LISTS:
        return False
    return any(_names_a_treatment(_parsed(turn, later, part)) for part in parts_of(turn, slot, text))


def _names_a_treatment(reading: Reading | None) -> bool:
    named = reading.value if reading is not None and isinstance(reading.value, tuple) else ()
    return any(isinstance(each, Medicine) and each.name for each in named)


def dates_besides(turn: Turn, slot: Slot, reading: Reading) -> dict[str, Value]:
    """Return the dates that the same text told, each under the question of this study that asks for it."""
    named = [m for m in reading.value if isinstance(m, Medicine)] if isinstance(reading.value, tuple) else []
    told = {key.partition(":")[2]: value for key, value in reading.also}
    return {
        Slot(question, medicine).key: told[medicine.key]
        for question in turn.study.asked
        for medicine in named
        if question.for_each == slot.question.id and medicine.group in question.groups
        if medicine.key in told and question.takes(told[medicine.key])
    }


def one_of_several(turn: Turn, slot: Slot, text: str) -> Reading | None:
    """Return the reading of the one part of a text that answers the open question, where every other part is a fact of
    another question; it is not sure. None where something would be left over."""
    parts = parts_of(turn, slot, text) if slot.question.kind not in _LISTS else []
    own = {part: reading for part in parts if (reading := _read(turn, slot, part)) is not None}
    if len(own) != 1 or len(parts) < len(own) + 1:
        return None
    reading = next(iter(own.values()))
    if all(part in own or _fact(turn, slot, reading.value, part) is not None for part in parts):
        return replace(reading, sure=False)
    return None


def changes_another(turn: Turn, slot: Slot, text: str) -> bool:
    """Tell whether a part of a text is another answer, given already, and otherwise than it stands."""
    answered = [
        each
        for each in slots(turn.study, turn.c.answers, turn.today)
        if each.key in turn.c.answers and each.key != slot.key and each.medicine is None
    ]
    return any(
        _is_named(turn, each, part)
        and not _names_a_treatment(_parsed(turn, slot, part))
        and (reading := _parsed(turn, each, part)) is not None
        and not isinstance(reading.value, Unknown)
        and reading.value not in (*_DENIALS, turn.c.answers[each.key])
        for part in parts_of(turn, slot, text)
        for each in answered
    )


def parts_of(turn: Turn, slot: Slot, text: str) -> list[str]:
    """Return the parts of a text that may be a fact each; none where it is one part, or too many."""
    parts = [
        part
        for clause in turn.lexicon.patterns[_BREAK].split(text)
        if clause.strip()
        for part in _of_clause(turn, slot, clause)
    ]
    return parts if 1 < len(parts) <= MOST_PARTS else []


def _of_clause(turn: Turn, slot: Slot, clause: str) -> list[str]:
    """Return what stands on either side of an "and"; a list of classes is one."""
    joined = [part.strip() for part in turn.lexicon.patterns[_JOINT].split(clause) if part.strip()]
    classes = turn.lexicon.languages[turn.c.language]
    if (
        len(joined) > 1
        and tells_a_class(fold(clause), classes)
        and all(_is_short(part, turn.lexicon.patterns) for part in joined[1:])
    ):
        return [clause.strip()]
    return joined


def _is_short(part: str, patterns: Patterns) -> bool:
    """Tell whether a part is a Roman number or a digit alone, with its letters: "V", "5", "V (A)"."""
    return len(words(fold(part))) <= 2 and patterns[_NUMBER].match(fold(part)) is not None


def _cut_in_two(turn: Turn, slot: Slot, text: str) -> Iterator[list[str]]:
    words = text.split()
    if len(words) <= MOST_WORDS and not parts_of(turn, slot, text):
        for at in range(1, len(words)):
            yield [" ".join(words[:at]), " ".join(words[at:])]


def _fact(turn: Turn, slot: Slot, value: Value, part: str) -> tuple[str, Value] | None:
    """Return the answer that a part is to one question that is still to come, and to that one alone."""
    answers = {**turn.c.answers, slot.key: value}
    coming = [
        each
        for each in slots(turn.study, answers, turn.today)
        if each.key not in answers and each.medicine is None and _is_named(turn, each, part)
    ]
    found = {each.key: reading.value for each in coming if (reading := _read(turn, each, part)) is not None}
    return next(iter(found.items())) if len(found) == 1 else None


def _is_named(turn: Turn, slot: Slot, part: str) -> bool:
    """Tell whether a part says itself what it is about: a test by its name, a class, several words of an option."""
    question, spelled = slot.question, words(fold(part))
    match question.kind:
        case Kind.QUANTITY:
            names = {tuple(words(fold(name))) for measure in question.measures for name in measure.words}
            return any(tuple(spelled[at : at + len(name)]) == name for name in names for at in range(len(spelled)))
        case Kind.CHOICE if question.terms:
            classes = turn.lexicon.languages[turn.c.language].phrases["classes"]
            return any(hit.name == "cue" for hit in classes.hits(spoken(fold(part))))
        case Kind.CHOICE:
            denied = turn.lexicon.languages[turn.c.language].phrases["results"].hits(spoken(fold(part)))
            says_which = len(spelled) > 1 and yes_or_no(turn, part) is None  # "it was" is a yes to any
            return says_which and not any(hit.name == "negation" for hit in denied)
    return False


def _read(turn: Turn, slot: Slot, part: str) -> Reading | None:
    """Return the reading of a part, where it is sure, a date or a value of a test, and neither unknown nor a no."""
    reading = _parsed(turn, slot, part)
    if reading is None or isinstance(reading.value, Unknown) or reading.value in _DENIALS:
        return None
    inferred = isinstance(reading.value, When) or slot.question.kind is Kind.QUANTITY
    return reading if reading.sure or inferred else None


def _parsed(turn: Turn, slot: Slot, part: str) -> Reading | None:
    try:
        return parse_answer(slot.question, part, turn.labels(slot.question), turn.today)
    except Misread:
        return None


def other_half(turn: Turn, slot: Slot, text: str) -> Reading | None:
    """Return the option that the answer to the other half makes, as sure as that was read; None for anything else."""
    half = next((each for each in slot.question.halves if each.asks == turn.c.draft.half), None)
    if half is None:
        return None
    own = _parsed(turn, slot, text)
    if own is not None and (own.sure or own.value not in (half.no, UNKNOWN)):
        return None  # an option of the question that is shown, in its own words
    asked = turn.study.question(half.asks)
    try:
        reading = parse_answer(asked, text, turn.labels(asked), turn.today)
    except Misread:
        return None
    value = UNKNOWN if reading.value == UNKNOWN else {"yes": half.yes, "no": half.no}.get(str(reading.value))
    return None if value is None else Reading(value, reading.sure)
