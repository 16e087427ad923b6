"""What a treatment's name means (study-facts 8).

Matching: the exact name first, as whole words; then listed misspellings and everyday words; then by sound, one or two
letters off, with all nearest names of one class. Only the first is exact; the rest is read back, and a name is never
corrected silently. How it was given (vein, large, mouth, skin) decides its class.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from dialogs.lexicon.lexicon import Lexicon
from dialogs.lexicon.medicine_file import NO_TREATMENT, UNSTATED, ByRoute, MedicineEntry, MedicineTable
from dialogs.lexicon.phrases import Phrases, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold, nearest, reach, sound, words
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.values import UNRECOGNISED, Medicine

#: Names at least so alike are offered as buttons (of 100).
ALIKE = 70
MOST_OFFERS = 4
_DOSE = Worded(r"(?<![\d.,])(\d{1,6}(?:[.,]\d{1,3})?) ?({dose_weight})\b")
#: So begins a unit that is a thousand times the other ones.
_GRAMS = "g"
_THOUSANDS = re.compile(r"(\d)[.,](\d{3})$")


@dataclass(frozen=True, slots=True)
class Match:
    """One treatment found among words, from `start` up to `end`."""

    entry: MedicineEntry
    start: int
    end: int
    #: Spelled as in the list of names and brands, and what it means follows from the name alone.
    exact: bool
    #: Spelled as in that list.
    known: bool = False


def matches(spelled: list[str], table: MedicineTable, skip: Sequence[Phrases] = ()) -> list[Match]:
    """Return the treatments among folded words."""
    found: list[Match] = []
    at = 0
    while at < len(spelled):
        match = _listed(spelled, at, table) or _alike(spelled, at, table, skip)
        if match:
            found.append(match)
        at = match.end if match else at + 1
    return found


def _listed(spelled: list[str], at: int, table: MedicineTable) -> Match | None:
    most = _longest_by_first_word(table).get(spelled[at], 0)
    for length in range(min(most, len(spelled) - at), 0, -1):
        name = tuple(spelled[at : at + length])
        if name in table.exact:
            return Match(table.exact[name], at, at + length, exact=True, known=True)
        if name in table.heard:
            return Match(table.heard[name], at, at + length, exact=False)
    if at + 1 < len(spelled):
        joined = (spelled[at] + spelled[at + 1],)
        if len(joined[0]) > 6 and joined in table.exact:
            return Match(table.exact[joined], at, at + 2, exact=False)
    return None


@lru_cache(maxsize=4)
def _longest_by_first_word(table: MedicineTable) -> dict[str, int]:
    """Return of each word that begins a name how many words the longest such name has: most words begin none."""
    longest: dict[str, int] = {}
    for name in (*table.exact, *table.heard):
        longest[name[0]] = max(len(name), longest.get(name[0], 0))
    return longest


def _alike(spelled: list[str], at: int, table: MedicineTable, skip: Sequence[Phrases]) -> Match | None:
    """Return a word that sounds like a name or is a letter or two off, where all nearest names are of one class."""
    word = spelled[at]
    heard = sound(word)
    most = reach(word)
    if not most or not word.isalpha() or any(each.longest([heard], 0) for each in skip):
        return None
    entries = list(table.by_sound.get(heard, ())) or _near(heard, most, table)
    if not entries or len({entry.group for entry in entries}) > 1:
        return None
    same = entries[0] if len({entry.name for entry in entries}) == 1 else MedicineEntry(entries[0].group, "")
    return Match(same, at, at + 1, exact=False)


def _near(heard: str, most: int, table: MedicineTable) -> list[MedicineEntry]:
    """Return the entries of the names that are nearest to a word, which begin with one of its first two letters."""
    known, lengths = _by_first_letter(table), range(len(heard) - most, len(heard) + most + 1)
    names = [
        name for letter in dict.fromkeys(heard[:2]) for length in lengths for name in known.get((letter, length), ())
    ]
    near = nearest(heard, names, most)
    return [entry for name in near for entry in table.by_sound[name]]


@lru_cache(maxsize=4)
def _by_first_letter(table: MedicineTable) -> dict[tuple[str, int], list[str]]:
    """Return the names of one word that may be misspelt, by their first letter and their length."""
    known: dict[tuple[str, int], list[str]] = {}
    for name in table.by_sound:
        if reach(name):
            known.setdefault((name[0], len(name)), []).append(name)
    return known


def by_route(entry: MedicineEntry, ways: set[str], dose: float, routes: ByRoute) -> MedicineEntry:
    """Return the treatment once it is known how it was given."""
    if entry.group == routes.strong and "skin" in ways:
        return MedicineEntry(NO_TREATMENT, routes.on_skin)
    if entry.skin and "skin" in ways:
        return MedicineEntry(NO_TREATMENT, entry.name)
    if entry.route == UNSTATED:
        return _unstated(entry, ways, dose, routes)
    if entry.route == "oral" and ways & {"large", "vein"}:
        return MedicineEntry(routes.oral_into_vein, entry.name)
    if entry.route == "tablet" and "mouth" not in ways and (ways & {"large", "vein"} or dose >= routes.from_mg):
        return MedicineEntry(routes.strong, routes.name)
    return entry


def _unstated(entry: MedicineEntry, ways: set[str], dose: float, routes: ByRoute) -> MedicineEntry:
    """Into a vein or as much as then it is the strong form; by mouth or on the skin it is none, else the team asks."""
    if "skin" in ways:
        return MedicineEntry(NO_TREATMENT, entry.name)
    if ways & {"vein", "large"} or dose >= routes.from_mg:
        return MedicineEntry(routes.strong, routes.name)
    if "mouth" in ways:
        return MedicineEntry(NO_TREATMENT, entry.by_mouth or entry.name)
    return entry


def way_words(spelled: list[str], table: MedicineTable) -> frozenset[str]:
    """Return the words of a text that say how something was given."""
    runs = {tuple(spelled[at : at + length]) for length in (1, 2, 3) for at in range(len(spelled))}
    return frozenset(word for names in table.ways.values() for name in names & runs for word in name)


def ways_said(spelled: list[str], table: MedicineTable) -> set[str]:
    """How something was given, as far as the words say."""
    runs = {tuple(spelled[at : at + length]) for length in (1, 2, 3) for at in range(len(spelled) - length + 1)}
    return {way for way, names in table.ways.items() if not names.isdisjoint(runs)}


def _largest_dose(text: str, patterns: Patterns) -> float:
    doses = [0.0]
    for number, unit in patterns[_DOSE].findall(text):
        if unit.startswith(_GRAMS):
            doses.append(float(number.replace(",", ".")) * 1000)
        else:  # 1.000 mg
            doses.append(float(_THOUSANDS.sub(r"\1\2", number).replace(",", ".")))
    return max(doses)


def treatments(text: str, lexicon: Lexicon, skip: Sequence[Phrases] = ()) -> list[tuple[Medicine, Match]]:
    """Return the treatments of one part of a text with the class that their route gives, as often as they are named."""
    folded = fold(text)
    spelled = words(folded)
    found = matches(spelled, lexicon.medicines, skip)
    named, is_doubtful = _without_large(found, spelled, lexicon.medicines)
    result: list[tuple[Medicine, Match]] = []
    ways, dose = ways_said(spelled, lexicon.medicines), _largest_dose(folded, lexicon.patterns)
    heard = spoken(folded)
    for match in named if any(_may_be_large(match.entry, lexicon.medicines) for match in named) else found:
        entry = by_route(_beside(match.entry, heard, lexicon.medicines), ways, dose, lexicon.medicines.by_route)
        medicine = Medicine(entry.group, entry.name, _said(spelled, match))
        if is_doubtful or entry.group != match.entry.group:
            match = replace(match, exact=False)  # the class comes from the way, not from the name
        result.append((medicine, match))
    return result


def _may_be_large(entry: MedicineEntry, table: MedicineTable) -> bool:
    """Tell whether a treatment is given in large doses, so that words for one are of it.

    Beside one that is started and goes on they are another treatment."""
    return entry.group not in (NO_TREATMENT, *table.from_start) or bool(entry.route)


def _without_large(found: Sequence[Match], spelled: list[str], table: MedicineTable) -> tuple[list[Match], bool]:
    """Return the treatments without words that only say how large a dose of one of them was.

    Parted from every name by "with" such words are a treatment of their own; parted from one of two they are of the
    other, which is doubtful. Beside one whose way of giving decides what it is they are of that."""
    named: list[Match] = []
    is_doubtful = False
    for match in found:
        if tuple(spelled[match.start : match.end]) not in table.ways["large"]:
            named.append(match)
            continue
        others = [each for each in found if each is not match and not each.entry.route]
        between = [spelled[first.end : then.start] for first, then in (_ordered(match, other) for other in others)]
        apart = [not table.apart.isdisjoint(each) for each in between]
        if apart and all(apart):
            named.append(match)
        is_doubtful = is_doubtful or any(apart)
    return named, is_doubtful


def _ordered(one: Match, other: Match) -> tuple[Match, Match]:
    return (one, other) if one.start < other.start else (other, one)


def _beside(entry: MedicineEntry, heard: Sequence[str], table: MedicineTable) -> MedicineEntry:
    """Return what a name means beside these words: "vitamin cream" is no vitamin into a vein."""
    meant = (each.entry for each in table.instead if entry.name in each.of and each.beside.hits(heard))
    return next(meant, entry)


def _said(spelled: list[str], match: Match) -> str:
    return " ".join(spelled[match.start : match.end])


def unclear(text: str, lexicon: Lexicon) -> tuple[Medicine, ...]:
    """Return what words like "quimio" may mean, each with the word where it is a single one; empty without them."""
    table, spelled = lexicon.medicines, words(fold(text))
    hits = table.unclear.hits(spoken(fold(text)))
    if not hits:
        return ()
    longest = max(hits, key=lambda hit: hit.end - hit.start)
    heard = [sound(word) for word in spelled[longest.start : longest.end]]
    word = spelled[longest.start] if longest.end - longest.start == len(heard) == 1 else ""
    return tuple(Medicine(entry.group, entry.name, word) for entry in table.meanings[longest.name])


def classify(text: str, lexicon: Lexicon) -> Medicine:
    """Return the one treatment that a name as typed stands for; `unrecognised` where it is none or several classes."""
    found = [medicine for medicine, _ in treatments(text, lexicon)]
    said = " ".join(text.split())[:LONGEST_ANSWER]
    groups = {medicine.group for medicine in found} - {"none"}
    if len(groups) == 1:
        medicine = next(medicine for medicine in found if medicine.group in groups)
        return Medicine(medicine.group, medicine.name, said)
    if found and not groups:
        return Medicine("none", found[0].name, said)
    return Medicine(UNRECOGNISED, "", said)


def suggestions(text: str, lexicon: Lexicon) -> tuple[Medicine, ...]:
    """Names that are much like a word of the text, or begin with it, to be offered as buttons."""
    table = lexicon.medicines
    names = list(table.by_sound)
    offers: dict[str, Medicine] = {}
    for word in words(fold(text[:LONGEST_ANSWER]))[:12]:
        if len(word) < 4 or not word.isalpha():
            continue
        heard = sound(word)
        alike = process.extract(heard, names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_OFFERS)
        for name in (*(each for each, _, _ in alike), *_begun(heard, table)):
            for entry in table.by_sound[name]:
                offers.setdefault(entry.name, Medicine(entry.group, entry.name, word))
    return tuple(offers.values())[:MOST_OFFERS]


def _begun(heard: str, table: MedicineTable) -> list[str]:
    """Return the names that begin with what was heard; none where they are of too many medicines to choose from."""
    begun = [name for name in table.by_sound if name.startswith(heard)]
    return begun if len({entry.name for name in begun for entry in table.by_sound[name]}) <= MOST_OFFERS else []
