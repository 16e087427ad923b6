"""Whoever says yes to what was read, and says it once more, has said yes (study-facts 11i)."""

from __future__ import annotations

import pytest

from tests.core.conversation.places import answers_until
from tests.core.conversation.walking import Walk

#: Language, question, what is typed there and read back, and the yes that says it again.
AGAIN = (
    *(("es", "biopsy", "en junio", text) for text in ("sí, junio", "sí junio 2026", "correcto, en junio", "si. junio")),
    *(("en", "biopsy", "in June", text) for text in ("yes, June", "yes june 2026", "correct, in june", "yep June")),
    *(("en", "upc", "around 1.25 g/g they said", text) for text in ("yes, 1.25", "yes 1.25 g/g", "yeah, 1,25")),
    *(("es", "egfr", "12", text) for text in ("sí, 12", "sí doce", "exacto, 12")),
    *(("en", "age", "I think 43", text) for text in ("yes, 43", "yes I am 43", "right, forty three")),
    *(("es", "sle", "no", text) for text in ("así es, no tengo lupus", "sí, no tengo lupus")),
    *(("en", "antibodies", "both negative", text) for text in ("yes, both negative", "correct, both were negative")),
)
#: The same, where something else or nothing of it is said: the first reading is not taken.
OTHERWISE = (
    *(("en", "age", "I think 16", text) for text in ("yes, 61 16", "yes but 16 then", "16?", "no, 16", "yes 16?")),
    *(("es", "biopsy", "en junio", text) for text in ("sí, mayo", "sí, junio o julio", "no, junio", "sí, 2026")),
    *(("en", "sle", "no", text) for text in ("yes, no", "yes I have it", "yes, the doctor told me", "right, lupus")),
    *(("es", "antibodies", "los dos negativos", text) for text in ("sí, positivo", "sí, uno", "sí, no")),
    *(("en", "egfr", "12", text) for text in ("yes, 21", "yes, 12 last year but not now", "yes, 1.2")),
)


def read_back(language: str, at: str, text: str) -> Walk:
    """Somebody whose text was read at that question, and is asked whether it is right."""
    walk = answers_until(Walk(language=language).begins(), at)
    walk.does(text)
    assert walk.c.draft.reading
    return walk


@pytest.mark.parametrize(("language", "at", "first", "text"), AGAIN)
def test_a_yes_that_says_again_what_was_read_takes_it(language: str, at: str, first: str, text: str) -> None:
    """[11i]"""
    walk = read_back(language, at, first)
    waiting = dict(walk.c.draft.reading)
    walk.does(text)
    assert {key: walk.c.answers[key] for key in waiting} == waiting


@pytest.mark.parametrize(("language", "at", "first", "text"), OTHERWISE)
def test_a_yes_with_anything_else_behind_it_does_not_take_what_was_read(
    language: str, at: str, first: str, text: str
) -> None:
    """[11i]"""
    walk = read_back(language, at, first)
    waiting = dict(walk.c.draft.reading)
    walk.does(text)
    assert all(key not in walk.c.answers or walk.c.answers[key] != value for key, value in waiting.items())
