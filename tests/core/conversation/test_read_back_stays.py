"""What was read back stays where a text under it is not understood, and no other yes or doubt takes its place."""

from __future__ import annotations

import pytest

from dialogs.values import Quantity
from tests.core.conversation.places import answers_until
from tests.core.conversation.walking import Walk


def _at(question: str, language: str = "es", **others: tuple[str, ...]) -> Walk:
    return answers_until(Walk(language=language).begins(), question, **others)


@pytest.mark.parametrize(
    ("read", "unread"),
    [
        ("don't have that one, but my creatinine was 0.8 mg/dL", "female"),
        ("don't have that one, but my creatinine was 0.8 mg/dL", "I'm a woman"),
        ("it was 35 two years ago, now it's 62", "the newer one"),
        ("it was 35 two years ago, now it's 62", "the latest"),
    ],
)
def test_a_text_that_was_not_understood_leaves_a_value_read_back(read: str, unread: str) -> None:
    """[11i]"""
    walk = _at("egfr", "en")
    walk.does(read)
    waiting = dict(walk.c.draft.reading)
    assert waiting
    walk.does(unread)
    assert walk.c.draft.reading == waiting
    walk.does("yes")
    assert isinstance(walk.c.answers["egfr"], Quantity)


@pytest.mark.parametrize("text", ["no, eso no era", "me equivoqué", "no, era otra cosa", "está mal"])
def test_a_no_or_words_of_correction_take_it_away(text: str) -> None:
    walk = _at("upc")
    walk.does("0,4 g/g")
    walk.does(text)
    assert walk.c.draft.reading == {}


@pytest.mark.parametrize("text", ["53", "asdf", "en el hospital"])
def test_a_command_that_was_read_back_stays_too(text: str) -> None:
    """[11b]"""
    walk = _at("sle")
    walk.does("lléveme a lo de antes")
    assert walk.c.draft.meant == "back"
    walk.does(text)
    assert walk.c.draft.meant == "back"
    walk.does("sí")
    assert walk.c.state == "age"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "me equivoqué, quiero volver a la pregunta anterior"),
        ("es", "dije mal, la pregunta anterior"),
        ("en", "I was wrong, I want to go back to the previous question"),
    ],
)
def test_who_was_wrong_and_asks_for_the_question_before_is_there_at_once(language: str, text: str) -> None:
    walk = _at("sle", language)
    walk.does(text)
    assert walk.c.state == "age"
    walk.does("53")
    assert walk.c.answers["age"] == 53


@pytest.mark.parametrize(("language", "text"), [("es", "no sé"), ("en", "I don't know")])
def test_a_doubt_under_a_correction_does_not_take_the_answer_away(language: str, text: str) -> None:
    """[11a] It may be about the new value only."""
    walk = _at("sle", language)
    walk.does("era 43" if language == "es" else "it was 43")
    walk.does(text)
    assert (walk.c.answers["age"], bool(walk.c.draft.reading)) == (34, True)


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "sí, en inglés"), ("es", "sí, me llaman"), ("es", "sí, termine"), ("en", "yes, in Spanish")],
)
def test_a_yes_to_something_else_turns_no_no_round(language: str, text: str) -> None:
    """[11a]"""
    walk = _at("sle", language)
    walk.does("no")
    walk.does(text)
    assert walk.c.draft.reading == {"sle": "no"}


@pytest.mark.parametrize("text", ["sí, tengo lupus", "sí, me lo dijo la doctora"])
def test_a_yes_to_the_question_is_read_back_in_its_turn(text: str) -> None:
    walk = _at("sle")
    walk.does("no")
    walk.does(text)
    assert walk.c.draft.reading == {"sle": "yes"}
