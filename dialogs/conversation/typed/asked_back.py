"""What answers that which was asked back: a unit after "which unit?", a place among what is offered, a new number.

A number that corrects a value of another test than the question's own is one of that test, in its unit. Nothing of it
is sure: it was said in two messages.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from dialogs.answers import Labels, Misread, MisreadReason, Reading, answered_in_kind, fold, parse_answer
from dialogs.answers.alike import asks_which, by_its_own_name
from dialogs.answers.correction import correction
from dialogs.answers.option_numbers import place
from dialogs.answers.quantity import LONGEST_SAID
from dialogs.answers.units import unit_behind
from dialogs.conversation.texts.question_screen import question_screen
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.another_test import dates_another_treatment, names_another_only
from dialogs.conversation.typed.beside_danger import has_its_meaning
from dialogs.conversation.typed.button_matching import label_of, labelled, partly_named_button, yes_or_no
from dialogs.conversation.typed.list_words import LEADING_NO, corrects
from dialogs.conversation.typed.several_facts import one_of_several
from dialogs.conversation.typed.taken_back import behind_it_was
from dialogs.languages import Language
from dialogs.lexicon.phrases import Phrases, cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER
from dialogs.lexicon.worded import Worded
from dialogs.screens import Button
from dialogs.study.study import Kind, Measure, Question, Slot
from dialogs.values import UNKNOWN_WORD, Quantity, Unknown, Value, When

#: A unit stands in no longer text than this.
MOST_WORDS = 10
_NUMBER = re.compile(r"[<>=≤≥]*\s*\d[\d.,]*")
#: Between the clauses of a text; never inside a number.
_CLAUSE = Worded(r"(?i:[,.](?!\d)|[;\n]|\b(?:{joint_but})\b)")
#: The words of a language that may stand beside a number that corrects, and say nothing of which test it is of.
_BESIDE = ("speaker", "taken_back", "answers")
_NODS = frozenset({"heard", "polite"})
_SAYS_NOTHING = frozenset(
    {
        "corrects",
        "excuses",
        "instead",
        "own",
        "alone",
        "beside",
        "was",
        "says",
        "yes",
        "echo",
        "agree",
        "hedge",
        "filler",
    }
)


def answered(turn: Turn, slot: Slot, text: str) -> Value | None:
    """Return the one of the offered values that a text means; None where it means none of them, or several."""
    offers = turn.c.draft.offers
    question = slot.question
    named = answered_in_kind(question, offers, text, turn.labels(question), turn.today) if offers else ()
    if len(named) == 1:
        return named[0]
    values = [each for each in offers if not isinstance(each, Unknown)]
    if not values or not all(isinstance(each, Quantity | When) for each in values) or "?" in text:
        return None
    if len(values) == 1 and not asks_which(offers) and yes_or_no(turn, text) == "yes":
        return values[0]
    return _at_place(turn, text)


def _at_place(turn: Turn, text: str) -> Value | None:
    """Return the offered value that stands at the place that a text names in words: "the first one"."""
    if any(map(str.isdigit, text)) or len(text) > LONGEST_ANSWER:
        return None
    values = [each for each in turn.c.draft.offers if not isinstance(each, Unknown)]
    offers = turn.c.draft.offers if asks_which(turn.c.draft.offers) else values  # "the last one" is a unit, not "other"
    labels = Labels(turn.c.language, {str(at): "" for at in range(len(offers))}, turn.lexicon)
    for words in turn.lexicon.languages.values():
        try:
            found = place(fold(text), labels, words)
        except Misread:
            continue
        if found is not None and found.beyond_doubt:
            return offers[int(found.option)]
    return None


def is_no_unit(turn: Turn, text: str) -> bool:
    """Tell whether a unit was asked for: the name of a test, or its number once more, is none.

    Where several numbers are offered, a number says which one; where two tests are, a name does."""
    if asks_which(turn.c.draft.offers):
        return False
    numbers = {each.number for each in turn.c.draft.offers if isinstance(each, Quantity)}
    return len(numbers) == 1 or (len(numbers) > 1 and not any(map(str.isdigit, text)))


def misspelt_button(turn: Turn, slot: Slot, text: str) -> Button | None:
    """Return the button whose label a text is but for small slips, or in part where that answers nothing for good."""
    partly = _named_in_part(turn, slot, text)
    return labelled(turn, question_screen(turn, slot).options, text) or (
        partly if partly is not None and not _is_answer(slot, partly) else None
    )


def part_read(turn: Turn, slot: Slot, text: str, misread: Misread) -> Reading | None:
    """Return the reading of the part of a text that answers, or of the answer of whose label it is a part, to be read
    back; None where half of the question was understood ("not now"), or the label has a no that the text leaves out
    ("in 12 months")."""
    if (part := one_of_several(turn, slot, text)) is not None:
        return part
    button = None if turn.c.draft.reading or misread.half else _named_in_part(turn, slot, text)
    return Reading(button.value, sure=False) if button is not None and _is_answer(slot, button) else None


def _is_answer(slot: Slot, button: Button) -> bool:
    """Tell whether a button answers a question at once: of a list it only marks, and "I don't know" takes nothing."""
    values = {option.value for option in slot.question.options} - {UNKNOWN_WORD}
    return slot.question.kind not in (Kind.CHOICES, Kind.MEDICINES) and button.value in values


def _named_in_part(turn: Turn, slot: Slot, text: str) -> Button | None:
    shown = question_screen(turn, slot)
    told = [at for at, each in enumerate(turn.c.draft.offers) if isinstance(each, Unknown)]
    other = tuple(each for each in shown.options if each.value == "offer" and int(each.argument) in told)
    button = partly_named_button(turn, replace(shown, options=other) if is_no_unit(turn, text) else shown, text)
    if button is None or (not _denies(turn, text) and _denies(turn, label_of(turn, button))):
        return None
    return button


def _denies(turn: Turn, text: str) -> bool:
    heard = spoken(fold(text))
    books = [words.phrases["for_now"] for words in turn.lexicon.languages.values()]
    return any(hit.name == "denied" for book in books for hit in book.hits(heard))


def reading_of(turn: Turn, slot: Slot, text: str, corrected: str = "") -> Reading:
    """Return the reading of the text, or of a part of it that counts where the whole says nothing: what follows its no
    ("no sé" is whole, "no, 80" is not)."""
    if (same := of_the_same_test(turn, slot, text)) is not None:
        return same
    if (slot.question.counted or slot.question.tested) and names_another_only(turn, slot.question, text):
        raise Misread(MisreadReason.NOTHING)
    if dates_another_treatment(turn, slot, text):
        raise Misread(MisreadReason.NOTHING)
    labels = turn.labels(slot.question)
    try:
        return parse_answer(slot.question, text, labels, turn.today)
    except Misread as misread:
        negated = misread.reason is MisreadReason.NEGATED and not corrects(text)
        if not corrected or corrected == text or negated:
            raise
    reading = parse_answer(slot.question, corrected, labels, turn.today)
    unsure = isinstance(reading.value, When | Quantity) or not turn.c.draft.reading
    return replace(reading, sure=False) if unsure else reading


def part_that_counts(turn: Turn, slot: Slot, text: str) -> str:
    """Return the part of a text that is read where the whole says nothing; an empty text where there is none.

    Where an answer stands and is asked for again, that is what stands behind "it was"."""
    if turn.c.draft.reading:
        return _put_instead(turn, text)
    anew = next(behind_it_was(turn, text), "") if slot.key in turn.c.answers else ""
    return anew or _behind_nod(turn, text)


def _behind_nod(turn: Turn, text: str) -> str:
    """Return what stands behind "ok," or «bueno,», which at a test could be its result."""
    head, comma, rest = text.partition(",")
    heard = spoken(fold(head)) if comma and len(text) <= LONGEST_ANSWER else []
    for words in turn.lexicon.languages.values():
        hits, left = cover(heard, words.phrases["assent"])
        if hits and not left and {hit.name for hit in hits} <= _NODS:
            return rest.strip()
    return ""


def _put_instead(turn: Turn, text: str) -> str:
    """Return what a text puts in the place of what was read: behind its no, or what it says is so now."""
    *others, last = [
        clause for clause in turn.lexicon.patterns[_CLAUSE].split(text[:LONGEST_ANSWER]) if clause.strip()
    ] or [text]
    heard = spoken(fold(last))
    books = (words.phrases["meant"] for words in turn.lexicon.languages.values())
    if others and any(hit.name == "now" for book in books for hit in (book.all_longest(heard, 0) if heard else ())):
        return last.strip()
    return LEADING_NO.sub("", text)


def of_the_same_test(turn: Turn, slot: Slot, text: str) -> Reading | None:
    """Return the reading of a number, or of a unit, that stands for another one of the test that is read back or asked
    about; None where the text says itself of which test it is. Misread where the test cannot have it."""
    asked, measure = _asked_about(turn, slot)
    if asked is None or measure is None or len(text) > LONGEST_ANSWER:
        return None
    name = next(iter(measure.words), "")
    said = (text, LEADING_NO.sub("", text) if corrects(text) else "", *behind_it_was(turn, LEADING_NO.sub("", text)))
    bare = next((unit for each in said if (unit := _bare_unit(turn, measure, each))), None)
    if (unit := bare or _unit_said(turn, measure, text)) is not None:
        return _read(turn, slot, f"{name} {_written(turn, asked)} {unit}")
    number = _bare_number(turn, slot.question, text)
    if number is None or measure is slot.question.measures[0]:
        return None
    if turn.c.draft.reading:
        try:
            return _read(turn, slot, f"{name} {number} {asked.unit}")
        except Misread as misread:
            if misread.reason is not MisreadReason.IMPLAUSIBLE:
                raise
    return _read(turn, slot, f"{name} {number}")


def _asked_about(turn: Turn, slot: Slot) -> tuple[Quantity | None, Measure | None]:
    """Return the value that is read back, or whose unit is asked for, and its test."""
    if slot.question.kind is not Kind.QUANTITY:
        return None, None
    draft = turn.c.draft
    values = [value for value in (draft.reading.get(slot.key), *draft.offers) if isinstance(value, Quantity)]
    if not values or len({(value.measure, value.number) for value in values}) > 1:
        return None, None
    return values[0], next((each for each in slot.question.measures if each.id == values[0].measure), None)


def _unit_said(turn: Turn, measure: Measure, text: str) -> str | None:
    """Return the unit of the test that a text is, alone or behind words that say nothing: "sorry, it was g/g"."""
    if (unit := _bare_unit(turn, measure, text)) is not None:
        return unit
    pieces = (LEADING_NO.sub("", text) if corrects(text) else text).split()
    for at in range(len(pieces)) if "?" not in text and len(pieces) <= MOST_WORDS else ():
        unit = _bare_unit(turn, measure, " ".join(pieces[at:]))
        if unit is not None:
            return unit if _says_nothing(turn, " ".join(pieces[:at])) else None
    return None


def _bare_unit(turn: Turn, measure: Measure, text: str) -> str | None:
    """Return the text where it is a unit of the test and nothing else."""
    unit = text.strip().rstrip(".")
    patterns = turn.lexicon.languages[turn.c.language].patterns
    said = not any(map(str.isdigit, unit)) and unit_behind(measure, fold(unit), patterns) is not None
    return unit if said else None


def _bare_number(turn: Turn, question: Question, text: str) -> str | None:
    """Return the only number of a text that does not say of which test it is, beside words that correct."""
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1 or has_its_meaning(question, text):
        return None
    rest = LEADING_NO.sub("", _NUMBER.sub(" ", text))
    return str(numbers[0]).strip(" .,") if _says_nothing(turn, rest) else None


def _says_nothing(turn: Turn, text: str) -> bool:
    """Tell whether the words beside a number or a unit only correct, excuse or agree."""
    heard = spoken(fold(text))
    for words in turn.lexicon.languages.values():
        hits, left = cover(heard, *(words.phrases[name] for name in _BESIDE))
        if not left and {hit.name for hit in hits} <= _SAYS_NOTHING:
            return True
    return False


def _written(turn: Turn, value: Quantity) -> str:
    number = f"{value.comparator}{value.number}"
    return number.replace(".", ",") if turn.c.language == Language.ES else number


def _read(turn: Turn, slot: Slot, text: str) -> Reading:
    return replace(parse_answer(slot.question, text, turn.labels(slot.question), turn.today), sure=False)


def still_asked(turn: Turn, slot: Slot, misread: Misread, text: str) -> Misread:
    """Return the misreading with what was offered before, where it offers nothing itself: that stays asked.

    A yes to "if you had one, when?" is asked for the month; what a question says of something else is
    said where the text speaks of that."""
    if slot.question.kind is Kind.MONTH and misread.reason is MisreadReason.NOTHING and yes_or_no(turn, text) == "yes":
        return Misread(MisreadReason.WHICH_MONTH, misread.offers or turn.c.draft.offers)
    if _says_too_much(turn, slot.question, misread, text):
        misread = Misread(MisreadReason.NOTHING, misread.offers, misread.words, misread.named, misread.half)
    if misread.offers:
        return _with_other(slot.question, misread, text)
    offers = turn.c.draft.offers
    if misread.half or not offers or not all(isinstance(each, Quantity | When | Unknown) for each in offers):
        return misread
    numbers = {each.number for each in offers if isinstance(each, Quantity)}
    reason = misread.reason
    if reason in (MisreadReason.NOTHING, MisreadReason.OTHER) and len(numbers) == 1:
        reason = MisreadReason.WHICH_TEST if asks_which(offers) else MisreadReason.NO_UNIT
    return Misread(reason, offers, misread.words, misread.named)


def _with_other(question: Question, misread: Misread, text: str) -> Misread:
    """Offer what was typed as well, where it may be of another test or in another unit: it stays as it is."""
    if question.kind is not Kind.QUANTITY or misread.reason not in (MisreadReason.NO_UNIT, MisreadReason.WHICH_TEST):
        return misread
    return Misread(misread.reason, (*misread.offers, Unknown(" ".join(text.split())[:LONGEST_SAID])))


def of_own_test(turn: Turn, slot: Slot) -> tuple[str, str]:
    """Return what was typed of a test by a name that two have, and the same under the name that this one has alone."""
    offers = turn.c.draft.offers
    number = next(each for each in offers if isinstance(each, Quantity))
    measure = next(each for each in slot.question.measures if each.id == number.measure)
    typed = next((each.said for each in offers if isinstance(each, Unknown)), "")
    if len(typed) < LONGEST_SAID:
        return typed, by_its_own_name(measure, typed)
    return typed, f"{next(iter(measure.on_paper), '')} {_written(turn, number)}"


def _says_too_much(turn: Turn, question: Question, misread: Misread, text: str) -> bool:
    """Tell whether what is said to a misreading would not be true of this text: that it was not clear is."""
    match misread.reason:
        case MisreadReason.OTHER:
            return not _is_of_again(turn, question, text)
        case MisreadReason.RANGE:  # "over 18"
            return not misread.offers and len(_NUMBER.findall(text)) == 1
        case MisreadReason.NEGATED:  # "in August, no sorry, in April": the no is of the date
            return correction(text[:LONGEST_ANSWER], turn.lexicon.languages[turn.c.language]) is not None
    return False


def _is_of_again(turn: Turn, question: Question, text: str) -> bool:
    """Tell whether a text speaks of that of which the question says why it comes again."""
    listed = question.again_for.get(turn.c.language, ())
    return not listed or bool(_book(listed).hits(spoken(fold(text[:LONGEST_ANSWER]))))


@lru_cache(maxsize=64)
def _book(listed: tuple[str, ...]) -> Phrases:
    return Phrases({"again": listed})
