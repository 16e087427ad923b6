"""Treatments as an answer: alone, in lists, inside sentences, with dates and doses, and denied."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice

from dialogs.answers.choice import Heard, exact_option, heard, numbered, several_numbers
from dialogs.answers.date_finder import find_dates
from dialogs.answers.dates import plausible
from dialogs.answers.number_words import digits
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.lexicon.lexicon import LanguageWords, Lexicon
from dialogs.lexicon.medicines import suggestions, treatments, unclear
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold
from dialogs.study.study import Question
from dialogs.values import UNKNOWN, UNKNOWN_WORD, Medicine, Value, When

#: Where one item of a list ends and the next begins.
_SPLIT = re.compile(r"[,;\n•·]+|\s\+\s|\+|\s(?:y|e|and|&|n|mas|plus)\s|\s/\s|\.\s", re.IGNORECASE)
#: "azatioprina50"
_GLUED_DOSE = re.compile(r"\b([a-z]{5,})(\d)")
_OR = re.compile(r"[a-z] (?:o|or) [a-z]")
_SENTENCE = re.compile(r"[.;\n]| pero | but | sino ")
#: A treatment whose date is that of its start, not of the last dose (study-facts 4.5).
FROM_START = "new_immunosuppressant"
NONE = "none"
#: Nobody names more treatments than this in one message; what stands behind is not read.
MOST_PARTS = 16


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a list of treatments."""

    text: str
    medicines: tuple[Medicine, ...]
    exact: bool
    #: Each with whether its year was worked out.
    dates: tuple[tuple[When, bool], ...]
    #: Words that mean nothing here.
    strange: tuple[str, ...]
    denied: bool
    planned: bool
    #: "creo que rituximab", "¿rituximab?", "rituximab o belimumab".
    doubted: bool
    #: Says that there was something else, or something that they do not know.
    more: bool

    @property
    def is_doubtful(self) -> bool:
        """Is what it names less than sure?"""
        return not self.exact or self.denied or self.planned or self.doubted or bool(self.strange)

    @property
    def leaves_open(self) -> bool:
        """May it speak of a treatment that it does not name?"""
        return bool(self.strange) or (self.more and not self.medicines)

    @property
    def only_denies(self) -> bool:
        """Does it say no, and nothing to which the no could belong?"""
        return self.denied and not self.medicines and not self.strange

    @property
    def is_stranger(self) -> bool:
        """Is it nothing but words that are not known: perhaps a treatment?"""
        return not self.medicines and 0 < len(self.strange) <= 3 and not self.denied


def read_treatments(
    question: Question, text: str, labels: Labels, lexicon: Lexicon, tongue: LanguageWords, today: date
) -> Reading:
    """The treatments of a text; `()` for none of them."""
    text = _GLUED_DOSE.sub(r"\1 \2", fold_lines(text[:LONGEST_ANSWER])[:LONGEST_ANSWER])
    folded = fold(text)
    option = _option(question, folded, labels, tongue)
    if option is not None:
        return option
    parts = _parts(text, lexicon, tongue, today)
    if not any(part.medicines for part in parts):
        return _nothing_named(question, folded, labels, lexicon, tongue, parts)
    if _is_negated(parts):
        raise Misread(MisreadReason.NEGATED)
    if any(unclear(part.text, lexicon) for part in parts if not part.medicines):
        raise Misread(MisreadReason.UNCLEAR_MEDICINE, _each(unclear(text, lexicon)))
    return _named(parts)


def _is_negated(parts: list[Part]) -> bool:
    """Does a no stand at every treatment, or where nobody can say to which it belongs?"""
    taken = [part for part in parts if part.medicines and not part.denied]
    return not taken or any(part.only_denies for part in parts[1:])


def _named(parts: list[Part]) -> Reading:
    """The treatments that the parts name, with words that may be one."""
    strangers = _strangers(parts)
    named = [medicine for part in parts if not part.denied for medicine in part.medicines]
    medicines = tuple(dict.fromkeys(_once([*named, *strangers])))
    doubtful = bool(strangers) or any(part.is_doubtful for part in parts if part.medicines)
    complete = len(parts) < MOST_PARTS and not any(part.leaves_open for part in parts)
    dates = _dates([part for part in parts if not part.denied])
    return Reading(medicines, sure=complete and not doubtful, also=dates)


def _strangers(parts: list[Part]) -> tuple[Medicine, ...]:
    """What is perhaps a treatment, in the words in which it was said."""
    return tuple(Medicine("unrecognised", "", " ".join(part.strange)) for part in parts if part.is_stranger)


def _each(medicines: tuple[Medicine, ...]) -> tuple[Value, ...]:
    """Each as an answer of its own, to be offered as a button."""
    return tuple((medicine,) for medicine in medicines)


def _once(medicines: list[Medicine]) -> list[Medicine]:
    """Each name once; a cream does not hide the tablets of the same name."""
    ranked = sorted(medicines, key=lambda medicine: medicine.group == NONE)
    kept = {medicine.key: medicine for medicine in reversed(ranked)}
    return [medicine for medicine in dict.fromkeys(medicines) if kept[medicine.key] == medicine]


def _option(question: Question, folded: str, labels: Labels, tongue: LanguageWords) -> Reading | None:
    """Buttons by number or label, "none" and "I don't know"."""
    values = _by_number(folded, labels, tongue)
    if values:
        return Reading(_as_treatments(values), sure=True)
    hits, left = cover(spoken(folded), tongue.phrases["treatments"])
    if not left and {hit.name for hit in hits} == {"none"}:
        return Reading((), sure=len(hits) == 1 and hits[0].end == 1)
    option = exact_option(question, folded, labels, tongue)
    if option is None or option in ("yes", "no"):
        return None
    return Reading(_as_treatments([option]) if isinstance(option, str) else option, sure=True)


def _by_number(folded: str, labels: Labels, tongue: LanguageWords) -> list[str]:
    """The options that a text names by their numbers; empty where it does not."""
    numbers = several_numbers(folded)
    if len(numbers) < 2:
        named = numbered(folded, labels, tongue)
        return [named[0]] if named else []
    options = tuple(labels.options)
    if not all(1 <= number <= len(options) for number in numbers):
        raise Misread(MisreadReason.NOTHING)
    values = [options[number - 1] for number in numbers]
    if {NONE, UNKNOWN_WORD} & set(values):
        raise Misread(MisreadReason.TWO_VALUES)
    return values


def _as_treatments(values: list[str]) -> Value:
    if values == [NONE]:
        return ()
    if values == [UNKNOWN_WORD]:
        return UNKNOWN
    return tuple(Medicine(value) for value in dict.fromkeys(values))


def _parts(text: str, lexicon: Lexicon, tongue: LanguageWords, today: date) -> list[Part]:
    parts: list[Part] = []
    for sentence in _SENTENCE.split(text)[:MOST_PARTS]:
        denied = False
        for piece in islice(filter(str.strip, _SPLIT.split(sentence)), MOST_PARTS - len(parts)):
            part = _part(piece, lexicon, tongue, today, denied)
            # "nunca rituximab ni endoxan": a denial goes on to the end of its sentence
            denied = part.denied and not part.text.strip().endswith((" no", " nunca"))
            parts.append(part)
    return parts


def fold_lines(text: str) -> str:
    """Folded, with the ends of lines kept."""
    return "\n".join(fold(line) for line in text.splitlines())


def _part(piece: str, lexicon: Lexicon, tongue: LanguageWords, today: date, denied: bool) -> Part:
    """One item of the list; `denied`: a no that stands before it holds for it too."""
    phrases = tongue.phrases["treatments"]
    found = treatments(piece, lexicon, phrases)
    plain, _ = digits(piece, tongue)
    dates = find_dates(plain, tongue, today, may_invert=False)
    said = spoken(_without(plain, [(each.start, each.end) for each in dates]))
    hits, left = cover(said, phrases, tongue.phrases["dates"])
    labels = {hit.name for hit in hits}
    answers = {hit.name for hit in cover(said, tongue.phrases["answers"])[0]}
    known = {word for medicine, _ in found for word in spoken(medicine.said)} | _way_words(lexicon)
    return Part(
        piece,
        tuple(medicine for medicine, _ in found),
        all(match.exact for _, match in found),
        tuple((each.when, each.inferred) for each in dates if each.when and plausible(each.when, today)),
        tuple(said[at] for at in left if _is_strange(said[at], known)),
        denied=_is_denied(labels, denied),
        planned="ahead" in labels,
        doubted=_is_doubted(piece, answers),
        more="others" in labels or "unknown" in answers,
    )


def _is_strange(word: str, known: set[str]) -> bool:
    return len(word) > 1 and not word.isdigit() and word not in known


def _is_denied(labels: set[str], before: bool) -> bool:
    """Does a no hold for these words: their own, or one before them that no "but" ends?"""
    own = bool(labels & {"negation", "none"})
    return own or (before and "but" not in labels)


def _is_doubted(piece: str, answers: set[str]) -> bool:
    return "?" in piece or bool(answers & {"hedge", "perhaps", "unknown"}) or _OR.search(piece) is not None


@lru_cache(maxsize=4)
def _way_words(lexicon: Lexicon) -> frozenset[str]:
    """Words that say how something was given."""
    ways = lexicon.medicines.ways.values()
    return frozenset(word for way in ways for name in way for word in spoken(" ".join(name)))


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]} {text[end:]}"
    return text


def _nothing_named(
    question: Question, folded: str, labels: Labels, lexicon: Lexicon, tongue: LanguageWords, parts: list[Part]
) -> Reading:
    """What a text without a known name means: none, a group of treatments, or a name that nobody knows."""
    offers = unclear(folded, lexicon)
    if offers:
        raise Misread(MisreadReason.UNCLEAR_MEDICINE, _each(offers))
    if any(part.denied for part in parts):
        return _denied(folded, tongue)
    said = heard(question, folded, labels, tongue)
    if said.is_silent:
        return _unknown_name(folded, lexicon, parts)
    groups = _groups(said, labels)
    if not groups:
        raise Misread(MisreadReason.NOTHING)
    return Reading(groups, sure=False)


def _denied(folded: str, tongue: LanguageWords) -> Reading:
    """None of them, where every word of the text is understood."""
    hits, left = cover(spoken(folded), tongue.phrases["treatments"])
    if left or not any(hit.name == "none" for hit in hits):
        raise Misread(MisreadReason.NOTHING)
    return Reading((), sure=False)


def _groups(said: Heard, labels: Labels) -> tuple[Medicine, ...]:
    """The groups of treatments that are named by what their buttons say; none beside "I don't know"."""
    if UNKNOWN_WORD in said.values:
        return ()
    return tuple(Medicine(v) for v in said.values if v in labels.options and v not in (NONE, "yes", "no"))


def _unknown_name(folded: str, lexicon: Lexicon, parts: list[Part]) -> Reading:
    """A list of single words that are like no name we know; else names that are like them are offered."""
    offers = suggestions(folded, lexicon)
    strangers = _strangers(parts)
    names_only = all(part.is_stranger and len(part.strange) == 1 for part in parts)
    if strangers and names_only and not offers:
        return Reading(strangers, sure=False)
    raise Misread(MisreadReason.NOTHING, _each(offers))


def _dates(parts: list[Part]) -> tuple[tuple[str, Value], ...]:
    """The date of each treatment: those of its own part, and of parts behind it that are only dates."""
    dated: dict[str, list[tuple[When, bool]]] = {}
    groups: dict[str, str] = {}
    current: list[str] = []
    for part in parts:
        if part.medicines:
            current = [medicine.key for medicine in part.medicines if medicine.group != NONE]
            groups.update({medicine.key: medicine.group for medicine in part.medicines})
        elif part.strange:
            current = []
        for key in current:
            dated.setdefault(key, []).extend(part.dates)
    return tuple((f"when:{key}", _one_date(groups[key], dates)) for key, dates in dated.items() if dates)


def _one_date(group: str, dates: list[tuple[When, bool]]) -> When:
    """Of several dates the last, or the first where the start counts; a year that was said outranks one worked out."""
    said = [when for when, inferred in dates if not inferred] or [when for when, _ in dates]
    pick = min if group == FROM_START else max
    return pick(said, key=lambda when: when.last)
