"""What is said of somebody else, as they would say it themselves: "he has no fever" is read as "I have no fever".

The words stand in the section [person] of each language's file. What was said of another is read back, unless the
whole conversation is about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from dialogs.answers.number_words import digits
from dialogs.answers.reading import Misread, MisreadReason, Reading
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import fold
from dialogs.lexicon.worded import Worded
from dialogs.study.typed import Others

#: What stands under this sign in [person] was said or believed by somebody else.
KEPT = "="
#: "Not me" has no more words than this.
MOST_DENIED = 2
_DENIES = frozenset({"no", "doubt"})
_PARTNERS = frozenset({Others.PARTNER.value})
_RELATIVES = _PARTNERS | {Others.RELATIVE.value}
_ALL = _RELATIVES | {Others.ANYBODY.value}
#: Between what is told of one and of another.
CLAUSE = Worded(r"(?i:[,;.\n]| (?:{joint_but}|{joint_and}) )")
#: One word as it was typed.
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def in_first_person(text: str, language_words: LanguageWords, *, known: bool = False) -> str | None:
    """Return the text with its words about another person in the first one; None where it has none such.

    What is between the words stays as it was written, so that numbers and dates are none the worse for it. What others
    believe or say stays theirs, unless the conversation is about them (`known`)."""
    found = list(WORD.finditer(text))
    spelled = [fold(match[0]).replace("'", "") for match in found]
    pieces: list[str] = []
    end = 0
    for start, behind, instead in _changes(spelled, language_words):
        if instead == KEPT and not known:
            continue
        instead = "" if instead == KEPT else instead
        pieces += [text[end : found[start].start()], instead]
        end = found[behind - 1].end()
    return None if not end else "".join((*pieces, text[end:]))


def without_friend(text: str, language_words: LanguageWords) -> str | None:
    """Return an answer without the friend whom it is said to: "no my friend"; None for anything else.

    Whoever does something behind their name is no such friend: "no my friend had one"."""
    found = list(WORD.finditer(text))
    said = spoken(fold(text))
    if len(said) != len(found):
        return None
    friend = max(
        (
            hit
            for hit in language_words.phrases["speaker"].hits(said)
            if hit.name == "friend" and hit.end == len(said) and hit.start > 0
        ),
        key=lambda hit: hit.words,
        default=None,
    )
    if friend is None:
        return None
    hits, left = cover(said[: friend.start], language_words.phrases["answers"])
    answers = not left and bool(hits) and hits[-1].name != "filler"  # "no, I am a man" says what they are
    return text[: found[friend.start].start()] if answers else None


def tells_of(others: Others, text: str, language_words: LanguageWords, *, by_clause: bool = False) -> bool:
    """Tell whether a text speaks of somebody else, and nowhere of the person: "my father has it".

    `by_clause`: one of its clauses does, whatever the others say: "my father takes one, I take another". What they
    only say or believe is of the person: "my daughter says yes"."""
    clauses = language_words.patterns[CLAUSE].split(text) if by_clause else [text]
    return any(
        names_one(others, each, language_words)
        and not speaks_for_themselves(each, language_words)
        and not _is_only_said(each, language_words)
        for each in clauses
    )


def without_others(others: Others, text: str, language_words: LanguageWords) -> str | None:
    """Return the text without the clauses that speak of somebody else; None where none does, or each."""
    clauses = [each for each in language_words.patterns[CLAUSE].split(text) if each.strip()]
    own = [each for each in clauses if not tells_of(others, each, language_words)]
    return ", ".join(own) if 0 < len(own) < len(clauses) else None


def names_another_behind_not_me(others: Others, text: str, language_words: LanguageWords) -> bool:
    """Tell whether a text denies it of whoever writes, in a few words, and then names somebody else: "not me, my
    sister". It may be the other one for whom they answer."""
    first, *rest = [each for each in language_words.patterns[CLAUSE].split(text) if each.strip()] or [""]
    while rest and len(spoken(fold(first))) == 1:  # "no, not me, my mum"
        first, *rest = rest
    said = spoken(fold(first))
    denies = any(hit.name in _DENIES for hit in language_words.phrases["answers"].hits(said))
    short = 0 < len(said) <= MOST_DENIED and denies and speaks_for_themselves(first, language_words)
    return short and any(tells_of(others, each, language_words) for each in rest)


def speaks_for_themselves(text: str, language_words: LanguageWords) -> bool:
    """Tell whether a text speaks of the person who writes it."""
    return "own" in _said(text, language_words)


def tells_whose_number(others: Others, text: str, language_words: LanguageWords) -> bool:
    """Tell whether a clause that holds a number speaks of somebody else; where none does, whether the text does.

    "34, my sister is at work" tells no age of the sister; "my sister is, 34" does: a clause without words of its own is
    of the number."""
    clauses = [
        digits(fold(each), language_words)[0] for each in language_words.patterns[CLAUSE].split(text) if each.strip()
    ]
    numbered = [each for each in clauses if any(char.isdigit() for char in each)]
    speaker = language_words.phrases["speaker"]
    numbered += [each for each in clauses if not cover(spoken(each), speaker)[1]]
    return any(tells_of(others, each, language_words) for each in numbered or [text])


def names_one(others: Others, text: str, language_words: LanguageWords) -> bool:
    """Tell whether a text names somebody else of theirs."""
    named = {Others.PARTNER: _PARTNERS, Others.RELATIVE: _RELATIVES, Others.ANYBODY: _ALL}[others]
    return not named.isdisjoint(_said(text, language_words))


def _is_only_said(text: str, language_words: LanguageWords) -> bool:
    spelled = [fold(match[0]).replace("'", "") for match in WORD.finditer(text)]
    return any(instead == KEPT for _, _, instead in _changes(spelled, language_words))


def _said(text: str, language_words: LanguageWords) -> set[str]:
    return {hit.name for hit in language_words.phrases["speaker"].hits(spoken(fold(text)))}


def _changes(spelled: list[str], language_words: LanguageWords) -> Iterator[tuple[int, int, str]]:
    """Return where words of another person stand, the longest first, and what stands there instead."""
    longest = _longest(language_words)
    at = 0
    while at < len(spelled):
        most = min(longest.get(spelled[at], 0), len(spelled) - at)
        for length in range(most, 0, -1):
            instead = language_words.of_another.get(tuple(spelled[at : at + length]))
            if instead is not None:
                yield at, at + length, instead
                at += length
                break
        else:
            at += 1


@lru_cache(maxsize=8)
def _longest(language_words: LanguageWords) -> Mapping[str, int]:
    """Return of each word that begins such a phrase how long the longest one is."""
    longest: dict[str, int] = {}
    for phrase in language_words.of_another:
        longest[phrase[0]] = max(len(phrase), longest.get(phrase[0], 0))
    return longest


def settled(as_typed: Reading | Misread, of_another: Reading | Misread, *, known: bool) -> Reading:
    """Return what holds of a text that was read twice: as it was typed, and as the other person would say it.

    `known`: the whole conversation is about them. Where both were understood and differ, it is asked."""
    if isinstance(as_typed, Misread) and as_typed.half:
        raise as_typed
    if isinstance(of_another, Misread):
        if of_another.half:
            raise of_another
        if isinstance(as_typed, Misread):
            raise as_typed
        return as_typed
    own = of_another if known else replace(of_another, sure=False)
    if isinstance(as_typed, Misread) or as_typed.value == of_another.value or of_another.sure:
        return own
    raise Misread(MisreadReason.TWO_VALUES)
