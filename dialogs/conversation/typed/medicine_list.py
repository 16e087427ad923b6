"""A list of medicines that is typed bit by bit: what was named is joined, and none of it goes without a word.

Theory of operation. What was understood waits in the draft: as a reading that is read back, or as `noted` while words
beside it are asked about, or while it is asked which of several treatments a word means (study-facts 8).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.answers import Misread, MisreadReason
from dialogs.conversation.draft import Draft
from dialogs.conversation.texts.question_screen import IS_ANOTHER, IS_MISSING, is_another, option
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.button_matching import says_no_more
from dialogs.lexicon.spelling import fold, words
from dialogs.study.study import Kind, Slot
from dialogs.values import UNRECOGNISED, Medicine, Value

#: More words than this that were not understood are a sentence, not the name of a medicine.
MOST_WORDS = 6


def united(turn: Turn, slot: Slot, value: Value) -> Value:
    """Typed names join the classes that are ticked already; "none" stands alone."""
    ticked = turn.c.draft.ticked
    if not ticked or not isinstance(value, tuple) or not value:
        return value
    if any(isinstance(v, str) and option(slot, v).exclusive for v in value):
        return value
    named = [v for v in value if isinstance(v, Medicine)]
    if named:
        have = {m.group for m in named}
        return (*(Medicine(group) for group in ticked if group not in have), *named)
    return tuple(dict.fromkeys([*ticked, *(str(v) for v in value)]))


def added(slot: Slot, waiting: Mapping[str, Value], told: Mapping[str, Value]) -> dict[str, Value]:
    """Join a treatment to those that wait for a yes; any other text is a correction."""
    before, now = waiting.get(slot.key), told[slot.key]
    if (
        slot.question.kind is not Kind.MEDICINES
        or not isinstance(before, tuple)
        or not (now and isinstance(now, tuple))
    ):
        return dict(told)
    joined = {m.key: m for m in (*before, *now) if isinstance(m, Medicine)}
    return {**waiting, **told, slot.key: tuple(joined.values())}


def is_whole(turn: Turn, slot: Slot, text: str) -> bool:
    """Tell whether a text says that nothing is missing from what is named or ticked."""
    named = turn.c.draft.reading.get(slot.key) or turn.c.draft.ticked
    return isinstance(named, tuple) and bool(named) and says_no_more(turn, text, len(named))


def is_single(turn: Turn, slot: Slot) -> bool:
    """Tell whether one treatment alone waits for a yes."""
    named = turn.c.draft.reading.get(slot.key)
    return slot.question.kind is Kind.MEDICINES and isinstance(named, tuple) and len(named) == 1


def names_treatments(value: Value | None) -> bool:
    """Tell whether the answer names a treatment."""
    return isinstance(value, tuple) and any(isinstance(each, Medicine) for each in value)


def named_before(turn: Turn, slot: Slot) -> dict[str, Value]:
    """Return the treatments that were named and are no answer yet, what was offered for one among them."""
    draft = turn.c.draft
    named = dict(draft.reading or draft.noted)
    own = draft.offers[-1] if draft.offers else ()
    if isinstance(own, tuple) and own and isinstance(own[0], Medicine) and is_another(own[0]):
        named = added(slot, named, {slot.key: own}) if named else {slot.key: own}
    return named if names_treatments(named.get(slot.key)) else {}


def kept_beside(turn: Turn, slot: Slot, misread: Misread, text: str) -> tuple[Mapping[str, Value], tuple[str, ...]]:
    """Return what stays of a list beside a text that was not understood: what was noted, and the words to ask about."""
    if slot.question.kind is not Kind.MEDICINES:
        return {}, ()
    noted = turn.c.draft.reading or turn.c.draft.noted
    if misread.reason is MisreadReason.NEGATED:
        noted = not_denied(slot, noted, text)
    few = len(" ".join(misread.words).split()) <= MOST_WORDS
    return noted, misread.words if few else ()


def not_denied(slot: Slot, noted: Mapping[str, Value], text: str, now: Value = ()) -> dict[str, Value]:
    """Return what was noted without the treatments that a text speaks of and does not tell (`now`): it may deny
    them."""
    named, said = noted.get(slot.key), set(words(fold(text)))
    told = {each.key for each in now if isinstance(each, Medicine)} if isinstance(now, tuple) else set()
    spared = [
        each
        for each in (named if isinstance(named, tuple) else ())
        if isinstance(each, Medicine) and (each.key in told or not said & set(words(fold(f"{each.name} {each.said}"))))
    ]
    keys = {each.key for each in spared}
    rest = {key: value for key, value in noted.items() if key.partition(":")[2] in keys}
    return {**rest, slot.key: tuple(spared)} if spared else {}


def not_right(slot: Slot, draft: Draft, button: str) -> Draft:
    """Return the draft after a button of a read-back that is not its yes: its list is changed, or asked for anew."""
    if button == IS_ANOTHER.value:
        return replace(draft, reading=_as_typed(slot, draft), near=())
    if button == IS_MISSING.value:
        return replace(draft, reading={}, noted=draft.reading, ticked=(), cut=False)
    return replace(_without_near(slot, draft), reading={}, near=(), cut=False, told="")


def _as_typed(slot: Slot, draft: Draft) -> dict[str, Value]:
    """Return what waits with each name that is only like one we know as it was typed: it is another one."""
    named = draft.reading.get(slot.key)
    listed = [m for m in named if isinstance(m, Medicine)] if isinstance(named, tuple) else []
    kept = tuple(Medicine(UNRECOGNISED, "", m.said) if m in draft.near else m for m in listed)
    gone = {m.key for m in listed if m in draft.near}
    rest = {key: value for key, value in draft.reading.items() if key.partition(":")[2] not in gone}
    return {**rest, slot.key: kept}


def _without_near(slot: Slot, draft: Draft) -> Draft:
    """Return the draft with "it is another" on offer, where a name only looked like one we know; the rest is noted."""
    named = draft.reading.get(slot.key)
    if not isinstance(named, tuple) or not set(named) & set(draft.near):
        return draft
    own = tuple(Medicine(UNRECOGNISED, "", m.said) for m in draft.near if m in named)
    others = tuple(m for m in named if isinstance(m, Medicine) and m not in draft.near)
    rest = {key: value for key, value in draft.reading.items() if key.partition(":")[2] in {m.key for m in others}}
    return replace(draft, offers=(own,), noted={**rest, slot.key: others} if others else {})
