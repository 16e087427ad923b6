"""Options by number, by label, or in other words; yes, no and "I don't know".

What a text says about the options is found in `heard`; here it is decided what is taken, what is read back and what is
asked again.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.answers.counts import denies_one, read_counts
from dialogs.answers.date_tokens import tokens_of
from dialogs.answers.heard import Heard, as_value, heard, own_phrases, with_results
from dialogs.answers.option_numbers import place, several_numbers
from dialogs.answers.person import names_one
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.answers.tested import read_results
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import fold, words
from dialogs.lexicon.worded import Worded
from dialogs.study.study import Option, Question
from dialogs.study.typed import Others

#: A single word of a label says enough from so many letters on.
SAYS_ENOUGH = 4
_BREAK = Worded(r"[,;:.!\n]| (?:{joint_but}) ")
#: Between what is told of one report and of another.
_REPORTS = Worded(r"[,;:!\n]|\.(?!\d)| (?:{joint_but}|{joint_and}|{joint_though}) ")
#: The labels of the section [report] of a language.
EARLIER, LATEST = "earlier", "latest"
#: Letters of tokens that are a number, or tell a time: the place before them may be a day.
_TIMED = re.compile(r"[nmwuqYFjJy]")
_CLASS = re.compile(r"i{1,3}|iv|vi?|[1-6]")
#: What may stand beside a bare no.
_BESIDE_A_NO = frozenset({"filler", "hedge"})
#: A bare no has no more words.
MOST_WORDS = 3
#: Options that a no before them does not contradict.
_NO_CLAIM = frozenset({"no", "none", "unknown"})
#: Thumbs and ticks alone; in a sentence they mean nothing.
_SIGNS = {"👍": "yes", "👌": "yes", "✅": "yes", "✔": "yes", "👎": "no", "❌": "no"}


def read_choice(question: Question, text: str, folded: str, labels: Labels, language_words: LanguageWords) -> Reading:
    """One of the options."""
    said = heard(question, folded, labels, language_words)
    latest = _of_the_latest(question, folded, said, language_words)
    if latest is not None:
        return replace(read_choice(question, text, latest, labels, language_words), sure=False)
    by_place = place(folded, labels, language_words)
    if by_place is not None and (by_place.named_as_such or not question.several_things):
        if not by_place.in_digits and not said.is_silent and said.only_option != by_place.option:
            raise Misread(MisreadReason.TWO_VALUES, tuple(as_value(v) for v in (*said.values, by_place.option)))
        return Reading(as_value(by_place.option), sure=True)
    if by_place is not None and (said.only_option is None or said.left):
        raise Misread(MisreadReason.TWO_VALUES)
    if len(several_numbers(folded, language_words.patterns)) > 1:
        raise Misread(MisreadReason.TWO_VALUES)
    told = _told_apart(question, folded, said, labels, language_words)
    if told is not None:
        return told
    if said.is_silent:
        return _by_one_word(text, folded, labels)
    if said.only_option is None and question.several_things and not said.asked_again:
        one_of_them = (_the_other_half if said.half else _by_parts)(question, folded, labels, language_words)
        if one_of_them is not None:
            return one_of_them
    return _by_words(question, folded, said, language_words, at_most_read_back=by_place is not None)


def _told_apart(
    question: Question, folded: str, said: Heard, labels: Labels, language_words: LanguageWords
) -> Reading | None:
    """Return what a place ahead of the text, the results in it, or a no before it say whatever its other words are."""
    ahead = _place_ahead(question, folded, labels, language_words)
    told = ahead or _measured(question, folded, said, labels, language_words)
    return told or _behind_a_no(question, folded, said, labels, language_words)


def _place_ahead(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> Reading | None:
    """Return the option that a clause before the rest names by its place: "the 4th one, the one we use here".

    Misread where the rest says another; None where it may name a place as well, or no clause before it does."""
    first, *rest = language_words.patterns[_BREAK].split(folded, maxsplit=1)
    behind = "".join(rest)
    places = cover(spoken(behind), language_words.phrases["options"])[0]
    if not behind.strip() or len(spoken(first)) < 2 or any(hit.name not in ("article", "polite") for hit in places):
        return None
    named = place(first, labels, language_words)
    if named is None or not named.named_as_such or _TIMED.search(_letters(behind, language_words)):
        return None
    said = heard(question, behind, labels, language_words)
    if said.asked_again or (not said.is_silent and said.only_option != named.option):
        raise Misread(MisreadReason.TWO_VALUES, tuple(as_value(each) for each in (named.option, *said.values)))
    return Reading(as_value(named.option), sure=False)


def _letters(text: str, language_words: LanguageWords) -> str:
    letters = "".join(token.letter for token in tokens_of(text, language_words))
    return letters + "n" * any(map(str.isdigit, text))


def _of_the_latest(question: Question, folded: str, said: Heard, language_words: LanguageWords) -> str | None:
    """Return what a text says of the last report, where another clause tells of an earlier one: "blood in the spring,
    but the last one was clear". None where it tells of one only."""
    if not question.counted or said.asked_again:
        return None
    clauses = [clause for clause in language_words.patterns[_REPORTS].split(folded) if clause.strip()]
    told = [_reports(clause, language_words) for clause in clauses]
    if EARLIER not in {name for names in told if LATEST not in names for name in names}:
        return None
    first = next((at for at, names in enumerate(told) if LATEST in names), None)
    if first is None:
        return None
    last = next((at for at in range(first + 1, len(told)) if told[at] == {EARLIER}), len(told))
    return ", ".join(clauses[first:last])


def _reports(clause: str, language_words: LanguageWords) -> set[str]:
    return {hit.name for hit in cover(spoken(clause), language_words.phrases["report"])[0]}


def _measured(
    question: Question, folded: str, said: Heard, labels: Labels, language_words: LanguageWords
) -> Reading | None:
    """Return what the numbers or results of a report say; None where the text holds none."""
    if not (question.counted or question.tested):
        return None
    signed = with_results(folded, own_phrases(question, labels), language_words)
    counted = read_counts(question, signed, language_words) if question.counted else None
    if counted is not None:
        if counted == "yes" and {EARLIER, LATEST} <= _reports(folded, language_words):
            raise Misread(MisreadReason.TWO_VALUES)  # "20 of them in January, now 1": of which report it is
        return Reading(as_value(counted), sure=False)
    if not question.tested:
        return None
    results = read_results(question, signed, language_words)
    if results is None or (said.sure and said.only_option == results.answer):
        return None
    if said.asked_again and results.answer == "no":
        return None  # "neither of the two was negative": the words say the opposite of the results in them
    if results.answer is None:
        if results.other:
            raise Misread(MisreadReason.NOTHING)
        return None
    return Reading(as_value(results.answer), sure=False)


def _by_words(
    question: Question, folded: str, said: Heard, language_words: LanguageWords, *, at_most_read_back: bool
) -> Reading:
    if said.half:
        raise Misread(MisreadReason.OTHER, half=said.half)
    if said.only_option is None:
        raise Misread(
            MisreadReason.TWO_VALUES if said.values else MisreadReason.NOTHING,
            tuple(as_value(value) for value in said.values),
        )
    option = said.only_option
    if denies_something_else(said, folded, language_words) or (said.left and "?" in folded):
        raise Misread(MisreadReason.NOTHING, (as_value(option),))
    if said.left and said.only_polite:
        # "go ahead, normal": what stands behind the comma was not understood, and a nod is no yes to it
        raise Misread(MisreadReason.NOTHING, () if _stands_apart(folded, language_words) else (as_value(option),))
    if said.left and _gives_consent(question, option):
        # "acepto, pero..." is no consent
        raise Misread(MisreadReason.NOTHING, (as_value(option),))
    of_earlier = bool(question.counted) and EARLIER in _reports(folded, language_words)
    return Reading(as_value(option), sure=said.sure and not at_most_read_back and not of_earlier)


def _by_parts(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> Reading | None:
    """Return yes where one part of the text says so of one thing and the others deny theirs: "no fever, but a cough".

    Only where a yes to one of several things is the answer."""
    parts = [part for part in language_words.patterns[_BREAK].split(folded) if part.strip()]
    others = None if labels.of_another else question.not_of
    if others and any(names_one(others, part, language_words) for part in parts):
        return None  # "my mother positive, I negative"
    told = [_part_says(question, part, labels, language_words) for part in parts]
    if len(parts) < 2 or None in told or "yes" not in told:
        return None
    return Reading("yes", sure=False)


def _the_other_half(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> Reading | None:
    """Return a yes to the half that is open, said in a part of its own: "not pregnant, but we are trying"."""
    told = [
        heard(question, part, labels, language_words)
        for part in language_words.patterns[_BREAK].split(folded)
        if part.strip()
    ]
    halves = {half.asks: half.yes for half in question.halves}
    denied = {halves[said.half] for said in told if said.half}
    said_yes = {said.only_option for said in told if not said.half and said.in_own_words and said.only_option}
    return Reading(said_yes.pop(), sure=False) if len(said_yes) == 1 and said_yes == denied else None


def _behind_a_no(
    question: Question, folded: str, said: Heard, labels: Labels, language_words: LanguageWords
) -> Reading | None:
    """Return the option that denies for a reason of its own, said behind a bare no: "no, I am past the menopause".

    Both are a no, and the reason says which. Misread where the rest says the opposite, which no phrase of one breath
    may hide: "no, it was positive" is not "no it was not positive"."""
    first, *rest = language_words.patterns[_BREAK].split(folded, maxsplit=1)
    theirs = bool(rest) and names_one(Others.RELATIVE, rest[0], language_words) and not labels.of_another
    if not rest or theirs or not _is_bare_no(first, language_words):
        return None
    told = heard(question, rest[0], labels, language_words)
    option = told.only_option
    if option is None or option in _NO_CLAIM or not told.in_own_words or option == said.only_option:
        return None
    if _denies_itself(labels.options.get(option, ""), language_words):
        return Reading(as_value(option), sure=False)
    if said.only_option is not None or said.half:
        raise Misread(MisreadReason.TWO_VALUES, tuple(as_value(each) for each in (*said.values, option)))
    return None


def _is_bare_no(clause: str, language_words: LanguageWords) -> bool:
    """Tell whether a clause is a no and nothing else: "oh no", "no po"."""
    hits, left = cover(spoken(clause), language_words.phrases["answers"])
    return {hit.name for hit in hits} - _BESIDE_A_NO == {"no"} and len(left) <= 1 and len(spoken(clause)) <= MOST_WORDS


def _denies_itself(label: str, language_words: LanguageWords) -> bool:
    """Tell whether an option says no by its label: "It is not possible for me"."""
    return any(hit.name == "denied" for hit in language_words.phrases["for_now"].hits(spoken(fold(label))))


def _part_says(question: Question, part: str, labels: Labels, language_words: LanguageWords) -> str | None:
    """Return what one part says: a thing that is only named is denied by the no beside it."""
    if denies_one(question, part, language_words):
        return "no"
    said = heard(question, part, labels, language_words)
    if said.only_option is not None:
        # a bare "no" before the rest may be a slip that the rest puts right
        left = (
            said.left
            and cover(
                spoken(part),
                own_phrases(question, labels),
                language_words.phrases["answers"],
                language_words.phrases["options"],
            )[1]
        )
        belongs = said.in_own_words if said.only_option == "yes" else not left and len(spoken(part)) > 1
        return said.only_option if belongs else None
    if set(said.values) != {"yes", "no"}:
        return None
    hits = cover(spoken(part), own_phrases(question, labels), language_words.phrases["answers"])[0]
    own = [hit for hit in hits if hit.name == "yes" and hit.label.read_back]
    return "no" if own and not any(hit.name == "yes" and not hit.label.read_back for hit in hits) else None


def denies_something_else(said: Heard, folded: str, language_words: LanguageWords) -> bool:
    """Tell whether the only no of a text may belong to words that were not understood: "no traje los papeles"."""
    denies = said.only_option is not None and _denies(said.only_option)
    return denies and said.left > 0 and not said.in_own_words and not _stands_apart(folded, language_words)


def _gives_consent(question: Question, option: str) -> bool:
    return any(each.consents for each in question.options if each.value == option)


def _consents_by_label(text: str, labels: Labels, option: Option) -> bool:
    """Is the text exactly the label of a consent (case, accents and a full stop aside): the press itself?"""
    return fold(text).rstrip(". ") == fold(labels.options.get(option.value, "")).rstrip(". ")


def is_loose_consent(question: Question, text: str, labels: Labels, reading: Reading) -> bool:
    """Tell whether it gives a consent in other words than those of the button."""
    given = [option for option in question.options if option.consents and option.value == reading.value]
    return bool(given) and not _consents_by_label(text, labels, given[0])


def _denies(option: str) -> bool:
    """Tell whether a no with words that were not understood may deny only those: "no tengo pareja"."""
    return option in ("no", "none")


def _stands_apart(folded: str, language_words: LanguageWords) -> bool:
    """Tell whether the answer stands whole before a comma: "no, la tengo agendada", but "no puedo ahora, trabajo"."""
    first = language_words.patterns[_BREAK].split(folded, maxsplit=1)[0]
    apart = first != folded and not cover(spoken(first), language_words.phrases["answers"])[1]
    return apart and not tells_a_class(folded[len(first) :], language_words)


def tells_a_class(folded: str, language_words: LanguageWords) -> bool:
    """Tell whether a text names a class by its number: "no, clase IV" puts right, it denies nothing."""
    spelled = words(folded)
    cues = (hit for hit in language_words.phrases["classes"].hits(spoken(folded)) if hit.name == "cue")
    return any(hit.end < len(spelled) and _CLASS.fullmatch(spelled[hit.end]) for hit in cues)


def _by_one_word(text: str, folded: str, labels: Labels) -> Reading:
    """Return the option whose label alone holds the one word that the text is; or a thumb or tick."""
    words = spoken(folded)
    if len(words) == 1 and len(words[0]) >= SAYS_ENOUGH:
        holding = [value for value, label in labels.options.items() if words[0] in spoken(fold(label))]
        if len(holding) == 1:
            return Reading(as_value(holding[0]), sure=False)
    signs = {meaning for sign, meaning in _SIGNS.items() if sign in text}
    if len(signs) == 1 and not re.search(r"\w", text):
        option = signs.pop()
        if option in labels.options:
            return Reading(option, sure=False)
    raise Misread(MisreadReason.NOTHING)
