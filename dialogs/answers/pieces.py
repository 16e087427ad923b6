"""A text cut into the pieces that each may tell a number or date of its own: "not 3.2 | 2.3 g/g".

It is cut at its pauses, before words that begin something else ("now", "mine", "but"), and around words that take back
what stands before them. What has no number joins the piece beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dialogs.answers.correction import CORRECTS, EXCUSES
from dialogs.answers.number_marks import ONE, PAUSE
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Hit, Phrases, cover
from dialogs.lexicon.spelling import sound
from dialogs.lexicon.worded import Worded


class Role(StrEnum):
    """What a piece says of its number: the labels of [pieces] and [meant]."""

    #: It begins something else; a joint stands before it, and says nothing by itself.
    BEGINS = "begins"
    JOINT = "joint"
    #: It is the one that holds now.
    NOW = "now"
    #: It is denied; so does a bare no, but only right before or right behind the number.
    DENIED = "denied"
    NO = "no"
    #: Where "no 1" puts another number in the place of the one before: "27, no 28".
    ANEW = "anew"
    #: What has no number may say that of the one before it: "that is the old one".
    THAT = "that"
    #: It was so before; a bare "was" says so where another number is told.
    BEFORE = "before"
    WAS = "was"
    #: It is only what another number is about: "basically 1".
    ROUND = "round"
    #: It is what should be, or what is normal.
    AIM = "aim"
    #: By so much it changed.
    CHANGE = "change"
    #: Beside an age: how long, how many, how heavy, how old when.
    BESIDE = "beside"
    #: Beside a date: of something else that happened, or is still to come.
    EVENT = "event"
    #: Somebody answers for another person, or the illness is theirs: nothing is set aside then.
    FOR = "for"
    #: The illness is their own, whoever else is named.
    OWN = "own"
    #: It is a year of birth; no label, since another section says so.
    BORN = "born"
    #: It is somebody else's; no label, since other sections say who that is.
    THEIRS = "theirs"


#: The label of a bare no in [taken_back].
NO = "no"
_CUTS = frozenset({Role.BEGINS, Role.JOINT, Role.NOW, Role.DENIED})
_THEN = frozenset({Role.WAS, Role.BEFORE})
#: They cut also right behind words that did.
_STRONG = frozenset({Role.NOW, Role.JOINT})
_AND = Worded(r"\b(?:{joint_and}|{joint_and_too}) *$")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text between two cuts."""

    text: str
    #: The words of the same, with each number or date as a plain 1.
    words: tuple[str, ...]
    #: It only takes back what stands before it.
    takes_back: bool = False
    #: Nothing stands between it and an "and".
    joined: bool = False
    roles: frozenset[Role] = frozenset()

    @property
    def count(self) -> int:
        """How many numbers or dates it holds."""
        return self.words.count(ONE)


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a piece begins, and where its own words do; it ends before the next one."""

    at: int
    behind: int
    #: It is a pause, or words that take something back.
    whole: bool = True
    takes_back: bool = False


def pieces_of(text: str, marked: str, language_words: LanguageWords) -> list[Piece]:
    """Return the pieces of a text; `marked` is the same with each number or date as a plain 1."""
    pauses = [_Cut(each.start(), each.end()) for each in PAUSE.finditer(marked)]
    cuts = sorted([_Cut(0, 0), *pauses, *_cuts(marked, language_words)], key=lambda cut: cut.at)
    spans: list[tuple[int, int, _Cut]] = []
    for cut, end in zip(cuts, [*(each.at for each in cuts[1:]), len(marked)], strict=True):
        _add(spans, cut, end, marked)
    return [_piece(text, marked, *span, language_words) for span in spans if marked[span[0] : span[1]].strip(" ,.;")]


def _add(spans: list[tuple[int, int, _Cut]], cut: _Cut, end: int, marked: str) -> None:
    """Add what stands behind a cut, or join it to what stands before where only one of the two has a number."""
    if spans and not marked[spans[-1][0] : spans[-1][1]].strip():
        spans.pop()
        cut = replace(cut, whole=True)
    is_of_before = len(spans) > 1 and spans[-2][2].takes_back and not cut.whole
    if spans and not (cut.whole or is_of_before or spans[-1][2].takes_back):
        start, before, last = spans[-1]
        if ONE not in _words(marked[cut.behind : end]) or ONE not in _words(marked[start:before]):
            spans[-1] = (start, end, last)
            return
    if end > cut.behind:
        spans.append((cut.behind, end, cut))


def _piece(text: str, marked: str, start: int, end: int, cut: _Cut, language_words: LanguageWords) -> Piece:
    heard = _words(marked[start:end])
    return Piece(
        text[start:end].strip(" ,.;"),
        tuple(heard),
        takes_back=cut.takes_back or _is_no(heard, language_words),
        joined=language_words.patterns[_AND].search(marked[:start]) is not None,
    )


def _is_no(heard: list[str], language_words: LanguageWords) -> bool:
    """Tell whether a piece is nothing but a no or an apology: "13, no, 1.3"."""
    hits, left = cover(heard, language_words.phrases["taken_back"], language_words.phrases["speaker"])
    return bool(hits) and not left and {hit.name for hit in hits} <= {NO, EXCUSES, CORRECTS}


def is_of_then(part: str, language_words: LanguageWords) -> bool:
    """Tell whether a part of a text says that its number was so once: "it was 55"."""
    heard = _words(re.sub(r"\d+(?:[.,]\d+)?", ONE, part))
    return any(hit.name in _THEN for hit in language_words.phrases["meant"].hits(heard))


def _words(marked: str) -> list[str]:
    return [sound(each) for each in _WORD.findall(marked)]


def _cuts(marked: str, language_words: LanguageWords) -> list[_Cut]:
    """Return where words begin something else, and where words take back what stands before them."""
    found = list(_WORD.finditer(marked))
    heard = [sound(each[0]) for each in found]
    speaker, *books = (language_words.phrases[name] for name in ("speaker", "pieces", "meant"))
    cuts: list[_Cut] = []
    at, behind, last = 0, -1, 0
    while at < len(heard):
        hits = [hit for book in books for hit in book.all_longest(heard, at)]
        end = max((hit.end for hit in hits), default=at + 1)
        corrects = _end_of_correction([*speaker.all_longest(heard, at), *hits], heard)
        if corrects >= end or _is_anew(hits, heard, at):
            cuts.append(_Cut(found[at].start(), found[at].start(), takes_back=True))
            cuts.append(_Cut(found[corrects - 1].end(), found[corrects - 1].end()))
            end = corrects
        elif _cuts_here(hits, heard, at, last=last, is_behind=at == behind):
            first = _own_words(hits, heard, at)
            start = found[first].start() if first < len(found) else len(marked)
            cuts.append(_Cut(found[at].start(), start, whole=False))
            last, behind = at, end if heard[end - 1] != ONE else -1
        at = next((each for each in range(at + 1, end) if _corrects_beyond((speaker, *books), heard, each, end)), end)
    return cuts


def _end_of_correction(hits: Sequence[Hit], heard: Sequence[str]) -> int:
    """Return where the words end that take back what stands before; a number behind them is none of them."""
    return max((hit.end - (heard[hit.end - 1] == ONE) for hit in hits if hit.name in (CORRECTS, Role.ANEW)), default=0)


def _is_anew(hits: Sequence[Hit], heard: Sequence[str], at: int) -> bool:
    return ONE in heard[:at] and any(hit.name == Role.ANEW for hit in hits)


def _corrects_beyond(books: Sequence[Phrases], heard: Sequence[str], at: int, end: int) -> bool:
    """Tell whether words that take back begin inside other words, and go on behind them: "30 no, sorry"."""
    return any(
        hit.name in (CORRECTS, Role.ANEW) and hit.end > end for book in books for hit in book.all_longest(heard, at)
    )


def _cuts_here(hits: Sequence[Hit], heard: Sequence[str], at: int, *, last: int, is_behind: bool) -> bool:
    """Tell whether phrases begin a piece: right behind such words only some do, and "rose to 1" is one piece."""
    names = {hit.name for hit in hits}
    if not names & (_STRONG if is_behind else _CUTS):
        return False
    first = _own_words(hits, heard, at)
    return not (
        at < first < len(heard) and heard[first] == ONE and ONE not in heard[last:at] and _holds_one(hits, heard)
    )


def _holds_one(hits: Sequence[Hit], heard: Sequence[str]) -> bool:
    return any(hit.name == Role.JOINT and heard[hit.end - 1] == ONE for hit in hits)


def _own_words(hits: Sequence[Hit], heard: Sequence[str], at: int) -> int:
    """Return where the words of a piece begin: behind a joint, which says nothing; of "to 1" the number stays."""
    joint = max((hit.end for hit in hits if hit.name == Role.JOINT), default=at)
    return joint - (heard[joint - 1] == ONE) if joint > at else at
