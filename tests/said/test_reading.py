"""What must not be taken for what was not said: the kinds that are read rightly, every phrase of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.read import read_cases
from dialogs.answers import Labels, fold, parse_answer
from dialogs.screening.weight import ends_for_good
from dialogs.study.study import Question
from tests.core.answers.questions import lexicon, study
from tests.examples import examples
from tests.said.phrases import LANGUAGES, Grade, Item, graded, kind_of, phrases
from tests.shell.cli.test_read import texts

TODAY = date(2026, 11, 22)

#: Names of medicines and safety texts have rules of their own.
ELSEWHERE = ("A5.", "B.abbreviation", "B.no-plasmapheresis", "D.", "A2.label-no-medicine")


def held(language: str) -> list[Item]:
    return [i for i in phrases(language) if not kind_of(i).startswith(ELSEWHERE) and i["question"] != "treatments"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_of_the_kinds_that_are_not_about_medicines_is_read_rightly(language: str) -> None:
    """Issue 8, A to C and F."""
    wrong = (Grade.WRONG, Grade.SILENT)
    assert [(item["id"], reading) for item, reading, found in graded(held(language)) if found in wrong] == []


TEXTS = [str(item["text"]) for language in LANGUAGES for item in phrases(language)]
QUESTIONS = sorted({str(item["question"]).partition(":")[0] for item in phrases("es")})


@examples(300)
@given(st.sampled_from(TEXTS), st.sampled_from(QUESTIONS), st.sampled_from(LANGUAGES))
def test_no_text_gives_a_consent_or_ends_the_questions_without_a_yes(text: str, id: str, language: str) -> None:
    """[11a] Whatever is typed at whatever question."""
    case = {"id": "P", "lang": language, "question": id, "today": "2026-11-22", "text": text}
    [answer] = read_cases([case], study(), lexicon(), texts(), date(2026, 11, 26))
    if "value" in answer["read"]:
        asked = study().question(id)
        taken = parse_answer(asked, text, labels_in(language, asked), TODAY)
        assert not ends_for_good(study(), asked, taken.value, TODAY)
        for option in asked.options:
            is_label = fold(text).rstrip(". ") == fold(texts().text(language, option.label)).rstrip(". ")
            assert is_label or not (option.consents and option.value == taken.value)


def labels_in(language: str, asked: Question) -> Labels:
    shown = {one: {o.value: texts().text(one, o.label) for o in asked.options} for one in LANGUAGES}
    foreign = {value: tuple(shown[one][value] for one in LANGUAGES if one != language) for value in shown[language]}
    return Labels(language, shown[language], lexicon(), foreign)
