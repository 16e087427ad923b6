"""Reading the red flags: TOML in, a `RedFlags` out, every problem named (study-facts 10)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from dialogs.lexicon.phrases import PhraseError
from dialogs.lexicon.signs import END, Sign, Signs, Vocabulary, one_word
from dialogs.lexicon.spelling import fold, sound, words
from dialogs.lexicon.worded import Patterns, Worded

#: Where a unit is written behind its number without a space: 20wks, 38c.
_UNIT = re.compile(r"(?<=\d)(?=[a-z])")
#: Parts a number from its one decimal: 38.5 is a temperature, "38, 5 feet" is none.
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d(?!\d))")
#: Two numbers with a stroke between them that open a part of a text, as a blood pressure is written; a date, a fraction
#: and a telephone number have other digits. The word before them says so to the signs.
_STROKE = re.compile(r"(?:^|(?<=[.,!?;]))\s*(?=\d{3} ?[/|\\-] ?\d{2,3}(?![\d/:-]|[.,]\d))")
_TWO_ALONE = re.compile(r"\s*(?=\d{3}\s+\d{2,3}[\s.!]*$)")
_OPENS = " numberpair "
#: Ends a sentence; three points are a pause in one.
_SENTENCE = re.compile(r"((?<!\.)\.(?=\s|$)|[!?;])")
#: Ends a part of a sentence: a comma (between digits it is a decimal sign), a dash, or what joins another part.
_CLAUSE = Worded(r"(?<!\d),|,(?!\d)|(?<=\s)[-–—](?=\s)|\b(?=(?:{joint_and}|{joint_but})\b)")
#: (place, fact): notes one problem of the file.
Complain = Callable[[str, str], None]
#: Most words that a line of [same] may have on its right.
MOST_SAME = 4


class FlagSection(StrEnum):
    """The sections of the file that hold signs."""

    EMERGENCY = "emergency"
    #: Calls for both texts.
    POISONING = "poisoning"
    #: The same, unless `ROUTINE` says that it is the day's own dose.
    DOSES = "doses"
    ROUTINE = "routine"
    #: A count of ten or more, a box, a handful: calls for both texts, unless `REGIMEN` says that it is taken over time.
    COUNTED = "counted"
    #: A habit. It is a routine word as well.
    REGIMEN = "regimen"
    #: Of the routine words those that tell of doses wherever they stand.
    AS_TOLD = "as_told"
    #: With it a routine word tells of what is taken as a rule, and of no other part of the text.
    HABIT = "habit"
    #: Here it is of something else, told before the dose in the same part of a sentence.
    ANOTHER_HABIT = "another_habit"
    #: No dose of every day is taken so.
    AT_ONCE = "at_once"
    SELF_HARM = "self_harm"
    URGENT = "urgent"
    #: The same, where no number is asked for.
    URGENT_WITHOUT_NUMBER = "urgent_where_no_number_is_asked"
    #: Says that there is a pregnancy.
    PREGNANT = "pregnant"
    #: Says so where that is just what was asked.
    PREGNANT_WHEN_ASKED = "pregnant_when_asked"
    #: An emergency with a pregnancy, said now or before.
    WHEN_PREGNANT = "when_pregnant"
    TELL_DOCTOR = "tell_doctor"
    #: An emergency unless `HARMLESS_CAUSE` says why it is none.
    MILD = "mild"
    HARMLESS_CAUSE = "harmless_cause"
    #: One thing that only sounds like a danger: none where `HARMLESS_BESIDE` covers all the rest of the text.
    HARMLESS = "harmless"
    HARMLESS_BESIDE = "harmless_beside"
    #: Taken out before any red flag is looked for, where it stands in one part of a sentence.
    QUIET = "quiet"
    #: The same, where it stands in one sentence.
    QUIET_IN_A_SENTENCE = "quiet_in_a_sentence"
    #: The same, where an age is asked for.
    QUIET_AT_AGE = "quiet_at_age"
    #: Another's, and the person's or a relative's as well: with it nothing is taken out.
    ANOTHER_TOO = "another_too"
    #: Counts whatever is taken out around it.
    NEVER_QUIET = "never_quiet"
    #: What was, or is feared: the same as `QUIET`, unless `NOW` says that it is here.
    QUIET_UNTIL_NOW = "quiet_until_now"
    #: Says that it was years ago: quiet like `QUIET_UNTIL_NOW` as far as `IT_IS_OVER` stands in the same sentence.
    LONG_AGO = "long_ago"
    #: Says when it was, which may be today: it makes quiet only what is urgent, in the same way.
    BACK_THEN = "back_then"
    #: Behind such words, only what these say was then.
    IT_WAS = "it_was"
    IT_IS_OVER = "it_is_over"
    #: A danger named in one list with one that `QUIET_UNTIL_NOW` covers: it is quiet with it.
    LISTED = "listed"
    #: It is here now, or has come back.
    NOW = "now"
    #: Denies what `NOW` would say, or shows that it does not mean it.
    NEVER_AGAIN = "never_again"
    #: It is not well now, whatever `NEVER_AGAIN` denies.
    NOT_WELL = "not_well"


#: The sections whose signs cover words. The end of a sentence is none, so a sign that needs it would cover nothing.
COVERING = frozenset(
    {
        *(FlagSection.HARMLESS, FlagSection.HARMLESS_BESIDE),
        *(FlagSection.QUIET, FlagSection.QUIET_IN_A_SENTENCE, FlagSection.QUIET_AT_AGE),
        FlagSection.NEVER_QUIET,
        *(FlagSection.LONG_AGO, FlagSection.BACK_THEN, FlagSection.IT_WAS, FlagSection.IT_IS_OVER),
        *(FlagSection.QUIET_UNTIL_NOW, FlagSection.LISTED, FlagSection.NEVER_AGAIN, FlagSection.NOT_WELL),
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a text, and the places behind the last one of each part."""

    words: list[str]
    clauses: list[int]
    sentences: list[int]
    #: Behind each sentence that asks something.
    asked: list[int]


@dataclass(slots=True)
class Turn:
    """A place in the tree of what is written differently and means the same."""

    #: Where each next word leads, by its sound.
    then: dict[str, Turn] = field(default_factory=dict)
    #: What is read instead of the words up to here.
    instead: tuple[str, ...] | None = None


@dataclass(frozen=True, eq=False, slots=True)
class RedFlags:
    """The signs of danger, and the words with which they are written."""

    vocabulary: Vocabulary
    signs: Mapping[FlagSection, Signs]
    #: What is written differently and means the same, as a tree of its words.
    same: Turn
    #: Where a part of a sentence ends.
    clause: re.Pattern[str]

    def said(self, text: str) -> Said:
        """Return the words of a text as signs are compared with them, and where its parts end."""
        said = Said([], [], [], [])
        folded = fold(text.replace("\n", ". "))
        folded = f"{_OPENS}{folded}" if _TWO_ALONE.match(folded) else _STROKE.sub(_OPENS, folded)
        sentences = _SENTENCE.split(folded)
        for sentence, mark in zip_longest(sentences[::2], sentences[1::2]):
            for clause in self.clause.split(sentence):
                self._add(words(_UNIT.sub(" ", _DECIMAL.sub(" coma ", clause))), said.words)
                said.clauses.append(len(said.words))
            said.sentences.append(len(said.words))
            if mark == "?":
                said.asked.append(len(said.words))
        return said

    def _add(self, spelled: Sequence[str], found: list[str]) -> None:
        """Add words as they are read to those found."""
        begin = self.same.then
        at = 0
        while at < len(spelled):
            if sound(spelled[at]) in begin:  # few words do
                at, read = self._instead(spelled, at)
                found += read
            else:
                found.append(spelled[at])
                at += 1

    def _instead(self, spelled: Sequence[str], start: int) -> tuple[int, Sequence[str]]:
        """Return what is read instead of the longest words known from a place on, and the place behind them."""
        found: tuple[int, Sequence[str]] = start + 1, spelled[start : start + 1]
        turn = self.same
        for at in range(start, len(spelled)):
            following = turn.then.get(sound(spelled[at]))
            if following is None:
                break
            turn = following
            if turn.instead is not None:
                found = at + 1, turn.instead
        return found


def read_flags(raw: Mapping[str, Any], patterns: Patterns, complain: Complain) -> RedFlags:
    """Return the red flags that a file states; each problem goes to `complain`."""
    sections = {"words", "same", "slips", *FlagSection}
    for key in sorted(raw.keys() - sections):
        complain(f"[{key}]", "nobody reads this section.")
    for key in sorted(sections - raw.keys()):
        complain(f"[{key}]", "is missing.")
    lists = _lists(raw.get("words", {}), complain)
    slips = raw.get("slips", {})
    main, none, begun = (_words_of(slips, name, complain) for name in ("of", "none", "begun"))
    for name in begun:
        if name not in lists:
            complain("[slips] begun", f'names "{name}", and there is no list of that name in [words].')
    vocabulary = Vocabulary(lists, main, none, [stem for name in begun for stem in lists.get(name, ())])
    signs = {
        section: Signs(tuple(_signs(raw.get(section, {}), section, vocabulary, complain))) for section in FlagSection
    }
    _unused(raw, lists, complain)
    return RedFlags(vocabulary, signs, _same(raw.get("same", {}), complain), patterns[_CLAUSE])


def _lists(raw: Any, complain: Complain) -> dict[str, tuple[str, ...]]:
    """Return the lists of words as signs have them, each by its name; a sign that names one reads none of it again."""
    lists: dict[str, tuple[str, ...]] = {}
    for name, text in (raw if isinstance(raw, dict) else {}).items():
        if not isinstance(text, str) or not text.strip():
            complain(f"[words] {name}", 'holds no words. Write them with spaces between: "labio labios".')
            continue
        read: list[str] = []
        for word in text.split():
            try:
                read.append(one_word(word, word))
            except PhraseError as error:
                complain(f"[words] {name}", f"{error}.")
        lists[name] = tuple(read)
    return lists


def _words_of(raw: Any, name: str, complain: Complain) -> tuple[str, ...]:
    """Return the words of one line of [slips] as they are spelled."""
    text = raw.get(name) if isinstance(raw, dict) else None
    if not isinstance(text, str):
        complain(f"[slips] {name}", 'holds no words. Write them with spaces between: "dolor pecho".')
        return ()
    return tuple(words(fold(text)))


def _signs(raw: Any, section: str, vocabulary: Vocabulary, complain: Complain) -> Iterator[Sign]:
    """Return the signs of one section; those that cannot be used are complained of and left out."""
    seen: set[Sign] = set()
    for place, texts in (raw if isinstance(raw, dict) else {}).items():
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            complain(f"[{section}] {place}", 'is no list of texts. Write it as ["…", "…"].')
            continue
        for text in texts:
            try:
                sign = vocabulary.sign(text)
            except PhraseError as error:
                complain(f"[{section}] {place}", f"{error}.")
                continue
            if section in COVERING and END in text.split():
                complain(f"[{section}] {place}", f'"{text}": "{END}" has no effect in this section. Leave it out.')
            if sign in seen:
                complain(f"[{section}] {place}", f'"{text}" stands here twice. Keep one.')
            seen.add(sign)
            yield sign


def _unused(raw: Mapping[str, Any], lists: Mapping[str, Any], complain: Complain) -> None:
    """Complain of a list that no sign uses: it is a slip of its name."""
    used = str([raw.get(section) for section in FlagSection])
    for name in lists:
        if f"{{{name}}}" not in used:
            complain(f"[words] {name}", "no sign uses this list.")


def _same(raw: Any, complain: Complain) -> Turn:
    """Return what is read instead of what, by the sound of what is written."""
    same = Turn()
    for instead, variants in (raw if isinstance(raw, dict) else {}).items():
        if not isinstance(variants, list) or not all(isinstance(text, str) for text in variants):
            complain(f"[same] {instead}", 'is no list of texts. Write it as ["…", "…"].')
            continue
        read = tuple(words(fold(instead)))
        for text in variants:
            key = [sound(word) for word in words(fold(text))]
            if not 0 < len(key) <= MOST_SAME:
                complain(f"[same] {instead}", f'"{text}" has no words, or more than {MOST_SAME}.')
                continue
            turn = same
            for word in key:
                turn = turn.then.setdefault(word, Turn())
            if turn.instead not in (None, read):
                complain(f"[same] {instead}", f'"{text}" also stands under "{" ".join(turn.instead or ())}". Keep one.')
            turn.instead = turn.instead or read
    return same
