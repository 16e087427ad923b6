"""Words typed under a side screen answer no question that cannot be seen (study-facts 11)."""

from __future__ import annotations

import pytest

from tests.core.conversation.places import answers_until
from tests.core.conversation.walking import Walk

ASIDE = ("/persona", "/preguntas", "/idioma", "/permisos", "/notas")


@pytest.mark.parametrize("text", ["sí", "no", "no sé", "ya", "gracias"])
@pytest.mark.parametrize("aside", ASIDE)
def test_a_yes_under_a_side_screen_answers_no_hidden_question(aside: str, text: str) -> None:
    walk = answers_until(Walk(language="es").begins(), "sle")
    before = dict(walk.c.answers)
    walk.does(aside)
    walk.does(text)
    assert (walk.c.answers, walk.c.draft.reading) == (before, {})


@pytest.mark.parametrize("aside", ["quiero hablar con alguien", *ASIDE])
def test_a_yes_under_a_side_screen_confirms_no_lasting_failure_that_waits_below(aside: str) -> None:
    walk = answers_until(Walk(language="es").begins(), "sle")
    walk.does("no")
    walk.does(aside)
    walk.does("sí")
    assert "sle" not in walk.c.answers


def test_a_yes_or_an_i_do_not_know_in_a_pause_answers_nothing() -> None:
    walk = answers_until(Walk(language="es").begins(), "upc")
    walk.does("/pausa")
    before = dict(walk.c.answers)
    walk.does("no sé")
    assert walk.c.answers == before


def test_a_value_that_says_what_it_is_is_still_read_there() -> None:
    walk = answers_until(Walk(language="es").begins(), "age")
    walk.does("/persona")
    walk.does("43")
    assert walk.c.answers["age"] == 43
