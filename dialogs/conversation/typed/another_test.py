"""A text at the question of a test that names another test only, or at a treatment's that dates another one.

The result, or the date, is the other one's. What a question says itself, in its text or of what it counts, is its own.
"""

from __future__ import annotations

from dialogs.answers import Misread, parse_answer
from dialogs.conversation.turn import Turn
from dialogs.lexicon.phrases import spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold
from dialogs.study.study import Kind, Question, Slot

#: A word of a question's name that has fewer letters may be of any test: "test", "date".
SAYS_WHICH = 6


def names_another_only(turn: Turn, question: Question, text: str) -> bool:
    """Tell whether a text names a test that another question asks for, and nothing of this one."""
    said = spoken(fold(text[:LONGEST_ANSWER]))
    own = _named(turn, question) | _in_its_text(turn, question)
    if any(_holds(said, name) for name in own):
        return False
    others = [each for each in turn.study.asked if each.id != question.id and not each.for_each]
    return any(_holds(said, name) for each in others for name in _named(turn, each) - own)


def dates_another_treatment(turn: Turn, slot: Slot, text: str) -> bool:
    """Tell whether a text at a date of one treatment dates another one, and not it: "and the other one in March"."""
    listed = next((each for each in turn.study.asked if each.kind is Kind.MEDICINES), None)
    if slot.medicine is None or listed is None:
        return False
    try:
        dated = {key for key, _ in parse_answer(listed, text, turn.labels(listed), turn.today).also}
    except Misread:
        return False
    return bool(dated) and slot.key not in dated


def _named(turn: Turn, question: Question) -> frozenset[tuple[str, ...]]:
    """Return the names of the tests of a question; none of a question that asks for no test."""
    listed = [*(each.words for each in question.tested), *(each.words for each in question.measures)]
    listed += [(*each.words, *each.denied_as) for each in question.counted]
    names = {tuple(spoken(fold(each))) for name in listed for form in name for each in _forms(form)}
    of_a_test = bool(listed) or bool(question.terms)
    short = _words_of(turn, question.short) if of_a_test else set()
    return frozenset(names | {(word,) for word in short if len(word) >= SAYS_WHICH})


def _forms(form: str) -> list[str]:
    """Return the forms of a name of one word; a longer one is found by its other names."""
    return form.split("|") if " " not in form else [form] if "|" not in form else []


def _in_its_text(turn: Turn, question: Question) -> frozenset[tuple[str, ...]]:
    return frozenset((word,) for word in _words_of(turn, question.text) if len(word) >= SAYS_WHICH)


def _words_of(turn: Turn, said: str) -> set[str]:
    """Return the words of a text of the study, in every language."""
    return {word for language in turn.lexicon.languages for word in spoken(fold(turn.translate(language, said)))}


def _holds(said: list[str], name: tuple[str, ...]) -> bool:
    return any(tuple(said[at : at + len(name)]) == name for at in range(len(said)))
