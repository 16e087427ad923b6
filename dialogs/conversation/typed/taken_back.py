"""What the question before this one took, taken back here: "sorry, 43", "correct it", a bare no to what was shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dialogs.answers import Misread, Reading, command, denies_one, fold, is_guessed, parse_answer, without_correction
from dialogs.answers.number_words import digits
from dialogs.answers.option_numbers import place
from dialogs.commands import ChatCommand
from dialogs.conversation.texts.answer_texts import answered_slots, short_name
from dialogs.conversation.texts.question_screen import CORRECT, open_slots
from dialogs.conversation.turn import Turn
from dialogs.conversation.typed.another_test import dates_another_treatment
from dialogs.conversation.typed.beside_danger import has_its_meaning
from dialogs.conversation.typed.button_matching import is_refused, labelled, partly_named_button, yes_or_no
from dialogs.conversation.typed.clauses import one_said
from dialogs.conversation.typed.medicine_list import added, names_treatments
from dialogs.conversation.typed.wishes import says_only
from dialogs.conversation.typed.wrong_answer import at_first, named_with_a_value, what_is_wrong
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, words
from dialogs.screens import Button, Screen
from dialogs.study.study import NUMBERS, Kind, Slot
from dialogs.values import UNRECOGNISED, Medicine, Quantity, Unknown, Value, When

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OF_TENS = re.compile(r"(?<!\d)[1-9]\d(?!\d)")
#: A word as it was typed.
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
#: Questions whose answers are taken as they were typed, and shown.
_TYPED = (*NUMBERS, Kind.QUANTITY, Kind.PRESSURE, Kind.MONTH)
#: A yes, a no or "I don't know" says by itself of which question it is only where this many words say it.
SAYS_OF_WHICH = 2
#: Words that say that something before is corrected; an apology says so beside what stands in its place.
_CORRECTS = frozenset({"corrects", "alone", "beside"})
_APOLOGY = "excuses"
#: Of what is remembered, that which says what was.
WAS = "was"
#: The words of a language that may stand beside a result, and say nothing of which test it is of.
_OF_ANY = ("results", "remembered", "answers", "speaker", "taken_back")


def last_answered(turn: Turn) -> Slot | None:
    """Return the last slot with an answer before the open one; None where there is none."""
    shown = open_slots(turn)
    keys = [slot.key for slot in shown]
    here = keys.index(turn.c.draft.slot) if turn.c.draft.slot in keys else len(keys)
    return next((slot for slot in reversed(shown[:here]) if slot.key in turn.c.answers), None)


def takes_back(turn: Turn, text: str) -> bool:
    """Tell whether a whole text says that the answer before this one is to be corrected, and not to what.

    That something is not right says so only of a value that was just shown."""
    if "?" in text:
        return False
    if _says_alone(turn, text):
        return True
    before = last_answered(turn)
    if before is not None and any(rest == "" for rest in _behind_its_name(turn, before, text)):
        return True
    return turn.c.draft.taken and is_refused(turn, text)


def asks_to_go_back(turn: Turn, text: str) -> bool:
    """Tell whether a text says that something was wrong, and in a clause of its own to go back: that is no guess."""

    def meaning(clause: str) -> str | None:
        back = command(clause, turn.lexicon) is ChatCommand.BACK and not is_guessed(clause, turn.lexicon)
        return ChatCommand.BACK if back else None

    said = None if "?" in text else one_said(text, meaning)
    return said is not None and (not said.rest or _says_alone(turn, said.rest))


def is_bare_no(turn: Turn, text: str) -> bool:
    """Tell whether a text is a no and nothing else, right after a value was shown: it may be a no to that."""
    return turn.c.draft.taken and says_only(turn, text, "no", "taken_back")


def told_anew(turn: Turn, slot: Slot, text: str) -> tuple[Slot, Value] | None:
    """Return the slot before this one with the value that stands beside words of correction: "sorry, 1520 mg/g".

    None where the open question can read that value as well, or the one before it cannot."""
    before = last_answered(turn)
    if before is None or "?" in text or len(text) > LONGEST_ANSWER:
        return None
    text = _age_in_digits(turn, text) if before.question.age else text
    rests = tuple(dict.fromkeys(_instead(turn, before, text)))
    if before.question.kind in _TYPED:
        if _says_its_test(turn, slot, before, text):
            told = (_typed_anew(turn, before, each) for each in (text, *rests))
            return next(((before, value) for value in told if value is not None), None)
        asks = slot.question.kind is Kind.QUANTITY  # a number without its unit is one of the open question
        of_the_open = any(
            _is_of_the_open(turn, slot, rest) or (asks and _asks_back(turn, slot, rest)) for rest in rests
        )
        found = () if of_the_open else (_typed_anew(turn, before, rest) for rest in rests)
    elif _says_a_result_of_any(turn, text):
        return None
    else:
        found = (_chosen_anew(turn, slot, before, rest) for rest in rests)
    return next(((before, value) for value in found if value is not None), None)


def _age_in_digits(turn: Turn, text: str) -> str:
    """Return a text with the age that it says in words in digits; a smaller number may be a pronoun or an article."""
    for known in turn.lexicon.languages.values() if not any(map(str.isdigit, text)) else ():
        plain, is_spelled = digits(fold(text), known)
        if is_spelled and _OF_TENS.search(plain):
            return plain
    return text


def _says_its_test(turn: Turn, slot: Slot, before: Slot, text: str) -> bool:
    """Tell whether a text names the test of the question before, and not that of the open one."""
    kinds = {slot.question.kind, before.question.kind}
    named = has_its_meaning(before.question, text) and not has_its_meaning(slot.question, text)
    return kinds == {Kind.QUANTITY} and named and any(map(str.isdigit, text))


def _says_a_result_of_any(turn: Turn, text: str) -> bool:
    """Tell whether a text is only a result that any test may have, and no word says that one is corrected: "well,
    normal". Of both or all of them it says which question it is of."""
    if _names_said(turn, text) & _CORRECTS:
        return False
    heard = spoken(fold(text))
    for known in turn.lexicon.languages.values():
        hits, left = cover(heard, *(known.phrases[name] for name in _OF_ANY))
        if not left and "all" not in {hit.name for hit in hits}:
            return True
    return False


def _typed_anew(turn: Turn, before: Slot, rest: str) -> Value | None:
    """Return the number or date that stands for the one before."""
    dated = before.question.kind is Kind.MONTH  # "it was April"
    if dated and (told := _undated(turn, before, rest)) is not None:
        return told
    if not (dated or any(map(str.isdigit, rest))) or (before.question.age and YEAR.search(rest)):
        return None  # "in 2019 actually" is no age
    value = _value(turn, before, rest)
    told = value is not None and not isinstance(value, Unknown | str) and before.question.takes(value)
    return value if told else None


def _undated(turn: Turn, before: Slot, rest: str) -> Value | None:
    """Return the option that stands for a date: "ah, never". A bare no may be meant for the open question."""
    if says_only(turn, rest, "no", "taken_back"):
        return None
    reading = _reading(turn, before, rest)
    return reading.value if reading is not None and reading.sure and isinstance(reading.value, str) else None


def _chosen_anew(turn: Turn, slot: Slot, before: Slot, rest: str) -> Value | None:
    """Return the option or the treatments that stand for what was chosen before: "sorry, class V".

    What both questions can read is of the open one, unless only the one before it has it in so many words. A number is
    no place of an option there ("well, 2"), and a bare no or yes does not say of which question it is."""
    if _is_place(turn, before, rest) or yes_or_no(turn, rest) is not None:
        return None
    reading, own = _reading(turn, before, rest), _reading(turn, slot, rest)
    if reading is None or not reading.sure or (own is not None and own.sure) or _asks_back(turn, slot, rest):
        return None
    match before.question.kind:
        case Kind.CHOICE:
            few = own is not None and len(words(fold(rest))) < SAYS_OF_WHICH
            new = isinstance(reading.value, str) and reading.value != turn.c.answers[before.key]
            return reading.value if new and not few else None
        case Kind.MEDICINES if own is None and names_treatments(reading.value) and not reading.left_out:
            known = {before.key: turn.c.answers[before.key]}
            return added(before, known, {before.key: reading.value})[before.key]
    return None


def _is_place(turn: Turn, slot: Slot, text: str) -> bool:
    """Tell whether a text is the number or the place of an option of a question, and says nothing else."""
    for known in turn.lexicon.languages.values():
        try:
            if place(fold(text), turn.labels(slot.question), known) is not None:
                return True
        except Misread:
            return True
    return False


def _asks_back(turn: Turn, slot: Slot, text: str) -> bool:
    """Tell whether the open question understands enough of a text to ask back: a number without its unit."""
    try:
        parse_answer(slot.question, text, turn.labels(slot.question), turn.today)
    except Misread as misread:
        return bool(misread.offers or misread.named)
    return False


def told_of_an_answer(turn: Turn, text: str) -> tuple[Slot, str] | None:
    """Return the answer that a text corrects, by its name or as the only one that can read it, and what it should be:
    "my age was 43", "sorry, class V"."""
    if "?" in text or len(text) > LONGEST_ANSWER:
        return None
    answered = answered_slots(turn)
    told = [(_named(turn, answered, wrong.named), wrong.rest) for wrong in named_with_a_value(turn, text)]
    told += [(answered, rest) for rest in (*_beside_correction(turn, text), *behind_it_was(turn, text))]
    for among, rest in told:
        readers = [slot for slot in among if reads_anew(turn, slot, rest)]
        if len(readers) == 1:
            return readers[0], rest
    return None


def _named(turn: Turn, among: Sequence[Slot], said: str) -> list[Slot]:
    """Return the slots whose short names hold all of these words."""
    names = ((slot, short_name(turn, slot)) for slot in among)
    labels = ((slot, turn.translate(turn.c.language, name.id, **name.fields)) for slot, name in names)
    return [slot for slot, label in labels if set(words(said)) <= set(words(fold(label)))]


def reads_anew(turn: Turn, slot: Slot, text: str) -> bool:
    """Tell whether a question reads a date, a value of a test that says so itself, or an option for sure."""
    reading = _reading(turn, slot, text)
    if reading is None or isinstance(reading.value, Unknown):
        return False
    match slot.question.kind:
        case Kind.MONTH:
            return isinstance(reading.value, When)
        case Kind.QUANTITY:
            return isinstance(reading.value, Quantity) and has_its_meaning(slot.question, text)
    return slot.question.kind is Kind.CHOICE and reading.sure and not _is_place(turn, slot, text)


def is_about_an_answer(turn: Turn, text: str) -> bool:
    """Tell whether a text says that an answer is wrong or to be changed, or what one of them should be."""
    if "?" in text or len(text) > LONGEST_ANSWER:
        return False
    if says_wrong(turn, text) or told_of_an_answer(turn, text) is not None:
        return True
    answered = answered_slots(turn)
    return any(_named(turn, answered, wrong.named) for wrong in named_with_a_value(turn, text) if wrong.named)


def says_wrong(turn: Turn, text: str) -> bool:
    """Tell whether a text says that some answer is wrong, and perhaps a number that it should be."""
    if "?" in text:
        return False
    told = any(map(str.isdigit, text)) and corrects_something(turn, text)
    return told or _says_which_is_wrong(turn, text) or is_refused(turn, text) or _says_alone(turn, text)


def _says_which_is_wrong(turn: Turn, text: str) -> bool:
    """Tell whether a text says by its number or its name which answer is wrong: "tengo que …" begins other texts."""
    answered = answered_slots(turn)
    said = [wrong.named for wrong in at_first(turn, text) if wrong.is_said and wrong.named]
    return any(named.isdigit() or _named(turn, answered, named) for named in said)


def _says_alone(turn: Turn, text: str) -> bool:
    """Tell whether a whole text is words that correct, and no more."""
    return labelled(turn, (CORRECT,), text) is not None or says_only(turn, text, "alone", "taken_back")


def corrects_something(turn: Turn, text: str) -> bool:
    """Tell whether a text that was not understood holds words of correction; beside an apology it needs a number."""
    said = _names_said(turn, text)
    return bool(said & _CORRECTS) or (_APOLOGY in said and any(map(str.isdigit, text)))


def _names_said(turn: Turn, text: str) -> set[str]:
    """Return the names of the words of correction that a text holds."""
    heard = spoken(fold(text[:LONGEST_ANSWER]))
    books = (known.phrases[name] for known in turn.lexicon.languages.values() for name in ("speaker", "taken_back"))
    return {hit.name for book in books for hit in book.hits(heard)}


def _instead(turn: Turn, before: Slot, text: str) -> Iterator[str]:
    """Return what a text may put in the place of the answer before: what stands beside words of correction, behind "it
    was" or the name of what is wrong, or all of a text that denies another number or date ("43, not 34")."""
    without = _beside_correction(turn, text)
    yield from without
    # "well, I was 17" may tell of anything; "it was 43" is an age
    age = before.question.age
    yield from (rest for said in (text, *without) for rest in behind_it_was(turn, said) if rest.isdigit() or not age)
    yield from _behind_its_name(turn, before, text)
    if _stands_in(turn.c.answers[before.key], text) and denies_one(
        before.question, text, turn.labels(before.question), turn.today
    ):
        yield text


def _beside_correction(turn: Turn, text: str) -> list[str]:
    """Return what stands beside words of correction, by each language that has some here."""
    return [rest for known in turn.lexicon.languages.values() if (rest := without_correction(text, known))]


def behind_it_was(turn: Turn, text: str, *labels: str) -> Iterator[str]:
    """Return what stands behind "it was" or "ah, yes", at the beginning of a text; with labels, only behind those."""
    typed = words(fold(text))
    heard = spoken(fold(text))
    for known in turn.lexicon.languages.values() if typed and len(typed) == len(heard) else ():
        found = known.phrases["remembered"].all_longest(heard, 0)
        ends = [hit.end for hit in found if not labels or hit.name in labels]
        if ends and max(ends) < len(heard):
            yield _from_word(text, max(ends))


def may_be_of_before(turn: Turn, text: str) -> bool:
    """Tell whether a text may be about the answer before as well: a no behind "oh" or "it was", a yes behind the
    second, or no more than a word. "Oh, yes" is what people say to the question that they read."""
    if last_answered(turn) is None:
        return False
    was, all_of_it = (list(behind_it_was(turn, text, *labels)) for labels in ((WAS,), ()))
    if any(yes_or_no(turn, rest) == "yes" for rest in was):
        return True
    said = [(yes_or_no(turn, rest), len(words(fold(rest)))) for rest in all_of_it]
    return any(meant == "no" or (meant is None and count < SAYS_OF_WHICH) for meant, count in said)


def _from_word(text: str, at: int) -> str:
    """Return a text from its word of that number on."""
    found = list(_WORD.finditer(text))
    return text[found[at].start() :] if at < len(found) else ""


def _stands_in(value: Value, text: str) -> bool:
    """Tell whether a value may be the one that a text denies: a number of it is. Of a date it may be any."""
    number = value.number if isinstance(value, Quantity) else value
    if not isinstance(number, int | Decimal):
        return isinstance(number, When)
    told = (each.replace(",", ".") for each in _NUMBER.findall(fold(text)))
    return any(Decimal(number) in (Decimal(each), Decimal(each.replace(".", ""))) for each in told)


def _behind_its_name(turn: Turn, before: Slot, text: str) -> Iterator[str]:
    """Return what stands behind "my age is wrong", where that names the answer before; an empty text for nothing."""
    rests = (without_correction(text, known) for known in turn.lexicon.languages.values())
    for said in dict.fromkeys((text, *(rest for rest in rests if rest))):
        wrong = what_is_wrong(turn, said)
        if wrong.is_said and _is_its_name(turn, before, wrong.named):
            yield wrong.rest


def _is_its_name(turn: Turn, slot: Slot, named: str) -> bool:
    """Tell whether some words are the short name of a question, or words of it that say something."""
    name = Button(slot.key, short_name(turn, slot))
    shown = Screen((), "review", options=(name,))
    return labelled(turn, (name,), named) is not None or partly_named_button(turn, shown, named) is not None


def _is_of_the_open(turn: Turn, slot: Slot, text: str) -> bool:
    """Tell whether the open question can read a text; words that are no treatment it knows are no list of them."""
    value = _value(turn, slot, text)
    listed = [each for each in value if isinstance(each, Medicine)] if isinstance(value, tuple) else []
    return value is not None and (not listed or any(each.group != UNRECOGNISED for each in listed))


def _reading(turn: Turn, slot: Slot, text: str) -> Reading | None:
    try:
        return parse_answer(slot.question, text, turn.labels(slot.question), turn.today)
    except Misread:
        return None


def _value(turn: Turn, slot: Slot, text: str) -> Value | None:
    if dates_another_treatment(turn, slot, text):
        return None
    try:
        return parse_answer(slot.question, text, turn.labels(slot.question), turn.today).value
    except Misread as misread:
        return misread.named or None
