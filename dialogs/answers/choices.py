"""Any number of the options: by number, by label, or in other words.

Each thing that a text names is kept; half understood is not understood (study-facts 11j). So a text is looked at whole
first, and where that leaves something over, one part after the other: each part must say something.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dialogs.answers.heard import Heard, as_value, heard
from dialogs.answers.option_numbers import all_at, numbered, several_numbers
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import spoken
from dialogs.lexicon.worded import Worded
from dialogs.study.study import Question
from dialogs.values import UNKNOWN, UNKNOWN_WORD

_PARTS = Worded(r"[,;.\n+&/]+| (?:{joint_and}|{joint_and_too}|{joint_but}|{joint_also}) ")
_DENIED = frozenset({"no", "none"})


def read_choices(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> Reading:
    """Any number of the options; Misread where a part of the text says nothing that can be taken."""
    chosen, sure = _chosen(question, folded, labels, language_words)
    if not chosen:
        raise Misread(MisreadReason.NOTHING)
    if chosen == (UNKNOWN_WORD,):
        return Reading(UNKNOWN, sure)
    return Reading(chosen, sure)


def _chosen(
    question: Question, folded: str, labels: Labels, language_words: LanguageWords
) -> tuple[tuple[str, ...], bool]:
    """Return the options that a text chooses, and whether that is beyond doubt."""
    numbers = several_numbers(folded, language_words.patterns)
    if numbers:
        return _consistent(question, all_at(numbers, labels)), True
    single = numbered(folded, labels, language_words)
    if single is not None:
        return (single[0],), True
    said = heard(question, folded, labels, language_words)
    if said.asked_again or (said.perhaps and not said.left):
        raise Misread(MisreadReason.NOTHING)
    if not (said.left or said.meant_without_option or 0 < len(_named(said)) < len(said.values)):
        return _consistent(question, said.values), said.sure
    return _one_by_one(question, folded, labels, language_words), False


@dataclass(slots=True)
class _Told:
    """What the parts of a text have told so far."""

    chosen: list[str] = field(default_factory=list)
    #: A part says that there is none: of its own ("asma controlada"), or with a bare no that may deny another part.
    none: bool = False
    bare_no: bool = False
    #: A part denies what it names, and the denial may go on: "no asthma, gout or anything".
    ahead: bool = False

    def add(self, said: Heard, alone: bool) -> None:
        """Take in one part; `alone`: with the part before it, it names nothing (asthma, under control)."""
        named = _named(said)
        if 0 < len(named) < len(said.values) and not said.left:
            self.none = True  # "no asthma", "asthma no"
            return
        if len(named) == len(said.values):
            self.chosen += named
        elif not named:
            self.none, self.bare_no = True, self.bare_no or not said.in_own_words
            if alone:
                self.chosen.clear()


def _named(said: Heard) -> list[str]:
    return [value for value in said.values if value not in _DENIED]


def _one_by_one(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> tuple[str, ...]:
    """Return the options that the parts of a text name; Misread where a part is not understood."""
    told = _Told()
    before, before_none, left_over = "", False, False
    for part in filter(None, map(str.strip, language_words.patterns[_PARTS].split(folded))):
        said = heard(question, part, labels, language_words)
        if _is_left_over(said, part, language_words):
            left_over, before_none = True, False
            continue
        together = heard(question, f"{before}, {part}", labels, language_words) if before else said
        ahead = told.ahead and not _is_told_anew(part, language_words)
        if _named(said) and (ahead or (before_none and _is_the_same(part, language_words))):
            raise Misread(MisreadReason.TWO_VALUES, tuple(as_value(value) for value in told.chosen))
        before_none = not _named(said)
        told.ahead = told.ahead or _denies_ahead(part, language_words)
        told.add(said, alone=bool(before) and not _named(together))
        before = part
    if told.chosen and told.bare_no:
        raise Misread(MisreadReason.TWO_VALUES, tuple(as_value(value) for value in told.chosen))
    chosen = tuple(dict.fromkeys(told.chosen))
    if left_over:
        raise Misread(MisreadReason.NOTHING, tuple(map(as_value, chosen)))
    return _consistent(question, chosen) if chosen or not told.none else ("none",)


def _denies_ahead(part: str, language_words: LanguageWords) -> bool:
    """Tell whether a part begins with a denial and names something behind it: "no asthma", not "asthma no"."""
    said = spoken(part)
    if not said:
        return False
    first = language_words.phrases["answers"].longest(said, 0)
    denies = first is not None and first.name == "no" and first.end < len(said)
    return denies or language_words.phrases["denial"].longest(said, 0) is not None


def _is_the_same(part: str, language_words: LanguageWords) -> bool:
    """Tell whether a part says that it is as with the one before it: "the rash is over, the cough too"."""
    return any(hit.name == "same" for hit in language_words.phrases["results"].hits(spoken(part)))


def _is_left_over(said: Heard, part: str, language_words: LanguageWords) -> bool:
    """Tell whether a part is of something else, which is not understood; Misread where it is of what was named, as
    "… but that was before" is, or is doubted."""
    left = _is_half_understood(said)
    if said.asked_again or said.perhaps or (left and _is_over(part, language_words)):
        raise Misread(MisreadReason.NOTHING)
    return left


def _is_over(part: str, language_words: LanguageWords) -> bool:
    """Tell whether a part says that something was, and is no more."""
    return any(hit.name == "past" for hit in language_words.phrases["tense"].hits(spoken(part)))


def _is_told_anew(part: str, language_words: LanguageWords) -> bool:
    """Tell whether a part says of its own what is, or what is not."""
    said = spoken(part)
    answers = {hit.name for hit in language_words.phrases["answers"].hits(said)}
    return (
        bool(answers & {"yes", "no"})
        or any(hit.start == 0 for hit in language_words.phrases["denial"].hits(said))
        or any(hit.name in ("bare", "present") for hit in language_words.phrases["tense"].hits(said))
    )


def _is_half_understood(said: Heard) -> bool:
    denies_in_own_words = len(_named(said)) < len(said.values) and said.in_own_words
    return said.left > 0 and not _named(said) and not denies_in_own_words


def _consistent(question: Question, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Return the options, where they can stand together; Misread where one of them stands alone only."""
    exclusive = {option.value for option in question.options if option.exclusive}
    if len(chosen) > 1 and set(chosen) & exclusive:
        raise Misread(MisreadReason.TWO_VALUES)
    return chosen
