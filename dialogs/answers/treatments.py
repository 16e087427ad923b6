"""Treatments as an answer: alone, in lists, inside sentences, with dates and doses, and denied."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from dialogs.answers.heard import Heard, exact_option, heard
from dialogs.answers.option_numbers import place, several_numbers
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.answers.treatment_dates import one_date
from dialogs.answers.treatment_denials import OPEN, denies_in_part, says_no_longer
from dialogs.answers.treatment_items import NONE, Part, Says, Told
from dialogs.answers.treatment_offers import OFFERED
from dialogs.answers.treatment_parts import told
from dialogs.lexicon.lexicon import LanguageWords, Lexicon
from dialogs.lexicon.medicine_file import Beside
from dialogs.lexicon.medicines import suggestions, ways_said
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold, words
from dialogs.study.study import Question
from dialogs.values import APART, UNKNOWN, UNKNOWN_WORD, UNRECOGNISED, Medicine, Value, When

#: A list of medicines may be longer than other answers; what stands behind this is asked for in another message.
LONGEST_LIST = 480
#: A way of giving in the table of medicines.
VEIN = "vein"
#: The options that name no treatment.
_NO_TREATMENT = frozenset({NONE, UNKNOWN_WORD})
#: In a language's section [treatments]: something was given all the same.
HAD = "had"
#: Who says that there was none says it in fewer letters.
LONGEST_NONE = 120


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question as it stands on the screen, and the words with which it is read."""

    question: Question
    #: As it was typed.
    text: str
    labels: Labels
    language_words: LanguageWords

    @property
    def lexicon(self) -> Lexicon:
        """All words of all languages."""
        return self.labels.lexicon


def read_treatments(
    question: Question, text: str, labels: Labels, language_words: LanguageWords, today: date
) -> Reading:
    """Return the treatments of a text; `()` for none of them.

    What was not understood is told beside them, in the spelling of the person: a name that only looks like one we know
    (`guessed`), other words (`left_out`), and that the end of a long list was not read (`cut`)."""
    asked = _Asked(question, text, labels, language_words)
    folded = fold(text[:LONGEST_LIST])
    option = _option(asked, folded)
    if option is not None:
        before = option.value != UNKNOWN and says_no_longer(folded, language_words.patterns)
        return replace(option, sure=option.sure and not before)
    said = told(text, labels.lexicon, language_words, today, LONGEST_LIST)
    if said.all_but:
        raise Misread(MisreadReason.NOTHING)
    taken = [part for part in said.parts if part.medicines or part.nameless]
    if not any(part.medicines for part in said.parts):
        return _nothing_named(asked, folded, said)
    if _is_negated(said.parts):
        is_open = any(part.open for part in said.parts)
        raise Misread(MisreadReason.NOTHING if is_open else MisreadReason.NEGATED, words=_not_understood(said.parts))
    _ask_what_is_unclear(said.parts)
    return _named(said, taken, asked.lexicon.medicines.from_start)


def _ask_what_is_unclear(parts: Sequence[Part]) -> None:
    """Raise Misread with what a part may mean, and what the other parts name."""
    told = {medicine.key for part in parts for medicine in part.medicines}
    # another part may say which one it is; of what is denied nothing need be known ("none of those, only this")
    unclear = [
        part
        for part in parts
        if part.offers and not part.denied and (part.either or not told & {offer.key for offer in part.offers})
    ]
    if not unclear:
        return
    named = [medicine for part in parts if not part.denied for medicine in part.medicines]
    named += [Medicine(UNRECOGNISED, "", part.said) for part in unclear[1:]]
    others = dict.fromkeys(_once([*named, *_strangers(parts)]))
    offers = _offered(unclear[0].offers, unclear[0].said)
    raise Misread(MisreadReason.UNCLEAR_MEDICINE, offers, words=_left_out(parts), named=tuple(others))


def _is_negated(parts: Sequence[Part]) -> bool:
    """Tell whether a no stands at every treatment, or where nobody can say to which it belongs."""
    taken = [part for part in parts if part.medicines and not part.denied]
    return not taken or any(
        part.only_denies and not part.more and not before.denied for before, part in pairwise(parts)
    )


def _named(said: Told, taken: Sequence[Part], from_start: Collection[str]) -> Reading:
    """Return the treatments that the parts name, with words that may be one."""
    parts = said.parts
    named = [medicine for part in parts if not part.denied for medicine in part.medicines]
    strangers = _strangers(parts)
    medicines = tuple(dict.fromkeys(_once([*named, *strangers])))
    doubtful = bool(strangers) or any(part.is_doubtful for part in taken)
    complete = not said.cut and not any(part.leaves_open for part in parts)
    return Reading(
        medicines,
        sure=complete and not doubtful and not said.no_more,
        also=_dates([part for part in parts if not part.denied], from_start),
        guessed=tuple(dict.fromkeys(medicine for part in parts if not part.denied for medicine in part.guessed)),
        left_out=_left_out(parts),
        cut=said.cut,
    )


def _strangers(parts: Sequence[Part]) -> tuple[Medicine, ...]:
    """Return what is perhaps a treatment, or is one without a name, in the words in which it was said."""
    known = [part for part in parts if not part.denied and not part.offers]
    names = [part.adds or (APART.join(part.strange) if part.is_stranger else "") for part in known]
    return tuple(Medicine(UNRECOGNISED, "", name) for name in names if name)


def _not_understood(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return every word that was not understood."""
    return tuple(dict.fromkeys(word for part in parts for word in part.strange))


def _left_out(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return the words that were not understood and are no treatment by themselves."""
    others = [part for part in parts if not part.is_stranger and not part.offers]
    return tuple(dict.fromkeys(word for part in others for word in part.strange))


def _offered(offers: Sequence[Medicine], said: str) -> tuple[Value, ...]:
    """Return each as an answer of its own, for a button; the last is another one, in the person's own words."""
    own = Medicine(UNRECOGNISED, "", " ".join(said.split())[:LONGEST_LIST])
    return tuple((medicine,) for medicine in (*offers, own))


def _once(medicines: list[Medicine]) -> list[Medicine]:
    """Return each name once; a cream does not hide the tablets of the same name."""
    ranked = sorted(medicines, key=lambda medicine: medicine.group == NONE)
    kept = {medicine.key: medicine for medicine in reversed(ranked)}
    return [medicine for medicine in dict.fromkeys(medicines) if kept[medicine.key] == medicine]


def _option(asked: _Asked, folded: str) -> Reading | None:
    """Return a reading of a button by number or label, of "none" and of "I don't know"; None for anything else."""
    values = _by_number(asked, folded)
    if values:
        return Reading(_as_treatments(values), sure=True)
    if _says_none(asked, folded):
        hits, _ = cover(spoken(folded), asked.language_words.phrases["treatments"])
        return Reading((), sure=len(hits) == 1 and hits[0].end == 1)
    if len(folded) > LONGEST_ANSWER:
        return None  # no option is said whole in so many letters
    option = exact_option(asked.question, folded, asked.labels, asked.language_words)
    if option is None or option in ("yes", "no") or (option in (NONE, ()) and _says_had(asked, folded)):
        return None
    return Reading(_as_treatments([option]) if isinstance(option, str) else option, sure=True)


def _says_none(asked: _Asked, folded: str) -> bool:
    """Tell whether the whole text says that there was none of them."""
    if len(folded) > LONGEST_NONE:
        return False
    hits, left = cover(spoken(folded), asked.language_words.phrases["treatments"], asked.lexicon.medicines.beside)
    return (
        not left
        and not denies_in_part(folded, asked.language_words.patterns)
        and not _says_unknown(asked, folded)
        and not _is_of_a_way(asked, folded)
        and not _says_had(asked, folded)
        and {hit.name for hit in hits} in ({"none"}, {"none", Beside.EVERYDAY.value})
    )


def _says_had(asked: _Asked, folded: str) -> bool:
    """Tell whether its no stands beside words for what was given all the same: "no, they stopped them"."""
    books = (known.phrases["treatments"] for known in asked.lexicon.languages.values())
    return any(hit.name == HAD for book in books for hit in book.hits(spoken(folded)))


def _is_of_a_way(asked: _Asked, folded: str) -> bool:
    """Tell whether a no may be of one way of giving alone: "nothing into a vein, all by mouth"."""
    return VEIN in ways_said(words(folded), asked.lexicon.medicines)


def _says_unknown(asked: _Asked, folded: str) -> bool:
    """Tell whether its no is that of not knowing: "they do not know which"."""
    hits, _ = cover(spoken(folded), asked.language_words.phrases["answers"])
    return any(hit.name in ("unknown", "whether") for hit in hits)


def _by_number(asked: _Asked, folded: str) -> list[str]:
    """Return the options that a text names by their numbers; empty where it does not."""
    numbers = several_numbers(folded, asked.language_words.patterns)
    if len(numbers) < 2:
        named = place(folded, asked.labels, asked.language_words)
        # "the last" may be a dose as well as the last option
        return [named.option] if named and (named.named_as_such or named.option not in _NO_TREATMENT) else []
    options = tuple(asked.labels.options)
    if not all(1 <= number <= len(options) for number in numbers):
        raise Misread(MisreadReason.NOTHING)
    values = [options[number - 1] for number in numbers]
    if _NO_TREATMENT & set(values):
        raise Misread(MisreadReason.TWO_VALUES)
    return values


def _as_treatments(values: list[str]) -> Value:
    if values == [NONE]:
        return ()
    if values == [UNKNOWN_WORD]:
        return UNKNOWN
    return tuple(Medicine(value) for value in dict.fromkeys(values))


def _nothing_named(asked: _Asked, folded: str, said: Told) -> Reading:
    """Return what a text without a known name means: none, a group of treatments, or a name that nobody knows."""
    _ask_what_is_unclear(said.parts)
    denied = any(part.denied for part in said.parts)
    named = [part for part in said.parts if part.nameless and (not denied or _is_given(part))]
    nameless = tuple(Medicine(UNRECOGNISED, "", part.said) for part in named)
    if denied and not nameless:
        return _denied(asked, folded, said)
    if nameless:
        return Reading(nameless, sure=False, left_out=_left_out(said.parts), cut=said.cut)
    heard_options = heard(asked.question, folded, asked.labels, asked.language_words)
    if heard_options.is_silent:
        return _unknown_name(asked, folded, said)
    groups = _groups(heard_options, asked.labels)
    if not groups:
        raise Misread(MisreadReason.NOTHING, words=_not_understood(said.parts))
    return Reading(groups, sure=False, left_out=_not_understood(said.parts), cut=said.cut)


def _is_given(part: Part) -> bool:
    """Tell whether an item beside a no is no part of it, nor only offered: "none of those, but I get an injection"."""
    return not part.denied and part.says not in (Says.OFFERED, Says.DENIED)


def _denied(asked: _Asked, folded: str, said: Told) -> Reading:
    """Return none of them, where every word of the text is understood; Misread elsewhere."""
    hits, left = cover(spoken(folded), asked.language_words.phrases["treatments"], asked.lexicon.medicines.beside)
    if (
        left
        or denies_in_part(folded, asked.language_words.patterns)
        or _says_unknown(asked, folded)
        or _is_of_a_way(asked, folded)
        or _says_had(asked, folded)
        or not any(hit.name == "none" for hit in hits)
        or any(hit.name in (OPEN, OFFERED) for hit in hits)
        or any(part.nameless and not part.denied for part in said.parts)
    ):
        raise Misread(MisreadReason.NOTHING, words=_not_understood(said.parts))
    return Reading((), sure=False)


def _groups(said: Heard, labels: Labels) -> tuple[Medicine, ...]:
    """Return the groups of treatments that are named by what their buttons say; none beside "I don't know"."""
    if UNKNOWN_WORD in said.values:
        return ()
    return tuple(Medicine(v) for v in said.values if v in labels.options and v not in (NONE, "yes", "no"))


def _unknown_name(asked: _Asked, folded: str, said: Told) -> Reading:
    """Return a list of names that are like none we know; else names that are like them are offered."""
    strangers = _strangers(said.parts)
    words = _not_understood(said.parts)
    offers = suggestions(" ".join(words), asked.lexicon)
    if strangers and all(part.is_stranger for part in said.parts) and not offers:
        return Reading(strangers, sure=False, cut=said.cut)
    own = APART.join(words)
    raise Misread(MisreadReason.NOTHING, _offered(offers, own) if offers else (), words=() if offers else words)


def _dates(parts: Sequence[Part], from_start: Collection[str]) -> tuple[tuple[str, Value], ...]:
    """Return the date of each treatment: those of its own part, and of parts behind it that are only dates.

    Of one that was had and one that is still to come it is the first: "due in May, the last one was in March". Where
    one of several can be read in two ways it is asked for: it may be the last."""
    found: dict[str, list[tuple[When, bool]]] = {}
    had: dict[str, list[tuple[When, bool]]] = {}
    starts: dict[str, bool] = {}
    unclear: set[str] = set()
    current: list[str] = []
    for part in parts:
        if part.medicines:
            current = _dated(part)
            starts.update({medicine.key: medicine.group in from_start for medicine in part.medicines})
        elif part.strange or part.nameless or part.tells_more:
            current = []
        unclear.update(current if part.dates.ambiguous else ())
        for key in current:
            dates = part.dates.of(from_start=starts[key])
            found.setdefault(key, []).extend(dates)
            had.setdefault(key, []).extend(
                each for each in dates if each[0].first <= part.dates.today and not part.dates.planned
            )
    return tuple(
        (f"when:{key}", one_date(had[key] or dates, from_start=starts[key]))
        for key, dates in found.items()
        if dates and key not in unclear
    )


def _dated(part: Part) -> list[str]:
    """Return the treatments that a date in this part belongs to: of two that took turns, the last that is named.

    Of two names of one of them it began neither: nothing new was given."""
    keys = [medicine.key for medicine in part.medicines if medicine.group != NONE]
    if Beside.SWITCH not in part.dates.verbs:
        return keys
    return keys[-1:] if len(keys) == len(set(keys)) else []
