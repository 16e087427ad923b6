"""What was offered or avoided, and whether the same text says that it was given.

An offer takes a name out of a list only where nothing says that it was given, taken, or dated: a treatment that is lost
counts for the study, and who reads it back can still say no.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.answers.treatment_items import Part, Says
from dialogs.lexicon.lexicon import Sections
from dialogs.lexicon.medicine_file import Beside
from dialogs.lexicon.medicines import Match
from dialogs.lexicon.phrases import Hit, Phrases, cover

#: In a language's section [treatments]: an offer, what somebody was spared, that what was named was given, and a change
#: of what is taken.
OFFERED, SPARED, GIVEN, TAKING = "offered", "spared", "given", "taking"
#: A no so many words before "they gave it" makes it none.
_BEFORE = 3
#: Words that take back or doubt what stands behind them.
_TAKES_BACK = {"negation", "none", "unknown", "whether", Beside.KIN}
_OPEN = "open"


def away(said: Sequence[str], phrases: Phrases, found: Sequence[Match]) -> set[int]:
    """Return which of the names somebody was spared: those that stand right behind the words for it."""
    return {at for at, match in enumerate(found) if _is_behind(SPARED, said, phrases, match)}


def _is_behind(label: str, said: Sequence[str], phrases: Phrases, match: Match) -> bool:
    """Tell whether nothing but words without a meaning stand between this label and a name."""
    ends = [hit.end for hit in cover(said, phrases)[0] if hit.name == label and hit.end <= match.start]
    if not ends:
        return False
    hits, left = cover(said[max(ends) : match.start], phrases)
    return not left and all(hit.name == "filler" for hit in hits)


def says(said: Sequence[str], books: Sections, beside: Phrases, found: Sequence[Match]) -> Says:
    """Return what an item says of what was offered, in itself or before it."""
    phrases = books["treatments"]
    hits = phrases.hits(said)
    labels = {hit.name for hit in hits}
    behind = min((match.end for match in found), default=0)
    against = [*hits, *books["answers"].hits(said), *beside.hits(said)]
    if any(hit.name == GIVEN and hit.start >= behind and not _is_taken_back(hit, against) for hit in hits):
        return Says.GIVEN
    if OFFERED in labels:
        is_taken = TAKING in labels and any(_is_behind(TAKING, said, phrases, match) for match in found)
        return Says.TAKING if is_taken else Says.OFFERED
    own = {hit.name for hit in cover(said, phrases)[0]}
    return Says.DENIED if own & {"negation", "none", "ahead"} else Says.NOTHING


def _is_taken_back(given: Hit, hits: Sequence[Hit]) -> bool:
    """Tell whether a no stands before "they gave it", or it is part of other words."""
    return any(
        given.start - _BEFORE < hit.end <= given.start
        if hit.name in _TAKES_BACK
        else hit.name == _OPEN and hit.start <= given.start < given.end <= hit.end
        for hit in hits
    )


def kept_of_offers(parts: Sequence[Part], part: Part) -> list[Part]:
    """Return the items with one more, what was offered kept where this one says that it was given, or when."""
    items = [*parts, part]
    at = next((at for at in reversed(range(len(items))) if items[at].medicines), None)
    if at is None:
        return items
    named, is_own = items[at], items[at] is part
    if part.says is Says.GIVEN and (offered := _offered(items, at)):
        items[-1] = replace(part, denied=False)
        items[offered.start : offered.stop] = [_kept(items[each]) for each in offered]
    elif is_own and part.open and part.says is Says.TAKING:
        items[at] = _kept(named)
    elif named.open and named.says is Says.OFFERED and _is_dated(part) and part.says is not Says.DENIED:
        items[-1] = replace(part, denied=False)
        # the day in the words of an offer may be that of the offer
        items[at] = replace(_kept(named), dates=replace(named.dates, dates=()) if is_own else named.dates)
    elif not is_own and not named.open and named.says is Says.OFFERED and part.says is Says.DENIED:
        items[at] = replace(named, denied=True, open=True)
    return items


def _kept(part: Part) -> Part:
    """Return an item whose names stay, and are read back."""
    return replace(part, denied=False, open=False, doubted=True)


def _offered(items: Sequence[Part], last: int) -> range:
    """Return where the items stand that one offer names, of which this is the last; empty where it is none."""
    at = last
    while at > 0 and items[at].medicines and items[at].denied and not items[at].open and items[at].says is Says.NOTHING:
        at -= 1
    return range(at, last + 1) if items[at].open and items[at].medicines else range(0)


def _is_dated(part: Part) -> bool:
    """Tell whether a day that lies behind is said."""
    return not part.planned and any(when.first <= part.dates.today for when, _ in part.dates.dates)
