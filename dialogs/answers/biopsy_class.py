"""Classes of the biopsy: Roman or plain figures, words, combinations; letters (A, C, S, G) change nothing.

A plain figure may also be the number of a button (the question shows IV as its second), so without the word "class" it
is read back.
"""

from __future__ import annotations

import re

from dialogs.answers.choice import as_value, exact_option, numbered, unsure_option
from dialogs.answers.number_words import digits
from dialogs.answers.reading import Labels, Misread, Reading
from dialogs.lexicon.lexicon import Tongue
from dialogs.lexicon.phrases import cover, spoken
from dialogs.study.study import Question

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
_ROMAN_WORD = re.compile(r"\b(vi|iv|v|i{1,4}|l{2,3}|lv|vl|1v|v1)(?:[- ]?[sgac]\b)?(?=\b|[sgac]\b)")
_LETTERS = re.compile(r"\(? ?\b[acsg](?: ?/ ?[acsg])?\b ?\)?|[()\[\]]")
_INDEX = re.compile(
    r"(?:indices?|indexe?s?)? ?(?:de |of )?(?:actividad|cronicidad|activity|chronicity|\bia\b|\bic\b|\bai\b|\bci\b)"
    r"(?: index| score)?[ :=]*(?:de |of )?\d+(?: ?/ ?\d+)?"
)
_YEAR = re.compile(r"\b(?:isn|rps|oms|who)?[ /-]*(?:19|20)\d{2}\b")
#: "una clase 3": the number library makes a 1 of the article.
_ARTICLE = re.compile(r"\b(?:una?|an?|one)\b(?= [a-z])")
#: "opción 2" and "the last one" are buttons, not classes.
_BUTTON = re.compile(r"\b(?:opcion|alternativa|ultima|ultimo|option|choice|last)\b")
#: "I have class V": no class I.
_PRONOUN = re.compile(r"\bi (?=(?:have|had|got|am|was|think|believe|guess|suppose|dont|do|did|see|know)\b)")
_JOINER = re.compile(r"[+&]")


def read_class(question: Question, folded: str, labels: Labels, tongue: Tongue) -> Reading:
    """One class, or several joined with "+", or one of the other options."""
    option = exact_option(question, folded, labels, tongue)
    if isinstance(option, str) and _is_class(option, question):
        option = None
    if option is not None:
        return Reading(option, sure=True)
    if _BUTTON.search(folded):
        named_button = numbered(folded, labels, tongue)
        if named_button:
            return Reading(as_value(named_button[0]), sure=False)
    text, _ = digits(_ARTICLE.sub(" ", _PRONOUN.sub(" ", folded)), tongue)
    text = _YEAR.sub(" ", _INDEX.sub(" ", text))
    found, exact, plain = _classes(text, len(question.terms))
    said = _said(text, tongue)
    named = sorted(said & set(question.terms))
    if not found:
        return _without_figures(question, folded, labels, tongue, named, said)
    numbers = list(dict.fromkeys(found))
    if any(not 1 <= number <= len(question.terms) for number in numbers):
        raise Misread("implausible")
    value = "+".join(question.terms[number - 1] for number in sorted(numbers))
    if said & {"or", "not"} or len(numbers) > 2 or "-" in _between(text, len(numbers)):
        raise Misread("range" if "or" in said else "two_values", tuple(question.terms[n - 1] for n in sorted(numbers)))
    joined = len(numbers) == 1 or bool(_JOINER.search(text)) or "plus" in said
    if not joined and numbers != [3, 5] and numbers != [4, 5]:
        raise Misread("two_values", tuple(question.terms[n - 1] for n in sorted(numbers)))
    agrees = not named or set(named) <= {question.terms[n - 1] for n in numbers}
    sure = exact and joined and agrees and not said & {"about", "left"} and (not plain or "cue" in said)
    return Reading(value, sure)


def _is_class(option: str, question: Question) -> bool:
    """Roman figures sound alike (III, I): a class is never taken by its label."""
    return set(option.split("+")) <= set(question.terms)


def _classes(text: str, highest: int) -> tuple[list[int], bool, bool]:
    """The classes in a text; whether all are written rightly; whether one is a plain figure."""
    found: list[tuple[int, int]] = []
    exact, plain = True, False
    for match in _ROMAN_WORD.finditer(text):
        word = match[1]
        roman = _ALIKE.get(word, word)
        exact = exact and roman == word
        found.append((match.start(), _ROMAN[roman]))
    for match in re.finditer(r"(?<![\dv])(\d{1,4})(?![\dv])", text):
        plain = True
        number = match[1]
        if number in _ALIKE:
            found.append((match.start(), _ROMAN[_ALIKE[number]]))
            exact = False
        else:
            found.append((match.start(), int(number)))
    if re.search(r"\d[.,]\d|-\d", text) and plain:
        exact = False
    return [number for _, number in sorted(found)], exact, plain


def _between(text: str, count: int) -> str:
    """A hyphen between two classes is a range or a slip, not a letter: III-IV."""
    return "-" if count > 1 and re.search(r"[iv\d] ?- ?[iv\d]", text) else ""


def _said(text: str, tongue: Tongue) -> set[str]:
    """What the words around the classes say; "left" where one is not understood."""
    rest = _LETTERS.sub(" ", _ROMAN_WORD.sub(" ", text))
    rest = re.sub(r"\d+", " ", rest)
    hits, left = cover(spoken(rest), tongue.phrases["classes"])
    return {hit.name for hit in hits} | ({"left"} if left else set())


def _without_figures(
    question: Question, folded: str, labels: Labels, tongue: Tongue, named: list[str], said: set[str]
) -> Reading:
    if len(named) == 1 and "left" not in said and not said & {"or", "not"}:
        return Reading(named[0], sure=False)
    option = unsure_option(question, folded, labels, tongue)
    if option is None or named or (isinstance(option, str) and _is_class(option, question)):
        raise Misread("nothing")
    return Reading(option, sure=False)
