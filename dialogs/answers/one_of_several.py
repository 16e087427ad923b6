"""Which of several answers in a text is meant, where the text says so itself: "not in June but in October".

Theory of operation. Each answer, a date or a class, has a stretch of the text around it; stretches part at a pause, at
a joint, or right behind an answer. What a stretch says of its answer are its roles, by the words of the section [which]
of a language. Some roles leave the answer out, the others give it a place in their order. Where exactly one is meant
so, it is chosen; else the person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

from dialogs.answers.correction import correction
from dialogs.answers.date_tokens import tokens_of
from dialogs.answers.heard import CHAT
from dialogs.answers.person import speaks_for_themselves, tells_of
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Hit, Phrases, cover
from dialogs.lexicon.spelling import sound
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.study.typed import Others

Span = tuple[int, int]


class Role(StrEnum):
    """What a text says of one of several answers in it: labels of the section [which]."""

    #: It is not that one.
    DENIED = "denied"
    #: It is of something else: a report, an appointment.
    ELSEWHERE = "elsewhere"
    #: It is still to come, or was only planned.
    AHEAD = "ahead"
    #: It is still to come, or was the one after another.
    NEXT = "next"
    #: The one before another.
    BEFORE = "before"
    FIRST = "first"
    #: What was done once more.
    LATER = "later"
    LAST = "last"
    #: It became that one: said of classes alone, since "moved to June" puts a date off.
    BECAME = "became"
    #: There are several of them: "two, in March and in May".
    EACH = "each"
    #: It is another one of them.
    OTHER = "other"
    #: Words that leave it open: "or".
    OPEN = "open"


class Asked(StrEnum):
    """Which of several a question asks for."""

    LAST = "last"
    FIRST = "first"


#: The label in [which] of words for a paper about what is asked.
PAPER = "paper"
#: These say that the answer is not the one that is asked for.
_LEFT_OUT = frozenset({Role.DENIED, Role.ELSEWHERE, Role.AHEAD, Role.NEXT})
#: The place in their order that a role gives; an ordinal gives its own, and nothing else gives one.
_PLACES: Mapping[Role, int] = {Role.BEFORE: 0, Role.FIRST: 1, Role.LATER: 2, Role.BECAME: 2, Role.LAST: 99}
#: What the verbs beside a treatment's date make of it (study-facts 8), and the paper about what is asked.
_VERBS: Mapping[str, Role] = {
    "begun": Role.FIRST,
    "lasting": Role.FIRST,
    "ended": Role.LAST,
    "changed": Role.ELSEWHERE,
    PAPER: Role.ELSEWHERE,
}
#: Of more answers than this none is chosen.
MOST = 6
#: So many words at the most stand between a denial and what it denies, and between words that take an answer back and
#: what is put in its place.
NEAR = 4
#: So many words at the most stand within a span of time ("May to June"), and before a second answer that is told with
#: the first ("in May and in June").
FEW, SHORT = 2, 3
#: The label of what a question asks about (`event` of its words), and that of a bare no in [taken_back].
EVENT, BARE_NO = "event", "no"
#: The letters of tokens that only lead to a date.
LEADING = "oz"
_WORD = re.compile(r"[a-z0-9]+")
#: A pause: no comma before the year of a date or in a number.
PAUSE = re.compile(r"[;:()\n?!]|,(?! ?(?:19|20)\d\d\b)(?!\d)|\.(?!\d)| - ")
#: A joint; one that also says "later" is left to what follows it.
_JOINT = Worded(r"\b(?:{joint_and}|{joint_but}|{joint_though}|{joint_rather}|{joint_so})\b|(?=\b(?:{joint_later})\b)")
_AND = Worded(r"^\W*(?:{joint_and})\b")
_ENDS_WITH_PAUSE = Worded(rf"(?:{PAUSE.pattern}|{_JOINT})[^\w]*$")
#: Where a clause with a date of its own may end; "a year and a half" has no such end.
CLAUSE = Worded(
    PAUSE.pattern + r"|\b(?:{joint_and}|{joint_but}|{joint_though}|{joint_rather})\b(?! (?:\d|{half_behind})\b)"
)
_BEGINS_WITH_PAUSE = re.compile(rf"\s*(?:{PAUSE.pattern})")


@dataclass(frozen=True, slots=True)
class Books:
    """Where the words around an answer are looked for."""

    language_words: LanguageWords
    #: What the question asks about, in other words; None: nothing in such an answer is of something else.
    event: Phrases | None
    #: Do verbs say which date of a treatment it is?
    verbs: bool = False
    #: The conversation is about somebody whom the person helps: what is said of another is said of them.
    known: bool = False

    @property
    def patterns(self) -> Patterns:
        """The patterns with words of the lexicon in them."""
        return self.language_words.patterns

    def said(self, part: str) -> list[Hit]:
        """Return what is found in a part of a text."""
        phrases = self.language_words.phrases
        books = [phrases["which"], *([self.event] if self.event else []), *([phrases["verbs"]] if self.verbs else [])]
        hits = _covered(part, *books, phrases["options"])
        return hits if self.event is None else [hit for hit in hits if hit.name != Role.BECAME]


def _covered(part: str, *books: Phrases) -> list[Hit]:
    """Return the phrases in a part of a text, none of them over a pause."""
    hits: list[Hit] = []
    at = 0
    for clause in PAUSE.split(part):
        heard = [sound(each) for each in _WORD.findall(clause)]
        hits += [hit._replace(start=hit.start + at, end=hit.end + at) for hit in cover(heard, *books)[0]]
        at += len(heard)
    return hits


@dataclass(frozen=True, slots=True)
class Stretch:
    """One of the answers in a text, with the words around it."""

    text: str
    #: Where its answer stands in it.
    answer: Span
    roles: frozenset[Role] = frozenset()
    #: The place in their order that it is said to have; None where nothing is said of it.
    place: int | None = None
    #: Its words name what the question asks about; they name something that is not known here.
    is_named: bool = False
    has_unknown: bool = False
    #: The stretch that it is put in the place of: "June, no wait, July".
    instead_of: Stretch | None = field(default=None, repr=False)


def stretches(text: str, answers: Sequence[Span], books: Books) -> list[Stretch]:
    """Return the stretch of each answer in a folded text, without those that are taken back; none where it is open."""
    if not 1 < len(answers) <= MOST:
        return []
    cuts = _cuts(text, answers, books)
    found: list[Stretch] = []
    for at, (start, end) in enumerate(answers):
        plain = Stretch(text[cuts[at] : cuts[at + 1]], (start - cuts[at], end - cuts[at]))
        stretch = _with_roles(plain, books)
        if stretch is None:
            return []
        if not found:
            found.append(stretch)
            continue
        gap = text[answers[at - 1][1] : start]
        taken = _takes_back(text, answers[at - 1], answers[at], books)
        if taken is None or (_denies_behind(stretch, books) if taken else _runs_on(gap, found[-1], books)):
            return []
        if taken:
            found[-1] = _instead(found[-1], stretch)
        else:
            found.append(_told_with(found[-1], stretch) if _goes_on(gap, stretch, found[-1], books) else stretch)
    return found if books.known else _of_the_person(found, books.language_words)


def _told_with(before: Stretch, stretch: Stretch) -> Stretch:
    return replace(stretch, roles=before.roles, place=before.place)


def _denies_behind(stretch: Stretch, books: Books) -> bool:
    """Tell whether an answer is denied by what stands behind it: what is put in the place of another is not."""
    return any(hit.name == Role.DENIED for hit in books.said(stretch.text[stretch.answer[1] :]))


def _of_the_person(found: Sequence[Stretch], language_words: LanguageWords) -> list[Stretch]:
    """Return the stretches; beside one about somebody else only those in which the person speaks of themselves hold."""
    if not any(tells_of(Others.RELATIVE, each.text, language_words) for each in found):
        return list(found)
    return [
        each if speaks_for_themselves(each.text, language_words) else replace(each, roles=each.roles | {Role.ELSEWHERE})
        for each in found
    ]


def _runs_on(gap: str, before: Stretch, books: Books) -> bool:
    """Tell whether nothing parts an answer from the one before it, so that it may be of one span of time, as in "May to
    June", or what stands between may be said of either: "the July one was cancelled it was March"."""
    if any(sign.search(gap) for sign in (PAUSE, books.patterns[_JOINT])) or Role.DENIED in before.roles:
        return False
    roles = {_role(hit) for hit in books.said(gap)} - {None}
    count = len(_WORD.findall(gap))
    return count > NEAR if roles & _LEFT_OUT else not roles and count <= FEW


def _goes_on(gap: str, stretch: Stretch, before: Stretch, books: Books) -> bool:
    """Tell whether what is said of the answer before is said of this one too: "appointments in May and in June"."""
    short = books.patterns[_AND].search(gap) is not None and len(_WORD.findall(gap)) <= SHORT
    once_more = (
        stretch.roles == {Role.LATER} and bool(before.roles & _LEFT_OUT) and stretch.place == _PLACES[Role.LATER]
    )
    return short and (once_more or not stretch.roles) and not any(hit.name == EVENT for hit in books.said(gap))


def _instead(before: Stretch, stretch: Stretch) -> Stretch:
    """Return a stretch in the place of the one before it: what was said of that one holds for it."""
    roles = stretch.roles - {Role.DENIED}
    if roles:
        return replace(stretch, roles=roles, instead_of=before)
    return replace(stretch, roles=before.roles - {Role.DENIED}, place=before.place, instead_of=before)


def meant(found: Sequence[Stretch], asked: Asked) -> Stretch | None:
    """Return the one of several that is asked for, by what is said of each; None where that is not said."""
    is_next = any(Role.NEXT in each.roles and Role.AHEAD not in each.roles for each in found)
    if is_next and not any(Role.LAST in each.roles for each in found):
        return None  # "first in May, next in June" was not ahead
    left = [each for each in found if not each.roles & _LEFT_OUT]
    if len(left) == 1:
        return left[0] if len(found) > 1 or left[0].instead_of else None
    placed = [each for each in left if each.place is not None]
    if not placed:
        return None
    if asked is Asked.FIRST:
        first = [each for each in placed if each.place == _PLACES[Role.FIRST]]
        return first[0] if len(first) == 1 else None
    return _last(left, placed)


def _last(left: Sequence[Stretch], placed: Sequence[Stretch]) -> Stretch | None:
    """Return the last of several: what is said to be last, the highest of those that all have a place, or the only one
    that is not said to be an earlier one."""
    highest = max(each.place or 0 for each in placed)
    top = [each for each in placed if each.place == highest]
    unplaced = [each for each in left if each.place is None]
    is_once_more = (
        highest > _PLACES[Role.FIRST] and len(left) == 2 and all(each.roles <= {Role.EACH} for each in unplaced)
    )
    if len(top) == 1 and (highest == _PLACES[Role.LAST] or (not unplaced and highest > 0) or is_once_more):
        return None if _is_of_another_thing(top[0], left) else top[0]
    return unplaced[0] if len(unplaced) == 1 and highest <= _PLACES[Role.FIRST] else None


def _is_of_another_thing(last: Stretch, left: Sequence[Stretch]) -> bool:
    """Tell whether it may be the last of something else: "my last cold was in October, the infusion in September"."""
    return last.has_unknown and not last.is_named and any(each.is_named for each in left)


def _cuts(text: str, answers: Sequence[Span], books: Books) -> list[int]:
    """Return where each stretch begins, and where the last one ends.

    What stands between two answers is said of the second, unless it is said of the first: "May, my last, 2023, the
    first"."""
    is_behind = not _tells(books.said(text[: answers[0][0]])) and _tells(books.said(text[answers[-1][1] :]))
    cuts, joint = [0], books.patterns[_JOINT]
    for (_, end), (start, _) in pairwise(answers):
        gap = text[end:start]
        parts = sorted(each.span() for signs in (PAUSE, joint) for each in signs.finditer(gap))
        if parts:
            cuts.append(end + parts[-1 if is_behind else 0][1])
        else:
            cuts.append(start if is_behind else end)
    return [*cuts, len(text)]


def bare(stretch: Stretch, books: Books, *, only_ordinals: bool = False) -> Stretch:
    """Return a stretch with blanks for the words that say which one it is."""
    text = stretch.text
    for start, end in ((stretch.answer[1], len(text)), (0, stretch.answer[0])):
        words = [each.span() for each in _WORD.finditer(text, start, end)]
        for hit in books.said(text[start:end]):
            if hit.name.isdigit() or (_role(hit) is not None and not only_ordinals):
                first, last = words[hit.start][0], words[hit.end - 1][1]
                text = text[:first] + " " * (last - first) + text[last:]
    return replace(stretch, text=text)


def _tells(hits: Sequence[Hit]) -> bool:
    return any(_role(hit) is not None for hit in hits)


def tells_nothing(part: str, books: Books) -> bool:
    """Tell whether a part of a text says nothing of an answer beside it."""
    return not _tells(books.said(part))


def _role(hit: Hit) -> Role | None:
    if hit.name.isdigit():
        return Role.FIRST if hit.name == "1" else Role.LATER
    return _VERBS.get(hit.name) or next((role for role in Role if role == hit.name), None)


def _with_roles(stretch: Stretch, books: Books) -> Stretch | None:
    """Return a stretch with what its words say of its answer; None where they leave it open."""
    start, end = stretch.answer
    head, tail = stretch.text[:start], stretch.text[end:]
    hits = [*books.said(head), *(behind := books.said(tail))]
    roles: set[Role] = {role for hit in hits if (role := _role(hit)) and role is not Role.DENIED}
    if books.event is None:
        roles -= {Role.ELSEWHERE, *({Role.AHEAD} if Role.BECAME in roles else ())}
    is_of_both = Role.ELSEWHERE in roles and any(hit.name == EVENT for hit in hits)
    denied = _denies(head, tail, behind, books)
    if denied is None or is_of_both or Role.OPEN in roles or {Role.FIRST, Role.LAST} <= roles:
        return None
    ordinals = [int(hit.name) for hit in hits if hit.name.isdigit()]
    return replace(
        stretch,
        roles=frozenset(roles | {Role.DENIED}) if denied else frozenset(roles),
        place=max([*(_PLACES[role] for role in roles & _PLACES.keys()), *ordinals], default=None),
        is_named=any(hit.name == EVENT for hit in hits),
        has_unknown=_has_unknown(stretch, books),
    )


def _has_unknown(stretch: Stretch, books: Books) -> bool:
    """Tell whether words beside an answer neither say anything of it nor could belong to a date."""
    rest = bare(stretch, books).text
    around = f"{rest[: stretch.answer[0]]} , {rest[stretch.answer[1] :]}"
    return any(token.letter == "." and token.text.isalpha() for token in tokens_of(around, books.language_words))


def _denies(head: str, tail: str, behind: Sequence[Hit], books: Books) -> bool | None:
    """Tell whether words deny the answer between: right before it with no pause, or a no alone right behind it; None
    where they may."""
    after = [hit for hit in behind if hit.name == Role.DENIED]
    if after:
        return True if after[0].start == 0 and after[0].end == len(_WORD.findall(tail)) else None
    near = PAUSE.split(head)[-1]
    words = len(_WORD.findall(near))
    return any(hit.name == Role.DENIED and words - hit.end <= NEAR for hit in books.said(near))


def _takes_back(text: str, before: Span, answer: Span, books: Books) -> bool | None:
    """Tell whether one answer is put in the place of the one before it: "June, no wait, July"; None where it may be."""
    found = correction(text[before[0] : answer[0]], books.language_words)
    if found is None:
        return _takes_back_by_no(text[before[1] : answer[0]], books)
    heard = [sound(each) for each in _WORD.findall(found.behind)]
    if books.patterns[_JOINT].match(found.behind.strip()):
        return None  # "in May, sorry, and in June"
    chat = any(hit.name == CHAT for hit in books.language_words.phrases["speaker"].hits(heard))
    return None if found.excuses and (chat or len(heard) > NEAR) else True


def _takes_back_by_no(gap: str, books: Books) -> bool | None:
    """Tell whether a no between two answers takes the first one back; None where it may.

    "June, no, July" does, "June, not July" does not, and «junio no julio» may mean either."""
    at = list(_WORD.finditer(gap))
    phrases = books.language_words.phrases
    hits = _covered(gap, phrases["which"], phrases["taken_back"])
    bare = [
        hit for hit in hits if hit.name in (BARE_NO, Role.DENIED) and _is_no(at[hit.start][0], phrases["taken_back"])
    ]
    if not bare:
        return False
    last = bare[-1]
    is_paused = _BEGINS_WITH_PAUSE.match(gap[at[last.end - 1].end() :]) is not None
    if is_paused:
        return True if len(at) - last.end <= NEAR else None
    if last.name == BARE_NO:  # "no July" takes back, "no beds" does not
        between = gap[at[last.end - 1].end() :]
        return tells_nothing(between, books) and _only_leads(between, books)
    return False if books.patterns[_ENDS_WITH_PAUSE].search(gap[: at[last.start].start()]) else None


def _only_leads(part: str, books: Books) -> bool:
    """Tell whether words only lead to an answer: "it was in", "on the"."""
    if any(hit.name == EVENT for hit in books.said(part)):
        return False
    return all(token.letter in LEADING for token in tokens_of(part, books.language_words))


def _is_no(word: str, taken_back: Phrases) -> bool:
    hit = taken_back.longest([sound(word)], 0)
    return hit is not None and hit.name == BARE_NO
