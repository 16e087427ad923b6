"""A medicine that comes to mind at a later question, or that was never given: the list of them is read back anew.

What is said of the list where another question is open is lost easily, and it may be what counts. So a whole text that
names a treatment, and that the open question has no use for, changes the list; nothing is taken without a yes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.answers import Misread, MisreadReason, Reading, parse_answer
from dialogs.conversation.next_question import ask_slot
from dialogs.conversation.texts.answer_texts import answered_slots
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.another_test import dates_another_treatment
from dialogs.conversation.typed.button_matching import yes_or_no
from dialogs.conversation.typed.list_changes import exchanged
from dialogs.conversation.typed.medicine_list import added, not_denied
from dialogs.conversation.typed.several_facts import changes_another, parts_of
from dialogs.conversation.typed.taken_at_once import is_of_theirs
from dialogs.lexicon.medicine_file import NO_TREATMENT
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold, words
from dialogs.study.study import Kind, Slot
from dialogs.values import Medicine, Unknown, Value, When

_BOOK, _BESIDE = "late", "about_word"
_CUES = frozenset({"late", "excuse"})
_NEVER, _BESIDE_NEVER = frozenset({"never", "is_not"}), frozenset({"excuse", "article", "filler"})


def told_late(turn: Turn, slot: Slot | None, text: str) -> tuple[Slot, dict[str, Value]] | None:
    """Return the question of the list with what it holds by this text; None where the text is of the open question.

    `slot`: the open question; None at the list of all answers."""
    listed = next((each for each in answered_slots(turn) if each.question.kind is Kind.MEDICINES), None)
    if listed is None or slot == listed or "?" in text or len(text) > LONGEST_ANSWER:
        return None
    if is_of_theirs(turn, text) or changes_another(turn, listed, text):
        return None
    of_one = slot.medicine if slot is not None and slot.question.kind is Kind.MONTH else None
    if of_one is not None and _was_never_given(turn, of_one, text):
        return listed, _without(turn, listed, {of_one.key})
    for rest in dict.fromkeys((text, _behind_its_cue(turn, text))):
        told = _changed(turn, listed, slot, rest, is_said=rest != text)
        if told is not None:
            return listed, told
        if (dated := _redated(turn, listed, slot, rest)) is not None:
            return dated
    return None


def _redated(turn: Turn, listed: Slot, slot: Slot | None, text: str) -> tuple[Slot, dict[str, Value]] | None:
    """Return the question of one treatment's date with another date: "that one was in March"."""
    reading = _read(turn, listed, text)
    if isinstance(reading, Misread) or reading.left_out or len(_medicines(reading.value)) != 1:
        return None
    dates = _dates(turn, reading)
    of = [each for each in answered_slots(turn) if each.key in dates and turn.c.answers[each.key] != dates[each.key]]
    if len(of) != 1 or of[0] == slot or not _is_free(turn, slot, text, is_said=False):
        return None
    return of[0], {of[0].key: dates[of[0].key]}


def read_back_late(turn: Turn, listed: Slot, told: dict[str, Value]) -> None:
    """Ask of the list again, with what it holds by then read back."""
    turn.bare()
    ask_slot(turn, listed)
    turn.c.draft = replace(turn.c.draft, reading=told)


def _changed(turn: Turn, listed: Slot, slot: Slot | None, text: str, *, is_said: bool) -> dict[str, Value] | None:
    """Return the list as a text changes it. `is_said`: words of it say that something is to be added."""
    before = turn.c.answers[listed.key]
    known = {listed.key: before}
    reading = _read(turn, listed, text)
    if (instead := exchanged(turn, listed, known, text)) is not None:
        return instead
    if isinstance(reading, Misread):
        if reading.reason is not MisreadReason.NEGATED or reading.words or not isinstance(before, tuple):
            return None
        spared = not_denied(listed, known, text)
        gone = {each.key for each in _medicines(before)} - {each.key for each in _medicines(spared.get(listed.key))}
        return _without(turn, listed, gone) if gone else None
    named = _medicines(reading.value)
    if reading.left_out or not any(each.name and each.group != NO_TREATMENT for each in named):
        return None
    new = {each.key for each in named} - {each.key for each in _medicines(before)}
    if not new or _says_more(turn, listed, slot, text) or not _is_free(turn, slot, text, is_said=is_said):
        return None
    spared = not_denied(listed, known, text, reading.value)
    told: Mapping[str, Value] = {listed.key: reading.value, **_dates(turn, reading)}
    return added(listed, spared, told) if spared else dict(told)


def _says_more(turn: Turn, listed: Slot, slot: Slot | None, text: str) -> bool:
    """Tell whether a part of a text is of no treatment, nor of the open question, which comes again: it would be lost
    beside the list ("and I have HIV")."""
    return any(
        not _is_of_list(turn, listed, part) and (slot is None or isinstance(_read(turn, slot, part), Misread))
        for part in parts_of(turn, listed, text)
    )


def _is_of_list(turn: Turn, listed: Slot, part: str) -> bool:
    reading = _read(turn, listed, part)
    if isinstance(reading, Reading) and (reading.also or _medicines(reading.value)):
        return True
    heard, known = spoken(fold(part)), turn.lexicon.languages.values()
    books = [[each.phrases[name] for name in (_BOOK, _BESIDE, "dates")] for each in known]
    return any(not cover(heard, *each)[1] for each in books)


def _is_free(turn: Turn, slot: Slot | None, text: str, *, is_said: bool) -> bool:
    """Tell whether the open question has no use for a text."""
    if slot is None or is_said:
        return True
    own = _read(turn, slot, text)
    if isinstance(own, Reading) and isinstance(own.value, When) and not dates_another_treatment(turn, slot, text):
        return False
    return isinstance(own, Misread) or isinstance(own.value, Unknown) or not own.sure


def _dates(turn: Turn, reading: Reading) -> dict[str, Value]:
    keys = {question.id for question in turn.study.asked if question.for_each}
    return {key: value for key, value in reading.also if key.partition(":")[0] in keys and isinstance(value, When)}


def _without(turn: Turn, listed: Slot, gone: set[str]) -> dict[str, Value]:
    """Return the list without these."""
    kept = tuple(each for each in _medicines(turn.c.answers[listed.key]) if each.key not in gone)
    return {listed.key: kept}


def _was_never_given(turn: Turn, medicine: Medicine, text: str) -> bool:
    """Tell whether a whole text says, at a question about one treatment, that it was never given."""
    for known in turn.lexicon.languages.values():
        own = {word for name in (medicine.name, medicine.said) for word in spoken(fold(name))}
        own |= set(spoken(fold(turn.lexicon.shown_name(medicine.group, medicine.name, turn.c.language))))
        for said in (text, _behind_no(turn, text)):
            heard = [word for word in spoken(fold(said)) if word not in own]
            hits, left = cover(heard, known.phrases[_BOOK], known.phrases[_BESIDE])
            labels = {hit.name for hit in hits}
            if not left and labels & _NEVER and labels <= _NEVER | _BESIDE_NEVER:
                return True
    return False


def _behind_no(turn: Turn, text: str) -> str:
    """Return what stands behind a first no and a comma; the text where there is none."""
    head, comma, tail = text.partition(",")
    return tail if comma and yes_or_no(turn, head) == "no" else text


def _behind_its_cue(turn: Turn, text: str) -> str:
    """Return a text without the words at its beginning and its end that say that something comes to mind."""
    typed = text.split()
    heard = spoken(fold(text))
    if len(heard) != len(words(fold(text))) or len(typed) != len(heard):
        return text
    for known in turn.lexicon.languages.values():
        cues = [hit for hit in known.phrases[_BOOK].hits(heard) if hit.name in _CUES]
        late = {at for hit in cues for at in range(hit.start, hit.end)}
        start = next((at for at in range(len(heard)) if at not in late), 0)
        end = next((at + 1 for at in reversed(range(len(heard))) if at not in late), len(heard))
        if start or end < len(heard):
            return " ".join(typed[start:end])
    return text


def _read(turn: Turn, slot: Slot, text: str) -> Reading | Misread:
    try:
        return parse_answer(slot.question, text, turn.labels(slot.question), turn.today)
    except Misread as misread:
        return misread


def _medicines(value: Value | None) -> tuple[Medicine, ...]:
    return tuple(each for each in value if isinstance(each, Medicine)) if isinstance(value, tuple) else ()
