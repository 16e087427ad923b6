"""Classes in Roman numbers: Roman or plain numbers, words, combinations; letters (A, C, S, G) change nothing.

A plain digit may also be the number of a button (the question shows IV as its second), so without the word "class" it
is read back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dialogs.answers.heard import Heard, as_value, heard
from dialogs.answers.number_words import digits
from dialogs.answers.one_of_several import Asked, Books, Role, Stretch, bare, meant, stretches, tells_nothing
from dialogs.answers.option_numbers import numbered
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import cover, spoken
from dialogs.lexicon.worded import Patterns, Worded
from dialogs.study.study import Question
from dialogs.values import Value

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_ALIKE = {
    "lll": "iii",
    "ll": "ii",
    "iiii": "iv",
    "lv": "iv",
    "1v": "iv",
    "vl": "vi",
    "v1": "vi",
    "111": "iii",
    "11": "ii",
}
#: Classes that one report may show together.
_TOGETHER = ((3, 5), (5, 3), (4, 5), (5, 4))
_ROMAN_WORD = re.compile(r"\b(vi|iv|v|i{1,4}|l{2,3}|lv|vl|1v|v1)(?:[- ]?[sgac]\b)?(?=\b|[sgac]\b)")
_PLAIN = re.compile(r"(?<![\dv])(\d{1,4})(?![\dv])")
#: A comma or a minus at a plain digit.
_SIGNED = re.compile(r"\d[.,]\d|-\d")
_LETTERS = re.compile(r"\(? ?\b[acsg](?: ?/ ?[acsg])?\b ?\)?|[()\[\]]")
_SHARE_OF = r" ?(?:/|{index_share}) ?"
_NAMED_INDEX = (
    r"(?:{index_word})? ?(?:(?:{of}) )?(?:nih )?(?:{index_kind}|\b(?:{index_short})\b)(?: (?:{index_behind}))?"
)
_INDEX = Worded(
    rf"{_NAMED_INDEX}(?: ?(?:{{index_and}}|/|&) ?{_NAMED_INDEX})?(?: (?:(?:{{index_of_the}}) )?\(?nih\b\)?)?"
    rf"[ :=]*(?:(?:{{index_is}}) )?\d+(?:{_SHARE_OF}\d+)?"
    rf"(?: ?(?:{{index_and}}) (?:(?:{{of}}) )?\d+{_SHARE_OF}(?:24|12)\b)?"
)
#: An index by its highest value, whatever it is called, and who made them: "NIH 9/24 and 3/12".
_INDEX_ALONE = Worded(rf"(?<![\d/]){{-class_word}}\d{{1,2}}{_SHARE_OF}(?:24|12)\b(?! ?/)|\bnih\b")
#: "30 % crescents" is how much of something, not a class.
_SHARE = Worded(r"\b\d{1,3} ?(?:%|(?:{share_word})\b)")
_YEAR = Worded(r"\b(?:{classified_by})?[ /-]*(?:19|20)\d{2}\b")
#: "2 of them" and "the 2nd" count something; "class 2" does not.
_ORDINAL = Worded(r"\b\d+(?:{ordinal_end})\b")
_COUNT = Worded(r"{-class_word}{-class_like}\b\d{1,2} ([a-z]+)")
#: "una clase 3": the number library makes a 1 of the article.
_ARTICLE = Worded(r"\b(?:{article_one})\b(?= [a-z])")
#: "opción 2" and "the last one" are buttons, not classes.
_BUTTON = Worded(r"\b(?:{button_word})\b")
#: "the bad one" is no class 1.
_SOME_ONE = Worded(r"{+some_one_the}(?!(?:{some_one_class})\b)(\d(?:{ordinal_end})|[a-z]+) (?:{pronoun_one})\b")
#: "That one" points at something, and is no class 1 either.
_POINTED = Worded(r"\b({pointed}) (?:{pronoun_one})\b")
#: "I have class V": no class I.
_PRONOUN = Worded(r"{-class_word}{-class_like}\b(?:{pronoun_i}) (?=[a-z]{2,})(?!(?:{class_joint})\b)")
#: Between what is told of one report and of another.
_REPORTS = Worded(r"[,;.\n]| (?:{joint_and}|{joint_but}) ")
_JOINER = re.compile(r"[+&]")
#: A stage of the illness, where the class is told as well: "stage 3 and class V".
_STAGE = Worded(
    r"\b(?:(?:{staged}) ?)?(?:{stage_word}) ?(?:\d[ab]?|i{1,3}|iv|v)\b(?: (?:{staged})\b)?"
    r"|\b(?:{staged_itself}) ?g?\d[ab]?\b"
)
_TOLD_CLASS = Worded(r"\b(?:{class_word}) (?:i{1,3}|iv|vi?|[1-6])\b")
#: Between two classes of one report; and any word of a text.
_JOINED = re.compile(r" ?[+&/] ?")
_ANY_WORD = re.compile(r"[a-z]+|(?<![\w.,])\d{1,4}(?![\w])")


@dataclass(frozen=True, slots=True)
class _Classes:
    """The classes in a text, by number, in the order in which they stand there."""

    numbers: tuple[int, ...]
    #: All are written rightly.
    exact: bool
    #: One is a plain digit.
    plain: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words around the classes say: labels of the section [classes] of the language."""

    said: frozenset[str]
    #: None is left that means nothing here.
    understood: bool


def read_class(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> Reading:
    """One class, or several joined with "+", or one of the other options.

    Of several classes it is the one that the text says is meant, and that is read back."""
    patterns = language_words.patterns
    of_class = patterns[_STAGE].sub(" ", folded)
    if of_class != folded and patterns[_TOLD_CLASS].search(of_class):
        return replace(read_class(question, of_class, labels, language_words), sure=False)
    no_index = _without(folded, _INDEX, _INDEX_ALONE, patterns=patterns)
    if no_index != folded:
        return replace(read_class(question, no_index, labels, language_words), sure=False)
    try:
        return _read(question, folded, labels, language_words)
    except Misread:
        one = _the_one(folded, labels, language_words)
        if one is None:
            raise
    return replace(_read(question, one, labels, language_words), sure=False)


def _the_one(folded: str, labels: Labels, language_words: LanguageWords) -> str | None:
    """Return the part of a text that tells the class that is meant; None where no words say which it is."""
    books = Books(language_words, event=None, known=labels.of_another)
    found: list[tuple[int, int, int]] = []
    for start, end, number in _in_their_places(folded, language_words):
        if found and _belongs(folded[found[-1][1] : start], number == found[-1][2], books):
            found[-1] = (found[-1][0], end, number)
        else:
            found.append((start, end, number))
    one = meant(stretches(folded, [(start, end) for start, end, _ in found], books), Asked.LAST)
    if one is None or (Role.BECAME in one.roles and not _is_plainly_said(one, language_words)):
        return None
    return bare(one, books).text


def _is_plainly_said(became: Stretch, language_words: LanguageWords) -> bool:
    """Tell whether what a class became is told with no other word: "it moved to IV", but "my pills went to 3"."""
    start, end = became.answer
    books = ("which", "options", "classes", "report")
    hits, left = cover(
        spoken(f"{became.text[:start]} , {became.text[end:]}"), *(language_words.phrases[each] for each in books)
    )
    return not left and all(hit.name != "not" for hit in hits)


def _belongs(gap: str, same: bool, books: Books) -> bool:
    """Tell whether a class belongs to the one before it: it is the same, or joined to it in one report."""
    if not tells_nothing(gap, books):
        return False
    hits, left = cover(spoken(gap), books.language_words.phrases["classes"])
    return same or (not left and any(hit.name == "plus" for hit in hits)) or _JOINED.fullmatch(gap) is not None


def _in_their_places(folded: str, language_words: LanguageWords) -> list[tuple[int, int, int]]:
    """Return where the classes of a text stand, each with its number; counts, indices and years are none."""
    plain = folded
    for sign in (_SHARE, _ORDINAL, _YEAR, _PRONOUN):
        plain = language_words.patterns[sign].sub(lambda found: " " * len(found[0]), plain)
    found = [(*each.span(1), _ROMAN[_ALIKE.get(each[1], each[1])]) for each in _ROMAN_WORD.finditer(plain)]
    for each in _ANY_WORD.finditer(plain):
        is_ordinal = any(hit.name.isdigit() for hit in language_words.phrases["options"].hits(spoken(each[0])))
        number = "" if is_ordinal else digits(each[0], language_words)[0]
        is_count = _is_counted(plain[each.end() :], language_words)
        if number.isdigit() and not is_count and (each[0].isdigit() or 1 < int(number) <= len(_ROMAN)):
            found.append((*each.span(), int(number)))
    return sorted(found)


def _is_counted(behind: str, language_words: LanguageWords) -> bool:
    words = spoken(behind[:30])
    hit = language_words.phrases["classes"].longest(words, 0) if words else None
    return hit is not None and hit.name == "counted"


def _read(question: Question, folded: str, labels: Labels, language_words: LanguageWords) -> Reading:
    """Return the one class of a text, several that are joined in it, or one of the other options."""
    said = heard(question, folded, labels, language_words)
    option = said.whole
    if option is not None and not _is_class(option, question):
        return Reading(option, sure=True)
    button = numbered(folded, labels, language_words) if language_words.patterns[_BUTTON].search(folded) else None
    if button is not None:
        return Reading(as_value(button[0]), sure=False)
    if said.asked_again:
        raise Misread(MisreadReason.NOTHING)
    text, spelled = _without_other_numbers(folded, language_words)
    found, words = _classes(text), _words(text, language_words)
    if not spelled:
        found = replace(found, exact=False)
    if len(found.numbers) > 1 and _tell_of_two_reports(folded, language_words):
        raise Misread(MisreadReason.TWO_VALUES, _terms(question, found))
    if not found.numbers:
        return _without_digits(question, said, words)
    reading = _as_told(question, _with_named(question, found, words), text, words)
    # "III in 2019 and V": what is dated and what is not may be of two reports
    return replace(reading, sure=reading.sure and not _is_year_between(folded, language_words))


def _as_told(question: Question, found: _Classes, text: str, words: _Words) -> Reading:
    """Return the classes of a text, where they are one answer and nothing denies or only suspects them."""
    terms = _terms(question, found)
    joined = _are_joined(found, text, words)
    if len(terms) == 1 and "not" in words.said:
        raise Misread(MisreadReason.OTHER)  # "not class IV", "they suspect IV": which one it is was not said
    if not _are_one_answer(found, text, words, joined):
        raise Misread(MisreadReason.RANGE if "or" in words.said else MisreadReason.TWO_VALUES, terms)
    return Reading("+".join(terms), _is_sure(question, found, words, joined, terms))


def _tell_of_two_reports(folded: str, language_words: LanguageWords) -> bool:
    """Tell whether one clause has a class and its time, and another clause its own: "in 2021 it was 3, 4 on the
    repeat"."""
    year = language_words.patterns[_YEAR]
    clauses = [
        each
        for each in language_words.patterns[_REPORTS].split(folded)
        if year.search(each) or _tells_when(each, language_words)
    ]
    spelled = [digits(year.sub(" ", each), language_words)[0] for each in clauses]
    return sum(bool(_classes(each).numbers) for each in spelled) > 1


def _is_year_between(folded: str, language_words: LanguageWords) -> bool:
    """Tell whether a year stands between two classes; that of a classification is none."""
    placed = _in_their_places(folded, language_words)
    found = language_words.patterns[_YEAR].finditer(folded)
    years = [each.start() for each in found if each[0].strip(" /-").isdigit()]
    return bool(placed) and any(placed[0][1] <= year < placed[-1][0] for year in years)


def _tells_when(clause: str, language_words: LanguageWords) -> bool:
    """Tell whether a clause says of which report it is."""
    heard = spoken(clause)
    once_more = any(hit.name == Role.LATER for hit in language_words.phrases["which"].hits(heard))
    return once_more or bool(language_words.phrases["report"].hits(heard))


def _without_other_numbers(folded: str, language_words: LanguageWords) -> tuple[str, bool]:
    """Return the text with number words as digits, without articles, counts, indices and years; and whether all of its
    words were spelled right."""
    patterns = language_words.patterns
    plain = folded
    for sign, instead in ((_PRONOUN, " "), (_SOME_ONE, r"\1"), (_POINTED, r"\1"), (_ARTICLE, " ")):
        plain = patterns[sign].sub(instead, plain)
    text, spelled = digits(patterns[_SHARE].sub(" ", patterns[_ORDINAL].sub(" ", plain)), language_words)
    counted = language_words.phrases["classes"]
    text = patterns[_COUNT].sub(
        lambda found: " " if any(hit.name == "counted" for hit in counted.hits(spoken(found[1]))) else found[0], text
    )
    return _without(text, _INDEX, _INDEX_ALONE, _YEAR, patterns=patterns), spelled


def _without(text: str, *signs: Worded, patterns: Patterns) -> str:
    """Return the text without these, one after the other."""
    for sign in signs:
        text = patterns[sign].sub(" ", text)
    return text


def _with_named(question: Question, found: _Classes, words: _Words) -> _Classes:
    """Return the classes with one that is joined to them in words: "III with a membranous part"."""
    named = [question.terms.index(term) + 1 for term in words.said if term in question.terms]
    others = [number for number in named if number not in found.numbers]
    if len(others) != 1 or len(found.numbers) != 1 or "plus" not in words.said:
        return found
    return _Classes((*found.numbers, *others), exact=False, plain=found.plain)


def _terms(question: Question, found: _Classes) -> tuple[str, ...]:
    """Return the names of the classes, lowest first."""
    if any(not 1 <= number <= len(question.terms) for number in found.numbers):
        raise Misread(MisreadReason.IMPLAUSIBLE)
    return tuple(question.terms[number - 1] for number in sorted(found.numbers))


def _are_joined(found: _Classes, text: str, words: _Words) -> bool:
    """Tell whether the text says that they belong together, where there are several."""
    return len(found.numbers) == 1 or bool(_JOINER.search(text)) or "plus" in words.said


def _are_one_answer(found: _Classes, text: str, words: _Words, joined: bool) -> bool:
    """Is it one class, or two that one report shows?"""
    if words.said & {"or", "not"} or len(found.numbers) > 2 or _is_range(text, found):
        return False
    return joined or found.numbers in _TOGETHER


def _is_range(text: str, found: _Classes) -> bool:
    """Take a hyphen between two classes for a range or a slip, not a letter: III-IV."""
    return len(found.numbers) > 1 and re.search(r"[iv\d] ?- ?[iv\d]", text) is not None


def _is_sure(question: Question, found: _Classes, words: _Words, joined: bool, terms: tuple[str, ...]) -> bool:
    """Is it beyond doubt: rightly written, said to be a class, and no word against it?"""
    if not found.exact or not joined or not words.understood or words.said & {"about", "stage"}:
        return False
    if len(terms) > 1 and found.numbers not in _TOGETHER:
        return False
    agrees = words.said & set(question.terms) <= set(terms)
    return agrees and (not found.plain or "cue" in words.said)


def _is_class(option: Value, question: Question) -> bool:
    """Roman numbers sound alike (II, I): a class is never taken by its label."""
    return isinstance(option, str) and set(option.split("+")) <= set(question.terms)


def _classes(text: str) -> _Classes:
    found: list[tuple[int, int]] = []
    exact, plain = True, False
    for match in _ROMAN_WORD.finditer(text):
        word = match[1]
        roman = _ALIKE.get(word, word)
        exact = exact and roman == word
        found.append((match.start(), _ROMAN[roman]))
    for match in _PLAIN.finditer(text):
        plain = True
        number = match[1]
        exact = exact and number not in _ALIKE
        found.append((match.start(), _ROMAN[_ALIKE[number]] if number in _ALIKE else int(number)))
    if plain and _SIGNED.search(text):
        exact = False
    return _Classes(tuple(dict.fromkeys(number for _, number in sorted(found))), exact, plain)


def _words(text: str, language_words: LanguageWords) -> _Words:
    rest = _LETTERS.sub(" ", _ROMAN_WORD.sub(" ", text))
    rest = re.sub(r"\d+", " ", rest)
    hits, left = cover(spoken(rest), language_words.phrases["classes"])
    return _Words(frozenset(hit.name for hit in hits), not left)


def _without_digits(question: Question, said: Heard, words: _Words) -> Reading:
    """Return the one class that is named in words ("membranosa"), or another option."""
    named = sorted(words.said & set(question.terms))
    # "membranosa y proliferativa": a second class that the words do not tell
    if len(named) == 1 and words.understood and not words.said & {"or", "not", "plus"}:
        return Reading(named[0], sure=False)
    option = said.pointed_at
    if option is None or named or _is_class(option, question):
        raise Misread(MisreadReason.NOTHING)
    return Reading(option, sure=False)
