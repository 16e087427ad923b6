"""What people write → values.

Theory of operation. `parse_answer` folds the text (`dialogs.lexicon.spelling`), cuts it, and hands it to the reader of
the question's kind, one module each. A reader either gives a `Reading` or raises `Misread`; when two readings are
possible it asks. `safety` comes before anything else and looks at the whole text; `command` takes whole texts only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dialogs.answers.by_kind import read_by_kind
from dialogs.answers.choice import is_loose_consent, tells_a_class
from dialogs.answers.command_words import asks_for_a_call, command, is_guessed, requested
from dialogs.answers.correction import Correction, correction, is_contradicted, without_chat, without_correction
from dialogs.answers.dates import is_still_to_come
from dialogs.answers.in_kind import read_in_kind
from dialogs.answers.in_language import in_language
from dialogs.answers.meant import denies_one, meant
from dialogs.answers.number_format import has_odd_digit, is_plainly_written
from dialogs.answers.option_numbers import numbered
from dialogs.answers.person import (
    in_first_person,
    names_another_behind_not_me,
    names_one,
    settled,
    speaks_for_themselves,
    tells_of,
    tells_whose_number,
    without_friend,
    without_others,
)
from dialogs.answers.phone_and_email import national_id as _national_id
from dialogs.answers.phone_and_email import spaced
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.answers.red_flags import safety
from dialogs.answers.said_anew import DENIED, unless_said_anew
from dialogs.answers.tested import read_results
from dialogs.answers.told_to_team import with_told
from dialogs.answers.treatments import LONGEST_LIST
from dialogs.answers.typed_for import answers_for_another, is_of_who_helps, tells_own_age, told_of_whom_they_help
from dialogs.answers.units import names_test, unit_behind
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold
from dialogs.study.study import Kind, Question
from dialogs.study.typed import Others
from dialogs.values import Medicine, Pressure, Quantity, Value, When

__all__ = [
    "DENIED",
    "Labels",
    "Misread",
    "MisreadReason",
    "Reading",
    "answered_in_kind",
    "asks_for_a_call",
    "command",
    "denies_one",
    "fold",
    "for_group",
    "is_guessed",
    "is_of_who_helps",
    "names_a_place",
    "names_test",
    "national_id",
    "parse_answer",
    "read_in_kind",
    "requested",
    "safety",
    "spaced",
    "tells_a_class",
    "with_told",
    "without_correction",
]

#: The option that says no.
NO = "no"
#: Whose answers are options.
_LISTED = (Kind.CHOICE, Kind.CHOICES, Kind.MEDICINES)
#: A number to call, and words that are kept as they are.
_WITHOUT_LANGUAGE = (Kind.CONTACT, Kind.FREE_TEXT)
#: Signs that ask back, or that say "about"; the folded text has hardly any of them.
_DOUBTS = re.compile("[?¿？؟⁇⁈⁉❓❔~±∓≈≃≅≒∼]")  # noqa: RUF001  (signs that look like others are meant)


def parse_answer(question: Question, text: str, labels: Labels, today: date) -> Reading:
    """Read one text as the answer to one question, or raise Misread. No other exception, whatever the text.

    A question mark asks back, "~34" is about 34, and a consent is a consent only in the words of its label: none of
    them is sure."""
    # A list of medicines says itself where it stopped reading (study-facts 8); elsewhere the rest is cut off.
    shown = text if question.kind is Kind.MEDICINES else text[:LONGEST_ANSWER]
    if (told := told_of_whom_they_help(question, shown, labels)) is not None:
        return _typed_for(question, told, labels, today)
    if tells_own_age(question, shown, labels):
        raise Misread(MisreadReason.OF_ANOTHER)
    reading = unless_said_anew(question, _in_a_language(question, shown, labels, today), text, labels.lexicon)
    is_number = isinstance(reading.value, int | Decimal | Pressure)
    doubtful = _DOUBTS.search(text) or has_odd_digit(text) or (is_number and not is_plainly_written(text))
    doubtful = doubtful or is_of_who_helps(question, text, labels)
    if len(text) > LONGEST_ANSWER or doubtful or is_loose_consent(question, text, labels, reading):
        # what stands behind the cut was not read: never taken without a yes
        return replace(reading, sure=False)
    return reading


def _typed_for(question: Question, texts: Sequence[str], labels: Labels, today: date) -> Reading:
    """Return the age of the person for whom a text is typed, of the first of its forms that is understood; never
    sure."""
    misread = Misread(MisreadReason.OF_ANOTHER)
    for each in texts:
        try:
            return replace(_in_a_language(question, each, replace(labels, of_another=True), today), sure=False)
        except Misread as not_understood:
            misread = not_understood
    raise misread


def _in_a_language(question: Question, text: str, labels: Labels, today: date) -> Reading:
    """Read a text in the language of the chat; one that is in the other language, in that, and never surely.

    A word that both know, such as a name, must not be read past a denial that only the other language has."""
    here = _attempt(question, text, labels, today)
    if isinstance(here, Misread) and here.reason is not MisreadReason.NOTHING:
        raise here
    other = None if question.kind in _WITHOUT_LANGUAGE else in_language(question, text[:LONGEST_ANSWER], labels)
    there = here if other is None else _attempt(question, text, other, today)
    if isinstance(there, Misread):
        raise here if isinstance(here, Misread) else there
    if isinstance(here, Reading) and _names(here) == _names(there):
        return here
    return replace(there, sure=False)


def _attempt(question: Question, text: str, labels: Labels, today: date) -> Reading | Misread:
    try:
        return _of_what_is_meant(question, text, labels, today)
    except Misread as misread:
        return misread


def _of_what_is_meant(question: Question, text: str, labels: Labels, today: date) -> Reading:
    """Read a text; where it says itself which of several numbers or dates is meant, that one, which is read back.

    A goal, a change or a date that is denied is no answer, though it is the only one of a text."""
    try:
        reading = _beside_chat(question, text, labels, today)
    except Misread as misread:
        is_ahead = is_still_to_come(misread, text[:LONGEST_ANSWER], labels)
        rest = None if is_ahead else meant(question, text, labels, today).rest
        if rest is None or isinstance(instead := _chosen(question, rest, labels, today), Misread):
            raise
        return instead
    if not reading.sure and isinstance(reading.value, Quantity | When) and meant(question, text, labels, today).is_none:
        raise Misread(MisreadReason.OTHER)
    return reading


def _chosen(question: Question, rest: str, labels: Labels, today: date) -> Reading | Misread:
    """Return the number or date of what is left of a text, never sure."""
    try:
        reading = _beside_chat(question, rest, labels, today)
    except Misread as misread:
        return misread
    if question.kind is not Kind.CONTACT and not isinstance(reading.value, int | Decimal | Quantity | When):
        return Misread(MisreadReason.OTHER)
    return replace(reading, sure=False)


def _beside_chat(question: Question, text: str, labels: Labels, today: date) -> Reading:
    """Read a text; where it is not understood, without what only tells what goes on beside the chat."""
    friend = without_friend(text[:LONGEST_ANSWER], labels.lexicon.languages[labels.language])
    if friend is not None and question.kind in _LISTED:
        reading = _corrected(question, friend, labels, today)
        return replace(reading, sure=reading.sure and reading.value == NO)
    try:
        return _corrected(question, text, labels, today)
    except Misread as misread:
        rest = without_chat(text[:LONGEST_ANSWER], labels.lexicon.languages[labels.language])
        if rest is None or misread.reason is MisreadReason.OF_ANOTHER:
            raise
        return replace(_corrected(question, rest, labels, today), sure=False)


def _corrected(question: Question, text: str, labels: Labels, today: date) -> Reading:
    """Read a text in which the person may take back what they just said: what they put in its place is read back.

    Where that is not clear nothing is offered, since a tired yes would make what they took back true."""
    found = correction(text[:LONGEST_ANSWER], labels.lexicon.languages[labels.language])
    if found is None or (found.excuses and not found.behind):
        return _of_whom(question, text, labels, today)
    instead = _try(question, found.behind, labels, today)
    is_list = question.kind in (Kind.MEDICINES, Kind.CHOICES)
    if not is_list and isinstance(instead, Misread) and _only_excuses(question, found, instead, labels):
        return _excused(question, text, found, labels, today)
    reading = _of_whom(question, text, labels, today)
    if found.breaks_off:
        raise Misread(MisreadReason.OTHER)
    if is_list:
        return _of_a_list(question, reading, found, instead, labels)
    if isinstance(instead, Misread):
        raise instead if instead.reason is not MisreadReason.NOTHING else Misread(MisreadReason.OTHER)
    if _is_in_the_whole(reading, instead):
        if (
            found.excuses
            and question.not_yet == instead.value
            and _try(question, found.before, labels, today) != reading
        ):
            raise Misread(MisreadReason.OTHER)  # "no, sorry, I still cannot use this": the "still" may be of the excuse
        return replace(reading, sure=False)
    if question.tested and instead.value == NO and not _names_a_test(question, found.behind, labels):
        raise Misread(MisreadReason.OTHER)  # "ANA positive, I mean negative": of the other nothing was said
    before = _try(question, found.before, labels, today)
    if isinstance(before, Reading) and reading.value != before.value:
        raise Misread(MisreadReason.OTHER)  # "class III, sorry, and V" says neither of its halves
    return replace(instead, sure=False)


def _is_in_the_whole(reading: Reading, instead: Reading) -> bool:
    """Tell whether the whole text was read as what is put in the place of something; of dates it says which is
    meant."""
    are_dates = isinstance(instead.value, When) and isinstance(reading.value, When)
    return are_dates or instead.value == reading.value


def _names_a_test(question: Question, text: str, labels: Labels) -> bool:
    return read_results(question, fold(text), labels.lexicon.languages[labels.language]) is not None


def _of_a_list(
    question: Question, reading: Reading, found: Correction, instead: Reading | Misread, labels: Labels
) -> Reading:
    """Return what a list says: who says "sorry" there may as well go on with it, who says "I mean" takes back."""
    if found.excuses and not (isinstance(instead, Misread) and is_contradicted(question, found.behind, labels)):
        return replace(reading, sure=False)
    if isinstance(instead, Reading) and _names(instead) == _names(reading):
        return replace(reading, sure=False)
    raise Misread(MisreadReason.OTHER)


def _names(reading: Reading) -> set[object]:
    """Return what a list names, whatever it was called."""
    value = reading.value if isinstance(reading.value, tuple) else (reading.value,)
    return {each.key if isinstance(each, Medicine) else each for each in value}


def _only_excuses(question: Question, found: Correction, rest: Misread, labels: Labels) -> bool:
    """Tell whether what stands behind an apology says nothing of the question: "34, sorry for the delay"."""
    patterns = labels.lexicon.languages[labels.language].patterns
    has_unit = any(unit_behind(measure, fold(found.behind), patterns) for measure in question.measures)
    says_nothing = found.excuses and rest.reason is MisreadReason.NOTHING and not has_unit
    return says_nothing and not is_contradicted(question, found.behind, labels)


def _excused(question: Question, text: str, found: Correction, labels: Labels, today: date) -> Reading:
    """Return what stands before an apology that only excuses; whose it is, the whole text says."""
    try:
        _of_whom(question, text, labels, today)
    except Misread as misread:
        if misread.reason is MisreadReason.OF_ANOTHER:
            raise
    return replace(_corrected(question, found.before, labels, today), sure=False)


def _of_whom(question: Question, text: str, labels: Labels, today: date) -> Reading:
    """Read a text as it was typed; where that is not sure, also as the person whom it speaks of would say it.

    What it says of somebody else is never taken for the person's: whose it is is asked."""
    as_typed = _try(question, text, labels, today)
    language_words = labels.lexicon.languages[labels.language]
    others = None if labels.of_another else question.not_of
    if others and _is_of_another(question, others, text[:LONGEST_LIST], language_words):
        raise Misread(MisreadReason.OF_ANOTHER)
    if others and _may_be_answered_for(question, others, text[:LONGEST_ANSWER], language_words):
        raise Misread(MisreadReason.OF_ANOTHER)
    if others and question.kind in (Kind.CHOICE, Kind.CHOICES):
        beside = _beside_theirs(question, others, text[:LONGEST_ANSWER], labels, today)
        if beside is not None:
            return beside
    own = _as_they_would_say_it(question, text, as_typed, labels)
    if own is not None:
        if others and isinstance(as_typed, Misread) and names_one(others, text, language_words):
            # what it says of the person beside that was not understood: theirs may not be taken for it
            raise Misread(MisreadReason.OF_ANOTHER)
        return settled(as_typed, _try(question, own, labels, today), known=labels.of_another)
    if isinstance(as_typed, Misread):
        raise as_typed
    is_beside = others is Others.ANYBODY and tells_of(others, text[:LONGEST_ANSWER], language_words)
    return replace(as_typed, sure=as_typed.sure and not is_beside)


def _as_they_would_say_it(question: Question, text: str, as_typed: Reading | Misread, labels: Labels) -> str | None:
    """Return a text about somebody in their own words, where it was not surely understood as it was typed."""
    unsure = isinstance(as_typed, Reading) and not as_typed.sure and question.kind is not Kind.MEDICINES
    # a bound of a time, or what is planned, was understood, and is none the less that in the first person
    missed = isinstance(as_typed, Misread) and as_typed.reason not in (MisreadReason.WHICH_MONTH, MisreadReason.FUTURE)
    if len(text) > LONGEST_ANSWER or not (unsure or missed):
        return None
    return in_first_person(text, labels.lexicon.languages[labels.language], known=labels.of_another)


def _may_be_answered_for(question: Question, others: Others, text: str, language_words: LanguageWords) -> bool:
    """Tell whether somebody else may be the one for whom a text answers: "not me, my sister"."""
    if question.kind not in (Kind.CHOICE, Kind.CHOICES, Kind.MONTH):
        return False
    theirs = Others.RELATIVE if others is Others.PARTNER else others
    return names_another_behind_not_me(theirs, text, language_words) or answers_for_another(text, language_words)


def _beside_theirs(question: Question, others: Others, text: str, labels: Labels, today: date) -> Reading | None:
    """Return what a text says of the person beside clauses about somebody else: "my sister has it, I do not".

    None where they say nothing of their own there; Misread where the rest is not understood, since only the other
    clauses would be: "my sister has it, I was told of something else"."""
    language_words = labels.lexicon.languages[labels.language]
    # what is not a partner's is no relative's either
    theirs = Others.RELATIVE if others is Others.PARTNER else others
    rest = without_others(theirs, text, language_words)
    if rest is None:
        return None
    reading = _try(question, rest, labels, today)
    if isinstance(reading, Misread):
        raise Misread(MisreadReason.OF_ANOTHER)
    return replace(reading, sure=False) if speaks_for_themselves(rest, language_words) else None


def _is_of_another(question: Question, others: Others, text: str, language_words: LanguageWords) -> bool:
    """Tell whether a text speaks of one of theirs; what is not a partner's is no relative's either."""
    if others is Others.ANYBODY:
        return tells_whose_number(others, text, language_words)
    by_clause = question.kind is Kind.MEDICINES or others is Others.PARTNER
    tells = tells_of(others, text, language_words, by_clause=by_clause)
    return tells or tells_of(Others.RELATIVE, text, language_words, by_clause=question.kind is Kind.MEDICINES)


def _try(question: Question, text: str, labels: Labels, today: date) -> Reading | Misread:
    try:
        return read_by_kind(question, text, labels, today)
    except Misread as misread:
        return misread


def answered_in_kind(
    question: Question, offers: Sequence[Value], text: str, labels: Labels, today: date
) -> tuple[Value, ...]:
    """Which of the offered readings a text names in part; none where it is exact alone, as the label of a button is.

    That is an answer by itself, and needs no read-back (study-facts 11c, 11i)."""
    alone = _try(question, text, labels, today)
    if isinstance(alone, Reading) and alone.sure and isinstance(alone.value, Quantity | When):
        return ()
    return read_in_kind(question, offers, text, labels, today)


def names_a_place(text: str, labels: Labels) -> bool:
    """Is the text nothing but the number or place of an option: "2", "la primera"?"""
    try:
        return numbered(fold(text), labels, labels.lexicon.languages[labels.language]) is not None
    except Misread:
        return False


def for_group(question: Question, group: str) -> Question:
    """Return the question as it is asked of a treatment of this group: when it was started, or when it was given
    last."""
    return replace(question, fact=question.variant_facts.get(group, question.fact))


def national_id(text: str) -> bool:
    """Is there a RUT in the text? It is not needed and not kept (CL-30)."""
    return _national_id(fold(text))
