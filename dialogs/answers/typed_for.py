"""Whoever types for somebody else and says so: "my mother is 63, I type for them".

The words stand in the section [helper] of each language's file. Beside them the age of somebody else is that of the
person whom it is about, and never one of whoever types; it is read back.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.answers.number_marks import in_digits
from dialogs.answers.person import CLAUSE, WORD, names_one, speaks_for_themselves
from dialogs.answers.pieces import is_of_then
from dialogs.answers.reading import Labels
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.lexicon.phrases import Hit
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold, sound, words
from dialogs.study.study import Question
from dialogs.study.typed import Others

#: Labels of the section [helper]: somebody types, and says for whom; and what makes it only how somebody types.
FOR, TYPES, OWN = "for", "types", "own"


def told_of_whom_they_help(question: Question, text: str, labels: Labels) -> tuple[str, ...] | None:
    """Return what a text tells of the age of somebody for whom it says that it is typed: all of it, and its one number.

    None where it does not say so; nothing where it tells the age of whoever types."""
    if not question.age or question.not_of is not Others.ANYBODY or len(text) > LONGEST_ANSWER:
        return None
    for language_words in labels.lexicon.languages.values():
        if (said := _said_of_typing(text, language_words)) and names_one(Others.ANYBODY, text, language_words):
            told = _told(_without(text, said), language_words)
            return told if told or any(hit.name == FOR for hit in said) else None
    return None


def is_of_who_helps(question: Question, text: str, labels: Labels) -> bool:
    """Tell whether an age that is asked of somebody else is told in the first person: it may be that of who types."""
    if not labels.of_another or question.not_of is not Others.ANYBODY:
        return False
    said = set(words(fold(text)))
    return any(not said.isdisjoint(each.exact["first_person"]) for each in labels.lexicon.languages.values())


def tells_own_age(question: Question, text: str, labels: Labels) -> bool:
    """Tell whether whoever helps tells their own age beside words of the person: "I'm 17, my aunt I don't know"."""
    if not question.age or len(text) > LONGEST_ANSWER or not is_of_who_helps(question, text, labels):
        return False
    for language_words in labels.lexicon.languages.values():
        clauses = language_words.patterns[CLAUSE].split(in_digits(fold(text), language_words))
        numbered = [each for each in clauses if _has_number(each)]
        others = [each for each in clauses if names_one(Others.ANYBODY, each, language_words)]
        if numbered and others and all(_is_own(each, language_words) for each in numbered):
            return True
    return False


def answers_for_another(text: str, language_words: LanguageWords) -> bool:
    """Tell whether a text says that somebody else is answered for, and names them: "yes, I answer for my sister"."""
    said = any(hit.name == FOR for hit in _said_of_typing(text, language_words))
    return said and names_one(Others.ANYBODY, text, language_words)


def _told(rest: str, language_words: LanguageWords) -> tuple[str, ...]:
    """Return the text and the only clause of it that holds a number; nothing where one tells the age of whoever types,
    or of what was."""
    clauses = [
        each
        for each in language_words.patterns[CLAUSE].split(in_digits(fold(rest), language_words))
        if _has_number(each)
    ]
    if not clauses or any(_is_own(each, language_words) or is_of_then(each, language_words) for each in clauses):
        return ()
    return (rest, *clauses) if len(clauses) == 1 else (rest,)


def _said_of_typing(text: str, language_words: LanguageWords) -> list[Hit]:
    """Return where a text says that somebody types for another, and why; none where it does not say so."""
    said = language_words.phrases["helper"].hits(_spelled(text))
    names = {hit.name for hit in said}
    return said if names & {FOR, TYPES} and OWN not in names else []


def _spelled(text: str) -> list[str]:
    return [sound(fold(each[0]).replace("'", "")) for each in WORD.finditer(text)]


def _without(text: str, said: Sequence[Hit]) -> str:
    """Return the text with a pause in the place of what was found in it."""
    found = list(WORD.finditer(text))
    pieces, end = [], 0
    for hit in sorted(said, key=lambda hit: (hit.start, -hit.end)):
        if (start := found[hit.start].start()) >= end:
            pieces += [text[end:start], ", "]
            end = found[hit.end - 1].end()
    return "".join((*pieces, text[end:]))


def _has_number(clause: str) -> bool:
    return any(char.isdigit() for char in clause)


def _is_own(clause: str, language_words: LanguageWords) -> bool:
    """Tell whether a clause speaks of whoever types, and of nobody else."""
    return speaks_for_themselves(clause, language_words) and not names_one(Others.ANYBODY, clause, language_words)
