"""Whether everything that the words file says people type can be read as a phrase."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.answers.heard import READ_BACK
from dialogs.lexicon.phrases import PhraseError, parse_phrase
from dialogs.study.study import Question, Study


def phrase_problems(study: Study) -> tuple[str, ...]:
    """Every phrase that no text can match, with its question and what is wrong with it."""
    return tuple(
        f'words of "{question.id}", {place}: {problem}.'
        for question in study.questions
        for place, phrase in _phrases(question)
        if (problem := _problem(phrase.removeprefix(READ_BACK)))
    )


def _phrases(question: Question) -> Iterator[tuple[str, str]]:
    for option in question.options:
        for language, phrases in option.heard.items():
            yield from ((f'heard "{option.value}" {language}', phrase) for phrase in phrases)
    for language, phrases in question.asked_again.items():
        yield from ((f"asked_again {language}", phrase) for phrase in phrases)
    for language, phrases in question.again_for.items():
        yield from ((f"again_for {language}", phrase) for phrase in phrases)
    for language, phrases in question.tells.items():
        yield from ((f"tells {language}", phrase) for phrase in phrases)
    for test in question.tested:
        yield from (("tested", phrase) for phrase in test.words)
    yield from (("other_tested", phrase) for phrase in question.other_tested)


def _problem(phrase: str) -> str:
    try:
        parse_phrase(phrase)
    except PhraseError as error:
        return str(error)
    return ""
