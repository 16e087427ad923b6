"""In which language a text is written."""

from __future__ import annotations

from dataclasses import replace

from dialogs.answers.heard import own_phrases
from dialogs.answers.number_words import digits
from dialogs.answers.reading import Labels
from dialogs.languages import Language
from dialogs.lexicon.phrases import spoken
from dialogs.lexicon.spelling import fold
from dialogs.study.study import Question


def in_language(question: Question, text: str, labels: Labels) -> Labels | None:
    """Return the labels as they read the other language that a text is in; None where it may be in that of the chat.

    It has words, or a number in words, that only the other knows, and none that only this one does; those of the
    question count, and a name that neither knows is of neither."""
    if not any(map(str.isalpha, fold(text))):
        return None  # numbers and signs are of no language
    for language in Language:
        other = replace(labels, language=language)
        if language != labels.language and _is_in(question, text, other, labels):
            return other
    return None


def _is_in(question: Question, text: str, other: Labels, here: Labels) -> bool:
    known, known_here = _known(question, text, other), _known(question, text, here)
    if known != known_here:
        return known_here < known
    folded = fold(text)
    words, words_here = (each.lexicon.languages[each.language] for each in (other, here))
    return digits(folded, words)[0] != folded and digits(folded, words_here)[0] == folded


def _known(question: Question, text: str, labels: Labels) -> set[str]:
    """Return the words of a text that its language knows, by their sound."""
    of_question, of_language = own_phrases(question, labels), labels.lexicon.languages[labels.language].phrases
    return {word for word in spoken(fold(text)) if of_question.knows(word) or of_language.know(word)}
