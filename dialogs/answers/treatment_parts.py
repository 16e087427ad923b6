"""A text about treatments, taken apart: one item of the list after the other, and what each word of it is.

Every word is accounted for (study-facts 8): part of a known name, an everyday word, a way, a date or a denial, or it is
kept as not understood, in the spelling of the person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from dialogs.answers.number_words import digits
from dialogs.answers.treatment_dates import dated
from dialogs.answers.treatment_denials import (
    ALL_BUT,
    Piece,
    answered,
    are_either,
    denies,
    denies_name,
    ends_with_its_item,
    is_doubted,
    is_given_behind_a_no,
    is_not_only,
    is_open,
    parted_at_not,
    says_no_longer,
    with_only,
)
from dialogs.answers.treatment_items import NONE, Part, Says, Told
from dialogs.answers.treatment_offers import away, kept_of_offers, says
from dialogs.lexicon.lexicon import LanguageWords, Lexicon
from dialogs.lexicon.medicine_file import Beside
from dialogs.lexicon.medicines import Match, treatments, unclear, way_words
from dialogs.lexicon.phrases import Hit, Phrases, cover, spoken
from dialogs.lexicon.spelling import fold, side_by_side, sound, words
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.values import Medicine

#: Where one item of a list ends and the next begins; «i» is a Spanish «y» before what can begin one.
_SPLIT = Worded(
    r"(?i:[,;\n•·]+|\s\+\s|\+|\s(?:{item_joint}|&|(?:{item_after})(?! (?:{of})\b))\s|\s/\s|\.\s"
    r"|\s(?:{item_i})\s(?=(?:{item_begins})\b)|\s(?=(?:{instead_of})\b))"
)
#: Ends behind which a description of the item before may stand: "aspirina, una tableta".
_LIGHT = re.compile(r"[,;\n•·]+")
#: "azatioprina50"
_GLUED_DOSE = re.compile(r"\b([a-z]{5,})(\d)")
_SENTENCE = Worded(r"[.;\n]| (?:{joint_but}|{joint_rather}) ")
#: One word as it was typed.
_TYPED = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
#: "500", "50mg", "x3"
_AMOUNT = re.compile(r"\d+[a-z]{0,4}|x\d+")
#: A dose right behind a name; without its unit a number may be anything.
_DOSE = Worded(
    r"(?i:\s*(?:\(\s*|(?:{of}) )?"
    r"(?P<dose>\d+(?:[.,]\d+)?\s?(?:{dose_unit})(?:\s?/\s?(?:{dose_per}))?)(?![^\W_]))"
)
#: So many characters behind a name tell in which item it stands.
_SAME = 24
#: What an item holds where an "only" stood: its blanks, which a text does not have by itself.
_TAKEN_OUT = "   "
#: What is taken out of a text leaves the signs that part its items.
_SIGN, _NO_SIGN, _BEGINS = re.compile(r"[,;.\n]"), re.compile(r"[^,;.\n]"), re.compile(r"(?:^|[,;.\n])\s*$")
#: Nobody names more treatments than this in one message; what stands behind is asked for in another one.
MOST_PARTS = 40
#: A name so many words behind a description is what is described: "una tableta de aspirina".
_DESCRIBED = 3


def told(text: str, lexicon: Lexicon, language_words: LanguageWords, today: date, most: int) -> Told:
    """Return the parts of a text, of which so many characters are read."""
    own = _own_spelling(text[:most])
    folded = _GLUED_DOSE.sub(r"\1 \2", "\n".join(map(fold, text[:most].splitlines()))[:most])
    all_but = any(hit.name == ALL_BUT for hit in language_words.phrases["treatments"].hits(spoken(folded)))
    unsure = is_not_only(folded, language_words.phrases["treatments"])
    unsure = unsure or says_no_longer(folded, language_words.patterns)
    folded, no_more = with_only(folded, language_words.patterns)
    folded, only = _without_only(folded, lexicon.medicines.beside)
    work = _Work(lexicon, language_words, today, own, text[:most])
    patterns = language_words.patterns
    pieces = work.with_ways(list(parted_at_not(list(_pieces(folded, MOST_PARTS + 1, patterns)), work.names, patterns)))
    parts: list[Part] = []
    sentence, denied, before = -1, False, ""
    for number, piece, is_close in pieces[:MOST_PARTS]:
        # "nunca aspirina ni losartán": a denial goes on to the end of its sentence, or to an "only"
        goes_on = denied and number == sentence and not (only and _TAKEN_OUT in piece)
        alone = replace(work.part(piece.strip(), denied=False), is_close=is_close)
        given = goes_on and bool(parts) and is_given_behind_a_no(parts[-1], alone, language_words)
        part = replace(alone, doubted=True) if given else replace(work.part(piece.strip(), goes_on), is_close=is_close)
        denied, sentence = part.denied and not ends_with_its_item(piece, before, language_words.patterns), number
        denied = denied and part.says is not Says.GIVEN
        before = piece
        parts = kept_of_offers(parts, part)
    if only:
        parts = [part for part in parts if not part.only_denies or part.text.strip() == ""]
    cut = len(text) > most or len(pieces) > MOST_PARTS
    return Told(tuple(_settled(parts)), only, cut, all_but=all_but, no_more=no_more or unsure)


def _pieces(folded: str, most: int, patterns: Patterns) -> Iterator[Piece]:
    """Return the items: each with the number of its sentence, and whether nothing but a comma stands before it."""
    found = 0
    for number, sentence in enumerate(patterns[_SENTENCE].split(folded)):
        start, is_close = 0, False
        for match in [*patterns[_SPLIT].finditer(sentence), None]:
            piece = sentence[start : match.start() if match else len(sentence)]
            if piece.strip():
                yield number, piece, is_close
                found += 1
            if found >= most:
                return
            if match:
                start, is_close = match.end(), bool(_LIGHT.fullmatch(match.group()))


def _settled(parts: Sequence[Part]) -> Iterator[Part]:
    """Return the parts, without what only describes the one before: "aspirina, una tableta"."""
    before: Part | None = None
    for part in parts:
        if part.nameless and before and (before.nameless or (part.is_close and before.is_one(""))):
            part = part if part.more or part.another else replace(part, nameless=False)
        yield part
        before = part


def _own_spelling(text: str) -> dict[str, str]:
    """Each folded word of a text with how it was typed."""
    own: dict[str, str] = {}
    for match in _TYPED.finditer(text):
        folded = _folded(match.group())
        if folded is not None:
            own.setdefault(folded, match.group())
    return own


@lru_cache(maxsize=4096)
def _folded(typed: str) -> str | None:
    """Return one word as it is matched; None where that is not one word."""
    folded = words(fold(typed))
    return folded[0] if len(folded) == 1 else None


def placed(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a folded text by their sound, with where they stand."""
    return [(sound(match.group()), match.start(), match.end()) for match in re.finditer(r"[a-z0-9]+", text)]


def _without_only(folded: str, beside: Phrases) -> tuple[str, bool]:
    """Return the text without its "nothing but", and whether it had one."""
    at = placed(folded)
    hits = [hit for hit in beside.hits([word for word, _, _ in at]) if hit.name == Beside.ONLY]
    for hit in sorted(hits, key=lambda hit: -hit.start):
        start, end = at[hit.start][1], at[hit.end - 1][2]
        ends = [sign.end() for sign in _SIGN.finditer(folded, start, end)]
        if ends and not _BEGINS.search(folded[:start]):
            start = ends[-1]  # "drops no, only tablets": the no is of what stands before it
        folded = folded[:start] + _NO_SIGN.sub(" ", folded[start:end]) + folded[end:]
    return folded, bool(hits)


@dataclass(frozen=True, slots=True)
class _Work:
    """What reading one part takes."""

    lexicon: Lexicon
    language_words: LanguageWords
    today: date
    own: dict[str, str]
    #: The text as it was typed.
    typed: str
    #: What was read already: an item that is said again is not read again.
    read: dict[tuple[str, bool], Part] = field(default_factory=dict)

    @property
    def patterns(self) -> Patterns:
        """The patterns with words of the lexicon in them."""
        return self.language_words.patterns

    def names(self, text: str) -> bool:
        """Tell whether a text names a treatment."""
        return bool(treatments(text, self.lexicon, (self.language_words.phrases["treatments"],)))

    def with_ways(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return the items, each with what only says how it was given: "a drug, by the vein" is one."""
        found: list[Piece] = []
        for number, piece, is_close in pieces:
            if found and self._only_says_how(piece):
                if len(found) > 1 and found[-1][2] and self._is_dose(found[-1][1]):  # "a drug, 500 mg, by the vein"
                    dose = found.pop()[1]
                    found[-1] = (found[-1][0], f"{found[-1][1]} {dose.strip()}", found[-1][2])
                found[-1] = (found[-1][0], f"{found[-1][1]} {piece.strip()}", found[-1][2])
            else:
                found.append((number, piece, is_close))
        return found

    def _is_dose(self, piece: str) -> bool:
        """Tell whether an item is nothing but an amount."""
        dose = self.patterns[_DOSE].fullmatch(piece.rstrip())
        return dose is not None or all(map(_AMOUNT.fullmatch, words(piece)))

    def _only_says_how(self, piece: str) -> bool:
        """Tell whether an item says how something was given, and neither what nor that it was not."""
        spelled = words(piece)
        how = way_words(spelled, self.lexicon.medicines)
        if not how or treatments(piece, self.lexicon, (self.language_words.phrases["treatments"],)):
            return False
        heard = [sound(word) for word in spelled]
        if any(hit.name == Beside.NAMELESS for hit in self.lexicon.medicines.beside.hits(heard)):
            return False
        others = [sound(word) for word in spelled if word not in how and _AMOUNT.fullmatch(word) is None]
        hits, left = cover(others, self.language_words.phrases["treatments"])
        return not left and not {hit.name for hit in hits} - {"filler"}

    def part(self, piece: str, denied: bool) -> Part:
        """One item of the list; `denied`: a no that stands before it holds for it too."""
        if (piece, denied) not in self.read:
            self.read[piece, denied] = self._read(piece, denied)
        return self.read[piece, denied]

    def _read(self, piece: str, denied: bool) -> Part:
        beside = self.lexicon.medicines.beside
        found, named, is_spared = self._found(piece)
        matches, medicines = [match for _, match in found], tuple(self._named(each, piece) for each, _ in found)
        if either := are_either(piece, medicines, self.patterns):
            found, matches, offers, medicines = [], [], medicines, ()
        else:
            offers = () if medicines else self._may_mean(piece)
        dates = dated(digits(piece, self.language_words)[0], beside, self.language_words, self.today)
        labels, answers, strange = self._understood(dates.rest, named)
        opened = is_open(labels, spoken(piece), self.language_words.phrases["answers"], matches)
        return Part(
            piece,
            medicines,
            tuple(medicine for medicine, match in zip(medicines, matches, strict=True) if not match.known),
            dates,
            strange,
            has_plain_words=bool(labels),
            denied=opened or is_spared or denies(labels, denied),
            planned="ahead" in labels or dates.planned,
            doubted=is_doubted(piece, answers, labels, self.patterns) or not all(match.exact for match in matches),
            more=bool(labels & {"others", Beside.MORE}),
            unsure="unknown" in answers,
            nameless=self._nameless(piece, matches, medicines),
            said=self._as_typed(piece),
            offers=offers,
            either=either,
            another=self._another(piece, matches),
            open=opened,
            says=says(spoken(piece), self.language_words.phrases, beside, matches),
        )

    def _may_mean(self, piece: str) -> tuple[Medicine, ...]:
        """Return what a word of an item may mean, each with that word as it was typed."""
        return tuple(replace(each, said=self._as_typed(each.said)) for each in unclear(piece, self.lexicon))

    def _found(self, piece: str) -> tuple[list[tuple[Medicine, Match]], list[Medicine], bool]:
        """Return what is named, without what was spared beside it; all that is named; and whether all was spared."""
        phrases = self.language_words.phrases["treatments"]
        found = treatments(piece, self.lexicon, (phrases, self.lexicon.medicines.beside))
        spared = away(spoken(piece), phrases, [match for _, match in found])
        is_spared = len(spared) == len(found) > 0
        kept = [each for at, each in enumerate(found) if is_spared or at not in spared]
        return kept, [medicine for medicine, _ in found], is_spared

    def _understood(self, rest: str, named: Sequence[Medicine]) -> tuple[set[str], set[str], tuple[str, ...]]:
        """Return what the words beside the dates say of treatments and as answers, and those that say nothing."""
        spelled = words(rest)
        said = [sound(word) for word in spelled]
        phrases = self.language_words.phrases
        instead = [each.beside for each in self.lexicon.medicines.instead] if named else []
        hits, left = cover(said, phrases["treatments"], self.lexicon.medicines.beside, phrases["dates"], *instead)
        names = {word for medicine in named for word in words(medicine.said)}
        strange = [at for at in left if _is_strange(spelled[at], names | _way_words(self.lexicon))]
        answers, labels = answered(said, phrases["answers"]), {hit.name for hit in hits}
        if denies_name(hits, spelled, names):
            labels.add("negation")
        return labels, answers, tuple(map(self._as_typed, side_by_side(rest, strange)))

    def _named(self, medicine: Medicine, piece: str) -> Medicine:
        """Return the medicine with its name as it was typed, and with the dose that stands behind it in its item."""
        said = self._as_typed(medicine.said)
        behind = next((piece[at.end() :] for at in _stands(piece, medicine.said)), "")[:_SAME]
        for at in _stands(self.typed, said):
            # the same name may stand in another item, with a dose of its own
            if fold(self.typed[at.end() : at.end() + 2 * _SAME]).startswith(behind.strip()):
                dose = self.patterns[_DOSE].match(self.typed, at.end())
                return replace(medicine, said=f"{said} {dose['dose']}" if dose else said)
        return replace(medicine, said=said)

    def _another(self, piece: str, named: Sequence[Match]) -> str:
        """Return the words from an "another one" on that stands behind all names: another dose is none."""
        said, phrases = [word for word, _, _ in placed(piece)], self.language_words.phrases["treatments"]
        last = max((match.start for match in named), default=-1)
        for hit in cover(said, phrases, self.lexicon.medicines.beside)[0]:
            nameless = hit.name == Beside.NAMELESS
            first = phrases.longest(said, hit.start) if nameless else hit
            if first and first.name in {"others", Beside.MORE} and hit.start > last and (named or nameless):
                return self._as_typed(" ".join(words(piece)[hit.start :]))
        return ""

    def _as_typed(self, folded: str) -> str:
        return " ".join(self.own.get(word, word) for word in words(folded))

    def _nameless(self, piece: str, named: Sequence[Match], medicines: Sequence[Medicine]) -> bool:
        """Is there a treatment without a name? Beside one that counts such words only describe that."""
        if any(medicine.group != NONE for medicine in medicines):
            return False
        said = [word for word, _, _ in placed(piece)]
        hits = [hit for hit in self.lexicon.medicines.beside.hits(said) if hit.name == Beside.NAMELESS]
        return any(not _describes(hit, named) for hit in hits)


def _stands(text: str, name: str) -> Iterator[re.Match[str]]:
    """Return where a name stands in a text as whole words."""
    return re.finditer(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", text) if name else iter(())


def _describes(hit: Hit, named: Sequence[Match]) -> bool:
    """Tell whether a name stands so close behind that it is what is described."""
    return any(0 <= match.start - hit.end < _DESCRIBED or hit.start <= match.start < hit.end for match in named)


def _is_strange(word: str, known: set[str]) -> bool:
    return len(word) > 1 and _AMOUNT.fullmatch(word) is None and word not in known


@lru_cache(maxsize=4)
def _way_words(lexicon: Lexicon) -> frozenset[str]:
    """Words that say how something was given."""
    ways = lexicon.medicines.ways.values()
    return frozenset(word for way in ways for name in way for word in name)
