"""Results of named tests: "VDRL positivo, Chagas negativo", "HLA +", "this one negative and that one 1:160".

Which tests the question is about, and which others are none of them, is data of the question; what says positive and
negative is data of the language. One of its tests positive is a yes; all negative is a no; one negative with the rest
not told is not known; a result of another test only is no answer (study-facts 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from dialogs.answers.lab_line import with_signs
from dialogs.answers.reading import Misread, MisreadReason
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Hit, PhraseLabel, Phrases, cover, spoken
from dialogs.lexicon.spelling import either
from dialogs.study.study import Question
from dialogs.study.typed import Tested
from dialogs.values import UNKNOWN_WORD

_TITRE = re.compile(r"(?P<sign>[<>]=?)? ?\b1 ?[:/] ?(?P<titre>\d{2,5})\b")
#: A number with its normal range behind it in brackets: "85 (0-30)".
_RANGED = re.compile(
    r"(?<![\w,.:/])(\d+(?:[.,]\d+)?)[a-z/ ]{0,12}"
    r"[(\[][^)\]>\d]*(?:\d+(?:[.,]\d+)? ?- ?)?(\d+(?:[.,]\d+)?)[a-z/ ]{0,12}[)\]]"
)
#: Where a clause ends; and a question mark in place of a result.
_PAUSE = re.compile(r"[,;.\n](?!\d)|\?")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: The word that stands for a titre that is too low, by its sound.
_LOW = spoken("titrelow")[0]
OTHER = "other"
#: What a text may mention.
TEST, RESULT, PAUSE, EXCEPTED = "test", "result", "pause", "excepted"
#: What may stand between tests that share a result.
JOINING = ("and", "article")
#: So many words behind a "not", and behind a "neither", it still holds for a result.
NEAR, FAR = 2, 6


@dataclass(frozen=True, slots=True)
class Results:
    """What a text tells of the tests that a question is about."""

    #: Test → positive?
    told: Mapping[str, bool]
    #: It tells the result of another test.
    other: bool
    tests: int

    @property
    def answer(self) -> str | None:
        """`yes`, `no` or `unknown`; None where no result of the question's own tests is told."""
        if not self.told:
            return None
        if any(self.told.values()):
            return "yes"
        return "no" if len(self.told) == self.tests else UNKNOWN_WORD


@dataclass(frozen=True, slots=True)
class _Mention:
    """A place in the text: a test, a result, words that leave a result open, or the end of a clause."""

    kind: str
    start: int
    end: int
    tests: tuple[str, ...] = ()
    #: None: that it is not known was said.
    positive: bool | None = None


def read_results(question: Question, folded: str, language_words: LanguageWords) -> Results | None:
    """Return the results in a text; None where it names no test, or tells no result.

    Misread where all of its tests are negative beside a positive that is of none."""
    words, mentions = _mentions(question, folded, language_words)
    told = _assigned(words, mentions, language_words)
    own = {name: positive for name, positive in told.items() if positive is not None and name != OTHER}
    named = any(each.kind == TEST for each in mentions)
    if not any(each.kind == RESULT and each.positive is not None for each in mentions):
        return None
    if _changed(words, mentions, language_words) and not any(own.values()):
        return Results(dict.fromkeys(_every(question), True), other=False, tests=len(question.tested))
    if not named:
        none = _of_none(words, mentions, language_words)
        return None if none is None else Results(dict.fromkeys(_every(question), none), False, len(question.tested))
    if len(own) == len(question.tested) and not any(told.values()) and any(each.positive for each in mentions):
        raise Misread(MisreadReason.OTHER)  # "positive before, now both negative": no plain negative
    return Results(own, told.get(OTHER) is not None, len(question.tested))


def _changed(words: list[str], mentions: list[_Mention], language_words: LanguageWords) -> bool:
    """Tell whether a text says at two times, and of no test alone, a positive and a negative: "negative by now"."""
    results = {each.positive for each in mentions if each.kind == RESULT}
    if results != {True, False} or any(each.kind == TEST and len(each.tests) == 1 for each in mentions):
        return False
    times = any(hit.name == "time" for hit in cover(words, language_words.phrases["results"])[0])
    return times or len({word for word in words if _YEAR.fullmatch(word)}) > 1


def _of_none(words: list[str], mentions: list[_Mention], language_words: LanguageWords) -> bool | None:
    """Return what "none came back positive" says of every test; None where no "none" governs the one result."""
    nones = [hit for hit in cover(words, language_words.phrases["results"])[0] if hit.name == "none"]
    results = [each for each in mentions if each.kind == RESULT]
    paused = any(each.kind == PAUSE for each in mentions)
    if len(nones) != 1 or len(results) != 1 or paused or not 0 <= results[0].start - nones[0].end <= FAR:
        return None
    return results[0].positive


def _every(question: Question) -> tuple[str, ...]:
    return tuple(str(at) for at in range(len(question.tested)))


def _assigned(words: list[str], mentions: list[_Mention], language_words: LanguageWords) -> dict[str, bool | None]:
    """Return of each test what the text says of it, None where it says that it is not known.

    A result is of the tests that stand before it and wait for one, else of those that follow; of several only where
    nothing but an "and" joins them: in "the one negative, of the other I have no idea" it is of the first alone."""
    told: dict[str, bool | None] = {}
    waiting: list[_Mention] = []
    ahead: _Mention | None = None
    under: list[_Mention] = []
    last: list[_Mention] = []
    for at, each in enumerate(mentions):
        if each.kind == TEST:
            before = waiting or under
            if before and not _are_joined(words[before[-1].end : each.start], language_words):
                waiting, under, ahead = [], [], None
            if ahead is None:
                waiting.append(each)
            elif _is_of_the_same(words, mentions, at, under, language_words):
                under.append(each)
                _tell(told, each, ahead.positive)
            else:
                waiting, under, ahead = [each], [], None
        elif each.kind == EXCEPTED:
            told.pop(each.tests[0], None)
        elif each.kind == RESULT:
            for test in waiting:
                _tell(told, test, each.positive)
            last = waiting or last
            # a result before any test is of those that follow: "positive VDRL", "negativos los dos"
            ahead, waiting, under = (None if waiting else each), [], []
    if not under:
        _tell_again(told, last, ahead, words, language_words)
    return told


def _tell_again(
    told: dict[str, bool | None],
    last: list[_Mention],
    ahead: _Mention | None,
    words: list[str],
    language_words: LanguageWords,
) -> None:
    """Note a second result of the same tests: "negative in 2020 and positive in 2023", and once is enough."""
    if ahead is None or not ahead.positive or not last:
        return
    beside = (words[last[-1].end : ahead.start], words[ahead.end :])
    if not all(_only_tells_when(each, language_words) for each in beside):
        return
    for test in last:
        _tell(told, test, positive=True)


def _only_tells_when(beside: list[str], language_words: LanguageWords) -> bool:
    """Tell whether what stands beside a result names nothing else that it could be of: "positive in 2023"."""
    left = cover(beside, *(language_words.phrases[each] for each in ("results", "dates", "answers")))[1]
    return all(beside[at].isdigit() for at in left)


def _is_of_the_same(
    words: list[str], mentions: list[_Mention], at: int, before: Sequence[_Mention], language_words: LanguageWords
) -> bool:
    """Tell whether a result that stands ahead is of this test too, with those in front of it (`before`).

    Not where its own follows in the same clause; nor, behind another test, where no "and" joins them and other words
    follow."""
    test, behind = mentions[at], mentions[at + 1] if at + 1 < len(mentions) else None
    if behind is not None and behind.kind == RESULT and (before or mentions[at - 1].kind == PAUSE):
        return False
    if not before:
        return True
    between = words[before[-1].end : test.start]
    if any(hit.name == "and" for hit in language_words.phrases["results"].hits(between)):
        return True
    return test.end == (len(words) if behind is None else behind.start)


def _are_joined(between: list[str], language_words: LanguageWords) -> bool:
    hits, left = cover(between, language_words.phrases["results"])
    return not left and all(hit.name in (*JOINING, "pause", "only", "same", "none") for hit in hits)


def _tell(told: dict[str, bool | None], test: _Mention, positive: bool | None) -> None:
    """Note what is said of a test; once positive stays positive, and what was told stays told."""
    for name in test.tests:
        told[name] = True if told.get(name) else told.get(name) if positive is None else positive


def _mentions(question: Question, folded: str, language_words: LanguageWords) -> tuple[list[str], list[_Mention]]:
    """Return the words of a text, and the tests and results in it, in its order."""
    words, hits = _hits(question, folded, language_words)
    every = _every(question)
    found: list[_Mention] = []
    negated, last, contrary = -1, None, None
    for at, hit in enumerate(hits):
        match hit.name:
            case "same" if last is not None:
                found.append(_Mention(RESULT, hit.start, hit.end, positive=last))
            case "negation" if not _leaves_open(hits, at):
                negated = hit.end + NEAR
            case "none":
                negated = hit.end + FAR
            case "positive" | "negative":
                denied = _is_of_none(hits, at)
                last = not (denied or hit.start <= negated) if hit.name == "positive" else denied
                found.append(_Mention(RESULT, hit.start, hit.end, positive=last))
            case "open" | "negation" | "pause":
                found.append(_Mention(PAUSE if hit.name == "pause" else RESULT, hit.start, hit.end))
            case "all":
                found.append(_Mention(TEST, hit.start, hit.end, every))
            case "except":
                contrary = None if last is None else not last
                found.append(_Mention(PAUSE, hit.start, hit.end))
            case "only" | "same" | "time":
                continue
            case _:
                found += _named(hits, at, len(words), contrary)
                contrary = None
    return words, found


def _named(hits: Sequence[Hit], at: int, end: int, contrary: bool | None) -> Iterator[_Mention]:
    """Return a test, with the result that its naming alone tells; `contrary`: it is excepted from what was told."""
    hit = hits[at]
    if contrary is not None:
        yield _Mention(EXCEPTED, hit.start, hit.start, (hit.name,))
    yield _Mention(TEST, hit.start, hit.end, (hit.name,))
    if _is_the_one(hits, at, end):
        yield _Mention(RESULT, hit.end, hit.end, positive=True)
    elif contrary is not None and _has_no_result(hits, at):
        yield _Mention(RESULT, hit.end, hit.end, positive=contrary)


def _hits(question: Question, folded: str, language_words: LanguageWords) -> tuple[list[str], list[Hit]]:
    """Return the words of a text, and what is found in it; what the language's words leave open is open."""
    text = with_signs(folded, language_words, r"1 ?[:/] ?\d")
    text = _TITRE.sub(lambda found: _titre(found["sign"] or "", int(found["titre"]), question.titre), text)
    text = _unbracketed_range(language_words.range_words).sub(r" (\g<range>)", text)
    text = _RANGED.sub(lambda found: _level(_number(found[1]) > _number(found[2])), text)
    text = _PAUSE.sub(lambda found: " titreopen " if found[0] == "?" else " titrepause ", text)
    words = spoken(text)
    tests = _phrases(question.tested, question.other_tested)
    hits = [hit for hit in cover(words, tests, language_words.phrases["results"])[0] if hit.name not in JOINING]
    unknown = [
        hit._replace(label=PhraseLabel("open"))
        for hit in language_words.phrases["answers"].hits(words)
        if hit.name in ("unknown", "whether") and not any(_is_inside(hit, each) for each in hits)
    ]
    known = [hit for hit in hits if not any(_is_inside(hit, each) for each in unknown)]
    return words, sorted((*_by_titre(words, known), *unknown), key=lambda hit: hit.start)


def _by_titre(words: list[str], hits: list[Hit]) -> list[Hit]:
    """Return the hits without a "positive" right beside a titre that is too low: the number says what it is.

    Where times are told, it may have been so at another time."""
    low = [hit for hit in hits if words[hit.start] == _LOW]
    if not low or any(hit.name == "time" for hit in hits):
        return hits
    return [hit for hit in hits if hit.name != "positive" or not any(_is_beside(hit, each, hits) for each in low)]


def _is_beside(hit: Hit, other: Hit, hits: list[Hit]) -> bool:
    first, last = sorted((hit, other), key=lambda each: each.start)
    between = any(first.end <= each.start < last.start for each in hits)
    return not between and last.start - first.end <= NEAR


def _is_inside(hit: Hit, other: Hit) -> bool:
    return other.start <= hit.start and hit.end <= other.end


def _is_of_none(hits: Sequence[Hit], at: int) -> bool:
    """Tell whether a "none" governs a result: "none of the two came back negative", but not "none, both negative"."""
    before = [each for each in hits[:at] if each.name not in ("time", "only")]
    goes_on = len(before) > 1 and before[-1].name == "all" and before[-1].start > before[-2].end
    none = before[-2 if goes_on else -1] if before else None
    return none is not None and none.name == "none" and hits[at].start <= before[-1].end + FAR


def _leaves_open(hits: Sequence[Hit], at: int) -> bool:
    """Tell whether a "not" denies that there is a result: none follows it closely, and it is no no by itself."""
    hit = hits[at]
    close = [each.name for each in hits[at + 1 :] if each.start <= hit.end + NEAR]
    alone = hit.start == 0 and bool(close) and hits[at + 1].start == hit.end
    return not alone and not {"positive", "negative"} & set(close)


def _is_the_one(hits: Sequence[Hit], at: int, end: int) -> bool:
    """Tell whether a test is named as the only one, and nothing of its own result: "solo el ANA, el DNA normal"."""
    hit, results = hits[at], ("positive", "negative", "negation", "none", "all", "only", "same", "open")
    told_before = at > 0 and hits[at - 1].name == "only" and hit.start - hits[at - 1].end <= 1
    if not told_before:
        return False
    behind = next((each.name for each in hits[at + 1 :] if each.name != "pause"), None)
    return hit.end == end if behind is None else behind not in results


def _has_no_result(hits: Sequence[Hit], at: int) -> bool:
    """Tell whether nothing is said of a test behind its name."""
    behind = next((each.name for each in hits[at + 1 :]), None)
    return behind is None or behind not in ("positive", "negative", "negation", "none", "open", "same")


@lru_cache(maxsize=8)
def _unbracketed_range(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a normal range that a word names behind a number with its unit, without brackets: "12 ui/ml vr: 0-30"."""
    forms, number = either(words), r"\d+(?:[.,]\d+)?"
    return re.compile(
        rf"(?<=[\da-z])[ ,;]*\b(?:{forms})\b[ :.=]*"
        rf"(?P<range>[a-z <=]{{0,16}}{number}(?: ?- ?{number})?)(?![\d/]|[.,]\d)"
    )


def _titre(sign: str, titre: int, lowest: int) -> str:
    """Return the word for a titre: below one that is too low, it is low; what may be on either side is open."""
    if (sign.startswith("<") and titre > lowest) or (sign.startswith(">") and titre < lowest):
        return " titreopen "
    return _level(titre >= lowest and sign != "<")


def _level(is_high: bool) -> str:
    """Return the word that stands for a number, among the words of a result."""
    return " titrehigh " if is_high else " titrelow "


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


@lru_cache(maxsize=64)
def _phrases(tested: tuple[Tested, ...], others: tuple[str, ...]) -> Phrases:
    groups = {str(at): each.words for at, each in enumerate(tested)}
    return Phrases({**groups, OTHER: others})
