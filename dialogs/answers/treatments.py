"""Treatments as an answer: alone, in lists, inside sentences, with dates and doses, and denied."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice

from dialogs.answers.choice import exact_option, heard, numbered, several_numbers
from dialogs.answers.date_finder import find_dates
from dialogs.answers.dates import plausible
from dialogs.answers.number_words import digits
from dialogs.answers.reading import Labels, Misread, Reading
from dialogs.lexicon.lexicon import Lexicon, Tongue
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
    #: Says that there was something else, or something that she does not know.
    more: bool


def read_treatments(
    question: Question, text: str, labels: Labels, lexicon: Lexicon, tongue: Tongue, today: date
) -> Reading:
    """The treatments of a text; `()` for none of them."""
    text = _GLUED_DOSE.sub(r"\1 \2", fold_lines(text[:LONGEST_ANSWER])[:LONGEST_ANSWER])
    folded = fold(text)
    option = _option(question, folded, labels, tongue)
    if option is not None:
        return option
    parts = _parts(text, lexicon, tongue, today)
    named = [part for part in parts if part.medicines]
    if not named:
        return _nothing_named(question, folded, labels, lexicon, tongue, parts)
    given = [part for part in named if not part.denied]
    if not given or any(part.denied and not part.medicines and not part.strange for part in parts[1:]):
        raise Misread("negated")
    if any(unclear(part.text, lexicon) for part in parts if not part.medicines):
        raise Misread("unclear_medicine", _each(unclear(text, lexicon)))
    strangers = tuple(Medicine("unrecognised", "", " ".join(p.strange)) for p in parts if _is_stranger(p))
    medicines = tuple(dict.fromkeys(_once([m for part in given for m in part.medicines] + list(strangers))))
    doubtful = strangers or any(not p.exact or p.denied or p.planned or p.doubted or p.strange for p in named)
    told_all = len(parts) < MOST_PARTS and not any(p.strange or (p.more and not p.medicines) for p in parts)
    return Reading(medicines, sure=not doubtful and told_all, also=_dates([part for part in parts if not part.denied]))


def _each(medicines: tuple[Medicine, ...]) -> tuple[Value, ...]:
    """Each as an answer of its own, to be offered as a button."""
    return tuple((medicine,) for medicine in medicines)


def _once(medicines: list[Medicine]) -> list[Medicine]:
    """Each name once; a cream does not hide the tablets of the same name."""
    ranked = sorted(medicines, key=lambda medicine: medicine.group == NONE)
    kept = {medicine.key: medicine for medicine in reversed(ranked)}
    return [medicine for medicine in dict.fromkeys(medicines) if kept[medicine.key] == medicine]


def _option(question: Question, folded: str, labels: Labels, tongue: Tongue) -> Reading | None:
    """Buttons by number or label, "none" and "I don't know"."""
    numbers = several_numbers(folded)
    named = numbered(folded, labels, tongue) if len(numbers) < 2 else None
    values: list[str] = [named[0]] if named else []
    if len(numbers) > 1:
        options = tuple(labels.options)
        if not all(1 <= number <= len(options) for number in numbers):
            raise Misread("nothing")
        values = [options[number - 1] for number in numbers]
    if len(values) > 1 and {NONE, UNKNOWN_WORD} & set(values):
        raise Misread("two_values")
    if values:
        return Reading(_as_treatments(values), sure=True)
    hits, left = cover(spoken(folded), tongue.phrases["treatments"])
    if not left and hits and {hit.name for hit in hits} == {"none"}:
        return Reading((), sure=len(hits) == 1 and hits[0].end == 1)
    option = exact_option(question, folded, labels, tongue)
    if isinstance(option, str) and option in ("yes", "no"):
        return None
    if isinstance(option, str):
        return Reading(_as_treatments([option]), sure=True)
    return Reading(option, sure=True) if option is not None else None


def _as_treatments(values: list[str]) -> Value:
    if values == [NONE]:
        return ()
    if values == [UNKNOWN_WORD]:
        return UNKNOWN
    return tuple(Medicine(value) for value in dict.fromkeys(values))


def _parts(text: str, lexicon: Lexicon, tongue: Tongue, today: date) -> list[Part]:
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


def _part(piece: str, lexicon: Lexicon, tongue: Tongue, today: date, denied: bool) -> Part:
    phrases = tongue.phrases["treatments"]
    found = treatments(piece, lexicon, phrases)
    plain, _ = digits(piece, tongue)
    dates = find_dates(plain, tongue, today, may_invert=False)
    said = spoken(_without(plain, [(each.start, each.end) for each in dates]))
    hits, left = cover(said, phrases, tongue.phrases["dates"])
    labels = {hit.name for hit in hits}
    answers = {hit.name for hit in cover(said, tongue.phrases["answers"])[0]}
    names = {word for medicine, _ in found for word in spoken(medicine.said)}
    ways = _way_words(lexicon)
    strange = [said[at] for at in left if not said[at].isdigit() and said[at] not in names | ways and len(said[at]) > 1]
    no = "negation" in labels or "none" in labels
    yes = "but" in labels and not no
    return Part(
        piece,
        tuple(medicine for medicine, _ in found),
        all(match.exact for _, match in found),
        tuple((each.when, each.inferred) for each in dates if each.when and plausible(each.when, today)),
        tuple(strange),
        denied=no or (denied and not yes),
        planned="ahead" in labels,
        doubted="?" in piece or bool(answers & {"hedge", "perhaps", "unknown"}) or _OR.search(piece) is not None,
        more="others" in labels or "unknown" in answers,
    )


@lru_cache(maxsize=4)
def _way_words(lexicon: Lexicon) -> frozenset[str]:
    """Words that say how something was given."""
    ways = lexicon.medicines.ways.values()
    return frozenset(word for way in ways for name in way for word in spoken(" ".join(name)))


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]} {text[end:]}"
    return text


def _is_stranger(part: Part) -> bool:
    """An item of the list that is nothing but words that are not known: perhaps a treatment."""
    return not part.medicines and 0 < len(part.strange) <= 3 and not part.denied


def _nothing_named(
    question: Question, folded: str, labels: Labels, lexicon: Lexicon, tongue: Tongue, parts: list[Part]
) -> Reading:
    offers = unclear(folded, lexicon)
    if offers:
        raise Misread("unclear_medicine", _each(offers))
    if any(part.denied for part in parts):
        hits, left = cover(spoken(folded), tongue.phrases["treatments"])
        if not left and any(hit.name == "none" for hit in hits):
            return Reading((), sure=False)
        raise Misread("nothing")
    said = heard(question, folded, labels, tongue)
    groups = [
        value for value in said.values if value in labels.options and value not in (NONE, UNKNOWN_WORD, "yes", "no")
    ]
    if groups and UNKNOWN_WORD not in said.values:
        return Reading(tuple(Medicine(value) for value in groups), sure=False)
    if not said.is_silent:
        raise Misread("nothing")
    offers = suggestions(folded, lexicon)
    strangers = tuple(Medicine("unrecognised", "", " ".join(part.strange)) for part in parts if _is_stranger(part))
    if strangers and len(parts) == len(strangers) and all(len(part.strange) == 1 for part in parts) and not offers:
        return Reading(strangers, sure=False)
    raise Misread("nothing", _each(offers))


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
