"""What of several answers a text says is wrong: "the 7 is wrong, it was 2.8 g/g"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dialogs.answers import fold
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.wishes import says_only
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Hit, cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, words

#: Behind one of these a new value may stand: "la 7 está mal, era 2,8". Not a decimal comma.
_THEN = re.compile(r"[,;:.](?=\s)|\n|\s-\s")
#: "7: 2.8 g/g": an answer's number, and what it should be.
_NUMBERED = re.compile(r"^\W*(\d{1,2})(?: ?[:=)]|\s+[-–])\s*(\S.*)$", re.DOTALL)
#: One word as it was typed.
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
#: What may stand beside the name of an answer.
_BESIDE = frozenset({"change", "is", "not", "value", "beside"})
#: The name of an answer is no longer than this.
MOST_WORDS = 4


def is_right(turn: Turn, text: str) -> bool:
    """Tell whether a whole text says that all answers are right: "that's all correct"."""
    return "?" not in text and says_only(turn, text, "right", "review", "options")


@dataclass(frozen=True, slots=True)
class Wrong:
    """Which answer a text says is wrong."""

    #: Its number, or words of its name, folded.
    named: str
    #: What stands behind: perhaps what it should be.
    rest: str = ""
    #: The text says in so many words that something is wrong or to be changed.
    is_said: bool = False
    #: It says that the answer is a number.
    is_value: bool = False


def what_is_wrong(turn: Turn, text: str) -> Wrong:
    """Return what a text says is wrong, and what stands behind that; the whole text where it says none."""
    if len(text) > LONGEST_ANSWER:
        return Wrong("")
    if (numbered := _NUMBERED.match(text)) is not None:
        return Wrong(numbered[1], numbered[2].strip())
    if (wrong := _all_but(turn, text)) is not None:
        return wrong
    parts = _THEN.split(text, maxsplit=1)
    for said, rest in ((text, ""), (parts[0], parts[-1])):
        if (wrong := _without_its_wrong(turn, said)) is not None:
            return replace(wrong, rest=rest.strip())
    return _what_it_is(turn, text) or _first_of(turn, text) or Wrong(fold(text).rstrip(". "))


def at_first(turn: Turn, text: str) -> Iterator[Wrong]:
    """Return what a text says is wrong; and what its first clause does, where the others are a reason: "change my age,
    I typed it backwards"."""
    yield what_is_wrong(turn, text)
    said, *rest = _THEN.split(text[:LONGEST_ANSWER], maxsplit=1)
    wrong = _without_its_wrong(turn, said) if rest else None
    if wrong is not None and wrong.is_said:
        yield replace(wrong, rest=rest[0].strip())


def _all_but(turn: Turn, text: str) -> Wrong | None:
    """Return the one answer that a text leaves out of what is right: "all good except 4", "fine, but 4 is wrong"."""
    heard, spelled = spoken(fold(text)), words(fold(text))
    if len(heard) != len(spelled):
        return None
    at_pause = len(words(fold(_THEN.split(text, maxsplit=1)[0])))
    for known in turn.lexicon.languages.values():
        hits, left = cover(heard, known.phrases["all_but"])
        names = {hit.name for hit in hits}
        if "fine" in names and (wrong := _behind_fine(hits, left, spelled, at_pause, known)) is not None:
            return wrong
        if "rest" in names and (wrong := _beside_rest(hits, spelled, known)) is not None:
            return wrong
    return None


def _behind_fine(
    hits: Sequence[Hit], left: Sequence[int], spelled: Sequence[str], at_pause: int, known: LanguageWords
) -> Wrong | None:
    """Return what stands behind "all good except", or where no such word is, behind the pause."""
    apart = next((hit for hit in hits if hit.name in ("except", "but")), None)
    start, end = (apart.start, apart.end) if apart is not None else (at_pause, at_pause)
    if any(at < start for at in left) or not any(hit.name == "fine" and hit.end <= start for hit in hits):
        return None
    wrong = _named_in(spelled[end:], known)
    if wrong is None or not (_says_so(wrong) or (apart is not None and apart.name == "except")):
        return None
    return replace(wrong, is_said=True)


def _beside_rest(hits: Sequence[Hit], spelled: Sequence[str], known: LanguageWords) -> Wrong | None:
    """Return what stands beside "the rest is fine"."""
    inside = {at for hit in hits if hit.name == "rest" for at in range(hit.start, hit.end)}
    wrong = _named_in([word for at, word in enumerate(spelled) if at not in inside], known)
    return replace(wrong, is_said=True) if wrong is not None and _says_so(wrong) else None


def _says_so(wrong: Wrong) -> bool:
    return wrong.is_said or wrong.named.isdigit()


def _first_of(turn: Turn, text: str) -> Wrong | None:
    """Return the first answer of those that a text names by number or place alone: "3 and 5 are wrong"."""
    spelled = words(fold(text))
    for known in turn.lexicon.languages.values():
        wrong = _named_in(spelled, known)
        if wrong is not None and wrong.named.isdigit() and wrong.is_said:
            return wrong
    return None


def _named_in(spelled: Sequence[str], known: LanguageWords) -> Wrong | None:
    """Return the first number or place of these words, or the words that are left of a name; None where they say what
    it should be, or hold a number beside other words."""
    heard = spoken(" ".join(spelled))
    if len(heard) != len(spelled):
        return None
    hits, left = cover(heard, known.phrases["review"], known.phrases["options"])
    labels = {hit.name for hit in hits}
    if "not" in labels or len(left) > MOST_WORDS:
        return None
    places = {hit.start: hit.name for hit in hits if hit.name.isdigit()}
    places.update({at: spelled[at] for at in left if spelled[at].isdigit()})
    others = [spelled[at] for at in left if not spelled[at].isdigit()]
    # "the wrong one is the second"; what stands behind "the second is" is what it should be
    told = places and any(hit.name == "is" and hit.start > min(places) for hit in hits)
    if places and (others or told):
        return None
    named = places[min(places)] if places else " ".join(others)
    return Wrong(named, is_said="change" in labels, is_value="value" in labels)


def _what_it_is(turn: Turn, text: str) -> Wrong | None:
    """Return the answer that a text says is a number, and that number: "the 7 should be 2.8 g/g"."""
    named = (wrong for wrong in named_with_a_value(turn, text) if any(char.isdigit() for char in wrong.rest))
    return next(named, None)


def named_with_a_value(turn: Turn, text: str) -> Iterator[Wrong]:
    """Return the answer that a text says is something, with what it says: "my age was 43"."""
    heard, typed = spoken(fold(text)) if len(text) <= LONGEST_ANSWER else [], list(_WORD.finditer(text))
    for known in turn.lexicon.languages.values() if len(heard) == len(typed) else ():
        hits, _ = cover(heard, known.phrases["review"])
        verb = next((hit for hit in hits if hit.name == "is" and hit.start > 0 and hit.end < len(heard)), None)
        if verb is None or any(hit.name == "not" for hit in hits if hit.start < verb.start):
            continue
        wrong = _without_its_wrong(turn, text[: typed[verb.start].start()])
        if wrong is not None:
            yield replace(wrong, rest=text[typed[verb.end].start() :])


def _without_its_wrong(turn: Turn, text: str) -> Wrong | None:
    """Return what a text says beside that something is wrong or to be changed; None where that is no answer's name."""
    folded = fold(text)
    heard, spelled = spoken(folded), words(folded)
    if len(heard) != len(spelled):
        return None
    covered = [
        cover(heard, known.phrases["review"], known.phrases["options"]) for known in turn.lexicon.languages.values()
    ]
    if any(not left and any(hit.name == "change" for hit in hits) for hits, left in covered):
        return None  # "wrong: the second": the word that says so is no answer's name in another language
    named = [wrong for hits, left in covered if (wrong := _said_beside(hits, [spelled[at] for at in left])) is not None]
    # "mi edad está mala" is words and a name in one language, and says so in the other
    return next((wrong for wrong in named if wrong.is_said), named[0] if named else None)


def _said_beside(hits: Sequence[Hit], named: list[str]) -> Wrong | None:
    """Return the name that words leave over of a text; None where it is none."""
    labels = {hit.name for hit in hits}
    if not (labels & _BESIDE or len(named) == 1) or not 0 < len(named) <= MOST_WORDS:
        return None
    # "change 6" names one; two numbers, or a number and words that nobody knows, name none.
    if len(named) > 1 and any(word.isdigit() for word in named):
        return None
    return Wrong(" ".join(named), is_said="change" in labels, is_value="value" in labels)
