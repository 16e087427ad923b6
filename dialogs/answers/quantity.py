"""Laboratory values: number, unit, comparator, of which test; what was not exact is read back.

Theory of operation. Dates in the text become the date of the result and are taken out, then words that name another
test are looked for, then the number with what stands right behind it. Where a number can be read in two ways
(1,250 mg/g) both are offered. What is left over makes it doubtful, and doubtful is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import islice, pairwise

from dialogs.answers.alike import of_two_tests
from dialogs.answers.date_finder import find_dates
from dialogs.answers.date_tokens import CLOCK, tokens_of
from dialogs.answers.dates import plausible as plausible_date
from dialogs.answers.exact import is_exact_amount
from dialogs.answers.heard import heard
from dialogs.answers.lab_line import PARTS, beside_a_missing, own_line, own_part, part_of_now, without_range
from dialogs.answers.number_format import EITHER, WrittenNumber, readings_of
from dialogs.answers.number_marks import with_fell
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.answers.spoken_amounts import IN_HUNDREDS, has_article, in_metres, spelled_out
from dialogs.answers.units import (
    believable,
    names_pattern,
    names_test,
    powers_in_letters,
    unit_before,
    unit_behind,
    unit_like,
)
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Hit, cover, spoken
from dialogs.lexicon.spelling import fold
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.study.study import Measure, Question, Unit
from dialogs.values import Quantity, Unknown, Value, When

#: What somebody wrote of another test is kept for the team, at most so much of it.
LONGEST_SAID = 60
#: More numbers than this are no answer; two are enough to ask.
MOST_NUMBERS = 4
_SIGNS = {">": "gt", "<": "lt", ">=": "ge", "=>": "ge", "<=": "le", "=<": "le"}
_COMPARATORS = {"gt": ">", "lt": "<", "ge": ">=", "le": "<=", "more": ">=", "less": "<="}
#: A comparator beside a denial: "nunca menos de 60" is 60 or more.
_OPPOSITE = {"gt": "le", "lt": "ge"}
_NUMBER = re.compile(rf"(?<![\w.,])(?:\d{IN_HUNDREDS}\d\d|\d{{1,3}}(?: \d{{3}})+(?![\d.,])|\d+(?:[.,]\d+)*|[.,]\d+)")
_SIGN = re.compile(r"([<>]=?|=[<>])")
_AND_MORE = re.compile(r"(?<![\d.,])(\d{2,3}) ?\+(?![\d+])")
_TWO_NUMBERS = re.compile(r"\d+(?:[.,]\d+)? (?=\d)(.)")
#: A date of the result: with a word, or day, month and year in digits.
_DATE = re.compile(r"[a-z]{3}|\d{1,2}([/-])\d{1,2}\1\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.(?:19|20)\d{2}")
#: What leads to a date that is taken out: "1.2 in May" is in no unit.
_LEADS = Worded(r"\b(?:{before_number})\s*$")
#: A bare hour that may be a value too; and a value at the end of a text.
_HOUR_OR_VALUE = Worded(r"(?:{hour_or_value})\b[^\d]*\d+")
_VALUE_BEFORE = re.compile(r"\d(?: ?[^\W\d_]*/\S+)?\s*$")
#: Its second number is its minutes; apart from it, it may be a value.
_TWO_APART = re.compile(r"\d\s+\d")
#: Where a name of a test may have a space that its file does not write: "fev 1".
_BEFORE_DIGIT = re.compile(r"(?<=[a-z])(?=\d)")
_ODD = Worded(
    r"(?<![\w)])-\s*\d|\d[eE]\d|\d\s*-\s*\d|\d\s*\^|\d\s*[*x]\s*10|\+\+|\d\s*\+|\d/\d|\d0s\b|\b[2-9]0 (?:{like_four})$"
    r"|(?<![\w.,])[1-5][ab]\b"  # a stage
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A number of the text with the measure and unit that it can be of."""

    written: WrittenNumber
    measure: Measure
    unit: Unit | None
    #: Behind the number stands a unit that this test is not printed in.
    foreign: bool = False
    #: The name of its test stands before it.
    named: bool = False


def read_amount(
    question: Question, text: str, folded: str, labels: Labels, language_words: LanguageWords, today: date
) -> Reading:
    """Return a laboratory value, or one of the options, or `Unknown` with what was said of another test."""
    folded = fell if (fell := fold(with_fell(text, language_words.patterns))) != fold(text) else folded
    line = own_line(text, question.measures[0].words, _others(question))
    if line := line or beside_a_missing(question, folded, labels, language_words):
        return replace(read_amount(question, line, fold(line), labels, language_words, today), sure=False)
    heard_options = heard(question, folded, labels, language_words)
    if heard_options.whole is not None:
        return Reading(heard_options.whole, sure=True)
    spelled, names = _prepared(question, folded, language_words)
    if heard_options.pointed_at is not None:  # how long something goes on is no value
        spelled = _without_lengths(spelled, language_words)
    dateless, taken = _without_dates(spelled, names, language_words, today)
    plain = without_range(dateless, language_words)
    if names_test(_others(question), spelled) and any(char.isdigit() for char in spelled):
        own = own_part(plain, question.measures[0], _others(question), language_words)
        if own is None or own == plain:
            return _of_another_test(text, tells_nothing=heard_options.asked_again)
        plain = own
    is_one = not has_article(folded, language_words.patterns)
    seen = [each for each in _numbers(plain, question, language_words) if is_one or not _may_be_article(each)]
    if heard_options.asked_again:
        plain, alone = _part_of_the_asked(question, plain, seen, language_words)
        if alone:
            seen, taken = list(_numbers(plain, question, language_words)), None
    said = _said(plain, question, language_words)
    if not seen:
        return _no_number(question, folded, heard_options.pointed_at, said)
    if said & {"stop", "not"} or language_words.patterns[_ODD].search(plain):
        raise Misread(MisreadReason.RANGE if len(seen) > 1 else MisreadReason.NOTHING)
    value = _the_one(seen, question, plain, said, taken)
    return Reading(value, sure=is_exact_amount(question, text, labels, language_words, value, today))


def _part_of_the_asked(
    question: Question, plain: str, seen: list[Seen], language_words: LanguageWords
) -> tuple[str, bool]:
    """Return the part of a text that tells the value beside what is asked again, and whether its number stands alone in
    it: "not that, but my number is 44", "not that, 44", "that ended in 2022, now it's 44". Misread where none does."""
    measures = question.measures
    alone = _alone(seen, plain, language_words.patterns) or part_of_now(
        _without_lengths(plain, language_words), measures, language_words
    )
    if alone is not None:
        return alone, True
    if not any(each.named or each.unit for each in seen):
        raise Misread(MisreadReason.OTHER)
    return own_part(plain, measures[0], _others(question), language_words) or plain, False


def _prepared(question: Question, folded: str, language_words: LanguageWords) -> tuple[str, re.Pattern[str] | None]:
    """Return the text with its numbers in digits, and what finds the names with a digit of the question's tests."""
    spelled = spelled_out(powers_in_letters(question.measures, folded), language_words)
    spelled = in_metres(spelled, question, language_words.patterns)
    if question.measures[0].unit_optional:
        # "60+"; where crosses are counted ("2+") it is none
        spelled = _AND_MORE.sub(r">=\1", spelled)
    names = _names_with_digits(question)
    if names:
        spelled = names.sub(lambda name: name.group().replace(" ", ""), spelled)  # its digit is no number of its own
    return spelled, names


def _of_another_test(text: str, *, tells_nothing: bool) -> Reading:
    """Return that the value is not known, with what was said; Misread for a test that tells nothing of it at all."""
    if tells_nothing:
        raise Misread(MisreadReason.OTHER)
    return Reading(Unknown(" ".join(text.split())[:LONGEST_SAID]), sure=False)


def _the_one(seen: list[Seen], question: Question, plain: str, said: set[str], taken: When | None) -> Quantity:
    """Return the one value among the numbers of a text; Misread where there are several."""
    seen = _of_the_asked(seen, question)
    has_unit = any(each.unit or each.foreign for each in seen)
    if not has_unit and (either := of_two_tests(seen[0].measure, plain, seen[0].written)):
        raise Misread(MisreadReason.WHICH_TEST, either)
    if len(seen) > 1:
        raise Misread(MisreadReason.TWO_VALUES, tuple(q for each in seen for q in _quantities(each, "", taken)))
    return _checked(seen[0], _comparator(said, plain), taken)


def _of_the_asked(seen: list[Seen], question: Question) -> list[Seen]:
    """ "TSH 60, calcio 1,1": each has its own name, and only one is of the test that is asked."""
    own = [each for each in seen if each.measure is question.measures[0]]
    return own if len(own) == 1 and all(each.named for each in seen) else seen


def _alone(seen: list[Seen], plain: str, patterns: Patterns) -> str | None:
    """Return the one number of a text where it stands alone between commas: "not that yet, 35"."""
    parts = [part for part in patterns[PARTS].split(plain) if _NUMBER.fullmatch(part.strip(" ."))]
    return parts[0] if len(seen) == len(parts) == 1 else None


def _may_be_article(seen: Seen) -> bool:
    """Tell whether a number may be what the number library makes of an article."""
    return seen.written.text == "1" and seen.unit is None


def _others(question: Question) -> tuple[str, ...]:
    """Words of other tests; a word of one of the question's own measures is none."""
    return tuple(dict.fromkeys(word for measure in question.measures for word in measure.other_tests))


@lru_cache(maxsize=64)
def _pattern_of(words: tuple[str, ...]) -> re.Pattern[str] | None:
    return names_pattern(words) if words else None


def _names_with_digits(question: Question) -> re.Pattern[str] | None:
    """Return what finds the names with a digit in them of the question's tests ("fev1" is no day of February)."""
    names = (word for measure in question.measures for word in (*measure.words, *measure.other_tests))
    return _pattern_of(tuple(_BEFORE_DIGIT.sub(" ", word) for word in names if any(char.isdigit() for char in word)))


def _without_lengths(text: str, language_words: LanguageWords) -> str:
    """Return the text without its numbers of days, weeks, months and years."""
    for number, unit in reversed(list(pairwise(tokens_of(text, language_words)))):
        if number.letter == "n" and unit.letter == "u":
            text = f"{text[: number.start]} {text[unit.end :]}"
    return text


def _without_dates(
    text: str, names: re.Pattern[str] | None, language_words: LanguageWords, today: date
) -> tuple[str, When | None]:
    """Return the text without the date of the result, and that date; a name of a test is none."""
    taken: When | None = None
    text = _without_hour(text, names, language_words, today)
    nameless = _nameless(text, names)
    for found in reversed(find_dates(nameless, language_words, today, may_invert=False)):
        part = text[found.start : found.end]
        behind = _TWO_NUMBERS.match(part) if found.when is None else None
        if behind:
            # "48 2 months ago": the first number is the value
            cut = found.start + behind.start(1)
            rest, taken = _without_dates(text[cut:], names, language_words, today)
            text = text[:cut] + rest
            continue
        if not found.clear or not _DATE.search(part) or found.when is None:
            continue
        before = language_words.patterns[_LEADS].sub("", text[: found.start])
        text = f"{before} {text[found.end :]}"
        if found.when.first <= today and plausible_date(found.when, today):
            taken = found.when
    return text, taken


def _nameless(text: str, names: re.Pattern[str] | None) -> str:
    return names.sub(lambda name: "_" * len(name.group()), text) if names else text


def _without_hour(text: str, names: re.Pattern[str] | None, language_words: LanguageWords, today: date) -> str:
    """Return the text with blanks for the hour beside its one date, where it tells another number: "60 on 5 May at 10".

    Of a bare "at 10" it is sure only where the value stands right before date and hour."""
    nameless, patterns = _nameless(text, names), language_words.patterns
    hours = [each for each in tokens_of(nameless, language_words) if each.label == CLOCK]
    hours = [each for each in hours if re.search(r"\d", text[each.start : each.end])]
    dates = [each for each in find_dates(nameless, language_words, today, may_invert=False) if each.clear]
    if len(hours) != 1 or len(dates) != 1:
        return text
    (hour,), (day,) = hours, dates
    said, first = text[hour.start : hour.end], min(hour.start, day.start)
    gap = patterns[_LEADS].sub("", text[min(hour.end, day.end) : max(hour.start, day.start)])
    before = patterns[_LEADS].sub("", text[:first])
    if gap.strip(" ,") or _TWO_APART.search(said):
        return text
    if patterns[_HOUR_OR_VALUE].fullmatch(said) and not _VALUE_BEFORE.search(before):
        return text
    rest = f"{text[: hour.start]}{' ' * len(said)}{text[hour.end :]}"
    return rest if re.search(r"\d", before + text[max(hour.end, day.end) :]) else text


def _said(plain: str, question: Question, language_words: LanguageWords) -> set[str]:
    words = re.sub(r"\d+|[a-zµ%]*/[a-z.,\d]*", " ", _without_measures(plain, question))
    hits, _ = cover(spoken(words), language_words.phrases["amounts"])
    said = {_SIGNS[sign] for sign in _SIGN.findall(plain)}
    denial: Hit | None = None
    for hit in hits:
        beside = denial is not None and hit.start == denial.end
        if beside and hit.name in _OPPOSITE:
            said.discard("not")
            said.add(_OPPOSITE[hit.name])
        else:
            said.add(hit.name)
        denial = hit if hit.name == "not" else denial if beside and hit.name in ("filler", "about") else None
    return said


def _without_measures(plain: str, question: Question) -> str:
    for measure in question.measures:
        plain = names_pattern(measure.words).sub(" ", plain)
    return plain


def _comparator(said: set[str], plain: str) -> str:
    found = {_COMPARATORS[label] for label in said if label in _COMPARATORS}
    if len(found) > 1:
        raise Misread(MisreadReason.RANGE)
    return found.pop() if found else ""


def _numbers(plain: str, question: Question, language_words: LanguageWords) -> Iterator[Seen]:
    """Each number of the text that can be a value, with its measure and unit."""
    for match in islice(_NUMBER.finditer(_own_words_blanked(plain, question)), MOST_NUMBERS):
        behind = plain[match.end() :]
        named = _measure_before(plain[: match.start()], question)
        measures = (named,) if named else question.measures
        text = match.group().strip()
        written = WrittenNumber(text.replace(IN_HUNDREDS, ""), language_words.language, in_hundreds=IN_HUNDREDS in text)
        for measure in measures:
            unit = unit_behind(measure, behind, language_words.patterns) or unit_before(
                measure, plain[: match.start()], language_words.patterns
            )
            if unit is not None:
                yield Seen(written, measure, unit, named=named is not None)
                break
        else:
            yield Seen(written, measures[0], None, unit_like(behind, language_words.patterns), named is not None)


def _own_words_blanked(plain: str, question: Question) -> str:
    """Digits inside the name of a test are no value: "ckd-epi 2021"."""
    for measure in question.measures:
        for word in measure.words:
            if any(char.isdigit() for char in word):
                whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
                plain = whole.sub(lambda found: " " * len(found.group()), plain)
    return plain


def _measure_before(before: str, question: Question) -> Measure | None:
    """Return the measure whose name stands last before a number."""
    last, best = -1, None
    for measure in question.measures:
        starts = [match.start() for match in names_pattern(measure.words).finditer(before)]
        if starts and starts[-1] > last:
            last, best = starts[-1], measure
    return best


def _quantities(seen: Seen, comparator: str, taken: When | None) -> tuple[Quantity, ...]:
    """Every believable reading of a number, in every unit that it can have."""
    units = (seen.unit,) if seen.unit else () if seen.foreign else seen.measure.units
    return tuple(
        Quantity(number, unit.name, comparator, seen.measure.id, taken)
        for unit in units
        for number in _believable(seen, unit)
    )


def _believable(seen: Seen, unit: Unit) -> tuple[Decimal, ...]:
    """Return what a number can be in a unit; where its sign can part thousands or decimals, the low reading too.

    A low one alone is doubted as a slip of unit, yet it makes the high one doubtful."""
    readings = readings_of(seen.written, unit.name)
    loosely = unit.name in EITHER and len(readings) > 1
    wide = replace(unit, lowest=Fraction(0)) if loosely else unit
    return tuple(number for number in readings if believable(seen.measure, wide, number))


def _checked(seen: Seen, comparator: str, taken: When | None) -> Quantity:
    """Return the one value that a number is; Misread where there are several or none."""
    offers = _quantities(seen, comparator, taken)
    if seen.foreign:
        raise Misread(MisreadReason.OTHER_UNIT)
    if seen.unit is None and not seen.measure.unit_optional:
        return _in_base_unit(seen, offers)
    if seen.unit is None and (assumed := seen.measure.assumed.get(seen.written.language)):
        # What this language's papers print; in which unit it is believable is asked where it is not in that one.
        own = tuple(quantity for quantity in offers if quantity.unit == assumed)
        offers = own or offers
        if not own and offers:
            raise Misread(MisreadReason.NO_UNIT, offers)
    if not offers:
        raise Misread(MisreadReason.IMPLAUSIBLE, _in_other_units(seen, comparator, taken))
    if len(offers) > 1:
        raise Misread(MisreadReason.AMBIGUOUS_NUMBER, offers)
    return offers[0]


def _in_base_unit(seen: Seen, offers: tuple[Quantity, ...]) -> Quantity:
    """Return a small number of a test whose formula is known, in its first unit; Misread for any other."""
    base = [quantity for quantity in offers if quantity.unit == seen.measure.units[0].name]
    may_be_more = seen.written.in_hundreds and len(offers) > 1
    if seen.measure.formula and len(base) == 1 and base[0].number < 20 and not may_be_more:
        return base[0]
    raise Misread(MisreadReason.NO_UNIT if offers else MisreadReason.IMPLAUSIBLE, offers)


def _in_other_units(seen: Seen, comparator: str, taken: When | None) -> tuple[Quantity, ...]:
    """Return the same number in the units in which it would be believable: usually a slip of unit."""
    return _quantities(Seen(seen.written, seen.measure, None), comparator, taken)


def _no_number(question: Question, folded: str, pointed_at: Value | None, said: set[str]) -> Reading:
    if names_test(_others(question), folded) and "stop" not in said:
        raise Misread(MisreadReason.NOTHING)
    if pointed_at is None:
        raise Misread(MisreadReason.NOTHING)
    return Reading(pointed_at, sure=False)
