"""Of a list that is heard in part, what was heard stays marked and the rest is asked for (study-facts 11j)."""

from __future__ import annotations

import pytest

from dialogs.conversation.typed.read_back import THE_OTHER
from tests.core.conversation.places import answers_until
from tests.core.conversation.walking import Walk
from tests.wording.test_texts_reached import ids_in


def at_the_list(language: str, *texts: str) -> Walk:
    """Somebody who typed these at the joined question."""
    walk = answers_until(Walk(language=language).begins(), "conditions")
    walk.does(*texts)
    return walk


@pytest.mark.parametrize(
    ("language", "text", "marked"),
    [
        ("es", "diabetes descompensada y algo del tiroides", ("uncontrolled",)),
        ("es", "algo raro en el hígado, una infección y me falta una operación", ("infection", "operation")),
        ("es", "una infección urinaria, y blorbo", ("infection",)),
        ("es", "presión alta sin control y un dolor de rodilla", ("uncontrolled",)),
        ("es", "¿infección y blorbo?", ("infection",)),
        ("en", "an infection and something with my blorbo", ("infection",)),
        ("en", "uncontrolled diabetes, weird knee", ("uncontrolled",)),
        ("en", "infection and blorbo and an operation still to come", ("infection", "operation")),
    ],
)
def test_what_was_heard_stays_and_the_other_is_asked_for(language: str, text: str, marked: tuple[str, ...]) -> None:
    walk = at_the_list(language, text)
    assert THE_OTHER in set(ids_in(walk.said[-1]))
    assert walk.c.draft.ticked == marked
    assert "done" in walk.c.offered
    assert "conditions" not in walk.c.answers


@pytest.mark.parametrize("text", ["no", "nada más", "no sé", "nada de esto", "no tengo nada más", "eso es todo"])
def test_a_no_to_the_other_takes_nothing_away_and_is_read_back(text: str) -> None:
    walk = at_the_list("es", "infección y blorbo", text)
    assert walk.c.draft.reading == {"conditions": ("infection",)}
    walk.does("sí")
    assert walk.c.answers["conditions"] == ("infection",)


@pytest.mark.parametrize("miss", [(), ("blorbo severo",), ("blorbo severo", "blorbo")])
def test_the_other_joins_it_and_the_whole_is_read_back(miss: tuple[str, ...]) -> None:
    walk = at_the_list("es", "infección y blorbo", *miss, "una operación pendiente")
    assert walk.c.draft.reading == {"conditions": ("infection", "operation")}


@pytest.mark.parametrize("miss", [(), ("blorbo severo",)])
def test_done_reads_back_what_was_heard(miss: tuple[str, ...]) -> None:
    """[11i] It was told in other words than its label."""
    walk = at_the_list("es", "infección y blorbo", *miss)
    walk.presses("done")
    assert walk.c.draft.reading == {"conditions": ("infection",)}


@pytest.mark.parametrize(("language", "text"), [("es", "cáncer y una cosa en la piel"), ("en", "cancer and blorbo")])
def test_what_would_end_the_questions_is_read_back_at_once(language: str, text: str) -> None:
    """[11a]"""
    assert at_the_list(language, text).c.draft.reading == {"conditions": ("cancer",)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(
            ("es", text)
            for text in ("blorbo", "no, y blorbo", "no tengo infección y blorbo", "infección y antes tuve blorbo")
        ),
        *(("es", text) for text in ("tengo una infección pero eso fue antes", "infección, pero fue el año pasado")),
        *(("es", text) for text in ("quizás infección y blorbo", "infección, mi mamá blorbo", "tengo gripe y blorbo")),
        *(
            ("en", text)
            for text in ("infection but that was last year", "no infection and blorbo", "maybe an infection, blorbo")
        ),
    ],
)
def test_nothing_is_marked_of_what_was_not_clearly_told(language: str, text: str) -> None:
    walk = at_the_list(language, text)
    assert THE_OTHER not in set(ids_in(walk.said[-1]))
    assert (walk.c.draft.ticked, dict(walk.c.draft.reading)) == ((), {})


@pytest.mark.parametrize("text", ["no", "ninguna más"])
def test_a_no_behind_a_tick_takes_nothing_away_either(text: str) -> None:
    walk = answers_until(Walk().begins(), "conditions")
    walk.presses("infection")
    walk.does(text)
    assert walk.c.answers.get("conditions", walk.c.draft.reading.get("conditions")) == ("infection",)


def test_the_label_of_none_is_its_button_where_nothing_was_asked() -> None:
    """[11c] The test's labels are English."""
    walk = answers_until(Walk().begins(), "conditions")
    walk.presses("infection")
    walk.does("None of these")
    assert walk.c.answers["conditions"] in ((), ("none",))
