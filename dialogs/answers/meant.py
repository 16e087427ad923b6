"""Which of several numbers of a text is meant, where the text itself says so: "not 3.2, 2.3 g/g".

Theory of operation. The text is cut into pieces (`dialogs.answers.pieces`), in each of which its number, or its date
where a date is asked for, is a plain 1; the phrases of the section [meant] are looked for around it: "not 1", "the goal
is 1", "1 kids". A piece whose number is said to be another thing is set aside. Where one number is left, the rest of
the text is what is read, and it is read back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dialogs.answers.age import is_to_come, said_straight
from dialogs.answers.correction import correction
from dialogs.answers.dates import PRONOUN
from dialogs.answers.number_marks import (
    ONE,
    in_digits,
    marked,
    tells_height,
    with_fell,
    without_lengths_of_change,
)
from dialogs.answers.person import names_one, speaks_for_themselves
from dialogs.answers.pieces import Piece, Role, pieces_of
from dialogs.answers.reading import Labels
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Hit, cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold
from dialogs.lexicon.worded import Patterns
from dialogs.study.study import Kind, Question
from dialogs.study.typed import Others

_NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.QUANTITY)
_DENIED = frozenset({Role.DENIED, Role.NO})
_OF_ALL = _DENIED | {Role.THEIRS}
_ASIDE = {
    Kind.QUANTITY: _OF_ALL | {Role.BEFORE, Role.AIM, Role.CHANGE, Role.ROUND},
}
_ASIDE_OF_AGE = _OF_ALL | {Role.BEFORE, Role.BESIDE, Role.EVENT, Role.ROUND}
#: A number or date that stands alone is no answer where it is one of these.
_NEVER = {Kind.MONTH: _DENIED, Kind.QUANTITY: frozenset({Role.AIM, Role.CHANGE})}
_DIGITS = re.compile(r"\d+")
_ONE_NUMBER = re.compile(r"\D*\d+(?:[.,]\d+)?(?=\D*$)")
_UNIT = re.compile(r"\d ?([a-z]{1,4}/[a-z\d./]+|%)")
#: The normal range of a value, as it is printed.
_RANGE = re.compile(r"\d+(?:[.,]\d+)* ?- ?\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Meant:
    """What a text says of its numbers or dates."""

    #: The text without what it says is not meant; None where it sets nothing aside, or does not leave one.
    rest: str | None = None
    #: Its only number is what should be, or by how much something changed; its only date is denied.
    is_none: bool = False
    #: What was set aside is denied, or taken back.
    denies: bool = False


def meant(question: Question, text: str, labels: Labels, today: date) -> Meant:
    """Return what a text says of which of its numbers or dates is meant."""
    if question.kind is Kind.CONTACT:
        return Meant(_put_instead(text[:LONGEST_ANSWER], labels.lexicon.languages[labels.language]))
    if question.kind not in (*_NUMBERS, Kind.MONTH) or len(text) > LONGEST_ANSWER:
        return Meant()
    language_words = labels.lexicon.languages[labels.language]
    folded = fold(with_fell(text.replace("\n", "; "), language_words.patterns))
    spelled = (
        language_words.patterns[PRONOUN].sub(r"\1", folded)
        if question.kind is Kind.MONTH
        else _in_digits(question, folded, language_words)
    )
    with_ones = marked(question, spelled, folded, language_words, today)
    if ONE not in with_ones:
        return Meant()
    pieces = [
        replace(each, roles=_roles(question, each, labels)) for each in pieces_of(spelled, with_ones, language_words)
    ]
    return _chosen(question, pieces, language_words, today)


def _put_instead(text: str, language_words: LanguageWords) -> str | None:
    """Return what stands behind words that take back what stands before them; None behind a mere apology."""
    found = correction(text, language_words)
    return None if found is None or found.excuses else found.behind or None


def _in_digits(question: Question, folded: str, language_words: LanguageWords) -> str:
    spelled = in_digits(folded, language_words)
    return said_straight(spelled, language_words.patterns) if question.age else spelled


def denies_one(question: Question, text: str, labels: Labels, today: date) -> bool:
    """Tell whether a text denies one number or date and tells another: "43, not 34"."""
    return meant(question, text, labels, today).denies


def _roles(question: Question, piece: Piece, labels: Labels) -> frozenset[Role]:
    """Return what a piece says of its number or date."""
    language_words = labels.lexicon.languages[labels.language]
    heard = list(piece.words)
    hits, _ = cover(heard, language_words.phrases["meant"])
    roles = {Role(hit.name) for hit in hits if _holds(hit, heard)}
    is_named = not labels.of_another and names_one(Others.ANYBODY, piece.text, language_words)
    if is_named and not speaks_for_themselves(piece.text, language_words):
        roles.add(Role.THEIRS)
        if not names_one(Others.RELATIVE, piece.text, language_words):
            roles.add(Role.FOR)  # whoever is not named may be the person that is asked about
    if question.kind is Kind.QUANTITY and _RANGE.fullmatch(piece.text):
        roles.add(Role.AIM)
    if question.age and piece.count:
        return frozenset(_roles_of_age(piece, roles, language_words))
    return frozenset(roles)


def _holds(hit: Hit, heard: Sequence[str]) -> bool:
    """Tell whether words say what they say where they stand: a bare no only at its end, a bare "was" at the start."""
    if hit.name == Role.NO:
        return hit.end == len(heard) if heard[hit.start] == ONE else hit.start == 0
    return hit.name != Role.WAS or hit.start == 0


def _roles_of_age(piece: Piece, roles: set[Role], language_words: LanguageWords) -> set[Role]:
    """Return whether an age is still to come; what somebody was born in is looked at apart."""
    said = {hit.name for hit in language_words.phrases["age"].hits(spoken(piece.text))}
    if "born" in said:
        return {*roles - {Role.EVENT}, Role.BORN}
    to_come = is_to_come(spoken(piece.text), language_words)
    return roles | {Role.BESIDE} if to_come or tells_height(piece.text, language_words.patterns) else roles


def _is_of_year(born: Piece, age: Piece, today: date) -> bool:
    """Tell whether somebody of that year of birth, in four digits or two, is of this age."""
    year, told = (_DIGITS.findall(each.text) for each in (born, age))
    if len(year) != 1 or len(told) != 1:
        return False
    return (today.year - int(year[0]) - int(told[0])) % 100 in (0, 1)


def _chosen(question: Question, pieces: Sequence[Piece], language_words: LanguageWords, today: date) -> Meant:
    """Return the text without the pieces that say that they are not meant, where one is left."""
    never = _NEVER.get(question.kind, frozenset())
    numbered = [at for at, each in enumerate(pieces) if each.count]
    if numbered and all(pieces[at].roles & never for at in numbered):
        return Meant(is_none=True)
    if question.kind is Kind.MONTH:  # of several dates `one_of_several` says which one
        return Meant(_beside_theirs(pieces, language_words), denies=any(pieces[at].roles & _DENIED for at in numbered))
    aside = _aside(question, pieces, numbered)
    left = _the_one_now(pieces, [at for at in numbered if at not in aside], today)
    aside |= set(numbered) - set(left)
    if len(left) != 1 or not aside or _is_unclear(question, pieces, numbered):
        return Meant()
    if not _stands(question, pieces[left[0]], [pieces[at] for at in aside], language_words):
        return Meant()
    denied = any(pieces[at].roles & _DENIED for at in aside)
    rest = list(pieces)
    rest[left[0]] = _with_unit(pieces[left[0]], pieces, language_words)
    return Meant(
        _without(rest, aside, language_words.patterns), denies=denied or any(each.takes_back for each in pieces)
    )


def _with_unit(kept: Piece, pieces: Sequence[Piece], language_words: LanguageWords) -> Piece:
    """Return a number that stands alone with the unit of those beside it: "1400 mg/g, no, 1040"."""
    units = {unit for each in pieces for unit in _UNIT.findall(each.text)}
    if len(units) != 1 or _UNIT.search(kept.text) or not all(_is_plain(each, language_words) for each in pieces):
        return kept
    return replace(kept, text=_ONE_NUMBER.sub(rf"\g<0> {units.pop()}", kept.text))


def _is_plain(piece: Piece, language_words: LanguageWords) -> bool:
    """Tell whether a piece names nothing else that its number may be of."""
    sections = ("meant", "pieces", "speaker", "taken_back", "dates")
    _, left = cover(list(piece.words), *(language_words.phrases[name] for name in sections))
    small = language_words.patterns.words("before_number")
    return all(piece.words[at] == ONE or piece.words[at] in small for at in left)


def _beside_theirs(pieces: Sequence[Piece], language_words: LanguageWords) -> str | None:
    """Return a text without the dates of somebody else, where the person tells one of their own."""
    theirs = [at for at, each in enumerate(pieces) if Role.THEIRS in each.roles]
    own = [each for at, each in enumerate(pieces) if each.count and at not in theirs]
    if not theirs or len(own) != 1 or not speaks_for_themselves(own[0].text, language_words):
        return None
    return _without(pieces, theirs, language_words.patterns)


def _without(pieces: Sequence[Piece], aside: Collection[int], patterns: Patterns) -> str:
    """Return the text without some pieces; what has no number belongs to what stands before it."""
    taken_back = {at for at, each in enumerate(pieces) if each.takes_back}
    gone = {*aside, *taken_back}
    kept = [each for at, each in enumerate(pieces) if at not in gone and (each.count or at - 1 not in gone)]
    return without_lengths_of_change(", ".join(each.text for each in kept), patterns)


def _is_unclear(question: Question, pieces: Sequence[Piece], numbered: Sequence[int]) -> bool:
    """Tell whether nothing may be set aside: a piece says both now and before, or an age may be of whom they help."""
    roles = frozenset().union(*(each.roles for each in pieces))
    is_torn = any(
        Role.NOW in each.roles and each.roles & {Role.BEFORE, Role.WAS} for each in map(pieces.__getitem__, numbered)
    )
    # "2 kids, no, 3"
    counted = any(
        each.takes_back and Role.BESIDE in before.roles and behind.words == (ONE,)
        for before, each, behind in zip(pieces, pieces[1:], pieces[2:], strict=False)
    )
    return is_torn or (question.age and (counted or {Role.THEIRS, Role.FOR} <= roles))


def _stands(question: Question, kept: Piece, aside: Sequence[Piece], language_words: LanguageWords) -> bool:
    """Tell whether what is kept can be read without what was set aside.

    Beside somebody else's it must be the person's own."""
    if kept.count != 1:
        return False
    if any(Role.THEIRS in each.roles for each in aside) and not speaks_for_themselves(kept.text, language_words):
        return False
    if question.age:
        # nobody is younger than they were, and "two children of 20 and 22" tells no age of the person's own
        was = max((_highest(each) for each in aside if each.roles & {Role.WAS, Role.EVENT}), default=0)
        listed = kept.text.isdigit() or any(each.count > 1 for each in aside)
        is_of_list = kept.joined and kept.words == (ONE,) and listed
        return Role.WAS not in kept.roles and was <= _highest(kept) and not is_of_list
    return True


def _highest(piece: Piece) -> int:
    return max(map(int, _DIGITS.findall(piece.text)), default=0)


def _aside(question: Question, pieces: Sequence[Piece], numbered: Sequence[int]) -> set[int]:
    """Return the places of the pieces that say that they are not meant, or are taken back."""
    roles = _ASIDE_OF_AGE if question.age else _ASIDE.get(question.kind, _ASIDE[Kind.QUANTITY])
    aside = {at for at, each in enumerate(pieces) if each.roles & roles and (each.count or Role.THEIRS in each.roles)}
    aside |= _taken_back(pieces, numbered, roles)
    was = {at for at in numbered if Role.WAS in pieces[at].roles}
    if any(at not in aside | was for at in numbered):
        aside |= was
    return aside


def _taken_back(pieces: Sequence[Piece], numbered: Sequence[int], roles: Collection[Role]) -> set[int]:
    """Return the places of what is said behind it not to hold, where a number follows; of "no idea, I mean, 51" too."""
    gone: set[int] = set()
    for at, each in enumerate(pieces[: numbered[-1]] if numbered else ()):
        before = [place for place in numbered if place < at]
        tells_of_it = not each.count and Role.THAT in each.roles and not each.roles.isdisjoint(roles)
        if before and (each.takes_back or tells_of_it):
            gone.add(before[-1])
        elif each.takes_back:
            gone.update(range(at))
    return gone


def _the_one_now(pieces: Sequence[Piece], left: Sequence[int], today: date) -> list[int]:
    """Return the only one of several that is said to hold now, or the age beside its year of birth; else all."""
    now = [at for at in left if Role.NOW in pieces[at].roles]
    if len(left) < 2 or len(now) == 1:
        return now or list(left)
    born = [at for at in left if Role.BORN in pieces[at].roles]
    age = [at for at in left if at not in born]
    if len(born) == len(age) == 1 and _is_of_year(pieces[born[0]], pieces[age[0]], today):
        return age
    return list(left)
