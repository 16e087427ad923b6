"""Words for the study team: whatever was written, or one of the options."""

from __future__ import annotations

from dialogs.answers.heard import exact_option
from dialogs.answers.reading import Labels, Misread, MisreadReason, Reading
from dialogs.lexicon.lexicon import LanguageWords
from dialogs.study.study import Question
from dialogs.values import Unknown

#: Of a longer text nobody reads the end.
LONGEST_TOLD = 300


def read_free_text(
    question: Question, text: str, folded: str, labels: Labels, language_words: LanguageWords
) -> Reading:
    """Return the words as they were typed: nothing is decided by them, so they are unknown to every rule."""
    option = exact_option(question, folded, labels, language_words)
    if option is not None:
        return Reading(option, sure=True)
    told = " ".join(text.split())
    if not any(char.isalnum() for char in told):
        raise Misread(MisreadReason.NOTHING)
    return Reading(Unknown(told[:LONGEST_TOLD]), sure=len(told) <= LONGEST_TOLD)
