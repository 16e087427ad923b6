"""What a text changes of a list that waits for a yes: it takes something off it, or adds to it.

Theory of operation. A whole text of names and words that take off ("remove that one", "not that one") leaves the
others where they are. Whatever else is named joins the list, unless a no before it says that it is another one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from dialogs.answers import Misread, MisreadReason, parse_answer, without_correction
from dialogs.answers.number_words import digits
from dialogs.conversation.texts.question_screen import option
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.list_words import LEADING_NO, corrects
from dialogs.conversation.typed.medicine_list import added, not_denied
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Hit, cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold, words
from dialogs.study.study import Kind, Slot
from dialogs.values import UNKNOWN, Medicine, Value, When

_PAUSE = re.compile(r"[,;.:]")
#: A condition has no more words than this.
MOST_WORDS = 3
#: What is not known takes nothing off.
_NOT_KNOWN = frozenset({"unknown", "whether", "perhaps", "hedge"})
_LISTS = (Kind.MEDICINES, Kind.CHOICES)


def changed(turn: Turn, slot: Slot, text: str) -> dict[str, Value] | None:
    """Return what waits of a list as a whole text changes it: without what it takes off, or with another date."""
    waiting = turn.c.draft.reading or turn.c.draft.noted
    return _without_named(turn, slot, text) or exchanged(turn, slot, waiting, text) or _redated(turn, slot, text)


def exchanged(turn: Turn, slot: Slot, waiting: Mapping[str, Value], text: str) -> dict[str, Value] | None:
    """Return a list of medicines with one in the place of another: "not that one, this one"; None for anything else.

    To deny what is not on the list puts nothing in its place: "not that one, not this one" may lack its second no."""
    head, comma, tail = text.partition(",")
    if slot.question.kind is not Kind.MEDICINES or not comma or "?" in text or len(text) > LONGEST_ANSWER:
        return None
    try:
        instead = parse_answer(slot.question, tail, turn.labels(slot.question), turn.today)
        parse_answer(slot.question, head, turn.labels(slot.question), turn.today)
    except Misread as misread:
        if misread.reason is not MisreadReason.NEGATED or misread.words:
            return None
    else:
        return None
    kept, before = not_denied(slot, waiting, head), _keys(waiting.get(slot.key))
    if _keys(kept.get(slot.key)) == before or not _keys(instead.value) or _keys(instead.value) & before:
        return None
    told = {slot.key: instead.value, **dict(instead.also)}
    return added(slot, kept, told) if kept else told


def _keys(value: Value | None) -> set[str]:
    """Return the treatments that a list names."""
    return {each.key for each in value if isinstance(each, Medicine)} if isinstance(value, tuple) else set()


def marked_before(turn: Turn, slot: Slot, value: Value, text: str) -> dict[str, Value]:
    """Return what is marked of a list, where a text names nothing of it: "no" to "and the other one?" takes none away.

    Where that was not asked, the label of "none" is the button itself (study-facts 11c)."""
    ticked = turn.c.draft.ticked
    if slot.question.kind is not Kind.CHOICES or not ticked or value not in (UNKNOWN, (), ("none",)):
        return {}
    labels = {fold(each) for each in turn.labels(slot.question).options.values()}
    return {slot.key: ticked} if turn.c.draft.noted or fold(text).rstrip(" .") not in labels else {}


def _without_named(turn: Turn, slot: Slot, text: str) -> dict[str, Value] | None:
    """Return what waits without what a whole text takes off it; None where it takes nothing off, or all of it."""
    waiting = turn.c.draft.reading or turn.c.draft.noted
    before = waiting.get(slot.key)
    if slot.question.kind not in _LISTS or not isinstance(before, tuple) or "?" in text or len(text) > LONGEST_ANSWER:
        return None
    off = _taken_off(turn, slot, text)
    kept = tuple(each for each in before if not any(_is_same(each, other) for other in off))
    if not off or not kept or len(before) - len(kept) < len(off):
        return None
    gone = {each.key for each in before if isinstance(each, Medicine) and each not in kept}
    turn.c.draft = replace(turn.c.draft, near=tuple(each for each in turn.c.draft.near if each in kept))
    rest = {key: value for key, value in waiting.items() if key.partition(":")[2] not in gone}
    return {**rest, slot.key: kept}  # type: ignore[dict-item]  # what is kept is of one kind, as it was


def _redated(turn: Turn, slot: Slot, text: str) -> dict[str, Value] | None:
    """Return what waits of a list with another date for the one treatment that it is of: "no, wait, it was in April".

    None where the text names anything else, or where it is not said which of several treatments it dates."""
    waiting = turn.c.draft.reading
    if slot.question.kind is not Kind.MEDICINES or not waiting or "?" in text or len(text) > LONGEST_ANSWER:
        return None
    key = _dated(turn, slot, waiting)
    said = LEADING_NO.sub("", text) if corrects(text) else text
    rests = [without_correction(said, known) for known in turn.lexicon.languages.values()]
    for rest in [each for each in rests if each] or [said]:
        value = _date_alone(turn, slot, key, rest) if key is not None else None
        if key is not None and value is not None:
            return {**waiting, key.key: value}
    return None


def _dated(turn: Turn, slot: Slot, waiting: Mapping[str, Value]) -> Slot | None:
    """Return the question of the one date that waits with a list, or of the only treatment that has one to be told."""
    named = waiting.get(slot.key)
    listed = [each for each in named if isinstance(each, Medicine)] if isinstance(named, tuple) else []
    asked = [
        Slot(question, each)
        for question in turn.study.asked
        for each in listed
        if question.for_each == slot.question.id and question.kind is Kind.MONTH and each.group in question.groups
    ]
    told = [each for each in asked if each.key in waiting]
    of = told or asked
    return of[0] if len(of) == 1 else None


def _date_alone(turn: Turn, slot: Slot, of: Slot, text: str) -> When | None:
    """Return the date that a text is, and nothing else: no further one ("and in May"), and no treatment."""
    if not any(_is_of_dates(text, known) for known in turn.lexicon.languages.values()):
        return None
    try:
        value = parse_answer(of.question, text, turn.labels(of.question), turn.today).value
    except Misread:
        return None
    return value if isinstance(value, When) else None


def _is_of_dates(text: str, known: LanguageWords) -> bool:
    """Tell whether every word of a text is one of a date, or says nothing at a list."""
    heard = spoken(digits(fold(text), known)[0])
    hits, left = cover(heard, known.phrases["dates"], known.phrases["list"])
    doubts = any(hit.name in _NOT_KNOWN for hit in known.phrases["answers"].hits(heard))
    joins = any(hit.name == "and" for hit in hits)
    return not (joins or doubts) and all(any(map(str.isdigit, heard[at])) for at in left)


def _taken_off(turn: Turn, slot: Slot, text: str) -> tuple[str | Medicine, ...]:
    """Return what a text names beside words that take off; nothing where it says anything else."""
    said = LEADING_NO.sub("", text) if corrects(text) else text
    known = turn.lexicon.languages[turn.c.language]
    if {hit.name for hit in known.phrases["answers"].hits(spoken(fold(said)))} & _NOT_KNOWN:
        return ()
    clauses = [_without_words(clause, known) for clause in _PAUSE.split(said)]
    naming = [(rest, labels) for rest, labels in clauses if rest]
    rest, labels = naming[0] if len(naming) == 1 else ("", set())
    named = _named(turn, slot, rest) if labels & {"off", "not"} else ()
    # "not this one and that one": to which of them the no belongs is not said
    return named if "off" in labels or (len(named) == 1 and not _says(turn, slot, text, named[0])) else ()


def _without_words(clause: str, known: LanguageWords) -> tuple[str, set[str]]:
    """Return what is left of a clause beside the words that take off, and what these were."""
    spelled, heard = words(fold(clause)), spoken(fold(clause))
    hits = known.phrases["list"].hits(heard) if len(spelled) == len(heard) else []
    left = [word for at, word in enumerate(spelled) if not any(_covers(hit, at) for hit in hits)]
    return " ".join(left), {hit.name for hit in hits}


def _says(turn: Turn, slot: Slot, text: str, named: str | Medicine) -> bool:
    """Tell whether the text as it stands names that: "an illness that is not under control"."""
    try:
        value = parse_answer(slot.question, text, turn.labels(slot.question), turn.today).value
    except Misread:
        return False
    return isinstance(value, tuple) and any(_is_same(each, named) for each in value)


def _covers(hit: Hit, at: int) -> bool:
    """Tell whether a word is one of the phrase itself, and no other that stands between ("take … out")."""
    return hit.start <= at < hit.end and (hit.end - hit.start == hit.words or at in (hit.start, hit.end - 1))


def _named(turn: Turn, slot: Slot, rest: str) -> tuple[str | Medicine, ...]:
    """Return what a text names that is nothing but names."""
    try:
        reading = parse_answer(slot.question, rest, turn.labels(slot.question), turn.today)
    except Misread:
        return ()
    if not (reading.sure or reading.guessed) or reading.left_out or not isinstance(reading.value, tuple):
        return ()
    if slot.question.kind is Kind.CHOICES and len(words(rest)) > MOST_WORDS:
        return ()
    said = set(words(rest)) - set(turn.lexicon.languages[turn.c.language].patterns.words("joint_and"))
    own = {word for each in reading.value if isinstance(each, Medicine) for word in words(fold(each.said))}
    medicines = slot.question.kind is Kind.MEDICINES
    return reading.value if not medicines or said <= own else ()


def _is_same(one: str | Medicine, other: str | Medicine) -> bool:
    if isinstance(one, Medicine) and isinstance(other, Medicine):
        return one.key == other.key or (not other.name and one.group == other.group)
    return one == other


def joined(slot: Slot, waiting: Mapping[str, Value], told: Mapping[str, Value], text: str) -> dict[str, Value]:
    """Return what waits of a list with what is named now; what the text denies goes, and one that stands alone
    replaces it. A "no, …" corrects what was read, where that was a single one."""
    before, now = waiting.get(slot.key), told[slot.key]
    if corrects(text) and not (slot.question.kind is Kind.MEDICINES and isinstance(before, tuple) and len(before) > 1):
        return dict(told)
    if slot.question.kind is Kind.MEDICINES:
        return added(slot, not_denied(slot, waiting, text, now), told)
    if slot.question.kind is not Kind.CHOICES or not isinstance(before, tuple) or not isinstance(now, tuple):
        return dict(told)
    both = {str(each) for each in (*before, *now)}
    if not now or any(option(slot, each).exclusive for each in both):
        return dict(told)
    return {**told, slot.key: tuple(each.value for each in slot.question.options if each.value in both)}
