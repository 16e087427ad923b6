"""What a text says about the options of a question: by their labels, in other words, with yes or no.

A text is covered with phrases from left to right: the question's own (labels and `heard`), then the language's. What
they say must agree, else it is asked again ("no, si me pusieron"). Sure is only what is covered whole. A word that
nobody knows is looked for once more with a slip of one letter, and then read back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dialogs.answers.reading import Labels
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Hit, PhraseError, PhraseLabel, Phrases, cover, parse_phrase, spoken
from dialogs.lexicon.spelling import fold, nearest
from dialogs.study.study import Question
from dialogs.values import UNKNOWN, UNKNOWN_WORD, Value

#: In the study's file of words, a phrase that begins so is read back: "~dos veces".
READ_BACK = "~"
#: The label of phrases that answer less than was asked, or something else.
ASKED_AGAIN = "asked again"
#: What the labels of phrases begin with that leave one half of a question open; then comes who asks for it.
HALF = "half "
#: What the language's own words mean, as values of options, the first that the question has.
MEANINGS = {"yes": ("yes",), "agree": ("yes",), "no": ("no", "none"), "doubt": ("no", "none"), "unknown": ("unknown",)}
#: Words of the language that make what stands beside them less than sure: "creo que sí".
_WEAKENING = frozenset({"hedge", "agree", "doubt", "perhaps", "aside"})
#: Answers that are no yes to anything.
_DENIALS = frozenset({"no", "none", UNKNOWN_WORD})
#: A slip of one letter is looked for in words from here on.
SLIP_FROM = 6
#: A phrase that points at an option in so many words has its own words of time among them: "all over the place".
SAYS_ITS_TIME = 5
#: A word of time belongs to a denial with so many words between them at the most.
NEAR = 5
#: So many other words may stand between "I have" and what somebody has.
CLOSE = 2
#: A result is looked for so far behind a dash.
FEW_LETTERS = 30
#: So many words may stand between what denies and what is denied.
RIGHT_BEHIND = 1
#: The label in [speaker] of words that only sound like a correction or an answer: "a waiting list", "sorry for not
#: answering yet"; and of what goes on beside the chat: "I was at work".
WAITS, CHAT = "waits", "chat"
_BRACKETS = re.compile(r"\([^)]*\)")
#: A sign behind a name is its result: "VDRL -, Chagas (+)".
_RESULT = re.compile(r"(?<=[a-z)]) ?\(?(\+{1,4}|-)\)?(?=$|[\s,;./)](?! ?\d))")


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
    #: It answers a part of the question, or says what was and not what is: to be asked again.
    asked_again: bool = False
    #: The half of the question that is open, where only the other one is denied.
    half: str = ""
    #: It says yes with polite words only, which may belong to something else: "good", "fine".
    only_polite: bool = False
    #: What it says was said in the question's own words, not only with a yes or no that may belong to something else.
    in_own_words: bool = False

    @property
    def is_silent(self) -> bool:
        """Does it say nothing about the options?"""
        return not (self.values or self.meant_without_option or self.perhaps or self.asked_again or self.half)

    @property
    def only_option(self) -> str | None:
        """The one option that it says, with nothing beside it that could mean another."""
        only_agrees = self.meant_without_option == ("yes",) and not self.sure
        alone = len(self.values) == 1 and (not self.meant_without_option or only_agrees) and not self.perhaps
        return self.values[0] if alone and not self.asked_again else None

    @property
    def whole(self) -> Value | None:
        """The value of the option that the text is, whole; None where it is none or more than that."""
        return as_value(self.only_option) if self.sure and self.only_option is not None else None

    @property
    def pointed_at(self) -> Value | None:
        """The value of the one option that it points at, with words around it that were not understood."""
        return None if self.only_option is None else as_value(self.only_option)


def own_phrases(question: Question, labels: Labels) -> Phrases:
    """Return the phrases of this question's options in this language: their labels, and what else counts as each."""
    groups = tuple(
        (
            option.value,
            labels.options.get(option.value, ""),
            labels.foreign.get(option.value, ()),
            option.heard.get(labels.language, ()),
        )
        for option in question.options
    )
    halves = ((HALF + half.asks, "", (), half.heard.get(labels.language, ())) for half in question.halves)
    return _own((*groups, *halves, (ASKED_AGAIN, "", (), question.asked_again.get(labels.language, ()))))


@lru_cache(maxsize=256)
def _own(options: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...]) -> Phrases:
    groups: dict[PhraseLabel, list[str]] = {}
    for value, label, foreign, heard in options:
        for phrase in (*heard, *_label_phrases(label), *(_whole(each) for each in foreign)):
            plain = phrase.removeprefix(READ_BACK)
            if _is_phrase(plain):
                groups.setdefault(PhraseLabel(value, read_back=plain != phrase), []).append(plain)
    return Phrases(groups)


def _label_phrases(label: str) -> list[str]:
    """Return a label, and each of its parts between commas that says enough alone; what it has in brackets says
    nothing."""
    parts = [fold(part) for part in _BRACKETS.sub(",", label).split(",")]
    return [_whole(label), *(" ".join(words) for part in parts if len(words := re.findall(r"[a-z0-9]+", part)) > 1)]


def _whole(label: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(label)))


def _is_phrase(text: str) -> bool:
    try:
        return bool(parse_phrase(text))
    except PhraseError:
        return False


def heard(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> Heard:
    """Return what a text says about the options, in whatever words."""
    own = own_phrases(question, labels)
    words = spoken(with_results(folded, own, language_words))
    hits, left = cover(words, own, language_words.phrases["answers"])
    repaired = _repaired(words, left, own) if left else None
    if repaired is not None:
        hits, left = cover(repaired, own, language_words.phrases["answers"])
    said = _without_denied(question, labels, hits, left, repaired or words, language_words)
    # the same words are looked at once, however often they are said
    distinct = {(hit.label, *(repaired or words)[hit.start : hit.end]): hit for hit in hits}
    if any(_is_own(hit, repaired or words, own, language_words) for hit in distinct.values()):
        said = replace(said, in_own_words=True)
    if repaired is not None and said.sure:
        said = replace(said, sure=False)
    if question.not_yet is not None:
        said = _so_far(said, question.not_yet, words, language_words)
    return _now(question, said, hits, words, language_words) if question.only_now and said.values else said


def _without_denied(
    question: Question,
    labels: Labels,
    hits: list[Hit],
    left: list[int],
    words: list[str],
    language_words: LanguageWords,
) -> Heard:
    """Return what is said without the things that are denied right before they are named: "neither asthma nor flu".

    Where nothing else is named it is a no; of one of several things a question asks for that says too little."""
    named = [hit for hit in hits if hit.name in labels.options and hit.name not in _DENIALS]
    deniers = _deniers(hits, left, words, language_words) if named else []
    behind = {_right_behind(each, named) for each in deniers}
    denied = [hit for hit in named if hit.start in behind]
    if not denied:
        return _said(question, labels, hits, len(left))
    rest = len(set(left) - {at for each in deniers for at in range(each.start, each.end)})
    no = _option_meant("no", set(labels.options))
    if question.several_things or no is None:
        return Heard(left=rest, asked_again=True)
    said = replace(_said(question, labels, [hit for hit in hits if hit not in denied], rest), sure=False)
    if said.asked_again or set(said.values) - _DENIALS:
        return said
    return replace(said, values=(no,), meant_without_option=(), in_own_words=True)


def _deniers(hits: list[Hit], left: list[int], words: list[str], language_words: LanguageWords) -> list[Hit]:
    """Return what denies the next thing: words that mean nothing else here, or a bare "nothing" that says no alone."""
    free = set(left) | {hit.start for hit in hits if hit.name == "no" and hit.words == 1}
    return [hit for hit in language_words.phrases["denial"].hits(words) if free >= set(range(hit.start, hit.end))]


def _right_behind(denier: Hit, named: list[Hit]) -> int:
    """Return where the thing begins that is named right behind a denial; -1 where none is."""
    return min((hit.start for hit in named if 0 <= hit.start - denier.end <= RIGHT_BEHIND), default=-1)


def _is_own(hit: Hit, words: Sequence[str], own: Phrases, language_words: LanguageWords) -> bool:
    """Tell whether a phrase is the question's own: not a lone word that says yes or no anywhere."""
    anywhere = (
        hit.words == 1 and not hit.label.read_back and language_words.phrases["answers"].longest(words, hit.start)
    )
    return not anywhere and hit in own.all_longest(words, hit.start)


def _said(question: Question, labels: Labels, hits: list[Hit], left: int) -> Heard:
    known = {option.value for option in question.options} | set(labels.options)
    names = [hit.name for hit in hits]
    if ASKED_AGAIN in names:
        return Heard(left=left, asked_again=True)
    open_halves = {name.removeprefix(HALF) for name in names if name.startswith(HALF)}
    if open_halves:
        both = len(open_halves) > 1
        return Heard((question.halves[0].no,), left=left) if both else Heard(left=left, half=open_halves.pop())
    if "whether" in names:
        values, without = _meant(["unknown"], known)
        return Heard(values, without, left=left)
    values, without = _meant(names, known)
    perhaps = "perhaps" in names
    if "echo" in names and not (values or without or perhaps or left):
        values, without = _meant(["yes"], known)
    # a yes beside the name of an option agrees with it, but whose yes it is was not said
    sure = not left and not (values and without) and not _leaves_doubt(question, hits)
    only_polite = {name for name in set(names) if _option_meant(name, known)} == {"agree"}
    return Heard(values, without, perhaps, sure, left, only_polite=only_polite)


def _leaves_doubt(question: Question, hits: list[Hit]) -> bool:
    """Tell whether a phrase weakens what is said, or "I have it" is all of it where a report is looked at: it may be
    said of the report."""
    names = {hit.name for hit in hits}
    of_report = bool(question.counted or question.tested) and "echo" in names
    return any(map(_weakens, hits)) or (of_report and names <= {"echo", "yes", "agree", "filler"})


def _now(question: Question, said: Heard, hits: list[Hit], words: list[str], language_words: LanguageWords) -> Heard:
    """Return what is said, where only what is now counts: what is over is none, and what was is asked (study-facts
    11g).

    A word of the past inside one of the question's own phrases is accounted for by that phrase."""
    options = {option.value for option in question.options}
    own = [hit for hit in hits if hit.name in options]
    tenses = _tenses(language_words.phrases["tense"].hits(words), own)
    told = set(said.values) - _DENIALS
    if not told or "present" in tenses:
        return said
    if "over" in tenses:
        none = _option_meant("no", options)
        if none is None:
            return Heard(left=said.left, asked_again=True)
        return replace(said, values=(none,), sure=False, in_own_words=True)
    if "today" in tenses:
        return said
    return Heard(left=said.left, asked_again=True) if "past" in tenses else said


def _so_far(said: Heard, not_yet: str, words: list[str], language_words: LanguageWords) -> Heard:
    """Return what is said, where a denial that may still change ("nobody has said so yet") is an option of its own.

    It is never a no (study-facts 5), and no yes for the verb that it denies: beside a yes it is asked, and so is what
    held until now only. What says nothing about the options is none ("can't talk right now")."""
    if said.is_silent and said.left:
        return said
    apart = [hit for hit in language_words.phrases["speaker"].hits(words) if hit.name in (WAITS, CHAT)]
    hits = [
        hit for hit in language_words.phrases["for_now"].hits(words) if not any(_lies_in(hit, each) for each in apart)
    ]
    denied = _named(hits, "denied")
    if denied and _named(hits, "changed"):
        return Heard(left=said.left, asked_again=True)
    near = any(max(a.start, b.start) - min(a.end, b.end) <= NEAR for a in denied for b in _named(hits, "so_far"))
    if not near or said.values == (UNKNOWN_WORD,):
        return said
    if set(said.values) - _DENIALS - {not_yet}:
        return Heard(left=said.left, asked_again=True)
    return Heard((not_yet,), left=said.left, in_own_words=True)


def _tenses(found: Sequence[Hit], own: Sequence[Hit]) -> set[str]:
    """Return the tenses that count: none that a longer phrase, or one of the question's own, accounts for."""
    whole = [hit for hit in own if not hit.label.read_back or hit.words >= SAYS_ITS_TIME]
    then = [hit for hit in found if hit.name in ("past", "over")]
    tenses = {
        each.name
        for each in found
        if each.name in ("past", "over", "today")
        and not any(_lies_in(each, hit) for hit in whole)
        and not (each.name == "past" and any(_lies_in(each, hit) for hit in found if hit.name == "lasting"))
    }
    if any(
        each.name == "present" and not any(_lies_in(each, hit) for hit in (*then, *_named(found, "checks")))
        for each in found
    ) or any(_is_of(each, own, then) for each in _named(found, "bare")):
        tenses.add("present")
    return tenses


def _named(found: Sequence[Hit], name: str) -> list[Hit]:
    return [hit for hit in found if hit.name == name]


def _lies_in(hit: Hit, other: Hit) -> bool:
    return other.start <= hit.start and hit.end <= other.end


def _is_of(bare: Hit, own: Sequence[Hit], then: Sequence[Hit]) -> bool:
    """Tell whether "I have" is of a thing that the question names: it stands right before it, with no "had" between.

    Nor with a "survivor" right behind it."""
    if any(_lies_in(bare, hit) for hit in then):
        return False
    return any(
        bare.start <= hit.start <= bare.end + CLOSE and not any(bare.start <= each.start <= hit.end for each in then)
        for hit in own
    )


def with_results(folded: str, own: Phrases, language_words: LanguageWords) -> str:
    """Return the text with a sign behind a name in words, where the question knows such words."""
    if "-" not in folded and "+" not in folded:
        return folded
    result = language_words.results
    return _RESULT.sub(
        lambda found: (
            f" {word} "
            if (word := result[found[1][0]]) and own.knows(word) and not _is_dash(found, language_words)
            else found.group()
        ),
        folded,
    )


def _is_dash(sign: re.Match[str], language_words: LanguageWords) -> bool:
    """Tell whether a minus is a dash before the result itself: "this - not done", "that - positive"."""
    behind = spoken(sign.string[sign.end() : sign.end() + FEW_LETTERS])
    hit = language_words.phrases["results"].longest(behind, 0) if sign[1] == "-" and behind else None
    return hit is not None and hit.name in ("positive", "negative", "negation", "open")


def _repaired(words: Sequence[str], left: Sequence[int], own: Phrases) -> list[str] | None:
    """Return the words with slips of one letter put right by the question's own; None where there is none to put
    right."""
    known = own.long_words(SLIP_FROM)
    repaired = list(words)
    for at in left[:8]:
        if len(words[at]) >= SLIP_FROM:
            near = nearest(words[at], known, 1)
            if len(near) == 1 and near[0][0] == words[at][0]:
                repaired[at] = near[0]
    return repaired if repaired != list(words) else None


def _weakens(hit: Hit) -> bool:
    return hit.label.read_back or hit.name in _WEAKENING


def _meant(names: list[str], known: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the options that labels of phrases mean, and the meanings for which the question has no option; each
    once."""
    values: list[str] = []
    without: list[str] = []
    for name in dict.fromkeys(names):
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
    """Return the value of an option: not knowing is a value of its own."""
    return UNKNOWN if option == UNKNOWN_WORD else option


def exact_option(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> Value | None:
    """Return the option that a text is, whole, at a question of any kind; None where it is none or more than that."""
    return heard(question, folded, labels, language_words).whole


def unsure_option(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> Value | None:
    """Return the one option that a text points at, with words around it that were not understood."""
    return heard(question, folded, labels, language_words).pointed_at


def is_asked_again(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> bool:
    """Tell whether the text answers less than was asked, or speaks of something else, so that no value may be taken."""
    return heard(question, folded, labels, language_words).asked_again
