"""What a text about treatments says was not given, and what it leaves open: denied, spared, offered, not remembered.

A tired yes to a read-back makes true what it names, so what was only offered, or is only not known, is never read back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from dialogs.answers.treatment_items import Part
from dialogs.answers.treatment_offers import OFFERED, SPARED
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.medicine_file import Beside
from dialogs.lexicon.medicines import Match
from dialogs.lexicon.phrases import Hit, Phrases, cover, spoken
from dialogs.lexicon.spelling import fold, words
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.values import Medicine

#: An item of a list: the number of its sentence, its text, and whether nothing but a comma stands before it.
Piece = tuple[int, str, bool]

#: In a language's section [treatments]: of what is named beside it nothing follows, that it was all but what is
#: named, and that it was not only that.
OPEN, ALL_BUT, NOT_ONLY = "open", "all_but", "not_only"
#: What was not given begins so; the no ends with its item.
_INSTEAD = Worded(r"(?:{instead_of})\b")
#: A name that is denied right behind another one: "this one not that one".
_NOT = Worded(r"\s(?=(?:{not_that})\s)")
#: "Nothing but that", behind it; before a name it says "no more of that", as behind "not any".
_THAT_IS_ALL = Worded(r" {-not_before_all}(?:{that_is_all})(?= (?:{end_tag})\b|\s*(?:[.,;!\n]|$))")
#: Verbs beside a name that say that it was given.
_TELLS_OF_IT = {Beside.START, Beside.DOSE, Beside.END, Beside.STOPPED, Beside.CHANGE}
_IN_ONE_WORD = "all_in_one"
#: It denies nothing.
_NO_DENIAL = Worded(r"\b(?:{no_denial})\b")
#: It says that there was something before.
_NO_LONGER = Worded(r"\b(?:{no_longer})\b")
#: It denies a part of them: "no, not everything".
_IN_PART = Worded(r"\b(?:{in_part})\b")
_OR = Worded(r"[a-z] (?:{either_or}) [a-z]")
_DENIED_BEHIND = Worded(r" (?:{item_denied})$")
#: What stands between two names that an "or" joins.
_EITHER = Worded(r"\W+(?:{either_or}|{either_or_too})\W+(?:\w+\W+)?")
#: What a part says whose last word is a bare yes.
_YES_BEHIND = "yes behind"
#: So many words behind a denial the name that it denies begins at the latest.
_NEXT = 2


def with_only(folded: str, patterns: Patterns) -> tuple[str, bool]:
    """Return the text with its "and that is all" in the word that means nothing else, and whether it had one."""
    in_one_word = f" {patterns.words(_IN_ONE_WORD)[0]}"
    said, times = patterns[_THAT_IS_ALL].subn(in_one_word, patterns[_NO_DENIAL].sub(" ", folded))
    return said, times > 0


def is_given_behind_a_no(before: Part, part: Part, known: LanguageWords) -> bool:
    """Tell whether an item behind a denial and a comma says in words of its own that it was given, or will be.

    Behind a bare no its date or its verb does: "no, that one since 2020"; behind a name that is denied "it was" and
    what is planned: "it was not this one, it was that one"."""
    if not part.medicines or part.denied or not part.is_close or known.patterns[_OR].search(part.text):
        return False
    heard = spoken(part.text)
    was = known.phrases["remembered"].all_longest(heard, 0) if heard else []
    if part.planned or any(hit.name == "was" for hit in was):
        return True
    is_bare = before.only_denies and len(words(before.text)) == 1
    return is_bare and bool(part.dates.dates or part.dates.verbs & _TELLS_OF_IT)


def is_not_only(folded: str, phrases: Phrases) -> bool:
    """Tell whether a text says "not only" of what it names; a comma makes it "no, only"."""
    said = (spoken(part) for part in re.split(r"[,;.\n]", folded))
    return any(hit.name == NOT_ONLY for part in said for hit in phrases.hits(part))


def says_no_longer(folded: str, patterns: Patterns) -> bool:
    """Tell whether a text says that there was something before: "not on anything anymore, just that one"."""
    return patterns[_NO_LONGER].search(folded) is not None


def denies_in_part(folded: str, patterns: Patterns) -> bool:
    """Tell whether a text denies only a part of what is listed: "no, not everything"."""
    return patterns[_IN_PART].search(folded) is not None


def parted_at_not(pieces: Sequence[Piece], names: Callable[[str], bool], patterns: Patterns) -> Iterator[Piece]:
    """Return the items, one that names something on both sides of a "not" as two: "this one not that one"."""
    for number, piece, is_close in pieces:
        at = next((found.start() for found in patterns[_NOT].finditer(piece)), None)
        if at is None or not names(piece[:at]) or not names(" ".join(words(piece[at:])[1 : 1 + _NEXT])):
            yield number, piece, is_close
            continue
        yield number, piece[:at], is_close
        yield number, piece[at:], False


def ends_with_its_item(piece: str, before: str, patterns: Patterns) -> bool:
    """Tell whether a denial holds for its own item only."""
    said = piece.strip()
    is_parted = patterns[_NOT].match(f" {said}") is not None and piece[:1].isspace() and bool(before)
    is_behind = patterns[_DENIED_BEHIND].search(said) is not None
    return is_behind or patterns[_INSTEAD].match(said) is not None or is_parted


def denies(labels: Collection[str], before: bool) -> bool:
    """Tell whether a no holds for these words: their own, or one before them that no "but" ends."""
    own = "negation" in labels or "none" in labels
    return own or (before and "but" not in labels)


def denies_name(hits: Sequence[Hit], spelled: Sequence[str], names: Collection[str]) -> bool:
    """Tell whether words that else deny a day stand right before a name: "it was not that one"."""
    behind = (spelled[hit.end : hit.end + _NEXT] for hit in hits if hit.name == "denied")
    return any(not set(each).isdisjoint(names) for each in behind)


def is_open(labels: Collection[str], said: Sequence[str], answers: Phrases, found: Sequence[Match]) -> bool:
    """Tell whether nothing follows of what is named: it was only offered, or is not known to have been given.

    That it was one of two is known where it is not known which."""
    if (OPEN in labels or OFFERED in labels) and found:
        return True
    whether = [hit for hit in cover(said, answers)[0] if hit.name == "whether"] if len(found) == 1 else []
    return Beside.KIN not in labels and any(hit.end <= found[0].start for hit in whether)


def is_doubted(piece: str, answers: Collection[str], labels: Collection[str], patterns: Patterns) -> bool:
    """Tell whether words say that it is less than sure, or somebody else's."""
    unsure = not {Beside.KIN, Beside.STOPPED, Beside.TOLD, SPARED}.isdisjoint(labels)
    if unsure or not {"hedge", "perhaps", "unknown", _YES_BEHIND}.isdisjoint(answers):
        return True
    return "?" in piece or patterns[_OR].search(piece) is not None


def answered(said: Sequence[str], answers: Phrases) -> set[str]:
    """Return what the words say as answers; a bare yes behind a name tells of that alone: "that one, yes"."""
    hits, left = cover(said, answers)
    names = {hit.name for hit in hits}
    told = [hit for hit in hits if hit.name != "filler"]
    if told and told[-1].name == "yes" and told[-1].start > 0 and max(left, default=-1) < told[-1].start:
        names.add(_YES_BEHIND)
    return names


def are_either(piece: str, medicines: Sequence[Medicine], patterns: Patterns) -> bool:
    """Tell whether these count differently and an "or" stands between two of them: which one it was is not said."""
    if len({medicine.group for medicine in medicines}) < 2:
        return False
    names = [re.escape(fold(medicine.said)) for medicine in medicines]
    either = patterns[_EITHER].pattern
    return any(re.search(rf"\b{a}{either}{b}\b", piece) for a in names for b in names if a != b)
