"""Options by number, by label, or in other words; yes, no and "I don't know".

A text is covered with phrases from left to right: the question's own (labels and `heard`), then the language's. What
they say must agree, else it is asked again ("no, si me pusieron"). Sure is only what is covered whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dialogs.answers.number_words import digits
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Hit, PhraseError, PhraseLabel, Phrases, cover, parse_phrase, spoken
from dialogs.lexicon.spelling import fold
from dialogs.study.study import Question
from dialogs.values import UNKNOWN, UNKNOWN_WORD, Value

#: In the study's file of words, a phrase that begins so is read back: "~dos veces".
READ_BACK = "~"
#: What the language's own words mean, as values of options, the first that the question has.
MEANINGS = {"yes": ("yes",), "agree": ("yes",), "no": ("no", "none"), "doubt": ("no", "none"), "unknown": ("unknown",)}
#: Words of the language that make what stands beside them less than sure: "creo que sí".
_WEAKENING = frozenset({"hedge", "agree", "doubt", "perhaps", "aside"})
#: "quiero la segunda opción, por favor" is shorter than this.
LONGEST_NUMBERED = 60
_NUMBER = re.compile(r"#? ?(\d{1,3}) ?[.)°-]?")
_NO_NUMBER = re.compile(r"[-+] ?\d|\d ?[%/*<>=]|[<>=] ?\d")
_BREAK = re.compile(r"[,;:.!\n]| pero | but ")
#: Thumbs and ticks alone; in a sentence they mean nothing.
_SIGNS = {"👍": "yes", "👌": "yes", "✅": "yes", "✔": "yes", "👎": "no", "❌": "no"}


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text says about the options of a question."""

    #: The options that it names.
    values: tuple[str, ...] = ()
    #: What the language's words in it mean (a key of `MEANINGS`) where the question has no such option.
    meant_without_option: tuple[str, ...] = ()
    #: It only says "perhaps", or says so beside something else: no answer by itself.
    perhaps: bool = False
    #: Nothing in it is left over and nothing weakens it.
    sure: bool = False
    #: How many of its words were not understood.
    left: int = 0

    @property
    def is_silent(self) -> bool:
        """Does it say nothing about the options?"""
        return not self.values and not self.meant_without_option and not self.perhaps

    @property
    def only_option(self) -> str | None:
        """The one option that it says, with nothing beside it that could mean another."""
        alone = len(self.values) == 1 and not self.meant_without_option and not self.perhaps
        return self.values[0] if alone else None


def own_phrases(question: Question, labels: Labels) -> Phrases:
    """The phrases of this question's options in this language: their labels, and what else counts as each."""
    return _own(
        tuple(
            (option.value, labels.options.get(option.value, ""), option.heard.get(labels.language, ()))
            for option in question.options
        )
    )


@lru_cache(maxsize=256)
def _own(options: tuple[tuple[str, str, tuple[str, ...]], ...]) -> Phrases:
    groups: dict[PhraseLabel, list[str]] = {}
    for value, label, heard in options:
        for phrase in (*heard, *_label_phrases(label)):
            plain = phrase.removeprefix(READ_BACK)
            if _is_phrase(plain):
                groups.setdefault(PhraseLabel(value, read_back=plain != phrase), []).append(plain)
    return Phrases(groups)


def _label_phrases(label: str) -> list[str]:
    """A label, and each of its parts between commas that says enough alone."""
    parts = [fold(part) for part in re.split(r"[,(]", label)]
    whole = " ".join(re.findall(r"[a-z0-9]+", fold(label)))
    return [whole, *(" ".join(words) for part in parts if len(words := re.findall(r"[a-z0-9]+", part)) > 1)]


def _is_phrase(text: str) -> bool:
    try:
        return bool(parse_phrase(text))
    except PhraseError:
        return False


def numbered(folded: str, labels: Labels, tongue: LanguageWords) -> tuple[str, bool] | None:
    """The option that a text names by its number or place, and whether beyond doubt; Misread when out of range."""
    values = tuple(labels.options)
    if not values:
        return None
    match = _NUMBER.fullmatch(folded)
    if match:
        return _at(int(match[1]), values), True
    if len(folded) > LONGEST_NUMBERED or _NO_NUMBER.search(folded):
        return None
    for text in (folded, digits(folded, tongue)[0]):
        words = spoken(text)
        hits, left = cover(words, tongue.phrases["options"])
        named = [hit.name for hit in hits if hit.name not in ("cue", "article")]
        figures = [words[at] for at in left]
        if words and len(words) <= 8 and len(named) + len(figures) == 1 and (named or figures[0].isdigit()):
            # a bare number word ("dos") may mean something else as well
            beyond_doubt = bool(named) or bool(hits) or any(char.isdigit() for char in folded)
            return (values[-1] if named == ["last"] else _at(int((named or figures)[0][:4]), values)), beyond_doubt
    return None


def _at(number: int, values: tuple[str, ...]) -> str:
    if not 1 <= number <= len(values):
        raise Misread(MisreadReason.NOTHING)
    return values[number - 1]


def several_numbers(folded: str) -> tuple[int, ...]:
    """The numbers of a text that is nothing but short numbers: "1 y 3", "2, 4"."""
    parts = re.split(r"\s*(?:,|;|\+|&|/| y | e | and |\s)\s*", folded)
    return tuple(int(part) for part in parts) if parts and all(re.fullmatch(r"\d{1,2}", part) for part in parts) else ()


def heard(question: Question, folded: str, labels: Labels, tongue: LanguageWords) -> Heard:
    """What a text says about the options, in whatever words."""
    known = {option.value for option in question.options} | set(labels.options)
    hits, left = cover(spoken(folded), own_phrases(question, labels), tongue.phrases["answers"])
    names = [hit.name for hit in hits]
    if "whether" in names:
        values, without = _meant(["unknown"], known)
        return Heard(values, without, left=len(left))
    values, without = _meant(names, known)
    perhaps = "perhaps" in names
    if "echo" in names and not (values or without or perhaps or left):
        values, without = _meant(["yes"], known)
    sure = not left and not any(_weakens(hit) for hit in hits)
    return Heard(values, without, perhaps, sure, len(left))


def _weakens(hit: Hit) -> bool:
    return hit.label.read_back or hit.name in _WEAKENING


def _meant(names: list[str], known: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The options that labels of phrases mean, and the meanings for which the question has no option; each once."""
    values: list[str] = []
    without: list[str] = []
    for name in names:
        option = _option_meant(name, known)
        if option is not None:
            values.append(option)
        elif name in MEANINGS:
            without.append(name)
    return tuple(dict.fromkeys(values)), tuple(dict.fromkeys(without))


def _option_meant(name: str, known: set[str]) -> str | None:
    if name in known and name not in ("agree", "doubt"):
        return name
    return next((value for value in MEANINGS.get(name, ()) if value in known), None)


def as_value(option: str) -> Value:
    """The value of an option: not knowing is a value of its own."""
    return UNKNOWN if option == UNKNOWN_WORD else option


def exact_option(question: Question, folded: str, labels: Labels, tongue: LanguageWords) -> Value | None:
    """The option that a text is, whole, at a question of any kind; None where it is none or more than that."""
    said = heard(question, folded, labels, tongue)
    return as_value(said.only_option) if said.sure and said.only_option is not None else None


def unsure_option(question: Question, folded: str, labels: Labels, tongue: LanguageWords) -> Value | None:
    """The one option that a text points at, with words around it that were not understood."""
    said = heard(question, folded, labels, tongue)
    return None if said.only_option is None else as_value(said.only_option)


def read_choice(question: Question, text: str, folded: str, labels: Labels, tongue: LanguageWords) -> Reading:
    """One of the options."""
    number = numbered(folded, labels, tongue)
    said = heard(question, folded, labels, tongue)
    if number is not None:
        option, figures = number
        if not figures and not said.is_silent and said.only_option != option:
            raise Misread(MisreadReason.TWO_VALUES, tuple(as_value(value) for value in (*said.values, option)))
        return Reading(as_value(option), sure=True)
    if len(several_numbers(folded)) > 1:
        raise Misread(MisreadReason.TWO_VALUES)
    if said.is_silent:
        return _by_sign(text, labels)
    if said.only_option is None:
        raise Misread(
            MisreadReason.TWO_VALUES if said.values else MisreadReason.NOTHING,
            tuple(as_value(value) for value in said.values),
        )
    option = said.only_option
    if said.left and ((_denies(option) and not _stands_apart(folded)) or "?" in folded):
        raise Misread(MisreadReason.NOTHING, (as_value(option),))
    # a question is no answer: "sí?" is read back, "¿y si después no quiero?" is asked again
    return Reading(as_value(option), sure=said.sure and "?" not in folded)


def _denies(option: str) -> bool:
    """A no with words that were not understood may deny only those: "no tengo pareja"."""
    return option in ("no", "none")


def _stands_apart(folded: str) -> bool:
    """Does the answer stand before a comma, or end the text: "no, la tengo agendada"?"""
    return bool(_BREAK.search(folded[:24]))


def _by_sign(text: str, labels: Labels) -> Reading:
    signs = {meaning for sign, meaning in _SIGNS.items() if sign in text}
    if len(signs) == 1 and not re.search(r"\w", text):
        option = signs.pop()
        if option in labels.options:
            return Reading(option, sure=False)
    raise Misread(MisreadReason.NOTHING)


def read_choices(question: Question, folded: str, labels: Labels, tongue: LanguageWords) -> Reading:
    """Any number of the options: by number, by label, or in other words."""
    exclusive = {option.value for option in question.options if option.exclusive}
    chosen, sure = _chosen(question, folded, labels, tongue, exclusive)
    if not chosen:
        raise Misread(MisreadReason.NOTHING)
    if len(chosen) > 1 and set(chosen) & exclusive:
        raise Misread(MisreadReason.TWO_VALUES)
    if chosen == (UNKNOWN_WORD,):
        return Reading(UNKNOWN, sure)
    return Reading(chosen, sure)


def _chosen(
    question: Question, folded: str, labels: Labels, tongue: LanguageWords, exclusive: set[str]
) -> tuple[tuple[str, ...], bool]:
    """The options that a text chooses, and whether that is beyond doubt."""
    numbers = several_numbers(folded)
    if numbers:
        values = tuple(labels.options)
        return tuple(dict.fromkeys(_at(number, values) for number in numbers)), True
    single = numbered(folded, labels, tongue)
    said = heard(question, folded, labels, tongue)
    if said.meant_without_option or said.perhaps:
        raise Misread(MisreadReason.NOTHING)
    if single is not None:
        return (single[0],), True
    if said.left and set(said.values) & exclusive and not _stands_apart(folded):
        raise Misread(MisreadReason.NOTHING)
    return said.values, said.sure
