"""A text at the question of a test that names another test only, with a result that either could have.

Its result is the other test's. What the question says itself, in its text or of what it counts, names its own.
"""

from __future__ import annotations

from dialogs.conversation.turn import Turn
from dialogs.lexicon.phrases import spoken
from dialogs.lexicon.spelling import LONGEST_ANSWER, fold
from dialogs.study.study import Question

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
